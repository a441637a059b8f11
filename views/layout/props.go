// Package layout holds the frames of pages: the marked frame with navigation, the bare
// one for signing in and for errors, and the sheet for official documents.
package layout

import "time"

// NavItem is one line of the left navigation. Alert draws its count as a red pill: only
// for work that is mine and due.
type NavItem struct {
	Label, Href, Count string
	Alert, Current     bool
	Key                string // shortcut that goes there: cases inbox
}

// Page is everything the frame shows. Lang, Theme and Density come from the reader's
// profile; an empty Lang is the language of the context.
type Page struct {
	ID                      string // P07, on the body
	Title                   string
	Lang, Theme, Density    string // as the catalogue has it · light|dark|"" · compact|comfortable|""
	Demo                    bool
	Nav                     []NavItem
	User, Unit              string
	Holds                   bool   // text that leaving the page would lose: no link to another language
	Query                   string // of this page, for its address in another language; empty after a POST
	HelpHref                string
	AccountHref, LogoutHref string
	LogoutKey               string
	Error                   bool // puts "Error:" before the title
	KeysOff                 bool // the reader turned shortcuts off
	Now                     time.Time
	Assets                  Assets
}

// Assets are addresses of further style sheets or scripts; the frame's own are built in.
type Assets struct{ Styles, Scripts []string }

// Document is the frame of an official document on A4.
type Document struct {
	Title, Number string // document number, as issued; empty before issue
	Lang          string
	Ref           string // DOC-… v3
	Demo          bool
	Hash          string
	PrintedBy     string
	PrintedAt     time.Time
	Copy          int
	To            string // addressee line
	Organ         string // signs at the end
	Date          string
	Seal          bool // the paper seal goes here
	Courtesy      bool // a translation without legal effect
	Back          string
	BackLabel     string
}
