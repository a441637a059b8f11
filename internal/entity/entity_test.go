package entity_test

import (
	"slices"
	"testing"

	"touchstone/internal/entity"
	"touchstone/internal/law"
	"touchstone/policies"
)

// TestOf_EveryMachineOfTheTables: whatever has states in states.csv has a row of its own; what acts are done to and has none
// is a record.
func TestOf_EveryMachineOfTheTables(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	states := map[law.Machine]bool{}
	for _, s := range book.States {
		states[s.Machine] = true
	}
	for m := range states {
		if e := entity.Of(m); !e.Moves || !slices.Contains(e.Machines, m) {
			t.Errorf("%s has states and no row in the table of entities", m)
		}
	}
	for _, row := range book.Acts {
		if e := entity.Of(row.Entity); e.Moves != states[row.Entity] && row.Entity != law.AnyClock {
			t.Errorf("%s of %s: moves %v, has states %v", row.ID, row.Entity, e.Moves, states[row.Entity])
		}
	}
}

// TestEntities_AreFoundByEachName: kind, address and machine lead to the same row; an unknown machine is a record's.
func TestEntities_AreFoundByEachName(t *testing.T) {
	t.Parallel()
	for path, kind := range map[string]string{"cases": "case", "referrals": "referral", "mss": "mss", "evidence": "evidence", "persons": "person",
		"records": "record"} {
		e := entity.ByPath(path)
		if e.Kind != kind || entity.ByKind(kind).Path != path || e.Address("X") != "/"+path+"/X" {
			t.Errorf("%s is %+v", path, e)
		}
		for _, m := range e.Machines {
			if entity.Of(m).Kind != kind {
				t.Errorf("%s leads to %s", m, entity.Of(m).Kind)
			}
		}
	}
	if entity.Of("licence_check").Kind != "record" {
		t.Error("what no machine has is no record")
	}
	if got, want := entity.RefSQL("k", "i", "mss"), "CASE k WHEN 'mss' THEN (SELECT ref FROM mss_handovers WHERE id = i) ELSE '' END"; got != want {
		t.Errorf("RefSQL is %s", got)
	}
}
