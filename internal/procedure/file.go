package procedure

import (
	"context"
	"maps"
	"slices"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/names"
	"touchstone/internal/quantity"
)

// File is one matter as the guards see it. Slices are ordered by id, so the last element is the newest.
type File struct {
	MatterID  int64
	Cases     []Case
	Referrals []Referral
	Evidence  []Evidence
	Handovers []Handover
	Persons   []Person
	Records   []Record
	Acts      []Past
	Docs      []Doc
	Clocks    []Clock
	Members   []Member
	Goods     []Goods
	Parties   []Party
	Decisions []Decision
	Proposals []Proposal // what waits for a decision or came back from one
	Agencies  map[int64]Agency

	Whole    bool            // everything of the matter was read; a page that needs less fills in what it has
	Readable map[string]bool // papers and items that the reader may open; nil: nobody asked
	Opened   []int64         // the cases of the matter that the reader of the page may open

	facts map[any]any
}

// Facts are what one package holds about a matter beyond what every track shares. They lie under a type of that package, so that no
// other reaches them, and are empty until it fills them.
func Facts[T any](f *File) *T {
	if have, ok := f.facts[factsKey[T]{}].(*T); ok {
		return have
	}
	return PutFacts(f, *new(T))
}

// PutFacts lays other facts in the place of those that the file holds; a copy of the file keeps the old ones.
func PutFacts[T any](f *File, facts T) *T {
	if f.facts == nil {
		f.facts = map[any]any{}
	}
	f.facts[factsKey[T]{}] = &facts
	return &facts
}

type factsKey[T any] struct{}

// Copy is a second file with the same rows: what is put into one does not stand in the other.
func (f *File) Copy() *File {
	other := *f
	other.facts = maps.Clone(f.facts)
	return &other
}

// Opens tells whether the reader of the page may open a case of the matter: whoever decides, or signs for an item, often
// may not.
func (f *File) Opens(caseID int64) bool { return slices.Contains(f.Opened, caseID) }

// Case is one agency's file on one track.
type Case struct {
	ID, MatterID        int64
	AgencyID, UnitID    int64
	Ref, Machine, State string
	Round, Version      int
	Title, Mineral      string
	LeadBasis           string
	SourceKind          string
	CompetenceBasis     string
	Marking             actor.Marking
	Compartmented       bool
	ComplexOrMajor      bool
	EconomicCrime       bool
	SourceReferralID    int64
	ViolationEndedOn    *time.Time
	RegisteredAt        time.Time
	FiledAt             *time.Time
	Quantity            *quantity.Mg
	Value               *quantity.Fen
	CreatedBy           int64
	Summary, Typology   string
	PublicCase          string
	DecidedAt, ClosedAt *time.Time
}

// Referral is a transfer of a suspected crime between two cases.
type Referral struct {
	ID, FromCaseID, FromAgencyID, FromUnitID int64
	ToAgencyID, ToCaseID, ParentID           int64
	Ref, State, Destination, Offence, Facts  string
	Version                                  int
	Team                                     []int64
	PackageVersion                           int
	PackageDigest, Reservation               string
	OpenedAt                                 time.Time
	SentAt, ReceivedAt                       *time.Time
	ToText                                   string
	Marking                                  actor.Marking
	Compartmented                            bool
	TeamZH, TeamEN                           string // the names of the team
	Items                                    []PackageItem
}

// PackageItem is one of the five items of D310 art. 6 as chosen in the draft.
type PackageItem struct {
	ReferralID    int64
	No            int
	DocumentID    int64
	EvidenceIDs   []int64
	Note          string
	NotApplicable string
}

// packageItems: D310 art. 6 names five.
const packageItems = 5

// PackagePapers are the documents that are an item of the package by themselves, in the order of the items: transfer
// letter, investigation report, list of things, inspection or appraisal, other material (D310 6). Nothing but a referral
// issues them. The scope "carried" of policies/access names them once more; a test holds the two together.
func PackagePapers() [packageItems]string {
	return [5]string{"DOC-R04", "DOC-R05", "DOC-R06", "DOC-R07", "DOC-R08"}
}

// Evidence is an item with its custody state.
type Evidence struct {
	ID, CaseID                 int64
	No                         int
	Ref, State, Track          string
	Name, Kind, Measure        string
	Finding                    string
	Version                    int
	HolderAgencyID, HolderUser int64
	GiverID, ToAgencyID        int64
	CustodyCaseID, ParentID    int64
	CollectorID, CoCollectorID int64
	Quantity, Unit             string
	Net, Gross                 *quantity.Mg
	SealNo, StoragePlace       string
	Files                      int
	BadFiles                   int
	MissingFiles, UnreadFiles  int // not there, or not to be read, when they were last read; never read since they were stored
	CollectedAt                time.Time
	Place, Method              string
	Source                     string // who gave it
	Original, OriginalPlace    string
	ExclusionReason            string
	HolderText, GoodsRef       string
	Flagged                    bool
	Collectors, Keepers        Names // who collected it; who holds and who gives it
	Stored                     []StoredFile
}

