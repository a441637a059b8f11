package app_test

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/app"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
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

func (w *world) acts() (n int) { w.scan("SELECT count(*) FROM acts", nil, &n); return n }

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
func (w *world) parent(row *law.Act) matter.Target {
	f := w.file()
	c := f.Admin()
	if row.Entity == law.Person || row.Entity == law.Evidence && row.Variant == "track=criminal" {
		c = f.Criminal()
	}
	if c == nil {
		return matter.Target{}
	}
	return matter.Target{Entity: law.Machine(c.Machine), ID: c.ID}
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
func (w *world) open(t matter.Target, event string) proposal {
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
func (w *world) asStored(t matter.Target) {
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
func (w *world) find(step law.ScenarioStep) (*law.Act, matter.Target, int, error) {
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
		mine = []matter.Target{all[step.Nth-1]}
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
	return row, matter.Target{Entity: entity}, -1, err
}

func (w *world) of(entity law.Machine) []matter.Target {
	var out []matter.Target
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
