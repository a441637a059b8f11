package procedure

import (
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/internal/blob"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/web"
)

// ReadForm takes the body of an act's form, with files or without. address is asked only when a file comes: the
// agency and case under whose address its bytes are kept.
func (h *HTTP) ReadForm(c echo.Context, a *Asking, address func() (agency, caseID int64)) (url.Values, []Upload, error) {
	in, err := readForm(c, h.Blobs, address, func(in url.Values) (func(string) bool, error) { return a.takes(in), nil })
	return in.Values, in.Uploads, err
}

// readForm reads fields, then files. judge says by the fields which files the form takes, and whether it is refused for its
// fields: of a refused form no byte is kept, nor of a file that no page asked for.
func readForm(c echo.Context, store blob.Store, address func() (int64, int64), judge func(url.Values) (func(string) bool, error)) (submitted, error) {
	var out submitted
	var err, wrong error
	var takes func(string) bool
	if !strings.HasPrefix(c.Request().Header.Get("Content-Type"), "multipart/") {
		out.Values, err = web.Form(c)
		return out, err
	}
	out.Values, err = web.Upload(c, func(in url.Values) error {
		takes, wrong = judge(in)
		return nil
	}, func(field, name string, body io.Reader) error {
		if !takes(field) {
			return errNoSuchFile()
		}
		if name == "" || wrong != nil {
			return nil
		}
		media, body, err := sniffed(body)
		if err != nil {
			return err
		}
		agency, caseID := address()
		ref, err := store.Put(web.Context(c), agency, caseID, body)
		if err != nil {
			return err
		}
		out.Uploads = append(out.Uploads, Upload{Field: field, Name: name, Digest: ref.Digest, Media: media, Size: ref.Size, AgencyID: agency, CaseID: caseID})
		return nil
	})
	if err != nil {
		return out, err
	}
	if wrong != nil {
		return out, wrong
	}
	for _, u := range out.Uploads {
		out.Values.Add(u.Field, u.Name)
	}
	return out, nil
}

// filled refuses a file without a byte: it proves nothing and stands for one that did not arrive.
func filled(uploads []Upload) error {
	var bad []errs.Field
	for _, u := range uploads {
		if u.Size == 0 {
			bad = append(bad, errs.Field{Name: u.Field, Key: "form.empty_file", Args: []any{"name", u.Name}})
		}
	}
	if len(bad) > 0 {
		return errs.Invalid(bad...)
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
