package penalty_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/penalty"
	"touchstone/internal/procedure"
	"touchstone/policies"
)

func book(t testing.TB) *law.Edition {
	t.Helper()
	b, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func yuan(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func day(s string) time.Time {
	d, err := time.ParseInLocation(time.DateOnly, s, law.Zone())
	if err != nil {
		panic(err)
	}
	return d
}

// file is a case whose report states the turnover; passed lists the points of a legal review, nil for none.
func file(turnover, amount string, passed []string) *matter.File {
	f := &matter.File{Cases: []matter.Case{{ID: 1, Machine: "admin_case", Round: 1, RegisteredAt: day("2026-03-01")}},
		Parties: []matter.Party{{CaseID: 1, Subject: true, Kind: "organisation"}}}
	report := matter.Past{ID: 2, TargetID: 1, Entity: law.AdminCase, Round: 1, Event: "investigation_report.submitted",
		Input: law.Values{"turnover_state": turnover}}
	if amount != "" {
		report.Input["turnover"] = yuan(amount)
	}
	f.Acts = append(f.Acts, report)
	if passed != nil {
		f.Acts = append(f.Acts, matter.Past{ID: 3, TargetID: 1, Entity: law.AdminCase, Round: 1, Event: "legal_review.passed",
			Input: law.Values{"points": passed}})
	}
	return f
}

func TestGuards(t *testing.T) {
	t.Parallel()
	b := book(t)
	track := penalty.Track(law.Fixed(b))
	any := []string{"facts"}
	for _, q := range []struct {
		name             string
		f                *matter.File
		basis, fine      string
		ground           string
		outside, refused bool // outside: the range guard fails; refused: the block fails
		above            bool // no ground could carry it: none is asked for
	}{
		{name: "at the minimum", f: file("ESTABLISHED", "600000", nil), basis: "ECL-34-1", fine: "3000000"},
		{name: "at the maximum", f: file("ESTABLISHED", "600000", nil), basis: "ECL-34-1", fine: "6000000"},
		{name: "a fen above it, whatever the ground", f: file("ESTABLISHED", "600000", any), basis: "ECL-34-1", fine: "6000000.01", ground: "merit", outside: true,
			refused: true, above: true},
		{name: "below, for nothing", f: file("ESTABLISHED", "600000", any), basis: "ECL-34-1", fine: "20000", outside: true, refused: true},
		{name: "below, ground but no review", f: file("ESTABLISHED", "66143.20", nil), basis: "ECL-34-1", fine: "20000", ground: "merit", outside: true,
			refused: true},
		{name: "below, ground and review", f: file("ESTABLISHED", "66143.20", any), basis: "ECL-34-1", fine: "20000", ground: "harm_reduced", outside: true},
		{name: "below, ground named none", f: file("ESTABLISHED", "66143.20", any), basis: "ECL-34-1", fine: "20000", ground: "none", outside: true, refused: true},
		{name: "turnover unknown", f: file("NOT_ESTABLISHED", "", nil), basis: "ECL-34-1", fine: "500000", outside: true, refused: true},
		{name: "turnover unknown, another point reviewed", f: file("NOT_ESTABLISHED", "", any), basis: "ECL-34-1", fine: "500000", ground: "merit", outside: true,
			refused: true},
		{name: "turnover unknown, limb determined by the reviewer", f: file("NOT_ESTABLISHED", "", []string{"discretion"}), basis: "ECL-34-1", fine: "500000",
			ground: "other_lenient", outside: true},
		{name: "no turnover", f: file("NONE", "", nil), basis: "ECL-34-1", fine: "500000"},
		{name: "report of an earlier round", f: func() *matter.File { f := file("ESTABLISHED", "600000", any); f.Cases[0].Round = 2; return f }(),
			basis: "ECL-34-1", fine: "3000000", outside: true, refused: true},
		{name: "a provision outside the table", f: file("ESTABLISHED", "600000", any), basis: "某部门规章第三条", fine: "3000", outside: true},
		{name: "no fine at all", f: file("NOT_ESTABLISHED", "", nil), basis: "ECL-34-1"},
	} {
		t.Run(q.name, func(t *testing.T) {
			t.Parallel()
			in := law.Values{"legal_basis": q.basis, "sanctions": []string{"warning"}}
			if q.fine != "" {
				in["sanctions"], in["fine"] = []string{"fine"}, yuan(q.fine)
			}
			if q.ground != "" {
				in["deviation_ground"] = q.ground
			}
			a := &procedure.Act{Row: b.Act("ADM-T19"), Target: matter.Target{Entity: law.AdminCase, ID: 1}, Input: in}
			if got := track.Guards["penalty_within_range_or_reasoned"](a, q.f).Failed; got != q.outside {
				t.Errorf("outside the range: %v, want %v", got, q.outside)
			}
			if got := track.Conds["fine_outside_range"](a, q.f); got != (q.outside && !q.above) {
				t.Errorf("a ground is asked for: %v", got)
			}
			if got := track.Guards["turnover_state_determined"](a, q.f); got.Failed != q.refused {
				t.Errorf("refused: %v (%s), want %v", got.Failed, got.Detail, q.refused)
			}
		})
	}
}

// The party is told of nothing that cannot be decided: the notice names the ground of a fine below the range.
func TestGuards_OfTheNotice(t *testing.T) {
	t.Parallel()
	b := book(t)
	track := penalty.Track(law.Fixed(b))
	early := day("2024-11-30")
	for _, q := range []struct {
		name, basis, fine, ground string
		f                         *matter.File
		ended                     *time.Time
		refused, asked            bool
	}{
		{name: "within", f: file("ESTABLISHED", "600000", nil), basis: "ECL-34-1", fine: "3000000"},
		{name: "below, for nothing", f: file("ESTABLISHED", "600000", nil), basis: "ECL-34-1", fine: "20000", refused: true, asked: true},
		{name: "below, ground named none", f: file("ESTABLISHED", "600000", nil), basis: "ECL-34-1", fine: "20000", ground: "none", refused: true, asked: true},
		{name: "below, with its ground", f: file("ESTABLISHED", "600000", nil), basis: "ECL-34-1", fine: "20000", ground: "confessed", asked: true},
		{name: "above, whatever the ground", f: file("ESTABLISHED", "600000", nil), basis: "ECL-34-1", fine: "6000000.01", ground: "confessed", refused: true},
		{name: "turnover not established yet", f: file("NOT_ESTABLISHED", "", nil), basis: "ECL-34-1", fine: "500000"},
		{name: "a provision outside the table", f: file("ESTABLISHED", "600000", nil), basis: "某部门规章第三条", fine: "3000"},
		{name: "a provision not in force on that day", f: file("ESTABLISHED", "600000", nil), basis: "DUR-42", fine: "300000", ended: &early, refused: true},
		{name: "no fine", f: file("ESTABLISHED", "600000", nil), basis: "ECL-34-1"},
	} {
		in := law.Values{"legal_basis": q.basis, "sanctions": []string{"warning"}}
		if q.fine != "" {
			in["sanctions"], in["fine"] = []string{"fine"}, yuan(q.fine)
		}
		if q.ground != "" {
			in["deviation_ground"] = q.ground
		}
		q.f.Cases[0].ViolationEndedOn = q.ended
		a := &procedure.Act{Row: b.Act("RA-12"), Target: matter.Target{Entity: law.AdminCase, ID: 1}, Input: in}
		if got := track.Guards["notice_within_range_or_grounded"](a, q.f); got.Failed != q.refused {
			t.Errorf("%s: refused %v (%s)", q.name, got.Failed, got.Detail)
		}
		if got := track.Conds["fine_below_range"](a, q.f); got != q.asked {
			t.Errorf("%s: the ground is asked for: %v", q.name, got)
		}
	}
}

func TestCompute_TakesTheLawOfTheAct(t *testing.T) {
	t.Parallel()
	f := file("ESTABLISHED", "600000", nil)
	old := day("2024-11-30")
	f.Cases[0].ViolationEndedOn = &old
	got, err := penalty.Compute(book(t), f, &f.Cases[0], "DUR-42")
	if err != nil || got.Range.State != law.StateNotInLaw {
		t.Errorf("%+v, %v: the Regulations did not exist before 2024-12-01", got.Range, err)
	}
	if !got.Outside(yuan("300000")) {
		t.Error("a fine by a provision that was not in force lies inside its range")
	}
}

func TestLateFee(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		days, excluded int
		want           string
	}{{10, 0, "900000"}, {33, 0, "2970000"}, {34, 0, "3000000"}, {400, 0, "3000000"}, {-1, 0, "0"}, {12, 2, "900000"}} {
		if got := penalty.LateFee(yuan("3000000"), day("2026-03-02").Add(23*time.Hour), day("2026-03-02").AddDate(0, 0, x.days).Add(time.Hour),
			x.excluded); !got.Equal(yuan(x.want)) {
			t.Errorf("%d days, %d excluded: %s, want %s", x.days, x.excluded, got, x.want)
		}
	}
}
