package acts

import (
	"context"
	"maps"
	"net/url"

	"github.com/labstack/echo/v4"

	"touchstone/internal/audit"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
)

// admit is asked when the first file of a form comes, before its bytes are read: by the fields alone, every file that the
// form has a box for taken to be there. A form that was sent before is let through to its receipt.
func (h *HTTP) admit(c echo.Context, a *Asking, in *submitted) error {
	if a.Subject().ID == 0 { // at the root there is nothing to ask
		return nil
	}
	ctx := web.Context(c)
	if err := web.Stands(c); err != nil {
		return err
	}
	if _, found, err := h.Log.Earlier(ctx, a.Who, audit.Key(web.AuditKey(c))); err != nil || found {
		return err
	}
	row, err := a.Row(in.Values.Get("variant"))
	if err != nil || in.Values.Get("proposal") != "" {
		return err
	}
	values, uploads := maps.Clone(in.Values), []procedure.Upload(nil)
	for _, x := range boxes(row.Form) {
		values.Set(x, "–")
		uploads = append(uploads, procedure.Upload{Field: x, Name: "–", Digest: "sha256:", Size: 1})
	}
	if err := h.Engine.Admits(ctx, a.Who, h.command(c, a, row, values, uploads), a.File.MatterID); err != nil {
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
	if len(in.staged) == 0 || a.Subject().ID == 0 || in.Values.Get("proposal") != "" {
		return nil
	}
	if err := web.Stands(c); err != nil {
		return err
	}
	row, err := a.Row(in.Values.Get("variant"))
	if err != nil {
		return err
	}
	if _, found, err := h.Log.Earlier(web.Context(c), a.Who, audit.Key(web.AuditKey(c))); err != nil || found {
		return err
	}
	if err := procedure.Filled(in.Uploads); err != nil {
		return err
	}
	in.onlyStored(row.Form)
	return h.Engine.Admits(web.Context(c), a.Who, h.command(c, a, row, in.Values, in.Uploads), a.File.MatterID)
}

func (h *HTTP) command(c echo.Context, a *Asking, row *law.Act, in url.Values, uploads []procedure.Upload) procedure.Command {
	cmd := procedure.Command{Target: a.Target, Parent: a.Parent, Event: a.Event, Variant: row.Variant, Uploads: uploads, Version: version(in)}
	cmd.Input, _ = h.Engine.Decode(row, in, &a.Question, web.Now(c)) // the fields were judged before
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
