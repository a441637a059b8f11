package page

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/acts"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/web"
	"touchstone/views/decisions"
)

// HTTP serves the page on which penalty and referral of a case stand side by side.
type HTTP struct {
	Engine  *acts.Desk
	Headers cases.Headers
	DB      *database.DB
	Access  *access.Policy
}

// view is one case with its matter as the page needs it.
type view struct {
	*cases.Open
	lists
}

// sees tells whether the reader may see that referral of the file.
func (v *view) sees(id int64) bool { return slices.Contains(v.Referrals, id) }

// Decisions is penalty and referral of a case on one page (P16).
func (h *HTTP) Decisions(c echo.Context) error {
	v := &view{}
	var err error
	v.Open, err = h.Headers.Open(c, h.DB, h.Engine, func(b *database.Pipe, ref string) { v.queue(b, h.Access, web.Actor(c), ref) })
	if err != nil {
		return err
	}
	page := h.page(web.Context(c), v)
	page.Frame = web.Frame(c, "P16", page.Frame.Title)
	return web.Render(c, http.StatusOK, decisions.Show(page))
}
