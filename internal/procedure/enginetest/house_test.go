package enginetest_test

import (
	"crypto/rand"
	"errors"
	"maps"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/testkit"
	"touchstone/policies"
)

// theBook are the tiny tables, read once.
var theBook = sync.OnceValues(func() (*law.Edition, error) { return law.Newest(os.DirFS("testdata")) })

func tables(t *testing.T) *law.Edition {
	t.Helper()
	b, err := theBook()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// registry joins the engine's own guards, as far as the tiny tables name them, and the tiny track.
func registry(t *testing.T, book *law.Edition) *procedure.Registry {
	t.Helper()
	own := procedure.ByAct(law.Fixed(book))
	maps.DeleteFunc(own.Guards, func(id string, _ procedure.Guard) bool { return book.Guard(id) == nil })
	maps.DeleteFunc(own.Conds, func(id string, _ procedure.Cond) bool { return book.Condition(id) == nil })
	reg, err := procedure.Register(law.Fixed(book), own, tinyTrack(book))
	if err != nil {
		t.Fatal(err)
	}
	return reg
}

// roleCodes are the roles that the policy speaks about.
func roleCodes() []actor.Role {
	return []actor.Role{actor.IntakeOfficer, actor.CaseHandler, actor.UnitHead, actor.LegalReviewer, actor.HearingOfficer, actor.AgencyHead,
		actor.PrincipalHead, actor.EvidenceCustodian, actor.SecrecyOfficer, actor.PSIntake, actor.PSInvestigator, actor.PSUnitHead,
		actor.PSCountyHead, actor.PSHigherHead, actor.PSLegalOffice, actor.MSSLiaison, actor.MSSUnitHead, actor.CoordReader, actor.CoordIssuer,
		actor.Sysadmin, actor.Secadmin, actor.Auditor, actor.SystemRole}
}

// house is two organs with their people, and the engine on the tiny tables. All houses stand in one database; none sees another.
type house struct {
	t      *testing.T
	book   *law.Edition
	db     *database.DB
	super  *pgx.Conn
	clock  *testkit.Clock
	engine *procedure.Engine
	desk   cases.Desk
	people map[string]actor.Actor
	serial string // tells its organs and people from those of every other house in the database
}

// houses counts them.
var houses atomic.Int64

// start is the moment at which every house opens: a Monday morning in Beijing.
const start = "2026-03-02T09:00:00+08:00"

func build(t *testing.T) *house {
	t.Helper()
	return houseOf(t, tables(t))
}

// houseOf is a house whose law is the edition of the day, of the library of the book.
func houseOf(t *testing.T, book *law.Edition) *house {
	t.Helper()
	return houseIn(t, book, testkit.Shared(t))
}

// houseIn is such a house in a database: in one of its own where a test does something to everything that waits.
func houseIn(t *testing.T, book *law.Edition, db *database.DB) *house {
	t.Helper()
	t.Parallel()
	h := &house{t: t, book: book, db: db, clock: testkit.NewClock(start),
		people: map[string]actor.Actor{}, serial: strconv.FormatInt(houses.Add(1), 10)}
	h.super = testkit.Super(t, h.db)
	policy, err := access.Load(policies.FS(), roleCodes(), h.clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	log := audit.New(h.db, h.clock.Now)
	today := func() *law.Edition { return book.On(h.clock.Now()) }
	h.engine = procedure.New(procedure.Parts{Rechecks: true, Book: today, Registry: registry(t, h.book), Log: log, Access: policy,
		Project: cases.Project(today), Random: rand.Reader, Reader: h.db.Read(), Now: h.clock.Now})
	h.desk = cases.Desk{Log: log, Access: policy, Book: today}
	h.populate()
	return h
}

// somebody is a person of a house: of which organ, in which roles, and whether in the post of its head.
type somebody struct {
	name, kind string
	roles      []actor.Role
	head       bool
}

func everybody() []somebody {
	const commerce, police = actor.Commerce, actor.PublicSecurity
	return []somebody{
		{"handler", commerce, []actor.Role{actor.CaseHandler}, false},
		{"second", commerce, []actor.Role{actor.CaseHandler}, false},
		{"both", commerce, []actor.Role{actor.CaseHandler, actor.LegalReviewer, actor.AgencyHead}, false},
		{"reviewer", commerce, []actor.Role{actor.LegalReviewer}, false},
		{"unit", commerce, []actor.Role{actor.UnitHead}, false},
		{"chief", commerce, []actor.Role{actor.UnitHead, actor.AgencyHead}, false},
		{"head", commerce, []actor.Role{actor.AgencyHead}, false},
		{"principal", commerce, []actor.Role{actor.PrincipalHead}, true},
		{"deputy", commerce, []actor.Role{actor.PrincipalHead}, false},
		{"police", police, []actor.Role{actor.PSIntake}, false},
		{"detective", police, []actor.Role{actor.PSInvestigator}, false},
	}
}

// populate makes two organs of one unit each and their people, in two statements: most of a test would be this.
func (h *house) populate() {
	h.t.Helper()
	const organs = `WITH a AS (INSERT INTO agencies (code, kind, name_zh, name_en, short_zh)
  SELECT kind || $1, kind, kind, kind, kind FROM unnest(ARRAY['commerce','public_security']) kind RETURNING id, kind),
u AS (INSERT INTO org_units (agency_id, code, name_zh, name_en) SELECT id, 'u', 'u', 'u' FROM a RETURNING id, agency_id)
SELECT jsonb_object_agg(a.kind, ARRAY[a.id, u.id]) FROM a JOIN u ON u.agency_id = a.id`
	const people = `WITH p AS (SELECT * FROM jsonb_to_recordset($1::jsonb)
  AS p ("Username" text, "Name" text, "AgencyID" bigint, "UnitID" bigint, "Clearance" int, "Roles" text[], "Principal" bool)),
u AS (INSERT INTO users (ref, agency_id, unit_id, username, name_zh, name_en, certificate_no, certificate_to, clearance, created_at)
  SELECT "Username", "AgencyID", "UnitID", "Username", "Name", "Username", "Username", '2030-01-01', "Clearance", $2::timestamptz FROM p
  RETURNING id, username),
g AS (INSERT INTO role_grants (user_id, role, agency_id, presiding, valid_from, valid_to)
  SELECT u.id, r.role, p."AgencyID", p."Principal", $2::timestamptz - interval '1 year', $2::timestamptz + interval '5 years'
  FROM p JOIN u ON u.username = p."Username" CROSS JOIN unnest(p."Roles") AS r (role) RETURNING id)
SELECT jsonb_object_agg(username, id) FROM u WHERE (SELECT count(*) FROM g) > 0`
	where, ids := map[string][2]int64{}, map[string]int64{}
	h.scan(organs, []any{h.serial}, &where)
	var all []actor.Actor
	for _, p := range everybody() {
		all = append(all, actor.Actor{Username: p.name + h.serial, Name: "虚构" + p.name, AgencyID: where[p.kind][0],
			AgencyCode: p.kind + h.serial, AgencyKind: p.kind, UnitID: where[p.kind][1], UnitName: "u",
			Clearance: actor.Internal, Roles: p.roles, Principal: p.head})
	}
	h.scan(people, []any{all, h.clock.Now()}, &ids)
	for i, p := range everybody() {
		all[i].UserID = ids[all[i].Username]
		h.people[p.name] = all[i]
	}
}

// scan asks the database as superuser, past every rule of the program.
func (h *house) scan(sql string, args []any, into ...any) {
	h.t.Helper()
	if err := h.super.QueryRow(h.t.Context(), sql, args...).Scan(into...); err != nil {
		h.t.Fatalf("%s: %v", sql, err)
	}
}

// at reads a moment of Beijing time.
func at(text string) time.Time {
	m, err := time.ParseInLocation("2006-01-02 15:04", text, law.Zone())
	if err != nil {
		panic(err) // a constant of the test
	}
	return m
}

// set puts the clock to a moment of Beijing time.
func (h *house) set(text string) { h.clock.Set(at(text).Format(time.RFC3339)) }

// affair is one file of the tiny tables.
type affair struct {
	*house
	target matter.Target
}

// open makes a file by handler, who handles it.
func (h *house) open(in law.Values) affair {
	h.t.Helper()
	if in == nil {
		in = law.Values{}
	}
	in["title"] = "演示事项"
	cmd := procedure.Command{Target: matter.Target{Entity: law.AdminCase}, Event: "matter.opened", Input: in, Version: -1}
	got, err := h.engine.Do(h.t.Context(), h.people["handler"], cmd)
	if err != nil {
		h.t.Fatalf("open: %v", err)
	}
	return affair{h, got.Target}
}

// inquiry is a file whose inquiry began at a moment, entered now.
func (h *house) inquiry(began time.Time) affair {
	h.t.Helper()
	m := h.open(nil)
	m.must("handler", "inquiry.started", law.Values{"occurred_at": began, "urgent": true})
	return m
}

// inReview is a file that waits for its decision.
func (h *house) inReview() affair {
	h.t.Helper()
	m := h.inquiry(h.clock.Now())
	m.must("handler", "notice.issued", nil)
	return m
}

// do runs an act, or stores its proposal.
func (m affair) do(who, event string, in law.Values) (procedure.Receipt, error) {
	m.t.Helper()
	return m.try(who, procedure.Command{Event: event, Input: in, Version: -1})
}

func (m affair) try(who string, cmd procedure.Command) (procedure.Receipt, error) {
	m.t.Helper()
	if cmd.Target = m.target; cmd.Input == nil {
		cmd.Input = law.Values{}
	}
	return m.engine.Do(m.t.Context(), m.people[who], cmd)
}

func (m affair) must(who, event string, in law.Values) procedure.Receipt {
	m.t.Helper()
	got, err := m.do(who, event, in)
	if err != nil {
		m.t.Fatalf("%s by %s: %v", event, who, err)
	}
	return got
}

// shown is a proposal as somebody was shown it: its number, and the digest of that moment.
type shown struct {
	id     int64
	digest string
}

// waiting is the proposal that waits on the file, as its page shows it now.
func (m affair) waiting() shown {
	m.t.Helper()
	p, err := m.engine.OpenProposal(m.t.Context(), m.db.Read(), m.target, "matter.decided")
	if err != nil {
		m.t.Fatal(err)
	}
	return shown{p.ID, m.engine.DigestNow(m.t.Context(), p, m.file())}
}

// decide signs a proposal on what was shown.
func (m affair) decide(who string, p shown, in law.Values) error {
	m.t.Helper()
	_, err := m.try(who, procedure.Command{Event: "matter.decided", Input: in, Approval: p.id, Digest: p.digest, Version: -1})
	return err
}

// propose puts the decision of a file in review before its deciders.
func (m affair) propose(who string, in law.Values) shown {
	m.t.Helper()
	if in == nil {
		in = law.Values{"sanction": "警告"}
	}
	m.must(who, "matter.decided", in)
	return m.waiting()
}

func (m affair) file() *matter.File {
	m.t.Helper()
	var id int64
	m.scan("SELECT matter_id FROM cases WHERE id = $1", []any{m.target.ID}, &id)
	f, err := matter.Load(m.t.Context(), m.db.Read(), m.book, id, m.clock.Now())
	if err != nil {
		m.t.Fatal(err)
	}
	return f
}

func (m affair) state() (state string) {
	m.t.Helper()
	m.scan("SELECT state FROM cases WHERE id = $1", []any{m.target.ID}, &state)
	return state
}

// running is the state and the end of the newest clock of a code on the file.
func (m affair) running(code string) (state string, due time.Time) {
	m.t.Helper()
	m.scan("SELECT state, due_at FROM clocks WHERE case_id = $1 AND code = $2 ORDER BY id DESC LIMIT 1", []any{m.target.ID, code}, &state, &due)
	return state, due
}

// is checks the state and the end of a clock against what the test has counted; "" leaves the end open.
func (m affair) is(code, state, due string) {
	m.t.Helper()
	got, end := m.running(code)
	want := end
	if due != "" {
		want = at(due)
	}
	if got != state || !end.Truncate(time.Minute).Equal(want.Truncate(time.Minute)) {
		m.t.Errorf("%s is %s until %s, want %s until %s", code, got, end.In(law.Zone()).Format("2006-01-02 15:04"), state, due)
	}
}

// refused checks that an act was refused with that key.
func refused(t *testing.T, err error, kind errs.Kind, key string) {
	t.Helper()
	var e *errs.E
	if !errors.As(err, &e) || e.Kind != kind || e.Key != key {
		t.Errorf("want %v %s, got %v", kind, key, err)
	}
}

// stopped checks that exactly these guards refused an act.
func stopped(t *testing.T, err error, guards ...string) {
	t.Helper()
	var e *errs.E
	var got []string
	if errors.As(err, &e) {
		for _, g := range e.Guards {
			got = append(got, g.ID)
		}
	}
	if !slices.Equal(got, guards) {
		t.Errorf("want to be stopped by %q, got %v", guards, err)
	}
}

// wrong checks that exactly this field was refused.
func wrong(t *testing.T, err error, field, key string) {
	t.Helper()
	var e *errs.E
	if !errors.As(err, &e) || len(e.Fields) != 1 || e.Fields[0].Name != field || e.Fields[0].Key != key {
		t.Errorf("want field %s refused with %s, got %v", field, key, err)
	}
}

// passed checks that the honest neighbour was not refused.
func passed(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("refused: %v", err)
	}
}
