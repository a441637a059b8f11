package cases

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/deadline/badge"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
	views "touchstone/views/cases"
	"touchstone/views/ui"
)

// presenter turns what was read into what is shown, in the reader's language.
type presenter struct {
	ctx    context.Context
	engine *acts.Desk
	who    actor.Actor
	now    time.Time

	handlers []unitHandler // who may be asked for by name, on the pages of the list
}

func (p presenter) t(key string, args ...any) string { return i18n.T(p.ctx, key, args...) }
func (p presenter) field(form *law.Form, name string) ui.Field {
	return acts.PageField(p.ctx, form, name)
}

// chosen is a field that is picked and not typed: what it is called stands in its row, what it offers is the page's.
func (p presenter) chosen(form, name, kind, value string, options []ui.Option) ui.Field {
	x := p.field(p.book().Form(form), name)
	x.Type, x.Value, x.Options, x.Optional = kind, value, options, false
	return x
}

func (p presenter) pick(zh, en string) string { return i18n.Pick(p.ctx, zh, en) }
func (p presenter) book() *law.Edition        { return p.engine.Book() }

// overview is the case at one look.
func (p presenter) overview(h *Head, c *content) views.Page {
	base := "/cases/" + h.Ref
	out := views.Page{Base: base, Facts: p.facts(h, c), Graph: p.graph(h, c), Flow: p.flow(h, c), Custody: p.custody(c), Links: p.links(c)}
	p.clocks(c, &out)
	p.steps(h, c, &out)
	for _, e := range c.Recent {
		entry := p.entry(e)
		entry.Text = "" // the overview has the line, the timeline has the words
		out.Recent = append(out.Recent, entry)
	}
	out.Timeline = p.t("cases.page.timeline", "n", h.Counts.Timeline)
	out.Empty = views.Empties{
		Parties:  ui.EmptyState{Text: p.t("cases.page.no_parties"), Action: addAction(h, p.t("cases.page.add_party"), base+"/parties")},
		Goods:    ui.EmptyState{Text: p.t("cases.page.no_routes"), Action: addAction(h, p.t("cases.page.add_goods"), base+"/goods")},
		Evidence: ui.EmptyState{Text: p.t("cases.page.no_evidence"), Action: p.collect(h, c)},
	}
	return out
}

// collect is offered to the roles that collect evidence on such a case.
func (p presenter) collect(h *Head, c *content) *ui.Action {
	for _, s := range p.openings(h, c) {
		if s.Event == "evidence.collected" {
			return addAction(h, p.t("cases.page.add_evidence"), s.Href)
		}
	}
	return nil
}

func addAction(h *Head, label, href string) *ui.Action {
	if !h.MayAct {
		return nil
	}
	return &ui.Action{Label: label, Href: href}
}

