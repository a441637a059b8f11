package law_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"touchstone/internal/errs"
	"touchstone/internal/law"
)

func at(t testing.TB, s string) time.Time {
	t.Helper()
	d, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Computed by hand from the notices of the State Council and the statutes' rules.
func TestDue_Vectors(t *testing.T) {
	b := load(t)
	for _, c := range []struct {
		code, start, due string
		skipped          []string
		provisional      bool
		ext              []law.Extension
	}{
		// Working days: the first day is not counted, Labour Day and the make-up Saturday are.
		{code: "ADM-050", start: "2026-04-29T10:00:00+08:00", due: "2026-05-09T23:59:59+08:00",
			skipped: []string{"2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04", "2026-05-05"}},
		// A minimum interval gives the first permitted moment: seven whole working days lie between.
		{code: "ADM-051", start: "2026-05-11T16:00:00+08:00", due: "2026-05-21T00:00:00+08:00", skipped: []string{"2026-05-16", "2026-05-17"}},
		{code: "ADM-071", start: "2026-05-11T09:00:00+08:00", due: "2026-05-26T00:00:00+08:00",
			skipped: []string{"2026-05-16", "2026-05-17", "2026-05-23", "2026-05-24"}},
		{code: "CRM-041", start: "2026-03-02T09:00:00+08:00", due: "2026-03-10T00:00:00+08:00"},
		{code: "ADM-092", start: "2024-02-29T09:00:00+08:00", due: "2029-03-01T00:00:00+08:00"},
		// Ninety calendar days, ending on National Day: moved to the first working day after.
		{code: "ADM-020", start: "2026-07-03T09:00:00+08:00", due: "2026-10-08T23:59:59+08:00",
			skipped: []string{"2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"}},
		// Decree 310: three calendar days, no roll.
		{code: "REF-010", start: "2026-04-30T17:00:00+08:00", due: "2026-05-03T23:59:59+08:00"},
		{code: "REF-032", start: "2026-04-30T17:00:00+08:00", due: "2026-05-06T23:59:59+08:00", skipped: []string{"2026-05-03", "2026-05-04", "2026-05-05"}},
		// Hours end at the minute, through the holiday.
		{code: "REF-020", start: "2026-05-01T17:30:45+08:00", due: "2026-05-02T17:30:00+08:00"},
		{code: "CRM-090", start: "2026-04-30T16:05:00Z", due: "2026-05-03T00:05:00+08:00"},
		{code: "CRM-020", start: "2026-05-01T20:00:00+08:00", due: "2026-05-02T20:00:00+08:00", ext: []law.Extension{{Amount: 12}}},
		// Custody and seizure never move.
		{code: "CRM-034", start: "2026-04-25T09:00:00+08:00", due: "2026-05-02T23:59:59+08:00"},
		{code: "ADM-040", start: "2026-04-03T09:00:00+08:00", due: "2026-05-03T23:59:59+08:00"},
		{code: "ADM-040", start: "2026-04-03T09:00:00+08:00", due: "2026-06-02T23:59:59+08:00", ext: []law.Extension{{Amount: 30}}},
		{code: "CRM-040", start: "2025-12-31T09:00:00+08:00", due: "2026-02-28T23:59:59+08:00"},
		// Months: the day of the same number, else the last; counted from the start, not from the shortened month.
		{code: "CRM-040", start: "2025-12-31T09:00:00+08:00", due: "2026-03-31T23:59:59+08:00", ext: []law.Extension{{Amount: 1}}},
		{code: "CRM-070", start: "2026-01-31T09:00:00+08:00", due: "2026-03-16T23:59:59+08:00", ext: []law.Extension{{Amount: 15, Unit: law.CalendarDays}},
			skipped: []string{"2026-03-15"}},
		// Limitation: forward from the end of the act.
		{code: "ADM-010", start: "2024-02-29T00:00:00+08:00", due: "2026-02-28T23:59:59+08:00"},
		{code: "ADM-010", start: "2024-02-29T00:00:00+08:00", due: "2029-02-28T23:59:59+08:00", ext: []law.Extension{{Amount: 36}}},
		// Beyond the published table: Monday to Friday, provisional; without roll it is certain.
		{code: "ADM-060", start: "2026-12-30T09:00:00+08:00", due: "2027-01-08T23:59:59+08:00", provisional: true, skipped: []string{"2027-01-02", "2027-01-03"}},
		{code: "ADM-090", start: "2026-12-30T09:00:00+08:00", due: "2031-12-30T23:59:59+08:00"},
		// A pause: from the 10th to the 13th three days do not count.
		{code: "ADM-020", start: "2026-01-05T09:00:00+08:00", due: "2026-04-08T23:59:59+08:00",
			ext: []law.Extension{{From: time.Date(2026, 2, 10, 9, 0, 0, 0, law.Zone()), To: time.Date(2026, 2, 13, 18, 0, 0, 0, law.Zone())}}},
		// The instrument names the day.
		{code: "ADM-070", start: "2026-05-11T09:00:00+08:00", due: "2026-10-01T23:59:59+08:00",
			ext: []law.Extension{{Until: time.Date(2026, 10, 1, 0, 0, 0, 0, law.Zone())}}},
		// ACL 58: thirty days in all instead of seven working days.
		{code: "ADM-074", start: "2026-05-11T09:00:00+08:00", due: "2026-06-10T23:59:59+08:00", ext: []law.Extension{{Amount: 30, Unit: law.CalendarDays}}},
		{code: "REF-040", start: "2026-05-11T09:00:00+08:00", due: "2026-05-21T23:59:59+08:00", ext: []law.Extension{{Amount: 7}}},
	} {
		d, err := b.Due(c.code, at(t, c.start), nil, c.ext...)
		if err != nil {
			t.Fatal(c.code, err)
		}
		if got := d.Due.Format(time.RFC3339); got != c.due || d.DueOn != c.due[:10] {
			t.Errorf("%s from %s: %s (%s), want %s", c.code, c.start, got, d.DueOn, c.due)
		}
		if !slices.Equal(d.Skipped, c.skipped) || d.Provisional != c.provisional {
			t.Errorf("%s from %s: skipped %v provisional %v", c.code, c.start, d.Skipped, d.Provisional)
		}
		if len(d.Steps) < 3 || d.Steps[0].Kind != "start" || d.Steps[len(d.Steps)-1].Kind != "end" {
			t.Errorf("%s: steps %v", c.code, d.Steps)
		}
	}
}

func TestDue_OpenPauseIsMarked(t *testing.T) {
	b := load(t)
	start := at(t, "2026-01-05T09:00:00+08:00")
	d, err := b.Due("ADM-020", start, nil, law.Extension{From: start.AddDate(0, 0, 5)})
	if err != nil || !d.Paused {
		t.Errorf("%v %v", d, err)
	}
}

func TestDue_RefusesUnknownClockAndEmptyStart(t *testing.T) {
	b := load(t)
	if _, err := b.Due("ADM-999", at(t, "2026-01-05T09:00:00+08:00"), nil); !errs.Is(err, errs.NotFound) {
		t.Error(err)
	}
	if _, err := b.Due("ADM-020", time.Time{}, nil); !errs.Is(err, errs.InvalidInput) {
		t.Error(err)
	}
}

func anyStart(t *rapid.T) time.Time {
	return time.Unix(rapid.Int64Range(1704038400, 1893456000).Draw(t, "start"), 0) // 2024 to 2029
}

func TestDue_PropertiesOfEveryClock(t *testing.T) {
	b := load(t)
	for _, k := range b.Clocks {
		t.Run(k.Code, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { checkDue(t, b, k) })
		})
	}
}

