package blob

import (
	"context"
	"io"
	"iter"
	"time"

	"touchstone/internal/errs"
)

// The marks by which a store says whose it is. The second stands while a database is taking the store and has not yet
// committed that: whoever starts again after a crash there finishes it.
const (
	ownerMark = "installation"
	takenMark = "installation.pending"
	markSize  = 256
)

// Owner is the id of the installation that the store bears; empty where it bears none.
func Owner(ctx context.Context, s Store) (string, error) { return s.Mark(ctx, ownerMark) }

// Take says that an installation is about to make the store its own.
func Take(ctx context.Context, s Store, id string) error { return s.SetMark(ctx, takenMark, id) }

// Own makes a store that was taken the installation's, and tells of one that is not.
func Own(ctx context.Context, s Store, id string) error {
	owner, err := Owner(ctx, s)
	if err != nil || owner == id {
		return err
	}
	if owner == "" {
		if owner, err = s.Mark(ctx, takenMark); err != nil {
			return err
		}
	}
	if owner != id {
		return notOurs(id)
	}
	if err := s.SetMark(ctx, ownerMark, id); err != nil {
		return err
	}
	return Belongs(ctx, s, id) // two may have been at it
}

// Belongs is an error unless the store bears the id; the empty id is that of a store that nobody has taken.
func Belongs(ctx context.Context, s Store, id string) error {
	owner, err := Owner(ctx, s)
	if err == nil && owner != id {
		err = notOurs(id)
	}
	return err
}

func notOurs(id string) error {
	if id == "" {
		id = "–"
	}
	return errs.New(errs.Unavailable, "blob.not_ours", "id", id)
}

// Owned is a store that keeps asking whether it is still there: a disk that is not mounted any more takes no bytes, and
// what it lacks is not missing. What reads or sweeps the whole store stops.
type Owned struct {
	Store
	id string
}

// OwnedBy watches over a store that was found to bear the id.
func OwnedBy(s Store, id string) Owned { return Owned{s, id} }

// Check is an error where the store is no longer the installation's.
func (o Owned) Check(ctx context.Context) error { return Belongs(ctx, o.Store, o.id) }

// Put stores nothing in another store.
func (o Owned) Put(ctx context.Context, agency, file int64, r io.Reader) (Ref, error) {
	if err := o.Check(ctx); err != nil {
		return Ref{}, err
	}
	return o.Store.Put(ctx, agency, file, r)
}

// Stage takes no bytes for another store.
func (o Owned) Stage(ctx context.Context, agency, file int64, r io.Reader) (*Staged, error) {
	if err := o.Check(ctx); err != nil {
		return nil, err
	}
	return o.Store.Stage(ctx, agency, file, r)
}

// Open tells bytes that are missing, or cannot be read, from a store that is or cannot.
func (o Owned) Open(ctx context.Context, ref Ref) (io.ReadCloser, error) {
	r, err := o.Store.Open(ctx, ref)
	return r, o.absent(ctx, err)
}

// Stat is as Open.
func (o Owned) Stat(ctx context.Context, ref Ref) (int64, error) {
	n, err := o.Store.Stat(ctx, ref)
	return n, o.absent(ctx, err)
}

func (o Owned) absent(ctx context.Context, err error) error {
	if err != nil && !errs.Is(err, errs.Conflict) {
		if other := o.Check(ctx); other != nil {
			return other
		}
	}
	return err
}

// StoredAt is as Open.
func (o Owned) StoredAt(ctx context.Context, ref Ref) (time.Time, error) {
	at, err := o.Store.StoredAt(ctx, ref)
	return at, o.absent(ctx, err)
}

// Trash throws nothing of another store away.
func (o Owned) Trash(ctx context.Context, ref Ref, day time.Time) error {
	if err := o.Check(ctx); err != nil {
		return err
	}
	return o.Store.Trash(ctx, ref, day)
}

// EmptyTrash removes nothing from another store.
func (o Owned) EmptyTrash(ctx context.Context, before time.Time) (int, error) {
	if err := o.Check(ctx); err != nil {
		return 0, err
	}
	return o.Store.EmptyTrash(ctx, before)
}

// Walk lists nothing of another store.
func (o Owned) Walk(ctx context.Context) iter.Seq2[Ref, error] {
	if err := o.Check(ctx); err != nil {
		return func(yield func(Ref, error) bool) { yield(Ref{}, err) }
	}
	return o.Store.Walk(ctx)
}

// Sweep removes nothing from another store.
func (o Owned) Sweep(ctx context.Context) (int, error) {
	if err := o.Check(ctx); err != nil {
		return 0, err
	}
	return o.Store.Sweep(ctx)
}
