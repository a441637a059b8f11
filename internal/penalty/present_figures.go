package penalty

import (
	"context"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// figures are what the calculator says beside a fine: the range with its provision, and the turnover it rests on.
func (c calculator) figures(ctx context.Context, a *procedure.Act, f *matter.File) []procedure.Line {
	v := f.Case(a.Target.ID)
	if a.Input.Str("legal_basis") == "" && v != nil {
		a.Input = law.Values{"legal_basis": v.LeadBasis}
	}
	k, ok := c.on(a, f)
	if !ok || k.Code == "" {
		return nil
	}
	out := []procedure.Line{{Label: i18n.T(ctx, "penalty.figure.range"), Value: c.rangeText(ctx, k)},
		{Label: i18n.T(ctx, "penalty.figure.turnover"), Value: turnoverText(ctx, c.book(), k)}}
	if fine := a.Input.Money("fine"); fines(a) && !fine.IsZero() {
		switch {
		case k.below(fine):
			out[0].Value += i18n.T(ctx, "penalty.figure.below")
		case k.above(fine):
			out[0].Value += i18n.T(ctx, "penalty.figure.above")
		}
	}
	return out
}

// noticed are the figures of the notice that was approved, on the page that records its service.
func (c calculator) noticed(ctx context.Context, a *procedure.Act, f *matter.File) []procedure.Line {
	p := f.LastIn(f.Case(a.Target.ID), "penalty_prior_notice.approved")
	if p == nil {
		return nil
	}
	b := *a
	b.Input = p.Input
	return append(procedure.Answered(ctx, c.book(), f, p), c.figures(ctx, &b, f)...)
}

func (c calculator) rangeText(ctx context.Context, k Calculation) string {
	basis := c.book().Cite(ctx, k.Range.Basis)
	switch {
	case k.Range.State == law.StateRange:
		return i18n.T(ctx, "penalty.figure.range_value", append(k.ends(), "basis", basis)...)
	case k.noFine():
		return i18n.T(ctx, "penalty.guard.no_fine")
	}
	return i18n.T(ctx, "penalty.result.needs")
}

func turnoverText(ctx context.Context, book *law.Edition, k Calculation) string {
	text := book.EnumLabel("turnover_state", k.Turnover).In(ctx)
	if k.Turnover == law.Established {
		text += " · " + i18n.Money(k.Amount.StringFixed(2))
	}
	return text
}
