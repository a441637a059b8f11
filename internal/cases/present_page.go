package cases

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/deadline"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	views "touchstone/views/cases"
	"touchstone/views/ui"
)

// presenter turns what was read into what is shown, in the reader's language.
type presenter struct {
	ctx    context.Context
	engine *procedure.Engine
	who    actor.Actor
	now    time.Time
}

func (p presenter) t(key string, args ...any) string { return i18n.T(p.ctx, key, args...) }
func (p presenter) pick(zh, en string) string        { return i18n.Pick(p.ctx, zh, en) }
func (p presenter) book() *law.Book                  { return p.engine.Book() }

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
		Evidence: ui.EmptyState{Text: p.t("cases.page.no_evidence"), Action: addAction(h, p.t("cases.page.add_evidence"), base+"/evidence/new")},
	}
	return out
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
		{Label: p.t("cases.fact.summary"), Value: h.Summary},
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
	for _, x := range p.book().Penalties {
		if x.Code == code {
			return joined(p.pick(x.NameZH, x.NameEN), p.pick(p.book().Cite(x.Basis), p.book().CiteEN(x.Basis)))
		}
	}
	return code
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
		return h.Mineral
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
		g.Nodes = append(g.Nodes, ui.Node{ID: x.Ref, Label: x.Name, Kind: kind, Focus: x.Subject})
	}
	for _, l := range c.Links {
		if ids[l.From] != "" && ids[l.To] != "" {
			g.Edges = append(g.Edges, ui.Edge{From: ids[l.From], To: ids[l.To], Label: p.relation(l.Relation), Suspected: l.Suspected})
		}
	}
	g.Finding = p.t("cases.page.network_finding", "name", c.Parties[0].Name, "n", len(c.Parties), "links", len(g.Edges))
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
	total := int64(0)
	for _, r := range c.Routes {
		if r.NetG == nil || *r.NetG <= 0 {
			continue
		}
		total += *r.NetG
		m.Routes = append(m.Routes, ui.Route{Stops: []string{r.Origin, r.Exit, r.Transit, r.Destination}, Value: float64(*r.NetG) / 1000, Text: ui.Qty(kg(r.NetG), 1)})
	}
	if len(m.Routes) == 0 {
		return nil
	}
	m.Finding = p.t("cases.flow.finding", "kg", ui.Kg(kg(&total)), "n", len(m.Routes))
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
		out = append(out, ui.Fact{Label: p.t("cases.links.mss"), Node: ui.Several(ui.LinkTo("/mss/"+x.Ref, x.Ref), ui.StateTag(StateTag(p.ctx, p.book(), law.MSSHandover, x.State)))})
	}
	return out
}

// clocks shows what runs, the nearest first; what is closed is only counted.
func (p presenter) clocks(c *content, out *views.Page) {
	closed := 0
	for _, k := range c.Clocks {
		if k.State != "RUNNING" && k.State != "PAUSED" {
			closed++
			continue
		}
		out.Clocks = append(out.Clocks, p.clock(k))
	}
	out.ClocksN = p.t("cases.page.all_clocks", "n", len(c.Clocks))
	if closed > 0 {
		out.Closed = p.t("cases.page.closed_clocks", "n", closed)
	}
}

func (p presenter) clock(k deadline.Row) ui.Clock {
	c := deadline.Present(p.ctx, p.book(), k, p.now)
	if k.Subject != "" {
		c.Name += " · " + k.Subject
	}
	return c
}

// shownSteps is how many next steps stand on the overview before the list folds.
const shownSteps = 6

// steps says what the reader can do next, what waits for a decision, and who else must act.
func (p presenter) steps(h *Head, c *content, out *views.Page) {
	f := h.procedureFile(p.who, c.Referrals)
	own := procedure.Target{Entity: h.Machine, ID: h.ID}
	for _, a := range c.Waiting {
		out.Waiting = append(out.Waiting, p.waiting(h, a))
	}
	for _, t := range c.Tasks {
		out.Waiting = append(out.Waiting, p.task(t))
	}
	if h.MayAct {
		out.Steps = append(out.Steps, p.stepsOf(p.engine.Steps(p.who, own, f), own, h.Ref, c, "")...)
		out.Steps = append(out.Steps, p.openings(h, c)...)
	}
	for _, r := range c.Referrals {
		if r.FromCase != h.ID || !h.MayAct {
			continue
		}
		t := procedure.Target{Entity: law.Referral, ID: r.ID}
		out.Steps = append(out.Steps, p.stepsOf(p.engine.Steps(p.who, t, f), t, r.Ref, c, r.Ref)...)
	}
	// What stops a running period comes first, a referral that is owed before it; the rest keeps the order of the tables.
	slices.SortStableFunc(out.Steps, func(a, b ui.Step) int { return cmp.Compare(presses(a), presses(b)) })
	var main, rest []ui.Step
	for _, s := range out.Steps {
		if s.State == "todo" && len(main) < shownSteps {
			main = append(main, s)
		} else {
			rest = append(rest, s)
		}
	}
	out.Steps, out.Further = main, rest
	if len(main) == 0 {
		out.Others = p.others(p.engine.NextFor(own, f), h)
	}
}

