package page

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"touchstone/internal/cases"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/penalty"
	views "touchstone/views/penalty"
	"touchstone/views/ui"
)

// task is one step on the way to a penalty: which acts belong to it, and which of them end it.
type task struct {
	code, label string
	acts        []string
	ends        []string // any of these, in the case's present round
	needs       []string // guards to say beside it while they are not met
}

func tasks() []task {
	return []task{
		{"notice", "penalty.task.notice", []string{"penalty_prior_notice.approved", "penalty_prior_notice.served"}, []string{"penalty_prior_notice.served"}, nil},
		{"defence", "penalty.task.defence", []string{"statement.received", "hearing.requested", "hearing.notice_served", "hearing.held", "hearing.terminated",
			"defence.closed"},
			[]string{"defence.closed", "hearing.held", "hearing.terminated"}, nil},
		{"review", "penalty.task.review", []string{"admin_case.legal_review_requested", "legal_review.passed", "legal_review.returned",
			"admin_case.legal_review_not_required"},
			[]string{"legal_review.passed", "admin_case.legal_review_not_required"}, nil},
		{"discussion", "penalty.task.discussion", []string{"collective_discussion.recorded"}, []string{"collective_discussion.recorded"}, nil},
		{"decision", "penalty.task.decision", []string{"admin_decision.made", "admin_case.no_penalty_proposed"}, []string{"admin_decision.made"},
			[]string{"prior_notice_and_defence_done", "legal_review_passed_if_required", "collective_discussion_recorded"}},
		{"service", "penalty.task.service", []string{"admin_decision.served", "service.announcement_published", "service.deemed_served"},
			[]string{"admin_decision.served", "service.deemed_served"}, nil},
		{"payment", "penalty.task.payment", []string{"execution.started", "fine.paid", "fine.deferred", "enforcement.demand_served", "enforcement.applied",
			"enforcement.accepted", "enforcement.ruled",
			"execution.completed", "execution.terminated"}, []string{"execution.completed", "execution.terminated"}, nil},
		{"closure", "penalty.task.closure", []string{"admin_case.closed"}, []string{"admin_case.closed"}, nil},
	}
}

// ended is the act that ended a task in the present round; the newest counts.
func (v *view) ended(t task) *matter.Past {
	var last *matter.Past
	for _, event := range t.ends {
		if p := v.File.LastIn(v.Case, event); p != nil && (last == nil || p.ID > last.ID) {
			last = p
		}
	}
	return last
}

func (h *HTTP) page(ctx context.Context, v *view, in url.Values) (views.Page, error) {
	p := views.Page{Identity: h.Headers.Bar(ctx, v.Head, cases.TabDecisions, v.Now), Rule: h.holdUp(ctx, v)}
	p.Frame.Title = i18n.T(ctx, "penalty.title", "ref", v.Case.Ref)
	p.Tasks = h.tasks(ctx, v)
	done := 0
	for _, t := range p.Tasks {
		if t.State == "done" || t.State == "skipped" {
			done++
		}
	}
	p.Done = fmt.Sprintf("%d / %d", done, len(p.Tasks))
	links := 0
	for _, t := range p.Tasks {
		links += len(t.Links)
	}
	if roles := h.Engine.NextFor(v.Target(), v.File); links == 0 && len(roles) > 0 {
		p.Others = i18n.T(ctx, "penalty.others", "roles", h.Engine.RoleNames(ctx, roles))
	}
	if s := h.Engine.Book().State(law.AdminCase, v.Case.State); s != nil && (s.Stage == "intake" || s.Stage == "investigation") &&
		!slices.Contains(s.CountsAs, law.Concluded) {
		p.Notice = &ui.Notice{Tone: "info", Text: i18n.T(ctx, "penalty.too_early", "state", s.Label.In(ctx)),
			Action: &ui.Action{Label: i18n.T(ctx, "penalty.to_case"), Href: "/cases/" + v.Case.Ref}}
	}
	for _, k := range v.File.Clocks {
		if k.TargetKind == "case" && k.TargetID == v.Case.ID && k.Running() {
			p.Clocks = append(p.Clocks, h.Engine.Clock(ctx, k, v.Now))
		}
	}
	var err error
	p.Calculator, err = h.calculator(ctx, v, in)
	return p, err
}

// holdUp: no fine instead of a referral (APL 8, 27; D310 11). Only the referrals of this case are spoken of, and those
// without their names: who may see them sees them on the page before.
func (h *HTTP) holdUp(ctx context.Context, v *view) *views.Rule {
	for _, r := range v.File.ReferralsOf(v.Case.ID) {
		if s := h.Engine.Book().State(law.Referral, r.State); s != nil && !s.Terminal && !v.Head.Compartmented {
			return h.rule(ctx, "no_fine_while_referral_open")
		}
	}
	return nil
}

func (h *HTTP) rule(ctx context.Context, id string) *views.Rule {
	g := h.Engine.Book().Guard(id)
	if g == nil {
		return nil
	}
	return &views.Rule{ID: g.ID, Sentence: g.Refusal.In(ctx), Basis: h.cite(ctx, g.Basis)}
}

