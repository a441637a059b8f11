package law

import (
	"slices"
	"time"
)

// Limit is a row of limits.csv: how long something of the desk lasts. It is no period of the law.
type Limit string

// The limits that the program asks for.
const (
	AssignmentInInbox Limit = "assignment_in_inbox"
	ClockBadge        Limit = "clock_badge"
	AccessUnanswered  Limit = "access_request_unanswered"
)

// Lasts is the length of a limit in calendar days.
func (b *Book) Lasts(l Limit) time.Duration {
	return time.Duration(b.Amount(l)) * 24 * time.Hour
}

// Amount is the number of days of a limit, in its own unit.
func (b *Book) Amount(l Limit) int {
	i := slices.IndexFunc(b.tables.limits.rows, func(r row) bool { return r["code"] == string(l) })
	if i < 0 {
		return 0
	}
	return number(b.tables.limits.rows[i]["amount"])
}

// Within is the last second of the working days of a limit that begins at from; the day of from is not counted.
func (b *Book) Within(l Limit, from time.Time) time.Time {
	day := midnight(from)
	for n := b.Amount(l); n > 0; {
		if day = day.AddDate(0, 0, 1); b.Calendar.Working(day) {
			n--
		}
	}
	return lastSecond(day)
}

// limitUnit is the unit that a limit is counted in: the program asks for it by Lasts or by Within.
func limitUnit(l string) string {
	if Limit(l) == AccessUnanswered {
		return WorkingDays
	}
	return CalendarDays
}

func (c *checker) checkLimits() {
	rows := keyed(c.t.limits, "code")
	for _, l := range []Limit{AssignmentInInbox, ClockBadge, AccessUnanswered} {
		if rows[string(l)] == nil {
			c.bad("limits "+string(l), "missing")
		}
	}
	for code, r := range rows {
		where := "limits " + code
		c.oneOf(where, "unit", r["unit"], limitUnit(code))
		if !wholeNumber.MatchString(r["amount"]) || len(r["amount"]) > 4 {
			c.bad(where, "amount %q", r["amount"])
		}
	}
}
