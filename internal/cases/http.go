package cases

import (
	"context"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/web"
	views "touchstone/views/cases"
	"touchstone/views/ui"
)

// HTTP serves the pages of the case file: list, registration, the case, its timeline, who knows of it, and requests
// for access.
type HTTP struct {
	Engine *acts.Desk
	DB     *database.DB
	Access *access.Policy
	Log    *audit.Log
	Desk   Desk
	Acts   *acts.HTTP // presents and reads the forms of acts
	Random io.Reader
	Public func(code string) (PublicEntry, bool) // the public record; nil: none
}

// PublicEntry is an entry of the public record as far as a new case takes from it.
type PublicEntry struct{ Code, Title, Summary, Mineral string }

// Headers is the head of case pages, for the packages that build the other tabs.
func (h *HTTP) Headers() Headers {
	return Headers{Access: h.Access, Book: h.Engine.Book, Log: h.Log}
}

func (h *HTTP) presenter(c echo.Context) presenter {
	return presenter{ctx: web.Context(c), engine: h.Engine, who: web.Actor(c), now: web.Now(c)}
}

// closed answers for a case that is known and may not be opened; every other error goes its way.
func (h *HTTP) closed(c echo.Context, err error) error { return Closed(c, err) }

// Closed is the placeholder page of a case that its reader knows of and may not open (P39), for every page of a case.
func Closed(c echo.Context, err error) error {
	known, ok := access.KnownOf(err)
	if !ok {
		return err
	}
	ctx := web.Context(c)
	box := ui.Closed{Unit: ui.AgencyMark{Name: i18n.Pick(ctx, known.NameZH, known.NameEN)}, Who: i18n.T(ctx, "cases.closed.decides"), Text: known.Ref}
	if known.CanRequest {
		box.Request = "/access-requests/new?case=" + known.Ref
	}
	return web.Closed(c, box)
}

const listName = "cases"

// List is the cases that the reader may open, nearest clock first (P04).
func (h *HTTP) List(c echo.Context) error {
	p, f, got, err := h.readList(c, true)
	if err != nil {
		return err
	}
	page := views.List{Frame: web.Frame(c, "P04", p.t("cases.list.title")), Views: p.tabs(f, got.shelf, got.counts[1:]), Filter: p.bar(f), Ignored: p.ignored(f)}
	page.Head = ui.Heading{Title: p.t("cases.list.title"), Sub: p.t("cases.list.count", "n", count(got.counts[0], countCap))}
	page.Head.Actions = append(page.Head.Actions, h.creations(p)...)
	if c.QueryParam("done") == "view" {
		page.Notice = &ui.Notice{Tone: "ok", Text: p.t("cases.views.done.saved")}
	}
	page.Pages = pagesOf(c, f, &got)
	page.Table = p.table(f, got.lines, got.pointers)
	if page.Bulk = h.bulk(p, f, len(got.lines)); page.Bulk != nil {
		page.Table.Select = "ref"
	}
	return web.Render(c, http.StatusOK, views.Index(page))
}

// pagesOf cuts the row that only told that there are more, and says where the list goes on and where it began. Closed rows
// end the whole list and stand nowhere else: a filter must not tell what they are.
func pagesOf(c echo.Context, f Filter, got *listed) ui.Pages {
	out := ui.Pages{}
	if len(got.lines) > pageSize {
		last := got.lines[pageSize-1]
		got.lines = got.lines[:pageSize]
		out.Next = nextPage(f, web.Cursor(c, listName, last.NextDue, last.ID))
	}
	if got.deep {
		out.First = f.address()
	}
	if got.deep || out.Next != "" || !f.plain() || f.View != ViewAll && f.View != ViewUnit {
		got.pointers = nil
	}
	out.Text = i18n.T(web.Context(c), "cases.list.shown", "n", len(got.lines))
	return out
}

// creations are the acts that make a case, for those who may do them.
func (h *HTTP) creations(p presenter) []ui.Action {
	var out []ui.Action
	if !h.Access.Can(p.who, access.Case, access.Create) {
		return nil
	}
	for _, k := range creationKinds() {
		if row := h.creation(k, ""); row != nil && p.who.HasAny(row.DeciderRoles...) {
			out = append(out, ui.Action{Label: p.t("cases.list.register"), Href: "/cases/new", Event: k.event, Primary: true, Key: "new"})
			break
		}
	}
	return out
}

// ListJSON is the same list, for a script.
func (h *HTTP) ListJSON(c echo.Context) error {
	p, f, got, err := h.readList(c, false)
	if err != nil {
		return err
	}
	next := ""
	if len(got.lines) > pageSize {
		last := got.lines[pageSize-1]
		got.lines = got.lines[:pageSize]
		next = web.Cursor(c, listName, last.NextDue, last.ID)
	}
	return web.WriteJSON(c, map[string]any{"view": f.View, "ignored": append([]string{}, f.Bad...), "cases": p.linesJSON(got.lines), "after": next})
}

