package penalty

import (
	"context"

	"touchstone/internal/canon"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
)

// seenNotice is the notice behind a penalty: what was proposed to the party in this round of the case.
func (c calculator) seenNotice(_ context.Context, s *procedure.Sight) {
	if !s.Own || s.Proposal.Event == "penalty_prior_notice.approved" {
		return
	}
	if past := s.File.LastIn(s.Case, "penalty_prior_notice.approved"); past != nil {
		s.Answers(past.Form(c.book()), "penalty", past.RowID, past.Input)
	}
}

// seenDecision is the newest one of the file, on which its end and its review rest.
func seenDecision(_ context.Context, s *procedure.Sight) {
	if !s.Own {
		return
	}
	x := s.File.DecisionOf(s.Case.ID)
	if x == nil {
		return
	}
	s.Under("decision", func() {
		s.Coded("kind", "decision_kind", x.Kind)
		s.Moment("made_at", &x.MadeAt)
		s.Fact("violation", procedure.KindLaw, x.Violation)
		s.Fact("sanctions", procedure.KindEnum+"sanction", x.Sanctions...)
		s.Fen("fine_fen", some(x.Fine))
		s.Fen("confiscated_fen", some(x.Confiscated))
		s.Text("deviation", x.Deviation)
		s.Text("reasons", x.Reasons)
		if x.Calculation != "" && x.Calculation != "{}" {
			s.Fact("calculation", procedure.KindDigest, canon.New("approval.calculation").Str(x.Calculation).Sum())
		}
	})
}

// some is an amount where there is one.
func some(f quantity.Fen) *quantity.Fen {
	if !f.IsPositive() {
		return nil
	}
	return &f
}
