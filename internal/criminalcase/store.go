package criminalcase

import (
	"context"

	"gorm.io/gorm"

	"touchstone/internal/audit"
	"touchstone/internal/database"
)

// origin is the referral that a case comes from.
type origin struct{ ID int64 }

func (origin) TableName() string { return "referrals" }

func linkReferral(ctx context.Context, tx *audit.Tx, referral, caseID int64) error {
	return database.One(gorm.G[origin](tx.Gorm()).Where("id = ?", referral).Set(database.Set{"to_case_id": caseID}).Update(ctx))
}
