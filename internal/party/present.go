package party

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"touchstone/internal/acts"
	"touchstone/internal/cases"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	views "touchstone/views/party"
	"touchstone/views/ui"
)

func (h *HTTP) listPage(rd web.Reading, v *cases.Tab, s *sheet, unmasked string) views.ListPage {
	ctx, n := rd.Ctx, &s.Network
	page := views.ListPage{Frame: rd.Frame("P09", i18n.T(ctx, "party.list.title", "ref", v.Head.Ref)), Identity: v.Bar, Links: linkTable(rd, v, n)}
	page.Table = ui.Table{Caption: i18n.T(ctx, "party.list.caption"), Empty: ui.EmptyState{Text: i18n.T(ctx, "party.list.empty")},
		Columns: []ui.Column{{Label: i18n.T(ctx, "party.col.name"), Title: true},
			{Label: i18n.T(ctx, "party.col.part")}, {Label: i18n.T(ctx, "party.col.number")}, {Label: i18n.T(ctx, "party.col.place")}}}
	for _, p := range n.Parties {
		page.Table.Rows = append(page.Table.Rows, row(rd, v, p, s.MayUnmask, p.Ref == unmasked))
	}
	if v.Head.MayAct {
		add := ui.Action{Label: i18n.T(ctx, "party.list.add"), Href: v.Base + "/new", Primary: true, Key: "new"}
		page.Identity.Actions = append(page.Identity.Actions, add)
		page.Table.Empty.Action = &ui.Action{Label: add.Label, Href: add.Href}
		if len(n.Parties) > 1 {
			page.AddLink = &ui.Action{Label: i18n.T(ctx, "party.list.add_link"), Href: v.Base + "/links/new"}
		}
	}
	if len(n.Parties) > 0 {
		page.Graph = graph(ctx, v, n)
	}
	if done := rd.Query.Get("done"); i18n.Has("party.done." + done) {
		page.Notice = &ui.Notice{Tone: "ok", Text: i18n.T(ctx, "party.done."+done)}
	}
	if unmasked != "" {
		page.Notice = &ui.Notice{Tone: "warn", Text: i18n.T(ctx, "party.unmasked")}
	}
	return page
}

// row shows a party; its number is masked unless this page is the answer to an unmasking on record.
func row(rd web.Reading, v *cases.Tab, p Party, mayUnmask, open bool) ui.Row {
	ctx := rd.Ctx
	who := views.Name{Text: p.Name, Sub: ui.Joined(p.NameLatin, formerly(ctx, p.FormerNames)), Kind: i18n.T(ctx, "party.kind."+p.Kind)}
	if v.Head.MayAct {
		who.Href = v.Base + "/" + p.Ref + "/edit"
	}
	if p.Subject && p.Part != "suspect" { // the part says it already
		who.Subject = i18n.T(ctx, "party.subject")
	}
	number := views.Number{Text: Masked(p.IDNumber), Kind: idKind(ctx, p.IDKind)}
	switch {
	case p.IDNumber == "":
		number = views.Number{}
	case open:
		number.Text = p.IDNumber
	case mayUnmask:
		number.Href, number.Name = v.Base+"/"+p.Ref+"/unmask", p.Name
	}
	return ui.Row{Ref: p.Ref, Attrs: templ.Attributes{"id": p.Ref},
		Cells: []templ.Component{views.Who(who), ui.Text(i18n.T(ctx, "party.part."+p.Part)), views.ID(number), place(p)}}
}

func place(p Party) templ.Component {
	if rest := ui.Joined(p.Address, procedure.Written(p.Note)); rest != "" {
		return ui.Sub(p.Country, rest)
	}
	return ui.Text(p.Country)
}

func formerly(ctx context.Context, names string) string {
	if names == "" {
		return ""
	}
	return i18n.T(ctx, "party.formerly", "names", names)
}

func idKind(ctx context.Context, code string) string {
	if code == "" {
		return ""
	}
	return i18n.T(ctx, "party.id."+code)
}

