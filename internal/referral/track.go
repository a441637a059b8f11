package referral

import (
	"io"

	"touchstone/internal/law"
	"touchstone/internal/procedure"
)

// Deps is what the track needs from outside.
type Deps struct {
	Book law.Current
	// Random draws references.
	Random io.Reader
}

// Track is the machine referral.
func Track(d Deps) procedure.Track {
	t := tables{d.Book}
	return procedure.Track{
		Guards: t.guards(),
		Conds:  t.conditions(),
		Creates: map[string]procedure.Create{
			"referral.opened":    d.open,
			"referral.forwarded": d.forward,
		},
		Effects: map[string]procedure.Effect{
			"referral.report_submitted": d.freezeItems,
			"referral.sent":             d.sent,
			"referral.received":         received,
			"referral.supplemented":     d.freezeItems,
		},
		Prior: prior,
		Seen:  []procedure.SeenPart{{At: procedure.OfObject, Say: d.seen}},
	}
}
