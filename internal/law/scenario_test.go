package law_test

import (
	"os"
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
				if !step.Refused && err != nil {
					t.Errorf("%s: %v", step.Text, err)
				}
			}
			if w.facts["twin failed"] {
				t.Errorf("%v", w.notes)
			}
			for what, x := range map[string][2]string{"states": {w.states(), s.FinalStates}, "running clocks": {w.running(), s.Running}, "open tasks": {w.openTasks(), s.OpenTasks}} {
				if x[0] != x[1] {
					t.Errorf("%s: got %q, want %q", what, x[0], x[1])
				}
			}
		})
	}
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
	for _, bad := range []string{"", "a,b\n", head + "x,,admin_lead.registered,,,\n", head + "x,,a.b#z ch,,,\n", head + "x,\"\n"} {
		if _, err := law.ParseScenarios(strings.NewReader(bad)); err == nil {
			t.Errorf("%q accepted", bad)
		}
	}
	got, err := law.ParseScenarios(strings.NewReader(head + "x,f,!evidence_item:a.b[k=v]#2 ch>ah;-late,,,\n"))
	if err != nil {
		t.Fatal(err)
	}
	s := got[0].Steps[0]
	if !s.Refused || s.Entity != law.Evidence || s.Event != "a.b" || s.Variant != "k=v" || s.Nth != 2 || s.Proposer != "ch" || s.Who != "ah" {
		t.Errorf("%+v", s)
	}
	if f := got[0].Steps[1]; f.Fact != "late" || f.Holds {
		t.Errorf("%+v", f)
	}
}
