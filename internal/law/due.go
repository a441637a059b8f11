package law

import (
	"time"
)

// count is one computation of Due.
type count struct {
	k   *Clock
	cal *Calendar
	d   Due
}

func (c *count) step(kind string, on time.Time, n int, unit, note string) {
	c.d.Steps = append(c.d.Steps, Step{Kind: kind, On: on.In(Zone()).Format(stepLayout(unit)), N: n, Unit: unit, Note: note})
}

func stepLayout(unit string) string {
	if unit == Hours {
		return "2006-01-02T15:04:05-07:00"
	}
	return time.DateOnly
}

func (c *count) run(start time.Time, ext []Extension) {
	if c.k.Unit == Hours {
		c.hours(start, ext)
		return
	}
	from := midnight(start)
	c.step("start", from, 0, "", "")
	end := c.days(from, ext)
	for _, e := range ext {
		if !e.Until.IsZero() {
			end = midnight(e.Until) // the instrument names the day: nothing to count, nothing to move
			c.step("until", end, 0, "", e.Basis)
		}
	}
	if c.k.Rolls && !untilSet(ext) {
		end = c.roll(end)
	}
	if c.k.Minimum {
		// The whole period must lie between: the first permitted moment is the beginning of the day after it.
		end = end.AddDate(0, 0, 1)
		c.step("after", end, 1, CalendarDays, "")
		c.d.Due = end
	} else {
		c.d.Due = lastSecond(end)
	}
	c.d.DueOn = end.Format(time.DateOnly)
	c.step("end", end, 0, "", "")
}

func untilSet(ext []Extension) bool {
	for _, e := range ext {
		if !e.Until.IsZero() {
			return true
		}
	}
	return false
}

// days counts the basic period, its extensions and the excluded time, and returns the last day before any roll.
func (c *count) days(from time.Time, ext []Extension) time.Time {
	if c.k.Unit == WorkingDays {
		return c.workingDays(from, ext)
	}
	months, days := 0, 0
	add := func(n int, unit string) {
		if unit == Months {
			months += n
		} else {
			days += n
		}
	}
	add(c.k.Amount, c.k.Unit)
	for _, e := range ext {
		if e.Amount != 0 {
			add(e.Amount, unitOr(e.Unit, c.k.Unit))
		}
	}
	end := addMonths(from, months).AddDate(0, 0, days)
	c.step("count", addMonthsOrDays(from, c.k.Amount, c.k.Unit), c.k.Amount, c.k.Unit, "")
	for _, e := range ext {
		switch {
		case e.Pause():
			n := c.excluded(e, calendarDays)
			end = end.AddDate(0, 0, n)
			c.step("pause", end, n, CalendarDays, e.Basis)
		case e.Amount != 0:
			c.step("extend", end, e.Amount, unitOr(e.Unit, c.k.Unit), e.Basis)
		}
	}
	return end
}

func unitOr(unit, otherwise string) string {
	if unit == "" {
		return otherwise
	}
	return unit
}

func addMonthsOrDays(from time.Time, n int, unit string) time.Time {
	if unit == Months {
		return addMonths(from, n)
	}
	return from.AddDate(0, 0, n)
}

// workingDays steps from working day to working day. An extension in calendar days replaces the count ("30 days in
// all", ACL 58): the later of both ends counts.
func (c *count) workingDays(from time.Time, ext []Extension) time.Time {
	n, inAll := c.k.Amount, time.Time{}
	c.step("count", from, c.k.Amount, WorkingDays, "")
	for _, e := range ext {
		switch {
		case e.Pause():
			x := c.excluded(e, c.cal.WorkingDays)
			n += x
			c.step("pause", e.From, x, WorkingDays, e.Basis)
		case e.Amount == 0:
		case unitOr(e.Unit, WorkingDays) == WorkingDays:
			n += e.Amount
			c.step("extend", from, e.Amount, WorkingDays, e.Basis)
		default:
			if end := addMonthsOrDays(from, e.Amount, e.Unit); end.After(inAll) {
				inAll = end
			}
			c.step("extend", inAll, e.Amount, e.Unit, e.Basis)
		}
	}
	mark := len(c.d.Skipped)
	end := from
	for n > 0 {
		end = end.AddDate(0, 0, 1)
		c.provisional(end)
		if c.cal.Working(end) {
			n--
		} else {
			c.skip(end)
		}
	}
	if inAll.After(end) {
		c.d.Skipped = c.d.Skipped[:mark] // counted in calendar days after all
		return inAll
	}
	return end
}

// roll moves an end on a holiday to the first working day after it.
func (c *count) roll(end time.Time) time.Time {
	c.provisional(end)
	for !c.cal.Working(end) {
		c.skip(end)
		end = end.AddDate(0, 0, 1)
		c.provisional(end)
		if c.cal.Working(end) {
			c.step("roll", end, 0, "", "")
		}
	}
	return end
}

func (c *count) skip(day time.Time) {
	c.d.Skipped = append(c.d.Skipped, day.Format(time.DateOnly))
	c.step("skip", day, 0, "", c.cal.Name(day))
}

func (c *count) provisional(day time.Time) {
	if !c.cal.Covers(day) {
		c.d.Provisional = true
	}
}

// excluded counts the days of a pause: the day it begins counts as used, the day it ends does not.
func (c *count) excluded(e Extension, days func(a, b time.Time) int) int {
	if e.To.IsZero() {
		c.d.Paused = true
		return 0
	}
	return max(0, days(e.From, e.To))
}

// hours run through nights and holidays and end at the minute.
func (c *count) hours(start time.Time, ext []Extension) {
	end := start.In(Zone()).Truncate(time.Minute)
	c.step("start", end, 0, Hours, "")
	end = end.Add(time.Duration(c.k.Amount) * time.Hour)
	c.step("count", end, c.k.Amount, Hours, "")
	for _, e := range ext {
		switch {
		case e.Pause() && e.To.IsZero():
			c.d.Paused = true
		case e.Pause():
			if e.To.After(e.From) {
				end = end.Add(e.To.Sub(e.From).Truncate(time.Minute))
			}
			c.step("pause", end, 0, Hours, e.Basis)
		case !e.Until.IsZero():
			end = e.Until.In(Zone()).Truncate(time.Minute)
			c.step("until", end, 0, Hours, e.Basis)
		case unitOr(e.Unit, Hours) == Hours:
			end = end.Add(time.Duration(e.Amount) * time.Hour)
			c.step("extend", end, e.Amount, Hours, e.Basis)
		default:
			end = addMonthsOrDaysKeepingTime(end, e.Amount, e.Unit)
			c.step("extend", end, e.Amount, e.Unit, e.Basis)
		}
	}
	c.d.Due, c.d.DueOn = end, end.Format(time.DateOnly)
	c.step("end", end, 0, Hours, "")
}

func addMonthsOrDaysKeepingTime(t time.Time, n int, unit string) time.Time {
	return addMonthsOrDays(midnight(t), n, unit).Add(t.Sub(midnight(t)))
}

// Latest is the other side of a minimum interval: the last day on which the clock may start so that end is permitted.
// For CRM-041 end is the day the custody period ends.
func (b *Edition) Latest(code string, end time.Time, cal *Calendar) (time.Time, error) {
	if cal == nil {
		cal = b.Calendar
	}
	day := midnight(end)
	for range 4000 {
		d, err := b.Due(code, day, cal)
		if err != nil {
			return time.Time{}, err
		}
		if !d.Due.After(end) {
			return day, nil
		}
		day = day.AddDate(0, 0, -1)
	}
	return day, nil
}
