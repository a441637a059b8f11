package cases

import (
	"context"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// countViews counts the views of the person and the shared ones of the unit. Whoever counts waits for whoever saves.
func countViews(ctx context.Context, tx *audit.Tx) (own, unit int, err error) {
	for _, lock := range []struct {
		sql string
		id  int64
	}{{"SELECT id FROM org_units WHERE id = $1 FOR NO KEY UPDATE", tx.Who.UnitID}, {"SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE", tx.Who.UserID}} {
		var id int64
		if err := tx.QueryRow(ctx, lock.sql, lock.id).Scan(&id); err != nil {
			return 0, 0, err
		}
	}
	err = tx.QueryRow(ctx, `SELECT (SELECT count(*) FROM case_views WHERE user_id = $1)::int, (SELECT count(*) FROM `+sharedViews+` WHERE w.unit_id = $2)::int`,
		tx.Who.UserID, tx.Who.UnitID).Scan(&own, &unit)
	return own, unit, err
}

func insertView(ctx context.Context, tx *audit.Tx, ref string, in SaveViewInput) (id int64, err error) {
	err = tx.QueryRow(ctx, `INSERT INTO case_views (ref, user_id, unit_id, name, query, shared, created_at) VALUES ($1,$2,$3,$4,$5,$6,$7)
ON CONFLICT (user_id, name) DO NOTHING RETURNING id`, ref, tx.Who.UserID, tx.Who.UnitID, in.Name, in.Query, in.Shared, tx.Now).Scan(&id)
	if database.NoRows(err) {
		return 0, errs.Invalid(errs.Field{Name: "name", Key: "cases.views.name_taken"})
	}
	return id, err
}

// deleteView deletes one of the person's own views; the number of rows tells whether there was one.
func deleteView(ctx context.Context, tx *audit.Tx, ref string) (int64, error) {
	n, err := tx.Exec(ctx, "DELETE FROM case_views WHERE ref = $1 AND user_id = $2", ref, tx.Who.UserID)
	if err != nil || n == 0 {
		return n, err
	}
	_, err = tx.Exec(ctx, "UPDATE users SET case_view = '' WHERE id = $1 AND case_view = $2", tx.Who.UserID, ref)
	return n, err
}

func seesView(ctx context.Context, tx *audit.Tx, ref string) (seen bool, err error) {
	err = tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM case_views WHERE ref = $1 AND user_id = $2) OR EXISTS (SELECT FROM `+sharedViews+` WHERE w.ref = $1
		AND w.unit_id = $3)`, ref, tx.Who.UserID, tx.Who.UnitID).Scan(&seen)
	return seen, err
}

func openWith(ctx context.Context, tx *audit.Tx, view string) error {
	_, err := tx.Exec(ctx, "UPDATE users SET case_view = $2 WHERE id = $1", tx.Who.UserID, view)
	return err
}
