package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"touchstone/internal/errs"
	"touchstone/internal/written"
)

// Limits of an ordinary request body.
const (
	MaxBody   = 1 << 20
	MaxFields = 1000
)

// Form decodes the body of an ordinary form once and keeps it: values in the order sent, repeated fields kept, nothing
// trimmed. Malformed text is refused, never mended.
func Form(c echo.Context) (url.Values, error) {
	s := stateOf(c)
	if s.form != nil || s.formErr != nil {
		return s.form, s.formErr
	}
	if s.form, s.formErr = readForm(c.Request()); s.formErr == nil {
		s.formErr = checked(c, s.form)
	}
	if s.formErr == nil {
		s.content = contentOf(s.form, nil)
	}
	return s.form, s.formErr
}

func readForm(r *http.Request) (url.Values, error) {
	t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if r.ContentLength == 0 && r.Header.Get("Content-Type") == "" {
		return url.Values{}, nil
	}
	if err != nil || t != "application/x-www-form-urlencoded" {
		return nil, errs.New(errs.UnsupportedType, "web.unsupported_type")
	}
	if r.ContentLength > MaxBody {
		return nil, errs.New(errs.TooLarge, "web.too_large")
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, MaxBody))
	if err != nil {
		return nil, bodyError(err)
	}
	return decodeForm(string(body))
}

func decodeForm(body string) (url.Values, error) {
	if strings.Count(body, "&") >= MaxFields {
		return nil, errs.New(errs.TooLarge, "web.too_many_fields")
	}
	values, err := url.ParseQuery(body)
	if err != nil {
		return nil, errs.Wrap(errs.BadRequest, "web.malformed", err)
	}
	return values, nil
}

// checked refuses what no browser sends and no column can hold. In a field that a form names it is what somebody pasted: the form
// says so beside the field, and keeps the rest (written.Bordered).
func checked(c echo.Context, values url.Values) error {
	for name, vs := range values {
		if !text(name) {
			return errs.New(errs.BadRequest, "web.malformed")
		}
		for i, v := range vs {
			err := readable(v)
			if err == nil {
				continue
			}
			if s := stateOf(c).server; s == nil || !s.asks(c, name) {
				return err
			}
			vs[i] = written.Bordered(v)
		}
	}
	return once(c, values)
}

// asks tells whether a form of the route has the field.
func (s *Server) asks(c echo.Context, name string) bool {
	_, known := s.label(c, name)
	return known && !slices.Contains(secretFields[:], name)
}

// once refuses a form in which a field was sent twice that the route does not let repeat: whoever reads the first and
// whoever reads the last would be told different things.
func once(c echo.Context, values url.Values) error {
	many := manyOf(c)
	for name, vs := range values {
		if len(vs) > 1 && !slices.Contains(many, name) {
			return errs.New(errs.BadRequest, "web.repeated")
		}
	}
	return nil
}

func manyOf(c echo.Context) []string {
	if many := stateOf(c).route.Many; many != nil {
		return many(c)
	}
	return nil
}

// readable refuses a value by name: a text whose encoding cannot be read, and the character that no column can hold.
func readable(s string) error {
	switch {
	case !utf8.ValidString(s):
		return errs.New(errs.BadRequest, "form.encoding")
	case !text(s):
		return errs.New(errs.BadRequest, "form.control", "point", "U+0000")
	}
	return nil
}

func text(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// texts tells whether every value of a query is text, and every name.
func texts(query url.Values) bool {
	for name, vs := range query {
		if !text(name) || slices.ContainsFunc(vs, func(v string) bool { return !text(v) }) {
			return false
		}
	}
	return true
}

// bodyError tells a body that is too large from one that broke off.
func bodyError(err error) error {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large) && large.Limit > MaxBody:
		return tooMuch(large.Limit)
	case errors.As(err, &large):
		return errs.Wrap(errs.TooLarge, "web.too_large", err)
	}
	var e *errs.E
	if errors.As(err, &e) {
		return err
	}
	return errs.Wrap(errs.BadRequest, "web.broken_off", err)
}

// tooMuch refuses a form whose files are too large together.
func tooMuch(limit int64) error {
	size := strconv.FormatInt(limit>>20, 10) + " MiB"
	if limit >= 1<<30 {
		size = strconv.FormatInt(limit>>30, 10) + " GiB"
	}
	return errs.New(errs.TooLarge, "web.form_too_large", "max", size)
}