func presses(s ui.Step) int {
	switch {
	case s.State == "todo" && s.Event == "referral.opened":
		return 0
	case s.State == "todo" && s.Clock != nil:
		return 1
	}
	return 2
}

func (p presenter) stepsOf(steps []procedure.Step, t procedure.Target, ref string, c *content, subject string) []ui.Step {
	var out []ui.Step
	for _, s := range steps {
		step := ui.Step{Label: p.pick(s.Row.LabelZH, s.Row.LabelEN), Href: procedure.PathOf(t.Entity, ref) + "/acts/" + s.Row.Event, Event: s.Row.Event, State: "todo", Hint: subject}
		switch {
		case !s.Built:
			step.State, step.Href, step.Hint = "blocked", "", p.t("cases.step.not_built")
		case !s.Required:
			step.State = "optional"
		}
		if s.Proposing && s.Built {
			step.Hint = joinedNonEmpty(subject, p.t("cases.step.proposing"))
		}
		if k := p.stoppedBy(s.Row, t, c); k != nil {
			badge := p.clock(*k)
			step.Clock = &badge
		}
		out = append(out, step)
	}
	return out
}

func joinedNonEmpty(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// stoppedBy is the running clock that an act would stop: the reason why it presses.
func (p presenter) stoppedBy(row *law.Act, t procedure.Target, c *content) *deadline.Row {
	for i := range c.Clocks {
		k := &c.Clocks[i]
		if k.State != "RUNNING" || k.Minimum || (t.Entity == law.Referral) != (k.TargetKind == "referral") {
			continue
		}
		if slices.ContainsFunc(row.Stops, func(r law.Ref) bool { return r.Code == k.Code }) {
			return k
		}
	}
	return nil
}

// openings are the acts that create something under the case: they have pages of their own.
// openings are the objects that can be opened on the file. A referral is the thing to do where the report answered the
// screen so and none was opened (D310 3).
func (p presenter) openings(h *Head, c *content) []ui.Step {
	base := "/cases/" + h.Ref
	state := p.book().State(h.Machine, h.State)
	if state == nil || state.Terminal {
		return nil
	}
	var out []ui.Step
	add := func(m law.Machine, event, variant, path string) {
		row, err := p.book().Find(m, event, variant, law.New)
		if err != nil || !p.engine.Registry().Built(row) {
			return
		}
		roles := row.DeciderRoles
		if row.FourEyes && row.ProposalAct == "" {
			roles = row.ProposerRoles
		}
		if p.who.HasAny(roles...) {
			out = append(out, ui.Step{Label: p.pick(row.LabelZH, row.LabelEN), Href: base + path, Event: event, State: "optional"})
		}
	}
	add(law.Evidence, "evidence.collected", collectedOn(h.Machine), "/evidence/new")
	if h.Machine == law.AdminCase && state.Stage != "intake" {
		add(law.Referral, "referral.opened", "", "/referrals/new")
		if n := len(out); n > 0 && out[n-1].Event == "referral.opened" && c.owesReferral(h.ID) {
			out[n-1].State, out[n-1].Hint = "todo", p.t("cases.step.screened_refer")
		}
	}
	return out
}

func collectedOn(m law.Machine) string {
	if m == law.CriminalCase {
		return "track=criminal"
	}
	return "track=administrative"
}

func (p presenter) others(roles []actor.Role, h *Head) string {
	var names []string
	for _, r := range roles {
		if info := p.book().Role(r); info != nil {
			names = append(names, p.pick(info.LabelZH, info.LabelEN))
		}
	}
	if len(names) == 0 {
		if s := p.book().State(h.Machine, h.State); s != nil && s.Terminal {
			return p.t("cases.page.ended")
		}
		return p.t("cases.page.nothing_next")
	}
	return p.t("cases.page.others", "roles", strings.Join(names, p.t("cases.list_separator")))
}

func (p presenter) waiting(h *Head, a approvalLine) ui.Step {
	zh, en := p.book().EventLabel(law.Machine(a.Entity), a.Event)
	s := ui.Step{Label: p.pick(zh, en), Href: "/approvals/" + a.Ref, Hint: joinedNonEmpty(a.TargetRef, p.t("cases.step.proposed_by", "name", a.Proposer))}
	switch {
	case a.State == "RETURNED":
		s.State, s.Tag = "returned", &ui.Tag{Label: p.t("cases.step.returned"), Tone: "warn"}
		s.Hint = joinedNonEmpty(s.Hint, a.Opinion)
	case a.Decide:
		s.State, s.Tag = "todo", &ui.Tag{Label: p.t("cases.step.decide"), Tone: "info"}
	default:
		s.State, s.Tag = "waiting", &ui.Tag{Label: p.t("cases.step.waiting")}
	}
	_ = h
	return s
}

func (p presenter) task(t taskLine) ui.Step {
	zh, en := p.book().EventLabel(law.Machine(t.Entity), t.Event)
	s := ui.Step{Label: p.pick(zh, en), Event: t.Event, State: "waiting", Hint: p.t("cases.step.task")}
	if t.Mine && t.Ref != "" {
		s.State, s.Href = "todo", procedure.PathOf(law.Machine(t.Entity), t.Ref)+"/acts/"+t.Event
	}
	return s
}

// entry is one line of a timeline.
func (p presenter) entry(e Entry) ui.Entry {
	out := ui.Entry{At: e.At, Who: e.Actor}
	if out.Who == "" { // of another agency: its part is named, not its people (security K19)
		out.Who = p.t("cases.entry.partner")
		if r := p.book().Role(actor.Role(e.Role)); r != nil {
			out.Who += " · " + p.pick(r.LabelZH, r.LabelEN)
		}
	}
	if e.AgencyCode != "" {
		out.Agency = &ui.AgencyMark{Kind: e.AgencyCode, Bare: true}
	}
	if !e.Act {
		out.What, out.Text, out.Kind = p.ledgerWords(e), p.ledgerText(e), "note"
		return out
	}
	zh, en := p.book().EventLabel(law.Machine(e.Entity), e.Event)
	out.What = p.pick(zh, en)
	if row := p.book().Act(e.RowID); row != nil {
		out.What = p.pick(row.LabelZH, row.LabelEN)
		if row.VariantLabelZH != "" {
			out.What += p.t("cases.colon") + p.pick(row.VariantLabelZH, row.VariantLabelEN)
		}
	}
	if e.TargetRef != "" {
		out.What += " · " + e.TargetRef
		out.Href = procedure.PathOf(law.Machine(e.Entity), e.TargetRef)
	}
	if e.Proposer != "" && e.Proposer != e.Actor {
		out.Who = p.t("cases.entry.proposed", "actor", e.Actor, "proposer", e.Proposer)
	}
	if e.Twin {
		out.Who = p.t("cases.entry.automatic")
	}
	out.Kind = kindOfEntry(e)
	out.Text = p.actText(e)
	return out
}

func kindOfEntry(e Entry) string {
	switch {
	case strings.Contains(e.Event, "return") || strings.Contains(e.Event, "refus") || strings.Contains(e.Event, "not_approved"):
		return "warn"
	case e.Entity == string(law.Evidence):
		return "ok"
	case e.From == e.To:
		return "note"
	}
	return ""
}

// actText is what an act says besides its name: the change of state, and the words that were written.
func (p presenter) actText(e Entry) string {
	var parts []string
	if e.From != e.To && e.To != "" {
		to := StateTag(p.ctx, p.book(), law.Machine(e.Entity), e.To).Label
		if e.From == "" || e.From == law.New {
			parts = append(parts, to)
		} else {
			parts = append(parts, StateTag(p.ctx, p.book(), law.Machine(e.Entity), e.From).Label+" → "+to)
		}
	}
	var in map[string]any
	if json.Unmarshal(e.Input, &in) == nil {
		for _, name := range []string{"reason", "opinion", "note", "summary", "result", "facts"} {
			if s, ok := in[name].(string); ok && s != "" {
				parts = append(parts, clip(s, 160))
				break
			}
		}
	}
	if e.Paper {
		parts = append(parts, p.t("cases.entry.paper"))
	}
	return strings.Join(parts, "\n")
}

// clip keeps a text short where only its beginning is shown.
func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}

