package access

// Kind is a kind of thing that the policy speaks about.
type Kind string

// The kinds.
const (
	Case          Kind = "case"
	Referral      Kind = "referral"
	Evidence      Kind = "evidence"
	Person        Kind = "person"
	MSS           Kind = "mss"
	Record        Kind = "record"
	Tip           Kind = "tip"
	Approval      Kind = "approval"
	Document      Kind = "document"
	Handover      Kind = "handover"
	AccessRequest Kind = "access_request"
	Clock         Kind = "clock"
	Report        Kind = "report"
	User          Kind = "user"
	Audit         Kind = "audit"
	Admin         Kind = "admin"
	PublicRecord  Kind = "public_record"
)

// Action is a verb of the policy. Act stands for every event of the procedure tables.
type Action string

// The actions.
const (
	Read        Action = "read"
	Act         Action = "act"
	Comment     Action = "comment"
	Assign      Action = "assign"
	Grant       Action = "grant"
	Export      Action = "export"
	Unmask      Action = "unmask"
	Create      Action = "create"
	Triage      Action = "triage"
	Decide      Action = "decide"
	Confirm     Action = "confirm"
	ViewContent Action = "view_content"
)

// inFile tells whether things of the kind are part of somebody's file.
func (k Kind) inFile() bool {
	switch k {
	case Report, User, Audit, Admin, PublicRecord:
		return false
	}
	return true
}

// Kinds lists every kind.
func Kinds() []Kind {
	return []Kind{Case, Referral, Evidence, Person, MSS, Record, Tip, Approval, Document, Handover, AccessRequest, Clock,
		Report, User, Audit, Admin, PublicRecord}
}

// Actions lists every action.
func Actions() []Action {
	return []Action{Read, Act, Comment, Assign, Grant, Export, Unmask, Create, Triage, Decide, Confirm, ViewContent}
}

// relation is how the things of a kind are read: every fragment is a condition on it.
type relation struct {
	from   string // empty: the kind has no rows, only the role counts
	id     string // empty: not found by one number
	ref    string
	due    string // first key of the order of its lists; the id is the second
	newest bool   // lists begin with the latest
	mark   string // its marking
	cols   string // what From gives where there is no id

	lock lock
}

// lock is how a row is locked before something happens to it. root is the aggregate root that the row hangs on.
type lock struct {
	rows           string // aliases of FOR UPDATE; empty: never locked
	version, state string
	root           Kind
	rootID         string
	rootVersion    string
	rootState      string
	caseID, matter string
	stream         string // prefix of the root's chain; empty: no chain of its own
}

