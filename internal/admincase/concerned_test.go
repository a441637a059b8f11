package admincase

import (
	"slices"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Whom a decision is about does not make it; he may ask for it, and whoever else holds the office decides. Seen to fail with the guard
// always met.
func TestRecusal_ConcernedDoesNotDecide(t *testing.T) {
	t.Parallel()
	who := actor.Actor{UserID: 7, Username: "head", Name: "示例 甲", NameEN: "Example A"}
	f := &matter.File{Parties: []matter.Party{
		{Ref: "PY-1", Name: "示例甲"}, {Ref: "PY-2", Name: "示例丙", NameLatin: "Example A"}, {Ref: "PY-3", Name: "示例丙", NameLatin: "Example B"},
		{Ref: "PY-4", Name: "示例丁", FormerNames: "示例戊；示例 甲"}}}
	for typed, stops := range map[string]bool{"示例 甲": true, "示例甲": true, "EXAMPLE A": true, "head": true, "PY-1": true, "PY-2": true, "PY-3": false,
		"PY-4": true, "示例乙": false, "": false} {
		for _, proposing := range []bool{false, true} {
			v := recusalConcernedDoesNotDecide(&act{Who: who, Proposing: proposing, Input: law.Values{recusedOne: typed}}, f)
			if v.Failed != (stops && !proposing) {
				t.Errorf("%q, proposing %t: %+v", typed, proposing, v)
			}
		}
	}
}

// TestRecusal_WhoWaits: the first of those who were asked to step aside and on whom it was not decided is where the form starts, of an
// organ that has a file.
func TestRecusal_WhoWaits(t *testing.T) {
	t.Parallel()
	on := matter.Target{Entity: law.AdminCase, ID: 11}
	asked := func(person string) matter.Past {
		return matter.Past{Event: recusalAsked, Input: law.Values{askedOf: person}}
	}
	f := &matter.File{Cases: []matter.Case{{ID: 11, AgencyID: 7, Machine: string(law.AdminCase)}},
		Acts: []matter.Past{asked("甲"), asked("乙"), asked("丙"), {Event: recusalDecided, Input: law.Values{recusedOne: "甲"}}}}
	if got := OpenRecusals(f); !slices.Equal(got, []string{"乙", "丙"}) {
		t.Errorf("open recusals: %q", got)
	}
	out := law.Values{recusedOne: "旧"}
	if prior(7, on, f, out); out.Str(recusedOne) != "乙" {
		t.Errorf("the first who waits: %v", out)
	}
	out = law.Values{recusedOne: "旧"}
	if prior(5, on, f, out); out.Str(recusedOne) != "旧" {
		t.Errorf("an organ without a file: %v", out)
	}
	f.Acts = append(f.Acts, matter.Past{Event: recusalDecided, Input: law.Values{}})
	if prior(7, on, f, out); out.Has(recusedOne) {
		t.Errorf("nobody waits: %v", out)
	}
}
