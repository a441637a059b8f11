package app_test

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/app"
	"touchstone/internal/audit"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/testkit"
	"touchstone/policies"
)

// notOnThePath names the scenarios that cannot run yet, with the functions that their rows lack. Building one makes
// the test say so.
func notOnThePath() map[string][]string {
	return map[string][]string{ // custody of persons
		"bail_arrest_conviction": {"create:person.registered", "measure_ground_given", "summons_document_issued", "summons_interval_kept"},
		"detention_arrest_bail": {"arrest_request_in_time", "create:person.registered", "detention_ground_given", "measure_ground_given", "summons_document_issued",
			"summons_interval_kept"},
	}
}

// TestScenarios_ThroughTheEngine runs the 32 cases of scenarios.csv by procedure.Do on a real database: the same
// states, the same running clocks, what must be refused refused with nothing left behind.
func TestScenarios_ThroughTheEngine(t *testing.T) {
	t.Parallel()
	proof := newProof(t)
	book, reg, all := scenariosBy(t, proof.watch)
	waiting := notOnThePath()
	t.Run("all", func(t *testing.T) {
		for _, s := range all {
			t.Run(s.Name, func(t *testing.T) {
				t.Parallel()
				missing := lacking(book, reg, s)
				if !slices.Equal(missing, waiting[s.Name]) {
					t.Errorf("lacks %q, listed as lacking %q", missing, waiting[s.Name])
				}
				if len(missing) > 0 {
					t.Skipf("not on the path yet: %s", strings.Join(missing, " "))
				}
				w := newWorld(t, book, reg, s)
				w.run(s)
				holds(t, w.db, "evidence_items", "users", "role_grants") // an item to collect, and the people of one more organ
			})
		}
	})
	proof.paths(t, book, reg)
	proof.complete(t)
}

// scenarios reads scenarios.csv and registers what of the procedure is built.
func scenarios(t *testing.T) (*law.Edition, *procedure.Registry, []law.Scenario) {
	return scenariosBy(t, func(tracks []procedure.Track) []procedure.Track { return tracks })
}

// scenariosBy does so with tracks that somebody watches.
func scenariosBy(t *testing.T, watched func([]procedure.Track) []procedure.Track) (*law.Edition, *procedure.Registry, []law.Scenario) {
	t.Helper()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../law/testdata/scenarios.csv")
	if err != nil {
		t.Fatal(err)
	}
	all, err := law.ParseScenarios(bytes.NewReader(text))
	if err != nil || len(all) != 32 {
		t.Fatalf("%d scenarios, %v", len(all), err)
	}
	reg, err := procedure.Register(law.Fixed(book), watched(app.Tracks(law.Fixed(book), rand.Reader, nil))...)
	if err != nil {
		t.Fatal(err)
	}
	return book, reg, all
}

