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
	Frame                 layout.Page
	Back                  ui.Action
	Identity              ui.Identity // case, clock, to whom, at stake, and what is proposed
	Flow                  []ui.FlowStep
	Before                string // names of the two versions
	After                 string
	First                 bool // nothing to compare with
	Changes               []ui.Change
	Earlier               string      // the decider's own earlier note
	Alert                 *ui.Notice  // it is no longer what the signer read
	Moved                 []ui.Change // what changed on the file since it was proposed, or read
	MovedTitle, MovedFrom string
	Signed                []ui.Fact // what a signature stands under: who, what, how much, by which article
	Package               []ui.PackageItem
	PackageBy             string
	Papers                []Paper   // that the proposal names
	Rest                  []Paper   // of the file
	Outcomes              []Outcome // of each decision that the tables know
	Record                []Entry   // the rest of what is signed
	Duties                []ui.Duty
	Decision              *ui.ActForm // nil: the reader does not decide
	WhyNot                string
	WhoCan                []string
	Withdraw              *ui.ActForm
	Outcome               *ui.Notice // decided already
}

// Paper is a document with its digest, or an item of evidence with its state.
type Paper struct {
	Key         string // data-fact, where the whole line is one entry of the list
	Title, Note []ui.Piece
	Digest      string
}

// Entry is one thing of the file as it is signed: a party, an item, the periods.
type Entry struct {
	Label string
	Name  ui.Piece
	Facts []ui.Fact
}

// Outcome is what one decision brings about: state, clocks, documents, and who is told.
type Outcome struct {
	Label        string
	Lines, Basis []ui.Piece
}

// SignPage is the signature under a decision (P21): everything that is signed, on one screen.
type SignPage struct {
	Frame     layout.Page
	Identity  ui.Identity
	Effect    string // one sentence: what the signature does
	Signed    []ui.Fact
	Said      []ui.Fact // what the decider adds
	Package   []ui.PackageItem
	PackageBy string
	Papers    []Paper
	Rest      []Paper
	Record    []Entry
	Outcome   Outcome
	Form      ui.ActForm
}
