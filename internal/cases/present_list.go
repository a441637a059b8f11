package cases

import (
	"strings"
	"time"

	"github.com/a-h/templ"

	"touchstone/internal/actor"
	"touchstone/internal/deadline/badge"
	"touchstone/internal/i18n"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
	views "touchstone/views/cases"
	"touchstone/views/ui"
)

const (
	pageSize = 50
	viewCap  = 99   // a badge says 99+
	countCap = 1000 // the head of the list says 1,000+
)

// table shows one page of cases. Rows that are mine and due today stand out.
func (p presenter) table(f Filter, lines []Line, closed []Pointer) ui.Table {
	t := ui.Table{Caption: p.t("cases.list.caption"), Columns: []ui.Column{
		{Label: p.t("cases.col.title"), Title: true}, {Label: p.t("cases.col.ref")}, {Label: p.t("cases.col.mineral")}, {Label: p.t("cases.col.quantity"), Num: true},
		{Label: p.t("cases.col.agencies")}, {Label: p.t("cases.col.stage")}, {Label: p.t("cases.col.clock"), Clock: true, Sort: "ascending"},
		{Label: p.t("cases.col.owner")}, {Label: p.t("cases.col.updated")}}, Empty: p.emptyList(f)}
	for _, l := range lines {
		t.Rows = append(t.Rows, p.row(l))
	}
	for _, x := range closed {
		t.Rows = append(t.Rows, ui.Row{Closed: p.closed(x)})
	}
	return t
}

func (p presenter) row(l Line) ui.Row {
	actor.Opened(p.ctx, l.Marking)
	marks := []ui.AgencyMark{{Kind: l.Kind, Name: shortName(p.ctx, l.ZH)}}
	marks = append(marks, partners(p.ctx, l.Partners, true)...)
	r := ui.Row{Ref: l.Ref, Value: l.Ref, Cells: []templ.Component{
		ui.LinkTo("/cases/"+l.Ref, procedure.Written(l.Title)), ui.Mono(l.Ref), ui.Text(clip(mineral(p.ctx, p.book(), l.Mineral), 16)),
		ui.Text(bareKilograms(l.Quantity)), ui.Agencies(marks), ui.StateTag(StateTag(p.ctx, p.book(), l.Machine, l.State)), ui.ClockOrNone(p.lineClock(l)),
		nowrap(i18n.Name(p.ctx, l.OwnerZH, l.OwnerEN)), updated(l.UpdatedAt, p.now)}}
	if c := p.lineClock(l); c != nil && l.Mine {
		r.Hot = c.State == "urgent" || c.State == "over" || c.State == "held"
	}
	return r
}

// bareKilograms is a mass under a head that names the unit.
func bareKilograms(m *quantity.Mg) string {
	if m == nil {
		return ui.Unknown
	}
	return ui.Qty(m.Kg(), 1)
}

// updated is when a case last changed: the minute of today, else the day, with its year only where it is another one.
func updated(at, now time.Time) templ.Component {
	text := i18n.Date(at)
	switch {
	case text == i18n.Date(now):
		text = i18n.Clock(at)
	case text[:4] == i18n.Date(now)[:4]:
		text = i18n.MonthDay(at)
	}
	return views.When(i18n.Machine(at), text)
}

func nowrap(s string) templ.Component { return views.NoWrap(s) }

func (p presenter) lineClock(l Line) *ui.Clock {
	if l.Next == nil {
		return nil
	}
	c := badge.Present(p.ctx, p.book(), *l.Next, p.now)
	return &c
}

// closed is a row that says only that something is there and who decides about it.
func (p presenter) closed(x Pointer) *ui.Closed {
	c := &ui.Closed{Unit: ui.AgencyMark{Kind: x.Kind, Name: shortName(p.ctx, x.ZH)}, Who: p.t("cases.closed.decides"),
		Request: "/access-requests/new?case=" + x.Ref}
	if x.Because != "" {
		c.Text = p.t("cases.closed.linked", "ref", x.Because)
	}
	return c
}

func (p presenter) emptyList(f Filter) ui.EmptyState {
	var names []string
	for _, c := range p.chips(f) {
		names = append(names, c.Label)
	}
	if len(names) > 0 {
		return ui.EmptyState{Text: p.t("cases.list.empty_filter", "filters", strings.Join(names, p.t("cases.list_separator"))),
			Action: &ui.Action{Label: i18n.T(p.ctx, "ui.filter.clear"), Href: "/cases?view=" + f.View}}
	}
	if f.View == ViewMine || f.View == ViewAll {
		return ui.EmptyState{Text: p.t("cases.list.empty_first"), Action: &ui.Action{Label: p.t("cases.list.all"), Href: "/cases?view=" + ViewAll}}
	}
	return ui.EmptyState{Text: p.t("cases.list.empty_view", "view", p.t("cases.view."+f.View)),
		Action: &ui.Action{Label: p.t("cases.list.all"), Href: "/cases?view=" + ViewAll}}
}

