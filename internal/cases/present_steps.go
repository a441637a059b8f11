package cases

import (
	"cmp"
	"slices"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/deadline/badge"
	"touchstone/internal/entity"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	views "touchstone/views/cases"
	"touchstone/views/ui"
)

// shownSteps is how many next steps stand on the overview before the list folds.
const shownSteps = 6

// steps says what the reader can do next, what waits for a decision, and who else must act.
func (p presenter) steps(h *Head, c *content, out *views.Page) {
	f := h.procedureFile(p.who, c.Referrals)
	for _, d := range c.Docs {
		f.Docs = append(f.Docs, matter.NewDoc(p.book(), d.Code, d.Round, d.CaseID))
	}
	own := matter.Target{Entity: h.Machine, ID: h.ID}
	for _, a := range c.Done {
		f.Acts = append(f.Acts, matter.Past{ID: a.ID, CaseID: h.ID, Entity: own.Entity, TargetID: own.ID, Round: h.Round, Event: a.Event, Also: a.Also})
	}
	lacking := p.lacking(own, f)
	for _, a := range c.Waiting {
		f.Proposals = append(f.Proposals, matter.Proposal{Ref: a.Ref, State: a.State, Event: a.Event, RowID: a.RowID, Entity: law.Machine(a.Entity),
			TargetID: a.TargetID, ProposerID: a.By, Roles: a.Roles})
	}
	for _, a := range c.Waiting {
		if a.Seen && (a.State == "OPEN" || p.again(a, h, f)) {
			out.Waiting = append(out.Waiting, p.waiting(a))
		}
	}
	for _, t := range c.Tasks {
		out.Waiting = append(out.Waiting, p.task(t))
	}
	if h.MayAct {
		out.Steps = append(out.Steps, p.openings(h, c)...)
		out.Steps = append(out.Steps, p.stepsOf(p.engine.Steps(p.who, own, f), own, h.Ref, c, "", lacking)...)
		out.Waiting = append(out.Waiting, p.unseen(own, f, c)...)
	}
	for _, r := range c.Referrals {
		if r.FromCase != h.ID || !h.MayAct {
			continue
		}
		t := matter.Target{Entity: law.Referral, ID: r.ID}
		out.Steps = append(out.Steps, p.stepsOf(p.engine.Steps(p.who, t, f), t, r.Ref, c, r.Ref, p.lacking(t, f))...)
		out.Waiting = append(out.Waiting, p.unseen(t, f, c)...)
	}
	// What is owed or makes a paper that the way on rests on comes first, then what stops a running period; the rest keeps
	// its order.
	slices.SortStableFunc(out.Steps, func(a, b ui.Step) int { return cmp.Compare(presses(a), presses(b)) })
	var main, rest []ui.Step
	for _, s := range out.Steps {
		switch {
		case s.State == "todo" && len(main) < shownSteps:
			main = append(main, s)
		case s.State != "blocked": // what this edition cannot do yet is no step of anybody's
			rest = append(rest, s)
		}
	}
	out.Steps, out.Further, out.FurtherN = main, p.bySubject(rest), len(rest)
	mine := slices.ContainsFunc(out.Waiting, func(s ui.Step) bool { return s.State == "todo" })
	if len(main) == 0 && !mine {
		out.Others = p.others(p.engine.NextFor(own, f), h)
	}
}

// subjects put what may be recorded besides under the headings of a file, in its order. The first part of an event's
// name says what it is about.
func subjects() []struct{ key, about string } {
	return []struct{ key, about string }{
		{"cases.subject.inquiry",
			"verification_report violation inquiry identification assistance account_query soft_measure property_query search techmeasure informant admin_lead " +
				"evidence identity investigation_report criminal_investigation measure"},
		{"cases.subject.defence", "penalty_prior_notice hearing statement defence legal_review collective_discussion"},
		{"cases.subject.decision", "admin_decision admin_case service fine execution enforcement remedy_periods licence_ban person_ban"},
		{"cases.subject.remedy", "reconsideration litigation appeal trial"},
		{"cases.subject.criminal",
			"referral criminal_case criminal_lead criminal_review criminal_judgment case procuratorial_opinion reverse_review reverse prosecution non_prosecution " +
				"supervision mss_handover"},
		{"cases.subject.recusal", "recusal admin_recusal"},
		{"cases.subject.clock", "clock"},
	}
}

// bySubject groups steps under the headings of subjects; what fits none stands last.
func (p presenter) bySubject(steps []ui.Step) []views.Subject {
	var out []views.Subject
	for _, x := range subjects() {
		about := strings.Fields(x.about)
		g := views.Subject{Title: p.t(x.key)}
		steps = slices.DeleteFunc(steps, func(s ui.Step) bool {
			first, _, _ := strings.Cut(s.Event, ".")
			if !slices.Contains(about, first) {
				return false
			}
			g.Steps = append(g.Steps, s)
			return true
		})
		if len(g.Steps) > 0 {
			out = append(out, g)
		}
	}
	if len(steps) > 0 {
		out = append(out, views.Subject{Title: p.t("cases.subject.other"), Steps: steps})
	}
	return out
}

// further are the steps under all headings.
func further(page views.Page) []ui.Step {
	var out []ui.Step
	for _, g := range page.Further {
		out = append(out, g.Steps...)
	}
	return out
}

// opens tells a step that makes something new under the case, on a page of its own.
func opens(s ui.Step) bool { return s.Event == "evidence.collected" || s.Event == "referral.opened" }

func presses(s ui.Step) int {
	switch {
	case s.State == "todo" && s.Tag != nil:
		return 0
	case s.State == "todo" && s.Clock != nil:
		return 1
	}
	return 2
}