// ledgerWords names an event of the ledger that is no act of the tables.
func (p presenter) ledgerWords(e Entry) string {
	if key := "cases.event." + e.Event; i18n.Has(key) {
		return p.t(key)
	}
	return joinedNonEmpty(p.t("cases.event.other"), e.TargetRef)
}

func (p presenter) ledgerText(e Entry) string {
	var d map[string]any
	if json.Unmarshal(e.Details, &d) != nil {
		return ""
	}
	var parts []string
	for _, name := range []string{"name", "text", "purpose", "reason"} {
		if s, ok := d[name].(string); ok && s != "" {
			parts = append(parts, s)
		}
	}
	if event, ok := d["event"].(string); ok && event != "" {
		zh, en := p.book().EventLabel(law.AdminCase, event)
		parts = append([]string{p.pick(zh, en)}, parts...)
	}
	return strings.Join(parts, " · ")
}

// nearest sorts running clocks for the block of what lies ahead.
func nearest(rows []deadline.Row) []deadline.Row {
	out := slices.DeleteFunc(slices.Clone(rows), func(k deadline.Row) bool { return k.State != "RUNNING" && k.State != "PAUSED" })
	slices.SortStableFunc(out, func(a, b deadline.Row) int { return cmp.Compare(a.DueAt.Unix(), b.DueAt.Unix()) })
	return out
}

func count(n int64, limit int) string {
	if n > int64(limit) {
		return ui.Count(limit) + "+"
	}
	return strconv.FormatInt(n, 10)
}