// Names are people by their names, in both ways of writing.
type Names struct{ ZH, EN string }

// StoredFile is a file of an item as it was stored.
type StoredFile struct {
	Ref, Digest, Declared, Name, Size, Media string
}

// Handover is a pointer-only handover to state security.
type Handover struct {
	ID, CaseID, FromAgencyID, ToAgencyID int64
	Ref, State                           string
	Version                              int
	SentAt                               *time.Time
	Indicators                           []string
	RegisterNo, Holder                   string
	Channel, ExternalRef                 string
	Marking                              actor.Marking
	Compartmented                        bool
	OpenedAt                             time.Time
}

// Person is a suspect in a criminal case.
type Person struct {
	ID, CaseID       int64
	Ref, State, Name string
	Version          int
	PartyRef         string
}

// Record bears events of an entity without a machine.
type Record struct {
	ID, CaseID         int64
	Ref, Entity, Label string
	Version            int
}

// Past is an act that happened.
type Past struct {
	ID, CaseID, TargetID    int64
	RowID, Event, Variant   string
	Entity                  law.Machine
	From, To                string
	Round                   int
	ActorID, ProposerID     int64
	ActorName, ProposerName string
	ActorEN                 string // the romanised name
	ActorRole, ProposerRole actor.Role
	AgencyID                int64
	Also                    []string
	Input                   law.Values
	At                      time.Time
	Twin                    bool
	Edition                 string // of the tables, under which it was done
}

// Form is the form in which it was said, by the edition of that day; nil for a row that has none.
func (p *Past) Form(book *law.Edition) *law.Form { return formOf(book.Under(p.Edition), p.RowID) }

// By is who did it, for the reader.
func (p *Past) By(ctx context.Context) string { return i18n.Name(ctx, p.ActorName, p.ActorEN) }

// Name is what the paper is called for the reader: its title, in English the name that the tables give it.
func (d Doc) Name(ctx context.Context, book *law.Edition) string {
	if x := book.Document(d.Code); x != nil && i18n.Lang(ctx) == i18n.EN && x.NameEN != "" {
		return x.NameEN
	}
	return d.Title
}

// Doc is an official document on the file.
type Doc struct {
	ID, CaseID, TargetID int64
	TargetKind           string
	Ref, Code, Number    string
	Title, Digest        string
	Round, Version       int
	ActID                int64
	IssuedAt             time.Time
}

// Clock is a statutory clock on one object of the matter.
type Clock struct {
	ID, CaseID, TargetID int64
	Code, State          string
	TargetKind           string
	StartedAt, DueAt     time.Time
	Minimum              bool
	Extended             []law.Extension
	OwnerAgencyID        int64
	PausedAt, ClosedAt   *time.Time
	PauseBasis, Basis    string
	Provisional          bool
	Edition              string // of the tables, by which its end is counted
}

// Running tells whether the clock still counts (paused clocks count as running).
func (c Clock) Running() bool { return c.State == "RUNNING" || c.State == "PAUSED" }

// Member is a person named on a case.
type Member struct {
	CaseID, UserID int64
	Username, Name string
	Part           string
	Lead           bool
	CertificateNo  string
	CertificateTo  *time.Time
	AgencyID       int64
	NameEN         string
}

// Called tells whether a name is that of the member, in either language, or his account.
func (m Member) Called(name string) bool { return names.Among(name, m.Username, m.Name, m.NameEN) }

// Goods is one row of the goods table.
type Goods struct {
	ID, CaseID                 int64
	Name, Mineral              string
	ControlCode                string
	ControlState               string
	Net                        *quantity.Mg
	Value                      *quantity.Fen
	Ref, ListedItem            string
	Form, Purity, ControlBasis string
	ActOn                      *time.Time
	HSDeclared, HSFound        string
	Quantity, Unit             string
	ValueMethod                string
	LicenceState, LicenceNote  string
}

// Party is a person or organisation on a case.
type Party struct {
	ID, CaseID             int64
	Ref, Name              string
	Kind                   string
	Subject                bool
	NameLatin, FormerNames string
	Part, IDKind, IDNumber string
	Country, Address, Note string
}

// Names are all names of the party: today's, that in Latin letters, the former ones.
func (p Party) Names() []string { return append(names.Several(p.FormerNames), p.Name, p.NameLatin) }

// Called tells whether a name is one of the party's.
func (p Party) Called(name string) bool { return names.Among(name, p.Names()...) }

