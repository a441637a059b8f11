// Package ui holds the components every page is made of. Components take plain props:
// what is not in the props cannot leak, and no component decides anything about a case.
package ui

import (
	"time"

	"github.com/a-h/templ"
)

// Clock is one statutory period as the server computed it.
type Clock struct {
	Code      string    // REF-010
	Name      string    // label of the period, from the tables
	State     string    // ok near urgent over held paused met late earliest lapsed
	Words     string    // what the badge says; see ClockWords
	Basis     string    // act and article
	Period    string    // "3 days", from the tables
	DayBasis  string    // calendar days, working days, hours; with the word for skipped holidays
	StartedBy string    // label of the event that started it
	StartedAt time.Time // zero: not known
	Due       string    // machine form, as the command line prints it
	DueText   string    // shown form; empty: Due is shown
	Note      string    // extension, reason of a pause
	Live      bool      // an hour clock: the script may count it down
	Key       string    // data-fact, on the pages of a signature
}

// Tag is one adjective. Machine and Code are set where it shows the state of a machine.
type Tag struct {
	Label, Hint, Machine, Code string
	Tone                       string // info ok warn err paused; empty: neutral
}

// AgencyMark is an agency as a glyph, a word and a colour.
type AgencyMark struct {
	Kind string // commerce customs public_security customs_anti_smuggling state_security coordination system
	Name string // shown word; empty: the word of the kind
	Bare bool   // glyph only; the word stays for screen readers
}

// Action is a link drawn as a button. Event marks a link to the form of an act.
type Action struct {
	Label, Href, Event string
	Primary            bool
	Key                string // keyboard shortcut that follows it: new next previous
}

// Fact is a label with its value. Node, if set, is shown instead of Value.
type Fact struct {
	Label, Value string
	Href         string // the value links there
	Mono         bool
	Node         templ.Component
	Change       string  // address of a "change" link on check pages
	Key          string  // data-fact: which entry of a signed list it prints
	Parts        []Piece // shown instead of Value, where it is made of several entries
}

// Piece is a part of a value with the entry of a signed list that it prints.
type Piece struct{ Text, Key, Href string }

// Tab is a link to a page of the same family.
type Tab struct {
	Label, Href, Count string
	Current, End       bool   // End pushes it to the right
	Star               string // what the star behind the label says; empty: no star
}

// Identity is the bar that heads every page of one case, referral or item.
type Identity struct {
	Ref, Title string
	RefKey     string // data-fact of the reference
	Lead       AgencyMark
	Tags       []Tag
	Clock      *Clock
	Facts      []Fact // lead, support, owners, marking, filed, at stake
	Actions    []Action
	More       []Action // behind "more"
	Tabs       []Tab
	Text       string // one more line, e.g. the facts on an approval
}

// Heading is the head of a page without an identity bar.
type Heading struct {
	Title, Sub string
	Tags       []Tag
	Clock      *Clock
	Actions    []Action
	Back       *Action
}

// Column of a table. Label names its cells on phones.
type Column struct {
	Label    string
	Href     string // sort link
	Sort     string // ascending, descending; empty: not sorted
	Num      bool
	Title    bool // the cell that names the row
	Clock    bool // second on a phone card
	Unlisted bool // head for screen readers only
	NoWrap   bool // names, short codes
}

// Row of a table; Cells in the order of the columns.
type Row struct {
	Ref    string // data-ref
	Cells  []templ.Component
	Value  string // value of its checkbox where the table selects
	Hot    bool   // mine and due
	Bad    bool   // an error that must be seen first
	Closed *Closed
	Attrs  templ.Attributes
}

// Closed stands where something exists that the reader may not see.
type Closed struct {
	Text    string // "linked to SM-…", never a title, party, date or amount
	Unit    AgencyMark
	Who     string // deciding unit
	Request string // address of the access request
}

// Table is rows under a caption. Select names the checkbox of each row.
type Table struct {
	Caption     string
	ShowCaption bool
	Columns     []Column
	Rows        []Row
	Foot        []templ.Component
	Select      string
	Plain       bool // stays a table on phones, inside its scrolling box
	Empty       EmptyState
}

// EmptyState says why nothing is here and what to do about it.
type EmptyState struct {
	Text   string
	Action *Action
}

// Pages is keyset paging: there is no page number and no total of what is hidden.
type Pages struct {
	Text, First, Previous, Next string // First where the list is shown from further on
}

// Pair is a hidden field.
type Pair struct{ Name, Value string }

// Filter is the bar above a list; all its state is in the address.
type Filter struct {
	Action string
	Fields []Field
	Hidden []Pair
	Chips  []Chip
	Clear  string
	Submit string // empty: "apply"
	Post   bool   // keywords go by POST (the address must not carry them)
}

// Chip is one active condition with the address that removes it.
type Chip struct{ Label, Remove string }

// Bulk is what may be done to the ticked rows of a list.
type Bulk struct {
	Action, Key string
	Get         bool // leads to a page on which it is done
	Hidden      []Pair
	Buttons     []BulkButton
	Note        string
}

// BulkButton submits the ticked rows.
type BulkButton struct{ Label, Name, Value, Action string }

// Option of a choice.
type Option struct{ Value, Label, Hint string }

