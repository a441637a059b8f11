// Package penalty holds the task list of an administrative penalty and its calculator (P17).
package penalty

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// Page is the penalty of one case.
type Page struct {
	Frame      layout.Page
	Identity   ui.Identity
	Notice     *ui.Notice
	Rule       *Rule // what holds the whole penalty up
	Tasks      []Task
	Done       string // "3 / 8"
	Clocks     []ui.Clock
	Others     string // whose turn it is
	Calculator Calculator
}

// Rule is a guard said in words before anybody runs into it.
type Rule struct{ ID, Sentence, Basis string }

// Task is one step of the way: done current later waiting skipped.
type Task struct {
	Code, Label, State, StateText, Tone string
	Basis                               string
	Done                                string // by whom, when; of the payment what is paid so far
	Missing                             []Rule // what it still needs
	Clock                               *ui.Clock
	Links                               []ui.Step
}

// Calculator is what the law says about the facts of the file, or about others that the reader tries.
type Calculator struct {
	Action   string
	Fields   []ui.Field
	Source   string // where the facts come from
	Result   *Result
	Evidence []ui.Fact // the items behind the number
	Advice   string
}

// Result is the range.
type Result struct {
	Text, Tone string // in one sentence
	Facts      []ui.Fact
	Jump       string
	Near       bool // the base lies near the threshold
}
