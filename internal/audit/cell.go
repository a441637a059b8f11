package audit

import (
	"math"
	"time"

	"github.com/jackc/pgx/v5/pgtype"
)

// What a hand may have written into a cell is read all the same: verification names the cell and goes on.

// moment is a time, or what stands in its place. One that is none is as early or late as a time can be.
type moment struct {
	at   time.Time
	good bool
}

// ScanTimestamptz takes what the database keeps.
func (m *moment) ScanTimestamptz(v pgtype.Timestamptz) error {
	switch {
	case !v.Valid, v.InfinityModifier == pgtype.NegativeInfinity, v.Time.Year() < 1:
		*m = moment{}
	case v.InfinityModifier == pgtype.Infinity, v.Time.UTC().Year() > 9999:
		*m = moment{at: time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)}
	default:
		*m = moment{at: v.Time, good: true}
	}
	return nil
}

// told is the time as a report carries it.
func (m moment) told() *time.Time {
	if !m.good {
		return nil
	}
	at := m.at
	return &at
}

// number is a number that may be missing: then it is the last, as the database sorts it.
type number int64

// ScanInt64 takes what the database keeps.
func (n *number) ScanInt64(v pgtype.Int8) error {
	if *n = math.MaxInt64; v.Valid {
		*n = number(v.Int64)
	}
	return nil
}
