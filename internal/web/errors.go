package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sort"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/internal/errs"
	"touchstone/internal/i18n"
)

// problem is an error as the outside may see it: no cause, no statement, no path.
type problem struct {
	status int
	kind   string
	text   string
	e      *errs.E
}

const methodNotAllowed = "method_not_allowed"

// fail is the only place where an error becomes a response.
func (s *Server) fail(err error, c echo.Context) {
	st := stateOf(c)
	p := s.problem(c, err)
	if p.status >= http.StatusInternalServerError && (errors.Is(Context(c).Err(), context.Canceled) || untaken(c, err)) {
		st.left = true // what broke off with the reader is no fault of ours; should he still be there, he reads it
		s.o.Log.InfoContext(Context(c), "the client has left", "request", st.id, "route", st.route.Path)
	}
	if c.Response().Committed {
		st.broken = true // a body that has begun cannot be taken back, and nobody shall take it for whole
		if !st.left {
			s.o.Log.ErrorContext(Context(c), "failed after the head was sent", "request", st.id, "route", st.route.Path, "error", err)
		}
		return
	}
	s.takeIn(c, p)
	// Who has closed his side of the connection still reads ours: the page does not end with his request.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request().Context()), workTimeout)
	defer cancel()
	c.SetRequest(c.Request().WithContext(ctx))
	s.note(c, p, err)
	if p.status == http.StatusUnauthorized {
		st.known = false // the session may have ended while the request was under way
	}
	if p.status == http.StatusUnauthorized && st.route.Class != ClassJSON {
		s.toSignIn(c)
		return
	}
	if p.status == http.StatusServiceUnavailable || p.status == http.StatusTooManyRequests {
		c.Response().Header().Set("Retry-After", "30")
	}
	if st.route.Class == ClassJSON {
		err = c.JSON(p.status, s.jsonProblem(c, p))
	} else {
		err = s.page(c, p)
	}
	if err != nil && !c.Response().Committed {
		s.o.Log.ErrorContext(Context(c), "error page failed", "request", st.id, "error", err)
		_ = c.String(http.StatusInternalServerError, http.StatusText(http.StatusInternalServerError)+" "+st.id)
	}
}

// untaken tells an answer that could not be sent because the reader is gone. The work goes on for a while without him, so it
// is often the writing that first meets him gone.
func untaken(c echo.Context, err error) bool {
	var broken *net.OpError
	return c.Response().Committed && stateOf(c).closed() && errors.As(err, &broken) && broken.Op == "write"
}

func (s *Server) problem(c echo.Context, err error) problem {
	var e *errs.E
	var he *echo.HTTPError
	switch {
	case errors.As(err, &e):
	case errors.As(err, &he):
		e = fromEcho(he)
		if he.Code == http.StatusMethodNotAllowed {
			return problem{status: he.Code, kind: methodNotAllowed, text: i18n.T(Context(c), "web.method_not_allowed"), e: e}
		}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		e = errs.Wrap(errs.Unavailable, "errors.text.unavailable", err)
	default:
		e = errs.Wrap(errs.Internal, "errors.text.internal", err)
	}
	return problem{status: statusOf(e.Kind), kind: e.Kind.String(), text: s.sentence(c, e), e: e}
}

// statusOf is the HTTP status of a kind of error; a kind that nobody knows is our fault.
func statusOf(k errs.Kind) int {
	status, ok := map[errs.Kind]int{
		errs.InvalidInput: http.StatusUnprocessableEntity, errs.BadRequest: http.StatusBadRequest, errs.Unauthenticated: http.StatusUnauthorized,
		errs.Forbidden: http.StatusForbidden, errs.NotFound: http.StatusNotFound, errs.Conflict: http.StatusConflict, errs.Busy: http.StatusConflict,
		errs.TooLarge: http.StatusRequestEntityTooLarge, errs.UnsupportedType: http.StatusUnsupportedMediaType, errs.TooMany: http.StatusTooManyRequests,
		errs.Unavailable: http.StatusServiceUnavailable,
	}[k]
	if !ok {
		return http.StatusInternalServerError
	}
	return status
}

func fromEcho(he *echo.HTTPError) *errs.E {
	switch he.Code {
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return errs.New(errs.NotFound, "errors.text.not_found")
	case http.StatusBadRequest:
		return errs.New(errs.BadRequest, "web.malformed")
	case http.StatusRequestEntityTooLarge:
		return errs.New(errs.TooLarge, "web.too_large")
	case http.StatusUnsupportedMediaType:
		return errs.New(errs.UnsupportedType, "web.unsupported_type")
	case http.StatusForbidden:
		return errs.New(errs.Forbidden, "errors.text.forbidden")
	}
	return errs.Wrap(errs.Internal, "errors.text.internal", he)
}

// sentence explains the error. NotFound always has the same one: why something is not there is not said.
func (s *Server) sentence(c echo.Context, e *errs.E) string {
	key := e.Key
	if e.Kind == errs.NotFound || e.Kind == errs.Internal || !i18n.Has(key) {
		return i18n.T(Context(c), "errors.text."+e.Kind.String())
	}
	return i18n.T(Context(c), key, e.Args...)
}

