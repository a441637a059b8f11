package cases

import (
	"context"

	"gorm.io/gorm"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/matter"
)

// putReader never lowers a part that the person already has.
func putReader(ctx context.Context, tx *audit.Tx, m matter.Membership) error {
	n, err := gorm.G[matter.Membership](tx.Gorm()).
		Where("case_id = ? AND user_id = ? AND to_at > ? AND part <> 'reader'", m.CaseID, m.UserID, tx.Now).Count(ctx, "*")
	if err != nil || n > 0 {
		return err
	}
	return matter.PutMembers(ctx, tx, m)
}

// endHandlers ends the handlers of a case who are named no more.
func endHandlers(ctx context.Context, tx *audit.Tx, caseID int64, keep []int64) error {
	_, err := gorm.G[matter.Membership](tx.Gorm()).Where("case_id = ? AND part = 'handler' AND to_at > ? AND NOT user_id = ANY(?)", caseID, tx.Now,
		database.IDs(keep)).Set(database.Set{"to_at": tx.Now}).Update(ctx)
	return err
}

// endMember ends a membership now.
func endMember(ctx context.Context, tx *audit.Tx, caseID, userID int64) error {
	n, err := gorm.G[matter.Membership](tx.Gorm()).Where("case_id = ? AND user_id = ? AND to_at > ?", caseID, userID, tx.Now).
		Set(database.Set{"to_at": tx.Now}).Update(ctx)
	return database.OneOr(n, err, errs.New(errs.Conflict, "cases.not_a_member"))
}

// rootOf reads a case that is locked.
func rootOf(ctx context.Context, tx *audit.Tx, id int64) (root, error) {
	r := root{ID: id}
	err := tx.QueryRow(ctx, "SELECT matter_id, lead_agency_id, org_unit_id, ref, title, state, machine, marking, version FROM cases WHERE id = $1", id).
		Scan(&r.MatterID, &r.AgencyID, &r.UnitID, &r.Ref, &r.Title, &r.State, &r.Machine, &r.Marking, &r.Version)
	if database.NoRows(err) {
		return r, errs.New(errs.NotFound, "errs.not_found")
	}
	return r, err
}
