package referral

import (
	"slices"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

func (t tables) conditions() map[string]procedure.Cond {
	return map[string]procedure.Cond{
		"destination_criminal":       func(a *act, f *file) bool { r := of(a, f); return r != nil && r.Destination != StateSecurity },
		"destination_state_security": func(a *act, f *file) bool { r := of(a, f); return r != nil && r.Destination == StateSecurity },
		"examination_done":           examinationDone,
		"referral_not_approved":      func(a *act, _ *file) bool { return t.book().Is(law.Referral, a.From, law.Refused) },
		"penalty_decided":            penaltyDecided,
		"items_not_handed_over":      t.toHandOver,
		"no_penalty_due_after_end":   noPenaltyDue,
	}
}

// toHandOver: the other side filed, and the things were not handed over yet.
func (t tables) toHandOver(a *act, f *file) bool {
	r := of(a, f)
	return r != nil && t.book().Is(law.Referral, r.State, law.ToHandOver)
}

// penaltyDecided: a penalty of the case that a referral is opened from is in force; a later annulment undid it.
func penaltyDecided(a *act, f *file) bool {
	d := f.DecisionOf(a.Parent.ID)
	return d != nil && d.Kind == "PENALTY" && !f.Undone(d)
}

// examinationDone: D310 6. An inspection record or appraisal opinion is on the origin file, or an item came back from
// its examination.
func examinationDone(a *act, f *file) bool {
	r := of(a, f)
	if r == nil {
		return false
	}
	for _, e := range f.ItemsOf(r.FromCaseID) {
		if e.Kind == "appraisal_opinion" || e.Kind == "inspection_record" ||
			f.LastOn(matter.Target{Entity: law.Evidence, ID: e.ID}, "evidence.returned_from_appraisal") != nil {
			return true
		}
	}
	return false
}

// endings are the acts that end a criminal case without a judgment and say whether a penalty is due.
var endings = []string{"criminal_case.withdrawn", "non_prosecution.decided"}

// noPenaltyDue: APL 27, 35. On the ending act its own answer; on the referral the last ending of its criminal case.
func noPenaltyDue(a *act, f *file) bool {
	if a.Target.Entity == law.CriminalCase {
		return !a.Input.Bool("penalty_due")
	}
	c := f.CriminalOf(a.Target.ID)
	if c == nil {
		return false
	}
	for i := len(f.Acts) - 1; i >= 0; i-- {
		p := &f.Acts[i]
		if p.Entity != law.CriminalCase || p.TargetID != c.ID {
			continue
		}
		if p.Event == "criminal_judgment.effective" {
			return false
		}
		if slices.Contains(endings, p.Event) {
			return !p.Input.Bool("penalty_due")
		}
	}
	return false
}
