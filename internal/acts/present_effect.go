package acts

import (
	"context"

	"touchstone/internal/deadline/badge"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/views/ui"
)

// effect says what a decision starts, stops and issues.
func (t *teller) effect(x procedure.Fact) string {
	verb, code, cond := x.At(0), x.At(1), x.At(2)
	var s string
	switch verb {
	case "state":
		if st := t.book.State(law.Machine(x.At(3)), code); st != nil {
			s = t.t("act.effect.state", "state", st.Label.In(t.ctx))
		}
	case "starts":
		s = starts(t.ctx, t.book.Clock(code))
	case "extends", "pauses", "resumes", "stops":
		if k := t.book.Clock(code); k != nil {
			s = t.t("act.effect."+verb, "clock", k.Name.In(t.ctx))
		}
	case "issues":
		if d := t.book.Document(code); d != nil {
			s = t.t("act.effect.issues", "document", d.Name.In(t.ctx), "code", d.Code)
		}
	case "task", "twin":
		s = t.t("act.effect."+verb, "event", t.book.EventLabel(law.Machine(x.At(3)), code).In(t.ctx))
	case "basis":
		return t.t("act.outcome.basis", "basis", t.book.Cite(t.ctx, code))
	case "return", "refuse":
		return t.t("act.sign.turned." + verb)
	}
	if cond != "" {
		s = t.t("act.effect.maybe", "effect", s)
	}
	return s
}

// starts names a clock with the length of its period; some have none of their own.
func starts(ctx context.Context, k *law.Clock) string {
	if k == nil {
		return ""
	}
	name := k.Name.In(ctx)
	if k.Amount == 0 {
		return i18n.T(ctx, "act.effect.starts_open", "clock", name)
	}
	return i18n.T(ctx, "act.effect.starts", "clock", name, "period", badge.Period(ctx, k.Amount, k.Unit))
}

// packaged is one of the five items of the package.
func (t *teller) packaged(x procedure.Fact) ui.PackageItem {
	out := ui.PackageItem{Label: t.label(x.Key, x), Basis: t.t("act.package.basis"), State: x.At(0), Hash: x.At(2), Reason: x.At(3), Key: x.Key}
	if ref := x.At(1); ref != "" {
		out.Document = ref
		if d := t.list.Find("paper:" + ref); d != nil {
			out.Document = t.title(*d) + " " + d.At(1)
		}
		out.Href = "/documents/" + ref
	}
	switch {
	case x.At(4) == "letter":
		out.Reason = t.t("act.package.letter")
	case len(x.Values) > 5:
		out.Document = t.t("act.package.items", "n", len(x.Values)-5)
	}
	return out
}
