// Package home holds the desk of a person: what presses, what waits, what has changed.
package home

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// Page is the desk (P02).
type Page struct {
	Frame    layout.Page
	Head     ui.Heading
	Clocks   []Clock
	Quiet    string // nothing is due today, and when something is
	Todo     []ui.Step
	MoreTodo string
	Returned []ui.Step
	Changes  []ui.Entry
	Links    []ui.Fact
	Duties   []string
	HasFiles bool
}

// Clock is a period with the case on which it runs.
type Clock struct {
	Badge              ui.Clock
	Title, Href        string
	Ref, Owner, Target string
	State              ui.Tag
}
