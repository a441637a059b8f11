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

// orphansAmong are the addresses that no row of any table refers to.
const orphansAmong = `SELECT x.agency, x.file, x.digest, x.size
	FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[]) AS x (agency, file, digest, size)
WHERE NOT EXISTS (SELECT FROM stored_files f WHERE f.case_id = x.file AND f.digest = x.digest AND f.agency_id = x.agency)`

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

func (a *App) unreferenced(ctx context.Context, refs []blob.Ref) ([]blob.Ref, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	return addresses(ctx, a.DB.Read(), orphansAmong, columnsOf(refs)...)
}

func columnsOf(refs []blob.Ref) []any {
	agency, file, digest, size := make([]int64, len(refs)), make([]int64, len(refs)), make([]string, len(refs)), make([]int64, len(refs))
	for i, r := range refs {
		agency[i], file[i], digest[i], size[i] = r.Agency, r.Case, r.Digest, r.Size
	}
	return []any{agency, file, digest, size}
}

// throwAway moves one file into the trash, unless a row has come to refer to it: whoever writes one holds the address by
// the same lock until he has committed (procedure.Held).
func (a *App) throwAway(ctx context.Context, ref blob.Ref) error {
	moved := false
	err := a.clearing(ctx, "store.orphan_moved", map[string]any{"digest": ref.Digest, "item": ref.Case, "size": ref.Size}, func(tx *audit.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", ref.Lock()); err != nil {
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
