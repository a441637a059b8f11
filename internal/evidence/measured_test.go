package evidence

import (
	"testing"

	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// TestIntake_MeasuresThings: MPS 230, 235. Of papers the place, of things seal, place and weight.
func TestIntake_MeasuresThings(t *testing.T) {
	t.Parallel()
	f := &matter.File{Evidence: []matter.Evidence{{ID: 1, Kind: "physical"}, {ID: 2, Kind: "documentary"}}}
	place, all := law.Values{"storage_place": "库"}, law.Values{"storage_place": "库", "seal_no": "1", "weight": "2"}
	for i, x := range []struct {
		id   int64
		in   law.Values
		fail bool
	}{{1, place, true}, {1, all, false}, {2, place, false}, {2, law.Values{"seal_no": "1", "weight": "2"}, true}, {3, place, false}} {
		a := &act{Row: &law.Act{}, Target: matter.Target{Entity: law.Evidence, ID: x.id}, Input: x.in}
		if got := intakeMeasured(a, f); got.Failed != x.fail {
			t.Errorf("%d: %+v", i, got)
		}
	}
}

// TestExamination_OfTheSampleOrItsThing: ACL 25. A sample is examined in the period that was notified of the thing.
func TestExamination_OfTheSampleOrItsThing(t *testing.T) {
	t.Parallel()
	f := &matter.File{Evidence: []matter.Evidence{{ID: 1}, {ID: 2, ParentID: 1}, {ID: 3, ParentID: 4}, {ID: 4}, {ID: 5}},
		Acts: []matter.Past{{Entity: law.Evidence, TargetID: 1, Event: "examination_period.notified"}, {Entity: law.Evidence, TargetID: 0,
			Event: "examination_period.notified"}}}
	for id, want := range map[int64]bool{1: true, 2: true, 3: false, 4: false, 5: false, 9: false} {
		if got := examinationNotified(&act{Target: matter.Target{Entity: law.Evidence, ID: id}}, f); got != want {
			t.Errorf("item %d: %t", id, got)
		}
	}
}
