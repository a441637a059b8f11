package cases

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/web"
	"touchstone/views/ui"
)

// Tab is a case opened on a tab whose rows are changed without an act: its parties, its goods.
type Tab struct {
	Who  actor.Actor
	Head *Head
	Bar  ui.Identity
	Base string // the tab's address
}

// Tab reads the case of the address, with what the page asks for besides.
func (h Headers) Tab(c echo.Context, db *database.DB, name string, more ...func(*database.Pipe)) (*Tab, error) {
	t := &Tab{Who: web.Actor(c)}
	var err error
	t.Bar, t.Head, err = h.Header(web.Context(c), db.Read(), t.Who, Normal(c.Param("ref")), name, web.Now(c), more...)
	if err != nil {
		return nil, err
	}
	t.Base = "/cases/" + t.Head.Ref + "/" + name
	return t, nil
}

// Change opens the tab for somebody who wants to change what stands on it.
func (h Headers) Change(c echo.Context, db *database.DB, name string, more ...func(*database.Pipe)) (*Tab, error) {
	t, err := h.Tab(c, db, name, more...)
	if err == nil && !t.Head.MayAct {
		err = errs.New(errs.Forbidden, "access.forbidden")
	}
	return t, err
}

// Changed opens the tab for a change that was sent, with its form.
func (h Headers) Changed(c echo.Context, db *database.DB, name string) (*Tab, url.Values, error) {
	t, err := h.Change(c, db, name)
	if err != nil {
		return nil, nil, err
	}
	in, err := web.Form(c)
	return t, in, err
}
