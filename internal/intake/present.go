package intake

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"touchstone/internal/actor"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	views "touchstone/views/tips"
	"touchstone/views/ui"
)

// presenter turns what was read into what is shown, in the reader's language.
type presenter struct {
	ctx  context.Context
	book *law.Edition
	who  actor.Actor
	now  time.Time
}

func (p presenter) t(key string, args ...any) string { return i18n.T(p.ctx, key, args...) }

func (p presenter) enum(list, code string) string {
	if code == "" {
		return ""
	}
	return p.book.EnumLabel(list, code).In(p.ctx)
}

// state: a tip that became a case and one without further action read the same in lists, because the case may be
// hidden from the reader (security K35).
func (p presenter) state(code string) ui.Tag {
	switch code {
	case "NEW":
		return ui.Tag{Label: p.t("tips.state.new"), Tone: "info"}
	case "TRIAGED":
		return ui.Tag{Label: p.t("tips.state.triaged"), Tone: "ok"}
	}
	return ui.Tag{Label: p.t("tips.state.done")}
}

// source says from what kind of source a tip comes; to those alone who take tips in is it said whether it is a person
// (security K36).
func (p presenter) source(kind string) string {
	if !takesIn(p.who) && kind == "tip" {
		return p.t("tips.source.any")
	}
	return p.enum("source_kind", kind)
}

func (p presenter) mineral(name string) string {
	return p.book.Element(name).In(p.ctx)
}

func (p presenter) table(tips []Tip) ui.Table {
	t := ui.Table{Caption: p.t("tips.list.title"), Columns: []ui.Column{{Label: p.t("tips.col.subject"), Title: true}, {Label: p.t("tips.col.ref")},
		{Label: p.t("tips.col.source")},
		{Label: p.t("tips.col.mineral")}, {Label: p.t("tips.col.state")}, {Label: p.t("tips.col.received"), Sort: "descending"}},
		Empty: ui.EmptyState{Text: p.t("tips.list.empty")}}
	for _, x := range tips {
		t.Rows = append(t.Rows, ui.Row{Ref: x.Ref, Cells: []templ.Component{ui.LinkTo("/tips/"+x.Ref, x.Subject), ui.Mono(x.Ref), ui.Text(p.source(x.SourceKind)),
			ui.Text(p.mineral(x.Mineral)), ui.StateTag(p.state(x.State)), ui.Moment(x.ReceivedAt)}})
	}
	return t
}

func (p presenter) facts(t *Tip, may rights) []ui.Fact {
	facts := []ui.Fact{{Label: p.t("tips.col.ref"), Value: t.Ref, Mono: true}, {Label: p.t("tips.col.source"), Value: p.source(t.SourceKind)},
		{Label: p.t("tips.col.channel"), Value: p.enum("channel", t.Channel)},
		{Label: p.t("tips.col.received"), Value: i18n.DateTime(t.ReceivedAt)}, {Label: p.t("tips.col.party"), Value: t.PartyName},
		{Label: p.t("tips.col.mineral"), Value: p.mineral(t.Mineral)},
		{Label: p.t("tips.col.marking"), Value: p.enum("marking", t.Marking.String())}, {Label: p.t("tips.col.by"), Value: t.CreatedBy}}
	if !takesIn(p.who) {
		facts = slices.DeleteFunc(facts, func(f ui.Fact) bool { return f.Label == p.t("tips.col.channel") })
	}
	if t.PublicCase != "" {
		facts = append(facts, ui.Fact{Label: p.t("tips.public.title"), Value: t.PublicCase, Href: "/public-record#" + t.PublicCase})
	}
	if t.TriagedAt != nil {
		facts = append(facts, ui.Fact{Label: p.t("tips.col.triaged"), Value: t.TriagedBy + " · " + i18n.DateTime(*t.TriagedAt)})
	}
	if may.triage && t.Reason != "" {
		facts = append(facts, ui.Fact{Label: p.t("tips.one.reason"), Value: procedure.Written(t.Reason)})
	}
	return slices.DeleteFunc(facts, func(f ui.Fact) bool { return f.Value == "" })
}

func (p presenter) identity(id Identity) []ui.Fact {
	return slices.DeleteFunc([]ui.Fact{{Label: p.field("informant_name", "").Label, Value: id.Name},
		{Label: p.field("informant_contact", "").Label, Value: id.Contact}, {Label: p.field("informant_number", "").Label, Value: id.Number},
		{Label: p.t("tips.new.note"), Value: id.Note}},
		func(f ui.Fact) bool { return f.Value == "" })
}

func (p presenter) options(list string, keep func(string) bool) []ui.Option {
	var out []ui.Option
	for _, v := range p.book.Enum(list) {
		if keep == nil || keep(v.Code) {
			out = append(out, ui.Option{Value: v.Code, Label: v.Label.In(p.ctx)})
		}
	}
	return out
}

// newForm is the form of a new tip; the informant's fields are its second part.
func (p presenter) newForm(in url.Values) (ui.ActForm, []ui.Field) {
	clearance := func(code string) bool {
		m, ok := actor.ParseMarking(code)
		return ok && m <= p.who.Clearance && m < actor.PointerOnly
	}
	f := ui.ActForm{Action: "/tips/new", Submit: p.t("tips.new.save"), Cancel: &ui.Action{Label: p.t("tips.new.cancel"), Href: "/tips"},
		Fields: []ui.Field{p.field("source_kind", "select", p.options("source_kind", nil)...), p.field("channel", "select", p.options("channel", nil)...),
			p.field("received_at", "datetime"),
			p.field("subject", "text"), p.field("summary", "longtext"), p.field("party_name", "text"), p.field("mineral", "text"),
			p.field("marking", "select", p.options("marking", clearance)...)}}
	for i := range f.Fields {
		f.Fields[i].Value = in.Get(f.Fields[i].Name)
	}
	if v := in.Get("public_case"); v != "" {
		f.Hidden = append(f.Hidden, ui.Pair{Name: "public_case", Value: v})
	}
	informant := []ui.Field{p.field("informant_name", "text"), p.field("informant_contact", "text"), p.field("informant_number", "text")}
	for i := range informant {
		informant[i].Value = in.Get(informant[i].Name)
	}
	return f, informant
}

