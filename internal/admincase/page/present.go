package page

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"touchstone/internal/admincase"
	"touchstone/internal/cases"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/penalty"
	"touchstone/internal/procedure"
	"touchstone/views/decisions"
	"touchstone/views/ui"
)

func (h *HTTP) page(ctx context.Context, v *view) decisions.Page {
	p := decisions.Page{Identity: h.Headers.Bar(ctx, v.Head, cases.TabDecisions, v.Now), Rule: h.rule(ctx, v), Left: h.caseTrack(ctx, v),
		Right: h.referralTrack(ctx, v), Referrals: h.referrals(ctx, v), Pointers: h.pointers(ctx, v)}
	p.Frame.Title = i18n.T(ctx, "decisions.title", "ref", v.Case.Ref)
	for _, d := range v.Decisions {
		shown := h.decided(ctx, d)
		if in := v.File.DecisionOf(v.Case.ID); in != nil && in.ID == d.ID {
			shown.Facts = append(shown.Facts, h.payment(ctx, v)...)
		}
		p.Decisions = append(p.Decisions, shown)
	}
	return p
}

// transfers tells the acts that belong to the criminal side of an administrative case.
func transfers(row *law.Act) bool {
	return row.Event == "admin_decision.made" && row.VariantValue == "TRANSFER" ||
		slices.Contains([]string{"criminal_case.filed", "case.returned_to_agency", "criminal_judgment.effective"}, row.Event)
}

// open tells whether a referral still keeps the penalty waiting.
func (h *HTTP) open(r matter.Referral) bool {
	s := h.Engine.Book().State(law.Referral, r.State)
	return s == nil || !s.Terminal
}

// rule says before anybody decides what the decision would be refused for: no fine instead of a referral (APL 8, 27;
// D310 11). A referral that the reader may not see is not spoken of.
func (h *HTTP) rule(ctx context.Context, v *view) *decisions.Rule {
	var open []string
	for _, r := range v.File.ReferralsOf(v.Case.ID) {
		if h.open(r) && v.sees(r.ID) {
			open = append(open, r.Ref)
		}
	}
	g := h.Engine.Book().Guard("no_fine_while_referral_open")
	if g == nil || law.Machine(v.Case.Machine) != law.AdminCase {
		return nil
	}
	r := &decisions.Rule{ID: g.ID, Sentence: g.Refusal.In(ctx), Basis: h.cite(ctx, g.Basis)}
	switch {
	case len(open) > 0:
		r.More = i18n.T(ctx, "decisions.open_referrals", "refs", strings.Join(open, i18n.T(ctx, "act.list")))
	case admincase.OwesReferral(v.File, v.Case):
		r.More = i18n.T(ctx, "decisions.owes_referral")
	default:
		return nil
	}
	return r
}

// cite writes an article in the reader's language.
func (h *HTTP) cite(ctx context.Context, basis string) string {
	return h.Engine.Book().Cite(ctx, basis)
}

func (h *HTTP) stage(ctx context.Context, v *view) ui.Tag {
	return cases.StateTag(ctx, h.Engine.Book(), law.Machine(v.Case.Machine), v.Case.State)
}

// caseTrack is the case's own course: the way to a penalty.
func (h *HTTP) caseTrack(ctx context.Context, v *view) decisions.Track {
	tag := h.stage(ctx, v)
	t := decisions.Track{Title: i18n.T(ctx, "decisions.penalty"), Text: i18n.T(ctx, "decisions.penalty_text"), Tag: &tag,
		More: i18n.T(ctx, "decisions.to_penalty"), MoreRef: "/cases/" + v.Case.Ref + "/penalty"}
	if law.Machine(v.Case.Machine) != law.AdminCase {
		t.Title, t.Text, t.More, t.MoreRef = i18n.T(ctx, "decisions.criminal"), i18n.T(ctx, "decisions.criminal_text"), "", ""
	}
	own := v.Target()
	t.Clocks = h.clocks(ctx, v, "case", v.Case.ID)
	t.Steps = h.Engine.WaitingOn(ctx, v.Who, own, v.File, v.Waiting, v.Head.MayAct)
	if v.Head.MayAct {
		t.Steps = append(t.Steps, h.first(ctx, v, own, func(row *law.Act) bool { return row.Transition && !transfers(row) })...)
	}
	if len(t.Steps) == 0 {
		t.Others = h.others(ctx, v, own)
	}
	return t
}

