package law

import (
	"slices"
	"strings"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/i18n"
)

// Machine is one of the six machines, or an entity without states of its own (trade_record, frozen_asset …).
type Machine string

// The machines.
const (
	AdminCase    Machine = "admin_case"
	Referral     Machine = "referral"
	CriminalCase Machine = "criminal_case"
	Person       Machine = "person_in_criminal_case"
	Evidence     Machine = "evidence_item"
	MSSHandover  Machine = "mss_handover"
)

// AnyClock is the entity of clock.paused, clock.resumed and clock.extended: they act on the clock named in the form.
const AnyClock Machine = "any_clock"

// New is the state of what does not exist yet.
const New = "(new)"

// Act is a row of transitions.csv or recorded_events.csv.
type Act struct {
	ID           string
	Entity       Machine
	Transition   bool     // it changes the state; otherwise it is recorded beside it
	From         []string // "*" of a transition spelled out; nil = every existing entity
	Event        string
	Variant      string // "key=value", chosen by the caller
	VariantKey   string
	VariantValue string
	To           string // "" = unchanged
	NewRound     bool   // papers of the round before do not count any more

	Label, VariantLabel i18n.Label
	Question            i18n.Label // what the act puts before its decider, where the answers are several events

	ProposerRoles, DeciderRoles []actor.Role
	FourEyes, Binding           bool
	Collective                  bool   // collective discussion is asked for (guard collective_discussion_recorded judges when)
	CollectiveIfMajor           bool   // … only where the case is marked major
	ProposalAct                 string // id of the act that is the proposal; "" = the engine stores one
	ExternalParty               string // whose act it is; may list several with |

	Guards []*Guard
	Form   *Form

	Starts, Stops, Extends, Checks, Pauses, Resumes []Ref
	Emits                                           []Emit
	DocsRequired, DocsIssued                        []DocNeed

	Basis, SourceStatus string
	Notes               i18n.Label
}

// Admits tells whether the act may happen to an entity in that state.
func (a *Act) Admits(state string) bool {
	if a.From == nil {
		return state != New
	}
	for _, s := range a.From {
		if s == state {
			return true
		}
	}
	return false
}

// Creates tells whether the act makes its entity.
func (a *Act) Creates() bool { return a.Transition && a.Admits(New) }

// Ref is a clock that an act moves: a code or "*", and the condition under which, if any.
type Ref struct{ Code, Cond string }

// Emit is a further name of the act (Self), a twin act on a linked entity, or an inbox item (Task).
type Emit struct {
	Self, Task           bool
	Entity               Machine
	Event, Variant, Cond string
}

// DocNeed is a document that must exist or is issued; any one of several.
type DocNeed struct {
	AnyOf []string
	Cond  string
}

// Guard is one atomic rule. Whoever is refused reads Refusal; Rule states it as it reads when met, which in Chinese is the same.
type Guard struct {
	ID            string
	Rule, Refusal i18n.Label
	Kind          string // block | warn | needs_reason
	Scope         string // act | invariant
	Basis         string
	Inputs        []string
	Standing      Standing
	Fields        []string // of the act's form, without which it fails; such a guard needs no function of its own
}

// Standing says what a guard is judged by before anything is typed; what it refuses then is not offered. Empty: by what is
// typed too, so only when the act is done.
type Standing string

// What a standing guard is judged by.
const (
	ByRound Standing = "round" // the acts and papers of the present round of the case
	ByFile  Standing = "file"  // the whole matter
)

// State is one state of a machine.
type State struct {
	Machine            Machine
	Code, Stage        string
	Label, Description i18n.Label
	Terminal           bool
	Stamps             string   // the date of the case that it sets to the day it was reached, for lists and reports; "": none
	CountsAs           []string // what rules ask of a state: held, filed …
	Colour             string
}

// Document is a document of the procedure.
type Document struct {
	Code, IssuedBy             string
	Name                       i18n.Label
	Machine                    Machine
	Incoming                   bool // an outside paper: recorded, not issued
	RequiredFields             []string
	Copies, SignedBy, ServedOn string
	PerRound                   bool     // it counts in the round of the case in which it was made, and in no later one
	Methods                    []string // ways of collecting evidence of which it is the record
	PackageItem                int      // of the package of a referral it is, from 1; 0: of none
	MayBeAbsent                bool     // a matter may lack that item; the reason is then stated
	AtClosing                  []string // kinds of decision with which a case is not closed without it; "*": never without it
	OrPaper                    string   // a paper that does as well then
	Basis, SourceStatus        string
}

