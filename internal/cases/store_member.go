package cases

import (
	"context"
	"slices"
	"time"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Membership is one person's place on a case.
type Membership struct {
	CaseID, UserID int64
	Part           string
	Lead           bool
	FromAt         time.Time
	ToAt           time.Time `gorm:"default:(-)"` // zero: for ever
	GrantedBy      int64
	Basis          string
	Marking        int16
	Handled        string
}

// TableName is the table of members.
func (Membership) TableName() string { return "case_members" }

// PutMembers names persons on a case. What somebody handled or supported once stays on record (appointments.csv).
// Who is there already begins where he began; whether he leads is said anew.
func PutMembers(ctx context.Context, tx *audit.Tx, members ...Membership) error {
	return putMembers(ctx, tx, gorm.Expr("excluded.lead"), members)
}

// AddMembers is PutMembers, but who leads goes on leading.
func AddMembers(ctx context.Context, tx *audit.Tx, members ...Membership) error {
	return putMembers(ctx, tx, gorm.Expr("case_members.lead OR excluded.lead"), members)
}

func putMembers(ctx context.Context, tx *audit.Tx, lead clause.Expr, members []Membership) error {
	var rows []Membership
	for _, m := range members {
		if slices.ContainsFunc(rows, func(r Membership) bool { return r.CaseID == m.CaseID && r.UserID == m.UserID }) {
			continue // named twice: the first counts
		}
		m.FromAt, m.GrantedBy = tx.Now, tx.Who.UserID
		if m.Part != "reader" {
			m.Handled = m.Part
		}
		rows = append(rows, m)
	}
	again := clause.OnConflict{Columns: []clause.Column{{Name: "case_id"}, {Name: "user_id"}}, DoUpdates: append(
		clause.AssignmentColumns([]string{"part", "to_at", "granted_by", "basis", "marking"}), database.Set{
			"lead":    lead,
			"from_at": gorm.Expr("CASE WHEN case_members.to_at > excluded.from_at THEN case_members.from_at ELSE excluded.from_at END"),
			"handled": gorm.Expr("CASE 'handler' WHEN case_members.handled THEN 'handler' ELSE coalesce(nullif(excluded.handled, ''), case_members.handled) END"),
		}.Assignments()...)}
	return database.CreateAll(ctx, tx, rows, again)
}

// putReader never lowers a part that the person already has.
func putReader(ctx context.Context, tx *audit.Tx, m Membership) error {
	n, err := gorm.G[Membership](tx.Gorm()).Where("case_id = ? AND user_id = ? AND to_at > ? AND part <> 'reader'", m.CaseID, m.UserID, tx.Now).Count(ctx, "*")
	if err != nil || n > 0 {
		return err
	}
	return PutMembers(ctx, tx, m)
}

// endHandlers ends the handlers of a case who are named no more.
func endHandlers(ctx context.Context, tx *audit.Tx, caseID int64, keep []int64) error {
	_, err := gorm.G[Membership](tx.Gorm()).Where("case_id = ? AND part = 'handler' AND to_at > ? AND NOT user_id = ANY(?)", caseID, tx.Now,
		database.IDs(keep)).Set(database.Set{"to_at": tx.Now}).Update(ctx)
	return err
}

// endMember ends a membership now.
func endMember(ctx context.Context, tx *audit.Tx, caseID, userID int64) error {
	n, err := gorm.G[Membership](tx.Gorm()).Where("case_id = ? AND user_id = ? AND to_at > ?", caseID, userID, tx.Now).
		Set(database.Set{"to_at": tx.Now}).Update(ctx)
	return database.OneOr(n, err, errs.New(errs.Conflict, "cases.not_a_member"))
}
