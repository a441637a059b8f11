package acts

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	"touchstone/internal/written"
	"touchstone/views/ui"
)

// decisionForm offers the deciding events of the tables; for a stored proposal also return and refusal.
func (h *HTTP) decisionForm(rd web.Reading, d *decisionView, in url.Values, bad *errs.E) ui.ActForm {
	ctx, e, p := rd.Ctx, h.Engine, d.P
	action := "/approvals/" + p.Ref + "/sign"
	f := ui.ActForm{Action: action, Key: rd.Key(action), Submit: i18n.T(ctx, "act.approval.continue"),
		Hidden: []ui.Pair{{Name: "digest", Value: d.Seen.Digest()}}}
	if since := d.Seen.Since(d.P.Shown); since != "" {
		f.Hidden = append(f.Hidden, ui.Pair{Name: readSince, Value: since})
	}
	var fields []errs.Field
	if bad != nil {
		fields = bad.Fields
		f.Problems, f.Guards = Problems(ctx, bad)
	}
	choice := ui.Field{Name: "decision", Type: "radios", Quiet: true, Label: i18n.T(ctx, "act.approval.choose"), Value: in.Get("decision"),
		Error: fieldError(ctx, fields, "decision")}
	for _, row := range d.Options {
		// what each brings about stands in the flow and on the page that signs it
		choice.Options = append(choice.Options, ui.Option{Value: row.Event, Label: e.decisionLabel(ctx, p, row)})
	}
	if p.OpeningActID == 0 {
		choice.Options = append(choice.Options, ui.Option{Value: "return", Label: i18n.T(ctx, "act.approval.return"), Hint: i18n.T(ctx, "act.approval.return_hint")},
			ui.Option{Value: "refuse", Label: i18n.T(ctx, "act.approval.refuse"), Hint: i18n.T(ctx, "act.approval.refuse_hint")})
	}
	f.Fields = append(f.Fields, choice)
	f.Fields = append(f.Fields, h.deciderFields(ctx, d, in, fields)...)
	f.Fields = append(f.Fields, ui.Field{Name: "read", Type: "check", Label: i18n.T(ctx, "act.approval.read"), Value: in.Get("read"),
		Error: fieldError(ctx, fields, "read")})
	return f
}

func (e *Desk) decisionLabel(ctx context.Context, p *procedure.Approval, row *law.Act) string {
	label := e.actLabel(ctx, row)
	if p.OpeningActID == 0 {
		return i18n.T(ctx, "act.approval.approve", "act", label)
	}
	return label
}

// deciderFields are what the deciding rows ask for; for a stored proposal an opinion, with a reason code for return.
func (h *HTTP) deciderFields(ctx context.Context, d *decisionView, in url.Values, bad []errs.Field) []ui.Field {
	if in == nil {
		in = url.Values{}
	}
	if d.P.OpeningActID != 0 {
		return oneVoice(ctx, h.Engine.needed(ctx, d, unionFields(ctx, d.Options, in, law.Values{}, d.P.OpenedAt, Choices{}, bad)))
	}
	codes := PageField(ctx, h.Engine.Book().Form("decision_turned"), "reason_code")
	codes.Value, codes.Error = in.Get("reason_code"), fieldError(ctx, bad, "reason_code")
	for _, v := range h.Engine.Book().Enum("return_code") {
		codes.Options = append(codes.Options, ui.Option{Value: v.Code, Label: v.Label.In(ctx)})
	}
	opinion := PageField(ctx, h.Engine.Book().Form("decision_opinion"), "opinion")
	opinion.Rows, opinion.Optional, opinion.Value, opinion.Error = 2, false, in.Get("opinion"), fieldError(ctx, bad, "opinion") // the hint says when
	return []ui.Field{codes, opinion}
}

// needed marks what every decision asks for as required, and says of the rest which decision asks for it.
func (e *Desk) needed(ctx context.Context, d *decisionView, fs []ui.Field) []ui.Field {
	for i := range fs {
		var by []string
		for _, row := range d.Options {
			if row.Form == nil {
				continue
			}
			if x := row.Form.Field(fs[i].Name); x != nil && x.Required.Always {
				by = append(by, e.decisionLabel(ctx, d.P, row))
			}
		}
		fs[i].Optional = len(by) == 0
		if len(by) > 0 && len(by) < len(d.Options) {
			fs[i].Hint = i18n.T(ctx, "act.approval.needed_for", "acts", strings.Join(by, i18n.T(ctx, "act.list")))
		}
		if fs[i].Rows == 0 {
			fs[i].Rows = 2
		}
	}
	return fs
}

// oneVoice: where some decisions ask for a reason and others for an opinion, the decider has one box; voice puts
// what was said where the chosen decision wants it.
func oneVoice(ctx context.Context, fs []ui.Field) []ui.Field {
	reason := slices.IndexFunc(fs, func(f ui.Field) bool { return f.Name == "reason" })
	opinion := slices.IndexFunc(fs, func(f ui.Field) bool { return f.Name == "opinion" })
	if reason < 0 || opinion < 0 {
		return fs
	}
	fs[reason].Optional = false // the hint says when
	fs[reason].Label, fs[reason].Hint = i18n.T(ctx, "act.approval.opinion"), i18n.T(ctx, "act.approval.opinion_hint")
	if fs[reason].Value == "" {
		fs[reason].Value = fs[opinion].Value
	}
	return slices.Delete(fs, opinion, opinion+1)
}

// voice: an opinion counts as the reason and the other way round. Both are shown and signed the way they are kept; what
// cannot be kept stays as it was typed, for the field to say why.
func voice(in url.Values) url.Values {
	for _, name := range []string{"opinion", "reason"} {
		if s, err := written.Block(in.Get(name)); err == nil && in.Has(name) {
			in.Set(name, s)
		}
	}
	for _, pair := range [][2]string{{"opinion", "reason"}, {"reason", "opinion"}} {
		if strings.TrimSpace(in.Get(pair[0])) == "" && in.Get(pair[1]) != "" {
			in.Set(pair[0], in.Get(pair[1]))
		}
	}
	return in
}
