package law_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"touchstone/internal/law"
)

func TestBadge_Thresholds(t *testing.T) {
	b := load(t)
	for _, c := range []struct {
		code, start, now, state, key string
		n                            int
	}{
		// 90 calendar days from 5 January end on 7 April (the 5th and 6th are the holiday).
		{"ADM-020", "2026-01-05T09:00:00+08:00", "2026-01-06T09:00:00+08:00", "ok", "clock.left_days", 91},
		{"ADM-020", "2026-01-05T09:00:00+08:00", "2026-03-20T09:00:00+08:00", "near", "clock.left_days", 18},
		{"ADM-020", "2026-01-05T09:00:00+08:00", "2026-04-07T00:00:00+08:00", "urgent", "clock.today", 0},
		{"ADM-020", "2026-01-05T09:00:00+08:00", "2026-04-07T23:59:59+08:00", "urgent", "clock.today", 0},
		{"ADM-020", "2026-01-05T09:00:00+08:00", "2026-04-08T00:00:00+08:00", "over", "clock.over_days", 1},
		// 5 working days (short): near within 36 hours, urgent within 24.
		{"ADM-073", "2026-05-11T09:00:00+08:00", "2026-05-15T09:00:00+08:00", "ok", "clock.left_working_days", 1},
		{"ADM-073", "2026-05-11T09:00:00+08:00", "2026-05-17T13:00:00+08:00", "near", "clock.left_working_days", 1},
		{"ADM-073", "2026-05-11T09:00:00+08:00", "2026-05-18T01:00:00+08:00", "urgent", "clock.today", 0},
		// 7 working days: three working days are longer than a quarter.
		{"ADM-060", "2026-05-11T09:00:00+08:00", "2026-05-14T09:00:00+08:00", "ok", "clock.left_working_days", 4},
		{"ADM-060", "2026-05-11T09:00:00+08:00", "2026-05-15T09:00:00+08:00", "near", "clock.left_working_days", 3},
		// Hours.
		{"REF-020", "2026-05-11T18:00:00+08:00", "2026-05-12T09:00:00+08:00", "ok", "clock.left_hours", 9},
		{"REF-020", "2026-05-11T18:00:00+08:00", "2026-05-12T10:00:00+08:00", "near", "clock.left_hours", 8},
		{"REF-020", "2026-05-11T18:00:00+08:00", "2026-05-12T15:00:00+08:00", "urgent", "clock.today_at", 0},
		{"REF-020", "2026-05-11T18:00:00+08:00", "2026-05-12T18:00:00+08:00", "urgent", "clock.today_at", 0},
		{"REF-020", "2026-05-11T18:00:00+08:00", "2026-05-12T18:00:01+08:00", "over", "clock.over_hours", 0},
		{"REF-020", "2026-05-11T18:00:00+08:00", "2026-05-20T18:00:01+08:00", "over", "clock.over_days", 8},
		{"REF-020", "2026-05-11T01:00:00+08:00", "2026-05-11T23:30:00+08:00", "urgent", "clock.due_at", 0},
		// Holding, rights and minimum intervals.
		{"ADM-040", "2026-04-03T09:00:00+08:00", "2026-05-04T00:00:00+08:00", "held", "clock.held", 0},
		{"ADM-050", "2026-05-11T09:00:00+08:00", "2026-05-20T00:00:00+08:00", "lapsed", "clock.lapsed", 0},
		{"ADM-051", "2026-05-11T09:00:00+08:00", "2026-05-20T23:59:59+08:00", "earliest", "clock.earliest", 0},
		{"ADM-051", "2026-05-11T09:00:00+08:00", "2026-05-21T00:00:00+08:00", "ok", "clock.permitted", 0},
	} {
		d, err := b.Due(c.code, at(t, c.start), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.Badge(d, law.Life{}, at(t, c.now), nil); got.State != c.state || got.Key != c.key || got.N != c.n {
			t.Errorf("%s due %v at %s: %+v, want %s %s %d", c.code, d.Due, c.now, got, c.state, c.key, c.n)
		}
	}
}

func TestBadge_ClosedAndPaused(t *testing.T) {
	b := load(t)
	d, err := b.Due("ADM-060", at(t, "2026-05-11T09:00:00+08:00"), nil) // ends on the 20th
	if err != nil {
		t.Fatal(err)
	}
	lapse, err := b.Due("ADM-050", at(t, "2026-05-11T09:00:00+08:00"), nil)
	if err != nil {
		t.Fatal(err)
	}
	now := at(t, "2026-06-01T09:00:00+08:00")
	for _, c := range []struct {
		d    law.Due
		life law.Life
		want string
	}{
		{d, law.Life{Stopped: at(t, "2026-05-20T23:59:59+08:00")}, law.ClockMet},
		{d, law.Life{Stopped: at(t, "2026-05-21T00:00:00+08:00")}, law.ClockLate},
		{d, law.Life{Paused: true}, law.ClockPaused},
		{lapse, law.Life{Lapsed: true}, law.ClockLapsed},
		{lapse, law.Life{Stopped: at(t, "2026-05-30T09:00:00+08:00")}, law.ClockMet}, // nobody is late
	} {
		if got := b.Badge(c.d, c.life, now, nil); got.State != c.want {
			t.Errorf("%s %+v: %+v", c.d.Code, c.life, got)
		}
	}
}

// As time passes a running clock only gets nearer.
func TestBadge_OnlyGetsNearer(t *testing.T) {
	b := load(t)
	rank := map[string]int{"earliest": 0, "ok": 1, "near": 2, "urgent": 3, "over": 4, "held": 4, "lapsed": 4}
	for _, k := range b.Clocks {
		rapid.Check(t, func(t *rapid.T) {
			start := anyStart(t)
			d, err := b.Due(k.Code, start, nil)
			if err != nil {
				t.Fatal(err)
			}
			span := int64(d.Due.Sub(start)) + int64(100*time.Hour)
			x := rapid.Int64Range(0, span).Draw(t, "x")
			y := rapid.Int64Range(x, span).Draw(t, "y")
			first := b.Badge(d, law.Life{}, start.Add(time.Duration(x)), nil)
			second := b.Badge(d, law.Life{}, start.Add(time.Duration(y)), nil)
			if rank[second.State] < rank[first.State] || first.Key == "" || first.N < 0 {
				t.Fatalf("%s: %+v then %+v", k.Code, first, second)
			}
			if k.Minimum && rank[second.State] > 1 {
				t.Fatalf("%s: a minimum interval turns %s", k.Code, second.State)
			}
		})
	}
}
