package page

import (
	"context"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/web"
	views "touchstone/views/referral"
	"touchstone/views/ui"
)

const pageSize = 50

// listView is a page of an agency's referrals: what it sent in the order of the next clock, or what came to it, those
// that wait for the signature first.
type listView struct {
	received         bool
	after            *access.Mark
	past             bool // the page begins among the signed ones
	unsigned, signed []Row
}

// mark is the name of the cursor within one part of a list.
func (v *listView) mark(signed bool) string {
	switch {
	case !v.received:
		return "referrals.sent"
	case signed:
		return "referrals.signed"
	}
	return "referrals.unsigned"
}

// resume reads from the address where the page begins; what nobody sealed begins at the first page.
func (v *listView) resume(rd web.Reading) {
	for _, signed := range []bool{false, true} {
		if at, id, ok := rd.CursorOf(v.mark(signed), rd.Query.Get("after")); ok {
			v.after, v.past = &access.Mark{Due: at, ID: id}, signed
		}
	}
}

func (v *listView) path() string {
	if v.received {
		return "/referrals/received"
	}
	return "/referrals"
}

// unsigned: nobody on the other side has signed for it.
func unsigned(book *law.Edition, r Row) bool { return book.Is(law.Referral, r.State, law.Unsigned) }

// next is the address of the page after that row.
func (v *listView) next(rd web.Reading, book *law.Edition, last Row) string {
	return v.path() + "?" + url.Values{"after": {rd.Cursor(v.mark(!unsigned(book, last)), last.NextDue, last.ID)}}.Encode()
}

func (h *HTTP) readList(rd web.Reading, v *listView) error {
	who := rd.Who
	return h.DB.Batch(rd.Ctx, func(b *database.Pipe) {
		if !v.received {
			h.queueList(b, who, "r.from_agency_id = @mine", v.after, &v.signed)
			return
		}
		const mine = "r.sent_at IS NOT NULL AND r.to_agency_id = @mine AND "
		after := v.after
		if !v.past {
			h.queueList(b, who, mine+"r."+matter.SQLUnsigned, after, &v.unsigned)
			after = nil
		}
		h.queueList(b, who, mine+"NOT r."+matter.SQLUnsigned, after, &v.signed)
	})
}

func (h *HTTP) listPage(rd web.Reading, received bool) (views.ListPage, error) {
	ctx, v := rd.Ctx, &listView{received: received}
	v.resume(rd)
	if err := h.readList(rd, v); err != nil {
		return views.ListPage{}, err
	}
	title := i18n.T(ctx, "referral.sent.title")
	if received {
		title = i18n.T(ctx, "referral.received.title")
	}
	p := views.ListPage{Frame: rd.Frame("P22", title), Head: ui.Heading{Title: title}}
	p.Tabs = []ui.Tab{{Label: i18n.T(ctx, "referral.received.title"), Href: "/referrals/received", Current: received},
		{Label: i18n.T(ctx, "referral.sent.title"), Href: "/referrals", Current: !received}}
	p.Pages.First = rd.FirstPage("after")
	rows := append(v.unsigned, v.signed...)
	if len(rows) > pageSize {
		rows = rows[:pageSize]
		p.Pages.Next = v.next(rd, h.Book(), rows[pageSize-1])
	}
	p.Table = h.listTable(ctx, title, received)
	for _, r := range rows {
		actor.Opened(ctx, r.Marking)
		p.Table.Rows = append(p.Table.Rows, h.row(ctx, r, received, rd.Now))
	}
	return p, nil
}

func (h *HTTP) listTable(ctx context.Context, caption string, received bool) ui.Table {
	clock := ui.Column{Label: i18n.T(ctx, "referral.col.clock"), Clock: true}
	if !received { // what came in stands by its signature first
		clock.Sort = "ascending"
	}
	return ui.Table{Caption: caption, Empty: ui.EmptyState{Text: i18n.T(ctx, "referral.list.empty")}, Columns: []ui.Column{
		{Label: i18n.T(ctx, "referral.col.case"), Title: true}, {Label: i18n.T(ctx, "referral.col.ref")}, {Label: i18n.T(ctx, "referral.col.from")},
		{Label: i18n.T(ctx, "referral.col.to")},
		{Label: i18n.T(ctx, "referral.col.state")}, clock, {Label: i18n.T(ctx, "referral.col.sent")}}}
}

func (h *HTTP) row(ctx context.Context, r Row, received bool, now time.Time) ui.Row {
	href := "/referrals/" + r.Ref
	if received && unsigned(h.Book(), r) {
		href += "/receipt"
	}
	sent := ui.Text("—")
	if r.SentAt != nil {
		sent = ui.Day(*r.SentAt)
	}
	return ui.Row{Ref: r.Ref, Hot: received && unsigned(h.Book(), r), Cells: []templ.Component{
		ui.LinkTo(href, h.matterOf(ctx, r)), ui.Mono(r.Ref), ui.Text(i18n.Pick(ctx, r.FromZH, r.FromEN)), ui.Text(i18n.Pick(ctx, r.ToZH, r.ToEN)),
		ui.StateTag(cases.StateTag(ctx, h.Book(), law.Referral, r.State)), h.nextClock(ctx, r, now), sent}}
}

// matterOf names what is referred, as matter does.
func (h *HTTP) matterOf(ctx context.Context, r Row) string {
	if r.CaseTitle != "" {
		return r.CaseTitle
	}
	return h.Book().EnumLabel("offence", r.Offence).In(ctx)
}

// nextClock shows the clock that presses; its badge follows from code and end alone.
func (h *HTTP) nextClock(ctx context.Context, r Row, now time.Time) templ.Component {
	if r.Clock == nil {
		return ui.ClockOrNone(nil)
	}
	k := h.Acts.Engine.Clock(ctx, *r.Clock, now)
	return ui.ClockOrNone(&k)
}
