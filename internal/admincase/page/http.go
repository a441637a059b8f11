package page

import (
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
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
	lists
	Head    *cases.Head
	File    *procedure.File
	Case    *procedure.Case
	Waiting []procedure.Waiting
	Who     actor.Actor
	Now     time.Time
}

func (v *view) target() procedure.Target {
	return procedure.Target{Entity: law.Machine(v.Case.Machine), ID: v.Case.ID}
}

// sees tells whether the reader may see that referral of the file.
func (v *view) sees(id int64) bool { return slices.Contains(v.Referrals, id) }

// Decisions is penalty and referral of a case on one page (P16).
func (h *HTTP) Decisions(c echo.Context) error {
	ctx, ref := web.Context(c), cases.Normal(c.Param("ref"))
	v := &view{Who: web.Actor(c), Now: web.Now(c)}
	var opening *procedure.Opening
	err := h.DB.Batch(ctx, func(b *database.Pipe) {
		v.Head = h.Headers.Queue(b, v.Who, ref)
		opening = h.Engine.QueueOpen(b, v.Who, "cases", ref, v.Now)
		v.queue(b, h.Access, v.Who, ref)
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
	v.File, v.Case = f, f.Case(id)
	page := h.page(ctx, v)
	page.Frame = web.Frame(c, "P16", page.Frame.Title)
	return web.Render(c, http.StatusOK, decisions.Show(page))
}
