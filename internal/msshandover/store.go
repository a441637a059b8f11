package msshandover

import (
	"context"
	"fmt"

	"touchstone/internal/audit"
)

func insertHandover(ctx context.Context, tx *audit.Tx, ref, state string, matter, caseID, agency int64, indicators []string, pointer string) (int64, error) {
	var id int64
	err := tx.QueryRow(ctx, `INSERT INTO mss_handovers (ref, matter_id, case_id, from_agency_id, state, indicators, register_no, holder, opened_at)
VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) RETURNING id`, ref, matter, caseID, agency, state, indicators, pointer, tx.Who.UnitName, tx.Now).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("msshandover: insert: %w", err)
	}
	return id, nil
}

func setChannel(ctx context.Context, tx *audit.Tx, id int64, channel string) error {
	_, err := tx.Exec(ctx, "UPDATE mss_handovers SET channel = $2 WHERE id = $1", id, channel)
	return err
}

func setSent(ctx context.Context, tx *audit.Tx, id, to int64, pointer string) error {
	_, err := tx.Exec(ctx, "UPDATE mss_handovers SET to_agency_id = $2, register_no = $3, sent_at = $4 WHERE id = $1", id, to, pointer, tx.Now)
	return err
}

func setExternal(ctx context.Context, tx *audit.Tx, id int64, pointer string) error {
	_, err := tx.Exec(ctx, "UPDATE mss_handovers SET external_ref = $2 WHERE id = $1", id, pointer)
	return err
}
