// Package party holds the pages of the people and organisations of a case and the links between them.
package party

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// ListPage is the table of parties with its drawing (P09).
type ListPage struct {
	Frame    layout.Page
	Identity ui.Identity
	Notice   *ui.Notice
	Table    ui.Table
	Links    ui.Table
	AddLink  *ui.Action
	Graph    *ui.Graph
}

// Name is the cell that names a party.
type Name struct{ Text, Sub, Kind, Href, Subject string }

// Number is an identity number, masked; Href leads to the form that shows it on record.
type Number struct{ Text, Kind, Href, Name string }

// FormPage is a party or a link being written.
type FormPage struct {
	Frame    layout.Page
	Identity ui.Identity
	Title    string
	Form     ui.ActForm
	Remove   *ui.ActForm
}