// Field of a form. Type is a field type of the law forms (text longtext reason datetime
// date money decimal integer yesno place legal_basis enum:X officer officers2 person org
// documents evidence_items file) or select radios checkboxes password code search hidden.
type Field struct {
	Name, Type, Label, Hint, Error string
	Value                          string
	Values                         []string
	Options                        []Option
	Optional                       bool   // said after the label
	Multiple                       bool   // an enumeration of which several may be chosen
	Unit                           string // kg, CNY
	Accept                         string // file types
	Limit                          string // "≤ 200 MB, PDF or JPEG", said before choosing
	Rows                           int
	Narrow                         bool
	Quiet                          bool // a card title says the label already
	Autocomplete                   string
	Scope                          string // of several forms on a page with the same field: which one; goes into the ids
}

// Problem is one error of a form; Name is the field, empty for the form as a whole.
type Problem struct{ Name, Text string }

// Guard is a lawful condition that was not met.
type Guard struct {
	ID, Sentence, Basis string
	Warn                bool
}

// Rule is a condition that an act is checked against, with its article.
type Rule struct{ Sentence, Basis string }

// ActForm is the form of one act.
type ActForm struct {
	Action, Event, Variant string
	Scope                  string // where other forms of the page have fields of the same names
	Dense                  bool   // many short fields: three in a row where there is room
	Plain                  bool   // the page's first button stands elsewhere
	Key, Version           string // Key is the one-time key and always the first part
	Hidden                 []Pair
	Fields                 []Field
	Within                 []Field // drawn by the form's children: the summary names and links them too
	Problems               []Problem
	Guards                 []Guard
	Effect                 string // one sentence; shown above the button of a binding step
	Submit                 string
	Cancel                 *Action
	Upload                 bool // carries files
	Get                    bool
}

// Step is a task with its state: todo done returned blocked waiting optional.
type Step struct {
	Label, Href, Event, Hint, State string
	Short                           string // what a button says instead of the label
	Tag                             *Tag
	Clock                           *Clock
}

// FlowStep of an approval: done current next returned refused. Key is its data-fact.
type FlowStep struct{ Label, Who, Text, State, Key string }

// Duty is one sentence about separation of duties.
type Duty struct {
	Text string
	OK   bool
}

// Change is a field before and after.
type Change struct {
	Label, Old, New string
	Key             string // data-fact
}

// Link leads to something by its name.
type Link struct{ Href, Text string }

// Entry of a timeline.
type Entry struct {
	What, Href, Who, Text, Kind string // Kind: warn ok err note
	At                          time.Time
	DayOnly                     bool // a legacy date without time
	Agency                      *AgencyMark
	ID                          string
	Files                       []Link // what came with it
}

// Handover is one link of the custody chain. Gap, if set, is a break before it, in words.
type Handover struct {
	Action, From, To, Place, Method, Seal, Check, Gap string
	At                                                time.Time
	Signed                                            []string
}

// PackageItem is one of the papers the law asks for.
type PackageItem struct {
	Label, Basis    string
	State           string // present missing stale not_applicable
	Document, Href  string
	Hash            string
	Reason          string // why it does not apply
	Fix             *Action
	Version, Newest string
	Key             string // data-fact
}

// Notice is an in-flow message.
type Notice struct {
	Text, Tone string // info ok warn err
	Action     *Action
	Alert      bool
	Key        string // data-fact
}

// Fig is one number of a report or a home page.
type Fig struct {
	Code, Label, Value, Text, Note string // Value is the machine value, Text the shown one
	Href                           string
	Withheld                       bool
	Why                            string // why it is withheld, where that is not for being small
}

// Bar of a bar chart.
type Bar struct {
	Label, Text, Href string
	Value             float64
	Withheld          bool
}

// Stack is a bar of parts.
type Stack struct {
	Label, Text string
	Parts       []Part
}

// Part of a stacked bar. Tone: ok near over.
type Part struct {
	Label, Tone string
	Value       float64
	Withheld    bool
}

// Point of a line.
type Point struct {
	Label    string
	Value    float64
	Withheld bool
}

// Series of a trend.
type Series struct {
	Label  string
	Points []Point
}

// Route is one way of goods through the columns of a flow. An empty stop is not known;
// NoStop means that the goods did not stop there.
type Route struct {
	Stops []string
	Value string // a decimal in the unit of the map, with all its places: the stops say the sum
	Text  string
	Count string // shown in the table; may say withheld
}

// NoStop is the stop of a route that passes a column by.
const NoStop = "-"

// FlowMap is goods moving through columns.
type FlowMap struct {
	Finding   string
	Columns   []string
	Routes    []Route
	Unit      string
	TableHref string // where the same rows stand; empty: the table follows the drawing
	CountHead string
}

// Node of a network. Kind: person organisation closed.
type Node struct {
	ID, Label, Kind, Href string
	Focus                 bool
}

// Edge of a network.
type Edge struct {
	From, To, Label string
	Suspected       bool
}

// Graph is parties and their links.
type Graph struct {
	Finding   string
	Nodes     []Node
	Edges     []Edge
	TableHref string
	Marking   string
}

// ConflictField is one field three ways.
type ConflictField struct {
	Name, Label, Opened, Saved, Yours string
	Touched                           bool // the other person changed it too
}
