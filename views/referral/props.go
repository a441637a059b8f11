// Package referral holds the pages of a transfer of a suspected crime: the draft with its package, the check before
// it is submitted, the receiving desk, the receipt and the decision.
package referral

import (
	"touchstone/views/layout"
	"touchstone/views/ui"
)

// ListPage is a list of referrals: sent, or received (P22).
type ListPage struct {
	Frame layout.Page
	Head  ui.Heading
	Tabs  []ui.Tab
	Table ui.Table
	Pages ui.Pages
}

// Page is one referral (P18).
type Page struct {
	Frame    layout.Page
	Identity ui.Identity
	Notice   *ui.Notice
	Steps    []ui.Step
	Others   string // whose turn it is when it is not the reader's
	Package  []ui.PackageItem
	Facts    []ui.Fact
	Clocks   []ui.Clock
	History  []ui.Entry
	Versions []ui.Fact
}

// NewPage is the opening of a referral from a case (P18).
type NewPage struct {
	Frame    layout.Page
	Identity ui.Identity
	Head     ui.Heading
	Screen   []ui.Fact // what the indicators of crime say
	Form     ui.ActForm
}

// ItemPage sets one item of the package.
type ItemPage struct {
	Frame layout.Page
	Head  ui.Heading
	Form  ui.ActForm
	Clear *ui.ActForm
}

// CheckPage lists everything once more before it is submitted (P19).
type CheckPage struct {
	Frame    layout.Page
	Identity ui.Identity
	Head     ui.Heading
	Facts    []ui.Fact
	Package  []ui.PackageItem
	Checks   []ui.Duty
	Effects  []string
	Form     ui.ActForm
}

// ReceiptPage is the signature of the receiving desk (P23). Receipt is never refused.
type ReceiptPage struct {
	Frame    layout.Page
	Identity ui.Identity
	Head     ui.Heading
	Package  []ui.PackageItem
	Files    ui.Table
	Effects  []string
	Form     *ui.ActForm
	Notice   *ui.Notice
}

// DecidePage offers what the receiving organ may do next (P24).
type DecidePage struct {
	Frame    layout.Page
	Identity ui.Identity
	Head     ui.Heading
	Waits    []ui.Step // what waits for a decision or came back from one
	Choices  []Choice
	Clocks   []ui.Clock
	Package  []ui.PackageItem
	Waiting  *ui.Notice
}

// Choice is one lawful way on.
type Choice struct {
	Label, Hint, Href, Event string
}
