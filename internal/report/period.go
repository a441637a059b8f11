package report

import (
	"fmt"
	"time"

	"touchstone/internal/i18n"
)

// Period is a month of the legal time zone.
type Period struct {
	Year  int
	Month time.Month
}

// PeriodOf is the month a moment falls into.
func PeriodOf(t time.Time) Period {
	t = t.In(i18n.Beijing())
	return Period{t.Year(), t.Month()}
}

// ParsePeriod reads 2026-05.
func ParsePeriod(s string) (Period, bool) {
	t, err := time.Parse("2006-01", s)
	if err != nil || t.Year() < 2000 {
		return Period{}, false
	}
	return Period{t.Year(), t.Month()}, true
}

// String is 2026-05.
func (p Period) String() string { return fmt.Sprintf("%04d-%02d", p.Year, int(p.Month)) }

// From is the first day.
func (p Period) From() time.Time { return time.Date(p.Year, p.Month, 1, 0, 0, 0, 0, time.UTC) }

// To is the first day after the end.
func (p Period) To() time.Time { return p.From().AddDate(0, 1, 0) }

// January is the first day of its year.
func (p Period) January() time.Time { return time.Date(p.Year, time.January, 1, 0, 0, 0, 0, time.UTC) }

// Before is the period n months earlier.
func (p Period) Before(n int) Period {
	t := p.From().AddDate(0, -n, 0)
	return Period{t.Year(), t.Month()}
}

// After tells whether it begins after another one.
func (p Period) After(other Period) bool { return p.From().After(other.From()) }
