// Package goods holds the pages of the goods of a case and the ways they took.
package goods

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// SheetPage is the goods of a case (P10).
type SheetPage struct {
	Frame    layout.Page
	Identity ui.Identity
	Notices  []ui.Notice
	Warnings []ui.Notice // figures that cannot all be true
	Totals   []ui.Fact
	Table    ui.Table
	Flow     *ui.FlowMap
	Routes   ui.Table
	AddRoute *ui.Action
}

// Name is the cell that names an item.
type Name struct{ Text, Sub, Href string }

// Control is whether an item was under control on the day of the act, and by what.
type Control struct {
	Tag          ui.Tag
	Codes, Basis string
	Item         string   // of the list, as which the goods were taken
	Remark       string   // how far the answer goes
	Thresholds   []string // that the item has
	Printed      string   // the announcement that printed the customs codes, where the item rests on another one
	Missing      []Missing
	Beside       []Missing // rules that may apply beside the list
}

// Missing is what is missing to say whether an item is listed.
type Missing struct{ Kind, Text string }

// FormPage is an item or a route being written.
type FormPage struct {
	Frame       layout.Page
	Identity    ui.Identity
	Title, Help string
	Form        ui.ActForm
	Remove      *ui.ActForm
}
