package page

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/internal/acts"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/web"
	views "touchstone/views/penalty"
)

// HTTP serves the task list of a penalty.
type HTTP struct {
	Engine  *acts.Desk
	Headers cases.Headers
	DB      *database.DB
}

// view is one administrative case with its matter.
type view struct{ *cases.Open }

// Show is the way to a penalty with the calculator (P17). A criminal case has none.
func (h *HTTP) Show(c echo.Context) error {
	opened, err := h.Headers.Open(c, h.DB, h.Engine)
	if err != nil {
		return err
	}
	v := &view{opened}
	if law.Machine(v.Case.Machine) != law.AdminCase {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	page, err := h.page(web.Context(c), v, c.QueryParams())
	if err != nil {
		return err
	}
	title := page.Frame.Title
	page.Frame = web.Frame(c, "P17", title)
	return web.Render(c, http.StatusOK, views.Show(page))
}
