package law_test

import (
	"slices"
	"testing"

	"touchstone/internal/law"
)

func TestItems_ByDate(t *testing.T) {
	b := load(t)
	for _, c := range []struct{ query, on, state string }{
		{"8112929010", "2023-07-31", law.ItemNotYet}, // gallium, Ann. 23/2023
		{"8112929010", "2023-08-01", law.ItemInForce},
		{"8101.94.0001", "2025-02-04", law.ItemInForce}, // tungsten, Ann. 10/2025
		{"28053019", "2025-11-06", law.ItemNotYet},
		{"28053019", "2025-11-07", law.ItemSuspended},
		{"28053019", "2026-11-10", law.ItemSuspended},
		{"28053019", "2026-11-11", law.ItemUnverified},
		{"1E902", "2025-10-09", law.ItemInForce}, // in force for four weeks before it was suspended
		{"1E902", "2025-12-01", law.ItemSuspended},
	} {
		got := b.Items(date(t, c.on), c.query)
		if len(got) == 0 || !slices.ContainsFunc(got, func(i law.ItemOn) bool { return i.State == c.state }) {
			t.Errorf("%s on %s: %v", c.query, c.on, states(got))
		}
	}
}

func states(items []law.ItemOn) []string {
	var out []string
	for _, i := range items {
		out = append(out, i.NameEN+" "+i.State)
	}
	return out
}

func TestItems_FindsByNameInBothLanguages(t *testing.T) {
	b := load(t)
	on := date(t, "2026-01-01")
	if len(b.Items(on, "")) != len(b.Goods) || len(b.Items(on, "no such mineral")) != 0 {
		t.Error("everything or nothing")
	}
	zh, en := b.Items(on, "金属铽"), b.Items(on, "terbium METAL")
	if len(zh) != 1 || len(en) != 1 || zh[0].Item != en[0].Item || zh[0].ControlCode != "1C904.a" {
		t.Errorf("%v %v", states(zh), states(en))
	}
}

func TestControlCodes(t *testing.T) {
	b := load(t)
	on := date(t, "2026-01-01")
	for _, c := range []struct {
		element, hs string
		codes       []string
		controlled  bool
	}{
		{"铽", "2805301300", []string{"1C904.a"}, true},
		{"terbium", "2805301300", []string{"1C904.a"}, true},
		{"Gallium", "8112929010", nil, true}, // controlled, but the announcement printed no control code
		{"铽", "9999999999", nil, false},
		{"", "", nil, false},
		{"Holmium", "28053019", nil, false}, // suspended
	} {
		codes, controlled := b.ControlCodes(c.element, c.hs, on)
		if !slices.Equal(codes, c.codes) || controlled != c.controlled {
			t.Errorf("%s %s: %v %v", c.element, c.hs, codes, controlled)
		}
	}
	if got := b.Item("1C904.a", on); len(got) == 0 || got[0].State != law.ItemInForce {
		t.Error(got)
	}
	if got := b.Item("", on); len(got) != 0 {
		t.Error("an empty code is no code")
	}
}

func TestElement_InBothLanguages(t *testing.T) {
	b := load(t)
	for _, name := range []string{"镓", "Gallium", "gallium"} {
		if zh, en := b.Element(name); zh != "镓" || en != "Gallium" {
			t.Errorf("%s is %s, %s", name, zh, en)
		}
	}
	if zh, en := b.Element("镓、锗"); zh != "镓、锗" || en != "镓、锗" {
		t.Errorf("other words became %s, %s", zh, en)
	}
}
