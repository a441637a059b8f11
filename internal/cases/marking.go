package cases

import (
	"context"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
)

// MarkInput changes what a case is marked as. Nil leaves a mark as it is.
type MarkInput struct {
	Marking        *actor.Marking
	Compartmented  *bool
	ComplexOrMajor *bool // the head's finding that a collective discussion is needed (APL 57)
	Reason         string
	Key            audit.Key
}

// Mark changes the marks of a case: its marking, whether only named persons know it, and whether it is complex or
// major. Nobody marks above his own clearance: he would lock himself out of what he decides.
func (d Desk) Mark(ctx context.Context, who actor.Actor, caseID int64, in MarkInput) error {
	if bad := d.Book().Form("case_access").Typed("reason", &in.Reason); bad != nil {
		return bad
	}
	if in.Marking != nil && *in.Marking > who.Clearance {
		return errs.Invalid(errs.Field{Name: "marking", Key: "cases.field.marking_above_clearance"})
	}
	_, err := d.Log.Write(ctx, who, in.Key, func(tx *audit.Tx) error {
		c, err := d.lock(ctx, tx, access.Grant, caseID)
		if err != nil {
			return err
		}
		old, err := setMarks(ctx, tx, c.ID, in)
		if err != nil {
			return err
		}
		Project(d.Book)(tx, []int64{c.ID})
		now := map[string]any{"reason": in.Reason, "before": old}
		if in.Marking != nil {
			now["marking"] = in.Marking.String()
		}
		if in.Compartmented != nil {
			now["compartmented"] = *in.Compartmented
		}
		if in.ComplexOrMajor != nil {
			now["complex_or_major"] = *in.ComplexOrMajor
		}
		return tx.Record(ctx, c.event("case.marked", now))
	})
	return err
}