func (p presenter) facts(h *Head, c *content) []ui.Fact {
	facts := []ui.Fact{
		{Label: p.t("cases.fact.basis"), Value: p.lawName(h.LeadBasis)},
		{Label: p.t("cases.fact.summary"), Value: procedure.Written(h.Summary)},
		{Label: p.t("cases.fact.item"), Value: p.item(h, c)},
		{Label: p.t("cases.fact.stake"), Value: h.Stake()},
		{Label: p.t("cases.fact.source"), Value: joined(enumLabel(p.ctx, p.book(), "source_kind", h.SourceKind), i18n.Date(h.RegisteredAt))},
	}
	if h.TipRef != "" {
		facts = append(facts, ui.Fact{Label: p.t("cases.fact.tip"), Value: h.TipRef, Href: "/tips/" + h.TipRef})
	}
	if h.SourceReferral != "" {
		facts = append(facts, ui.Fact{Label: p.t("cases.fact.referral"), Value: h.SourceReferral, Href: "/referrals/" + h.SourceReferral})
	}
	if h.PublicCase != "" {
		facts = append(facts, ui.Fact{Label: p.t("cases.fact.public"), Value: h.PublicCase, Href: "/public-record#" + h.PublicCase})
	}
	if h.Typology != "" {
		var names []string
		for _, code := range strings.Split(h.Typology, ";") {
			names = append(names, enumLabel(p.ctx, p.book(), "typology", code))
		}
		facts = append(facts, ui.Fact{Label: p.t("cases.fact.typology"), Value: strings.Join(names, p.t("cases.list_separator"))})
	}
	if s := p.licence(c); s != "" {
		facts = append(facts, ui.Fact{Label: p.t("cases.fact.licence"), Value: s})
	}
	if h.ViolationEndedOn != nil {
		facts = append(facts, ui.Fact{Label: p.t("cases.fact.ended"), Value: h.ViolationEndedOn.Format(time.DateOnly)})
	}
	if h.CompetenceBasis != "" {
		facts = append(facts, ui.Fact{Label: p.t("cases.fact.competence"), Value: enumLabel(p.ctx, p.book(), "competence_basis", h.CompetenceBasis)})
	}
	if h.Complex {
		facts = append(facts, ui.Fact{Label: p.t("cases.fact.complex"), Value: p.t("cases.fact.complex_yes")})
	}
	return slices.DeleteFunc(facts, func(f ui.Fact) bool { return f.Value == "" })
}

// lawName says a violation code in words; what is no code stays as it was written.
func (p presenter) lawName(code string) string {
	return p.book().CiteViolation(p.ctx, code)
}

func (p presenter) item(h *Head, c *content) string {
	var parts []string
	for _, g := range c.Goods {
		name := g.Name
		if g.Purity != "" {
			name += " " + g.Purity
		}
		if g.Code != "" {
			name += " (" + g.Code + ")"
		}
		if !slices.Contains(parts, name) {
			parts = append(parts, name)
		}
	}
	if len(parts) == 0 {
		return mineral(p.ctx, p.book(), h.Mineral)
	}
	if len(parts) > 3 {
		parts = append(parts[:3], p.t("cases.and_more", "n", len(parts)-3))
	}
	return strings.Join(parts, p.t("cases.list_separator"))
}

func (p presenter) licence(c *content) string {
	for _, g := range c.Goods {
		if g.Note != "" {
			return g.Note
		}
	}
	return ""
}

// graph draws the people and companies of the case around the suspected offender.
func (p presenter) graph(h *Head, c *content) *ui.Graph {
	if len(c.Parties) == 0 {
		return nil
	}
	g := &ui.Graph{TableHref: "/cases/" + h.Ref + "/parties"}
	ids := map[int64]string{}
	for _, x := range c.Parties {
		kind := "organisation"
		if x.Kind == "person" {
			kind = "person"
		}
		ids[x.ID] = x.Ref
		g.Nodes = append(g.Nodes, ui.Node{ID: x.Ref, Label: i18n.Name(p.ctx, x.Name, x.Latin), Kind: kind, Focus: x.Subject})
	}
	for _, l := range c.Links {
		if ids[l.From] != "" && ids[l.To] != "" {
			g.Edges = append(g.Edges, ui.Edge{From: ids[l.From], To: ids[l.To], Label: p.relation(l.Relation), Suspected: l.Suspected})
		}
	}
	g.Finding = p.t("cases.page.network_finding", "name", i18n.Name(p.ctx, c.Parties[0].Name, c.Parties[0].Latin), "n", len(c.Parties), "links", len(g.Edges))
	return g
}

// relation says a relation in words where the catalogue knows its code; free text stays.
func (p presenter) relation(code string) string {
	for _, area := range []string{"party.relation.", "parties.relation."} {
		if i18n.Has(area + code) {
			return p.t(area + code)
		}
	}
	return code
}

