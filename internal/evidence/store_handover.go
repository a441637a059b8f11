package evidence

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/matter"
	"touchstone/internal/quantity"
)

// listRow is a list on which items go from one organ to another.
type listRow struct {
	ID                       int64 `gorm:"primaryKey"`
	Ref                      string
	MatterID, CaseID         int64
	ReferralID               *int64
	FromAgencyID, ToAgencyID int64
	State, Carrier           string
	OfferedBy                int64
	OfferedAt                time.Time
}

func (listRow) TableName() string { return "handovers" }

func insertList(ctx context.Context, tx *audit.Tx, row listRow) (int64, error) {
	row.State, row.OfferedAt = "OFFERED", tx.Now
	err := gorm.G[listRow](tx.Gorm()).Create(ctx, &row)
	return row.ID, err
}

// listedRow is an item on a list: what the list says of it, and what the receiver said and found.
type listedRow struct {
	HandoverID, EvidenceID int64
	ListedQuantity         *string
	ListedMg               *quantity.Mg
	ListedSeal             *string
}

func (listedRow) TableName() string { return "handover_items" }

// putOnList writes down what the list says of the item: what is recorded of it now.
func putOnList(ctx context.Context, tx *audit.Tx, list int64, e *matter.Evidence) error {
	return gorm.G[listedRow](tx.Gorm()).Create(ctx, &listedRow{HandoverID: list, EvidenceID: e.ID, ListedQuantity: database.NotZero(e.Quantity),
		ListedMg: e.Gross, ListedSeal: &e.SealNo})
}

// openList finds a list of the same person, case and direction that is still being filled.
func openList(ctx context.Context, tx *audit.Tx, ref string, caseID, to int64) (int64, error) {
	row, err := gorm.G[listRow](tx.Gorm(), clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where("ref = ? AND case_id = ? AND to_agency_id = ? AND offered_by = ? AND state = 'OFFERED'", ref, caseID, to, tx.Who.UserID).Take(ctx)
	if database.NoRows(err) {
		return 0, errs.Invalid(errs.Field{Name: FieldList, Key: "form.reference"})
	}
	return row.ID, err
}

// answer notes what the receiver said about an item and found of it, beside what the list says, and closes lists on
// which nothing waits any more.
func answer(ctx context.Context, tx *audit.Tx, item int64, outcome, note string, found Measured) error {
	rows, err := database.Changed[listedRow](ctx, tx, database.Set{"outcome": outcome, "note": note, "counted_quantity": database.NotZero(found.Quantity),
		"counted_mg": found.Gross, "counted_seal": database.NotZero(found.SealNo)}, []string{"handover_id"}, `evidence_id = ? AND outcome = ''
  AND handover_id = (SELECT max(h.id) FROM handovers h JOIN handover_items i ON i.handover_id = h.id WHERE i.evidence_id = ? AND i.outcome = ''
    AND h.state = 'OFFERED')`, item, item)
	if err := database.One(len(rows), err); err != nil {
		return fmt.Errorf("evidence: answer item %d: %w", item, err)
	}
	list := rows[0].HandoverID
	_, err = gorm.G[listRow](tx.Gorm()).Where("id = ? AND NOT EXISTS (SELECT FROM handover_items WHERE handover_id = ? AND outcome = '')", list, list).
		Set(database.Set{"state": "CLOSED", "closed_at": tx.Now}).Update(ctx)
	return err
}
