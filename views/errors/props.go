// Package errors holds the pages for what could not be done: P39 for what is closed or not there, P40 for the rest.
// They say what happened, what is safe, and give back what the person had typed.
package errors

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// Page is one error page. Bare has no frame: nobody is signed in, or the frame itself cannot be made.
type Page struct {
	Frame     layout.Page
	Bare      bool
	Title     string
	Text      string
	Reference string // request id, to quote to an operator
	Problems  []ui.Problem
	Guards    []ui.Guard
	Kept      []ui.Fact  // the form's text
	Object    *ui.Action // the case or the thing that it was about
	Back      *ui.Action
	Again     bool // trying again makes sense
}

// Ended is the answer to a form whose session has ended.
type Ended struct {
	Frame  layout.Page
	Kept   []ui.Fact // the form's text, to copy
	Filled bool      // the form will stand filled in when its writer has signed in again
	Files  bool      // files were chosen too; they are not kept
	SignIn ui.Action // opens beside this page
}

// Known is the placeholder for a record whose existence is known and whose content is closed to the reader.
type Known struct {
	Frame  layout.Page
	Closed ui.Closed
}

// Merge is the page for two people who changed the same thing: three columns, nothing lost.
type Merge struct {
	Frame   layout.Page
	Text    string // who saved when
	Action  string // where the chosen values are posted
	Event   string
	Key     string
	Version string // the version that the other person made
	Fields  []ui.ConflictField
	Hidden  []ui.Pair // fields that nobody else touched
	Back    ui.Action
}