// narrow are the fields of the form that need no whole line.
var narrow = []string{"source_kind", "channel", "mineral", "marking", "informant_name", "informant_contact", "informant_number"}

// field is one of the form of a tip, as its row has it.
func (p presenter) field(name, kind string, options ...ui.Option) ui.Field {
	row := p.book.Form("tip").Field(name)
	f := ui.Field{Name: name, Type: kind, Label: row.Label.In(p.ctx), Hint: row.Hint.In(p.ctx),
		Optional: !row.Required.Always, Options: options, Narrow: slices.Contains(narrow, name)}
	if kind == "longtext" {
		f.Rows = 6
	}
	return f
}

// record shows the public record, narrowed to a mineral and a kind where asked.
func (p presenter) record(page *views.Record, all []PublicCase, mineral, kind string, takesTips, makesCases bool) {
	minerals, kinds := []ui.Option{{Value: "", Label: p.t("tips.public.any")}}, []ui.Option{{Value: "", Label: p.t("tips.public.any")}}
	add := func(list *[]ui.Option, v string, say func(string) string) {
		if v != "" && !slices.ContainsFunc(*list, func(o ui.Option) bool { return o.Value == v }) {
			label := v
			if say != nil {
				label = say(v)
			}
			*list = append(*list, ui.Option{Value: v, Label: label})
		}
	}
	for _, e := range all {
		for _, m := range strings.Split(e.Mineral, ";") {
			add(&minerals, strings.TrimSpace(m), p.mineral)
		}
		add(&kinds, e.Kind, nil)
		if mineral != "" && !strings.Contains(e.Mineral, mineral) || kind != "" && e.Kind != kind {
			continue
		}
		page.Entries = append(page.Entries, p.entry(e, takesTips, makesCases))
	}
	page.Filter = ui.Filter{Action: "/public-record", Fields: []ui.Field{{Name: "mineral", Type: "select", Label: p.t("tips.col.mineral"), Value: mineral,
		Options: minerals},
		{Name: "kind", Type: "select", Label: p.t("tips.public.kind"), Value: kind, Options: kinds}}}
	if mineral+kind != "" {
		page.Filter.Clear = "/public-record"
		for _, x := range [][2]string{{"mineral", mineral}, {"kind", kind}} {
			if x[1] == "" {
				continue
			}
			other := url.Values{"mineral": {mineral}, "kind": {kind}}
			other.Del(x[0])
			label := x[1]
			if x[0] == "mineral" {
				label = p.mineral(label)
			}
			page.Filter.Chips = append(page.Filter.Chips, ui.Chip{Label: label, Remove: "/public-record?" + other.Encode()})
		}
	}
	page.Empty = ui.EmptyState{Text: p.t("tips.public.empty"), Action: &ui.Action{Label: i18n.T(p.ctx, "ui.filter.clear"), Href: "/public-record"}}
}

func (p presenter) entry(e PublicCase, takesTips, makesCases bool) views.Entry {
	out := views.Entry{Code: e.Code, Title: strings.Trim(e.Mineral+" · "+e.Stage, " ·")}
	out.Facts = slices.DeleteFunc([]ui.Fact{{Label: p.t("tips.public.kind"), Value: e.Kind}, {Label: p.t("tips.public.agency"), Value: e.Agency},
		{Label: p.t("tips.public.date"), Value: e.PublicDate},
		{Label: p.t("tips.public.period"), Value: e.Period}, {Label: p.t("tips.public.item"), Value: strings.TrimSpace(e.Item + " " + amount(e))},
		{Label: p.t("tips.public.value"), Value: value(e)},
		{Label: p.t("tips.public.route"), Value: route(e)}, {Label: p.t("tips.public.outcome"), Value: e.Outcome},
		{Label: p.t("tips.public.basis"), Value: p.book.Cite(p.ctx, e.Basis)},
		{Label: p.t("tips.public.status"), Value: e.SourceStatus}, {Label: p.t("tips.public.notes"), Value: e.Notes}}, func(f ui.Fact) bool { return f.Value == "" })
	for i, u := range e.URLs() {
		if !strings.HasPrefix(u, "https://") && !strings.HasPrefix(u, "http://") {
			continue
		}
		label := e.Source
		if parts := strings.Split(e.Source, ";"); i < len(parts) {
			label = strings.TrimSpace(parts[i])
		}
		out.Sources = append(out.Sources, ui.Action{Label: label, Href: u})
	}
	switch {
	case makesCases:
		out.Open = &ui.Action{Label: p.t("tips.public.open_case"), Href: "/cases/new?public=" + e.Code}
	case takesTips:
		out.Open = &ui.Action{Label: p.t("tips.public.open_tip"), Href: "/tips/new?public=" + e.Code}
	}
	return out
}

func value(e PublicCase) string {
	if e.ValueCNY == "" {
		return ""
	}
	return ui.Money(e.ValueCNY) + " (" + e.ValueKind + ")"
}

// route leaves out what the source did not state.
func route(e PublicCase) string {
	var legs []string
	for _, s := range []string{e.Origin, e.Transit, e.Destination} {
		if s != "" && s != "not stated" {
			legs = append(legs, s)
		}
	}
	return strings.Join(legs, " → ")
}
