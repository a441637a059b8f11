package goods

import (
	"context"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/quantity"
)

func insertItem(ctx context.Context, tx *audit.Tx, ref string, caseID int64, x item) (id int64, err error) {
	err = tx.QueryRow(ctx,
		`INSERT INTO goods_items (ref, case_id, name, mineral, form, purity, act_on, control_code, control_basis, control_state, hs_declared, hs_found, quantity,
			unit, net_mg,
  value_fen, value_method, licence_state, licence_note, created_by, created_at, listed_item)
VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13::text::numeric,$14,$15,$16,$17,$18,$19,$20,$21,$22) RETURNING id`,
		ref, caseID, x.Name, x.Mineral, x.Form, x.Purity, quantity.DayOf(x.ActOn), x.code, x.basis, x.state, x.HSDeclared, x.HSFound, x.quantity, x.Unit, x.net,
		x.value, x.ValueMethod, x.LicenceState, x.LicenceNote, tx.Who.UserID, tx.Now, x.Listed).Scan(&id)
	return id, err
}

func updateItem(ctx context.Context, tx *audit.Tx, ref string, caseID int64, x item) (id int64, err error) {
	err = tx.QueryRow(ctx,
		`UPDATE goods_items
			SET name = $4, mineral = $5, form = $6, purity = $7, act_on = $8, control_code = $9, control_basis = $10, control_state = $11, hs_declared = $12,
  hs_found = $13, quantity = $14::text::numeric, unit = $15, net_mg = $16, value_fen = $17, value_method = $18, licence_state = $19, licence_note = $20,
    listed_item = $21, version = version + 1
WHERE ref = $1 AND case_id = $2 AND version = $3 AND removed_at IS NULL RETURNING id`,
		ref, caseID, x.Version, x.Name, x.Mineral, x.Form, x.Purity, quantity.DayOf(x.ActOn), x.code, x.basis, x.state, x.HSDeclared, x.HSFound, x.quantity, x.Unit,
		x.net, x.value, x.ValueMethod, x.LicenceState, x.LicenceNote, x.Listed).Scan(&id)
	if database.NoRows(err) {
		return 0, missing(ctx, tx, ref, caseID)
	}
	return id, err
}

// missing tells a stale page from an item that is not there.
func missing(ctx context.Context, tx *audit.Tx, ref string, caseID int64) error {
	var n int
	if err := tx.QueryRow(ctx, "SELECT count(*) FROM goods_items WHERE ref = $1 AND case_id = $2 AND removed_at IS NULL", ref, caseID).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	return errs.New(errs.Conflict, "procedure.stale")
}

func removeItem(ctx context.Context, tx *audit.Tx, ref string, caseID int64) (id int64, name string, err error) {
	err = tx.QueryRow(ctx,
		"UPDATE goods_items SET removed_at = $3, version = version + 1 WHERE ref = $1 AND case_id = $2 AND removed_at IS NULL RETURNING id, name", ref, caseID,
		tx.Now).Scan(&id, &name)
	if database.NoRows(err) {
		return 0, "", errs.New(errs.NotFound, "errs.not_found")
	}
	if err != nil {
		return 0, "", err
	}
	_, err = tx.Exec(ctx, "UPDATE goods_routes SET removed_at = $2 WHERE item_id = $1 AND removed_at IS NULL", id, tx.Now)
	return id, name, err
}

func insertRoute(ctx context.Context, tx *audit.Tx, caseID int64, in RouteInput, net *quantity.Mg) (id int64, err error) {
	var goods *int64
	if in.Item != "" {
		var g int64
		err = tx.QueryRow(ctx, "SELECT id FROM goods_items WHERE ref = $1 AND case_id = $2 AND removed_at IS NULL", in.Item, caseID).Scan(&g)
		if database.NoRows(err) {
			return 0, errs.Invalid(errs.Field{Name: "item", Key: "form.reference"})
		}
		if err != nil {
			return 0, err
		}
		goods = &g
	}
	err = tx.QueryRow(ctx, `INSERT INTO goods_routes (case_id, item_id, origin, exit_port, transit, destination, net_mg, status, source, created_by, created_at)
VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) RETURNING id`,
		caseID, goods, in.Origin, in.ExitPort, in.Transit, in.Destination, net, in.Status, in.Source, tx.Who.UserID, tx.Now).Scan(&id)
	return id, err
}

func removeRoute(ctx context.Context, tx *audit.Tx, caseID, id int64) error {
	n, err := tx.Exec(ctx, "UPDATE goods_routes SET removed_at = $3 WHERE id = $1 AND case_id = $2 AND removed_at IS NULL", id, caseID, tx.Now)
	if err == nil && n == 0 {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	return err
}
