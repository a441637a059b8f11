package page

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/shopspring/decimal"

	"touchstone/internal/acts"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/penalty"
	views "touchstone/views/penalty"
	"touchstone/views/ui"
)

// tried is what the calculator is asked: the facts of the file, or those that the reader tries instead.
type tried struct {
	in  url.Values // as it stands in the boxes
	v   law.Values
	own bool // typed by the reader
	bad []errs.Field
}

func (h *HTTP) calculator(ctx context.Context, v *view, in url.Values) (views.Calculator, error) {
	t := h.facts(v, in)
	k := views.Calculator{Action: "/cases/" + v.Case.Ref + "/penalty#calculator", Advice: i18n.T(ctx, "penalty.advice"),
		Source: i18n.T(ctx, "penalty.source.none")}
	switch report := v.File.LastIn(v.Case, "investigation_report.submitted"); {
	case t.own:
		k.Source = i18n.T(ctx, "penalty.source.tried")
	case report != nil:
		k.Source = i18n.T(ctx, "penalty.source.report", "date", i18n.Date(report.At), "who", report.By(ctx))
	}
	if len(t.bad) == 0 && t.v.Has("violation") {
		amount, fine, days := t.v.Money("turnover"), t.v.Money("fine"), int(t.v.Int("days"))
		r, err := h.rangeOf(v, t)
		if err != nil {
			e, ok := err.(*errs.E)
			if !ok || len(e.Fields) == 0 && errs.KindOf(err) != errs.NotFound {
				return k, err
			}
			t.bad = append(t.bad, errs.Field{Name: "violation", Key: "penalty.does_not_fit"})
		} else {
			res := h.result(ctx, v, r, amount)
			if !fine.IsZero() && days > 0 {
				fee := law.LateFee(fine, days)
				res.Facts = append(res.Facts, ui.Fact{Label: i18n.T(ctx, "penalty.late_fee"),
					Node: figure("late_fee", fee, i18n.T(ctx, "penalty.late_fee_value", "amount", ui.Money(fee.StringFixed(2)), "n", days))})
			}
			k.Result = &res
		}
	}
	k.Fields = h.fields(ctx, t)
	k.Evidence = evidenceOf(v)
	return k, nil
}

// facts: what the file knows stands there; nothing is asked twice. What the reader tries is read as every form is.
func (h *HTTP) facts(v *view, in url.Values) tried {
	t := tried{in: in, own: in.Has("violation")}
	if !t.own {
		t.in = h.known(v)
	}
	t.v, t.bad = h.Engine.Book().Form("penalty_calculator").Decode(t.in, v.Now, nil, "", "")
	if !t.v.Has("turnover_state") {
		t.v["turnover_state"] = law.NotEstablished
	}
	return t
}

// known are the facts of the file.
func (h *HTTP) known(v *view) url.Values {
	in := url.Values{"violation": {h.violation(v)}, "turnover_state": {law.NotEstablished}}
	if report := v.File.LastIn(v.Case, "investigation_report.submitted"); report != nil {
		if s := report.Input.Str("turnover_state"); s != "" {
			in.Set("turnover_state", s)
		}
		for _, name := range []string{"turnover", "illegal_income"} {
			if report.Input.Has(name) {
				in.Set(name, report.Input.Money(name).StringFixed(2))
			}
		}
	}
	if d := v.File.DecisionOf(v.Case.ID); d != nil && d.Fine.IsPositive() {
		left := d.Fine.Yuan()
		in.Set("fine", left.StringFixed(2))
		if k := v.File.Clock("case", v.Case.ID, penalty.PaymentPeriod); k != nil && k.Running() && penalty.Paid(v.File, v.Case.ID).LessThan(left) {
			if n := lateDays(k, v.Now); n > 0 {
				in.Set("days", strconv.Itoa(n))
			}
		}
	}
	return in
}

