package penalty

import (
	"testing"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// TestFits_EachKindItsGrounds: APL 57(2) and 57(3) have grounds of their own.
func TestFits_EachKindItsGrounds(t *testing.T) {
	t.Parallel()
	for ground, minor := range map[string]bool{"minor": true, "first_time": true, "not_established": false, "no_fault": false, "time_barred": false} {
		if fits("NO_PENALTY_MINOR", ground) != minor || fits("NO_PENALTY_NOT_ESTABLISHED", ground) == minor {
			t.Errorf("%s", ground)
		}
	}
	if fits("NO_PENALTY_MINOR", "") || fits("NO_PENALTY_NOT_ESTABLISHED", "") {
		t.Error("no ground fits")
	}
}

// TestGuards_OfNoCase: where there is no case nothing was computed, and no fine can be vouched for.
func TestGuards_OfNoCase(t *testing.T) {
	t.Parallel()
	for id, guard := range Track(nil).Guards {
		a := &procedure.Act{Input: law.Values{"sanctions": []string{"fine"}}}
		if !guard(a, &matter.File{}).Failed {
			t.Errorf("%s passes", id)
		}
		a.Input = law.Values{"sanctions": []string{"warning"}}
		if guard(a, &matter.File{}).Failed {
			t.Errorf("%s refuses what is no fine", id)
		}
	}
}