// EnumValue is one value of a list.
type EnumValue struct {
	List, Code, Basis, UsedBy string
	Label                     i18n.Label
	Track                     string // "criminal": offered and taken on the criminal track only
}

// RoleInfo is what roles.csv says about a role.
type RoleInfo struct {
	Code                      actor.Role
	Label, May                i18n.Label
	AgencyKinds               []string
	SameCase, Globally        []actor.Role // "*" = every case role
	NotAloneOnLead            []actor.Role // role@same_lead_alone: not as the only person
	Basis                     string
	Receiving                 bool     // of the organ to which a suspected crime is transferred
	NamedAs                   []string // where a form may name whoever holds the role: a field, or "officer" for every other
	ExcludesAllCase, Singular bool     // "*" in the same case, "*" globally
}

// Condition is a named yes or no.
type Condition struct {
	ID     string
	Rule   i18n.Label
	Inputs []string
	Field  string   // of the act's form, which settles it alone; "": a function of a track does
	Values []string // one of which it then says
}

// Answered tells whether the field of the condition says one of its values; "yes" is that of a yes or no.
func (c *Condition) Answered(v Values) bool {
	if v.Bool(c.Field) {
		return slices.Contains(c.Values, "yes")
	}
	return slices.Contains(c.Values, v.Str(c.Field))
}

// OfFile tells whether the condition is answered by the file alone, before anything is typed: its inputs name columns
// of the file ("decision.kind"), none the form, the calculator, or what the act itself brings ("variant").
func (c *Condition) OfFile() bool {
	return !slices.ContainsFunc(c.Inputs, func(in string) bool {
		table, _, ok := strings.Cut(in, ".")
		return !ok || table == "form" || table == "calculator"
	})
}

// Edition holds the tables as they are in force from a day on, until that of the next edition. It never changes after Load.
type Edition struct {
	ID           string    // the SHA-256 of its files
	Day          time.Time // of effect
	Acts         []*Act
	States       []*State
	Guards       []*Guard
	Forms        []*Form
	Clocks       []*Clock
	Documents    []*Document
	Roles        []*RoleInfo
	Appointments []*Appointment
	Namings      []Naming
	Conditions   []*Condition
	Penalties    []*Penalty
	Goods        []*Item // controlled items, all announcements
	Trade        *Trade  // how goods are named in the trade
	Calendar     *Calendar

	library    *Library
	tables     *tables
	byID       map[string]*Act
	byEvent    map[eventKey][]*Act
	byEntity   map[Machine][]*Act
	states     map[Machine]map[string]*State
	guards     map[string]*Guard
	forms      map[string]*Form
	clocks     map[string]*Clock
	documents  map[string]*Document
	enums      map[string][]*EnumValue
	marks      map[string]string // by kind of organ
	roles      map[actor.Role]*RoleInfo
	thresholds []limits
	citations  []citation // longest abbreviation first
}

// Condition returns a fact that tables ask for by its id, or nil.
func (b *Edition) Condition(id string) *Condition {
	for _, c := range b.Conditions {
		if c.ID == id {
			return c
		}
	}
	return nil
}

type eventKey struct {
	entity Machine
	event  string
}

// Check runs the cross-checks again over a loaded edition.
func (b *Edition) Check() []Problem { return check(b.tables) }

// Counts are the figures of procedure check.
type Counts struct {
	Machines, States, Transitions, RecordedEvents, Guards, Clocks, Documents, Forms, Fields, Roles, Conditions, EnumLists, EnumValues, DayRules int
}

// Counts counts the rows.
func (b *Edition) Counts() Counts {
	values := 0
	for _, l := range b.enums {
		values += len(l)
	}
	return Counts{
		Machines: len(b.states), States: len(b.States), Transitions: len(b.tables.transitions.rows), RecordedEvents: len(b.tables.recorded.rows),
		Guards: len(b.Guards), Clocks: len(b.Clocks), Documents: len(b.Documents), Forms: len(b.Forms), Fields: len(b.tables.forms.rows),
		Roles: len(b.Roles), Conditions: len(b.Conditions), EnumLists: len(b.enums), EnumValues: values, DayRules: len(b.tables.dayRules.rows),
	}
}

