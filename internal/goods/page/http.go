package page

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/goods"
	"touchstone/internal/law"
	"touchstone/internal/web"
	views "touchstone/views/goods"
)

// HTTP serves the goods of a case and the ways they took (P10).
type HTTP struct {
	Desk    goods.Desk
	Headers cases.Headers
	DB      *database.DB
	Access  *access.Policy
	Book    law.Current
}

// List is the sheet of the case.
func (h *HTTP) List(c echo.Context) error {
	var s goods.Sheet
	var w weighed
	who, ref := web.Actor(c), cases.Normal(c.Param("ref"))
	v, err := h.Headers.Tab(c, h.DB, cases.TabGoods, func(b *database.Pipe) {
		h.queueSheet(b, who, ref, &s)
		h.queueWeighed(b, who, ref, &w)
	})
	if err != nil {
		return err
	}
	s.Totals = goods.Sum(h.Desk.Today(s.Items))
	return web.Render(c, http.StatusOK, views.Sheet(h.sheetPage(web.ReadingOf(c), v, &s, w)))
}

// New is the form of a new item.
func (h *HTTP) New(c echo.Context) error { return h.form(c, web.Kept(c), nil) }

// Edit is the form of an item that is there.
func (h *HTTP) Edit(c echo.Context) error { return h.form(c, web.Kept(c), nil) }

func (h *HTTP) form(c echo.Context, in url.Values, bad *errs.E) error {
	var old *goods.Row
	gid := c.Param("gid")
	v, err := h.Headers.Change(c, h.DB, cases.TabGoods, func(b *database.Pipe) { h.queueRow(b, web.Actor(c), cases.Normal(c.Param("ref")), gid, &old) })
	if err != nil {
		return err
	}
	if gid != "" && old == nil {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	return web.RenderForm(c, bad, views.Form(h.formPage(web.ReadingOf(c), v, old, in, bad)))
}

// Add puts an item on the case.
func (h *HTTP) Add(c echo.Context) error {
	v, in, err := h.Headers.Changed(c, h.DB, cases.TabGoods)
	if err != nil {
		return err
	}
	_, err = h.Desk.Add(web.Context(c), v.Who, v.Head.ID, h.input(c, in))
	return acts.Done(c, err, v.Base+"?done=added", func(e *errs.E) error { return h.form(c, in, e) })
}

// Change keeps what was typed about an item and looks its control status up again.
func (h *HTTP) Change(c echo.Context) error {
	v, in, err := h.Headers.Changed(c, h.DB, cases.TabGoods)
	if err != nil {
		return err
	}
	err = h.Desk.Update(web.Context(c), v.Who, v.Head.ID, c.Param("gid"), h.input(c, in))
	return acts.Done(c, err, v.Base+"?done=changed", func(e *errs.E) error { return h.form(c, in, e) })
}

// Remove takes an item off the case, with its routes.
func (h *HTTP) Remove(c echo.Context) error {
	v, _, err := h.Headers.Changed(c, h.DB, cases.TabGoods)
	if err != nil {
		return err
	}
	err = h.Desk.Remove(web.Context(c), v.Who, v.Head.ID, c.Param("gid"), audit.Key(web.AuditKey(c)))
	return acts.Done(c, err, v.Base+"?done=removed", nil)
}

// NewRoute is the form of a route.
func (h *HTTP) NewRoute(c echo.Context) error { return h.routeForm(c, web.Kept(c), nil) }

func (h *HTTP) routeForm(c echo.Context, in url.Values, bad *errs.E) error {
	var s goods.Sheet
	v, err := h.Headers.Change(c, h.DB, cases.TabGoods, func(b *database.Pipe) { h.queueSheet(b, web.Actor(c), cases.Normal(c.Param("ref")), &s) })
	if err != nil {
		return err
	}
	return web.RenderForm(c, bad, views.Form(h.routePage(web.ReadingOf(c), v, &s, in, bad)))
}

// AddRoute stores a route.
func (h *HTTP) AddRoute(c echo.Context) error {
	v, in, err := h.Headers.Changed(c, h.DB, cases.TabGoods)
	if err != nil {
		return err
	}
	x, bad := h.Book().Form("goods_route").Clean(in, web.Now(c))
	err = h.Desk.AddRoute(web.Context(c), v.Who, v.Head.ID, goods.RouteInput{Item: x.Get("item"), Origin: x.Get("origin"), ExitPort: x.Get("exit_port"),
		Transit:     x.Get("transit"),
		Destination: x.Get("destination"), Quantity: x.Get("quantity"), Unit: x.Get("unit"), Status: x.Get("status"), Source: x.Get("source"), Wrong: bad,
		Key: audit.Key(web.AuditKey(c))})
	return acts.Done(c, err, v.Base+"?done=routed", func(e *errs.E) error { return h.routeForm(c, in, e) })
}

// RemoveRoute takes a route back. The page names it by a sealed mark: keys of rows never leave the server readable.
func (h *HTTP) RemoveRoute(c echo.Context) error {
	v, in, err := h.Headers.Changed(c, h.DB, cases.TabGoods)
	if err != nil {
		return err
	}
	_, id, ok := web.CursorOf(c, routeMark(v), in.Get("route"))
	if !ok {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	err = h.Desk.RemoveRoute(web.Context(c), v.Who, v.Head.ID, id, audit.Key(web.AuditKey(c)))
	return acts.Done(c, err, v.Base+"?done=unrouted", nil)
}

func routeMark(v *cases.Tab) string { return "goods.route/" + v.Head.Ref }

// input is what the form says, the way it is kept.
func (h *HTTP) input(c echo.Context, raw url.Values) goods.Input {
	v, bad := h.Book().Form("goods").Decode(raw, web.Now(c), nil, "", "")
	version, err := strconv.Atoi(raw.Get("version"))
	if err != nil {
		version = 0 // no page printed it: stale
	}
	in := h.Book().Form("goods").Encode(v)
	return goods.Input{Name: in.Get("name"), Listed: in.Get("listed"), Mineral: in.Get("mineral"), Form: in.Get("form"), Purity: in.Get("purity"),
		HSDeclared: in.Get("hs_declared"), HSFound: in.Get("hs_found"), Quantity: in.Get("quantity"),
		ActOn: v.Time("act_on"), Unit: in.Get("unit"), Value: in.Get("value"), ValueMethod: in.Get("value_method"), LicenceState: in.Get("licence_state"),
		LicenceNote: in.Get("licence_note"), Version: version, Wrong: bad, Key: audit.Key(web.AuditKey(c))}
}