func checkDue(t *rapid.T, b *law.Edition, k *law.Clock) {
	s1 := anyStart(t)
	s2 := s1.Add(time.Duration(rapid.Int64Range(0, int64(40*24*time.Hour)).Draw(t, "later")))
	d1, err := b.Due(k.Code, s1, nil)
	if err != nil {
		t.Fatal(err)
	}
	d2, err := b.Due(k.Code, s2, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d2.Due.Before(d1.Due) {
		t.Fatalf("not monotone: %v → %v, %v → %v", s1, d1.Due, s2, d2.Due)
	}
	if !d1.Due.After(s1) {
		t.Fatalf("ends before it starts: %v → %v", s1, d1.Due)
	}
	switch {
	case k.Rolls && !k.Minimum && !b.Calendar.Working(d1.Due):
		t.Fatalf("due on a holiday: %v", d1.Due)
	case k.CustodyRule() && len(d1.Skipped) > 0:
		t.Fatalf("custody moved over %v", d1.Skipped)
	case !k.Rolls && k.Unit != law.WorkingDays && (len(d1.Skipped) > 0 || d1.Provisional):
		t.Fatalf("skipped %v provisional %v without a rule", d1.Skipped, d1.Provisional)
	}
	for _, day := range d1.Skipped {
		x, err := time.ParseInLocation(time.DateOnly, day, law.Zone())
		if err != nil || b.Calendar.Working(x) {
			t.Fatalf("%s is a working day", day)
		}
	}
	switch k.Unit {
	case law.Hours:
		if got := d1.Due.Sub(s1.Truncate(time.Minute)); got != time.Duration(k.Amount)*time.Hour {
			t.Fatalf("%v hours", got)
		}
	case law.WorkingDays:
		end := d1.Due
		if k.Minimum {
			end = end.Add(-time.Second)
		}
		if n := b.Calendar.WorkingDays(s1, end); n != k.Amount {
			t.Fatalf("%d working days instead of %d", n, k.Amount)
		}
	}
	if k.Unit != law.Hours && !k.Minimum && d1.Due.Format("15:04:05") != "23:59:59" || k.Minimum && d1.Due.Format("15:04:05") != "00:00:00" {
		t.Fatalf("ends at %v", d1.Due)
	}
	// An extension or a pause never shortens, whatever its length.
	n := rapid.IntRange(0, 40).Draw(t, "extension")
	longer, err := b.Due(k.Code, s1, nil, law.Extension{Amount: n}, law.Extension{From: s1, To: s2})
	if err != nil || longer.Due.Before(d1.Due) {
		t.Fatalf("%v extended to %v (%v)", d1.Due, longer.Due, err)
	}
}

func TestLatest_IsTheOtherSideOfDue(t *testing.T) {
	b := load(t)
	for _, code := range []string{"ADM-051", "ADM-071", "CRM-041"} {
		rapid.Check(t, func(t *rapid.T) {
			end := anyStart(t)
			last, err := b.Latest(code, end, nil)
			if err != nil {
				t.Fatal(err)
			}
			ok, err := b.Due(code, last, nil)
			if err != nil || ok.Due.After(end) {
				t.Fatalf("%s: a start on %v permits %v, not %v", code, last, ok.Due, end)
			}
			if late, _ := b.Due(code, last.AddDate(0, 0, 1), nil); !late.Due.After(end) {
				t.Fatalf("%s: %v is not the latest", code, last)
			}
		})
	}
}

func TestCheckExtension_KeepsToTheRow(t *testing.T) {
	b := load(t)
	start := at(t, "2026-05-11T09:00:00+08:00")
	days := func(n int) law.Extension { return law.Extension{Amount: n} }
	for _, c := range []struct {
		code    string
		earlier []law.Extension
		next    law.Extension
		ok      bool
	}{
		{"ADM-040", nil, days(30), true}, {"ADM-040", nil, days(31), false}, {"ADM-040", []law.Extension{days(10)}, days(10), false},
		{"ADM-020", nil, days(1), false},
		{"CRM-040", []law.Extension{days(1), days(2)}, days(2), true}, {"CRM-040", []law.Extension{days(1), days(2)}, days(3), false},
		{"CRM-020", nil, days(12), true}, {"CRM-020", nil, days(13), false},
		{"ADM-070", []law.Extension{days(30)}, law.Extension{Until: start.AddDate(1, 0, 0)}, true},
		{"ADM-070", nil, law.Extension{}, false}, {"ADM-070", nil, days(-1), false},
		{"ADM-074", nil, law.Extension{Amount: 30, Unit: law.CalendarDays}, true},
		{"REF-040", []law.Extension{{From: start, To: start.AddDate(0, 0, 4)}}, days(7), true},
	} {
		if err := b.CheckExtension(c.code, start, c.earlier, c.next); (err == nil) != c.ok {
			t.Errorf("%s after %v by %v: %v", c.code, c.earlier, c.next, err)
		}
	}
}
