package inbox

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/web"
	"touchstone/internal/written"
	viewclocks "touchstone/views/clocks"
	viewhome "touchstone/views/home"
	views "touchstone/views/inbox"
	"touchstone/views/ui"
)

// HTTP serves the desk, the inbox and the deadline board.
type HTTP struct {
	Engine *acts.Desk
	DB     *database.DB
	Access *access.Policy
	Clock  func() time.Time
	Log    *audit.Log
}

const (
	homeItems  = 6
	homeClocks = 5
	pageSize   = 50
	boardLimit = 200
)

func (h *HTTP) presenter(c echo.Context) presenter {
	return presenter{ctx: web.Context(c), engine: h.Engine, book: h.Engine.Book(), who: web.Actor(c), now: web.Now(c)}
}

// desk is what the home page reads.
type desk struct {
	todo    []Item
	clocks  []clockLine
	changes []change
}

// Home is the desk of whoever signed in (P02).
func (h *HTTP) Home(c echo.Context) error {
	p := h.presenter(c)
	page := viewhome.Page{Frame: web.Frame(c, "P02", p.t("home.title"))}
	var got desk
	if err := h.queryHome(p.ctx, p.who, p.now, &got); err != nil {
		return err
	}
	p.desk(&page, got)
	p.can(&page, h.Access)
	return web.Render(c, http.StatusOK, viewhome.Show(page))
}

func tabs() []string { return []string{"todo", "done", "cc", "mine"} }

// Inbox is what waits, is done, is to read, or was sent by the reader (P03).
func (h *HTTP) Inbox(c echo.Context) error {
	p := h.presenter(c)
	tab := c.QueryParam("tab")
	known := slices.Contains(tabs(), tab)
	if !known {
		tab = tabs()[0]
	}
	list := "inbox/" + tab
	var after *access.Mark
	if due, id, ok := web.CursorOf(c, list, c.QueryParam("after")); ok {
		after = &access.Mark{Due: due, ID: id}
	}
	var got tabRows
	if err := h.queryTab(p.ctx, p.who, tab, after, pageSize+1, &got); err != nil {
		return err
	}
	items := got.items
	page := views.Page{Frame: web.Frame(c, "P03", p.t("inbox.title")), Head: ui.Heading{Title: p.t("inbox.title"), Sub: p.t("inbox.sub." + tab)}}
	if !known && c.QueryParam("tab") != "" {
		page.Notice = &ui.Notice{Tone: "warn", Text: p.t("inbox.bad_tab")}
	}
	if c.QueryParam("done") == "decided" {
		page.Notice = &ui.Notice{Tone: "ok", Text: p.t("inbox.decided")}
	}
	if len(items) > pageSize {
		items = items[:pageSize]
		last := items[pageSize-1]
		key := last.At
		if tab == "todo" {
			key = last.DueAt
		}
		page.Pages.Next = "/inbox?" + url.Values{"tab": {tab}, "after": {web.Cursor(c, list, key, last.ID)}}.Encode()
	}
	page.Pages.First = web.FirstPage(c, "after")
	for _, t := range tabs() {
		x := ui.Tab{Label: p.t("inbox.tab." + t), Href: "/inbox?tab=" + t, Current: t == tab}
		if t == "todo" && t == tab && after == nil && page.Pages.Next == "" && len(items) > 0 {
			x.Count = ui.Count(len(items))
		}
		if t == "cc" && got.unread > 0 {
			x.Count = capped(got.unread)
		}
		page.Tabs = append(page.Tabs, x)
	}
	if tab == "cc" && got.unread > 0 && len(items) > 0 {
		page.Read = &ui.ActForm{Action: "/inbox/read", Key: web.FormKeyFor(c, "/inbox/read"), Submit: p.t("inbox.read_all"),
			Hidden: []ui.Pair{{Name: "upto", Value: web.Cursor(c, listRead, items[0].At, items[0].ID)}}}
	}
	page.Table = p.table(tab, items)
	page.Pages.Text = p.t("inbox.shown", "n", len(items))
	if tab == "todo" && len(items) > 0 {
		page.Head.Actions = []ui.Action{{Label: p.t("inbox.open_first"), Href: p.href(items[0]), Primary: true}}
	}
	return web.Render(c, http.StatusOK, views.Index(page))
}

// capped is a count as badges write it.
func capped(n int) string {
	if n > badgeCap {
		return ui.Count(badgeCap) + "+"
	}
	return ui.Count(n)
}

// listRead is the list whose newest row the button of the page names.
const listRead = "inbox/cc"

// Read marks the notices of the reader as read, up to the newest that the page showed: what came later stays unread.
func (h *HTTP) Read(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	at, id, ok := web.CursorOf(c, listRead, form.Get("upto"))
	if !ok {
		return errs.Invalid(errs.Field{Name: "upto", Key: "inbox.bad_notice"})
	}
	err = h.read(web.Context(c), web.Actor(c), audit.Key(web.AuditKey(c)), at, id)
	return acts.Done(c, err, "/inbox?tab=cc", nil)
}

// Clocks is the board of periods (P29).
func (h *HTTP) Clocks(c echo.Context) error {
	p := h.presenter(c)
	page := viewclocks.Board{Frame: web.Frame(c, "P29", p.t("clocks.board.title")),
		Head: ui.Heading{Title: p.t("clocks.board.title"), Sub: p.t("clocks.board.sub")}}
	if !h.Access.Can(p.who, access.Clock, access.Read) {
		page.Aggregate = &ui.EmptyState{Text: p.t("clocks.board.aggregate"), Action: &ui.Action{Label: p.t("clocks.board.to_reports"), Href: "/reports/monthly"}}
		return web.Render(c, http.StatusOK, viewclocks.Show(page))
	}
	f, ignored := boardFilter(c.QueryParams(), p.who)
	var lines []clockLine
	if err := h.queryBoard(p.ctx, p.who, f.where(), f.named(), &lines); err != nil {
		return err
	}
	if f.Owner != "" && len(lines) == 0 { // nobody whom the board offers: a mistyped name, or who has nothing running any more
		f.Owner, ignored = "", append(ignored, "owner")
		if err := h.queryBoard(p.ctx, p.who, f.where(), f.named(), &lines); err != nil {
			return err
		}
	}
	if len(ignored) > 0 {
		page.Ignored = p.ignored(ignored)
	}
	p.board(&page, f, lines)
	return web.Render(c, http.StatusOK, viewclocks.Show(page))
}

// filter is what the address of the board says.
type filter struct{ Scope, Owner string }

func scopes() []string { return []string{"mine", "unit", "agency"} }

// boardFilter reads the query; what was not understood is left out and named. An account is read as people type it.
func boardFilter(q url.Values, who actor.Actor) (f filter, ignored []string) {
	f.Scope, f.Owner = "agency", strings.ToLower(written.Plain(q.Get("owner")))
	if handles(who) {
		f.Scope = "mine"
	}
	switch s := q.Get("scope"); {
	case slices.Contains(scopes(), s):
		f.Scope = s
	case s != "":
		ignored = append(ignored, "scope")
	}
	return f, ignored
}

func (f filter) where() string {
	out := map[string]string{"mine": ownCases, "unit": ownUnit}[f.Scope]
	if f.Owner != "" {
		out += " AND k.case_id IN (SELECT own.case_id FROM case_members own JOIN users ou ON ou.id = own.user_id WHERE ou.username = @owner " +
			"AND own.part = 'handler' AND own.to_at > @now)"
	}
	return out
}

func (f filter) named() map[string]any {
	if f.Owner == "" {
		return nil
	}
	return map[string]any{"owner": f.Owner}
}
