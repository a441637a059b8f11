package penalty

import (
	"context"
	"encoding/json"

	"touchstone/internal/audit"
	"touchstone/internal/quantity"
)

type decision struct {
	CaseID, ActID      int64
	Kind, Violation    string
	Sanctions          []string
	Fine, Confiscated  quantity.Fen
	Calculation        map[string]any
	Deviation, Reasons string
}

func insertDecision(ctx context.Context, tx *audit.Tx, d decision) error {
	calc, err := json.Marshal(d.Calculation)
	if err != nil {
		return err
	}
	if d.Sanctions == nil {
		d.Sanctions = []string{}
	}
	_, err = tx.Exec(ctx, `INSERT INTO decisions (case_id, act_id, kind, violation, sanctions, fine_fen, confiscated_fen, calculation, deviation, reasons, made_at)
VALUES ($1,$2,$3,$4,$5,$6,$7,$8::jsonb,$9,$10,$11)`, d.CaseID, d.ActID, d.Kind, d.Violation, d.Sanctions, d.Fine, d.Confiscated, string(calc), d.Deviation,
		d.Reasons, tx.Now)
	return err
}
