package law_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/law"
)

func scenarios(t testing.TB) []law.Scenario {
	t.Helper()
	f, err := os.Open("testdata/scenarios.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := law.ParseScenarios(f)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestScenarios_EndAsTheTablesSay(t *testing.T) {
	b := load(t)
	all := scenarios(t)
	if len(all) != 32 {
		t.Errorf("%d scenarios instead of 32", len(all))
	}
	for _, s := range all {
		t.Run(s.Name, func(t *testing.T) {
			w := newWorld(b, s.Facts)
			for _, step := range s.Steps {
				if step.Fact != "" {
					w.facts[step.Fact] = step.Holds
					continue
				}
				err := w.fire(step.Entity, step.Event, step.Variant, step.Proposer, step.Who, step.Nth, false)
				if step.Refused && err == nil {
					t.Errorf("not refused: %s", step.Text)
				}
				if guard := stoppingGuard.FindStringSubmatch(fmt.Sprint(err)); step.Refused && guard != nil && !slices.Contains(step.Because, guard[1]) {
					t.Errorf("%s: the tables stop it by %s", step.Text, guard[1])
				}
				if !step.Refused && err != nil {
					t.Errorf("%s: %v", step.Text, err)
				}
			}
			if w.facts["twin failed"] {
				t.Errorf("%v", w.notes)
			}
			for what, x := range map[string][2]string{"states": {w.states(), s.FinalStates}, "running clocks": {w.running(), s.RunningCodes()},
				"open tasks": {w.openTasks(), s.OpenTasks}} {
				if x[0] != x[1] {
					t.Errorf("%s: got %q, want %q", what, x[0], x[1])
				}
			}
		})
	}
}

// stoppingGuard is how the small world of this test names the guard that refused an act.
var stoppingGuard = regexp.MustCompile(`: guard (\w+)$`)

// TestScenarios_NameWhatStops: what stops a step is a guard of a row of its event, a paper that such a row asks for, or a rule of
// the engine by the key of its refusal.
func TestScenarios_NameWhatStops(t *testing.T) {
	b := load(t)
	for _, s := range scenarios(t) {
		for _, step := range s.Steps {
			for _, why := range step.Because {
				if !strings.Contains(why, ".") && !asks(b.Event(step.Event), why) {
					t.Errorf("%s: %s: no row of %s asks for %s", s.Name, step.Text, step.Event, why)
				}
			}
		}
	}
}

// asks tells whether one of the rows names a guard or needs a document.
func asks(rows []*law.Act, what string) bool {
	return slices.ContainsFunc(rows, func(row *law.Act) bool {
		return slices.ContainsFunc(row.Guards, func(g *law.Guard) bool { return g.ID == what }) ||
			slices.ContainsFunc(row.DocsRequired, func(d law.DocNeed) bool { return slices.Contains(d.AnyOf, what) })
	})
}

func TestScenarios_RefusedStepsExist(t *testing.T) {
	refused := 0
	for _, s := range scenarios(t) {
		for _, step := range s.Steps {
			if step.Refused {
				refused++
			}
		}
	}
	if refused < 30 {
		t.Errorf("only %d steps that must be refused", refused)
	}
}

func TestParseScenarios_RefusesWhatItCannotRead(t *testing.T) {
	const head = "scenario,facts,steps,final_states,running_clocks,open_tasks\n"
	for _, bad := range []string{"", "a,b\n", head + "x,,admin_lead.registered,,,\n", head + "x,,a.b#z ch,,,\n", head + "x,\"\n",
		head + "x,,!a.b ch,,,\n", head + "x,,!a.b ch because ,,,\n", head + "x,,a.b ch because some_guard,,,\n",
		head + "x,,a.b ch,,ADM-020,\n", head + "x,,a.b ch,,ADM-020=soon,\n"} {
		if _, err := law.ParseScenarios(strings.NewReader(bad)); err == nil {
			t.Errorf("%q accepted", bad)
		}
	}
	const steps, running = "!evidence_item:a.b[k=v]#2 ch>ah because one_guard+two_guard;-late", "ADM-020=2026-06-01 REF-010(paused)=2026-03-03T09:00"
	got, err := law.ParseScenarios(strings.NewReader(head + "x,f," + steps + ",," + running + ",\n"))
	if err != nil {
		t.Fatal(err)
	}
	s := got[0].Steps[0]
	if !s.Refused || s.Entity != law.Evidence || s.Event != "a.b" || s.Variant != "k=v" || s.Nth != 2 || s.Proposer != "ch" || s.Who != "ah" {
		t.Errorf("%+v", s)
	}
	if len(s.Because) != 2 || s.Because[0] != "one_guard" || s.Because[1] != "two_guard" || got[0].RunningCodes() != "ADM-020 REF-010(paused)" {
		t.Errorf("because of %q, with %q running", s.Because, got[0].Running)
	}
	if f := got[0].Steps[1]; f.Fact != "late" || f.Holds {
		t.Errorf("%+v", f)
	}
}
