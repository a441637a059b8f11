// Package act holds the pages on which the law is applied: the form of an act, the decision on a proposal and
// the signature. They are the same for every act of the tables.
package act

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// FormPage is the form of one act.
type FormPage struct {
	Frame    layout.Page
	Head     ui.Heading
	Identity *ui.Identity
	Form     ui.ActForm
	Notice   *ui.Notice // two persons, not built, binding
	Figures  []ui.Fact  // what the file itself says: the range of a fine
	Rules    []Rule     // what is checked
	Effects  []string   // what the act starts, stops and issues
	Basis    string
}

// Rule is a condition that the act is checked against, with its article.
type Rule = ui.Rule

// ApprovalPage is one proposal with everything its decider needs (P20).
type ApprovalPage struct {
	Frame     layout.Page
	Back      ui.Action
	Identity  ui.Identity // case, clock, to whom, at stake, and what is proposed
	Flow      []ui.FlowStep
	Before    string // names of the two versions
	After     string
	First     bool // nothing to compare with
	Changes   []ui.Change
	Earlier   string // the decider's own earlier note
	Proposed  []ui.Fact
	Package   []ui.PackageItem
	PackageBy string
	Documents []ui.Fact
	Evidence  []ui.Fact
	Duties    []ui.Duty
	Decision  *ui.ActForm // nil: the reader does not decide
	WhyNot    string
	WhoCan    []string
	Withdraw  *ui.ActForm
	Outcome   *ui.Notice // decided already
}

// SignPage is the signature under a decision (P21).
type SignPage struct {
	Frame   layout.Page
	Head    ui.Heading
	Effect  string // one sentence: what the signature does
	Summary []ui.Fact
	Effects []string
	Told    string
	Form    ui.ActForm
}
