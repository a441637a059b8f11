package cases

import (
	"context"
	"slices"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
)

// Recount puts the copies right that are not, and records how many cases had wrong ones: lists and scopes read them, so a
// difference is a defect to be looked for.
func (d Desk) Recount(ctx context.Context, q database.Q, now time.Time) (int, error) {
	ids, err := d.Stale(ctx, q)
	if err != nil {
		return 0, err
	}
	lacking, err := d.Miscounted(ctx, q, now)
	if err != nil {
		return 0, err
	}
	if ids = slices.Compact(slices.Sorted(slices.Values(append(ids, lacking...)))); len(ids) == 0 {
		return 0, nil
	}
	_, err = d.Log.Write(ctx, actor.Automatic("recount"), audit.Key{}, func(tx *audit.Tx) error {
		if err := access.TakeTurns(ctx, tx, ids); err != nil {
			return err
		}
		if err := Project(d.Book)(ctx, tx, ids); err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{Action: "copies.recounted", Kind: "case", Details: map[string]any{"cases": len(ids)}})
	})
	return len(ids), err
}
