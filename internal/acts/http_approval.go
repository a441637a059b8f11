package acts

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/entity"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	"touchstone/views/act"
	"touchstone/views/ui"
)

func (h *HTTP) decisionView(c echo.Context, ref string) (*decisionView, error) {
	ctx, who, now := web.Context(c), web.Actor(c), web.Now(c)
	var x *procedure.Decided
	err := h.DB.Batch(ctx, func(b *database.Pipe) { x = h.Engine.QueueDecision(b, who, ref, now) })
	if err != nil {
		return nil, err
	}
	f, _, err := h.Engine.Opened(ctx, h.DB.Read(), x.Opening)
	if err != nil {
		return nil, err
	}
	if len(x.Found) == 0 {
		return nil, errs.New(errs.NotFound, "errs.not_found")
	}
	d := &decisionView{P: x.Found[0], File: f, Links: x.Links, Who: who, Now: now, Earlier: x.Earlier, Named: x.People}
	d.Seen = d.P.Shown
	if d.P.State == "OPEN" {
		d.Seen, d.Options = h.Engine.Seen(ctx, d.P, f), h.Engine.Outcomes(d.P, f)
	}
	if x.Bare {
		d.strip()
	}
	return d, nil
}

// Approval shows one proposal on one screen (P20).
func (h *HTTP) Approval(c echo.Context) error {
	d, err := h.decisionView(c, c.Param("aid"))
	if err != nil {
		return err
	}
	if err := h.viewedApproval(web.Context(c), d); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, act.Approval(h.approvalPage(web.ReadingOf(c), d, h.keptDecision(c, d), nil)))
}

// keptDecision is what the reader had written on his decision when his session ended: on this page, or when he signed and
// the form was that of the act.
func (h *HTTP) keptDecision(c echo.Context, d *decisionView) url.Values {
	in := web.Kept(c)
	for _, row := range d.Options {
		if in == nil {
			in = web.KeptAt(c, "/"+entity.Of(d.P.Entity).Path+"/"+d.File.Ref(d.P.Target())+"/acts/"+row.Event)
			if in.Get("proposal") != d.P.Ref {
				in = nil
			}
		}
	}
	return in
}

// BackToApproval leads a reloaded signature page back to its proposal: the choice is made again.
func (h *HTTP) BackToApproval(c echo.Context) error {
	return web.See(c, "/approvals/"+url.PathEscape(c.Param("aid")))
}

// Sign checks the choice and shows what is about to be signed (P21). Nothing is written.
func (h *HTTP) Sign(c echo.Context) error {
	d, err := h.decisionView(c, c.Param("aid"))
	if err != nil {
		return err
	}
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	if d.P.State != "OPEN" {
		return errs.New(errs.Conflict, "procedure.already_decided")
	}
	in = voice(in)
	if in.Get("digest") != d.Seen.Digest() {
		return h.moved(c, d, in)
	}
	row, bad := h.checkDecision(c, d, in)
	if bad != nil {
		return web.Render(c, http.StatusUnprocessableEntity, act.Approval(h.approvalPage(web.ReadingOf(c), d, in, bad)))
	}
	return web.Render(c, http.StatusOK, act.Sign(h.signPage(web.ReadingOf(c), d, row, in, nil)))
}

// signAgain shows the signature page once more: a wrong credential keeps the text. What changed meanwhile is read first.
func (h *HTTP) signAgain(c echo.Context, v *Asking, ref string, in url.Values, bad *errs.E) error {
	d, err := h.decisionView(c, ref)
	if err != nil {
		return err
	}
	if d.P.State != "OPEN" {
		return errs.New(errs.Conflict, "procedure.already_decided")
	}
	if in.Get("digest") != d.Seen.Digest() {
		return h.moved(c, d, in)
	}
	for _, row := range d.Options {
		if row.Event == v.Event {
			return web.Render(c, http.StatusUnprocessableEntity, act.Sign(h.signPage(web.ReadingOf(c), d, row, in, bad)))
		}
	}
	return bad
}

// readSince is the field that carries what the signer read otherwise than it was proposed.
const readSince = "read_since"

