package law

import (
	"slices"
	"time"
)

// Limit is a row of limits.csv: how long something of the desk lasts, or how much may be stored. It is no period of the law.
type Limit string

// The limits that the program asks for.
const (
	AssignmentInInbox Limit = "assignment_in_inbox"
	ClockBadge        Limit = "clock_badge"
	AccessUnanswered  Limit = "access_request_unanswered"
	UploadPerDay      Limit = "upload_per_account_day"
	UploadPerCase     Limit = "upload_per_case"
)

// gib is the unit of what is stored.
const gib = "gib"

// Lasts is the length of a limit in calendar days.
func (b *Edition) Lasts(l Limit) time.Duration {
	return time.Duration(b.Amount(l)) * 24 * time.Hour
}

// Bytes is a limit on what is stored.
func (b *Edition) Bytes(l Limit) int64 { return int64(b.Amount(l)) << 30 }

// Amount is the number of a limit, in its own unit.
func (b *Edition) Amount(l Limit) int {
	i := slices.IndexFunc(b.tables.limits.rows, func(r row) bool { return r["code"] == string(l) })
	if i < 0 {
		return 0
	}
	return number(b.tables.limits.rows[i]["amount"])
}

// Within is the last second of the working days of a limit that begins at from; the day of from is not counted.
func (b *Edition) Within(l Limit, from time.Time) time.Time {
	day := midnight(from)
	for n := b.Amount(l); n > 0; {
		if day = day.AddDate(0, 0, 1); b.Calendar.Working(day) {
			n--
		}
	}
	return lastSecond(day)
}

// limitUnit is the unit that a limit is counted in: the program asks for it by Lasts, by Within or by Bytes.
func limitUnit(l string) string {
	switch Limit(l) {
	case AccessUnanswered:
		return WorkingDays
	case UploadPerDay, UploadPerCase:
		return gib
	}
	return CalendarDays
}

func (c *checker) checkLimits() {
	rows := keyed(c.t.limits, "code")
	for _, l := range []Limit{AssignmentInInbox, ClockBadge, AccessUnanswered, UploadPerDay, UploadPerCase} {
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
