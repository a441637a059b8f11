package law_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"touchstone/internal/errs"
	"touchstone/internal/law"
)

func yuan(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// The vectors of procedure.md §4.3, all by the text of the law.
func TestRange_Vectors(t *testing.T) {
	b := load(t)
	for _, c := range []struct {
		code, date, turnover, amount, income, state, min, max, limb string
	}{
		{"ECL-34-1", "2025-03-01", law.Established, "600000", "", "RANGE", "3000000", "6000000", "at_or_above"},
		{"ECL-34-1", "2025-03-01", law.Established, "500000", "", "RANGE", "2500000", "5000000", "at_or_above"},
		{"ECL-34-1", "2025-03-01", law.Established, "499999.99", "", "RANGE", "500000", "5000000", "below_or_none"},
		{"ECL-34-1", "2025-03-01", law.None, "0", "", "RANGE", "500000", "5000000", "below_or_none"},
		{"ECL-34-1", "2025-03-01", law.NotEstablished, "0", "", "NEEDS_LEGAL_DETERMINATION", "", "", ""},
		{"ECL-34-1", "2020-11-30", law.Established, "600000", "", "NOT_IN_FORCE", "", "", ""},
		{"ECL-34-1", "2020-12-01", law.Established, "600000", "", "RANGE", "3000000", "6000000", "at_or_above"},
		{"ECL-37", "2025-03-01", law.Established, "1000000", "", "RANGE", "10000000", "20000000", "at_or_above"},
		{"ECL-36", "2025-03-01", law.Established, "250000", "", "RANGE", "750000", "1250000", "at_or_above"},
		{"ECL-35-2", "2025-03-01", law.Established, "50000", "", "RANGE", "250000", "500000", "at_or_above"},
		{"ECL-38", "2025-03-01", law.NotEstablished, "0", "", "RANGE", "100000", "300000", "fixed"},
		{"DUR-41", "2025-03-01", law.NotEstablished, "0", "100000", "RANGE", "300000", "500000", "at_or_above"},
		{"DUR-41", "2025-03-01", law.NotEstablished, "0", "99999.99", "RANGE", "100000", "500000", "below_or_none"},
		{"DUR-41", "2025-03-01", law.NotEstablished, "0", "", "NEEDS_LEGAL_DETERMINATION", "", "", ""},
		{"DUR-42", "2025-03-01", law.Established, "600000", "", "RANGE", "1800000", "3000000", "at_or_above"},
		{"DUR-42", "2025-03-01", law.Established, "400000", "", "RANGE", "300000", "3000000", "below_or_none"},
		{"DUR-39-4", "2024-11-30", law.Established, "600000", "", "NOT_IN_FORCE", "", "", ""},
		{"DUR-40-1-ORD", "2025-03-01", law.NotEstablished, "0", "", "NO_FINE", "", "", ""},
		{"DUR-40-2-ORD", "2025-03-01", law.NotEstablished, "0", "", "RANGE", "0", "100000", "fixed"},
		{"DUR-43-XSER", "2025-03-01", law.NotEstablished, "0", "", "NO_FINE", "", "", ""},
		{"DUR-44", "2025-03-01", law.None, "0", "", "NO_FINE", "", "", ""},
		{"CUS-14", "2025-03-01", law.Established, "66143.20", "", "RANGE", "0", "19842.96", "multiple"},
		{"CUS-15-3", "2025-03-01", law.Established, "100000", "", "RANGE", "5000", "30000", "multiple"},
		{"CUS-9-1", "2025-03-01", law.NotEstablished, "0", "", "RANGE", "0", "1000000", "fixed"},
		{"CUS-9-2", "2025-03-01", law.None, "0", "", "NEEDS_LEGAL_DETERMINATION", "", "", ""},
		{"CEL-54-3", "2025-03-01", law.NotEstablished, "0", "500000", "RANGE", "500000", "2500000", "at_or_above"},
	} {
		in := law.PenaltyInput{Code: c.code, ActDate: date(t, c.date), Turnover: c.turnover, Amount: yuan(c.amount)}
		if c.income != "" {
			x := yuan(c.income)
			in.Income = &x
		}
		r, err := b.Range(in)
		if err != nil {
			t.Fatal(c.code, err)
		}
		if r.State != c.state || r.Limb != c.limb || !same(r.Min, c.min) || !same(r.Max, c.max) {
			t.Errorf("%s %s %s: %s %s %v–%v", c.code, c.turnover, c.amount, r.State, r.Limb, r.Min, r.Max)
		}
	}
}

func same(d *decimal.Decimal, s string) bool {
	if d == nil || s == "" {
		return d == nil && s == ""
	}
	return d.Equal(yuan(s))
}

func TestRange_ShowsTheJumpAndWhatIsConfiscated(t *testing.T) {
	b := load(t)
	income := yuan("12345.67")
	r, err := b.Range(law.PenaltyInput{Code: "ECL-34-1", ActDate: date(t, "2025-03-01"), Turnover: law.Established, Amount: yuan("499999.99"), Income: &income})
	if err != nil {
		t.Fatal(err)
	}
	if !same(r.AtThreshold, "2500000") || !same(r.Confiscate, "12345.67") || r.Optional || len(r.Also) == 0 || r.Version == "" {
		t.Errorf("%+v", r)
	}
	r, err = b.Range(law.PenaltyInput{Code: "DUR-40-2-ORD", ActDate: date(t, "2025-03-01"), Income: &income})
	if err != nil || !r.Optional || r.Confiscate != nil {
		t.Errorf("%+v %v", r, err)
	}
}

func TestRange_RefusesWhatDoesNotFit(t *testing.T) {
	b := load(t)
	minus := yuan("-1")
	for name, c := range map[string]struct {
		in   law.PenaltyInput
		kind errs.Kind
	}{
		"unknown code":   {law.PenaltyInput{Code: "ECL-99"}, errs.NotFound},
		"negative":       {law.PenaltyInput{Code: "ECL-34-1", Amount: minus}, errs.InvalidInput},
		"no such party":  {law.PenaltyInput{Code: "ECL-34-1", Party: "ghost"}, errs.InvalidInput},
		"entity as one":  {law.PenaltyInput{Code: "CEL-54-1", Party: "entity"}, errs.InvalidInput},
		"minus income":   {law.PenaltyInput{Code: "DUR-41", Income: &minus}, errs.InvalidInput},
		"person as firm": {law.PenaltyInput{Code: "CEL-54-3", Party: "person"}, errs.InvalidInput},
	} {
		c.in.ActDate = date(t, "2025-03-01")
		if _, err := b.Range(c.in); err == nil || errs.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// For every violation and amount: a range is a range, and it never shrinks as the base grows above the threshold.
func TestRange_Properties(t *testing.T) {
	b := load(t)
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(b.Penalties).Draw(t, "row")
		cents := rapid.Int64Range(0, 1e12).Draw(t, "cents")
		more := cents + rapid.Int64Range(0, 1e12).Draw(t, "more")
		at := func(c int64) law.PenaltyRange {
			x := decimal.New(c, -2)
			r, err := b.Range(law.PenaltyInput{Code: p.Code, ActDate: p.ValidFrom, Turnover: law.Established, Amount: x, Income: &x})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		lo, hi := at(cents), at(more)
		if (lo.State == law.StateRange) != p.HasFine() || lo.State != hi.State {
			t.Fatalf("%s: %s, %s", p.Code, lo.State, hi.State)
		}
		if p.HasFine() && (lo.Min.GreaterThan(*lo.Max) || lo.Min.IsNegative() || hi.Min.LessThan(*lo.Min) || lo.Limb == hi.Limb && hi.Max.LessThan(*lo.Max)) {
			t.Fatalf("%s: %v–%v then %v–%v", p.Code, lo.Min, lo.Max, hi.Min, hi.Max)
		}
	})
}

func TestLateFee(t *testing.T) {
	fine := yuan("3000000")
	for days, want := range map[int]string{-1: "0", 0: "0", 1: "90000", 10: "900000", 33: "2970000", 34: "3000000", 4000: "3000000"} {
		if got := law.LateFee(fine, days); !got.Equal(yuan(want)) {
			t.Errorf("%d days: %s", days, got)
		}
	}
}