// moved shows the proposal once more when it is no longer what the signer read: what is otherwise now, with the digest of
// that, and all that was typed. He reads, and signs anew.
func (h *HTTP) moved(c echo.Context, d *decisionView, in url.Values) error {
	ctx := web.Context(c)
	in.Del("read")
	in.Del("credential")
	page := h.approvalPage(web.ReadingOf(c), d, in, nil)
	page.Alert = &ui.Notice{Tone: "warn", Text: i18n.T(ctx, "procedure.changed_since"), Alert: true, Key: "proposal"}
	page.Moved = h.Engine.teller(ctx, d).changes(d.Seen.Minus(d.P.Shown.Patched(in.Get(readSince))))
	page.MovedTitle, page.MovedFrom = i18n.T(ctx, "act.approval.moved_read", "n", len(page.Moved)), i18n.T(ctx, "act.approval.read_then")
	page.Frame.Error = true
	return web.Render(c, http.StatusConflict, act.Approval(page))
}

// movedOn is moved for an act that was refused because of it; any other refusal stays what it is.
func (h *HTTP) movedOn(c echo.Context, ref string, in url.Values, refused error) error {
	d, err := h.decisionView(c, ref)
	if err != nil || d.P.State != "OPEN" {
		return refused
	}
	return h.moved(c, d, in)
}

// changedSince tells the refusal of a decision on what is no longer so.
func changedSince(err error) bool {
	e, ok := errs.As(err)
	return ok && e.Key == "procedure.changed_since"
}

// Turn returns, refuses or withdraws a stored proposal.
func (h *HTTP) Turn(c echo.Context) error {
	d, err := h.decisionView(c, c.Param("aid"))
	if err != nil {
		return err
	}
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	decision := in.Get("decision")
	if !slices.Contains([]string{"return", "refuse", "withdraw"}, decision) {
		return errs.New(errs.BadRequest, "procedure.not_an_option")
	}
	r, err := h.Engine.Turn(web.Context(c), d.Who, procedure.Turn{Approval: d.P.ID, Decision: decision, ReasonCode: in.Get("reason_code"),
		Reason: in.Get("opinion"),
		Digest: in.Get("digest"), Key: audit.Key(web.AuditKey(c))})
	if changedSince(err) {
		return h.movedOn(c, d.P.Ref, in, err)
	}
	if e, ok := Explainable(err); ok {
		return web.Render(c, http.StatusUnprocessableEntity, act.Approval(h.approvalPage(web.ReadingOf(c), d, in, e)))
	}
	if err != nil {
		return h.Engine.named(web.Context(c), err)
	}
	return h.See(c, r, true)
}

// checkDecision refuses an empty or incomplete choice with words at its fields.
func (h *HTTP) checkDecision(c echo.Context, d *decisionView, in url.Values) (*law.Act, *errs.E) {
	var bad []errs.Field
	decision := in.Get("decision")
	var row *law.Act
	for _, o := range d.Options {
		if o.Event == decision {
			row = o
		}
	}
	turn := d.P.OpeningActID == 0 && (decision == "return" || decision == "refuse")
	back := decision == "return" || row != nil && row.Form != nil && row.Form.ID == "return_for_correction"
	if in.Get("read") != "yes" && !back { // who sends papers back for correction need not vouch for all of them
		bad = append(bad, errs.Field{Name: "read", Key: "act.approval.must_read"})
	}
	switch {
	case row == nil && !turn:
		bad = append(bad, errs.Field{Name: "decision", Key: "act.approval.must_choose"})
	case turn:
		bad = append(bad, h.Engine.ReadTurn(&procedure.Turn{Reason: in.Get("opinion"), ReasonCode: in.Get("reason_code")})...)
	case row != nil && d.P.OpeningActID == 0:
		_, wrong := h.Engine.DecodeDecision(d.P, row, in, nil, web.Now(c))
		bad = append(bad, wrong...)
	case row != nil:
		_, missing := h.Engine.Decode(row, in, &procedure.Question{Target: d.P.Target(), File: d.File, Who: d.Who}, web.Now(c))
		bad = append(bad, missing...)
	}
	if len(bad) > 0 {
		return nil, errs.Invalid(bad...)
	}
	return row, nil
}
