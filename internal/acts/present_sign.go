package acts

import (
	"context"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"time"

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

// signPage shows once more what is signed, and carries the decision and its text to the credential; row nil is a return
// or refusal.
func (h *HTTP) signPage(rd web.Reading, d *decisionView, row *law.Act, in url.Values, bad *errs.E) act.SignPage {
	ctx, e, p := rd.Ctx, h.Engine, d.P
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
	page := act.SignPage{Frame: rd.Frame("P21", label), Identity: e.approvalIdentity(t, d, i18n.T(ctx, "act.sign.title")), Effect: label, Signed: e.signed(t, d),
		Said: e.said(ctx, row, p, in), Package: t.packageItems(d), PackageBy: i18n.T(ctx, "act.package.basis"), Outcome: outcome,
		Form: h.signature(rd, d, row, in, bad)}
	page.Papers, page.Rest = e.papers(t, d)
	page.Record = t.record("effect:")
	page.Identity.Clock = nil // it stood on the page of the decision
	page.Frame.Error = bad != nil
	return page
}

// signature is the form under the decision: its text hidden, and the credential.
func (h *HTTP) signature(rd web.Reading, d *decisionView, row *law.Act, in url.Values, bad *errs.E) ui.ActForm {
	ctx, p := rd.Ctx, d.P
	action, label := "/approvals/"+p.Ref+"/decide", i18n.T(ctx, "act.approval."+in.Get("decision"))
	if row != nil {
		action = "/" + entity.Of(p.Entity).Path + "/" + d.File.Ref(p.Target()) + "/acts/" + row.Event
		label = h.Engine.decisionLabel(ctx, p, row)
	}
	f := ui.ActForm{Action: action, Key: rd.Key(action), Version: strconv.Itoa(d.File.Version(p.Target())), Hidden: carried(in, p.Ref),
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