func (p presenter) bar(f Filter) ui.Filter {
	out := ui.Filter{Action: "/cases", Hidden: []ui.Pair{{Name: "view", Value: f.View}}, Chips: p.chips(f)}
	choose := func(name, value string, codes []string, label func(string) string) {
		field := ui.Field{Name: name, Type: "select", Label: p.t("cases.filter." + name), Value: value,
			Options: []ui.Option{{Value: "", Label: p.t("cases.filter.any")}}}
		for _, c := range codes {
			field.Options = append(field.Options, ui.Option{Value: c, Label: label(c)})
		}
		out.Fields = append(out.Fields, field)
	}
	for _, x := range p.dictionary() {
		choose(x.name, f.value(x.name), x.codes, x.label)
	}
	if len(out.Chips) > 0 {
		out.Clear = "/cases?view=" + f.View
	}
	return out
}

type choice struct {
	name  string
	codes []string
	label func(string) string
}

// dictionary is what may be chosen in each filter: configured values, never the values in use (security K03).
func (p presenter) dictionary() []choice {
	return []choice{
		{"stage", stages(p.book()), func(c string) string { return p.t("cases.stage." + c) }},
		{"mineral", minerals(p.book()), func(c string) string { return p.pick(mineralZH(p.book(), c), c) }},
		{"agency", agencyKinds(), func(c string) string { return p.t("ui.agency." + c) }},
		{"due", dueChoices(), func(c string) string { return p.t("cases.due." + c) }},
		{"owner", p.owners(), p.ownerName},
	}
}

// owners are the reader, the reader's unit, and its handlers by name.
func (p presenter) owners() []string {
	out := ownerChoices()
	for _, h := range p.handlers {
		out = append(out, h.Username)
	}
	return out
}

func (p presenter) ownerName(code string) string {
	for _, h := range p.handlers {
		if h.Username == code {
			return i18n.Name(p.ctx, h.NameZH, h.NameEN)
		}
	}
	return p.t("cases.owner." + code)
}

func (f Filter) value(name string) string {
	for _, x := range f.pairs() {
		if x[0] == name {
			return x[1]
		}
	}
	return ""
}

// chips are the active conditions, each with the address without it.
func (p presenter) chips(f Filter) []ui.Chip {
	var out []ui.Chip
	for _, x := range p.dictionary() {
		v := f.value(x.name)
		if v == "" {
			continue
		}
		q := f.Query()
		q.Del(x.name)
		out = append(out, ui.Chip{Label: p.t("cases.filter."+x.name) + p.t("cases.colon") + x.label(v), Remove: "/cases?" + q.Encode()})
	}
	return out
}

// ignored names the filters whose value was not understood.
func (p presenter) ignored(f Filter) string {
	if len(f.Bad) == 0 {
		return ""
	}
	var names []string
	for _, n := range f.Bad {
		names = append(names, p.t("cases.filter."+n))
	}
	return p.t("cases.list.ignored", "names", strings.Join(names, p.t("cases.list_separator")))
}

func nextPage(f Filter, cursor string) string {
	q := f.Query()
	q.Set("after", cursor)
	return "/cases?" + q.Encode()
}

// lineJSON is a case in /cases.json: what the list shows, never more.
type lineJSON struct {
	Ref       string  `json:"ref"`
	Title     string  `json:"title"`
	Machine   string  `json:"machine"`
	State     string  `json:"state"`
	Mineral   string  `json:"mineral"`
	NetKg     *string `json:"net_kg"`
	Agency    string  `json:"lead_agency_kind"`
	Owner     string  `json:"owner"`
	Marking   string  `json:"marking"`
	NextClock string  `json:"next_clock,omitempty"`
	NextDue   string  `json:"next_due,omitempty"`
	ClockMark string  `json:"next_clock_state,omitempty"`
	UpdatedAt string  `json:"updated_at"`
}

func (p presenter) linesJSON(list []Line) []lineJSON {
	out := make([]lineJSON, 0, len(list))
	for _, l := range list {
		j := lineJSON{Ref: l.Ref, Title: procedure.Written(l.Title), Machine: string(l.Machine), State: l.State, Mineral: l.Mineral, Agency: l.Kind,
			Owner: p.pick(l.OwnerZH, l.OwnerEN), Marking: l.Marking.String(), UpdatedAt: i18n.Date(l.UpdatedAt)}
		if l.Quantity != nil {
			s := l.Quantity.Kg()
			j.NetKg = &s
		}
		if c := p.lineClock(l); c != nil {
			j.NextClock, j.NextDue, j.ClockMark = c.Code, c.Due, c.State
		}
		out = append(out, j)
	}
	return out
}
