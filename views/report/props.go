// Package report holds the monthly summary (P33): figures, charts and their tables, and no way to a case.
package report

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// Page is the summary of one month.
type Page struct {
	Frame    layout.Page
	Head     ui.Heading
	Month    ui.Filter
	Figures  []ui.Fig
	Pipeline Chart
	Agencies Stacked
	Minerals ui.Table
	Flow     *ui.FlowMap
	NoFlow   string
	Notes    []string
}

// Chart is bars with their table.
type Chart struct {
	Finding string
	Bars    []ui.Bar
	Table   ui.Table
}

// Stacked is bars of parts with their table.
type Stacked struct {
	Finding string
	Bars    []ui.Stack
	Table   ui.Table
}
