package law

import (
	"strconv"
	"time"
)

// States of a clock as the pages mark them (data-state).
const (
	ClockOK       = "ok"
	ClockNear     = "near"
	ClockUrgent   = "urgent"
	ClockOver     = "over"
	ClockHeld     = "held" // unlawfully held: holding must end now
	ClockPaused   = "paused"
	ClockMet      = "met"
	ClockLate     = "late"
	ClockEarliest = "earliest" // a minimum interval still running
	ClockLapsed   = "lapsed"
)

// Life is what has happened to a clock besides its computation.
type Life struct {
	Paused  bool
	Stopped time.Time // zero: still running
	Lapsed  bool      // closed itself at its end
}

// Badge is what a page says about a clock: its state, the key of the words, and their number or moment.
type Badge struct {
	State string
	Key   string    // translation key, "clock.…"
	N     int       // days or hours
	At    time.Time // the moment the words name
}

// limits are one row of thresholds.csv.
type limits struct{ nearPercent, nearWorkingDays, nearHours, urgentHours int }

// threshold finds the first row that fits a clock.
func threshold(rows []row, code, unit, amount string) (int, bool) {
	n := number(amount)
	for i, r := range rows {
		if r["clock"] != code && (r["clock"] != "*" || r["unit"] != unit) {
			continue
		}
		if n < number(r["min_amount"]) || r["max_amount"] != "" && n > number(r["max_amount"]) {
			continue
		}
		return i, true
	}
	return 0, false
}

// thresholdOf prefers a row that names the clock to one that names all.
func (b *Edition) thresholdOf(k *Clock) limits {
	rows := b.tables.thresholds.rows
	for i, r := range rows {
		if r["clock"] == k.Code {
			return b.thresholds[i]
		}
	}
	i, _ := threshold(rows, k.Code, k.Unit, strconv.Itoa(k.Amount))
	return b.thresholds[i]
}

// over tells whether the period is over: a day lasts to its last moment, an hour to its minute.
func over(unit string, due, now time.Time) bool {
	if unit == Hours {
		return now.After(due)
	}
	return !now.Before(due.Add(time.Second))
}

// Badge says how a clock stands at now. cal may be nil.
func (b *Edition) Badge(d Due, life Life, now time.Time, cal *Calendar) Badge {
	k := b.clocks[d.Code]
	if k == nil {
		return Badge{}
	}
	if cal == nil {
		cal = b.Calendar
	}
	switch {
	case life.Lapsed:
		return Badge{State: ClockLapsed, Key: "clock.lapsed", At: d.Due}
	case !life.Stopped.IsZero() && !k.Minimum && k.OnExpiry != Lapses && over(k.Unit, d.Due, life.Stopped):
		return Badge{State: ClockLate, Key: "clock.late", At: life.Stopped}
	case !life.Stopped.IsZero():
		return Badge{State: ClockMet, Key: "clock.met", At: life.Stopped}
	case life.Paused || d.Paused:
		return Badge{State: ClockPaused, Key: "clock.paused", At: d.Due}
	case k.Minimum && now.Before(d.Due):
		return Badge{State: ClockEarliest, Key: "clock.earliest", At: d.Due}
	case k.Minimum:
		return Badge{State: ClockOK, Key: "clock.permitted", At: d.Due}
	case over(k.Unit, d.Due, now):
		return expired(k, d, now)
	}
	return b.remaining(k, d, now, cal)
}

func expired(k *Clock, d Due, now time.Time) Badge {
	switch k.OnExpiry {
	case Lapses:
		return Badge{State: ClockLapsed, Key: "clock.lapsed", At: d.Due}
	case UnlawfullyHeld:
		return Badge{State: ClockHeld, Key: "clock.held", At: d.Due}
	}
	if k.Unit == Hours && now.Sub(d.Due) < 48*time.Hour {
		return Badge{State: ClockOver, Key: "clock.over_hours", N: int(now.Sub(d.Due) / time.Hour), At: d.Due}
	}
	return Badge{State: ClockOver, Key: "clock.over_days", N: max(1, calendarDays(d.Due, now)), At: d.Due}
}

func (b *Edition) remaining(k *Clock, d Due, now time.Time, cal *Calendar) Badge {
	l := b.thresholdOf(k)
	left := d.Due.Sub(now)
	today := midnight(d.Due).Equal(midnight(now))
	badge := Badge{State: ClockOK, At: d.Due}
	switch {
	case k.Unit == Hours && left <= hoursOf(l.urgentHours), k.Unit != Hours && (today || left <= hoursOf(l.urgentHours)):
		badge.State = ClockUrgent
	case l.near(k, d, left, now, cal):
		badge.State = ClockNear
	}
	switch {
	case k.Unit == Hours && badge.State == ClockUrgent && today:
		badge.Key = "clock.today_at"
	case k.Unit == Hours && badge.State == ClockUrgent:
		badge.Key = "clock.due_at"
	case k.Unit == Hours:
		badge.Key, badge.N = "clock.left_hours", int(left/time.Hour)
	case today:
		badge.Key = "clock.today"
	case k.Unit == WorkingDays:
		badge.Key, badge.N = "clock.left_working_days", cal.WorkingDays(now, d.Due)
	default:
		badge.Key, badge.N = "clock.left_days", calendarDays(now, d.Due)
	}
	return badge
}

func hoursOf(n int) time.Duration { return time.Duration(n) * time.Hour }

// near: within so many hours; or within a quarter of the period or so many working days, whichever is longer.
func (l limits) near(k *Clock, d Due, left time.Duration, now time.Time, cal *Calendar) bool {
	if l.nearHours > 0 && left <= hoursOf(l.nearHours) {
		return true
	}
	if l.nearPercent > 0 && left <= d.Due.Sub(d.Start)/100*time.Duration(l.nearPercent) {
		return true
	}
	return l.nearWorkingDays > 0 && calendarDays(now, d.Due) <= 30 && cal.WorkingDays(now, d.Due) <= l.nearWorkingDays
}
