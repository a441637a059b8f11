package penalty

import (
	"context"
	"encoding/json"
	"slices"

	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// Track contributes what depends on the calculator: the two guards about the range, the fact that a fine lies outside
// it, and the record of every decision.
func Track(book law.Current) procedure.Track {
	c := calculator{book}
	return procedure.Track{
		Guards: map[string]procedure.Guard{
			"penalty_within_range_or_reasoned": c.withinRangeOrReasoned,
			"turnover_state_determined":        c.turnoverDetermined,
			"notice_within_range_or_grounded":  c.noticeWithinRange,
		},
		Conds: map[string]procedure.Cond{"fine_outside_range": c.groundAsked, "fine_below_range": c.below},
		Figures: map[string]procedure.Figure{"penalty_prior_notice.approved": c.figures, "penalty_prior_notice.served": c.noticed,
			"admin_decision.made": c.figures},
		Effects: map[string]procedure.Effect{"admin_decision.made": c.record},
		Prior:   prior,
		Seen:    []procedure.SeenPart{{At: procedure.OfLaw, Say: c.seenNotice}, {At: procedure.OfLaw, Say: seenDecision}},
	}
}

// prior: what the prior notice proposed is where the decision starts.
func prior(agency int64, t matter.Target, f *matter.File, out law.Values) {
	c := f.DeskOf(agency, t)
	if c == nil {
		return
	}
	p := f.LastIn(c, "penalty_prior_notice.approved")
	if p == nil {
		return
	}
	for _, k := range []string{"sanctions", "fine", "deviation_ground", "legal_basis", "evidence"} {
		if v, ok := p.Input[k]; ok {
			out[k] = v
		}
	}
}

type calculator struct{ book law.Current }

func fines(a *procedure.Act) bool { return slices.Contains(a.Input.List("sanctions"), "fine") }

func (c calculator) on(a *procedure.Act, f *matter.File) (Calculation, bool) {
	k := f.Case(a.Target.ID)
	if k == nil {
		return Calculation{}, false
	}
	out, err := Compute(c.book(), f, k, a.Input.Str("legal_basis"))
	return out, err == nil
}

// groundAsked: a ground could carry this fine (conditions.csv, fine_outside_range). Above the maximum there is none: the
// rules refuse, and the form asks for nothing.
func (c calculator) groundAsked(a *procedure.Act, f *matter.File) bool {
	k, ok := c.on(a, f)
	return c.outside(a, f) && (!ok || !k.above(a.Input.Money("fine")))
}

// below: the range is known and the fine lies under its minimum.
func (c calculator) below(a *procedure.Act, f *matter.File) bool {
	k, ok := c.on(a, f)
	return ok && fines(a) && k.below(a.Input.Money("fine"))
}

// noticeWithinRange: APL 32, 33, 44. The party is told of a penalty that the law allows, and of the ground where it is
// below the minimum: a notice of less than can be decided would bind the decision (APL 45). Where the turnover is not
// established there is no range yet; the legal review after the defence says which limb applies.
func (c calculator) noticeWithinRange(a *procedure.Act, f *matter.File) procedure.Verdict {
	if !fines(a) {
		return procedure.Pass()
	}
	k, ok := c.on(a, f)
	fine := a.Input.Money("fine")
	switch ground := a.Input.Str("deviation_ground"); {
	case !ok:
		return procedure.Fail("penalty.guard.not_computed")
	case k.noFine():
		return procedure.Fail("penalty.guard.no_fine")
	case k.above(fine):
		return procedure.Fail("penalty.guard.above_range", k.ends()...)
	case k.below(fine) && (ground == "" || ground == "none"):
		return procedure.Fail("penalty.guard.below_range", k.ends()...)
	}
	return procedure.Pass()
}

// outside: the fine lies outside the calculated range, or there is none.
func (c calculator) outside(a *procedure.Act, f *matter.File) bool {
	if !fines(a) {
		return false
	}
	k, ok := c.on(a, f)
	return !ok || k.Outside(a.Input.Money("fine"))
}

// withinRangeOrReasoned: APL 32, 33. A fine outside the range has a statutory ground, the reasons in words, and the
// legal review of this round behind it; above the maximum there is no ground at all. It fails whenever the fine lies
// outside: the engine lets a reasoned act pass with a note (kind needs_reason), and turnover_state_determined refuses
// the deviation that lacks its ground.
func (c calculator) withinRangeOrReasoned(a *procedure.Act, f *matter.File) procedure.Verdict {
	if !c.outside(a, f) {
		return procedure.Pass()
	}
	if k, ok := c.on(a, f); ok && k.Range.State == law.StateRange {
		return procedure.Fail("penalty.guard.outside_range", k.ends()...)
	}
	return procedure.Fail("penalty.guard.not_computed")
}

// turnoverDetermined: ECL 33-37; DUR 39-42; procedure.md §4.3 rule 4. "Unknown" is no limb of the law: the turnover is
// established, or there is none, or the legal reviewer wrote down which limb applies (a review of this round that
// judged the discretion). A fine outside the range without its ground, or above the range, has no limb either.
func (c calculator) turnoverDetermined(a *procedure.Act, f *matter.File) procedure.Verdict {
	if !fines(a) {
		return procedure.Pass()
	}
	k, ok := c.on(a, f)
	if !ok {
		return procedure.Fail("penalty.guard.not_computed")
	}
	if k.needsTurnover() && k.Turnover == law.NotEstablished && !reviewed(f, f.Case(a.Target.ID), "discretion") {
		return procedure.Fail("")
	}
	if k.noFine() {
		return procedure.Fail("penalty.guard.no_fine")
	}
	if k.Code == "" || !k.Outside(a.Input.Money("fine")) {
		return procedure.Pass() // a provision that is not in the table: the reason that the other guard asks for stands
	}
	if k.above(a.Input.Money("fine")) {
		return procedure.Fail("penalty.guard.above_range", k.ends()...)
	}
	ground := a.Input.Str("deviation_ground")
	if ground == "" || ground == "none" || !reviewed(f, f.Case(a.Target.ID), "") {
		return procedure.Fail("penalty.guard.deviation_without_ground")
	}
	return procedure.Pass()
}

// reviewed: a legal review of this round passed, and judged that point.
func reviewed(f *matter.File, c *matter.Case, point string) bool {
	p := f.LastIn(c, "legal_review.passed")
	return p != nil && (point == "" || slices.Contains(p.Input.List("points"), point))
}

// record stores every decision (APL 57) with the calculator's input, rule and range beside what was decided.
func (c calculator) record(_ context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) error {
	k := f.Case(a.Target.ID)
	if k == nil {
		return errs.New(errs.Internal, "errs.internal")
	}
	d := decision{CaseID: k.ID, ActID: a.ID, Kind: a.Row.VariantValue, Violation: a.Input.Str("legal_basis"), Sanctions: a.Input.List("sanctions"),
		Deviation: a.Input.Str("deviation_ground"), Reasons: a.Input.Str("opinion"), Calculation: "{}"}
	if d.Kind == "NO_PENALTY_MINOR" || d.Kind == "NO_PENALTY_NOT_ESTABLISHED" {
		if !fits(d.Kind, a.Input.Str("no_penalty_ground")) {
			return errs.Invalid(errs.Field{Name: "no_penalty_ground", Key: "penalty.field.ground_does_not_fit"})
		}
		d.Deviation = a.Input.Str("no_penalty_ground")
	}
	if d.Kind == "PENALTY" {
		calc, err := Compute(c.book(), f, k, d.Violation)
		if err != nil {
			return err
		}
		plain, err := json.Marshal(calc.Plain())
		if err != nil {
			return err
		}
		d.Calculation = string(plain)
		if err := d.amounts(a, calc); err != nil {
			return err
		}
	}
	a.Changed(matter.PartDecisions)
	insertDecision(tx, d)
	return nil
}

// amounts are what the decision orders to pay and to give up.
func (d *decision) amounts(a *procedure.Act, k Calculation) error {
	if fines(a) {
		fine, err := law.Money("fine", a.Input.Money("fine"))
		if err != nil {
			return err
		}
		d.FineFen = *fine
	}
	if slices.Contains(d.Sanctions, "confiscate_income") && k.Income != nil {
		income, err := law.Money("illegal_income", *k.Income)
		if err != nil {
			return err
		}
		d.ConfiscatedFen = *income
	}
	return nil
}

// fits: APL 57(2) is for what is minor or slight and first, APL 57(3) for what is not established, without fault, or
// out of time.
func fits(kind, ground string) bool {
	if kind == "NO_PENALTY_MINOR" {
		return ground == "minor" || ground == "first_time"
	}
	return ground == "not_established" || ground == "no_fault" || ground == "time_barred"
}
