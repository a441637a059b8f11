package web

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
)

// begin opens the request's state and writes the one log line when it is over.
func (s *Server) begin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		reader := c.Request().Context()
		st := &state{server: s, began: s.o.Wall(), id: s.newID(), route: s.table[c.Request().Method+" "+c.Path()], lang: s.language(c),
			body: &incoming{ReadCloser: c.Request().Body}, closed: func() bool { return reader.Err() != nil }}
		c.Set(stateKey, st)
		work, end := outliving(reader, s.o.Linger)
		defer end()
		r := c.Request().WithContext(actor.Opening(i18n.With(s.speaking(work), st.lang)))
		r.Body = st.body
		c.SetRequest(r)
		c.Response().Header().Set("X-Request-Id", st.id)
		if err := next(c); err != nil {
			c.Error(err)
		}
		s.answered(c)
		s.line(c, st, s.o.Wall().Sub(st.began))
		if st.broken {
			panic(http.ErrAbortHandler)
		}
		return nil
	}
}

// answered sees to it that what was not answered is not taken for an empty success, which the server would send by itself,
// nor an answer that broke off for a whole one: the connection is broken off.
func (s *Server) answered(c echo.Context) {
	st, r := stateOf(c), c.Response()
	if !r.Committed {
		s.o.Log.ErrorContext(Context(c), "not answered", "request", st.id, "route", st.route.Path)
		r.Status, st.broken = http.StatusInternalServerError, true
	}
	if st.left {
		r.Status = statusLeft
	}
}

// line is the access log: the pattern of the route, never an address, an identifier or a query (security D11).
func (s *Server) line(c echo.Context, st *state, took time.Duration) {
	pattern := c.Path()
	if pattern == "" || st.route.Path == "" {
		pattern = "(none)"
	}
	s.o.Log.LogAttrs(c.Request().Context(), slog.LevelInfo, "request",
		slog.String("request", st.id), slog.String("method", method(c.Request().Method)), slog.String("route", pattern),
		slog.Int("status", c.Response().Status), slog.Int64("bytes", c.Response().Size),
		slog.Float64("ms", float64(took.Microseconds())/1000), slog.String("actor", s.pseudonym(st)))
}

// method keeps the log free of what a stranger writes in the place of a method.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost:
		return m
	}
	return "other"
}

// pseudonym lets an operator follow one person through one day of this process without knowing who it is.
func (s *Server) pseudonym(st *state) string {
	if !st.known {
		return "-"
	}
	h := sha256.New()
	h.Write(s.pepper)
	h.Write([]byte(s.o.Wall().UTC().Format(time.DateOnly) + strconv.FormatInt(st.actor.UserID, 10)))
	return hex.EncodeToString(h.Sum(nil)[:4])
}

func (s *Server) newID() string {
	b := make([]byte, 10)
	if _, err := io.ReadFull(s.o.Random, b); err != nil {
		panic(err)
	}
	return base32.StdEncoding.EncodeToString(b)
}

// language: the address first, then the cookie, then (once known) the profile, then the browser.
func (s *Server) language(c echo.Context) string {
	ctx := s.speaking(Context(c))
	if q := c.QueryParam("lang"); i18n.Speaks(ctx, q) {
		c.SetCookie(s.languageCookie(q))
		return q
	}
	if ck, err := c.Request().Cookie(s.cookieName("lang")); err == nil && i18n.Speaks(ctx, ck.Value) {
		return ck.Value
	}
	return ""
}

// speaking gives a context the sentences of this program.
func (s *Server) speaking(ctx context.Context) context.Context {
	if s.o.Catalogue == nil {
		return ctx
	}
	return i18n.Speaking(ctx, s.o.Catalogue)
}

// recover turns a panic into an error with its stack in the log. A download that was aborted on purpose stays aborted.
func (s *Server) recover(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch p := recover(); p {
			case nil:
			case http.ErrAbortHandler:
				panic(p)
			default:
				s.o.Log.ErrorContext(c.Request().Context(), "panic",
					"request", stateOf(c).id, "route", c.Path(), "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
				err = errs.New(errs.Internal, "errors.text.internal")
			}
		}()
		return next(c)
	}
}

// guard refuses what no page of ours ever sends.
func (s *Server) guard(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		switch r.Method {
		case http.MethodGet, http.MethodHead, http.MethodPost:
		default:
			return echo.ErrMethodNotAllowed
		}
		probe := r.URL.Path == "/healthz" || r.URL.Path == "/readyz" // a supervisor may ask by any name
		if !probe && !s.knownHost(r.Host) || len(r.URL.EscapedPath()) > maxPath || !text(r.URL.Path) || !texts(r.URL.Query()) {
			return errs.New(errs.BadRequest, "web.malformed")
		}
		limit := int64(MaxBody)
		if stateOf(c).route.Class == ClassUpload {
			limit = s.o.formLimit()
		}
		r.Body = http.MaxBytesReader(c.Response().Writer, r.Body, limit)
		return next(c)
	}
}

// session finds out who asks. Static files need nobody and cost no statement.
func (s *Server) session(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		st := stateOf(c)
		if st.route.Class == ClassStatic || st.route.Path == "/healthz" || st.route.Path == "/readyz" {
			return next(c)
		}
		r, err := s.o.Sessions.Load(c.Request())
		if err != nil {
			return err
		}
		c.SetRequest(r)
		st.actor, st.known = s.o.Sessions.Actor(r.Context())
		st.actor.Address = c.RealIP()
		st.actor.Demo = s.o.Demo
		if st.lang == "" {
			st.lang = s.preferred(c, st)
		}
		st.actor.Lang = st.lang
		c.SetRequest(c.Request().WithContext(i18n.With(r.Context(), st.lang)))
		return next(c)
	}
}

func (s *Server) preferred(c echo.Context, st *state) string {
	if st.known {
		return i18n.Known(Context(c), st.actor.Lang)
	}
	if lang := acceptLanguage(Context(c), c.Request().Header.Get("Accept-Language")); lang != "" {
		return lang
	}
	return i18n.Known(Context(c), s.o.Lang)
}

// authenticate sends strangers to the sign-in page, whatever they asked for: what exists is none of their business.
func (s *Server) authenticate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		st := stateOf(c)
		if !st.known && !(st.route.Path != "" && st.route.open()) {
			return errs.New(errs.Unauthenticated, "web.sign_in")
		}
		return next(c)
	}
}

// limit bounds the time a page or an act may take. Uploads and downloads are bounded by the pace of their data.
func (s *Server) limit(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		st := stateOf(c)
		if st.route.Class == ClassUpload && multipartBody(c.Request()) || st.route.Class == ClassFile {
			return next(c)
		}
		r := c.Request()
		ctx, cancel := context.WithTimeout(r.Context(), workTimeout)
		defer cancel()
		c.SetRequest(r.WithContext(ctx))
		defer c.SetRequest(r) // the error page is made after the time has run out
		return next(c)
	}
}