// lacking are the papers that the main line of a state rests on and that are not on file.
func (p presenter) lacking(t matter.Target, f *matter.File) []string {
	var out []string
	for _, row := range p.engine.Ahead(t, f) {
		for _, need := range row.DocsRequired {
			if need.Cond == "" && !slices.ContainsFunc(need.AnyOf, func(code string) bool { return f.Document(code) != nil }) {
				out = append(out, need.AnyOf...)
			}
		}
	}
	return out
}

// makes tells an act that issues one of these papers.
func makes(row *law.Act, codes []string) bool {
	return slices.ContainsFunc(row.DocsIssued, func(d law.DocNeed) bool {
		return slices.ContainsFunc(d.AnyOf, func(code string) bool { return slices.Contains(codes, code) })
	})
}

func (p presenter) stepsOf(steps []procedure.Step, t matter.Target, ref string, c *content, subject string, lacking []string) []ui.Step {
	var out []ui.Step
	for _, s := range steps {
		if s.Returned != nil && s.Returned.ProposerID == p.who.UserID {
			continue // it stands among what waits, with what was said to it
		}
		step := ui.Step{Label: s.Row.Label.In(p.ctx), Href: entity.Of(t.Entity).Address(ref) + "/acts/" + s.Row.Event, Event: s.Row.Event,
			State: "todo", Hint: subject}
		switch {
		case !s.Built:
			step.State, step.Href, step.Hint = "blocked", "", p.t("cases.step.not_built")
		case !s.Required && makes(s.Row, lacking):
			step.Tag = &ui.Tag{Label: p.t("cases.step.needed"), Tone: "info"}
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
func (p presenter) stoppedBy(row *law.Act, t matter.Target, c *content) *badge.Row {
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

// openings are the acts that create something under the case: they have pages of their own. A referral is the thing to
// do where the report answered the screen so and none was opened (D310 3).
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
			out = append(out, ui.Step{Label: row.Label.In(p.ctx), Href: base + path, Event: event, State: "optional"})
		}
	}
	add(law.Evidence, "evidence.collected", collectedOn(h.Machine), "/evidence/new")
	if h.Machine == law.AdminCase && state.Stage != "intake" {
		add(law.Referral, "referral.opened", "", "/referrals/new")
		if n := len(out); n > 0 && out[n-1].Event == "referral.opened" && c.owesReferral(h.ID) {
			out[n-1].State, out[n-1].Hint, out[n-1].Tag = "todo", p.t("cases.step.screened_refer"), &ui.Tag{Label: p.t("cases.step.needed"), Tone: "info"}
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
			names = append(names, info.Label.In(p.ctx))
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

// unseen are proposals that the reader may not open, of acts that he could propose himself.
func (p presenter) unseen(t matter.Target, f *matter.File, c *content) []ui.Step {
	var out []ui.Step
	for _, s := range p.engine.Proposed(p.who, t, f) {
		if s.Built && !slices.ContainsFunc(c.Waiting, func(a approvalLine) bool { return a.Seen && a.Ref == s.Waits.Ref }) {
			out = append(out, p.engine.Unseen(p.ctx, s.Waits))
		}
	}
	return out
}

// again tells whether what came back can still be proposed: the object is where it was, and of the reader's own
// proposals those that he may propose now.
func (p presenter) again(a approvalLine, h *Head, f *matter.File) bool {
	t := matter.Target{Entity: law.Machine(a.Entity), ID: a.TargetID}
	if f.Ref(t) == "" { // not an object of this page's steps
		return true
	}
	if !a.Mine || !h.MayAct {
		return p.engine.Admitted(t, f, a.RowID)
	}
	return slices.ContainsFunc(p.engine.Steps(p.who, t, f), func(s procedure.Step) bool { return s.Built && s.Row.Event == a.Event })
}

func (p presenter) waiting(a approvalLine) ui.Step {
	s := ui.Step{Label: p.engine.Sought(p.ctx, a.RowID), Href: "/approvals/" + a.Ref,
		Hint: joinedNonEmpty(a.TargetRef, p.t("cases.step.proposed_by", "name", i18n.Name(p.ctx, a.Proposer, a.InEnglish)))}
	if s.Label == "" {
		s.Label = p.book().EventLabel(law.Machine(a.Entity), a.Event).In(p.ctx)
	}
	switch {
	case a.State == "RETURNED":
		s.State, s.Tag = "returned", &ui.Tag{Label: p.t("cases.step.returned"), Tone: "warn"}
		if a.Mine {
			s.State, s.Label, s.Short = "todo", i18n.T(p.ctx, "act.again", "act", s.Label), i18n.T(p.ctx, "act.approval.again")
		}
		s.Hint = joinedNonEmpty(s.Hint, procedure.Written(a.Opinion))
	case a.Decide:
		s.State, s.Tag = "todo", &ui.Tag{Label: p.t("cases.step.decide"), Tone: "info"}
	default:
		s.State, s.Tag = "waiting", &ui.Tag{Label: p.t("cases.step.waiting")}
	}
	return s
}

func (p presenter) task(t taskLine) ui.Step {
	s := ui.Step{Label: p.book().EventLabel(law.Machine(t.Entity), t.Event).In(p.ctx), Event: t.Event, State: "waiting", Hint: p.t("cases.step.task")}
	if t.Mine && t.Ref != "" {
		s.State, s.Href = "todo", entity.Of(law.Machine(t.Entity)).Address(t.Ref)+"/acts/"+t.Event
	}
	return s
}
