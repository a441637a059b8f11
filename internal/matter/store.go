package matter

import (
	"context"
	"io"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/ids"
)

// matterRow holds the cases about the same goods together.
type matterRow struct {
	ID       int64 `gorm:"primaryKey"`
	Ref      string
	OpenedAt time.Time
}

func (matterRow) TableName() string { return "matters" }

// Open opens the matter of a case that is the first about its goods.
func Open(ctx context.Context, tx *audit.Tx, random io.Reader) (int64, error) {
	ref, err := ids.NewRef(ids.Matter, random)
	if err != nil {
		return 0, err
	}
	row := matterRow{Ref: ref, OpenedAt: tx.Now}
	err = gorm.G[matterRow](tx.Gorm()).Create(ctx, &row)
	return row.ID, err
}

// NewCase is a case as it begins.
type NewCase struct {
	ID                                           int64 `gorm:"primaryKey"`
	Ref, Machine, State                          string
	MatterID, LeadAgencyID, OrgUnitID            int64
	Marking                                      int16
	Compartmented                                bool
	Title, Summary, Mineral, LeadBasis, Typology string
	SourceKind, PublicCase                       string
	TipID, SourceReferralID                      *int64
	ViolationEndedOn                             *time.Time
	RegisteredAt, UpdatedAt                      time.Time
	CreatedBy                                    int64
}

// TableName is the table of cases.
func (NewCase) TableName() string { return "cases" }

// Insert opens the case in the unit of who acts, and returns its id.
func Insert(ctx context.Context, tx *audit.Tx, n NewCase) (int64, error) {
	n.LeadAgencyID, n.OrgUnitID, n.CreatedBy = tx.Who.AgencyID, tx.Who.UnitID, tx.Who.UserID
	n.RegisteredAt, n.UpdatedAt = tx.Now, tx.Now
	err := gorm.G[NewCase](tx.Gorm()).Create(ctx, &n)
	return n.ID, err
}

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
