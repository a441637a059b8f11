package cases

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/web"
	views "touchstone/views/cases"
	"touchstone/views/ui"
)

// Views is the page of the reader's views (P04): the filter of its address can be saved there, and what is kept can be
// taken away or chosen.
func (h *HTTP) Views(c echo.Context) error {
	q, in := c.QueryParams(), web.Kept(c)
	if web.SentTo(c, in, "/cases/views") && !asks(q) { // with the filter that was going to be saved
		q = savedView{Query: in.Get("query")}.values()
	}
	return h.viewsPage(c, q, in, nil, http.StatusOK)
}

// SaveView keeps the filter that the page showed.
func (h *HTTP) SaveView(c echo.Context) error {
	in, err := h.viewForm(c)
	if err != nil {
		return err
	}
	var s shelf
	if err := h.queryShelf(web.Context(c), web.Actor(c), &s); err != nil {
		return err
	}
	q := savedView{Query: in.Get("query")}.values()
	f := parseFilter(q, defaultView(web.Actor(c)), h.Engine.Book(), s.Handlers)
	if !asks(q) || len(f.Bad) > 0 { // our own form never sends it
		return h.viewsPage(c, q, in, errs.Invalid(errs.Field{Key: "cases.views.bad_query"}), http.StatusUnprocessableEntity)
	}
	v, bad := h.Desk.Book().Form("saved_view").Decode(in, web.Now(c), nil, "", "")
	if len(bad) > 0 {
		return h.viewsPage(c, q, in, errs.Invalid(bad...), http.StatusUnprocessableEntity)
	}
	err = h.Desk.SaveView(web.Context(c), web.Actor(c), SaveViewInput{Name: v.Str("name"), Query: f.Query().Encode(), Shared: v.Bool("shared"),
		Default: v.Bool("default"), Key: audit.Key(web.AuditKey(c))}, h.Random)
	return acts.Done(c, err, f.address()+"&done=view", func(e *errs.E) error { return h.viewsPage(c, q, in, e, http.StatusUnprocessableEntity) })
}

// RemoveView takes one of the reader's own views away.
func (h *HTTP) RemoveView(c echo.Context) error {
	if _, err := h.viewForm(c); err != nil {
		return err
	}
	err := h.Desk.RemoveView(web.Context(c), web.Actor(c), c.Param("ref"), audit.Key(web.AuditKey(c)))
	return acts.Done(c, err, "/cases/views?done=removed", nil)
}

// OpenWith chooses the view with which the reader's list opens.
func (h *HTTP) OpenWith(c echo.Context) error {
	in, err := h.viewForm(c)
	if err != nil {
		return err
	}
	err = h.Desk.OpenWith(web.Context(c), web.Actor(c), in.Get("view"), audit.Key(web.AuditKey(c)))
	return acts.Done(c, err, "/cases/views?done=chosen", nil)
}

// viewForm reads a form of the page, for those who have the list.
func (h *HTTP) viewForm(c echo.Context) (url.Values, error) {
	if !h.Access.Can(web.Actor(c), access.Case, access.Read) {
		return nil, errs.New(errs.NotFound, "errs.not_found")
	}
	return web.Form(c)
}

func (h *HTTP) viewsPage(c echo.Context, q, in url.Values, bad *errs.E, status int) error {
	p := h.presenter(c)
	if !h.Access.Can(p.who, access.Case, access.Read) {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	var s shelf
	if err := h.readShelf(c, true, &s); err != nil {
		return err
	}
	p.handlers = s.Handlers
	var asked *Filter
	if asks(q) {
		f := s.filter(q, p.who, h.Engine.Book())
		asked = &f
	}
	page := p.viewsPage(s, asked, func(action string) string { return web.FormKeyFor(c, action) })
	page.Frame = web.Frame(c, "P04", p.t("cases.views.title"))
	page.Frame.Error = bad != nil
	for _, f := range []*ui.ActForm{page.Save, page.Open} {
		if f != nil && bad == nil && web.SentTo(c, in, f.Action) {
			putBack(f, in)
		}
	}
	switch done := c.QueryParam("done"); {
	case bad != nil:
		p.refusedView(&page, in, bad)
	case done == "removed" || done == "chosen":
		page.Notice = &ui.Notice{Tone: "ok", Text: p.t("cases.views.done." + done)}
	case asked != nil && len(asked.Bad) > 0:
		page.Notice = &ui.Notice{Tone: "warn", Text: p.ignored(*asked)}
	}
	return web.Render(c, status, views.Kept(page))
}

// refusedView puts back what was typed, with what is wrong beside it.
func (p presenter) refusedView(page *views.Views, in url.Values, bad *errs.E) {
	problems, _ := acts.Problems(p.ctx, bad)
	if page.Save == nil { // nothing to save came with the form
		page.Notice = &ui.Notice{Tone: "err", Alert: true, Text: problems[0].Text}
		return
	}
	page.Save.Problems = problems
	putBack(page.Save, in)
}

// putBack shows what was typed into a form.
func putBack(f *ui.ActForm, in url.Values) {
	for i := range f.Fields {
		if v := in.Get(f.Fields[i].Name); v != "" {
			f.Fields[i].Value = v
		}
	}
}