// Act returns the act of an id such as "REF-T03", or nil.
func (b *Edition) Act(id string) *Act { return b.byID[id] }

// State returns a state, or nil.
func (b *Edition) State(m Machine, code string) *State { return b.states[m][code] }

// HasStates tells whether the entity is one of the machines.
func (b *Edition) HasStates(m Machine) bool { return b.states[m] != nil }

// Guard returns a guard, or nil.
func (b *Edition) Guard(id string) *Guard { return b.guards[id] }

// Form returns a form, or nil.
func (b *Edition) Form(id string) *Form { return b.forms[id] }

// Clock returns a clock, or nil.
func (b *Edition) Clock(code string) *Clock { return b.clocks[code] }

// Document returns a document, or nil.
func (b *Edition) Document(code string) *Document { return b.documents[code] }

// Enum returns the values of a list in the order of the table.
func (b *Edition) Enum(list string) []*EnumValue { return b.enums[list] }

// CriminalOnly tells whether a value of a list exists on the criminal track only (APL 55; CPL 50).
func (b *Edition) CriminalOnly(list, code string) bool {
	return slices.ContainsFunc(b.enums[list], func(v *EnumValue) bool { return v.Code == code && v.Track == "criminal" })
}

// Role returns a role, or nil.
func (b *Edition) Role(code actor.Role) *RoleInfo { return b.roles[code] }

// Officer is what roles.csv calls whoever enforces or investigates; its holders are named in every field of people that
// no role claims for itself.
const Officer = "officer"

// NamedIn lists the roles of which a field of a form may name the holders (APL 42, 58, 64; ACL 26; MPS 191).
func (b *Edition) NamedIn(field string) []actor.Role {
	out := b.namedAs(field)
	if len(out) == 0 {
		out = b.namedAs(Officer)
	}
	return out
}

func (b *Edition) namedAs(what string) []actor.Role {
	var out []actor.Role
	for _, r := range b.Roles {
		if slices.Contains(r.NamedAs, what) {
			out = append(out, r.Code)
		}
	}
	return out
}

// Investigates tells whether a role is one of whoever enforces or investigates.
func (b *Edition) Investigates(r actor.Role) bool {
	return b.roles[r] != nil && slices.Contains(b.roles[r].NamedAs, Officer)
}

// Entities lists what acts happen to, machines and others, in the order of the tables.
func (b *Edition) Entities() []Machine {
	var out []Machine
	seen := map[Machine]bool{}
	for _, a := range b.Acts {
		if !seen[a.Entity] {
			seen[a.Entity] = true
			out = append(out, a.Entity)
		}
	}
	return out
}

// EnumLabel returns the words for a value of a list; the code itself where the list has no such value.
func (b *Edition) EnumLabel(list, code string) i18n.Label {
	for _, v := range b.enums[list] {
		if v.Code == code {
			return v.Label
		}
	}
	return i18n.Label{ZH: code}
}

// Incompatible tells why a person who acted in a case in role had cannot act in it in role wants, if so.
func (b *Edition) Incompatible(had, wants actor.Role) bool {
	if had == wants {
		return false
	}
	return b.excludes(wants, had) || b.excludes(had, wants)
}

func (b *Edition) excludes(r, other actor.Role) bool {
	info := b.roles[r]
	if info == nil {
		return false
	}
	if info.ExcludesAllCase || info.Singular {
		return true
	}
	for _, x := range append(append([]actor.Role(nil), info.SameCase...), info.Globally...) {
		if x == other {
			return true
		}
	}
	return false
}

// EventLabel returns the words for an event on an entity, whichever variant.
func (b *Edition) EventLabel(m Machine, event string) i18n.Label {
	for _, a := range b.byEvent[eventKey{m, event}] {
		return a.Label
	}
	for _, a := range b.Acts { // a name fired by self: or on another entity
		if a.Event == event {
			return a.Label
		}
	}
	return i18n.Label{ZH: event}
}

func yes(s string) bool { return s == "yes" }

func splitVariant(v string) (key, value string) {
	key, value, _ = strings.Cut(v, "=")
	return key, value
}
