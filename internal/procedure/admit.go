package procedure

import (
	"context"
	"maps"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/web"
)

// Admits tells what an act would be refused for as things stand, without doing it: what its row, its guards or the reader's
// rights do not admit brings no file into the store. Do asks all of it again.
func (e *Engine) Admits(ctx context.Context, cmd Command, a *Asking) error {
	kind := access.Kind(kindOf(a.subject().Entity))
	if err := e.access.Require(ctx, e.reader, a.Who, access.Act, access.Target{Kind: kind, ID: a.subject().ID}); err != nil {
		return err
	}
	now := e.now()
	f, err := e.loadFor(ctx, e.reader, a.Who, a.File.MatterID, now)
	if err != nil {
		return err
	}
	act, err := e.resolve(a.Who, cmd, f, now)
	if err != nil {
		return err
	}
	if err := asked(act); err != nil {
		return err
	}
	return e.check(ctx, e.reader, act, f)
}

// admit is asked when the first file of a form comes, before its bytes are read: by the fields alone, every file that the
// form has a box for taken to be there. A form that was sent before is let through to its receipt.
func (h *HTTP) admit(c echo.Context, a *Asking, in *submitted) error {
	if a.subject().ID == 0 { // at the root there is nothing to ask
		return nil
	}
	ctx := web.Context(c)
	if err := web.Stands(c); err != nil {
		return err
	}
	if _, found, err := h.Log.Earlier(ctx, a.Who, audit.Key(web.AuditKey(c))); err != nil || found {
		return err
	}
	row, err := a.row(in.Values.Get("variant"))
	if err != nil || in.Values.Get("proposal") != "" {
		return err
	}
	values, uploads := maps.Clone(in.Values), []Upload(nil)
	for _, x := range boxes(row.Form) {
		values.Set(x, "–")
		uploads = append(uploads, Upload{Field: x, Name: "–", Digest: "sha256:", Size: 1})
	}
	if err := h.Engine.Admits(ctx, h.command(c, a, row, values, uploads), a); err != nil {
		return err
	}
	return h.step(ctx, a, row, in)
}

// boxes are the fields of a form that take files.
func boxes(form *law.Form) (out []string) {
	for _, x := range form.Fields {
		if x.Type == "file" {
			out = append(out, x.Name)
		}
	}
	return out
}

// admitted asks once more when all files have come, by the files that have.
func (h *HTTP) admitted(c echo.Context, a *Asking, in submitted) error {
	if len(in.staged) == 0 || a.subject().ID == 0 || in.Values.Get("proposal") != "" {
		return nil
	}
	if err := web.Stands(c); err != nil {
		return err
	}
	row, err := a.row(in.Values.Get("variant"))
	if err != nil {
		return err
	}
	if _, found, err := h.Log.Earlier(web.Context(c), a.Who, audit.Key(web.AuditKey(c))); err != nil || found {
		return err
	}
	in.onlyStored(row.Form)
	return h.Engine.Admits(web.Context(c), h.command(c, a, row, in.Values, in.Uploads), a)
}

func (h *HTTP) command(c echo.Context, a *Asking, row *law.Act, in url.Values, uploads []Upload) Command {
	cmd := Command{Target: a.Target, Parent: a.Parent, Event: a.Event, Variant: row.Variant, Uploads: uploads, Version: version(in)}
	cmd.Input, _ = h.Engine.Decode(row, in, a, web.Now(c)) // the fields were judged before
	return cmd
}

// step asks for the credential once, where an act binds whoever sends it.
func (h *HTTP) step(ctx context.Context, a *Asking, row *law.Act, in *submitted) error {
	if in.stepped || !row.Binding || row.FourEyes && in.Values.Get("proposal") == "" {
		return nil
	}
	err := h.Credential(ctx, a.Who, in.Values.Get("credential"))
	in.stepped = err == nil
	return err
}

// place puts the files of a form at their addresses: all, or before the act those for which that takes long.
func (in submitted) place(ctx context.Context, all bool) error {
	for _, s := range in.staged {
		if all || s.Slow {
			if err := s.Place(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// drop lets go what was not placed.
func (in submitted) drop() {
	for _, s := range in.staged {
		s.Discard()
	}
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
	if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock_shared(k) FROM unnest($1::bigint[]) k", keys); err != nil {
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

// fits asks for the quota once more, as it stands now that nobody else writes to the case.
func (e *Engine) fits(ctx context.Context, tx *audit.Tx, cmd Command) error {
	if len(cmd.Uploads) == 0 || e.blobs == nil {
		return nil
	}
	x, err := quotaOf(ctx, tx, e.book, tx.Who, cmd.Uploads[0].CaseID, tx.Now)
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
