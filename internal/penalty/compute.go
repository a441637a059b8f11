package penalty

import (
	"time"

	"github.com/shopspring/decimal"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Calculation is one run of the calculator on a file: what went in, and what the law answers.
type Calculation struct {
	Code     string // of penalties.csv; empty: the basis named is no row of the table, and nothing was computed
	ActDate  time.Time
	Turnover string
	Amount   decimal.Decimal
	Income   *decimal.Decimal
	Report   int64 // the act whose report states these facts; 0 = none
	Range    law.PenaltyRange
}

// Compute asks the table what may be imposed for a violation on the facts of the last investigation report of the
// case's present round. The law of the day on which the violation ended applies; where that day is unknown, the day on
// which the lead was registered, the last on which the act is known.
func Compute(book *law.Edition, f *matter.File, c *matter.Case, violation string) (Calculation, error) {
	out := Calculation{ActDate: ActDate(c)}
	if report := f.LastIn(c, "investigation_report.submitted"); report != nil {
		out.Report = report.ID
		out.Turnover, out.Amount = report.Input.Str("turnover_state"), report.Input.Money("turnover")
		if report.Input.Has("illegal_income") {
			income := report.Input.Money("illegal_income")
			out.Income = &income
		}
	}
	if out.Turnover == "" {
		out.Turnover = law.NotEstablished
	}
	if p, _ := book.Penalty(violation, out.ActDate); p == nil {
		return out, nil
	}
	out.Code = violation
	var err error
	out.Range, err = book.Range(law.PenaltyInput{Code: violation, ActDate: out.ActDate, Party: PartyOf(f, c), Turnover: out.Turnover, Amount: out.Amount,
		Income: out.Income})
	return out, err
}

// ActDate is the day whose law applies to a case (APL 37).
func ActDate(c *matter.Case) time.Time {
	if c.ViolationEndedOn != nil {
		d := *c.ViolationEndedOn
		return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, law.Zone())
	}
	return c.RegisteredAt
}

// PartyOf tells a person from an entity: a few rows differ. Not said where the file names no offender.
func PartyOf(f *matter.File, c *matter.Case) string {
	for _, p := range f.Parties {
		if p.CaseID == c.ID && p.Subject {
			return map[string]string{"person": "person", "organisation": "entity"}[p.Kind]
		}
	}
	return ""
}

// Outside tells whether a fine lies outside the range. Where the table gives no range (no such row, no fine in the
// provision, turnover not established) every fine is outside what the calculator can vouch for.
func (k Calculation) Outside(fine decimal.Decimal) bool {
	if k.Range.State != law.StateRange {
		return true
	}
	return k.below(fine) || k.above(fine)
}

func (k Calculation) below(fine decimal.Decimal) bool {
	return k.Range.State == law.StateRange && fine.LessThan(*k.Range.Min)
}

func (k Calculation) above(fine decimal.Decimal) bool {
	return k.Range.State == law.StateRange && fine.GreaterThan(*k.Range.Max)
}

// noFine: the provision knows no fine, or was not in force when the act was done (APL 37).
func (k Calculation) noFine() bool {
	return k.Range.State == law.StateNoFine || k.Range.State == law.StateNotInLaw
}

// ends are the two ends of the range in CNY, for a sentence.
func (k Calculation) ends() []any {
	return []any{"min", i18n.Money(k.Range.Min.StringFixed(2)), "max", i18n.Money(k.Range.Max.StringFixed(2))}
}

// needsTurnover: the provision measures the fine by turnover (a provision outside the table is taken to).
func (k Calculation) needsTurnover() bool { return k.Code == "" || k.Range.Base == law.BaseTurnover }

// Plain is the calculation as it is stored beside the decision: amounts as exact text.
func (k Calculation) Plain() map[string]any {
	out := map[string]any{"code": k.Code, "act_date": k.ActDate.In(law.Zone()).Format(time.DateOnly), "turnover_state": k.Turnover,
		"turnover":   k.Amount.StringFixed(2),
		"report_act": k.Report, "state": k.Range.State, "limb": k.Range.Limb, "base": k.Range.Base, "basis": k.Range.Basis, "rule_version": k.Range.Version}
	for name, d := range map[string]*decimal.Decimal{"min": k.Range.Min, "max": k.Range.Max, "threshold": k.Range.Threshold, "illegal_income": k.Income,
		"confiscate": k.Range.Confiscate} {
		if d != nil {
			out[name] = d.StringFixed(2)
		}
	}
	return out
}

// LateFee is what late payment adds by a day (APL 72): three per cent of the fine for each day after the due day, at
// most the fine. Days on which payment was suspended by reconsideration or litigation do not count (APL 73).
func LateFee(fine decimal.Decimal, due, now time.Time, excluded int) decimal.Decimal {
	day := func(t time.Time) time.Time {
		t = t.In(law.Zone())
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	days := int(day(now).Sub(day(due)).Hours()/24) - excluded
	return law.LateFee(fine, days)
}
