package acts

import (
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
)

// ReadForm takes the body of an act's form that takes no files: one at the root, where before the act there is no record of
// which to ask whether they are admitted, and no address to keep them at. One that comes all the same is refused.
func (h *HTTP) ReadForm(c echo.Context, a *Asking) (url.Values, error) {
	in, err := h.readForm(c, a, nil, func(url.Values) (func(string) bool, error) { return func(string) bool { return false }, nil })
	return in.Values, err
}

// readForm reads fields, then files. judge says by the fields which files the form takes, and whether it is refused for its
// fields: of a refused form no byte is kept, nor of a file that no page asked for. What it returns holds files that are
// nowhere yet, also with an error: the caller places or drops them.
func (h *HTTP) readForm(c echo.Context, a *Asking, address func() (int64, int64), judge func(url.Values) (func(string) bool, error)) (submitted, error) {
	var out submitted
	var err, wrong error
	var takes func(string) bool
	if !strings.HasPrefix(c.Request().Header.Get("Content-Type"), "multipart/") {
		out.Values, err = web.Form(c)
		return out, err
	}
	var room *procedure.Quota
	values, err := web.Upload(c, func(in url.Values) error {
		out.Values = in
		takes, wrong = judge(in)
		return nil
	}, func(field, name string, body io.Reader) error {
		if !takes(field) {
			return procedure.ErrNoSuchFile()
		}
		if name == "" || wrong != nil {
			return nil
		}
		if room == nil {
			if room, wrong = h.room(c, a, address, &out); wrong != nil {
				return nil // what still comes is not kept
			}
		}
		wrong = h.stage(c, &out, address, field, name, metered{body, room})
		if e, _ := errs.As(wrong); e != nil && e.Kind == errs.BadRequest {
			return wrong // the body itself is at fault
		}
		return nil
	})
	out.Values = values
	if err != nil {
		return out, both(wrong, err)
	}
	if wrong != nil {
		return out, wrong
	}
	out.Values = maps.Clone(values) // what was sent comes back as it was sent; the names of files do not
	for _, u := range out.Uploads {
		out.Values[u.Field] = append(slices.Clip(out.Values[u.Field]), u.Name)
	}
	return out, nil
}

// both names what is wrong with the fields of a form beside what is wrong with its files.
func both(fields, files error) error {
	a, ok := Explainable(fields)
	b, also := Explainable(files)
	if !ok || !also {
		return files
	}
	a.Fields = errs.Also(a.Fields, b.Fields...)
	return a
}

// room asks, before the first byte of a file, whether the act is admitted and how much may still be stored.
func (h *HTTP) room(c echo.Context, a *Asking, address func() (int64, int64), in *submitted) (*procedure.Quota, error) {
	if err := h.admit(c, a, in); err != nil {
		return nil, err
	}
	_, caseID := address()
	q, err := procedure.QuotaOf(web.Context(c), h.DB.Read(), h.Engine.Book(), a.Who, caseID, web.Now(c))
	if err == nil {
		err = q.Admits(max(c.Request().ContentLength-web.MaxBody, 1))
	}
	return q, err
}

// stage takes the bytes of one file, to no address yet.
func (h *HTTP) stage(c echo.Context, in *submitted, address func() (int64, int64), field, name string, body io.Reader) error {
	media, body, err := sniffed(body)
	if err != nil {
		return err
	}
	agency, caseID := address()
	s, err := h.Blobs.Stage(web.Context(c), agency, caseID, body)
	if err != nil {
		return err
	}
	in.staged = append(in.staged, s)
	in.Uploads = append(in.Uploads, procedure.Upload{Field: field, Name: name, Digest: s.Ref.Digest, Media: media, Size: s.Ref.Size, AgencyID: agency, CaseID: caseID})
	return nil
}

// takes tells which files the form of an act takes, by the fields that came before them.
func (a *Asking) takes(in url.Values) func(field string) bool {
	row, err := a.Row(in.Get("variant"))
	ref := in.Get("proposal")
	signs := ref != "" && !slices.ContainsFunc(a.open, func(p procedure.OpenProposal) bool { return p.Ref == ref && p.ByAct })
	return func(field string) bool {
		switch {
		case signs:
			return false
		case err == nil:
			return procedure.FileField(row.Form, field)
		}
		return slices.ContainsFunc(a.Rows, func(r *law.Act) bool { return procedure.FileField(r.Form, field) }) // the refusal is about the variant
	}
}

// wrong is what the fields alone are refused for: then no byte of a file is kept.
func (h *HTTP) wrong(c echo.Context, a *Asking, in url.Values) error {
	row, err := a.Row(in.Get("variant"))
	if err != nil || in.Get("proposal") != "" {
		return err
	}
	_, bad := h.Engine.Decode(row, in, &a.Question, web.Now(c))
	bad = slices.DeleteFunc(bad, func(x errs.Field) bool { return procedure.FileField(row.Form, x.Name) }) // the files come after the fields
	if len(bad) > 0 {
		return errs.Invalid(bad...)
	}
	return nil
}

// metered reads a file and counts it.
type metered struct {
	io.Reader
	quota *procedure.Quota
}

func (m metered) Read(b []byte) (int, error) {
	n, err := m.Reader.Read(b)
	if over := m.quota.More(int64(n)); over != nil {
		return 0, over
	}
	return n, err
}
