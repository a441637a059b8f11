package evidence

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
	// Later puts the copying of bytes that a handover causes into the queue; nil leaves it to Missing.
	Later Later
}

// Track is the machine evidence_item.
func Track(d Deps) procedure.Track {
	return procedure.Track{Guards: tables{d.Book}.guards(), Conds: conditions(), Effects: effects(d),
		Creates: map[string]procedure.Create{"evidence.collected": collect(d)}}
}
