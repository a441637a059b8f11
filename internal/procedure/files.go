package procedure

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/web"
)

// fileField tells whether a form has a field for files of that name.
func fileField(form *law.Form, name string) bool {
	if form == nil {
		return false
	}
	x := form.Field(name)
	return x != nil && x.Type == "file"
}

// errNoSuchFile refuses a file in a field that the form lacks: no page asked for it and none shows it.
func errNoSuchFile() error { return errs.New(errs.BadRequest, "procedure.no_such_file") }

// asked refuses files that the act's form does not ask for. On the signature of a stored proposal there are none: what is
// signed came with the proposal.
func asked(a *Act) error {
	for _, u := range a.Uploads {
		if !fileField(a.Row.Form, u.Field) {
			return errNoSuchFile()
		}
	}
	return nil
}

// takes tells which files the form of an act takes, by the fields that came before them.
func (a *Asking) takes(in url.Values) func(field string) bool {
	row, err := a.row(in.Get("variant"))
	ref := in.Get("proposal")
	signs := ref != "" && !slices.ContainsFunc(a.open, func(p openProposal) bool { return p.Ref == ref && p.ByAct })
	return func(field string) bool {
		switch {
		case signs:
			return false
		case err == nil:
			return fileField(row.Form, field)
		}
		return slices.ContainsFunc(a.Rows, func(r *law.Act) bool { return fileField(r.Form, field) }) // the refusal is about the variant
	}
}

// wrong is what the fields alone are refused for: then no byte of a file is kept.
func (h *HTTP) wrong(c echo.Context, a *Asking, in url.Values) error {
	row, err := a.row(in.Get("variant"))
	if err != nil || in.Get("proposal") != "" {
		return err
	}
	_, bad := h.Engine.Decode(row, in, a, web.Now(c))
	bad = slices.DeleteFunc(bad, func(x errs.Field) bool { return fileField(row.Form, x.Name) }) // the files come after the fields
	if len(bad) > 0 {
		return errs.Invalid(bad...)
	}
	return nil
}

// keepFiles stores what came with an act or a proposal; act or approval is 0.
func (e *Engine) keepFiles(ctx context.Context, tx *audit.Tx, uploads []Upload, act, approval int64) error {
	for _, u := range uploads {
		ref, err := ids.NewRef(ids.Attachment, e.random)
		if err != nil {
			return err
		}
		if err := insertAttachment(ctx, tx, ref, u, act, approval); err != nil {
			return err
		}
	}
	return nil
}

// files are what came with the proposal: under which field, by name, digest, size and type.
func (s *sight) files() {
	n := map[string]int{}
	for _, x := range s.p.Files {
		n[x.Field]++
		s.fact("file:"+x.Field+":"+strconv.Itoa(n[x.Field]), KindFile, x.Name, x.Digest, "", number(x.Size), x.Media)
	}
}
