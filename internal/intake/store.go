package intake

import (
	"context"
	"time"

	"gorm.io/gorm"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// tipRow is a tip; who gave it lies in the vault.
type tipRow struct {
	ID                  int64 `gorm:"primaryKey"`
	Ref                 string
	AgencyID, UnitID    int64
	Channel, SourceKind string
	ReceivedAt          time.Time
	Subject, Summary    string
	PartyName, Mineral  string
	HasInformant        bool
	PublicCase, State   string
	Marking             int16
	CreatedBy           int64
}

func (tipRow) TableName() string { return "tips" }

func insertTip(ctx context.Context, tx *audit.Tx, ref string, in TipInput) (id int64, err error) {
	row := tipRow{Ref: ref, AgencyID: tx.Who.AgencyID, UnitID: tx.Who.UnitID, Channel: in.Channel, SourceKind: in.SourceKind, ReceivedAt: in.ReceivedAt,
		Subject: in.Subject, Summary: in.Summary, PartyName: in.PartyName, Mineral: in.Mineral, HasInformant: in.Informant != nil,
		PublicCase: in.PublicCase, State: "NEW", Marking: int16(in.Marking), CreatedBy: tx.Who.UserID}
	err = gorm.G[tipRow](tx.Gorm()).Create(ctx, &row)
	return row.ID, err
}

// setTip moves a locked tip on and returns the unit whose chain it stands in.
func setTip(ctx context.Context, tx *audit.Tx, id int64, state, reason string) (unit int64, err error) {
	rows, err := database.Changed[tipRow](ctx, tx, database.Set{"state": state, "reason": reason, "version": database.Next("version"),
		"triaged_by": tx.Who.UserID, "triaged_at": tx.Now}, []string{"unit_id"}, "id = ?", id)
	if err := database.OneOr(len(rows), err, errs.New(errs.Conflict, "procedure.stale")); err != nil {
		return 0, err
	}
	return rows[0].UnitID, nil
}
