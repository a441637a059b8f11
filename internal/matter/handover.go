package matter

import (
	"time"

	"touchstone/internal/actor"
)

// Handover is a pointer-only handover to state security.
type Handover struct {
	ID, CaseID, FromAgencyID, ToAgencyID int64
	Ref, State                           string
	Version                              int
	SentAt                               *time.Time
	Indicators                           []string
	RegisterNo, Holder                   string
	Channel, ExternalRef                 string
	Marking                              actor.Marking
	Compartmented                        bool
	OpenedAt                             time.Time
}

// MSS returns the state-security handover with that id, or nil.
func (f *File) MSS(id int64) *Handover {
	return byID(f.Handovers, func(h *Handover) int64 { return h.ID }, id)
}