// tasks: the first that is neither done nor needless is the one to do; a running clock stands beside the first task
// whose acts stop it.
func (h *HTTP) tasks(ctx context.Context, v *view) []views.Task {
	var links []ui.Step
	if v.Head.MayAct {
		links = h.Engine.Links(ctx, v.Who, v.Target(), v.File, nil)
	}
	used := map[string]bool{}
	current := false
	var out []views.Task
	waits := h.Engine.WaitingOn(ctx, v.Who, v.Target(), v.File, v.Waiting, v.Head.MayAct)
	for _, t := range tasks() {
		x := views.Task{Code: t.code, Label: i18n.T(ctx, t.label), Basis: h.cite(ctx, h.basis(t)), State: "later"}
		mine := func(event string) bool { return slices.Contains(t.acts, event) }
		for _, l := range waits {
			if mine(l.Event) {
				x.Links = append(x.Links, l)
			}
		}
		waiting := len(x.Links) > 0
		for _, l := range links {
			if mine(l.Event) {
				x.Links = append(x.Links, l)
			}
		}
		switch p := v.ended(t); {
		case p != nil:
			x.State = "done"
			x.Done = i18n.T(ctx, "penalty.done_by", "event", h.Engine.Book().EventLabel(law.AdminCase, p.Event).In(ctx), "who", p.By(ctx), "at", i18n.DateTime(p.At))
		case v.needless(t.code):
			x.State = "skipped"
		case waiting:
			x.State, current = "waiting", true
		case !current:
			x.State, current = "current", true
		}
		if x.State == "current" || x.State == "later" && len(x.Links) > 0 {
			x.Missing = h.missing(ctx, v, t)
		}
		if t.code == "payment" && x.Done == "" {
			x.Done = v.fineSoFar(ctx)
		}
		x.StateText, x.Tone = h.stateWords(ctx, x.State)
		x.Clock = h.stopped(ctx, v, t, used)
		out = append(out, x)
	}
	return out
}

func (h *HTTP) stateWords(ctx context.Context, state string) (text, tone string) {
	switch state {
	case "done":
		return i18n.T(ctx, "penalty.state.done"), "ok"
	case "current":
		return i18n.T(ctx, "penalty.state.current"), "info"
	case "waiting":
		return i18n.T(ctx, "penalty.state.waiting"), "warn"
	case "skipped":
		return i18n.T(ctx, "penalty.state.skipped"), ""
	}
	return i18n.T(ctx, "penalty.state.later"), ""
}

// needless: a collective discussion is asked of complex or major cases (APL 57); a decision without a penalty has
// nothing to be paid or executed.
func (v *view) needless(code string) bool {
	d := v.File.DecisionOf(v.Case.ID)
	switch code {
	case "discussion":
		return !v.Case.ComplexOrMajor
	case "payment":
		return d != nil && d.Kind != "PENALTY" && v.ended(task{ends: []string{"admin_decision.made"}}) != nil
	}
	return false
}

// missing are the guards of a task that the file shows as unmet.
func (h *HTTP) missing(ctx context.Context, v *view, t task) []views.Rule {
	unmet := map[string]bool{}
	for _, x := range tasks() {
		switch done := v.ended(x) != nil; x.code {
		case "defence":
			unmet["prior_notice_and_defence_done"] = !done
		case "review":
			unmet["legal_review_passed_if_required"] = !done
		case "discussion":
			unmet["collective_discussion_recorded"] = !done && v.Case.ComplexOrMajor
		}
	}
	var out []views.Rule
	for _, id := range t.needs {
		if r := h.rule(ctx, id); r != nil && unmet[id] {
			out = append(out, *r)
		}
	}
	return out
}

// cite writes an article in the reader's language.
func (h *HTTP) cite(ctx context.Context, basis string) string {
	return h.Engine.Book().Cite(ctx, basis)
}

// basis is the article of the first act that ends the task.
func (h *HTTP) basis(t task) string {
	for _, row := range h.Engine.Book().Event(t.ends[0]) {
		if row.Entity == law.AdminCase {
			return row.Basis
		}
	}
	return ""
}

// stopped is the running clock that the acts of a task stop.
func (h *HTTP) stopped(ctx context.Context, v *view, t task, used map[string]bool) *ui.Clock {
	for _, k := range v.File.Clocks {
		if k.TargetKind != "case" || k.TargetID != v.Case.ID || !k.Running() || used[k.Code] {
			continue
		}
		for _, event := range t.acts {
			for _, row := range h.Engine.Book().Event(event) {
				if row.Entity == law.AdminCase && slices.ContainsFunc(row.Stops, func(r law.Ref) bool { return r.Code == k.Code }) {
					used[k.Code] = true
					c := h.Engine.Clock(ctx, k, v.Now)
					return &c
				}
			}
		}
	}
	return nil
}

// fineSoFar says what is paid of a served fine and what is left; empty before that and without a fine.
func (v *view) fineSoFar(ctx context.Context) string {
	paid, left, ok := penalty.Left(v.File, v.Case.ID)
	if !ok {
		return ""
	}
	return i18n.T(ctx, "penalty.paid", "paid", ui.Money(paid.StringFixed(2)), "left", ui.Money(left.StringFixed(2)))
}