// first are the steps of the main line; what a rule of the page holds up says so beside its link.
func (h *HTTP) first(ctx context.Context, v *view, t matter.Target, keep func(*law.Act) bool) []ui.Step {
	steps := h.Engine.Links(ctx, v.Who, t, v.File, keep)
	rule := h.rule(ctx, v)
	for i := range steps {
		if rule != nil && steps[i].Event == "admin_decision.made" {
			steps[i].Hint = rule.Sentence
		}
	}
	return steps
}

// others says whose turn it is, without names.
func (h *HTTP) others(ctx context.Context, v *view, t matter.Target) string {
	roles := h.Engine.NextFor(t, v.File)
	if len(roles) == 0 {
		return i18n.T(ctx, "decisions.ended")
	}
	return i18n.T(ctx, "decisions.others", "roles", h.Engine.RoleNames(ctx, roles))
}

// referralTrack is the way to the criminal side: open a referral, and what each open one needs next.
func (h *HTTP) referralTrack(ctx context.Context, v *view) decisions.Track {
	t := decisions.Track{Title: i18n.T(ctx, "decisions.referral"), Text: i18n.T(ctx, "decisions.referral_text")}
	for _, r := range v.File.ReferralsOf(v.Case.ID) {
		if !v.sees(r.ID) || !h.open(r) {
			continue
		}
		own := matter.Target{Entity: law.Referral, ID: r.ID}
		t.Clocks = append(t.Clocks, h.clocks(ctx, v, "referral", r.ID)...)
		t.Steps = append(t.Steps, h.Engine.WaitingOn(ctx, v.Who, own, v.File, v.Waiting, v.Head.MayAct)...)
		if v.Head.MayAct {
			t.Steps = append(t.Steps, h.referralSteps(ctx, v, own)...)
		}
		t.Others = h.others(ctx, v, own)
	}
	if p := v.File.LastIn(v.Case, "investigation_report.submitted"); p != nil {
		answer := h.Engine.Book().EnumLabel("referral_screen", p.Input.Str("referral_screen"))
		t.Text = i18n.T(ctx, "decisions.screened", "answer", answer, "date", i18n.Date(p.At), "who", p.By(ctx))
	}
	if v.Head.MayAct {
		if law.Machine(v.Case.Machine) == law.AdminCase {
			t.Steps = append(t.Steps, h.first(ctx, v, v.Target(), transfers)...)
		}
		t.Steps = append(t.Steps, h.opening(ctx, v)...)
	}
	switch {
	case len(t.Steps) > 0:
		t.Others = ""
	case t.Others == "":
		t.Others = i18n.T(ctx, "decisions.no_referral_step")
	}
	return t
}

// referralSteps lead to the page where each step of a referral is done; its later steps belong to the other side.
func (h *HTTP) referralSteps(ctx context.Context, v *view, t matter.Target) []ui.Step {
	if v.Who.AgencyID != v.Case.AgencyID {
		return nil
	}
	kind := v.Who.AgencyKind
	steps := h.Engine.Links(ctx, v.Who, t, v.File, func(row *law.Act) bool { return row.Transition && h.belongs(row, kind) })
	for i := range steps {
		if steps[i].Event == "referral.report_submitted" {
			steps[i].Href = "/referrals/" + v.File.Ref(t) + "/check"
		}
	}
	return steps
}

// belongs tells whether a row's roles exist at a kind of agency: a role may play on both sides of a referral.
func (h *HTTP) belongs(row *law.Act, kind string) bool {
	roles := row.DeciderRoles
	if len(row.ProposerRoles) > 0 {
		roles = row.ProposerRoles
	}
	for _, r := range roles {
		info := h.Engine.Book().Role(r)
		if info != nil && (len(info.AgencyKinds) == 0 || slices.Contains(info.AgencyKinds, kind) || slices.Contains(info.AgencyKinds, "*")) {
			return true
		}
	}
	return false
}

