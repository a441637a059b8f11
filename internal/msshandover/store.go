package msshandover

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// row is a pointer-only handover to state security.
type row struct {
	ID                 int64 `gorm:"primaryKey"`
	Ref                string
	MatterID, CaseID   int64
	FromAgencyID       int64
	State              string
	Indicators         database.Texts `gorm:"type:text[]"`
	RegisterNo, Holder string
	OpenedAt           time.Time
}

func (row) TableName() string { return "mss_handovers" }

func insertHandover(ctx context.Context, tx *audit.Tx, r row) (int64, error) {
	r.Holder, r.OpenedAt = tx.Who.UnitName, tx.Now
	if err := gorm.G[row](tx.Gorm()).Create(ctx, &r); err != nil {
		return 0, fmt.Errorf("msshandover: insert: %w", err)
	}
	return r.ID, nil
}

// set changes columns of the handover, which the act has locked.
func set(tx *audit.Tx, id int64, columns database.Set) {
	gone := errs.New(errs.Conflict, "procedure.stale")
	database.ChangeLater[row](tx, database.Exactly(gone), columns, "id = ?", id)
}
