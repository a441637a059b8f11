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
	return d.putRight(ctx, append(ids, lacking...), "copies.recounted")
}

// CountHandlers tells the units whose cases have lost handlers by time alone: a role, or a place on the case, ended by itself,
// and nobody did anything. It says so as soon as it is in force, once, and takes it back where two handle the case again; what
// ended longer ago than lately, while nobody counted, is found by Recount.
func (d Desk) CountHandlers(ctx context.Context, q database.Q, now time.Time) (int, error) {
	ids, err := d.lapsed(ctx, q, now)
	if err != nil {
		return 0, err
	}
	return d.putRight(ctx, ids, "handlers.counted")
}

// putRight writes the copies of some cases anew and records how many there were.
func (d Desk) putRight(ctx context.Context, ids []int64, action string) (int, error) {
	if ids = slices.Compact(slices.Sorted(slices.Values(ids))); len(ids) == 0 {
		return 0, nil
	}
	_, err := d.Log.Write(ctx, actor.Automatic("recount"), audit.Key{}, func(tx *audit.Tx) error {
		if err := access.TakeTurns(ctx, tx, ids); err != nil {
			return err
		}
		Project(d.Book)(tx, ids)
		return tx.Record(ctx, audit.Event{Action: action, Kind: "case", Details: map[string]any{"cases": len(ids)}})
	})
	return len(ids), err
}
