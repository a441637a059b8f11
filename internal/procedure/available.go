package procedure

import (
	"slices"

	"touchstone/internal/actor"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Step is one act that a person could do now.
type Step struct {
	Row       *law.Act
	Variants  []*law.Act // rows of the same event that differ only by variant
	Proposing bool       // another person will decide
	Built     bool
	Waits     *matter.Proposal // it was proposed already and waits for its decision
	Returned  *matter.Proposal // it was proposed and came back
	// Required tells a lawful main-line step (a transition) from a recorded event.
	Required bool

	ends, wants bool // leads to an end of the object; a document it rests on is not there yet
}

// Steps lists what a person may do to an object in its present state, the way on first (see order), in table order.
// They are the same role rule and the same standing guards that would refuse the click. What waits as a proposal is no
// step of anybody's but its deciders' (see Proposed).
func (e *Engine) Steps(who actor.Actor, t matter.Target, f *matter.File) []Step {
	return slices.DeleteFunc(e.steps(who, t, f), func(s Step) bool { return s.Waits != nil })
}

// Proposed lists what a person could do to an object if it did not wait as a proposal already.
func (e *Engine) Proposed(who actor.Actor, t matter.Target, f *matter.File) []Step {
	return slices.DeleteFunc(e.steps(who, t, f), func(s Step) bool { return s.Waits == nil })
}

func (e *Engine) steps(who actor.Actor, t matter.Target, f *matter.File) []Step {
	var out []Step
	seen := map[string]int{}
	for _, row := range e.book().At(t.Entity, f.State(t)) {
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
		if _, err := e.reg.PlayRole(who, allowed, f, false); err != nil {
			continue
		}
		if e.ruledOut(&Act{Row: row, Target: t, Who: who, From: f.State(t), Input: law.Values{}}, f) {
			continue
		}
		var waits, returned *matter.Proposal
		if e.proposes(row) {
			waits, returned = f.Open(t, row.Event), f.Returned(t, row.Event)
		}
		if i, ok := seen[row.Event]; ok {
			out[i].Variants = append(out[i].Variants, row)
			continue
		}
		seen[row.Event] = len(out)
		out = append(out, Step{Row: row, Variants: []*law.Act{row}, Proposing: proposing, Built: e.reg.Built(row), Required: row.Transition, Waits: waits,
			Returned: returned, ends: e.ends(t.Entity, row.To), wants: e.requireDocs(&Act{Row: row, Target: t, Who: who, From: f.State(t), Input: law.Values{}},
				f) != nil})
	}
	slices.SortStableFunc(out, func(a, b Step) int { return order(a) - order(b) })
	return out
}

// Admitted tells whether the present state of an object admits a row.
func (e *Engine) Admitted(t matter.Target, f *matter.File, rowID string) bool {
	row := e.book().Act(rowID)
	return row != nil && row.Admits(f.State(t))
}

// proposes tells a row that leaves a proposal behind: it is decided by another person, or what follows from it is.
func (e *Engine) proposes(row *law.Act) bool {
	return row.FourEyes || len(DecidedBy(e.book(), row.ID)) > 0
}

// ruledOut tells whether a standing guard refuses an act before anything is typed: nothing in its form would mend that.
func (e *Engine) ruledOut(a *Act, f *matter.File) bool {
	return slices.ContainsFunc(a.Row.Guards, func(g *law.Guard) bool {
		judged := g.Standing == law.ByRound || g.Standing == law.ByFile && f.Whole
		guard, built := e.reg.guards[g.ID]
		return judged && built && guard(a, f).Failed
	})
}

func (e *Engine) ends(m law.Machine, state string) bool {
	s := e.book().State(m, state)
	return s != nil && s.Terminal
}

// order: what moves the object on, what ends it, what is only recorded, what cannot be done yet. A way out is never
// offered before the way on, and a service never before there is something to serve.
func order(s Step) int {
	switch {
	case !s.Built:
		return 4
	case s.wants:
		return 3
	case s.Required && !s.ends:
		return 0
	case s.Required:
		return 1
	}
	return 2
}

// NextFor tells, without names, who could move an object on when the reader cannot: the proposers or deciders of the
// main-line steps that the file admits; of one that is proposed already, who decides it.
func (e *Engine) NextFor(t matter.Target, f *matter.File) []actor.Role {
	var out, all []actor.Role
	for _, row := range e.book().At(t.Entity, f.State(t)) {
		if !row.Transition || !e.reg.Built(row) {
			continue
		}
		roles := row.DeciderRoles
		if p := f.Open(t, row.Event); p != nil && e.proposes(row) {
			roles = p.Roles
		} else if Proposed(row) {
			roles = row.ProposerRoles
		}
		all = joined(all, roles)
		if !e.ruledOut(&Act{Row: row, Target: t, From: f.State(t), Input: law.Values{}}, f) {
			out = joined(out, roles)
		}
	}
	if len(out) == 0 {
		out = all
	}
	return e.atEnds(out, t, f)
}

// atEnds leaves out roles that neither end of a referral has: one that goes to the police does not wait for state security.
func (e *Engine) atEnds(roles []actor.Role, t matter.Target, f *matter.File) []actor.Role {
	r := f.Referral(t.ID)
	if t.Entity != law.Referral || r == nil {
		return roles
	}
	from, to := f.Agencies[r.FromAgencyID].Kind, f.Agencies[r.ToAgencyID].Kind
	if from == "" || to == "" {
		return roles
	}
	return slices.DeleteFunc(slices.Clone(roles), func(role actor.Role) bool {
		info := e.book().Role(role)
		return info != nil && len(info.AgencyKinds) > 0 && !slices.ContainsFunc(info.AgencyKinds, func(k string) bool { return k == from || k == to || k == "*" })
	})
}

func joined(out, more []actor.Role) []actor.Role {
	for _, r := range more {
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

// Ahead lists the rows that move an object on from its present state, whoever takes them.
func (e *Engine) Ahead(t matter.Target, f *matter.File) []*law.Act {
	var out []*law.Act
	for _, row := range e.book().At(t.Entity, f.State(t)) {
		if row.Transition && !row.Creates() && e.reg.Built(row) && !e.ends(t.Entity, row.To) {
			out = append(out, row)
		}
	}
	return out
}
