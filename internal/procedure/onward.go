package procedure

import (
	"slices"

	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// onward orders the rows that would decide a proposal: the way on first, what leads back or ends after it.
func (e *Engine) Outcomes(p *Approval, f *matter.File) []*law.Act {
	return e.wayOn(e.Options(p, f), f.State(p.Target()))
}

// sendsBack tells a decision that returns or refuses what was proposed, with a reason by its code.
func sendsBack(row *law.Act) bool {
	return row.Form != nil && row.Form.Field("reason_code") != nil
}

// SendsBack lists the deciding events by which a proposal comes back to whoever made it.
func (e *Engine) SendsBack() []string {
	var out []string
	for _, row := range e.book().Acts {
		if row.ProposalAct == "" {
			continue
		}
		if rows := e.wayOn(DecidedBy(e.book(), row.ProposalAct), row.From[0]); len(rows) > 1 && rows[0] != row && !e.ends(row.Entity, row.To) && !slices.Contains(out,
			row.Event) {
			out = append(out, row.Event)
		}
	}
	return out
}

// wayOn orders rows: what moves an object on from a state, what leads back, what ends it.
func (e *Engine) wayOn(rows []*law.Act, from string) []*law.Act {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b *law.Act) int { return e.rank(a, from) - e.rank(b, from) })
	return rows
}

// Where a row leads from a state.
const (
	leadsOn = iota
	leadsBack
	endsIt
)

func (e *Engine) rank(row *law.Act, from string) int {
	at := func(state string) int {
		return slices.IndexFunc(e.book().States, func(s *law.State) bool { return s.Machine == row.Entity && s.Code == state })
	}
	switch {
	case sendsBack(row), row.To != "" && at(row.To) <= at(from):
		return leadsBack
	case e.ends(row.Entity, row.To):
		return endsIt
	}
	return leadsOn
}

// Onward are the acts by which an object goes on from a state, or ends where nothing leads further; none where the
// tables know only ways back.
func (e *Engine) Onward(m law.Machine, state string) []*law.Act {
	var rows []*law.Act
	for _, row := range e.book().Acts {
		if row.Entity == m && row.Transition && slices.Contains(row.From, state) {
			rows = append(rows, row)
		}
	}
	rows = e.wayOn(rows, state)
	if len(rows) == 0 || e.rank(rows[0], state) == leadsBack {
		return nil
	}
	best := e.rank(rows[0], state)
	return slices.DeleteFunc(rows, func(row *law.Act) bool { return e.rank(row, state) != best })
}
