package app_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/testkit"
	"touchstone/policies"
)

// storyDay is when the stories of scenarios.csv begin: the ends of their clocks are counted from there.
const storyDay = "2026-03-02T09:00:00+08:00"

// world is one case family on a database of its own, with the people of scenarios.csv.
type world struct {
	t       *testing.T
	book    *law.Edition
	db      *database.DB
	super   *pgx.Conn
	clock   *testkit.Clock
	engine  *procedure.Engine
	desk    cases.Desk
	people  map[string]actor.Actor
	facts   map[string]bool
	did     map[string]bool
	matter  int64
	fixture []string                                                         // items that a scenario takes as given
	things  []matter.Target                                                  // in the order in which they came up
	login   map[string]string                                                // names of scenarios.csv whose people have another user name
	faults  int                                                              // statements that failed in a sweep
	sweep   bool                                                             // every act is tried with each of its statements failing first
	tables  string                                                           // the statement that looks at every table
	watch   func(approval int64, who string, row *law.Act, input law.Values) // sees every proposal before it is decided
	each    func(event string, n *database.Counter)                          // is told what an act asked of the database
	parts   procedure.Parts                                                  // of the engine
}

func newWorld(t *testing.T, book *law.Edition, reg *procedure.Registry, s law.Scenario) *world {
	t.Helper()
	w := &world{t: t, book: book, db: testkit.DB(t), clock: testkit.NewClock(storyDay), people: map[string]actor.Actor{}, facts: map[string]bool{},
		did: map[string]bool{}}
	w.super = testkit.Super(t, w.db)
	var codes []actor.Role
	for _, r := range book.Roles {
		codes = append(codes, r.Code)
	}
	policy, err := access.Load(policies.FS(), codes, w.clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	log := audit.New(w.db, w.clock.Now)
	w.parts = procedure.Parts{Rechecks: true, Book: law.Fixed(book), Registry: reg, Log: log, Access: policy, Project: cases.Project(law.Fixed(book)),
		Random: rand.Reader, Reader: w.db.Read(), Now: w.clock.Now}
	w.engine = procedure.New(w.parts)
	w.desk = cases.Desk{Log: log, Access: policy, Book: law.Fixed(book)}
	for _, f := range s.Facts {
		w.facts[f] = true
	}
	w.populate()
	if _, err := log.Baseline(t.Context()); err != nil { // the people were made by hand; all that follows must be bound
		t.Fatal(err)
	}
	return w
}

// populate makes the agencies and the people of the scenarios: who is who stands in simulate.py.
func (w *world) populate() {
	agency := map[string]int64{}
	unit := map[string]int64{}
	for _, a := range []struct {
		code, kind string
		own        bool
	}{{"mofcom", "commerce", true}, {"szpsb", "public_security", false}, {"gdss", "state_security", false}, {"system", "system", false}} {
		var id, u int64
		w.scan(`INSERT INTO agencies (code, kind, name_zh, name_en, short_zh, own_penalty_power) VALUES ($1,$2,$1,$1,$1,$3) RETURNING id`,
			[]any{a.code, a.kind, a.own}, &id)
		w.scan(`INSERT INTO org_units (agency_id, code, name_zh, name_en) VALUES ($1,'u','u','u') RETURNING id`, []any{id}, &u)
		agency[a.code], unit[a.code] = id, u
	}
	roles := map[string]string{"in": "intake_officer", "ch": "case_handler", "ch2": "case_handler", "uh": "unit_head", "lr": "legal_reviewer",
		"ho": "hearing_officer",
		"ah": "agency_head", "ph": "principal_head", "cu": "evidence_custodian", "so": "secrecy_officer", "pi": "ps_intake", "pv": "ps_investigator",
		"pv2": "ps_investigator",
		"pu":  "ps_unit_head", "pc": "ps_county_head", "pp": "ps_higher_head", "pl": "ps_legal_office", "pcu": "evidence_custodian",
		"ml": "mss_liaison", "mu": "mss_unit_head", "sys": "system", "dual": "case_handler|evidence_custodian|legal_reviewer|unit_head"}
	for name, held := range roles {
		home := "mofcom"
		switch {
		case name == "ml" || name == "mu":
			home = "gdss"
		case name == "sys":
			home = "system"
		case name[0] == 'p' && name != "ph":
			home = "szpsb"
		}
		a := actor.Actor{Username: name, Name: "虚构人员" + name, AgencyID: agency[home], AgencyCode: home, UnitID: unit[home], UnitName: "u", Clearance: 3,
			Principal: name == "ph"}
		w.scan(`INSERT INTO users (ref, agency_id, unit_id, username, name_zh, name_en, certificate_no, certificate_to, reviewer_qualified, clearance, created_at)
VALUES ($1,$2,$3,$1,$4,$1,'ZJ-'||$1,'2030-12-31',true,3,$5) RETURNING id`, []any{name, a.AgencyID, a.UnitID, a.Name, w.clock.Now()}, &a.UserID)
		for _, r := range strings.Split(held, "|") {
			a.Roles = append(a.Roles, actor.Role(r))
			var id int64
			w.scan(`INSERT INTO role_grants (user_id, role, agency_id, presiding, valid_from, valid_to) VALUES ($1,$2,$3,$4,$5,$6) RETURNING id`,
				[]any{a.UserID, r, a.AgencyID, a.Principal, w.clock.Now().AddDate(-1, 0, 0), w.clock.Now().AddDate(9, 0, 0)}, &id)
		}
		w.people[name] = a
	}
	for name, a := range w.people { // kinds as the session would give them
		a.AgencyKind = map[string]string{"mofcom": "commerce", "szpsb": "public_security", "gdss": "state_security", "system": "system"}[a.AgencyCode]
		w.people[name] = a
	}
}

func (w *world) scan(sql string, args []any, into ...any) {
	w.t.Helper()
	if err := w.super.QueryRow(w.t.Context(), sql, args...).Scan(into...); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
}

func (w *world) file() *matter.File {
	w.t.Helper()
	if w.matter == 0 {
		return &matter.File{}
	}
	f, err := matter.Load(w.t.Context(), w.db.Read(), w.book, w.matter, w.clock.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	return f
}

// evidence names the items on file, or makes the one that a scenario takes as given: a paper, no thing.
func (w *world) evidence() []string {
	var out []string
	f := w.file()
	for _, e := range f.Evidence {
		if e.State != "EXCLUDED" && e.ParentID == 0 {
			out = append(out, e.Ref)
		}
	}
	if len(out) > 0 || f.Admin() == nil {
		return out
	}
	c := f.Admin()
	ref, err := ids.NewRef(ids.Evidence, rand.Reader)
	if err != nil {
		w.t.Fatal(err)
	}
	w.scan(`INSERT INTO evidence_items (ref, case_id, matter_id, no, state, track, name, kind, collected_at, place, method, collector_id, co_collector_id,
		holder_agency_id, created_at)
VALUES ($1,$2,$3,99,'COLLECTED','administrative','报关单','documentary',$4,'演示地点','copied',$5,$6,$7,$4) RETURNING ref`,
		[]any{ref, c.ID, w.matter, w.clock.Now(), w.people["ch"].UserID, w.people["ch2"].UserID, c.AgencyID}, &ref)
	w.fixture = append(w.fixture, ref)
	return []string{ref}
}

func (w *world) markMajor() {
	w.t.Helper()
	yes := true
	if err := w.desk.Mark(w.t.Context(), w.people["uh"], w.file().Admin().ID, cases.MarkInput{ComplexOrMajor: &yes, Reason: aReason}); err != nil {
		w.t.Fatalf("mark: %v", explain(err))
	}
}
