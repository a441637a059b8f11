package cases

import (
	"context"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/matter"

	"gorm.io/gorm"
)

// putReader never lowers a part that the person already has.
func putReader(ctx context.Context, tx *audit.Tx, m matter.Membership) error {
	n, err := gorm.G[matter.Membership](tx.Gorm()).Where("case_id = ? AND user_id = ? AND to_at > ? AND part <> 'reader'", m.CaseID, m.UserID, tx.Now).Count(ctx,
		"*")
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
