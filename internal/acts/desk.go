package acts

import "touchstone/internal/procedure"

// Desk says in words what the engine answers: which steps are there, what waits, whose turn it is.
type Desk struct {
	*procedure.Engine
}
