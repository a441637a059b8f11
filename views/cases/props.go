// Package cases holds the pages of the case file: the list, registration, the case itself, its timeline and who knows
// of it.
package cases

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// List is the case list with its saved views (P04).
type List struct {
	Frame   layout.Page
	Head    ui.Heading
	Notice  *ui.Notice
	Views   []ui.Tab
	Filter  ui.Filter
	Ignored string // filters that were not understood, in one sentence
	Table   ui.Table
	Pages   ui.Pages
	Bulk    *ui.Bulk // what the reader may do to ticked cases; nil: nothing
}

// Views is where a reader keeps names for filters of the list (P04).
type Views struct {
	Frame  layout.Page
	Head   ui.Heading
	Notice *ui.Notice
	Asked  []ui.Fact   // the conditions that are going to be saved
	Save   *ui.ActForm // nil: nothing is asked
	Table  ui.Table    // the saved ones
	Open   *ui.ActForm // with which view the list opens
}

// Assign names handlers for several cases at once (P04).
type Assign struct {
	Frame  layout.Page
	Head   ui.Heading
	Notice *ui.Notice
	Table  ui.Table // the cases, each with what can be done or what was done
	Form   *ui.ActForm
	Empty  *ui.EmptyState
}

// New is the registration of a case (P05).
type New struct {
	Frame      layout.Page
	Head       ui.Heading
	Notice     *ui.Notice
	Form       ui.ActForm
	Optional   []ui.Field // what may be added now or later
	Unfold     bool       // something stands in the optional part
	Source     []ui.Fact  // the tip or the public record it is made from
	SourceHead string
	SourceText string
	Duplicates []Duplicate
	Compared   string // what was compared
	Rules      []Rule
	Variants   []ui.Tab // kinds of reception, where there are several
}

// Duplicate is a case that the reader may see and that looks like the one to be registered.
type Duplicate struct {
	Ref, Title, Href, Why string
	State                 ui.Tag
}

// Rule is a condition that the registration is checked against.
type Rule = ui.Rule

// Subject is a heading with the steps under it.
type Subject struct {
	Title string
	Steps []ui.Step
}

// Page is the case at one look (P07).
type Page struct {
	Frame    layout.Page
	Identity ui.Identity
	Notices  []ui.Notice
	Steps    []ui.Step
	Waiting  []ui.Step // proposals that somebody must decide
	Others   string    // who must act next, where the reader cannot
	Further  []Subject // what may be recorded besides
	FurtherN int
	Facts    []ui.Fact
	Graph    *ui.Graph
	Flow     *ui.FlowMap
	Clocks   []ui.Clock
	ClocksN  string
	Closed   string // how many periods are closed
	Custody  *Custody
	Links    []ui.Fact // referrals and pointers
	Recent   []ui.Entry
	Base     string // address of the case
	Timeline string // link text with the count
	Empty    Empties
}

// Custody sums up the items of the case.
type Custody struct {
	Items, Text   string
	Bad, Unmarked string // mismatches; items whose bytes nobody has checked
	Held          []ui.Fact
}

// Empties say what to add first where a panel has nothing.
type Empties struct{ Parties, Goods, Evidence ui.EmptyState }

// Timeline is everything on the file in the order of dates (P08).
type Timeline struct {
	Frame    layout.Page
	Identity ui.Identity
	Notice   *ui.Notice
	Kinds    []ui.Tab
	Upcoming []ui.Clock
	Entries  []ui.Entry
	Pages    ui.Pages
	Note     *ui.ActForm
	Empty    string
}

// Access is who knows of the case, why and until when (P26).
type Access struct {
	Frame    layout.Page
	Identity ui.Identity
	Notice   *ui.Notice
	Members  ui.Table
	ByRule   []Reach
	Yours    []string // why the reader sees the case
	Requests ui.Table
	Grant    *ui.ActForm
	Revoke   *ui.ActForm
	Assign   *ui.ActForm
	Mark     *ui.ActForm
	Note     string
}

// Reach is a group of people who see the case without being named.
type Reach struct{ Who, Why string }
