// Package evidence holds the pages of items: the list of a case, a new item, one item with its files and custody
// chain, handovers, and the custodian's list.
package evidence

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// Count is how many items are in one state.
type Count struct {
	State ui.Tag
	N     int
}

// ListPage is the evidence of a case (P11).
type ListPage struct {
	Frame    layout.Page
	Identity ui.Identity
	Counts   []Count
	Alarm    *ui.Notice
	Table    ui.Table
	Ticks    bool   // the reader may hand items over
	Handover string // where the ticked ones go
}

// NewPage registers an item (P12).
type NewPage struct {
	Frame    layout.Page
	Identity ui.Identity
	Title    string
	Form     ui.ActForm
	Amount   []ui.Field // quantity and unit
	More     []ui.Field // what is rarely needed
	Opened   bool       // and has to be seen now
	Files    []ui.Field
	Rules    []ui.Rule
}

// ItemPage is one item (P13).
type ItemPage struct {
	Frame            layout.Page
	Identity         ui.Identity
	Notices          []ui.Notice
	Steps, Further   []ui.Step
	Others           string
	Facts            []ui.Fact
	Hash, HashDetail string
	Digest           string
	Finding          string
	Excluded         string
	Files            ui.Table
	Chain            []ui.Handover
	Samples          ui.Table
	Clocks           []ui.Clock
	Verify, Note     *ui.ActForm
}

// Lists are handovers (P25).
type Lists struct {
	Frame layout.Page
	Head  ui.Heading
	Tabs  []ui.Tab
	Table ui.Table
	Pages ui.Pages
}

// HandoverPage is one handover list (P25).
type HandoverPage struct {
	Frame      layout.Page
	Identity   ui.Identity
	Notices    []ui.Notice
	Table      ui.Table
	Answers    []Answer
	Form       *ui.ActForm // the receiver's answers and signature
	Credential ui.Field
	Clock      *ui.Clock
	Duties     []ui.Duty
	Sheet      string // one line of how many wait
}

// Answer is what the receiver says about one item.
type Answer struct {
	Ref, Name, Href, Listed string
	Fields, Measures        []ui.Field
	Guards                  []ui.Guard
	Links                   []ui.Action // the same acts one by one
}

// NewHandover offers items (P25).
type NewHandover struct {
	Frame layout.Page
	Head  ui.Heading
	Form  *ui.ActForm
	Empty ui.EmptyState
	Rules []ui.Rule
}

// Custody is what an agency keeps.
type Custody struct {
	Frame layout.Page
	Head  ui.Heading
	Tabs  []ui.Tab
	Alarm *ui.Notice
	Table ui.Table
	Note  string
}

// RunsPage are the runs of reverification (P36).
type RunsPage struct {
	Frame       layout.Page
	Path        string
	Now         string // how far the one under way is; empty where there is none
	Done, Total int
	Start       []ui.ActForm
	Table       ui.Table
}

// holding is the form of a list with the fields of its answers, which the summary of what is wrong names and links.
func holding(p HandoverPage) ui.ActForm {
	f := ui.Holding(*p.Form, []ui.Field{p.Credential})
	for _, a := range p.Answers {
		f = ui.Holding(f, a.Measures, a.Fields)
	}
	return f
}
