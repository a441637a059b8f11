package procedure

import (
	"slices"

	"touchstone/internal/actor"
	"touchstone/internal/law"
)

// Step is one act that a person could do now.
type Step struct {
	Row       *law.Act
	Variants  []*law.Act // rows of the same event that differ only by variant
	Proposing bool       // another person will decide
	Built     bool
	// Required tells a lawful main-line step (a transition) from a recorded event.
	Required bool
}

// Steps lists what a person may do to an object in its present state, main-line steps first, in table order.
// It is the same role rule that would refuse the click.
func (e *Engine) Steps(who actor.Actor, t Target, f *File) []Step {
	var out []Step
	seen := map[string]int{}
	for _, row := range e.book.At(t.Entity, f.state(t)) {
		if row.Creates() {
			continue
		}
		proposing := row.FourEyes && row.ProposalAct == ""
		allowed := row.DeciderRoles
		if proposing {
			allowed = row.ProposerRoles
		}
		if row.FourEyes && row.ProposalAct != "" {
			continue // decided on its approval page
		}
		if _, err := e.reg.playRole(who, allowed, f); err != nil {
			continue
		}
		if i, ok := seen[row.Event]; ok {
			out[i].Variants = append(out[i].Variants, row)
			continue
		}
		seen[row.Event] = len(out)
		out = append(out, Step{Row: row, Variants: []*law.Act{row}, Proposing: proposing, Built: e.reg.Built(row), Required: row.Transition})
	}
	slices.SortStableFunc(out, func(a, b Step) int { return order(a) - order(b) })
	return out
}

func order(s Step) int {
	switch {
	case !s.Built:
		return 2
	case s.Required:
		return 0
	}
	return 1
}

// NextFor tells, without names, who could move an object on when the reader cannot: the deciders of the
// main-line steps.
func (e *Engine) NextFor(t Target, f *File) []actor.Role {
	var out []actor.Role
	for _, row := range e.book.At(t.Entity, f.state(t)) {
		if !row.Transition || !e.reg.Built(row) {
			continue
		}
		roles := row.DeciderRoles
		if row.FourEyes && row.ProposalAct == "" {
			roles = row.ProposerRoles
		}
		for _, r := range roles {
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}
