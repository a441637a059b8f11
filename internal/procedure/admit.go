package procedure

import (
	"context"
	"slices"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/entity"
	"touchstone/internal/errs"
)

// Admits tells what an act would be refused for as things stand, without doing it: what its row, its guards or the reader's
// rights do not admit brings no file into the store. Do asks all of it again.
func (e *Engine) Admits(ctx context.Context, who actor.Actor, cmd Command, matterID int64) error {
	on := cmd.Subject()
	if err := e.access.Require(ctx, e.reader, who, access.Act, access.Target{Kind: access.Kind(entity.Of(on.Entity).Kind), ID: on.ID}); err != nil {
		return err
	}
	now := e.now()
	f, err := e.loadFor(ctx, e.reader, who, matterID, now)
	if err != nil {
		return err
	}
	act, err := e.resolve(who, cmd, f, now)
	if err != nil {
		return err
	}
	if err := asked(act); err != nil {
		return err
	}
	if err := e.contentless(act, f); err != nil {
		return err
	}
	return e.check(ctx, e.reader, act, f)
}

// Held keeps the bytes of new rows at their addresses until the write has ended, and brings back what was thrown away
// between their arrival and now: whoever clears the store away takes the same lock, for itself alone, and then looks for
// rows once more.
func Held(ctx context.Context, tx *audit.Tx, s blob.Store, refs ...blob.Ref) error {
	if s == nil || len(refs) == 0 {
		return nil
	}
	keys := make([]int64, len(refs))
	for i, r := range refs {
		keys[i] = r.Lock()
	}
	slices.Sort(keys)
	if err := holdAddresses(ctx, tx, keys); err != nil {
		return err
	}
	for _, r := range refs {
		if err := there(ctx, s, r); err != nil {
			return err
		}
	}
	return nil
}

func there(ctx context.Context, s blob.Store, r blob.Ref) error {
	size, err := s.Stat(ctx, r)
	if errs.Is(err, errs.NotFound) {
		if err = s.Restore(ctx, r); err == nil {
			size, err = s.Stat(ctx, r)
		}
	}
	switch {
	case errs.Is(err, errs.NotFound), err == nil && size != r.Size:
		return errs.New(errs.Unavailable, "procedure.file_gone")
	}
	return err
}

// fits asks for the quota once more, as it stands now that nobody else writes to the case and no other form of the account is
// being counted: several that are sent at once wait here for each other. None of them waits with what another one needs.
func (e *Engine) fits(ctx context.Context, tx *audit.Tx, cmd Command) error {
	if len(cmd.Uploads) == 0 || e.blobs == nil {
		return nil
	}
	if err := countUploadsAlone(ctx, tx); err != nil {
		return err
	}
	x, err := quotaOf(ctx, tx, e.book(), tx.Who, cmd.Uploads[0].CaseID, tx.Now)
	for _, u := range cmd.Uploads {
		if err == nil {
			err = x.more(u.Size)
		}
	}
	return err
}

// settle brings the bytes of an act that nothing refuses to their addresses. The rows that refer to them stand in this
// transaction: they come into the world after the bytes or not at all.
func (e *Engine) settle(ctx context.Context, tx *audit.Tx, cmd Command) error {
	if cmd.Place != nil {
		if err := cmd.Place(ctx); err != nil {
			return err
		}
	}
	var refs []blob.Ref
	for _, u := range cmd.Uploads {
		refs = append(refs, u.address())
	}
	return Held(ctx, tx, e.blobs, refs...)
}

func (u Upload) address() blob.Ref {
	return blob.Ref{Agency: u.AgencyID, Case: u.CaseID, Digest: u.Digest, Size: u.Size}
}