// opening leads to a new referral, where the case has gone far enough and the reader may open one. It is the thing to do
// when the screen said so and nobody referred.
func (h *HTTP) opening(ctx context.Context, v *view) []ui.Step {
	s := h.Engine.Book().State(law.Machine(v.Case.Machine), v.Case.State)
	if law.Machine(v.Case.Machine) != law.AdminCase || s == nil || s.Terminal || s.Stage == "intake" {
		return nil
	}
	state := "optional"
	if admincase.OwesReferral(v.File, v.Case) {
		state = "todo"
	}
	for _, row := range h.Engine.Book().Variants(law.Referral, "referral.opened", law.New) {
		if v.Who.HasAny(row.DeciderRoles...) && h.Engine.Registry().Built(row) {
			return []ui.Step{{Label: i18n.T(ctx, "decisions.open_referral"), Event: row.Event, Href: "/cases/" + v.Case.Ref + "/referrals/new", State: state,
				Hint: h.cite(ctx, row.Basis)}}
		}
	}
	return nil
}

// clocks are the periods that still run on an object.
func (h *HTTP) clocks(ctx context.Context, v *view, kind string, id int64) []ui.Clock {
	var out []ui.Clock
	for _, k := range v.File.Clocks {
		if k.TargetKind == kind && k.TargetID == id && k.Running() {
			out = append(out, h.Engine.Clock(ctx, k, v.Now))
		}
	}
	return out
}

func (h *HTTP) referrals(ctx context.Context, v *view) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "decisions.referrals"), Empty: ui.EmptyState{Text: i18n.T(ctx, "decisions.no_referrals")}, Columns: []ui.Column{
		{Label: i18n.T(ctx, "decisions.col.ref"), Title: true, NoWrap: true}, {Label: i18n.T(ctx, "decisions.col.offence")}, {Label: i18n.T(ctx, "decisions.col.to")},
		{Label: i18n.T(ctx, "decisions.col.state")}, {Label: i18n.T(ctx, "decisions.col.clock"), Clock: true}, {Label: i18n.T(ctx, "decisions.col.sent")}}}
	list := v.File.ReferralsOf(v.Case.ID)
	for i := len(list) - 1; i >= 0; i-- {
		r := list[i]
		if !v.sees(r.ID) {
			continue
		}
		clock, sent := ui.ClockOrNone(nil), ui.Text("")
		if ks := h.clocks(ctx, v, "referral", r.ID); len(ks) > 0 {
			clock = ui.ClockOrNone(&ks[0])
		}
		if r.SentAt != nil {
			sent = ui.Day(*r.SentAt)
		}
		to := v.File.Agencies[r.ToAgencyID]
		t.Rows = append(t.Rows, ui.Row{Ref: r.Ref, Cells: []templ.Component{ui.LinkTo("/referrals/"+r.Ref, r.Ref),
			ui.Text(h.Engine.Book().EnumLabel("offence", r.Offence).In(ctx)),
			ui.Text(i18n.Pick(ctx, to.NameZH, to.NameEN)), ui.StateTag(cases.StateTag(ctx, h.Engine.Book(), law.Referral, r.State)), clock, sent}})
	}
	return t
}