// Decision is an administrative decision.
type Decision struct {
	ID, CaseID                    int64
	Kind                          string
	Sanctions                     []string
	Fine, Confiscated             quantity.Fen
	MadeAt                        time.Time
	Violation, Deviation, Reasons string
	Calculation                   string
}

// Agency is an organ that takes part.
type Agency struct {
	ID              int64
	Code, Kind      string
	NameZH, NameEN  string
	OwnPenaltyPower bool
	Accounts        bool
}

// Target names the object an act is done to. ID 0 means an object that the act creates under Parent.
type Target struct {
	Entity law.Machine
	ID     int64
}

// Case returns the case with that id, or nil.
func (f *File) Case(id int64) *Case { return byID(f.Cases, func(c *Case) int64 { return c.ID }, id) }

// Referral returns the referral with that id, or nil.
func (f *File) Referral(id int64) *Referral {
	return byID(f.Referrals, func(r *Referral) int64 { return r.ID }, id)
}

// Item returns the evidence item with that id, or nil.
func (f *File) Item(id int64) *Evidence {
	return byID(f.Evidence, func(e *Evidence) int64 { return e.ID }, id)
}

// MSS returns the state-security handover with that id, or nil.
func (f *File) MSS(id int64) *Handover {
	return byID(f.Handovers, func(h *Handover) int64 { return h.ID }, id)
}

// Person returns the suspect with that id, or nil.
func (f *File) Person(id int64) *Person {
	return byID(f.Persons, func(p *Person) int64 { return p.ID }, id)
}

// Record returns the record with that id, or nil.
func (f *File) Record(id int64) *Record {
	return byID(f.Records, func(r *Record) int64 { return r.ID }, id)
}

func byID[T any](xs []T, id func(*T) int64, want int64) *T {
	for i := range xs {
		if id(&xs[i]) == want {
			return &xs[i]
		}
	}
	return nil
}

// MarkOf is the marking of an object: that of its case, or of a pointer to state security its own (access.MarkHere says the
// same to the database).
func (f *File) MarkOf(t Target) actor.Marking {
	if h := f.MSS(t.ID); t.Entity == law.MSSHandover && h != nil {
		return h.Marking
	}
	if c := f.CaseOf(t); c != nil {
		return c.Marking
	}
	return actor.Internal
}

// CaseOf returns the case on which an object stands: the case itself, the origin case of a referral, the
// case that has an item in custody, the case of a person, record or state-security handover.
func (f *File) CaseOf(t Target) *Case {
	switch t.Entity {
	case "admin_case", "criminal_case":
		return f.Case(t.ID)
	case "referral":
		if r := f.Referral(t.ID); r != nil {
			return f.Case(r.FromCaseID)
		}
	case "evidence_item":
		if e := f.Item(t.ID); e != nil && e.CustodyCaseID != 0 {
			return f.Case(e.CustodyCaseID)
		} else if e != nil {
			return f.Case(e.CaseID)
		}
	case "mss_handover":
		if h := f.MSS(t.ID); h != nil {
			return f.Case(h.CaseID)
		}
	case "person_in_criminal_case":
		if p := f.Person(t.ID); p != nil {
			return f.Case(p.CaseID)
		}
	default:
		if r := f.Record(t.ID); r != nil {
			return f.Case(r.CaseID)
		}
	}
	return nil
}

// DeskOf is the file on which somebody of an agency acts on an object: the object's own where that agency keeps it, else
// the agency's newest file of the matter, or nil: of another organ's file a referral shows what it carries and no more.
func (f *File) DeskOf(agency int64, t Target) *Case {
	if c := f.CaseOf(t); c != nil && c.AgencyID == agency {
		return c
	}
	for i := len(f.Cases) - 1; i >= 0; i-- {
		if f.Cases[i].AgencyID == agency {
			return &f.Cases[i]
		}
	}
	return nil
}

// Carrying is the referral that an act is done to, or nil.
func (f *File) Carrying(t Target) *Referral {
	if t.Entity != "referral" {
		return nil
	}
	return f.Referral(t.ID)
}

// Carries tells whether the package of a referral holds a document (or an item of evidence).
func (r *Referral) Carries(document, item int64) bool {
	return r != nil && slices.ContainsFunc(r.Items, func(i PackageItem) bool {
		return document != 0 && i.DocumentID == document || slices.Contains(i.EvidenceIDs, item)
	})
}

// Admin returns the newest administrative case of the matter, or nil.
func (f *File) Admin() *Case { return f.newestCase("admin_case") }

// Criminal returns the newest criminal case of the matter, or nil.
func (f *File) Criminal() *Case { return f.newestCase("criminal_case") }

