package acts

import (
	"context"
	"errors"
	"io"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
)

// Take reads the body of an act's form and submits it; what was typed comes back with a refusal. known is what the page knows
// beyond the fields of the form.
func (h *HTTP) Take(c echo.Context, a *Asking) (procedure.Receipt, url.Values, error) {
	s := h.Receive(c, a)
	defer s.Drop()
	err := h.Read(c, s)
	var r procedure.Receipt
	if err == nil {
		r, err = s.Submit(web.Context(c))
	}
	return r, s.Values, h.Engine.named(web.Context(c), err)
}

// Make takes the form of an act and leads to what it made; again shows the form once more with what was typed and a refusal
// that the form itself can explain.
func (h *HTTP) Make(c echo.Context, a *Asking, again func(in url.Values, bad *errs.E) error) error {
	r, in, err := h.Take(c, a)
	if bad, ok := Explainable(err); ok {
		return again(in, bad)
	}
	if err != nil {
		return err
	}
	return web.See(c, r.Location)
}

// Receive begins to take the form of an act from a page. Whoever has it ends it by Drop.
func (h *HTTP) Receive(c echo.Context, a *Asking) *procedure.Submission {
	return h.Engine.Receive(procedure.Form{Question: a.Question, Open: a.open, Bytes: c.Request().ContentLength - web.MaxBody,
		Still: func(context.Context) error { return web.Stands(c) }})
}

// Read takes the body of a request into a form. Access was checked before its first byte.
func (h *HTTP) Read(c echo.Context, s *procedure.Submission) (err error) {
	if !strings.HasPrefix(c.Request().Header.Get("Content-Type"), "multipart/") {
		s.Values, err = web.Form(c)
		s.Key = audit.Key(web.AuditKey(c))
		return err
	}
	values, err := web.Upload(c, func(in url.Values) error {
		s.Key = audit.Key(web.AuditKey(c)) // it stood in the first part
		return s.Fields(in)
	}, func(field, name string, body io.Reader) error { return s.File(web.Context(c), field, name, body) })
	s.Values = values
	if err != nil {
		return both(s.Wrong(), err)
	}
	s.Key = audit.Key(web.AuditKey(c)) // with the digest of all that came
	return nil
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

// Explainable tells refusals that the form itself can explain.
func Explainable(err error) (*errs.E, bool) {
	e, ok := errs.As(err)
	return e, ok && e.Kind == errs.InvalidInput
}

// Done answers the form of what is no act: on to the page that follows, also where the same POST had done it before; or
// back to the form, where there is one and it can explain the refusal.
func Done(c echo.Context, err error, next string, again func(*errs.E) error) error {
	if err == nil || errors.Is(err, audit.ErrReplayed) {
		return web.See(c, next)
	}
	if e, ok := Explainable(err); ok && again != nil {
		return again(e)
	}
	return err
}
