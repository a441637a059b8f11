package page

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/deadline/badge"
	"touchstone/internal/i18n"
	"touchstone/internal/web"
	views "touchstone/views/evidence"
	"touchstone/views/ui"
)

const pageSize = 50

func (h *HTTP) listsPage(rd web.Reading) (views.Lists, error) {
	p := h.words(rd)
	v := handoverView{out: rd.Query.Get("dir") == "out"}
	v.resume(rd)
	if err := h.readLists(rd, &v, p); err != nil {
		return views.Lists{}, err
	}
	title := p.t("evidence.handovers.title")
	page := views.Lists{Frame: rd.Frame("P25", title), Head: ui.Heading{Title: title}}
	page.Tabs = []ui.Tab{{Label: p.t("evidence.handovers.in"), Href: "/handovers", Current: !v.out},
		{Label: p.t("evidence.handovers.out"), Href: "/handovers?dir=out", Current: v.out}}
	page.Pages.First = rd.FirstPage("after")
	rows := append(v.open, v.closed...)
	if len(rows) > pageSize {
		rows = rows[:pageSize]
		page.Pages.Next = v.next(rd, rows[pageSize-1])
	}
	other := p.t("evidence.col.from")
	if v.out {
		other = p.t("evidence.col.to")
	}
	page.Table = ui.Table{Caption: title, Empty: ui.EmptyState{Text: p.t("evidence.handovers.empty")},
		Columns: []ui.Column{{Label: p.t("evidence.col.list"), Title: true}, {Label: other},
			{Label: p.t("evidence.col.items"), Num: true}, {Label: p.t("evidence.col.waiting"), Num: true}, {Label: p.t("evidence.col.state")},
			{Label: p.t("evidence.col.clock"), Clock: true}, {Label: p.t("evidence.col.offered")}}}
	for _, l := range rows {
		actor.Opened(p.ctx, l.Marking)
		page.Table.Rows = append(page.Table.Rows, p.listRow(l, v.out))
	}
	return page, nil
}

// handoverView is a page of an organ's handover lists: those that wait for a signature first, then the closed ones, each
// newest first.
type handoverView struct {
	out          bool
	after        *access.Mark
	past         bool // the page begins among the closed ones
	open, closed []listLine
}

// mark is the name of the cursor within one of the two parts.
func (v *handoverView) mark(closed bool) string {
	name := "handovers.in"
	if v.out {
		name = "handovers.out"
	}
	if closed {
		name += ".closed"
	}
	return name
}

// resume reads from the address where the page begins.
func (v *handoverView) resume(rd web.Reading) {
	for _, closed := range []bool{false, true} {
		if at, id, ok := rd.CursorOf(v.mark(closed), rd.Query.Get("after")); ok {
			v.after, v.past = &access.Mark{Due: at, ID: id}, closed
		}
	}
}

// next is the address of the page after that line.
func (v *handoverView) next(rd web.Reading, last listLine) string {
	q := url.Values{"after": {rd.Cursor(v.mark(last.State != stateOffered), last.OfferedAt, last.ID)}}
	if v.out {
		q.Set("dir", "out")
	}
	return "/handovers?" + q.Encode()
}

func (h *HTTP) readLists(rd web.Reading, v *handoverView, p words) error {
	who, side := rd.Who, "h.to_agency_id = @mine"
	if v.out {
		side = "h.from_agency_id = @mine"
	}
	return h.DB.Batch(p.ctx, func(b *database.Pipe) {
		after := v.after
		if !v.past {
			h.queueLists(b, who, side+" AND h.state = 'OFFERED'", after, pageSize+1, &v.open)
			after = nil
		}
		h.queueLists(b, who, side+" AND h.state = 'CLOSED'", after, pageSize+1, &v.closed)
		p.ask(b)
	})
}

func (p words) listRow(l listLine, out bool) ui.Row {
	other := i18n.Pick(p.ctx, l.FromZH, l.FromEN)
	if out {
		other = i18n.Pick(p.ctx, l.ToZH, l.ToEN)
		if other == "" {
			other = l.ToText
		}
	}
	clock := ui.ClockOrNone(nil)
	if l.StartedAt != nil && l.DueAt != nil {
		k := badge.Present(p.ctx, p.book, badge.Row{Code: l.Clock, State: l.ClockState, StartedAt: *l.StartedAt, DueAt: *l.DueAt, ClosedAt: l.ClosedAt,
			Edition: l.Edition, TargetKind: "referral"}, p.now)
		clock = ui.ClockOrNone(&k)
	}
	return ui.Row{Ref: l.Ref, Hot: !out && l.State == stateOffered,
		Cells: []templ.Component{ui.LinkTo("/handovers/"+l.Ref, l.Ref), ui.Text(other), ui.Text(strconv.Itoa(l.Items)), ui.Text(strconv.Itoa(l.Waiting)),
			ui.StateTag(p.listState(l.State)), clock, views.Step(i18n.Name(p.ctx, l.OfferedBy, l.OfferedByEN), l.OfferedAt)}}
}

func (p words) listState(code string) ui.Tag {
	t := ui.Tag{Label: p.t("evidence.handover.state." + code), Tone: "ok"}
	if code == stateOffered {
		t.Tone = "info"
	}
	return t
}