// flow draws the goods from origin to destination by net mass. Routes of unknown mass have no width to draw and stay
// in the table.
func (p presenter) flow(h *Head, c *content) *ui.FlowMap {
	m := &ui.FlowMap{Columns: []string{p.t("cases.flow.origin"), p.t("cases.flow.exit"), p.t("cases.flow.transit"), p.t("cases.flow.destination")},
		Unit: "kg", TableHref: "/cases/" + h.Ref + "/goods"}
	var total quantity.Mg
	for _, r := range c.Routes {
		if r.Net == nil || !r.Net.IsPositive() {
			continue
		}
		total = total.Plus(*r.Net)
		m.Routes = append(m.Routes, ui.Route{Stops: []string{r.Origin, r.Exit, r.Transit, r.Destination}, Value: r.Net.Kg(), Text: bareKilograms(r.Net)})
	}
	if len(m.Routes) == 0 {
		return nil
	}
	m.Finding = p.t("cases.flow.finding", "kg", Kilograms(&total), "n", len(m.Routes))
	return m
}

func (p presenter) custody(c *content) *views.Custody {
	s := c.Items
	if s.Items == 0 {
		return nil
	}
	out := &views.Custody{Items: p.t("cases.custody.items", "n", s.Items), Text: p.t("cases.custody.hashes", "ok", s.Files-s.Bad-s.Unchecked, "n", s.Files)}
	if s.Bad > 0 {
		out.Bad = p.t("cases.custody.bad", "n", s.Bad)
	}
	if s.Unchecked > 0 {
		out.Unmarked = p.t("cases.custody.unchecked", "n", s.Unchecked)
	}
	for _, x := range s.Holders {
		out.Held = append(out.Held, ui.Fact{Label: p.pick(x.ZH, x.EN), Value: p.t("cases.custody.holds", "n", x.N)})
	}
	return out
}

func (p presenter) links(c *content) []ui.Fact {
	var out []ui.Fact
	for _, r := range c.Referrals {
		tag := StateTag(p.ctx, p.book(), law.Referral, r.State)
		out = append(out, ui.Fact{Label: p.t("cases.links.referral"), Node: ui.Several(ui.LinkTo("/referrals/"+r.Ref, r.Ref), ui.StateTag(tag))})
	}
	for _, x := range c.Pointers {
		out = append(out, ui.Fact{Label: p.t("cases.links.mss"), Node: ui.Several(ui.LinkTo("/mss/"+x.Ref, x.Ref),
			ui.StateTag(StateTag(p.ctx, p.book(), law.MSSHandover, x.State)))})
	}
	return out
}

// clocks shows what runs, the nearest first; what is closed is only counted.
func (p presenter) clocks(c *content, out *views.Page) {
	closed := 0
	for _, k := range c.Clocks {
		if k.State != "RUNNING" && k.State != "PAUSED" {
			closed++
		}
	}
	for _, k := range nearest(c.Clocks) {
		out.Clocks = append(out.Clocks, p.clock(k))
	}
	out.ClocksN = p.t("cases.page.all_clocks", "n", len(c.Clocks))
	if closed > 0 {
		out.Closed = p.t("cases.page.closed_clocks", "n", closed)
	}
}

func (p presenter) clock(k badge.Row) ui.Clock {
	c := badge.Present(p.ctx, p.book(), k, p.now)
	if k.Subject != "" {
		c.Name += " · " + k.Subject
	}
	return c
}

// nearest sorts running clocks for the block of what lies ahead: by their ends, and what does not count last.
func nearest(rows []badge.Row) []badge.Row {
	out := slices.DeleteFunc(slices.Clone(rows), func(k badge.Row) bool { return k.State != "RUNNING" && k.State != "PAUSED" })
	slices.SortStableFunc(out, func(a, b badge.Row) int {
		if n := cmp.Compare(a.Rests(), b.Rests()); n != 0 {
			return n
		}
		return cmp.Compare(a.DueAt.Unix(), b.DueAt.Unix())
	})
	return out
}

func count(n int64, limit int) string {
	if n > int64(limit) {
		return ui.Count(limit) + "+"
	}
	return strconv.FormatInt(n, 10)
}
