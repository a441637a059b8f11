package acts

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/audit"
	"touchstone/internal/entity"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	"touchstone/views/act"
	"touchstone/views/ui"
)

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
		return web.Render(c, http.StatusUnprocessableEntity, act.Approval(h.approvalPage(c, d, in, bad)))
	}
	return web.Render(c, http.StatusOK, act.Sign(h.signPage(c, d, row, in, nil)))
}

// signPage shows once more what is signed, and carries the decision and its text to the credential; row nil is a return
// or refusal.
func (h *HTTP) signPage(c echo.Context, d *decisionView, row *law.Act, in url.Values, bad *errs.E) act.SignPage {
	ctx, e, p := web.Context(c), h.Engine, d.P
	decision := in.Get("decision")
	label := i18n.T(ctx, "act.approval."+decision)
	t := e.teller(ctx, d)
	outcome := act.Outcome{Label: label}
	if row != nil {
		outcome = e.outcomes(t, d, row)[0]
		label = outcome.Label
	} else {
		outcome.Lines = t.parts("effect:"+decision, "told")
	}
	page := act.SignPage{Frame: frameOf(c, "P21", label), Identity: e.approvalIdentity(t, d, i18n.T(ctx, "act.sign.title")), Effect: label, Signed: e.signed(t, d),
		Said: e.said(ctx, row, p, in), Package: t.packageItems(d), PackageBy: i18n.T(ctx, "act.package.basis"), Outcome: outcome,
		Form: h.signature(c, d, row, in, bad)}
	page.Papers, page.Rest = e.papers(t, d)
	page.Record = t.record("effect:")
	page.Identity.Clock = nil // it stood on the page of the decision
	page.Frame.Error = bad != nil
	return page
}

// signature is the form under the decision: its text hidden, and the credential.
func (h *HTTP) signature(c echo.Context, d *decisionView, row *law.Act, in url.Values, bad *errs.E) ui.ActForm {
	ctx, p := web.Context(c), d.P
	action, label := "/approvals/"+p.Ref+"/decide", i18n.T(ctx, "act.approval."+in.Get("decision"))
	if row != nil {
		action = "/" + entity.Of(p.Entity).Path + "/" + d.File.Ref(p.Target()) + "/acts/" + row.Event
		label = h.Engine.decisionLabel(ctx, p, row)
	}
	f := ui.ActForm{Action: action, Key: web.FormKeyFor(c, action), Version: strconv.Itoa(d.File.Version(p.Target())), Hidden: carried(in, p.Ref),
		Submit: i18n.T(ctx, "act.sign.submit", "act", label), Cancel: &ui.Action{Label: i18n.T(ctx, "act.sign.back"), Href: "/approvals/" + p.Ref}}
	var fields []errs.Field
	if bad != nil {
		fields = bad.Fields
		f.Problems, f.Guards = Problems(ctx, bad)
	}
	if row == nil {
		return f
	}
	f.Event, f.Variant = row.Event, row.Variant
	f.Hidden = append(f.Hidden, ui.Pair{Name: "variant", Value: row.Variant})
	if row.Binding {
		f.Fields = append(f.Fields, credentialField(ctx, fields))
	}
	return f
}

// said is what the decider adds to the proposal: an opinion, the points of a review, a reason. It is his own, and signed
// with the rest.
func (e *Desk) said(ctx context.Context, row *law.Act, p *procedure.Approval, in url.Values) []ui.Fact {
	var out []ui.Fact
	if row != nil && row.Form != nil && p.OpeningActID != 0 {
		v, _ := row.Form.Decode(in, time.Time{}, nil, "", row.Variant)
		out = lines(procedure.Words{Ctx: ctx, Book: e.Book(), File: &matter.File{}, Own: true}.Facts(row.Form, v))
	}
	label := i18n.T(ctx, "act.approval.opinion")
	if s := in.Get("opinion"); s != "" && !slices.ContainsFunc(out, func(x ui.Fact) bool { return x.Value == s }) {
		out = append(out, ui.Fact{Label: label, Value: s})
	}
	for i := range out {
		out[i].Key = "said"
	}
	return out
}

// carried are the fields of the decision, hidden on the page that signs it.
func carried(in url.Values, ref string) []ui.Pair {
	out := []ui.Pair{{Name: "proposal", Value: ref}}
	var names []string
	for k := range in {
		if k != "key" && k != "version" && k != "credential" && k != "proposal" && k != "variant" {
			names = append(names, k)
		}
	}
	sort.Strings(names)
	for _, k := range names {
		for _, v := range in[k] {
			out = append(out, ui.Pair{Name: k, Value: v})
		}
	}
	return out
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
			return web.Render(c, http.StatusUnprocessableEntity, act.Sign(h.signPage(c, d, row, in, bad)))
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
	page := h.approvalPage(c, d, in, nil)
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
		return web.Render(c, http.StatusUnprocessableEntity, act.Approval(h.approvalPage(c, d, in, e)))
	}
	if err != nil {
		return h.Engine.named(web.Context(c), err)
	}
	return h.See(c, r, true)
}
