package law_test

import (
	"slices"
	"strings"
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
		{"3801100010", "2024-11-30", law.ItemNotYet}, // nobody has read the entry
		{"3801100010", "2025-03-01", law.ItemUnverified},
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
		if got := b.Element(name); got.ZH != "镓" || got.Latin != "Gallium" {
			t.Errorf("%s is %+v", name, got)
		}
	}
	if got := b.Element("镓、锗"); got.ZH != "镓、锗" || got.Latin != "镓、锗" {
		t.Errorf("other words became %+v", got)
	}
}

// An item of a repealed announcement rests on the unified list from the day of the repeal.
func TestItem_BasisOn(t *testing.T) {
	b := load(t)
	for _, c := range []struct{ hs, on, want string }{
		{"8112929010", "2024-11-30", "MOFCOM/GACC Announcement 2023 No. 23"},
		{"8112929010", "2024-12-01", "MOFCOM Announcement 2024 No. 51"},
		{"2504101000", "2026-01-01", "MOFCOM Announcement 2024 No. 51"},
		{"8110101000", "2026-01-01", "MOFCOM Announcement 2024 No. 51"},
		{"8479899956", "2024-10-01", "MOFCOM/GACC Announcement 2024 No. 33"},
		{"2805301300", "2026-01-01", "MOFCOM/GACC Announcement 2025 No. 18"},
	} {
		got := b.Items(date(t, c.on), c.hs)
		if len(got) == 0 || got[0].BasisOn(date(t, c.on)) != c.want {
			t.Errorf("%s on %s: %v", c.hs, c.on, states(got))
		}
	}
}

// Of Announcement 61/2025 the items of Chinese origin were in force from publication, the others never.
func TestItems_LimbsOfAnnouncement61(t *testing.T) {
	b := load(t)
	for _, c := range []struct{ name, on, state string }{
		{"原产于中国的清单所列稀土物项", "2025-10-08", law.ItemNotYet},
		{"原产于中国的清单所列稀土物项", "2025-10-09", law.ItemInForce},
		{"原产于中国的清单所列稀土物项", "2025-11-07", law.ItemSuspended},
		{"含有中国成分的境外稀土物项", "2025-10-09", law.ItemNotYet},
		{"含有中国成分的境外稀土物项", "2025-11-06", law.ItemNotYet},
	} {
		if got := b.Items(date(t, c.on), c.name); len(got) != 1 || got[0].State != c.state {
			t.Errorf("%s on %s: %v", c.name, c.on, states(got))
		}
	}
}

// Thresholds of the announcements stand in Chinese, with their figures.
func TestItems_ThresholdsInChinese(t *testing.T) {
	b := load(t)
	for name, want := range map[string][]string{
		"高纯度高强度高密度人造石墨材料及其制品": {"99.9%", "30 MPa", "1.73 g/cm³"}, "三甲基锑、三乙基锑及其他有机锑化合物": {"99.999%"}, "锑的氢化物": {"99.999%"},
		"锑化铟": {"小于50个/cm²", "99.99999%"}, "六面顶压机设备": {"500 mm", "5 GPa"}, "六面顶压机专用关键零部件（铰链梁、顶锤、高压控制系统）": {"5 GPa"}, "固态钨、钨合金、钨掺铜": {"97%", "80%", "120 mm", "并且"},
		"钨掺银": {"2%", "80%"}, "钨镍铁合金、钨镍铜合金": {"17.5 g/cm³", "800 MPa", "1270 MPa"}, "钼粉及合金颗粒": {"97%", "50 μm"}, "人造金刚石微粉": {"50 μm"}, "人造金刚石单晶": {"50 μm", "500 μm"},
		"锂离子电池": {"300 Wh/kg"}, "磷酸铁锂正极材料": {"2.5 g/cm³", "156 mAh/g"}, "含有中国成分的境外稀土物项": {"0.1%"},
	} {
		rows := 0
		for _, i := range b.Goods {
			if i.NameZH != name {
				continue
			}
			rows++
			for _, w := range want {
				if !strings.Contains(i.ThresholdZH, w) {
					t.Errorf("%s: no %s in %q", name, w, i.ThresholdZH)
				}
			}
		}
		if rows == 0 {
			t.Errorf("no %s", name)
		}
	}
}

// A name is compared as one text however it is written; a formula is the elements in it.
func TestTrade_Fold(t *testing.T) {
	t.Parallel()
	trade := load(t).Trade
	for _, same := range [][]string{
		{"Ga₂O₃粉", "Ga2O3 粉", "Ｇａ２Ｏ３粉", "GaO粉"},
		{"InGaAs", "GaInAs", "In0.53Ga0.47As"},
		{"Hg₁₋ₓCdₓTe", "HgCdTe", "CdHgTe"},
		{"砷化鎵 晶片", "砷化镓晶片", "砷化\u200b镓·晶片"},
		{"gallium  oxide", "Gallium Oxide", "ＧＡＬＬＩＵＭ oxide"},
	} {
		for _, s := range same[1:] {
			if trade.Fold(s) != trade.Fold(same[0]) {
				t.Errorf("%q is %q, %q is %q", s, trade.Fold(s), same[0], trade.Fold(same[0]))
			}
		}
	}
	for _, other := range [][2]string{{"GaAs", "GaAsP"}, {"made In China", "made 铟 China"}, {"LED", "L.E.D"}, {"cobalt", "CoBaO"}, {"terbium", "ytterbium"}} {
		if trade.Fold(other[0]) == trade.Fold(other[1]) {
			t.Errorf("%q and %q are one", other[0], other[1])
		}
	}
	if law.Finds(trade.Fold("ytterbium metal"), "terbium") >= 0 || law.Finds(trade.Fold("25kg镓"), "kg") < 0 {
		t.Error("a word stands as a whole, beside a number too")
	}
}

// A heading that was filled up with zeros says no more than the heading.
func TestHeading(t *testing.T) {
	t.Parallel()
	for hs, want := range map[string]string{"3801000000": "3801", "81120000": "8112", "3801": "3801", "3801900000": "3801900000", "2504101000": "2504101000",
		"": ""} {
		if got := law.Heading(hs); got != want {
			t.Errorf("%s: %s", hs, got)
		}
	}
}

// TestItemOn_LiveFromItsFirstDay: what was listed and is suspended stays listed.
func TestItemOn_LiveFromItsFirstDay(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]bool{law.ItemNotYet: false, law.ItemInForce: true, law.ItemSuspended: true} {
		if got := (law.ItemOn{State: state}).Live(); got != want {
			t.Errorf("%s: %v", state, got)
		}
	}
}
