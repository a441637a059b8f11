// Package clocks holds the deadline board.
package clocks

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// Board is the periods that an agency owes (P29).
type Board struct {
	Frame     layout.Page
	Head      ui.Heading
	Scopes    []ui.Tab
	Ignored   string
	Figures   []ui.Fig
	Table     ui.Table
	Owners    []ui.Tab // Count is what is overdue of all
	OwnerAll  string   // address without an owner
	More      string
	Aggregate *ui.EmptyState // set for readers who see figures only
}
