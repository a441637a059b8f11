package app

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/errs"
	"touchstone/internal/job"
	"touchstone/internal/procedure"
)

const (
	clearStore = "blob.clear" // takes what belongs to nobody out of the store

	orphanAfter = 24 * time.Hour // younger bytes may be of an upload whose row is on its way
	trashKept   = 30 * 24 * time.Hour
	mostOrphans = 100 // so many at once are no accidents of uploads: something else is wrong
	askedAtOnce = 500
)

// clearUp is the job of clearStore. Where it must not go on, that is on record once, not at each further attempt.
func (a *App) clearUp(ctx context.Context, j job.Job) error {
	err := a.ClearStore(ctx)
	if j.Attempt <= 1 && errs.Is(err, errs.Unavailable) {
		if kept := a.clearing(ctx, "store.clearing_stopped", map[string]any{"refusal": keyOf(err)}, func(tx *audit.Tx) error {
			return procedure.Alarm(ctx, tx, a.Access(), "store.clearing_stopped")
		}); kept != nil {
			a.Logger.ErrorContext(ctx, "a stopped job is not on record", slog.Any("error", kept))
		}
	}
	return err
}

// ClearStore moves files that no row refers to into the trash, removes what has lain there for a month and what interrupted
// uploads left. More orphans than accidents explain, a store that is not ours, and a clock that is wrong stop it before anything
// is moved.
func (a *App) ClearStore(ctx context.Context) error {
	if err := a.onTime(ctx); err != nil {
		return err
	}
	if _, err := a.Blobs.Sweep(ctx); err != nil {
		return err
	}
	orphans, err := a.orphans(ctx)
	if err != nil {
		return err
	}
	if len(orphans) > mostOrphans {
		return errs.New(errs.Unavailable, "blob.too_many_orphans", "max", mostOrphans)
	}
	for _, ref := range orphans {
		if err := a.throwAway(ctx, ref); err != nil {
			return err
		}
	}
	n, err := a.Blobs.EmptyTrash(ctx, a.Wall().Add(-trashKept))
	if err != nil || n == 0 {
		return err
	}
	return a.clearing(ctx, "store.trash_emptied", map[string]any{"files": n}, nil)
}

// orphans are the files without a row that are old enough; it gives up counting where there are too many.
func (a *App) orphans(ctx context.Context) (out []blob.Ref, err error) {
	var some []blob.Ref
	sift := func() error {
		found, err := a.unreferenced(ctx, some)
		for _, ref := range found {
			at, err := a.Blobs.StoredAt(ctx, ref)
			if err != nil && !errs.Is(err, errs.NotFound) {
				return err
			}
			if err == nil && a.Wall().Sub(at) > orphanAfter {
				out = append(out, ref)
			}
		}
		some = some[:0]
		return err
	}
	for ref, err := range a.Blobs.Walk(ctx) {
		if err != nil {
			return nil, err
		}
		if some = append(some, ref); len(some) == askedAtOnce {
			if err := sift(); err != nil || len(out) > mostOrphans {
				return out, err
			}
		}
	}
	return out, sift()
}

// throwAway moves one file into the trash, unless a row has come to refer to it: whoever writes one holds the address by
// the same lock until he has committed (procedure.Held).
func (a *App) throwAway(ctx context.Context, ref blob.Ref) error {
	moved := false
	err := a.clearing(ctx, "store.orphan_moved", map[string]any{"digest": ref.Digest, "item": ref.Case, "size": ref.Size}, func(tx *audit.Tx) error {
		if err := alone(ctx, tx, ref); err != nil {
			return err
		}
		still, err := addresses(ctx, tx, orphansAmong, columnsOf([]blob.Ref{ref})...) // a statement of its own: it sees what was committed meanwhile
		if err != nil {
			return err
		}
		at, err := a.Blobs.StoredAt(ctx, ref)
		if err != nil || len(still) == 0 || a.Wall().Sub(at) <= orphanAfter {
			return errKept(err)
		}
		if err := a.Blobs.Trash(ctx, ref, a.Wall()); err != nil {
			return errKept(err)
		}
		moved = true
		return nil
	})
	switch {
	case errs.Is(err, errs.NotFound): // it is somebody's now, or gone
		return nil
	case err != nil && moved: // without an event nothing is thrown away
		if back := a.Blobs.Restore(context.WithoutCancel(ctx), ref); back != nil {
			a.Logger.ErrorContext(ctx, "a file stayed in the trash without an event", slog.String("digest", ref.Digest), slog.Any("error", back))
		}
	}
	return err
}

// errKept is err, or where there is none the one by which a file is left alone.
func errKept(err error) error {
	if err == nil {
		err = errs.New(errs.NotFound, "errs.not_found")
	}
	return err
}

// clearing does one thing to the store and puts it on record.
func (a *App) clearing(ctx context.Context, action string, details map[string]any, do func(tx *audit.Tx) error) error {
	_, err := a.Audit.Write(ctx, actor.Automatic("store"), audit.Key{}, func(tx *audit.Tx) error {
		if do != nil {
			if err := do(tx); err != nil {
				return err
			}
		}
		return tx.Record(ctx, audit.Event{Stream: audit.UnitStream(0), Action: action, Kind: "installation", Details: details})
	})
	return err
}

func keyOf(err error) string {
	var e *errs.E
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}
