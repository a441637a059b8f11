package evidence

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/deadline"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	views "touchstone/views/evidence"
	"touchstone/views/ui"
)

const pageSize = 50

func (h *HTTP) listsPage(c echo.Context) (views.Lists, error) {
	p := h.words(c)
	v := handoverView{out: c.QueryParam("dir") == "out"}
	v.resume(c)
	if err := h.readLists(c, &v, p); err != nil {
		return views.Lists{}, err
	}
	title := p.t("evidence.handovers.title")
	page := views.Lists{Frame: web.Frame(c, "P25", title), Head: ui.Heading{Title: title}}
	page.Tabs = []ui.Tab{{Label: p.t("evidence.handovers.in"), Href: "/handovers", Current: !v.out}, {Label: p.t("evidence.handovers.out"), Href: "/handovers?dir=out", Current: v.out}}
	rows := append(v.open, v.closed...)
	if len(rows) > pageSize {
		rows = rows[:pageSize]
		page.Pages.Next = v.next(c, rows[pageSize-1])
	}
	other := p.t("evidence.col.from")
	if v.out {
		other = p.t("evidence.col.to")
	}
	page.Table = ui.Table{Caption: title, Empty: ui.EmptyState{Text: p.t("evidence.handovers.empty")}, Columns: []ui.Column{{Label: p.t("evidence.col.list"), Title: true}, {Label: other},
		{Label: p.t("evidence.col.items"), Num: true}, {Label: p.t("evidence.col.waiting"), Num: true}, {Label: p.t("evidence.col.state")}, {Label: p.t("evidence.col.clock"), Clock: true}, {Label: p.t("evidence.col.offered")}}}
	for _, l := range rows {
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
func (v *handoverView) resume(c echo.Context) {
	for _, closed := range []bool{false, true} {
		if at, id, ok := web.CursorOf(c, v.mark(closed), c.QueryParam("after")); ok {
			v.after, v.past = &access.Mark{Due: at, ID: id}, closed
		}
	}
}

// next is the address of the page after that line.
func (v *handoverView) next(c echo.Context, last listLine) string {
	q := url.Values{"after": {web.Cursor(c, v.mark(last.State != stateOffered), last.OfferedAt, last.ID)}}
	if v.out {
		q.Set("dir", "out")
	}
	return "/handovers?" + q.Encode()
}

func (h *HTTP) readLists(c echo.Context, v *handoverView, p words) error {
	who, side := web.Actor(c), "h.to_agency_id = @mine"
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
		k := deadline.Present(p.ctx, p.book, deadline.Row{Code: l.Clock, State: l.ClockState, StartedAt: *l.StartedAt, DueAt: *l.DueAt, ClosedAt: l.ClosedAt, TargetKind: "referral"}, p.now)
		clock = ui.ClockOrNone(&k)
	}
	return ui.Row{Ref: l.Ref, Hot: !out && l.State == stateOffered, Cells: []templ.Component{ui.LinkTo("/handovers/"+l.Ref, l.Ref), ui.Text(other), ui.Text(strconv.Itoa(l.Items)), ui.Text(strconv.Itoa(l.Waiting)),
		ui.StateTag(p.listState(l.State)), clock, views.Step(l.OfferedBy, l.OfferedAt)}}
}

func (p words) listState(code string) ui.Tag {
	t := ui.Tag{Label: p.t("evidence.handover.state." + code), Tone: "ok"}
	if code == stateOffered {
		t.Tone = "info"
	}
	return t
}

// custodyViews are the tabs of the custodian's list.
func custodyViews() []string { return []string{"held", "incoming", "outgoing"} }

const custodyLimit = 200

func (h *HTTP) custodyPage(c echo.Context) (views.Custody, error) {
	who := web.Actor(c)
	p := h.words(c)
	view := c.QueryParam("view")
	if !slices.Contains(custodyViews(), view) {
		view = "held"
	}
	var rows []kept
	err := h.DB.Batch(p.ctx, func(b *database.Pipe) {
		h.queueKeeping(b, who, view, custodyLimit+1, &rows)
		p.ask(b)
	})
	if err != nil {
		return views.Custody{}, err
	}
	title := p.t("evidence.custody.title")
	page := views.Custody{Frame: web.Frame(c, "P25", title), Head: ui.Heading{Title: title, Sub: who.AgencyName}}
	for _, v := range custodyViews() {
		href := "/custody"
		if v != "held" {
			href += "?view=" + v
		}
		page.Tabs = append(page.Tabs, ui.Tab{Label: p.t("evidence.custody." + v), Href: href, Current: v == view})
	}
	if len(rows) > custodyLimit {
		rows = rows[:custodyLimit]
		page.Note = p.t("evidence.custody.more", "n", custodyLimit)
	}
	bad := 0
	page.Table = ui.Table{Caption: title, Empty: ui.EmptyState{Text: p.t("evidence.custody.empty." + view)}, Columns: append([]ui.Column{{Label: p.t("evidence.col.case"), NoWrap: true}}, p.columns(false)...)}
	for _, r := range rows {
		bad += min(r.Bad, 1)
		line := p.row(r.Row, r.checks, false)
		of := templ.Component(ui.Mono(r.CaseRef))
		if offerable(r.Row) && who.Has(actor.EvidenceCustodian) {
			of = views.Offered(r.CaseRef, "/cases/"+r.CaseRef+"/handovers/new?evidence="+r.Ref)
		}
		line.Cells = append([]templ.Component{of}, line.Cells...)
		page.Table.Rows = append(page.Table.Rows, line)
	}
	if bad > 0 {
		page.Alarm = &ui.Notice{Tone: "err", Alert: true, Text: p.t("evidence.list.mismatch", "n", bad)}
	}
	return page, nil
}

func (h *HTTP) offerPage(c echo.Context, o *offering, in url.Values, bad *errs.E) (views.NewHandover, error) {
	who, p := web.Actor(c), h.words(c)
	title := p.t("evidence.offer.title")
	page := views.NewHandover{Frame: web.Frame(c, "P25", title), Head: ui.Heading{Title: title, Sub: o.CaseRef, Back: &ui.Action{Label: p.t("evidence.offer.back"), Href: o.Back}}}
	page.Frame.Error = bad != nil
	switch {
	case !o.Mine:
		page.Empty = ui.EmptyState{Text: p.t("evidence.offer.custodian_only")}
		return page, nil
	case o.Asking == nil:
		page.Empty = ui.EmptyState{Text: p.t("evidence.offer.nothing")}
		return page, nil
	}
	row := o.Asking.Rows[0]
	page.Rules = h.Acts.Engine.Rules(p.ctx, row)
	form, _, err := h.Acts.Ask(c, o.Asking, in, bad)
	if err != nil {
		return page, err
	}
	form.Action, form.Key, form.Version, form.Submit = o.Action, web.FormKeyFor(c, o.Action), "", p.t("evidence.offer.submit")
	form.Cancel = &ui.Action{Label: p.t("evidence.offer.cancel"), Href: o.Back}
	items := ui.Field{Name: "evidence", Type: "evidence_items", Label: p.t("evidence.offer.items"), Values: in["evidence"], Multiple: true}
	if in == nil {
		items.Values = c.QueryParams()["evidence"]
		if len(items.Values) == 0 && o.Referral != nil {
			for _, r := range o.Rows {
				items.Values = append(items.Values, r.Ref)
			}
		}
	}
	for _, r := range o.Rows {
		items.Options = append(items.Options, ui.Option{Value: r.Ref, Label: fmt.Sprintf("%03d %s", r.No, r.Name), Hint: p.listed(r)})
	}
	if bad != nil {
		for _, f := range bad.Fields {
			if f.Name == "evidence" && items.Error == "" {
				items.Error = p.t(f.Key, f.Args...)
			}
		}
	}
	for i := range form.Fields {
		switch f := &form.Fields[i]; f.Name {
		case "receiving_organ":
			h.organs(f, o, who, in == nil)
		case "handover_list":
			papers(f, o)
		}
	}
	form.Fields = append([]ui.Field{items}, form.Fields...)
	page.Form = &form
	return page, nil
}

// organs: things go to another organ that has a desk here; a referral knows to which, and no other is to be chosen.
func (h *HTTP) organs(f *ui.Field, o *offering, who actor.Actor, fresh bool) {
	only := o.organ()
	f.Type = "select"
	f.Options = slices.DeleteFunc(slices.Clone(f.Options), func(x ui.Option) bool {
		a, ok := AgencyNamed(o.File, x.Value)
		return !ok || !a.Accounts || a.ID == who.AgencyID || only != 0 && a.ID != only
	})
	if fresh && only != 0 {
		f.Value = o.File.Agencies[only].Code
		f.Values = []string{f.Value}
	}
}

// papers: a handover list is one of two documents, or a paper that is named.
func papers(f *ui.Field, o *offering) {
	f.Options = slices.DeleteFunc(slices.Clone(f.Options), func(x ui.Option) bool {
		return !slices.ContainsFunc(o.File.Docs, func(d procedure.Doc) bool { return d.Ref == x.Value && (d.Code == "DOC-R15" || d.Code == "DOC-C12") })
	})
}

// listed is what the list says about an item.
func (p words) listed(r Row) string {
	return joined(p.quantity(r), p.seal(r.SealNo), p.enum("evidence_kind", r.Kind))
}

func (h *HTTP) handoverPage(c echo.Context, in url.Values, bad map[int64]*errs.E) (views.HandoverPage, error) {
	who, p := web.Actor(c), h.words(c)
	l, err := h.listByRef(p.ctx, who, c.Param("hid"), p.ask)
	if err != nil {
		return views.HandoverPage{}, err
	}
	title := p.t("evidence.handover.title", "ref", l.Ref)
	page := views.HandoverPage{Frame: web.Frame(c, "P25", title), Identity: p.listIdentity(l)}
	page.Frame.Error = len(bad) > 0
	if l.Clock != nil {
		k := deadline.Present(p.ctx, h.Book, *l.Clock, p.now)
		page.Clock, page.Identity.Clock = &k, &k
	}
	waiting := 0
	for _, it := range l.Items {
		if it.Outcome == "" {
			waiting++
		}
	}
	page.Sheet = p.t("evidence.handover.waiting", "n", waiting, "all", len(l.Items))
	page.Notices = p.listNotices(c, l, waiting)
	page.Table = p.listTable(l)
	page.Duties = []ui.Duty{{OK: true, Text: p.t("evidence.handover.giver", "name", l.OfferedBy, "agency", p.organ(l.FromName))}, h.receiverDuty(p, who, l)}
	if mayAnswer(who, l) {
		h.answerForm(c, p, l, in, bad, &page)
	}
	return page, nil
}

// receiverDuty says who may sign for the other side.
func (h *HTTP) receiverDuty(p words, who actor.Actor, l *readList) ui.Duty {
	switch {
	case l.State != stateOffered:
		return ui.Duty{OK: true, Text: p.t("evidence.handover.signed")}
	case mayAnswer(who, l):
		return ui.Duty{OK: true, Text: p.t("evidence.handover.you", "name", who.Name)}
	}
	return ui.Duty{Text: p.t("evidence.handover.other", "agency", p.organ(l.ToName), "roles", h.Acts.Engine.RoleNames(p.ctx, []actor.Role{actor.EvidenceCustodian}))}
}

func (p words) listIdentity(l *readList) ui.Identity {
	id := ui.Identity{Ref: l.Ref, Title: p.t("evidence.handover.head", "from", p.organ(l.FromName), "to", p.organ(l.ToName)), Lead: ui.AgencyMark{Kind: l.FromKind, Name: p.organ(l.FromName)},
		Tags: []ui.Tag{p.listState(l.State)}}
	of := ui.Fact{Label: p.t("evidence.fact.case"), Value: l.CaseRef, Mono: true}
	if l.SeesCase {
		of = ui.Fact{Label: p.t("evidence.fact.case"), Value: l.CaseTitle, Href: "/cases/" + l.CaseRef + "/evidence"}
	}
	id.Facts = []ui.Fact{of, {Label: p.t("evidence.col.from"), Node: ui.Agency(id.Lead)}, {Label: p.t("evidence.col.to"), Node: ui.Agency(ui.AgencyMark{Kind: l.Kind, Name: p.organ(l.ToName)})},
		{Label: p.t("evidence.col.offered"), Value: l.OfferedBy + " · " + i18n.DateTime(l.OfferedAt)}}
	if l.ReferralRef != "" {
		id.Facts = append(id.Facts, ui.Fact{Label: p.t("evidence.fact.referral"), Value: l.ReferralRef, Href: "/referrals/" + l.ReferralRef, Mono: true})
	}
	if l.Carrier != "" {
		id.Facts = append(id.Facts, ui.Fact{Label: p.t("evidence.fact.carrier"), Value: l.Carrier})
	}
	if l.ClosedAt != nil {
		id.Facts = append(id.Facts, ui.Fact{Label: p.t("evidence.fact.closed"), Value: i18n.DateTime(*l.ClosedAt)})
	}
	return id
}

func (p words) listNotices(c echo.Context, l *readList, waiting int) []ui.Notice {
	switch done := c.QueryParam("done"); {
	case done == "answered":
		return []ui.Notice{{Tone: "ok", Text: p.t("evidence.handover.answered", "n", len(l.Items)-waiting, "all", len(l.Items))}}
	case done != "" && l.State == stateOffered:
		return []ui.Notice{{Tone: "ok", Text: p.t("evidence.handover.offered", "n", len(l.Items), "to", p.organ(l.ToName))}}
	}
	return nil
}

func (p words) listTable(l *readList) ui.Table {
	t := ui.Table{Caption: p.t("evidence.handover.items"), Columns: []ui.Column{{Label: p.t("evidence.col.name"), Title: true}, {Label: p.t("evidence.col.quantity")},
		{Label: p.t("evidence.col.counted")}, {Label: p.t("evidence.col.hash")}, {Label: p.t("evidence.col.answer")}, {Label: p.t("evidence.col.note")}}}
	for _, it := range l.Items {
		name := templ.Component(ui.Sub(it.Name, fmt.Sprintf("%03d · %s", it.No, it.Ref)))
		if slices.Contains(l.Open, it.ID) {
			name = views.Item("/evidence/"+it.Ref, it.Name, fmt.Sprintf("%03d · %s", it.No, it.Ref))
		}
		state, detail := p.hash(it.Files, it.Bad, checks{Unchecked: 1})
		t.Rows = append(t.Rows, ui.Row{Ref: it.Ref, Bad: it.Bad > 0, Attrs: templ.Attributes{"data-evidence": it.Ref, "data-sha256": bare(it.Digest)}, Cells: []templ.Component{name, p.measured(it.Row, it.Listed), p.measured(it.Row, it.Counted),
			views.Bytes(state, detail, bare(it.Digest), it.Files), ui.StateTag(p.outcome(it.Outcome)), ui.Text(it.Note)}})
	}
	return t
}

// measured is a count with its weight, above the seal.
func (p words) measured(r Row, m Measured) templ.Component {
	return ui.Sub(p.amount(r, m), p.seal(m.SealNo))
}

// amount is a measure of an item in words.
func (p words) amount(r Row, m Measured) string {
	r.Quantity, r.GrossG = m.Quantity, m.GrossG
	return p.quantity(r)
}

func (p words) seal(no string) string {
	if no == "" {
		return ""
	}
	return p.t("evidence.chain.seal", "no", no)
}

// differences are the handovers at which the item was not what the list said; both measures stay to be read.
func (p words) differences(d *Detail) []ui.Notice {
	var out []ui.Notice
	for _, x := range d.Differences {
		out = append(out, ui.Notice{Tone: "warn", Text: p.t("evidence.item.differed", "list", x.ListRef, "from", p.organ(x.From), "to", p.organ(x.To),
			"listed", joined(p.amount(d.Row, x.Listed), p.seal(x.Listed.SealNo)), "counted", joined(p.amount(d.Row, x.Counted), p.seal(x.Counted.SealNo)), "note", x.Note)})
	}
	return out
}

func (p words) outcome(code string) ui.Tag {
	tone := map[string]string{"match": "ok", "difference": "warn", "refused": "err", "": ""}[code]
	if code == "" {
		code = "waiting"
	}
	return ui.Tag{Label: p.t("evidence.outcome." + code), Tone: tone}
}

// answerForm lets the receiver say something about each waiting item and sign once.
func (h *HTTP) answerForm(c echo.Context, p words, l *readList, in url.Values, bad map[int64]*errs.E, page *views.HandoverPage) {
	action := "/handovers/" + l.Ref
	f := &ui.ActForm{Action: action, Event: eventAccept, Key: web.FormKeyFor(c, action), Submit: p.t("evidence.handover.sign"), Effect: p.t("evidence.handover.effect")}
	for _, it := range l.Items {
		if it.Outcome != "" {
			continue
		}
		a := p.answer(it, in)
		if e := bad[it.ID]; e != nil {
			problems, guards := procedure.Problems(p.ctx, e)
			a.Guards = guards
			f.Guards = append(f.Guards, guards...)
			for _, x := range problems {
				x.Name += "-" + it.Ref
				f.Problems = append(f.Problems, ui.Problem{Name: x.Name, Text: it.Name + p.t("evidence.colon") + x.Text})
				for i := range a.Fields {
					if a.Fields[i].Name == x.Name {
						a.Fields[i].Error = x.Text
					}
				}
			}
		}
		page.Answers = append(page.Answers, a)
	}
	credential := ui.Field{Name: "credential", Type: "password", Label: p.t("act.sign.credential"), Hint: p.t("evidence.handover.credential"), Autocomplete: "current-password"}
	if e := bad[0]; e != nil {
		problems, _ := procedure.Problems(p.ctx, e)
		f.Problems = append(f.Problems, problems...)
		for _, x := range problems {
			if x.Name == credential.Name {
				credential.Error = x.Text
			}
		}
	}
	page.Form = f
	page.Credential = credential
}

func (p words) answer(it Offered, in url.Values) views.Answer {
	a := views.Answer{Ref: it.Ref, Name: fmt.Sprintf("%03d %s", it.No, it.Name), Href: "/evidence/" + it.Ref, Listed: p.listed(it.Row)}
	value := func(name, known string) string {
		if in != nil {
			return in.Get(name + "-" + it.Ref)
		}
		return known
	}
	said := ui.Field{Name: "answer-" + it.Ref, Type: "radios", Label: p.t("evidence.answer.label"), Value: value("answer", "")}
	for _, code := range []string{answerMatch, answerDifference, answerRefused} {
		said.Options = append(said.Options, ui.Option{Value: code, Label: p.t("evidence.answer." + code)})
	}
	a.Fields = append(a.Fields, said)
	e := procedure.Evidence{Quantity: it.Quantity}
	for _, name := range counted(it.Row) {
		f := ui.Field{Name: name + "-" + it.Ref, Type: "decimal", Label: p.t("evidence.answer." + name)}
		switch name {
		case "quantity":
			f.Value, f.Unit = value(name, Count(&e).String()), p.unit(it.Unit)
		case "weight":
			f.Value, f.Unit = value(name, kilos(it.GrossG)), "kg"
		default:
			f.Type, f.Value, f.Narrow = "text", value(name, it.SealNo), true
		}
		a.Measures = append(a.Measures, f)
	}
	a.Fields = append(a.Fields, ui.Field{Name: "note-" + it.Ref, Type: "text", Label: p.t("evidence.answer.note"), Hint: p.t("evidence.answer.note_hint"), Value: value("note", ""), Optional: true})
	zh, en := p.book.EventLabel(law.Evidence, eventAccept)
	a.Links = append(a.Links, ui.Action{Label: i18n.Pick(p.ctx, zh, en), Href: "/evidence/" + it.Ref + "/acts/" + eventAccept, Event: eventAccept})
	zh, en = p.book.EventLabel(law.Evidence, eventRefuse)
	a.Links = append(a.Links, ui.Action{Label: i18n.Pick(p.ctx, zh, en), Href: "/evidence/" + it.Ref + "/acts/" + eventRefuse, Event: eventRefuse})
	return a
}

func kilos(g *int64) string {
	if g == nil {
		return ""
	}
	return decimal.New(*g, -3).String()
}
