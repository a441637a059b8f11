package acts

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/database"
	"touchstone/internal/entity"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
)

// HTTP serves the pages of acts and approvals.
type HTTP struct {
	Engine     *Desk
	DB         *database.DB
	Log        *audit.Log
	Blobs      blob.Store
	Credential procedure.Challenge

	rests blob.Rests // of papers
}

// Form shows what an act asks for. An act that is decided on its approval leads there.
func (h *HTTP) Form(kind string) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, err := h.view(c, kind)
		if err != nil {
			return err
		}
		if aid, ok := v.waiting(); ok {
			return web.See(c, "/approvals/"+aid)
		}
		if err := h.Engine.Taken(&v.Question); err != nil {
			return h.Engine.named(web.Context(c), err)
		}
		if err := h.viewed(web.Context(c), v.Who, v.Subject(), v.File); err != nil {
			return err
		}
		page, err := h.formPage(web.ReadingOf(c), v, web.Kept(c), nil)
		if err != nil {
			return err
		}
		return web.Render(c, http.StatusOK, page)
	}
}

// Act runs an act, or stores its proposal. What was typed comes back with every refusal.
func (h *HTTP) Act(kind string) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, err := h.view(c, kind)
		if errs.Is(err, errs.Conflict) {
			return h.repeated(c, err)
		}
		if err != nil {
			return err
		}
		r, in, err := h.Take(c, v)
		if err != nil {
			return h.again(c, v, in, err)
		}
		return h.See(c, r, in.Get("proposal") != "")
	}
}

// repeated answers a form that was sent twice by the receipt of the first time: the act itself moved the state on. Access
// was checked when the object was opened; files that come again are not read.
func (h *HTTP) repeated(c echo.Context, conflict error) error {
	var err error
	if strings.HasPrefix(c.Request().Header.Get("Content-Type"), "multipart/") {
		_, err = web.Upload(c, func(url.Values) error { return nil }, func(string, string, io.Reader) error { return nil })
	} else {
		_, err = web.Form(c)
	}
	if err != nil {
		return err
	}
	r, found, err := h.Log.Earlier(web.Context(c), web.Actor(c), audit.Key(web.AuditKey(c)))
	switch {
	case err != nil:
		return err
	case found:
		return h.See(c, procedure.Receipt{Location: r.Location, Replayed: true}, false)
	}
	return conflict
}

// Asking is one act that a page asks for, and where the page posts it.
type Asking struct {
	procedure.Question
	Ref, Action, Back string

	open []procedure.OpenProposal // on the target
}

// AskOn prepares an act on an object of a file that is already read.
func (h *HTTP) AskOn(who actor.Actor, f *matter.File, t matter.Target, event string) (*Asking, error) {
	q, err := h.Engine.AskOn(who, f, t, event)
	if err != nil {
		return nil, err
	}
	back := entity.Of(t.Entity).Address(f.Ref(t))
	return &Asking{Question: q, Ref: f.Ref(t), Back: back, Action: back + "/acts/" + event}, nil
}

// AskNew prepares an act that creates its object under another one (or, parent zero, at the root). variant narrows
// the rows, as a page for one track does.
func (h *HTTP) AskNew(who actor.Actor, f *matter.File, machine law.Machine, parent matter.Target, event, variant, action string) (*Asking, error) {
	q, err := h.Engine.AskNew(who, f, machine, parent, event, variant)
	if err != nil {
		return nil, err
	}
	a := &Asking{Question: q, Action: action}
	if parent.ID != 0 {
		a.Ref, a.Back = f.Ref(parent), entity.Of(parent.Entity).Address(f.Ref(parent))
	}
	return a, nil
}

func (h *HTTP) view(c echo.Context, kind string) (*Asking, error) {
	ctx, who, ref := web.Context(c), web.Actor(c), c.Param("ref")
	var o *procedure.Opening
	var open []procedure.OpenProposal
	err := h.DB.Batch(ctx, func(b *database.Pipe) {
		o = h.Engine.QueueForm(b, who, kind, ref, web.Now(c))
		h.Engine.QueueProposals(b, who, kind, ref, &open)
	})
	if err != nil {
		return nil, err
	}
	f, id, err := h.Engine.Opened(ctx, h.DB.Read(), o)
	if err != nil {
		return nil, err
	}
	a, err := h.AskOn(who, f, f.TargetOf(kind, id), c.Param("event"))
	if err != nil {
		return nil, err
	}
	a.open = open
	return a, nil
}

// viewed puts the reading of a marked file on record before its page is sent (security D13).
func (h *HTTP) viewed(ctx context.Context, who actor.Actor, t matter.Target, f *matter.File) error {
	c := f.CaseOf(t)
	if c == nil {
		return nil
	}
	root, id := procedure.RootOf(t, c)
	return h.Log.ViewedMarked(ctx, who, f.MarkOf(t), audit.Event{Stream: audit.Stream(fmt.Sprintf("%s:%d", root, id)), Kind: entity.Of(t.Entity).Kind,
		TargetID: t.ID, TargetRef: f.Ref(t), CaseID: c.ID})
}

// viewedApproval puts on record that a proposal on a marked file was read, also where the file itself is not.
func (h *HTTP) viewedApproval(ctx context.Context, d *decisionView) error {
	return h.Log.ViewedMarked(ctx, d.Who, d.P.Marking, d.event())
}

// again shows the form with what was typed and why it was refused; other errors go their way.
func (h *HTTP) again(c echo.Context, v *Asking, in url.Values, err error) error {
	if ref := in.Get("proposal"); ref != "" && changedSince(err) {
		return h.movedOn(c, ref, in, err)
	}
	e, ok := Explainable(err)
	if !ok {
		return err
	}
	if ref := in.Get("proposal"); ref != "" {
		return h.signAgain(c, v, ref, in, e)
	}
	page, err := h.formPage(web.ReadingOf(c), v, in, e)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusUnprocessableEntity, page)
}
