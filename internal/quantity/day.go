package quantity

import (
	"errors"
	"regexp"
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

var dayText = regexp.MustCompile(`^(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?$`)

// The years in which something on a file can lie.
const (
	firstYear = 1900
	lastYear  = 2200
)

// Day reads a day as browsers send it and as people write it.
func Day(s string) (time.Time, *errs.Field) {
	m := dayText.FindStringSubmatch(written.Plain(s))
	if m == nil {
		return time.Time{}, &errs.Field{Key: "form.date"}
	}
	t, err := time.ParseInLocation("2006-1-2", m[1]+"-"+m[2]+"-"+m[3], Zone())
	if err != nil {
		return time.Time{}, &errs.Field{Key: "form.no_such_day"}
	}
	return t, plausible(t)
}

// Moment reads what browsers send (local, legal time) and RFC 3339.
func Moment(s string) (time.Time, *errs.Field) {
	s = strings.TrimSpace(written.Number(s))
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02 15:04:05", time.RFC3339Nano} {
		t, err := time.ParseInLocation(layout, s, Zone())
		if err == nil {
			return t, plausible(t)
		}
		var wrong *time.ParseError
		if errors.As(err, &wrong) && strings.Contains(wrong.Message, "out of range") {
			return time.Time{}, &errs.Field{Key: "form.no_such_day"}
		}
	}
	return time.Time{}, &errs.Field{Key: "form.datetime"}
}

// plausible refuses years in which nothing of a file can lie: a mistyped digit.
func plausible(t time.Time) *errs.Field {
	if y := t.In(Zone()).Year(); y < firstYear || y > lastYear {
		return &errs.Field{Key: "form.year", Args: []any{"from", firstYear, "to", lastYear}}
	}
	return nil
}
