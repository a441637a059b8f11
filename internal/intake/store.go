package intake

import (
	"context"

	"touchstone/internal/audit"
	"touchstone/internal/errs"
)

func insertTip(ctx context.Context, tx *audit.Tx, ref string, in TipInput) (id int64, err error) {
	err = tx.QueryRow(ctx, `INSERT INTO tips (ref, agency_id, unit_id, channel, source_kind, received_at, subject, summary, party_name, mineral, has_informant,
  public_case, state, marking, created_by) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,'NEW',$13,$14) RETURNING id`,
		ref, tx.Who.AgencyID, tx.Who.UnitID, in.Channel, in.SourceKind, in.ReceivedAt, in.Subject, in.Summary, in.PartyName, in.Mineral, in.Informant != nil,
		in.PublicCase, int16(in.Marking), tx.Who.UserID).Scan(&id)
	return id, err
}

// setTip moves a locked tip on and returns the unit whose chain it stands in.
func setTip(ctx context.Context, tx *audit.Tx, id int64, state, reason string) (unit int64, err error) {
	n, err := tx.Exec(ctx, "UPDATE tips SET state = $2, reason = $3, version = version + 1, triaged_by = $4, triaged_at = $5 WHERE id = $1", id, state, reason,
		tx.Who.UserID, tx.Now)
	if err == nil && n != 1 {
		err = errs.New(errs.Conflict, "procedure.stale")
	}
	if err != nil {
		return 0, err
	}
	err = tx.QueryRow(ctx, "SELECT unit_id FROM tips WHERE id = $1", id).Scan(&unit)
	return unit, err
}
