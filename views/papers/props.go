// Package papers holds the page of a case's official documents (P15).
package papers

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// Page lists the documents of a case and what could be issued next.
type Page struct {
	Frame    layout.Page
	Identity ui.Identity
	Table    ui.Table
	Offers   []ui.Step // documents that an act open to the reader would issue, linked to that act
}

// Doubtful lists papers with equal numbers.
type Doubtful struct {
	Frame layout.Page
	Head  ui.Heading
	Table ui.Table
	Note  string
}