func (k Kind) relation() relation {
	underCase := func(alias string) lock {
		return lock{rows: "c, head, " + alias, version: alias + ".version", state: "''", root: Case, rootID: "c.id",
			rootVersion: "c.version", rootState: "c.state", caseID: "c.id", matter: "c.matter_id", stream: "case:"}
	}
	alone := func(alias, version, state, caseID, matter string) lock {
		return lock{rows: alias, version: version, state: state, rootID: "0", rootVersion: "0", rootState: "''", caseID: caseID, matter: matter}
	}
	switch k {
	case Case:
		return relation{from: "cases c", mark: "c.marking", id: "c.id", ref: "c.ref", due: "c.next_due", lock: lock{rows: "c, head", version: "c.version",
			state: "c.state", root: Case, rootID: "c.id", rootVersion: "c.version", rootState: "c.state", caseID: "c.id", matter: "c.matter_id", stream: "case:"}}
	case Referral:
		return relation{from: "referrals r", mark: "r.marking", id: "r.id", ref: "r.ref", due: "r.next_due", lock: lock{rows: "r, head", version: "r.version",
			state: "r.state", root: Referral, rootID: "r.id", rootVersion: "r.version", rootState: "r.state", caseID: "r.from_case_id", matter: "r.matter_id",
			stream: "referral:"}}
	case MSS:
		return relation{from: "mss_handovers mh JOIN cases c ON c.id = mh.case_id", mark: "greatest(c.marking, mh.marking)", id: "mh.id", ref: "mh.ref",
			due: "mh.next_due", lock: lock{rows: "mh, head",
				version: "mh.version", state: "mh.state", root: MSS, rootID: "mh.id", rootVersion: "mh.version", rootState: "mh.state", caseID: "mh.case_id",
				matter: "mh.matter_id", stream: "mss:"}}
	case Evidence:
		l := underCase("e")
		l.state = "e.state"
		return relation{from: "evidence_items e JOIN cases c ON c.id = COALESCE(e.custody_case_id, e.case_id) JOIN cases o ON o.id = e.case_id", mark: "c.marking",
			id: "e.id", ref: "e.ref", due: "e.created_at", lock: l}
	case Person:
		l := underCase("p")
		l.state = "p.state"
		return relation{from: "persons p JOIN cases c ON c.id = p.case_id", mark: "c.marking", id: "p.id", ref: "p.ref", due: "p.created_at", lock: l}
	case Record:
		return relation{from: "records x JOIN cases c ON c.id = x.case_id", mark: "c.marking", id: "x.id", ref: "x.ref", due: "x.created_at", lock: underCase("x")}
	case Tip:
		return relation{from: "tips t", mark: "t.marking", id: "t.id", ref: "t.ref", due: "t.received_at", newest: true,
			lock: alone("t", "t.version", "t.state", "COALESCE(t.case_id, 0)", "0")}
	case Approval:
		return relation{from: "approvals a JOIN cases c ON c.id = a.case_id", mark: Stricter("c.marking", "a.root_kind", "a.root_id"), id: "a.id", ref: "a.ref",
			due:  "COALESCE(a.due_at, '9999-12-31')",
			lock: alone("a", "a.revision", "a.state", "a.case_id", "a.matter_id")}
	case Document:
		return relation{from: "documents d JOIN cases c ON c.id = d.case_id", mark: Stricter("c.marking", "d.target_kind", "d.target_id"), id: "d.id", ref: "d.ref",
			due: "d.issued_at", newest: true}
	case Handover:
		return relation{from: "handovers h JOIN cases c ON c.id = h.case_id", mark: "c.marking", id: "h.id", ref: "h.ref", due: "h.offered_at", newest: true,
			lock: alone("h", "1", "h.state", "h.case_id", "h.matter_id")}
	case AccessRequest:
		return relation{from: "access_requests q LEFT JOIN cases c ON c.ref = q.case_ref", mark: "COALESCE(c.marking, 1)", id: "q.id", ref: "q.ref",
			due: "q.created_at", newest: true,
			lock: alone("q", "1", "q.state", "COALESCE(c.id, 0)", "COALESCE(c.matter_id, 0)")}
	case Clock:
		return relation{from: "clocks k JOIN cases c ON c.id = k.case_id", mark: Stricter("c.marking", "k.target_kind", "k.target_id"), id: "k.id", due: "k.due_at"}
	case User:
		return relation{from: "users u", id: "u.id", ref: "u.ref", due: "u.created_at", lock: alone("u", "1", "''", "0", "0")}
	case Audit:
		return relation{from: "audit_events ev", cols: "ev.stream, ev.n"}
	case Report:
		return relation{from: "case_facts f", id: "f.case_id"}
	}
	return relation{}
}

// marking is the marking of a thing as an expression; what has none is internal.
func (r relation) marking() string {
	if r.mark == "" {
		return "1"
	}
	return r.mark
}

// Stricter is the marking of what hangs on a file: that of the file or, of what belongs to a pointer to state security, that
// of the pointer where it is the stricter one. kind and id are the columns that say what it belongs to.
func Stricter(file, kind, id string) string {
	return "greatest(" + file + ", (SELECT of_pointer.marking FROM mss_handovers of_pointer WHERE " + kind + " = '" + string(MSS) + "' AND of_pointer.id = " + id +
		"))"
}

// MarkHere is the marking of the thing of that kind which stands in a statement under the aliases of scopes.sql. Whatever
// shows the marking of a thing, as its page, its paper or its row in a list, takes it from here or from MarkOf.
func MarkHere(k Kind) string { return k.relation().marking() }

// MarkOf is the marking of the thing of that kind whose key stands in an SQL expression. The aliases of the kind stay inside,
// so that the key may be one of them.
func MarkOf(k Kind, key string) string {
	r := k.relation()
	return "(SELECT of_kind.mark FROM (SELECT " + r.id + " AS key, " + r.marking() + " AS mark FROM " + r.from + ") of_kind WHERE of_kind.key = " + key + ")"
}
