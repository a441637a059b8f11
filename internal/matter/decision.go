package matter

import (
	"time"

	"touchstone/internal/law"
	"touchstone/internal/quantity"
)

// Decision is an administrative decision.
type Decision struct {
	ID, CaseID                    int64
	Kind                          string
	Sanctions                     []string
	Fine, Confiscated             quantity.Fen
	MadeAt                        time.Time
	Violation, Deviation, Reasons string
	Calculation                   string
}

// DecisionOf returns the newest decision of a case, or nil.
func (f *File) DecisionOf(caseID int64) *Decision {
	for i := len(f.Decisions) - 1; i >= 0; i-- {
		if f.Decisions[i].CaseID == caseID {
			return &f.Decisions[i]
		}
	}
	return nil
}

// Undone tells whether a decision was changed or annulled after it was made (APL 48, 75).
func (f *File) Undone(d *Decision) bool {
	p := f.LastOn(Target{law.AdminCase, d.CaseID}, "admin_decision.changed_or_annulled")
	return p != nil && !p.At.Before(d.MadeAt)
}
