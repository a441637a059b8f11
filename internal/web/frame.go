package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/ids"
	"touchstone/views/errors"
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// Frame is the frame of a page with everything in it that does not depend on the page: reader, navigation with its
// counts, language, marks. The caller may still set Marking, Error and Assets.
func Frame(c echo.Context, page, title string) layout.Page {
	st := stateOf(c)
	f := st.server.frame(c, page, title)
	if !st.known {
		return f
	}
	ctx := Context(c)
	counts := st.counts
	if counts == nil && st.server.o.Counts != nil {
		var err error
		if counts, err = st.server.o.Counts(ctx, st.actor); err != nil { // a page without badges is better than none
			st.server.o.Log.WarnContext(ctx, "frame without counts", "request", st.id, "error", err)
		}
	}
	f.Nav = st.server.nav(ctx, st.actor, c.Request().URL.Path, counts)
	return f
}

// Ahead asks, in the batch of the frame's counts, for what a page must know before it can ask for its rows: the page
// still waits twice. The frame is not read again.
func Ahead(c echo.Context, more func(*database.Pipe)) error {
	st := stateOf(c)
	counts, err := st.server.o.Counts(Context(c), st.actor, more)
	if err == nil {
		st.counts = counts
	}
	return err
}

// frame has no counts and asks nothing of the database.
func (s *Server) frame(c echo.Context, page, title string) layout.Page {
	st := stateOf(c)
	f := layout.Page{
		ID: page, Title: title, Lang: i18n.Lang(Context(c)), Demo: s.o.Demo, Now: s.o.Clock(), HelpHref: "/help",
		Query: queryOf(c),
	}
	if st.known {
		f.Theme, f.Density = st.actor.Theme, st.actor.Density
		name, agency, unit := s.o.Sessions.Shown(Context(c))
		f.User, f.Unit = name, agency+" · "+unit
		f.LogoutKey = FormKeyFor(c, "/logout")
	}
	return f
}

// queryOf is the query of this page but for the language, for the page in another one. After a POST only the address is left.
func queryOf(c echo.Context) string {
	if c.Request().Method == http.MethodPost {
		return ""
	}
	q := c.Request().URL.Query()
	q.Del("lang")
	return q.Encode()
}

// page shows an error as P39 or P40.
func (s *Server) page(c echo.Context, p problem) error {
	ctx, st := Context(c), stateOf(c)
	id := "P40"
	if p.status == http.StatusNotFound || p.status == http.StatusForbidden {
		id = "P39"
	}
	title := i18n.T(ctx, "errors.title."+p.kind)
	view := errors.Page{
		Bare: !st.known, Title: title, Text: p.text, Reference: st.id,
		Again: p.status == http.StatusServiceUnavailable || p.status == http.StatusTooManyRequests || p.kind == "busy",
		Back:  &ui.Action{Label: i18n.T(ctx, "errors.home"), Href: "/"},
	}
	if id == "P40" {
		view.Object = objectOf(ctx, c.Request().URL.Path)
	}
	switch { // an error must not depend on what may have caused it
	case st.known && p.status < http.StatusInternalServerError:
		view.Frame = Frame(c, id, title)
	default:
		view.Frame = s.frame(c, id, title)
		view.Frame.Nav = s.nav(ctx, st.actor, c.Request().URL.Path, nil)
	}
	for _, f := range p.e.Fields {
		text := i18n.T(ctx, f.Key, f.Args...)
		if f.Name != "" {
			label, _ := s.label(c, f.Name)
			text = i18n.T(ctx, "ui.form.named", "field", label, "text", text)
		}
		view.Problems = append(view.Problems, ui.Problem{Name: f.Name, Text: text})
	}
	for _, g := range p.e.Guards {
		view.Guards = append(view.Guards, ui.Guard{ID: g.ID, Sentence: g.Sentence.In(ctx), Basis: g.Law(ctx), Warn: g.Warn})
	}
	for _, k := range s.keep(c, p) {
		view.Kept = append(view.Kept, ui.Fact{Label: k.label, Value: k.value})
	}
	view.Frame.Error = len(view.Problems) > 0
	return Render(c, p.status, errors.Error(view))
}

// objectOf leads back to the object whose page or act failed, by the first parts of the address. What is closed or not
// there is not named.
func objectOf(ctx context.Context, path string) *ui.Action {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	keys := map[string]string{"cases": "errors.back.case", "referrals": "errors.back.referral", "evidence": "errors.back.evidence",
		"handovers": "errors.back.handover",
		"approvals": "errors.back.approval", "tips": "errors.back.tip", "mss": "errors.back.mss", "documents": "errors.back.document"}
	if len(parts) < 2 || keys[parts[0]] == "" {
		return nil
	}
	ref, ok := ids.Normal(parts[1])
	if !ok {
		return nil
	}
	return &ui.Action{Label: i18n.T(ctx, keys[parts[0]], "ref", ref), Href: "/" + parts[0] + "/" + url.PathEscape(ref), Primary: true}
}

// Closed answers with the placeholder P39 for a record that the reader knows of and may not open.
func Closed(c echo.Context, closed ui.Closed) error {
	title := i18n.T(Context(c), "errors.closed")
	return Render(c, http.StatusForbidden, errors.Placeholder(errors.Known{Frame: Frame(c, "P39", title), Closed: closed}))
}

// Merge answers a stale version with P40 in three columns. Key, version and frame are filled in here where empty.
func Merge(c echo.Context, m errors.Merge) error {
	m.Frame = Frame(c, "P40", i18n.T(Context(c), "errors.conflict.title"))
	if m.Action == "" {
		m.Action = c.Request().URL.Path
	}
	if m.Key == "" {
		m.Key = FormKeyFor(c, m.Action)
	}
	if m.Back.Href == "" {
		m.Back = ui.Action{Label: i18n.T(Context(c), "errors.home"), Href: "/"}
	}
	return Render(c, http.StatusConflict, errors.Conflict(m))
}

// Problems turns the fields of an error into the lines of a form.
func Problems(c echo.Context, fields []errs.Field) []ui.Problem {
	out := make([]ui.Problem, 0, len(fields))
	for _, f := range fields {
		out = append(out, ui.Problem{Name: f.Name, Text: i18n.T(Context(c), f.Key, f.Args...)})
	}
	return out
}
