package cases

import (
	"context"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
)

// Recount puts the copies right that are not, and records how many cases had wrong ones: lists and scopes read them, so a
// difference is a defect to be looked for.
func (d Desk) Recount(ctx context.Context, q database.Q) (int, error) {
	ids, err := d.Stale(ctx, q)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	_, err = d.Log.Write(ctx, actor.Automatic("recount"), audit.Key{}, func(tx *audit.Tx) error {
		if err := Project(d.Book)(ctx, tx, ids); err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{Action: "copies.recounted", Kind: "case", Details: map[string]any{"cases": len(ids)}})
	})
	return len(ids), err
}
