package law_test

import (
	"slices"
	"testing"

	"touchstone/internal/errs"
	"touchstone/internal/law"
)

// Every event of every machine at every state: Find and the rows of the tables, read here once more, agree.
func TestFind_EveryStateAndEvent(t *testing.T) {
	b := load(t)
	type key struct{ machine, event, state string }
	rows := map[key]map[string]string{} // → variant → id
	events := map[string][]string{}
	add := func(machine, event, variant, id string, states []string) {
		if !slices.Contains(events[machine], event) {
			events[machine] = append(events[machine], event)
		}
		for _, s := range states {
			k := key{machine, event, s}
			if rows[k] == nil {
				rows[k] = map[string]string{}
			}
			rows[k][variant] = id
		}
	}
	states := map[string][]string{}
	for _, s := range b.States {
		states[string(s.Machine)] = append(states[string(s.Machine)], s.Code)
	}
	for _, r := range readRows(t, "../../policies/procedure/2004-11-01/transitions.csv") {
		from := cells(r["from_states"])
		if r["from_states"] == "*" {
			except := cells(r["except"])
			from = slices.DeleteFunc(slices.Clone(states[r["machine"]]), func(s string) bool { return slices.Contains(except, s) })
		}
		add(r["machine"], r["event"], r["variant"], r["id"], from)
	}
	for _, r := range readRows(t, "../../policies/procedure/2004-11-01/recorded_events.csv") {
		from := cells(r["allowed_states"])
		if r["allowed_states"] == "*" {
			from = states[r["entity"]]
		}
		add(r["entity"], r["event"], r["variant"], r["id"], from)
	}
	checked := 0
	for machine, all := range states {
		for _, state := range append(all, law.New) {
			possible := b.At(law.Machine(machine), state)
			for _, event := range events[machine] {
				checked++
				want := rows[key{machine, event, state}]
				for variant, id := range want {
					a, err := b.Find(law.Machine(machine), event, variant, state)
					if err != nil || a.ID != id || !slices.Contains(possible, a) {
						t.Errorf("%s %s[%s] at %s: %v %v, want %s", machine, event, variant, state, a, err, id)
					}
				}
				_, err := b.Find(law.Machine(machine), event, "", state)
				switch {
				case len(want) == 0 && !errs.Is(err, errs.Conflict):
					t.Errorf("%s %s at %s: %v, want a conflict", machine, event, state, err)
				case len(want) == 1 && err != nil, len(want) > 1 && !errs.Is(err, errs.InvalidInput):
					t.Errorf("%s %s at %s without variant: %v", machine, event, state, err)
				}
			}
			if n := len(possible); n == 0 && state != law.New && !b.State(law.Machine(machine), state).Terminal {
				t.Errorf("nothing may happen at %s %s", machine, state)
			}
		}
	}
	if checked < 3000 {
		t.Errorf("only %d pairs checked", checked)
	}
}

func cells(s string) []string {
	var out []string
	for _, x := range splitOn(s, '|') {
		if x != "" {
			out = append(out, x)
		}
	}
	return out
}

func TestFind_TellsTheErrorsApart(t *testing.T) {
	b := load(t)
	for _, c := range []struct {
		event, variant, state string
		kind                  errs.Kind
	}{
		{"referral.flown", "", "DRAFT", errs.NotFound},
		{"referral.approved", "", "DRAFT", errs.Conflict},
		{"referral.filing_decided", "", "UNDER_FILING_REVIEW", errs.InvalidInput},
		{"referral.filing_decided", "outcome=maybe", "UNDER_FILING_REVIEW", errs.InvalidInput},
		{"referral.approved", "", "NO_SUCH_STATE", errs.Conflict},
	} {
		if a, err := b.Find(law.Referral, c.event, c.variant, c.state); errs.KindOf(err) != c.kind || err == nil {
			t.Errorf("%+v: %v %v", c, a, err)
		}
	}
	// Entities without states admit each of their events.
	if a, err := b.Find("frozen_asset", "asset.frozen", "kind=equity", ""); err != nil || a.Variant != "kind=equity" {
		t.Error(a, err)
	}
	if _, err := b.Find("frozen_asset", "asset.frozen", "", ""); !errs.Is(err, errs.InvalidInput) {
		t.Error(err)
	}
}
