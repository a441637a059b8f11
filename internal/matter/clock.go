package matter

import (
	"slices"
	"time"

	"touchstone/internal/law"
)

// Clock is a statutory clock on one object of the matter.
type Clock struct {
	ID, CaseID, TargetID int64
	Code, State          string
	TargetKind           string
	StartedAt, DueAt     time.Time
	Minimum              bool
	Extended             []law.Extension
	OwnerAgencyID        int64
	PausedAt, ClosedAt   *time.Time
	PauseBasis, Basis    string
	Provisional          bool
	Edition              string // of the tables, by which its end is counted
}

// Running tells whether the clock still counts (paused clocks count as running).
func (c Clock) Running() bool { return c.State == "RUNNING" || c.State == "PAUSED" }

// Clock returns the newest clock of that code on an object, running or closed, or nil.
func (f *File) Clock(targetKind string, id int64, code string) *Clock {
	for i := len(f.Clocks) - 1; i >= 0; i-- {
		if c := &f.Clocks[i]; c.Code == code && c.TargetKind == targetKind && c.TargetID == id {
			return c
		}
	}
	return nil
}

// Counting tells whether a clock of that code runs on the matter: what does not run is not ended either.
func (f *File) Counting(code string) bool {
	return slices.ContainsFunc(f.Clocks, func(k Clock) bool { return k.Code == code && k.Running() })
}
