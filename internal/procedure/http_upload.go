package procedure

import (
	"io"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/internal/blob"
	"touchstone/internal/errs"
	"touchstone/internal/web"
)

// ReadForm takes the body of an act's form, with files or without. address is asked only when a file comes: the
// agency and case under whose address its bytes are kept.
func ReadForm(c echo.Context, store blob.Store, address func() (agency, caseID int64)) (url.Values, []Upload, error) {
	in, err := readForm(c, store, address)
	return in.Values, in.Uploads, err
}

func readForm(c echo.Context, store blob.Store, address func() (int64, int64)) (submitted, error) {
	var out submitted
	var err error
	if !strings.HasPrefix(c.Request().Header.Get("Content-Type"), "multipart/") {
		out.Values, err = web.Form(c)
		return out, err
	}
	out.Values, err = web.Upload(c, func(url.Values) error { return nil }, func(field, name string, body io.Reader) error {
		if name == "" {
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
