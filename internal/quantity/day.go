package quantity

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"touchstone/internal/errs"
	"touchstone/internal/written"
)

// Zone is legal time: days begin and end by it, wherever the server stands.
func Zone() *time.Location { return time.FixedZone("CST", 8*60*60) }

// DayOf is the legal day of a moment, as the database keeps days; nil where none is known.
func DayOf(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.In(Zone())
	d := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return &d
}

// A day has a year of four digits; of more it is told which years there are.
var (
	dayText    = regexp.MustCompile(`^(\d{4,6})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?$`)
	momentText = regexp.MustCompile(`^(\d{4,6}(?:-|/|\.|年)\d{1,2}(?:-|/|\.|月)\d{1,2})(?: *日 *|T| +)(\d{1,2})(?::|时|点)(\d{1,2})(?:分|:(\d{1,2}))?$`)
)

// The years in which something on a file can lie.
const (
	firstYear = 1900
	lastYear  = 2200
)

// midnight is what tables write behind a day, told from it by a blank, a T or 日: it goes before the blanks do.
var midnight = regexp.MustCompile(`(?:(日)|[T ]) *0?0:00(?::00(?:\.0+)?)?$`)

// Day reads a day as browsers send it and as people write it.
func Day(s string) (time.Time, *errs.Field) {
	s = joints.ReplaceAllString(strings.TrimSpace(written.Legible(s)), "$1")
	m := dayText.FindStringSubmatch(written.Plain(midnight.ReplaceAllString(s, "$1")))
	if m == nil {
		return time.Time{}, &errs.Field{Key: "form.date"}
	}
	if bad := plausible(number(m[1])); bad != nil {
		return time.Time{}, bad
	}
	t, err := time.ParseInLocation("2006-1-2", m[1]+"-"+m[2]+"-"+m[3], Zone())
	if err != nil {
		return time.Time{}, &errs.Field{Key: "form.no_such_day"}
	}
	return t, nil
}

// Moment reads what browsers send (local, legal time), what people write (a day as Day reads it, and a time) and RFC 3339.
func Moment(s string) (time.Time, *errs.Field) {
	s = joints.ReplaceAllString(strings.TrimSpace(written.Legible(s)), "$1")
	m := momentText.FindStringSubmatch(s)
	if m == nil {
		return zoned(s)
	}
	day, bad := Day(m[1])
	if bad != nil {
		return time.Time{}, bad
	}
	hour, minute, second := number(m[2]), number(m[3]), number(m[4])
	if hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, &errs.Field{Key: "form.no_such_day"}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, second, 0, Zone()), nil
}

// joints of a moment, with the blanks that some programs put round them.
var joints = regexp.MustCompile(` *([-/.:年月时点分]) *`)

// zoned reads a moment with its zone.
func zoned(s string) (time.Time, *errs.Field) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if short, e := time.Parse("2006-01-02T15:04Z07:00", s); e == nil {
		t, err = short, nil
	}
	var wrong *time.ParseError
	switch {
	case err == nil:
		if bad := plausible(t.In(Zone()).Year()); bad != nil {
			return time.Time{}, bad
		}
		return t, nil
	case errors.As(err, &wrong) && strings.Contains(wrong.Message, "out of range"):
		return time.Time{}, &errs.Field{Key: "form.no_such_day"}
	}
	return time.Time{}, &errs.Field{Key: "form.datetime"}
}

// number is a number of few digits; nothing is none.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}

// plausible refuses years in which nothing of a file can lie: a mistyped digit.
func plausible(year int) *errs.Field {
	if year < firstYear || year > lastYear {
		return &errs.Field{Key: "form.year", Args: []any{"from", firstYear, "to", lastYear}}
	}
	return nil
}
