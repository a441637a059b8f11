package matter

import (
	"context"
	"slices"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
)

// Past is an act that happened.
type Past struct {
	ID, CaseID, TargetID    int64
	RowID, Event, Variant   string
	Entity                  law.Machine
	From, To                string
	Round                   int
	ActorID, ProposerID     int64
	ActorName, ProposerName string
	ActorEN                 string // the romanised name
	ActorRole, ProposerRole actor.Role
	AgencyID                int64
	Also                    []string
	Input                   law.Values
	At                      time.Time
	Twin                    bool
	Edition                 string // of the tables, under which it was done
}

// Form is the form in which it was said, by the edition of that day; nil for a row that has none.
func (p *Past) Form(book *law.Edition) *law.Form { return book.Under(p.Edition).FormOf(p.RowID) }

// By is who did it, for the reader.
func (p *Past) By(ctx context.Context) string { return i18n.Name(ctx, p.ActorName, p.ActorEN) }

// Last returns the newest act with that event name (own name or a further name), or nil.
func (f *File) Last(event string) *Past {
	for i := len(f.Acts) - 1; i >= 0; i-- {
		if p := &f.Acts[i]; p.Event == event || slices.Contains(p.Also, event) {
			return p
		}
	}
	return nil
}

// LastOn returns the newest act with that event on one object, or nil.
func (f *File) LastOn(t Target, event string) *Past {
	for i := len(f.Acts) - 1; i >= 0; i-- {
		p := &f.Acts[i]
		if p.Entity == t.Entity && p.TargetID == t.ID && (p.Event == event || slices.Contains(p.Also, event)) {
			return p
		}
	}
	return nil
}

// LastIn returns the newest act with that event in the present round of a case, or nil.
func (f *File) LastIn(c *Case, event string) *Past {
	if c == nil {
		return nil
	}
	p := f.LastOn(Target{law.Machine(c.Machine), c.ID}, event)
	if p == nil || p.Round != c.Round {
		return nil
	}
	return p
}
