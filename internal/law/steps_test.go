package law_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"touchstone/internal/law"
)

// TestDue_SaysHowItCounted: whoever is told a day reads how it was counted: what was added, what did not count and on which ground, what
// moved the end. Counted by hand on the calendar of 2026.
func TestDue_SaysHowItCounted(t *testing.T) {
	t.Parallel()
	b := load(t)
	moment := func(s string) time.Time { return at(t, "2026-"+s+"+08:00") }
	for _, c := range []struct {
		code, start string
		ext         []law.Extension
		want        []string
	}{
		{"REF-020", "05-01T17:30:45", []law.Extension{{From: moment("05-01T18:00:00"), To: moment("05-01T20:00:00"), Basis: "A"}, {Amount: 12, Basis: "B"},
			{Amount: 1, Unit: law.CalendarDays, Basis: "C"}, {Until: moment("05-05T08:00:30"), Basis: "D"}},
			[]string{"start 2026-05-01T17:30:00+08:00 0 hours ", "count 2026-05-02T17:30:00+08:00 24 hours ", "pause 2026-05-02T19:30:00+08:00 0 hours A",
				"extend 2026-05-03T07:30:00+08:00 12 hours B", "extend 2026-05-04 1 calendar_days C", "until 2026-05-05T08:00:00+08:00 0 hours D",
				"end 2026-05-05T08:00:00+08:00 0 hours "}},
		{"ADM-074", "05-11T09:00:00", []law.Extension{{From: moment("05-13T09:00:00"), To: moment("05-15T18:00:00"), Basis: "A"}, {Amount: 2, Basis: "B"}},
			[]string{"start 2026-05-11 0  ", "count 2026-05-11 7 working_days ", "pause 2026-05-13 2 working_days A", "extend 2026-05-11 2 working_days B",
				"skip 2026-05-16",
				"skip 2026-05-17", "skip 2026-05-23", "skip 2026-05-24", "end 2026-05-26 0  "}},
		{"ADM-074", "05-11T09:00:00", []law.Extension{{Amount: 30, Unit: law.CalendarDays, Basis: "A"}, {Amount: 20, Unit: law.CalendarDays, Basis: "B"}},
			[]string{"start 2026-05-11 0  ", "count 2026-05-11 7 working_days ", "extend 2026-06-10 30 calendar_days A", "extend 2026-06-10 20 calendar_days B",
				"skip 2026-05-16",
				"skip 2026-05-17", "end 2026-06-10 0  "}},
		{"ADM-020", "01-05T09:00:00", []law.Extension{{From: moment("02-10T09:00:00"), To: moment("02-13T18:00:00"), Basis: "A"}, {Amount: 30, Basis: "B"}},
			[]string{"start 2026-01-05 0  ", "count 2026-04-05 90 calendar_days ", "pause 2026-05-08 3 calendar_days A", "extend 2026-05-08 30 calendar_days B",
				"end 2026-05-08 0  "}},
		{"ADM-020", "07-03T09:00:00", nil, []string{"start 2026-07-03 0  ", "count 2026-10-01 90 calendar_days ", "skip 2026-10-01", "skip 2026-10-02",
			"skip 2026-10-03",
			"skip 2026-10-04", "skip 2026-10-05", "skip 2026-10-06", "skip 2026-10-07", "roll 2026-10-08 0  ", "end 2026-10-08 0  "}},
		{"ADM-051", "05-11T16:00:00", nil, []string{"start 2026-05-11 0  ", "count 2026-05-11 7 working_days ", "skip 2026-05-16", "skip 2026-05-17",
			"after 2026-05-21 1 calendar_days ",
			"end 2026-05-21 0  "}},
		{"ADM-070", "05-11T09:00:00", []law.Extension{{Until: moment("10-01T00:00:00"), Basis: "A"}},
			[]string{"start 2026-05-11 0  ", "count 2026-05-26 15 calendar_days ", "until 2026-10-01 0  A", "end 2026-10-01 0  "}},
	} {
		d, err := b.Due(c.code, moment(c.start), nil, c.ext...)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range d.Steps {
			line := fmt.Sprintf("%s %s %d %s %s", s.Kind, s.On, s.N, s.Unit, s.Note)
			if s.Kind == "skip" {
				line = s.Kind + " " + s.On
			}
			got = append(got, line)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%q, want\n%q", c.code, got, c.want)
		}
	}
	d, err := b.Due("ADM-060", at(t, "2026-12-30T09:00:00+08:00"), nil)
	if err != nil || !d.Provisional {
		t.Errorf("beyond the notices the count is provisional: %v, %v", d, err)
	}
	day, err := b.Latest("CRM-041", moment("03-10T00:00:00"), nil)
	if err != nil || day.Format(time.DateOnly) != "2026-03-02" {
		t.Errorf("CPL 91: seven days before the end of custody: %v, %v", day, err)
	}
}
