package referral

import (
	"io"

	"touchstone/internal/procedure"
)

// Deps is what the track needs from outside.
type Deps struct {
	// Random draws references.
	Random io.Reader
}

// Track is the machine referral.
func Track(d Deps) procedure.Track {
	return procedure.Track{
		Guards: guards(),
		Conds:  conditions(),
		Creates: map[string]procedure.Create{
			"referral.opened":    d.open,
			"referral.forwarded": d.forward,
		},
		Effects: map[string]procedure.Effect{
			"referral.report_submitted": freezeItems,
			"referral.sent":             sent,
			"referral.received":         received,
			"referral.supplemented":     freezeItems,
		},
		Prior: prior,
		Seen:  []procedure.SeenPart{{At: procedure.OfObject, Say: seen}},
	}
}