// lacking lists what the steps of a scenario need and the registry has not got: for each act that has no built row.
func lacking(book *law.Edition, reg *procedure.Registry, s law.Scenario) []string {
	out := map[string]bool{}
	need := func(entity law.Machine, event, variant string) {
		var rows []*law.Act
		for _, row := range book.Event(event) {
			if (entity == "" || row.Entity == entity) && (variant == "" || row.Variant == "" || row.Variant == variant) {
				rows = append(rows, row)
			}
		}
		if slices.ContainsFunc(rows, reg.Built) {
			return
		}
		for _, row := range rows {
			for _, id := range reg.Missing(row) {
				out[id] = true
			}
		}
	}
	for _, step := range s.Steps {
		if step.Fact != "" || step.Refused {
			continue
		}
		need(step.Entity, step.Event, step.Variant)
		for _, row := range book.Event(step.Event) {
			if step.Entity != "" && row.Entity != step.Entity || step.Variant != "" && row.Variant != step.Variant {
				continue
			}
			for _, em := range row.Emits {
				if !em.Self && !em.Task {
					need(em.Entity, em.Event, em.Variant)
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(out))
}

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
	things  []procedure.Target                                               // in the order in which they came up
	login   map[string]string                                                // names of scenarios.csv whose people have another user name
	faults  int                                                              // statements that failed in a sweep
	sweep   bool                                                             // every act is tried with each of its statements failing first
	tables  string                                                           // the statement that looks at every table
	watch   func(approval int64, who string, row *law.Act, input law.Values) // sees every proposal before it is decided
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
	w.engine = procedure.New(procedure.Parts{Book: law.Fixed(book), Registry: reg, Log: log, Access: policy, Project: cases.Project(law.Fixed(book)),
		Random: rand.Reader, Reader: w.db.Read(), Now: w.clock.Now})
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

func (w *world) file() *procedure.File {
	w.t.Helper()
	if w.matter == 0 {
		return &procedure.File{}
	}
	f, err := procedure.LoadFile(w.t.Context(), w.db.Read(), w.book, w.matter, w.clock.Now())
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

func (w *world) run(s law.Scenario) {
	ends := w.clock.Now().Equal(testkit.NewClock(storyDay).Now()) // elsewhere a story is played on another day
	for _, step := range s.Steps {
		if step.Fact != "" {
			w.facts[step.Fact] = step.Holds
			continue
		}
		w.clock.Advance(30 * time.Minute)
		for _, before := range []map[string]func(*world, law.ScenarioStep){adminBefore(), referralBefore()} {
			if fn := before[step.Event]; fn != nil {
				fn(w, step)
			}
		}
		acts := w.acts()
		err := w.step(step)
		switch {
		case step.Refused && err == nil:
			w.t.Fatalf("not refused: %s", step.Text)
		case step.Refused && !refusal(err):
			w.t.Fatalf("%s: it did not refuse, it broke: %v", step.Text, explain(err))
		case step.Refused && !slices.Equal(stoppedBy(w.book, err), step.Because):
			w.t.Fatalf("%s: stopped by %q: %v", step.Text, stoppedBy(w.book, err), explain(err))
		case step.Refused && w.acts() != acts:
			w.t.Fatalf("%s: refused, but left an act behind", step.Text)
		case !step.Refused && err != nil:
			w.t.Fatalf("%s: %v", step.Text, explain(err))
		}
		if err == nil {
			w.did[step.Event] = true
			w.note()
		}
		if step.Event == "admin_lead.registered" && w.facts["collective_discussion_required"] {
			w.markMajor()
		}
	}
	w.check("states", w.states(), s.FinalStates)
	if got := w.running(); ends {
		w.check("running clocks", got, strings.Join(s.Running, " "))
	} else {
		w.check("running clocks", law.Scenario{Running: strings.Fields(got)}.RunningCodes(), s.RunningCodes())
	}
	w.check("open tasks", w.tasks(), s.OpenTasks)
	if problems := w.verify(); problems != "" {
		w.t.Error(problems)
	}
}

func (w *world) check(what, got, want string) {
	w.t.Helper()
	if got != want {
		w.t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func (w *world) markMajor() {
	w.t.Helper()
	yes := true
	if err := w.desk.Mark(w.t.Context(), w.people["uh"], w.file().Admin().ID, cases.MarkInput{ComplexOrMajor: &yes, Reason: aReason}); err != nil {
		w.t.Fatalf("mark: %v", explain(err))
	}
}

func (w *world) acts() (n int) { w.scan("SELECT count(*) FROM acts", nil, &n); return n }

// refusal: the program said no; it did not break.
func refusal(err error) bool {
	return slices.Contains([]errs.Kind{errs.InvalidInput, errs.Forbidden, errs.Conflict, errs.NotFound}, errs.KindOf(err))
}

func explain(err error) string {
	var e *errs.E
	if !errors.As(err, &e) {
		return err.Error()
	}
	out := e.Error() + fmt.Sprint(e.Args)
	for _, g := range e.Guards {
		out += " guard:" + g.ID
	}
	return out
}

// stoppedBy names what refused an act as scenarios.csv does: the papers that are missing, else the guards, else the rule of the
// engine by the key of its refusal.
func stoppedBy(book *law.Edition, err error) (out []string) {
	var e *errs.E
	if !errors.As(err, &e) {
		return nil
	}
	for _, g := range e.Guards {
		if g.ID == "document_required" {
			out = append(out, papersIn(book, g.Args)...)
		} else {
			out = append(out, g.ID)
		}
	}
	if len(out) == 0 {
		out = []string{e.Key}
	}
	return out
}

// papersIn are the codes of the papers that a refusal calls by their names, in its order. Some names hold a separator themselves.
func papersIn(book *law.Edition, args []any) (out []string) {
	or := i18n.Both("act.or").ZH
	for _, arg := range args {
		names, _ := arg.(i18n.Label)
		for rest := names.ZH; rest != ""; {
			best := ""
			for _, d := range book.Documents {
				if after, ok := strings.CutPrefix(rest, d.NameZH); ok && len(d.NameZH) > len(best) && (after == "" || strings.HasPrefix(after, "；") ||
					strings.HasPrefix(after, or)) {
					best = d.NameZH
				}
			}
			i := slices.IndexFunc(book.Documents, func(d *law.Document) bool { return d.NameZH == best })
			if i < 0 {
				return append(out, rest)
			}
			out = append(out, book.Documents[i].Code)
			rest = strings.TrimPrefix(strings.TrimPrefix(rest[len(best):], "；"), or)
		}
	}
	return out
}

// step finds the row and the object as simulate.py does, and runs it by one or two persons.
func (w *world) step(step law.ScenarioStep) error {
	row, target, version, err := w.find(step)
	if err != nil && step.Refused && target.ID != 0 { // no row for this state: the engine has to say so itself
		_, err = w.do(cmp.Or(step.Proposer, step.Who), procedure.Command{Target: target, Event: step.Event, Variant: step.Variant, Version: version})
	}
	if err != nil || row == nil {
		return err
	}
	cmd := procedure.Command{Target: target, Event: step.Event, Variant: step.Variant, Version: version}
	if target.ID == 0 {
		cmd.Parent = w.parent(row)
	}
	if row.ProposalAct != "" {
		return w.decide(cmd, w.open(target, ""), row, step)
	}
	who := step.Who
	if step.Proposer != "" {
		who = step.Proposer
	}
	if cmd.Input, err = w.input(row, step, who); err != nil {
		return err
	}
	got, err := w.do(who, cmd)
	if err == nil {
		w.asStored(got.Target)
	}
	if err != nil || step.Proposer == "" {
		w.found(got)
		return err
	}
	if err = w.decide(cmd, w.open(target, step.Event), row, step); err != nil {
		w.withdraw(w.people[who], w.open(target, step.Event))
	}
	return err
}

func (w *world) found(got procedure.Receipt) {
	if w.matter == 0 && got.Target.ID != 0 {
		w.scan("SELECT matter_id FROM cases WHERE id = $1", []any{got.Target.ID}, &w.matter)
	}
}

// parent is where an act makes its object: the newest case of the track it belongs to.
func (w *world) parent(row *law.Act) procedure.Target {
	f := w.file()
	c := f.Admin()
	if row.Entity == law.Person || row.Entity == law.Evidence && row.Variant == "track=criminal" {
		c = f.Criminal()
	}
	if c == nil {
		return procedure.Target{}
	}
	return procedure.Target{Entity: law.Machine(c.Machine), ID: c.ID}
}

func (w *world) input(row *law.Act, step law.ScenarioStep, who string) (law.Values, error) {
	if row.Form == nil {
		return law.Values{}, nil
	}
	never := func(string) bool { return false }
	in := w.fill(row, step)
	for _, vs := range in {
		for i, s := range vs {
			if w.login[s] != "" {
				vs[i] = w.login[s]
			}
		}
	}
	v, bad := row.Form.Decode(in, time.Time{}, never, "", step.Variant)
	if len(bad) > 0 {
		return nil, errs.Invalid(bad...)
	}
	row.Form.Fill(v, nil, w.people[who].Username, w.clock.Now())
	return v, nil
}

type proposal struct {
	id     int64
	digest string
}

// open is the proposal that waits on an object, with the digest of what the decider is shown at this moment.
func (w *world) open(t procedure.Target, event string) proposal {
	a, err := w.engine.OpenProposal(w.t.Context(), w.db.Read(), t, event)
	if errs.Is(err, errs.NotFound) {
		return proposal{}
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return proposal{a.ID, w.engine.DigestNow(w.t.Context(), a, w.file())}
}

// asStored: a proposal that was made this moment shows what was stored with it.
func (w *world) asStored(t procedure.Target) {
	w.t.Helper()
	a, err := w.engine.OpenProposal(w.t.Context(), w.db.Read(), t, "")
	if errs.Is(err, errs.NotFound) {
		return
	}
	if err != nil {
		w.t.Fatal(err)
	}
	if list := w.engine.Seen(w.t.Context(), a, w.file()); list.Digest() != a.Shown.Digest() && a.OpenedAt.Equal(w.clock.Now().Truncate(time.Microsecond)) {
		w.t.Errorf("%s shows something else than was stored with it: %s", a.RowID, differences(list.Minus(a.Shown)))
	}
}

func differences(list []procedure.Difference) string {
	var out strings.Builder
	for _, x := range list {
		fmt.Fprintf(&out, "%+v → %+v; ", x.Old, x.New)
	}
	return out.String()
}

func (w *world) decide(cmd procedure.Command, p proposal, row *law.Act, step law.ScenarioStep) error {
	if p.id == 0 {
		return errs.New(errs.Conflict, "nothing proposed")
	}
	cmd.Approval, cmd.Digest = p.id, p.digest
	cmd.Input = law.Values{}
	if row.ProposalAct != "" {
		var err error
		if cmd.Input, err = w.input(row, step, step.Who); err != nil {
			return err
		}
	}
	if w.watch != nil && !step.Refused {
		w.watch(p.id, step.Who, row, cmd.Input)
	}
	got, err := w.do(step.Who, cmd)
	w.found(got)
	return err
}

func (w *world) withdraw(who actor.Actor, p proposal) {
	if p.id == 0 {
		return
	}
	if _, err := w.engine.Turn(w.t.Context(), who, procedure.Turn{Approval: p.id, Decision: "withdraw", Digest: p.digest}); err != nil {
		w.t.Fatalf("withdraw: %v", explain(err))
	}
}

// find looks for the newest object of the event's kind whose state admits it, then for a new one; where there is no row, it gives
// the newest object.
func (w *world) find(step law.ScenarioStep) (*law.Act, procedure.Target, int, error) {
	entity := step.Entity
	if entity == "" {
		for _, row := range w.book.Event(step.Event) {
			if entity != "" && row.Entity != entity {
				w.t.Fatalf("%s: say which machine", step.Text)
			}
			entity = row.Entity
		}
	}
	f := w.file()
	mine := w.of(entity)
	slices.Reverse(mine)
	if step.Nth > 0 {
		all := w.of(entity)
		mine = []procedure.Target{all[step.Nth-1]}
	}
	for _, t := range mine {
		state, version := stateOf(f, t)
		if row, err := w.book.Find(entity, step.Event, step.Variant, state); err == nil {
			return row, t, version, nil
		}
	}
	row, err := w.book.Find(entity, step.Event, step.Variant, law.New)
	if err != nil && len(mine) > 0 {
		return nil, mine[0], -1, err
	}
	return row, procedure.Target{Entity: entity}, -1, err
}

func (w *world) of(entity law.Machine) []procedure.Target {
	var out []procedure.Target
	for _, t := range w.things {
		if t.Entity == entity {
			out = append(out, t)
		}
	}
	return out
}

func (w *world) newestRef(entity law.Machine) string {
	all := w.of(entity)
	if len(all) == 0 {
		return ""
	}
	return w.file().Ref(all[len(all)-1])
}

// note keeps the order in which things came up, without the ones a scenario takes as given.
func (w *world) note() {
	f := w.file()
	add := func(entity law.Machine, id int64) {
		t := procedure.Target{Entity: entity, ID: id}
		if !slices.Contains(w.things, t) {
			w.things = append(w.things, t)
		}
	}
	for _, e := range f.Evidence {
		if !slices.Contains(w.fixture, e.Ref) {
			add(law.Evidence, e.ID)
		}
	}
	for _, c := range f.Cases {
		if c.Machine == "admin_case" {
			add(law.AdminCase, c.ID)
		}
	}
	for _, r := range f.Referrals {
		add(law.Referral, r.ID)
	}
	for _, c := range f.Cases {
		if c.Machine == "criminal_case" {
			add(law.CriminalCase, c.ID)
		}
	}
	for _, p := range f.Persons {
		add(law.Person, p.ID)
	}
	for _, h := range f.Handovers {
		add(law.MSSHandover, h.ID)
	}
	for _, r := range f.Records {
		add(law.Machine(r.Entity), r.ID)
	}
}

func stateOf(f *procedure.File, t procedure.Target) (string, int) {
	switch t.Entity {
	case law.AdminCase, law.CriminalCase:
		c := f.Case(t.ID)
		return c.State, c.Version
	case law.Referral:
		r := f.Referral(t.ID)
		return r.State, r.Version
	case law.Evidence:
		e := f.Item(t.ID)
		return e.State, e.Version
	case law.MSSHandover:
		h := f.MSS(t.ID)
		return h.State, h.Version
	case law.Person:
		p := f.Person(t.ID)
		return p.State, p.Version
	}
	return "", f.Record(t.ID).Version
}

func (w *world) states() string {
	f := w.file()
	var out []string
	for _, t := range w.things {
		if w.book.HasStates(t.Entity) {
			state, _ := stateOf(f, t)
			out = append(out, string(t.Entity)+"="+state)
		}
	}
	return strings.Join(out, " ")
}

// running are the clocks that run, with the day on which each ends, or of hours the minute.
func (w *world) running() string {
	var out []string
	for _, k := range w.file().Clocks {
		code, layout := k.Code, time.DateOnly
		if k.State == "PAUSED" {
			code += "(paused)"
		}
		if w.book.Clock(k.Code).Unit == law.Hours {
			layout = "2006-01-02T15:04"
		}
		if k.Running() {
			out = append(out, code+"="+k.DueAt.In(law.Zone()).Format(layout))
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func (w *world) tasks() string {
	var out []string
	rows, err := w.super.Query(w.t.Context(), "SELECT entity || ':' || event FROM tasks WHERE done_at IS NULL ORDER BY id")
	if err != nil {
		w.t.Fatal(err)
	}
	if out, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
		w.t.Fatal(err)
	}
	return strings.Join(out, " ")
}

// verify: what lists and reports read is what the file says.
func (w *world) verify() string {
	w.t.Helper()
	stale, err := w.desk.Stale(w.t.Context(), w.db.Read())
	if err != nil {
		w.t.Fatal(err)
	}
	if len(stale) > 0 {
		return fmt.Sprintf("%d cases with stale copies", len(stale))
	}
	return ""
}
