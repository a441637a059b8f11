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
)

// Lasts is the length of a limit.
func (b *Book) Lasts(l Limit) time.Duration {
	i := slices.IndexFunc(b.tables.limits.rows, func(r row) bool { return r["code"] == string(l) })
	if i < 0 {
		return 0
	}
	return time.Duration(number(b.tables.limits.rows[i]["amount"])) * 24 * time.Hour
}

func (c *checker) checkLimits() {
	rows := keyed(c.t.limits, "code")
	for _, l := range []Limit{AssignmentInInbox, ClockBadge} {
		if rows[string(l)] == nil {
			c.bad("limits "+string(l), "missing")
		}
	}
	for code, r := range rows {
		where := "limits " + code
		c.oneOf(where, "unit", r["unit"], CalendarDays)
		if !wholeNumber.MatchString(r["amount"]) || len(r["amount"]) > 4 {
			c.bad(where, "amount %q", r["amount"])
		}
	}
}
