package law_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"touchstone/internal/law"
)

func date(t testing.TB, s string) time.Time {
	t.Helper()
	d, err := time.ParseInLocation(time.DateOnly, s, law.Zone())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestCalendar_FollowsTheNotices(t *testing.T) {
	c := load(t).Calendar
	for day, working := range map[string]bool{
		"2026-02-14": true,  // make-up Saturday
		"2026-02-16": false, // Spring Festival Monday
		"2026-05-09": true, "2026-05-10": false, "2026-05-11": true,
		"2025-10-08": false, "2025-10-09": true, "2025-10-11": true,
		"2027-01-01": true, "2027-01-02": false, // not published: Monday to Friday
	} {
		if got := c.Working(date(t, day)); got != working {
			t.Errorf("%s: working %v", day, got)
		}
	}
	if c.Covers(date(t, "2027-01-01")) || !c.Covers(date(t, "2026-12-31")) || len(c.Years()) != 3 {
		t.Error("covered years")
	}
	// The day is a day of Shanghai, whatever zone the moment has.
	if !c.Working(time.Date(2026, 5, 8, 17, 0, 0, 0, time.UTC)) {
		t.Error("2026-05-09T01:00+08:00 is a make-up workday")
	}
}

func TestWorkingDays_AddsUp(t *testing.T) {
	c := load(t).Calendar
	rapid.Check(t, func(t *rapid.T) {
		a, b, d := anyStart(t), anyStart(t), anyStart(t)
		if c.WorkingDays(a, b)+c.WorkingDays(b, d) != c.WorkingDays(a, d) {
			t.Fatalf("%v %v %v", a, b, d)
		}
		if r := c.Roll(a); !c.Working(r) || r.AddDate(0, 0, 1).Before(a) {
			t.Fatalf("%v rolled to %v", a, r)
		}
	})
}
