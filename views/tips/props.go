// Package tips holds the pages of what comes in before any case: tips, and the public record.
package tips

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// List is the tips of an agency (P06).
type List struct {
	Frame  layout.Page
	Head   ui.Heading
	Tabs   []ui.Tab
	Notice *ui.Notice
	Table  ui.Table
	Pages  ui.Pages
}

// New is the registration of a tip. The informant's fields stand in a box of their own.
type New struct {
	Frame     layout.Page
	Head      ui.Heading
	Form      ui.ActForm
	Informant []ui.Field
	Notice    *ui.Notice
}

// One is one tip with what may be done about it.
type One struct {
	Frame     layout.Page
	Head      ui.Heading
	Notices   []ui.Notice
	Facts     []ui.Fact
	Text      string
	Triage    *ui.ActForm
	Dismiss   *ui.ActForm
	Informant *Informant // nil: the reader does not take tips in
}

// Informant is the protected box: whether there is a name, the form that asks for it, and the name once it was asked for.
type Informant struct {
	Known  string
	Reveal *ui.ActForm
	Shown  []ui.Fact
}

// Record is the public record.
type Record struct {
	Frame   layout.Page
	Head    ui.Heading
	Note    string
	Filter  ui.Filter
	Entries []Entry
	Empty   ui.EmptyState
}

// Entry of the public record with its sources.
type Entry struct {
	Code, Title string
	Facts       []ui.Fact
	Sources     []ui.Action
	Open        *ui.Action
}
