// Package mss holds the pages of a handover to state security: a pointer, never content.
package mss

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// NewPage proposes a handover from a case.
type NewPage struct {
	Frame    layout.Page
	Identity ui.Identity
	Head     ui.Heading
	Form     ui.ActForm
	Rules    []Rule
}

// Rule is a condition of the act with its article.
type Rule = ui.Rule

// Page is one pointer.
type Page struct {
	Frame   layout.Page
	Head    ui.Heading
	Notice  *ui.Notice
	Facts   []ui.Fact
	Steps   []ui.Step
	Others  string
	History []ui.Entry
}