func linkTable(rd web.Reading, v *cases.Tab, n *Network) ui.Table {
	ctx := rd.Ctx
	t := ui.Table{Caption: i18n.T(ctx, "party.links.caption"), Empty: ui.EmptyState{Text: i18n.T(ctx, "party.links.empty")},
		Columns: []ui.Column{{Label: i18n.T(ctx, "party.col.link"), Title: true},
			{Label: i18n.T(ctx, "party.col.status")}, {Label: i18n.T(ctx, "party.col.source")}, {Label: i18n.T(ctx, "party.col.evidence")},
			{Label: i18n.T(ctx, "party.col.by")}}}
	if v.Head.MayAct {
		t.Columns = append(t.Columns, ui.Column{Label: i18n.T(ctx, "party.col.remove"), Unlisted: true})
	}
	action := v.Base + "/links/remove"
	for _, l := range n.Links {
		status := ui.Tag{Label: i18n.T(ctx, "party.status."+l.Status), Tone: "warn"}
		if l.Status == "confirmed" {
			status.Tone = "ok"
		}
		item := ui.Text("")
		if l.EvidenceRef != "" {
			item = ui.LinkTo("/evidence/"+l.EvidenceRef, l.EvidenceName)
		}
		words := l.FromName + " — " + i18n.T(ctx, "party.relation."+l.Relation) + " → " + l.ToName
		cells := []templ.Component{ui.Text(words), ui.StateTag(status), ui.Text(l.Source), item, ui.Sub(creator(ctx, v, l), i18n.DateTime(l.CreatedAt))}
		if v.Head.MayAct {
			cells = append(cells, views.Remove(action, rd.Key(action), "link", sealed(rd, v, l.ID, l.CreatedAt), words))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

// creator names who entered a link, to colleagues only (security K30).
func creator(ctx context.Context, v *cases.Tab, l Link) string {
	if l.CreatorAgency != v.Who.AgencyID {
		return i18n.T(ctx, "party.by_partner")
	}
	return l.CreatedBy
}

func graph(ctx context.Context, v *cases.Tab, n *Network) *ui.Graph {
	g := &ui.Graph{TableHref: v.Base, Finding: i18n.T(ctx, "party.graph.finding", "name", n.Parties[0].Name, "n", len(n.Parties), "links", len(n.Links))}
	for _, p := range n.Parties {
		kind := "organisation"
		if p.Kind == Person {
			kind = "person"
		}
		g.Nodes = append(g.Nodes, ui.Node{ID: p.Ref, Label: p.Name, Kind: kind, Focus: p.Subject, Href: "#" + p.Ref})
	}
	for _, l := range n.Links {
		g.Edges = append(g.Edges, ui.Edge{From: l.FromRef, To: l.ToRef, Label: i18n.T(ctx, "party.relation."+l.Relation), Suspected: l.Status == "suspected"})
	}
	return g
}

// form is a form with what was typed, else what is known.
type form struct {
	ctx   context.Context
	rows  *law.Form // its fields in the tables
	in    url.Values
	known map[string]string
	bad   *errs.E
}

func (f form) field(name, kind string, options []ui.Option) ui.Field {
	row := f.rows.Field(name)
	x := ui.Field{Name: name, Type: kind, Label: row.Label.In(f.ctx), Hint: row.Hint.In(f.ctx),
		Optional: !row.Required.Always, Value: f.known[name], Options: options}
	if f.in != nil {
		x.Value = f.in.Get(name)
	}
	if f.bad != nil {
		for _, b := range f.bad.Fields {
			if b.Name == name && x.Error == "" {
				x.Error = i18n.T(f.ctx, b.Key, b.Args...)
			}
		}
	}
	return x
}

func coded(ctx context.Context, area string, codes []string) []ui.Option {
	out := make([]ui.Option, len(codes))
	for i, c := range codes {
		out[i] = ui.Option{Value: c, Label: i18n.T(ctx, area+c)}
	}
	return out
}

func (h *HTTP) formPage(rd web.Reading, v *cases.Tab, old *Party, in url.Values, bad *errs.E) views.FormPage {
	ctx := rd.Ctx
	title, action := i18n.T(ctx, "party.new.title"), v.Base
	f := form{ctx: ctx, rows: h.Book().Form("party"), in: in, bad: bad, known: map[string]string{"kind": Organisation}}
	removing := old != nil && rd.SentTo(in, v.Base+"/"+old.Ref+"/remove")
	if removing { // what was typed is why the party goes
		f.in, f.bad = nil, nil
	}
	a := ui.ActForm{Dense: true, Submit: i18n.T(ctx, "party.form.save"), Cancel: &ui.Action{Label: i18n.T(ctx, "party.form.cancel"), Href: v.Base}}
	if old != nil {
		title, action = i18n.T(ctx, "party.edit.title", "name", old.Name), v.Base+"/"+old.Ref
		a.Version = strconv.Itoa(old.Version)
		if typed := f.in.Get("version"); typed != "" { // what was typed before is about the row as it was then
			a.Version = typed
		}
		f.known = map[string]string{"kind": old.Kind, "name": old.Name, "name_latin": old.NameLatin, "former_names": old.FormerNames, "part": old.Part,
			"id_kind": old.IDKind, "country": old.Country,
			"address": old.Address, "note": old.Note}
		if old.Subject {
			f.known["subject"] = "yes"
		}
	}
	a.Action, a.Key = action, rd.Key(action)
	number := f.field("id_number", "text", nil)
	a.Fields = []ui.Field{f.field("kind", "radios", coded(ctx, "party.kind.", []string{Organisation, Person})), f.field("name", "text", nil),
		f.field("part", "select", coded(ctx, "party.part.", Parts)),
		f.field("subject", "check", nil), f.field("id_kind", "select",
			append([]ui.Option{{Label: i18n.T(ctx, "party.form.no_id")}}, coded(ctx, "party.id.", IDKinds)...)), number,
		f.field("name_latin", "text", nil), f.field("former_names", "text", nil), f.field("country", "text", nil), f.field("address", "text", nil),
		f.field("note", "longtext", nil)}
	if old != nil && old.IDNumber != "" {
		a.Fields[5].Hint = i18n.T(ctx, "party.form.keep_number", "number", Masked(old.IDNumber))
		a.Fields = append(a.Fields[:6], append([]ui.Field{f.field("no_number", "check", nil)}, a.Fields[6:]...)...)
	}
	page := views.FormPage{Frame: rd.Frame("P09", title), Identity: v.Bar, Title: title, Form: a}
	page.Frame.Error = bad != nil
	if bad != nil && !removing {
		page.Form.Problems, page.Form.Guards = acts.Problems(ctx, bad)
	}
	if old != nil {
		if f = (form{ctx: ctx, rows: h.Book().Form("party_removal")}); removing {
			f.in, f.bad = in, bad
		}
		page.Remove = removeForm(rd, f, action+"/remove")
	}
	return page
}

// removeForm asks why a party goes.
func removeForm(rd web.Reading, f form, action string) *ui.ActForm {
	r := &ui.ActForm{Action: action, Key: rd.Key(action), Submit: i18n.T(f.ctx, "party.remove.submit"),
		Fields: []ui.Field{f.field("reason", "reason", nil)}}
	if f.bad != nil {
		r.Problems, r.Guards = acts.Problems(f.ctx, f.bad)
	}
	return r
}

// unmaskPage asks why the number of a party is to be shown, and who asks.
func (h *HTTP) unmaskPage(rd web.Reading, v *cases.Tab, p *Party, in url.Values, bad *errs.E) views.FormPage {
	ctx := rd.Ctx
	title, action := i18n.T(ctx, "party.unmask.title", "name", p.Name), v.Base+"/"+p.Ref+"/unmask"
	f := form{ctx: ctx, rows: h.Book().Form("number_unmasking"), in: in, bad: bad}
	page := views.FormPage{Frame: rd.Frame("P09", i18n.T(ctx, "party.list.title", "ref", v.Head.Ref)), Identity: v.Bar, Title: title}
	page.Frame.Error = bad != nil
	page.Form = ui.ActForm{Action: action, Key: rd.Key(action), Submit: i18n.T(ctx, "party.unmask.submit"),
		Cancel: &ui.Action{Label: i18n.T(ctx, "party.form.cancel"), Href: v.Base},
		Fields: []ui.Field{f.field("reason", "reason", nil), acts.CredentialField(ctx, "party.unmask.credential_hint", nil)}}
	if bad != nil {
		page.Form.Problems, page.Form.Guards = acts.Problems(ctx, bad)
	}
	return page
}

func (h *HTTP) linkPage(rd web.Reading, v *cases.Tab, ends *linkEnds, in url.Values, bad *errs.E) views.FormPage {
	ctx := rd.Ctx
	var parties []ui.Option
	for _, p := range ends.Parties {
		parties = append(parties, ui.Option{Value: p.Ref, Label: p.Name})
	}
	f := form{ctx: ctx, rows: h.Book().Form("party_link"), in: in, bad: bad, known: map[string]string{}}
	title, action := i18n.T(ctx, "party.link.title"), v.Base+"/links/new"
	page := views.FormPage{Frame: rd.Frame("P09", title), Identity: v.Bar, Title: title}
	page.Frame.Error = bad != nil
	page.Form = ui.ActForm{Action: action, Key: rd.Key(action), Submit: i18n.T(ctx, "party.form.save"),
		Cancel: &ui.Action{Label: i18n.T(ctx, "party.form.cancel"), Href: v.Base}, Fields: []ui.Field{
			f.field("from", "select", parties), f.field("relation", "select", coded(ctx, "party.relation.", Relations)), f.field("to", "select", parties),
			f.field("status", "radios", coded(ctx, "party.status.", []string{"confirmed", "suspected"})), f.field("source", "text", nil),
			f.field("evidence", "select", append([]ui.Option{{Label: i18n.T(ctx, "party.form.no_evidence")}}, ends.Items...))}}
	if bad != nil {
		page.Form.Problems, page.Form.Guards = acts.Problems(ctx, bad)
	}
	return page
}

// sealed is a link as its page names it.
func sealed(rd web.Reading, v *cases.Tab, id int64, at time.Time) string {
	return rd.Cursor(linkMark(v), at, id)
}
