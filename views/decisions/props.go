// Package decisions holds the page on which penalty and referral of one case stand side by side (P16).
package decisions

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// Page is both tracks of a case with the lawful next step of each.
type Page struct {
	Frame     layout.Page
	Identity  ui.Identity
	Rule      *Rule // why one track holds the other up
	Left      Track // penalty; of a criminal case its own course
	Right     Track // referral
	Referrals ui.Table
	Decisions []Decision
	Pointers  *Pointers // handovers to state security; nil: not for this reader
}

// Rule is a guard said in words before anybody runs into it.
type Rule struct{ ID, Sentence, Basis, More string }

// Track is where one of the two stands.
type Track struct {
	Title, Text   string
	More, MoreRef string // link on the right of the title
	Tag           *ui.Tag
	Clocks        []ui.Clock
	Steps         []ui.Step
	Others        string // whose turn it is when it is not the reader's
}

// Decision is a decision that was made, with the calculation beside it.
type Decision struct {
	Title string
	Facts []ui.Fact
}

// Pointers are the handovers to state security: pointers, no content.
type Pointers struct {
	Table  ui.Table
	Create *ui.Action
}