// listed is what one page of the list took from the database.
type listed struct {
	shelf    shelf
	deep     bool // not the first page
	lines    []Line
	counts   []int64
	pointers []Pointer
}

func (h *HTTP) readList(c echo.Context, page bool) (presenter, Filter, listed, error) {
	p := h.presenter(c)
	var got listed
	if !h.Access.Can(p.who, access.Case, access.Read) { // the coordination office and the administrators have no such page
		return p, Filter{}, got, errs.New(errs.NotFound, "errs.not_found")
	}
	if err := h.readShelf(c, page, &got.shelf); err != nil {
		return p, Filter{}, got, err
	}
	p.handlers = got.shelf.Handlers
	f := got.shelf.filter(c.QueryParams(), p.who, h.Engine.Book())
	spec := f.spec(h.Engine.Book(), p.now)
	spec.Limit = pageSize + 1
	if due, id, ok := web.CursorOf(c, listName, c.QueryParam("after")); ok {
		spec.After, got.deep = &access.Mark{Due: due, ID: id}, true
	}
	err := h.queryList(p, f, spec, page, &got)
	return p, f, got, err
}

// readShelf reads the reader's views, for a page with the counts of its frame.
func (h *HTTP) readShelf(c echo.Context, page bool, into *shelf) error {
	ctx, who := web.Context(c), web.Actor(c)
	if !page {
		return h.queryShelf(ctx, who, into)
	}
	return web.Ahead(c, func(b *database.Pipe) { h.queueShelf(b, who, into) })
}

// viewSpecs are the filters whose counts the page shows: the present one, then every view.
func (h *HTTP) viewSpecs(f Filter, s shelf, p presenter) []access.ListSpec {
	own := f.spec(h.Engine.Book(), p.now)
	own.Limit = countCap
	out := []access.ListSpec{own}
	add := func(f Filter) {
		l := f.spec(h.Engine.Book(), p.now)
		l.Limit = viewCap
		out = append(out, l)
	}
	for _, v := range viewNames() {
		add(Filter{View: v})
	}
	for _, v := range s.Views {
		add(p.viewFilter(v))
	}
	return out
}

// Show is the overview of a case (P07).
func (h *HTTP) Show(c echo.Context) error {
	p, head, got, err := h.readCase(c)
	if err != nil {
		return h.closed(c, err)
	}
	page := p.overview(head, got)
	page.Identity = h.Headers().Bar(p.ctx, head, TabOverview, p.now)
	h.identityActions(p, head, &page)
	page.Frame = web.Frame(c, "P07", p.t("cases.page.title", "ref", head.Ref))
	if n := p.done(c.QueryParam("done"), head); n != nil {
		page.Notices = append(page.Notices, *n)
	}
	return web.Render(c, http.StatusOK, views.Show(page))
}

// identityActions: what waits, what presses, or the only step there is becomes the one primary button; among several
// steps of equal weight the page does not choose for the officer. What makes something new on the case stands behind "more".
func (h *HTTP) identityActions(p presenter, head *Head, page *views.Page) {
	for _, s := range append(append([]ui.Step{}, page.Waiting...), page.Steps...) {
		if s.State == "todo" && s.Href != "" && (s.Clock != nil || s.Tag != nil || len(page.Waiting)+len(page.Steps) == 1) {
			page.Identity.Actions = []ui.Action{s.Button()}
			break
		}
	}
	for _, s := range further(*page) {
		if s.Href != "" && opens(s) {
			page.Identity.More = append(page.Identity.More, ui.Action{Label: s.Label, Href: s.Href, Event: s.Event})
		}
	}
	if head.MayComment {
		page.Identity.More = append(page.Identity.More, ui.Action{Label: p.t("cases.timeline.note"), Href: "/cases/" + head.Ref + "/timeline"})
	}
}

// ShowJSON is what the overview tells, for a script.
func (h *HTTP) ShowJSON(c echo.Context) error {
	p, head, got, err := h.readCase(c)
	if err != nil {
		return err
	}
	return web.WriteJSON(c, p.caseJSON(head, got))
}

// readCase reads the whole overview in one batch.
func (h *HTTP) readCase(c echo.Context) (presenter, *Head, *content, error) {
	p := h.presenter(c)
	ref := Normal(c.Param("ref"))
	head, got, err := h.queryCase(p, ref)
	if err != nil {
		return p, nil, nil, err
	}
	return p, head, got, h.Headers().Check(p.ctx, h.DB.Read(), p.who, ref, head)
}

// caseID resolves the case of the address for a use case; what may not be read is not there.
func (h *HTTP) caseID(ctx context.Context, c echo.Context) (int64, string, error) {
	ref := Normal(c.Param("ref"))
	id, err := h.Access.Visible(ctx, h.DB.Read(), web.Actor(c), access.Case, ref)
	return id, ref, err
}
