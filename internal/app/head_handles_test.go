package app_test

import (
	"slices"
	"strings"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/law"
)

// TestDuties_AHeadWhoHandlesJudgesNothing: APL 40, 57, 58. A handler who is also the head of the unit accepts no report of his own
// file, and does in one act none of what a head does with it: send it back, ask for its legal review, waive it, propose no penalty.
// The act is refused by its guard, by name, and nothing happens; a head who only supports the file does each of them.
func TestDuties_AHeadWhoHandlesJudgesNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter(toFiling + ";" + withEvidence + ";investigation_report.submitted ch")
	s.decides("investigation_report.submitted", "investigation_report.submitted", "unithead", nil,
		appointed{"handler", "officer2", "unit_head", "", "你是本案主办人员，不得再以"},
		appointed{"support", "intake", "unit_head", "", "你是本案协办人员，不得再以"})

	for _, x := range []struct{ steps, event string }{
		{toConcluded, "admin_case.sent_back"}, {toConcluded, "admin_case.no_penalty_proposed"},
		{toReviewed, "admin_case.legal_review_requested"}, {toReviewed, "admin_case.legal_review_not_required"},
	} {
		t.Run(x.event, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			w := s.matter(x.steps)
			c := w.file().Admin()
			s.alsoHolds(w.login["ch2"], "unit_head")
			s.set(`INSERT INTO case_members (case_id, user_id, part, handled, from_at, to_at, granted_by)
				SELECT $1, id, 'support', 'support', '2026-01-01', '2030-01-01', id FROM users WHERE username = 'unithead'`, c.ID)
			acts := s.number("SELECT count(*) FROM acts")
			both := w.people["ch2"]
			both.Roles = append(slices.Clone(both.Roles), actor.UnitHead)
			w.people["both"] = both
			if err := w.step(law.ScenarioStep{Event: x.event, Who: "both"}); err == nil || !strings.Contains(explain(err), "guard:decider_not_investigator") {
				t.Errorf("the handler: %v", err)
			}
			if s.number("SELECT count(*) FROM acts") != acts {
				t.Error("something was done")
			}
			w.proceed(x.event + " uh")
			if s.number("SELECT count(*) FROM acts") == acts {
				t.Error("the head could not do it")
			}
		})
	}
}
