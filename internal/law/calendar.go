package law

import (
	"sort"
	"time"

	"touchstone/internal/quantity"
)

// Calendar knows the working days of the State Council's notices: weekdays less holidays plus make-up workdays.
// All days are days of Asia/Shanghai, which has had one offset since 1991.
type Calendar struct {
	days  map[string]holiday // date → what the notice says
	years map[int]bool       // years that a notice covers
	last  int
}

type holiday struct {
	name string
	work bool
}

// Zone is the legal time of every deadline.
func Zone() *time.Location { return quantity.Zone() }

func newCalendar(rows []row) (*Calendar, error) {
	c := &Calendar{days: make(map[string]holiday, len(rows)), years: map[int]bool{}}
	for _, r := range rows {
		d, err := time.Parse(time.DateOnly, r["date"])
		if err != nil {
			return nil, err
		}
		c.days[r["date"]] = holiday{name: r["name"], work: r["kind"] == "workday"}
		c.years[d.Year()] = true
		c.last = max(c.last, d.Year())
	}
	return c, nil
}

// Years lists the years that the table covers.
func (c *Calendar) Years() []int {
	var out []int
	for y := range c.years {
		out = append(out, y)
	}
	sort.Ints(out)
	return out
}

// Covers tells whether a notice exists for the year of the day; elsewhere Monday to Friday counts, provisionally.
func (c *Calendar) Covers(day time.Time) bool { return c.years[day.In(Zone()).Year()] }

// Working tells whether the day is a working day.
func (c *Calendar) Working(day time.Time) bool {
	day = day.In(Zone())
	if h, ok := c.days[day.Format(time.DateOnly)]; ok {
		return h.work
	}
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}

// Name returns the name of the holiday (or of the holiday that a make-up workday belongs to); empty for other days.
func (c *Calendar) Name(day time.Time) string {
	return c.days[day.In(Zone()).Format(time.DateOnly)].name
}

// WorkingDays counts the working days after the day of from, up to and including the day of to. Negative if to is before.
func (c *Calendar) WorkingDays(from, to time.Time) int {
	a, b, sign := midnight(from), midnight(to), 1
	if b.Before(a) {
		a, b, sign = b, a, -1
	}
	n := 0
	for d := a.AddDate(0, 0, 1); !d.After(b); d = d.AddDate(0, 0, 1) {
		if c.Working(d) {
			n++
		}
	}
	return sign * n
}

// Roll returns the day itself if it is a working day, else the first working day after it.
func (c *Calendar) Roll(day time.Time) time.Time {
	day = midnight(day)
	for !c.Working(day) {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// midnight is the beginning of the day in legal time.
// DayOf is when the day of a moment begins.
func DayOf(t time.Time) time.Time { return midnight(t) }

func midnight(t time.Time) time.Time {
	y, m, d := t.In(Zone()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, Zone())
}

// lastSecond is how the end of a day is written: T23:59:59+08:00.
func lastSecond(day time.Time) time.Time { return midnight(day).Add(24*time.Hour - time.Second) }

// calendarDays counts the days from the day of a to the day of b.
func calendarDays(a, b time.Time) int {
	return int(midnight(b).Sub(midnight(a)) / (24 * time.Hour))
}

// addMonths leads to the day of the same number, or to the last day of the month if it has none.
func addMonths(day time.Time, n int) time.Time {
	day = midnight(day)
	first := time.Date(day.Year(), day.Month()+time.Month(n), 1, 0, 0, 0, 0, Zone())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day.Day(), last)-1)
}
