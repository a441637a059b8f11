package criminalcase

import (
	"context"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
)

// Desk runs the plain use cases of a criminal case.
type Desk struct {
	Log    *audit.Log
	Access *access.Policy
}

// MarkEconomicCrime notes that Gongtongzi [2017] 25 applies, so that the ten and thirty days of the filing review are
// shown as its limits. The three days stay the alarm.
func (d Desk) MarkEconomicCrime(ctx context.Context, who actor.Actor, caseID int64, yes bool, reason string, key audit.Key) error {
	if len([]rune(reason)) < 10 {
		return errs.Invalid(errs.Field{Name: "reason", Key: "form.too_short", Args: []any{"min", 10}})
	}
	_, err := d.Log.Write(ctx, who, key, func(tx *audit.Tx) error {
		l, err := d.Access.Lock(ctx, tx, who, access.Act, access.Target{Kind: access.Case, ID: caseID})
		if err != nil {
			return err
		}
		tx.Chain(audit.Stream(l.Stream), audit.Head(l.Head))
		c, err := setEconomicCrime(ctx, tx, caseID, yes)
		if err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{Stream: audit.CaseStream(caseID), Action: "case.economic_crime_marked", Kind: "case", TargetID: caseID, TargetRef: c.Ref,
			TargetName: c.Title, CaseID: caseID, Details: map[string]any{"economic_crime": yes, "reason": reason}})
	})
	return err
}
