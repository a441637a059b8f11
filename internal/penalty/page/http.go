package page

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
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
type view struct {
	Head    *cases.Head
	File    *procedure.File
	Case    *procedure.Case
	Waiting []procedure.Waiting
	Who     actor.Actor
	Now     time.Time
}

func (v *view) target() procedure.Target {
	return procedure.Target{Entity: law.AdminCase, ID: v.Case.ID}
}

// Show is the way to a penalty with the calculator (P17). A criminal case has none.
func (h *HTTP) Show(c echo.Context) error {
	ctx, ref := web.Context(c), cases.Normal(c.Param("ref"))
	v := &view{Who: web.Actor(c), Now: web.Now(c)}
	var opening *procedure.Opening
	err := h.DB.Batch(ctx, func(b *database.Pipe) {
		v.Head = h.Headers.Queue(b, v.Who, ref)
		opening = h.Engine.QueueOpen(b, v.Who, "cases", ref, v.Now)
		h.Engine.QueueWaiting(b, v.Who, ref, &v.Waiting)
	})
	if err != nil {
		return err
	}
	if err := h.Headers.Check(ctx, h.DB.Read(), v.Who, ref, v.Head); err != nil {
		return cases.Closed(c, err)
	}
	f, id, err := h.Engine.Opened(ctx, h.DB.Read(), opening)
	if err != nil {
		return err
	}
	if v.File, v.Case = f, f.Case(id); law.Machine(v.Case.Machine) != law.AdminCase {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	page, err := h.page(ctx, v, c.QueryParams())
	if err != nil {
		return err
	}
	title := page.Frame.Title
	page.Frame = web.Frame(c, "P17", title)
	return web.Render(c, http.StatusOK, views.Show(page))
}
