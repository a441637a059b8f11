package identity

import (
	"slices"
	"time"

	"touchstone/internal/actor"
)

// Limits of sessions and of guessing (security §6, O-sessions and O-rates).
const (
	idle          = 30 * time.Minute
	idleSigning   = 15 * time.Minute
	absolute      = 10 * time.Hour
	nightEnd      = 4 * time.Hour // after midnight no session of the day before lives on
	seenStep      = time.Minute   // last_seen is written at most so often
	parallel      = 2
	lockAfter     = 5
	lockFirst     = 10 * time.Minute
	lockLongest   = time.Hour
	closeAfter    = 100
	addressPerMin = 30
	demoFactor    = 20 // forty demo accounts sign in from one address
)

// IdleLimit is how long a session of somebody with these roles may rest.
func IdleLimit(roles []actor.Role) time.Duration {
	for _, r := range roles {
		if slices.Contains(administrators[:], r) || slices.Contains(signing[:], r) {
			return idleSigning
		}
	}
	return idle
}

// EndOf is when a session opened at that moment ends whatever happens: after ten hours, or four hours past midnight
// in Beijing.
func EndOf(opened time.Time, beijing *time.Location) time.Time {
	local := opened.In(beijing)
	night := time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, beijing).Add(nightEnd)
	if end := opened.Add(absolute); end.Before(night) {
		return end.UTC()
	}
	return night.UTC()
}

// lockFor is how long an account is closed after so many failures in a row: ten minutes after the fifth, twice as long
// after each five more, an hour at most. Zero: not at this one.
func lockFor(failures, factor int) time.Duration {
	step := lockAfter * factor
	if failures < step || failures%step != 0 {
		return 0
	}
	d := lockFirst
	for i := failures / step; i > 1 && d < lockLongest; i-- {
		d *= 2
	}
	return min(d, lockLongest)
}

// closed tells whether only a security administrator can open the account again.
func closed(failures, factor int) bool { return failures >= closeAfter*factor }