// lateDays are the whole days since the last day of payment, as LateFee counts them.
func lateDays(k *matter.Clock, now time.Time) int {
	day := func(t time.Time) time.Time {
		y, m, d := t.In(law.Zone()).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(day(now).Sub(day(k.DueAt)).Hours() / 24)
}

// violation is the provision that the file names last: in the decision, the notice, or when it was registered.
func (h *HTTP) violation(v *view) string {
	for _, event := range []string{"admin_decision.made", "penalty_prior_notice.approved"} {
		if p := v.File.LastIn(v.Case, event); p != nil && p.Input.Str("legal_basis") != "" {
			return h.listed(p.Input.Str("legal_basis"))
		}
	}
	return h.listed(v.Case.LeadBasis)
}

func (h *HTTP) listed(code string) string {
	if p, _ := h.Engine.Book().Penalty(code, time.Time{}); p == nil {
		return ""
	}
	return code
}

func (h *HTTP) rangeOf(v *view, t tried) (law.PenaltyRange, error) {
	in := law.PenaltyInput{Code: t.v.Str("violation"), ActDate: penalty.ActDate(v.Case), Party: penalty.PartyOf(v.File, v.Case),
		Turnover: t.v.Str("turnover_state"), Amount: t.v.Money("turnover")}
	if t.v.Has("illegal_income") {
		income := t.v.Money("illegal_income")
		in.Income = &income
	}
	return h.Engine.Book().Range(in)
}

func figure(code string, d decimal.Decimal, text string) templ.Component {
	return ui.FigureCell(ui.Fig{Code: code, Value: d.StringFixed(2), Text: text})
}

func (h *HTTP) result(ctx context.Context, v *view, r law.PenaltyRange, amount decimal.Decimal) views.Result {
	var out views.Result
	money := func(d *decimal.Decimal) string { return ui.Money(d.StringFixed(2)) }
	switch r.State {
	case law.StateRange:
		out.Text = i18n.T(ctx, "penalty.result.range", "min", money(r.Min), "max", money(r.Max))
		out.Facts = append(out.Facts, ui.Fact{Label: i18n.T(ctx, "penalty.fact.min"), Node: figure("penalty_min", *r.Min, money(r.Min))},
			ui.Fact{Label: i18n.T(ctx, "penalty.fact.max"), Node: figure("penalty_max", *r.Max, money(r.Max))},
			ui.Fact{Label: i18n.T(ctx, "penalty.fact.limb"), Value: limb(ctx, r.Limb)})
	case law.StateNeeds:
		out.Text = i18n.T(ctx, "penalty.result.needs")
	case law.StateNoFine:
		out.Text = i18n.T(ctx, "penalty.result.no_fine")
	default:
		out.Text = i18n.T(ctx, "penalty.result.not_in_force", "date", i18n.Date(r.ValidFrom))
	}
	out.Facts = append(out.Facts, ui.Fact{Label: i18n.T(ctx, "penalty.fact.basis"), Value: h.cite(ctx, r.Basis)},
		ui.Fact{Label: i18n.T(ctx, "penalty.fact.day"), Value: i18n.T(ctx, h.dayKey(v), "date", i18n.Date(penalty.ActDate(v.Case)))})
	if r.Optional && r.State == law.StateRange {
		out.Facts = append(out.Facts, ui.Fact{Label: i18n.T(ctx, "penalty.fact.fine"), Value: i18n.T(ctx, "penalty.optional")})
	}
	if r.Confiscate != nil {
		out.Facts = append(out.Facts, ui.Fact{Label: i18n.T(ctx, "penalty.fact.confiscate"), Node: figure("confiscate", *r.Confiscate, money(r.Confiscate))})
	}
	var also []string
	for _, m := range r.Also {
		also = append(also, m.In(ctx))
	}
	if len(also) > 0 {
		out.Facts = append(out.Facts, ui.Fact{Label: i18n.T(ctx, "penalty.fact.also"), Value: i18n.Clauses(ctx, also)})
	}
	if r.AtThreshold != nil && r.Threshold != nil && r.State != law.StateNotInLaw {
		p, _ := h.Engine.Book().Penalty(r.Code, penalty.ActDate(v.Case))
		out.Jump = i18n.T(ctx, "penalty.jump", "threshold", money(r.Threshold), "below", money(p.FixedMin), "at", money(r.AtThreshold))
		near := r.Threshold.Mul(decimal.New(1, -1))
		out.Near = !amount.IsZero() && amount.Sub(*r.Threshold).Abs().LessThanOrEqual(near)
	}
	return out
}

func limb(ctx context.Context, code string) string {
	switch code {
	case law.LimbAtOrAbove:
		return i18n.T(ctx, "penalty.limb.at_or_above")
	case law.LimbBelow:
		return i18n.T(ctx, "penalty.limb.below")
	case law.LimbMultipleOf:
		return i18n.T(ctx, "penalty.limb.multiple")
	}
	return i18n.T(ctx, "penalty.limb.fixed")
}

func (h *HTTP) dayKey(v *view) string {
	if v.Case.ViolationEndedOn != nil {
		return "penalty.day.ended"
	}
	return "penalty.day.registered"
}

func (h *HTTP) fields(ctx context.Context, t tried) []ui.Field {
	book := h.Engine.Book()
	form := book.Form("penalty_calculator")
	var out []ui.Field
	for _, row := range form.Fields {
		f := acts.PageField(ctx, form, row.Name)
		f.Value = t.in.Get(row.Name)
		for _, bad := range t.bad {
			if bad.Name == row.Name {
				f.Error = i18n.T(ctx, bad.Key, bad.Args...)
			}
		}
		switch row.Name {
		case "violation":
			f.Type, f.Optional, f.Options = "select", false, h.violations(ctx)
		case "turnover_state":
			f.Type, f.Optional, f.Value = "select", false, t.v.Str(row.Name)
			for _, e := range row.Options {
				f.Options = append(f.Options, ui.Option{Value: e.Code, Label: e.Label.In(ctx)})
			}
		case "days":
			f.Narrow = true
		}
		out = append(out, f)
	}
	return out
}

// violations are the provisions to choose from.
func (h *HTTP) violations(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.T(ctx, "penalty.field.choose")}}
	seen := map[string]bool{}
	for _, p := range h.Engine.Book().Penalties {
		if !seen[p.Code] {
			seen[p.Code] = true
			out = append(out, ui.Option{Value: p.Code, Label: h.Engine.Book().CiteViolation(ctx, p.Code)})
		}
	}
	return out
}

// evidenceOf is what the number rests on: the items that the report names. Near the threshold they decide the case.
func evidenceOf(v *view) []ui.Fact {
	report := v.File.LastIn(v.Case, "investigation_report.submitted")
	if report == nil {
		return nil
	}
	var out []ui.Fact
	for _, ref := range report.Input.List("evidence") {
		for _, e := range v.File.ItemsOf(v.Case.ID) {
			if e.Ref == ref {
				out = append(out, ui.Fact{Label: fmt.Sprintf("%03d", e.No), Node: ui.Several(ui.LinkTo("/evidence/"+e.Ref, e.Name), ui.Finding(finding(e.Finding)))})
			}
		}
	}
	return out
}

func finding(code string) string {
	switch code {
	case "verified", "excluded":
		return code
	}
	return "pending"
}
