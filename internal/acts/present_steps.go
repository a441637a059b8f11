package acts

import (
	"context"
	"slices"

	"touchstone/internal/actor"
	"touchstone/internal/entity"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/views/ui"
)

// Links presents the acts that a person may do to an object now, each with the address of its form. keep picks among
// them (nil: all); acts that are not built yet are left out.
func (e *Desk) Links(ctx context.Context, who actor.Actor, t matter.Target, f *matter.File, keep func(*law.Act) bool) []ui.Step {
	var out []ui.Step
	for _, s := range e.Steps(who, t, f) {
		if !s.Built || keep != nil && !keep(s.Row) {
			continue
		}
		step := e.Link(ctx, who, t, f, s)
		if s.Proposing && step.Tag == nil {
			step.Hint = i18n.T(ctx, "act.form.two_persons", "roles", e.RoleNames(ctx, s.Row.DeciderRoles))
		}
		out = append(out, step)
	}
	return out
}

// Link presents one act with the address of its form. Who proposed it and had it sent back is led to what was said to
// that: the way to propose it anew stands there.
func (e *Desk) Link(ctx context.Context, who actor.Actor, t matter.Target, f *matter.File, s procedure.Step) ui.Step {
	step := ui.Step{Label: s.Row.Label.In(ctx), Event: s.Row.Event, Href: entity.Of(t.Entity).Address(f.Ref(t)) + "/acts/" + s.Row.Event,
		State: "todo"}
	if !s.Required {
		step.State = "optional"
	}
	if p := s.Returned; p != nil && p.ProposerID == who.UserID {
		step.Label, step.Href = i18n.T(ctx, "act.again", "act", step.Label), "/approvals/"+p.Ref
		step.Short = i18n.T(ctx, "act.approval.again")
		step.Tag = &ui.Tag{Label: i18n.T(ctx, "ui.task.returned"), Tone: "warn"}
	}
	return step
}

// WaitingOn presents what waits for a decision on one object: of the proposals that the reader may see, with the way to
// each; of the others only that they wait, and only to who might otherwise propose the same.
func (e *Desk) WaitingOn(ctx context.Context, who actor.Actor, t matter.Target, f *matter.File, seen []procedure.Waiting, may bool) []ui.Step {
	on := func(w procedure.Waiting) bool { return w.Entity == t.Entity && w.TargetID == t.ID }
	out := e.WaitingSteps(ctx, seen, on)
	if !may {
		return out
	}
	for _, s := range e.Proposed(who, t, f) {
		if s.Built && !slices.ContainsFunc(seen, func(w procedure.Waiting) bool { return on(w) && w.Event == s.Row.Event }) {
			out = append(out, e.Unseen(ctx, s.Waits))
		}
	}
	return out
}

// Unseen presents a proposal that waits and that the reader may not open.
func (e *Desk) Unseen(ctx context.Context, p *matter.Proposal) ui.Step {
	return ui.Step{Label: e.Sought(ctx, p.RowID), Event: p.Event, State: "waiting", Hint: i18n.T(ctx, "act.waiting.for", "roles", e.RoleNames(ctx, p.Roles))}
}

// WaitingSteps presents open proposals as steps that lead to their approvals.
func (e *Desk) WaitingSteps(ctx context.Context, list []procedure.Waiting, keep func(procedure.Waiting) bool) []ui.Step {
	var out []ui.Step
	for _, w := range list {
		if !keep(w) {
			continue
		}
		out = append(out, ui.Step{Label: e.Sought(ctx, w.RowID), Event: w.Event, Href: "/approvals/" + w.Ref, State: "waiting",
			Hint: i18n.T(ctx, "act.waiting.by", "who", i18n.Name(ctx, w.ProposerZH, w.ProposerEN), "roles", e.RoleNames(ctx, w.Roles))})
	}
	return out
}
