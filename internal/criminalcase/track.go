package criminalcase

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

// Track is the machine criminal_case.
func Track(d Deps) procedure.Track {
	return procedure.Track{
		Guards:  tables{d.Book}.guards(),
		Conds:   conditions(),
		Creates: map[string]procedure.Create{"criminal_lead.received": d.receive},
		Effects: map[string]procedure.Effect{
			"criminal_review.started":        reviewStarted,
			"criminal_investigation.started": investigationStarted,
		},
		Seen: []procedure.SeenPart{{At: procedure.OfObject, Say: seen}},
	}
}
