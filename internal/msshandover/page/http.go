package page

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	"touchstone/views/mss"
	"touchstone/views/ui"
)

// HTTP serves the pages of handovers to state security.
type HTTP struct {
	Acts    *acts.HTTP
	Headers cases.Headers
	DB      *database.DB
	Access  *access.Policy
	Log     *audit.Log
}

// New is the form that proposes a handover from a case.
func (h *HTTP) New(c echo.Context) error { return h.form(c, web.Kept(c), nil) }

// Propose makes the pointer.
func (h *HTTP) Propose(c echo.Context) error {
	a, _, err := h.asking(c)
	if err != nil {
		return err
	}
	return h.Acts.Make(c, a, func(in url.Values, bad *errs.E) error { return h.form(c, in, bad) })
}

// asking prepares the act on the case of the address, with the head of its page.
func (h *HTTP) asking(c echo.Context) (*acts.Asking, *cases.Head, error) {
	return h.Headers.Asking(c, h.Acts, cases.Making{Machine: law.MSSHandover, Event: "mss_handover.proposed", Path: "/mss/new"})
}

func (h *HTTP) form(c echo.Context, in url.Values, bad *errs.E) error {
	ctx := web.Context(c)
	a, head, err := h.asking(c)
	if err != nil {
		return cases.Closed(c, err)
	}
	if err := h.Headers.Check(ctx, h.DB.Read(), a.Who, a.Ref, head); err != nil {
		return cases.Closed(c, err)
	}
	form, row, err := h.Acts.Ask(web.ReadingOf(c), a, in, bad)
	if err != nil {
		return err
	}
	title := row.Label.In(ctx)
	p := mss.NewPage{Frame: web.Frame(c, "P16", title), Identity: h.Headers.Bar(ctx, head, cases.TabDecisions, web.Now(c)), Head: ui.Heading{Title: title},
		Form: form}
	p.Frame.Error = bad != nil
	p.Rules = append(p.Rules, h.Acts.Engine.Rules(ctx, row)...)
	return web.RenderForm(c, bad, mss.New(p))
}

// view is one pointer as its page needs it. Home tells the reader's side: only the sending agency has the case.
type view struct {
	Detail  *Detail
	File    *matter.File
	Waiting []procedure.Waiting
	Who     actor.Actor
	Home    bool
}

func (v *view) target() matter.Target {
	return matter.Target{Entity: law.MSSHandover, ID: v.Detail.ID}
}

// Show is one pointer (a page of its own: the other side has no case to show it on). Every reading stands in the
// ledger: that something concerns state security is itself not for everybody.
func (h *HTTP) Show(c echo.Context) error {
	ctx, who := web.Context(c), web.Actor(c)
	v := &view{Who: who}
	var o *procedure.Opening
	err := h.DB.Batch(ctx, func(b *database.Pipe) {
		o = h.Acts.Engine.QueueOpen(b, who, "mss", c.Param("ref"), web.Now(c))
		h.queueDetail(b, who, c.Param("ref"), &v.Detail)
		h.Acts.Engine.QueueWaitingOn(b, who, "mss", c.Param("ref"), &v.Waiting)
	})
	if err != nil {
		return err
	}
	f, id, err := h.Acts.Engine.Opened(ctx, h.DB.Read(), o)
	if err != nil {
		return err
	}
	d := v.Detail
	v.File, v.Home = f, f.MSS(id).FromAgencyID == who.AgencyID
	e := audit.Event{Stream: audit.MSSStream(id), Action: "mss.viewed", Kind: "mss", TargetID: id, TargetRef: d.Ref, CaseID: d.CaseID, Details: map[string]any{}}
	if err := h.Log.Viewed(ctx, who, e); err != nil {
		return err
	}
	p := h.page(ctx, v, c.QueryParam("done"))
	p.Frame = web.Frame(c, "P16", p.Head.Title)
	return web.Render(c, http.StatusOK, mss.Show(p))
}
