package penalty

import (
	"time"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/quantity"
)

// decision is a decision of a case, with how it was counted.
type decision struct {
	ID, CaseID, ActID  int64
	Kind, Violation    string
	Sanctions          database.Texts `gorm:"type:text[]"`
	FineFen            quantity.Fen
	ConfiscatedFen     quantity.Fen
	Calculation        string `gorm:"type:jsonb"`
	Deviation, Reasons string
	MadeAt             time.Time
}

func (decision) TableName() string { return "decisions" }

func insertDecision(tx *audit.Tx, d decision) {
	d.MadeAt = tx.Now
	database.CreateLater(tx, []decision{d})
}