// note writes what operators and auditors need to know.
func (s *Server) note(c echo.Context, p problem, err error) {
	st, ctx := stateOf(c), Context(c)
	if st.left {
		return
	}
	switch p.status {
	case http.StatusInternalServerError:
		s.o.Log.LogAttrs(ctx, slog.LevelError, "internal error",
			slog.String("request", st.id), slog.String("route", st.route.Path), slog.Any("error", err), slog.String("type", fmt.Sprintf("%T", err)))
	case http.StatusServiceUnavailable:
		s.o.Log.LogAttrs(ctx, slog.LevelError, "unavailable",
			slog.String("request", st.id), slog.String("route", st.route.Path), slog.Any("error", err))
	case http.StatusForbidden:
		if st.known && s.o.Refused != nil {
			s.o.Refused(context.WithoutCancel(ctx), st.actor, Refusal{Method: method(c.Request().Method), Route: st.route.Path, Key: p.e.Key})
		}
	}
}

// toSignIn sends a stranger to the sign-in page and keeps, where there is one, the page to come back to.
func (s *Server) toSignIn(c echo.Context) {
	to := "/login"
	if next := nextOf(s.formRoute(c), c.ParamValues()); next != "" {
		to += "?next=" + next
	}
	if s.ended(c, to) {
		return
	}
	if c.Request().Header.Get("HX-Request") == "true" { // a fragment must not be replaced by a whole page
		c.Response().Header().Set("HX-Redirect", to)
		_ = c.NoContent(http.StatusUnauthorized)
		return
	}
	status := http.StatusFound
	if c.Request().Method == http.MethodPost {
		status = http.StatusSeeOther
	}
	_ = c.Redirect(status, to)
}

type jsonError struct {
	Error struct {
		Kind    string      `json:"kind"`
		Message string      `json:"message"`
		Request string      `json:"request"`
		Fields  []jsonField `json:"fields,omitempty"`
		Guards  []jsonGuard `json:"guards,omitempty"`
	} `json:"error"`
}

type jsonField struct {
	Name    string `json:"name"`
	Label   string `json:"label"`
	Message string `json:"message"`
}

type jsonGuard struct {
	ID       string `json:"id"`
	Sentence string `json:"sentence"`
	Basis    string `json:"basis"`
}

func (s *Server) jsonProblem(c echo.Context, p problem) jsonError {
	var j jsonError
	j.Error.Kind, j.Error.Message, j.Error.Request = p.kind, p.text, stateOf(c).id
	for _, f := range p.e.Fields {
		label, _ := s.label(c, f.Name)
		j.Error.Fields = append(j.Error.Fields, jsonField{Name: f.Name, Label: label, Message: i18n.T(Context(c), f.Key, f.Args...)})
	}
	for _, g := range p.e.Guards {
		j.Error.Guards = append(j.Error.Guards, jsonGuard{ID: g.ID, Sentence: g.Sentence.In(Context(c)), Basis: g.Law(Context(c))})
	}
	return j
}

// label is what the form of the route calls a field, that of one row of several with the row's reference behind it; never its code. Of a
// field that no form names it tells that too.
func (s *Server) label(c echo.Context, name string) (label string, known bool) {
	base, ref, rows := strings.Cut(name, "-")
	if s.o.Label != nil {
		label = s.o.Label(c, stateOf(c).route.Asks, base)
	}
	if known = label != ""; !known {
		return i18n.T(Context(c), "errors.ended.field"), false
	}
	if rows {
		label += " " + ref
	}
	return label, true
}

// secretFields never come back to a page.
var secretFields = [...]string{"key", "version", "credential", "password", "code", "digest", "proposal", "username"}

// kept is one field of the form that failed, so that no text is lost with it.
type kept struct {
	name, label, value string
	known              bool // a form names it
}

// keep returns the text the person sent, in the order of the field names. What a foreign site sent is not kept.
func (s *Server) keep(c echo.Context, p problem) []kept {
	st := stateOf(c)
	if !st.known || st.formErr != nil && !unreadable(st.formErr) || p.e.Key == "web.cross_site" {
		return nil
	}
	if c.Request().Method == http.MethodPost && st.form == nil { // refused before a field was read: the text comes back all the same
		if _, err := readText(c); err != nil && st.form == nil {
			return nil
		}
	}
	return slices.DeleteFunc(s.kept(c), s.machine)
}

// machine tells what only the program reads of a form: nobody wrote it, and it has no name for people.
func (s *Server) machine(k kept) bool {
	return s.o.Label != nil && !k.known && (coded.MatchString(k.value) || k.name == readSince)
}

// readSince is the field in which a page that signs carries what its reader has read.
const readSince = "read_since"

// unreadable tells a form that was read but for a character or an encoding in one of its fields.
func unreadable(err error) bool {
	var e *errs.E
	return errors.As(err, &e) && (e.Key == "form.encoding" || e.Key == "form.control")
}

// shown is a text in which a mark stands for what cannot be read.
func shown(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "\ufffd")
}

func (s *Server) kept(c echo.Context) []kept {
	st := stateOf(c)
	var out []kept
	names := make([]string, 0, len(st.form))
	for n := range st.form {
		if !slices.Contains(secretFields[:], n) {
			names = append(names, n)
		}
	}
	sort.Strings(names)
	for _, n := range names {
		label, known := s.label(c, n)
		for _, v := range st.form[n] {
			if v != "" {
				out = append(out, kept{n, label, shown(v), known})
			}
		}
	}
	return out
}