// pointers: whoever may see or make a handover to state security has the list; nobody else learns that there is one.
func (h *HTTP) pointers(ctx context.Context, v *view) *decisions.Pointers {
	out := &decisions.Pointers{Table: ui.Table{Caption: i18n.T(ctx, "decisions.mss"), Empty: ui.EmptyState{Text: i18n.T(ctx, "decisions.no_mss")},
		Columns: []ui.Column{
			{Label: i18n.T(ctx, "decisions.col.ref"), Title: true, NoWrap: true}, {Label: i18n.T(ctx, "decisions.col.register")},
			{Label: i18n.T(ctx, "decisions.col.to")},
			{Label: i18n.T(ctx, "decisions.col.state")}, {Label: i18n.T(ctx, "decisions.col.opened")}}}}
	for _, m := range v.lists.Pointers {
		out.Table.Rows = append(out.Table.Rows, ui.Row{Ref: m.Ref, Cells: []templ.Component{ui.LinkTo("/mss/"+m.Ref, m.Ref), ui.Text(m.RegisterNo),
			ui.Text(i18n.Pick(ctx, m.ToZH, m.ToEN)), ui.StateTag(cases.StateTag(ctx, h.Engine.Book(), law.MSSHandover, m.State)), ui.Day(m.OpenedAt)}})
	}
	for _, row := range h.Engine.Book().Variants(law.MSSHandover, "mss_handover.proposed", law.New) {
		if v.Head.MayAct && v.Who.HasAny(row.DeciderRoles...) && h.Engine.Registry().Built(row) {
			out.Create = &ui.Action{Label: row.Label.In(ctx), Href: "/cases/" + v.Case.Ref + "/mss/new", Event: row.Event}
		}
	}
	if out.Create == nil && len(out.Table.Rows) == 0 {
		return nil
	}
	return out
}

// payment is what was paid of the fine of the decision in force, once it is served, and what is left.
func (h *HTTP) payment(ctx context.Context, v *view) []ui.Fact {
	paid, left, ok := penalty.Left(v.File, v.Case.ID)
	if !ok {
		return nil
	}
	return []ui.Fact{{Label: i18n.T(ctx, "decisions.fact.paid"), Value: ui.Money(paid.StringFixed(2))},
		{Label: i18n.T(ctx, "decisions.fact.unpaid"), Value: ui.Money(left.StringFixed(2))}}
}

// decided is a decision with the calculation that stands beside it: what went in, what the law answered, what was
// decided (procedure.md §4.3, rule 10).
func (h *HTTP) decided(ctx context.Context, d made) decisions.Decision {
	book := h.Engine.Book()
	label := func(list, code string) string {
		return book.EnumLabel(list, code).In(ctx)
	}
	out := decisions.Decision{Title: i18n.T(ctx, "decisions.made", "kind", label("decision_kind", d.Kind), "date", i18n.Date(d.MadeAt))}
	add := func(key, value string) {
		if value != "" {
			out.Facts = append(out.Facts, ui.Fact{Label: i18n.T(ctx, key), Value: value})
		}
	}
	if p, _ := book.Penalty(d.Violation, d.MadeAt); p != nil {
		add("decisions.fact.violation", p.Name.In(ctx)+" · "+h.cite(ctx, p.Basis))
	}
	var sanctions []string
	for _, s := range d.Sanctions {
		sanctions = append(sanctions, label("sanction", s))
	}
	add("decisions.fact.sanctions", strings.Join(sanctions, i18n.T(ctx, "act.list")))
	if d.Fine.IsPositive() {
		add("decisions.fact.fine", ui.Money(d.Fine.Fixed()))
	}
	if d.Confiscated.IsPositive() {
		add("decisions.fact.confiscated", ui.Money(d.Confiscated.Fixed()))
	}
	k := d.calculation()
	text := func(name string) string { s, _ := k[name].(string); return s }
	if text("min") != "" {
		add("decisions.fact.range", ui.Money(text("min"))+" – "+ui.Money(text("max")))
	}
	if text("turnover_state") != "" {
		value := label("turnover_state", text("turnover_state"))
		if text("turnover_state") == law.Established {
			value += " · " + ui.Money(text("turnover"))
		}
		add("decisions.fact.turnover", value)
	}
	if text("rule_version") != "" {
		add("decisions.fact.rule", fmt.Sprintf("%s · %s · %s", h.cite(ctx, text("basis")), text("act_date"), ui.ShortHash(text("rule_version"))))
	}
	if d.Deviation != "" && d.Deviation != "none" {
		list := "circumstance"
		if d.Kind != "PENALTY" {
			list = "no_penalty_ground"
		}
		add("decisions.fact.deviation", label(list, d.Deviation))
	}
	add("decisions.fact.reasons", procedure.Written(d.Reasons))
	return out
}
