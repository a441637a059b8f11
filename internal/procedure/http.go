package procedure

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/web"
)

// HTTP serves the pages of acts and approvals.
type HTTP struct {
	Engine     *Engine
	DB         *database.DB
	Log        *audit.Log
	Blobs      blob.Store
	Credential func(ctx context.Context, who actor.Actor, credential string) error // step-up of binding acts
}

// Kinds are the first parts of the URLs of acts.
func Kinds() []string { return []string{"cases", "referrals", "evidence", "persons", "mss", "records"} }

// Form shows what an act asks for. An act that is decided on its approval leads there.
func (h *HTTP) Form(kind string) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, err := h.view(c, kind)
		if err != nil {
			return err
		}
		if aid, ok := h.waiting(c, v); ok {
			return web.See(c, "/approvals/"+aid)
		}
		page, err := h.formPage(c, v, nil, nil)
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
		if err != nil {
			return err
		}
		in, err := h.read(c, v)
		if err != nil {
			return err
		}
		r, err := h.run(c, v, in)
		if err != nil {
			return h.again(c, v, in.Values, err)
		}
		return web.See(c, r.Location)
	}
}

// view is one object as an act's page needs it.
type view struct {
	Kind, Ref, Event string
	Target           Target
	File             *File
	Rows             []*law.Act // the rows of the event that the present state admits
	Who              actor.Actor
}

func (h *HTTP) view(c echo.Context, kind string) (*view, error) {
	v := &view{Kind: kind, Ref: c.Param("ref"), Event: c.Param("event"), Who: web.Actor(c)}
	f, id, err := h.Engine.Open(web.Context(c), h.DB.Read(), v.Who, kind, v.Ref, web.Now(c))
	if err != nil {
		return nil, err
	}
	v.File, v.Target = f, f.targetOf(kind, id)
	v.Rows = h.Engine.book.Variants(v.Target.Entity, v.Event, f.state(v.Target))
	if len(v.Rows) == 0 {
		if _, err := h.Engine.book.Find(v.Target.Entity, v.Event, "", f.state(v.Target)); err != nil {
			return nil, err
		}
		return nil, errs.New(errs.Conflict, "procedure.not_admitted")
	}
	return v, nil
}

// submitted is a decoded act form.
type submitted struct {
	Values  url.Values
	Uploads []Upload
}

// read takes the body. Access was checked before its first byte; files are stored before anything is written
// about them, so that a crash leaves bytes without a row and never a row without bytes.
func (h *HTTP) read(c echo.Context, v *view) (submitted, error) {
	return readForm(c, h.Blobs, func() (int64, int64) {
		cs := v.File.CaseOf(v.Target)
		return cs.AgencyID, cs.ID
	})
}

// run decodes the form by the row the variant chose, asks for the credential where the act binds, and acts.
func (h *HTTP) run(c echo.Context, v *view, in submitted) (Receipt, error) {
	ctx := web.Context(c)
	row, err := h.Engine.book.Find(v.Target.Entity, v.Event, in.Values.Get("variant"), v.File.state(v.Target))
	if err != nil {
		return Receipt{}, err
	}
	cmd := Command{Target: v.Target, Event: v.Event, Variant: row.Variant, Uploads: in.Uploads, Version: version(in.Values), Key: audit.Key(web.AuditKey(c)), Digest: in.Values.Get("digest")}
	var bad []errs.Field
	if ref := in.Values.Get("proposal"); ref != "" {
		p, err := h.Engine.visibleApproval(ctx, h.DB.Read(), v.Who, ref)
		if err != nil {
			return Receipt{}, err
		}
		cmd.Approval = p.ID
		cmd.Input, bad = h.Engine.decodeDecision(p, row, in.Values, v, web.Now(c))
	} else {
		cmd.Input, bad = h.Engine.Decode(row, in.Values, v.Target, v.File, v.Who, web.Now(c))
	}
	if len(bad) > 0 {
		return Receipt{}, errs.Invalid(bad...)
	}
	if row.Binding && (!row.FourEyes || cmd.Approval != 0) {
		if err := h.Credential(ctx, v.Who, in.Values.Get("credential")); err != nil {
			return Receipt{}, err
		}
	}
	return h.Engine.Do(ctx, v.Who, cmd)
}

// again shows the form with what was typed and why it was refused; other errors go their way.
func (h *HTTP) again(c echo.Context, v *view, in url.Values, err error) error {
	e, ok := invalid(err)
	if !ok {
		return err
	}
	if ref := in.Get("proposal"); ref != "" {
		return h.signAgain(c, v, ref, in, e)
	}
	page, err := h.formPage(c, v, in, e)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusUnprocessableEntity, page)
}
