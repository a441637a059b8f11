package matter

import (
	"touchstone/internal/actor"
	"touchstone/internal/law"
)

// Proposal is a step that was proposed on an object and waits for its decision, or came back and was not proposed again.
type Proposal struct {
	Ref, State, Event, RowID string
	Entity                   law.Machine
	TargetID, ProposerID     int64
	Roles                    []actor.Role // who decide
}

// Open is the proposal of an event that waits on an object; there is never more than one.
func (f *File) Open(t Target, event string) *Proposal { return f.proposal(t, event, "OPEN") }

// Returned is the newest proposal of an event on an object if it came back for correction.
func (f *File) Returned(t Target, event string) *Proposal { return f.proposal(t, event, "RETURNED") }

func (f *File) proposal(t Target, event, state string) *Proposal {
	for i := range f.Proposals {
		if p := &f.Proposals[i]; p.Entity == t.Entity && p.TargetID == t.ID && p.Event == event && p.State == state {
			return p
		}
	}
	return nil
}