func (f *File) newestCase(machine string) *Case {
	for i := len(f.Cases) - 1; i >= 0; i-- {
		if f.Cases[i].Machine == machine {
			return &f.Cases[i]
		}
	}
	return nil
}

// CriminalOf returns the criminal case that a referral opened, or nil.
func (f *File) CriminalOf(referralID int64) *Case {
	for i := len(f.Cases) - 1; i >= 0; i-- {
		if c := &f.Cases[i]; c.Machine == "criminal_case" && c.SourceReferralID == referralID {
			return c
		}
	}
	return nil
}

// ReferralsOf returns the referrals opened from a case.
func (f *File) ReferralsOf(caseID int64) []Referral {
	var out []Referral
	for _, r := range f.Referrals {
		if r.FromCaseID == caseID {
			out = append(out, r)
		}
	}
	return out
}

// Handlers returns the handlers of a case.
func (f *File) Handlers(caseID int64) []Member {
	var out []Member
	for _, m := range f.Members {
		if m.CaseID == caseID && m.Part == "handler" {
			out = append(out, m)
		}
	}
	return out
}

// Last returns the newest act with that event name (own name or a further name), or nil.
func (f *File) Last(event string) *Past {
	for i := len(f.Acts) - 1; i >= 0; i-- {
		if p := &f.Acts[i]; p.Event == event || slices.Contains(p.Also, event) {
			return p
		}
	}
	return nil
}

// LastOn returns the newest act with that event on one object, or nil.
func (f *File) LastOn(t Target, event string) *Past {
	for i := len(f.Acts) - 1; i >= 0; i-- {
		p := &f.Acts[i]
		if p.Entity == t.Entity && p.TargetID == t.ID && (p.Event == event || slices.Contains(p.Also, event)) {
			return p
		}
	}
	return nil
}

// LastIn returns the newest act with that event in the present round of a case, or nil.
func (f *File) LastIn(c *Case, event string) *Past {
	if c == nil {
		return nil
	}
	p := f.LastOn(Target{law.Machine(c.Machine), c.ID}, event)
	if p == nil || p.Round != c.Round {
		return nil
	}
	return p
}

// Clock returns the newest clock of that code on an object, running or closed, or nil.
func (f *File) Clock(targetKind string, id int64, code string) *Clock {
	for i := len(f.Clocks) - 1; i >= 0; i-- {
		if c := &f.Clocks[i]; c.Code == code && c.TargetKind == targetKind && c.TargetID == id {
			return c
		}
	}
	return nil
}

// roundDocs are the papers that count only in the round of the case in which they were made (tables README,
// decision 21): an old notice or review can never carry a new penalty.
var roundDocs = []string{"DOC-A24", "DOC-A25", "DOC-A26", "DOC-A27", "DOC-A28", "DOC-A29", "DOC-A30"}

// Document returns the newest valid document of that code on the matter, or nil.
func (f *File) Document(code string) *Doc {
	for i := len(f.Docs) - 1; i >= 0; i-- {
		d := &f.Docs[i]
		if d.Code != code {
			continue
		}
		if c := f.Case(d.CaseID); slices.Contains(roundDocs, code) && c != nil && d.Round != c.Round {
			return nil
		}
		return d
	}
	return nil
}

// DecisionOf returns the newest decision of a case, or nil.
func (f *File) DecisionOf(caseID int64) *Decision {
	for i := len(f.Decisions) - 1; i >= 0; i-- {
		if f.Decisions[i].CaseID == caseID {
			return &f.Decisions[i]
		}
	}
	return nil
}

// Undone tells whether a decision was changed or annulled after it was made (APL 48, 75).
func (f *File) Undone(d *Decision) bool {
	p := f.LastOn(Target{law.AdminCase, d.CaseID}, "admin_decision.changed_or_annulled")
	return p != nil && !p.At.Before(d.MadeAt)
}

// ItemsOf returns the evidence items of a case.
func (f *File) ItemsOf(caseID int64) []Evidence {
	var out []Evidence
	for _, e := range f.Evidence {
		if e.CaseID == caseID {
			out = append(out, e)
		}
	}
	return out
}

// counting tells whether a clock of that code runs on the matter: what does not run is not ended either.
func (f *File) counting(code string) bool {
	return slices.ContainsFunc(f.Clocks, func(k Clock) bool { return k.Code == code && k.Running() })
}

// Title is the name of the file an object stands on, for who may open it.
func (f *File) Title(t Target) string {
	title := ""
	if c := f.CaseOf(t); c != nil && f.Opens(c.ID) {
		title = audit.MaskNumbers(c.Title)
	}
	switch item := f.Item(t.ID); {
	case t.Entity != law.Evidence || item == nil:
		return title
	case title == "":
		return item.Name
	default:
		return item.Name + " · " + title
	}
}
