package goods

import (
	"context"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/policies"
)

// inChinese are the goods of the public record as officers write them: name and mineral, in the order of hs_examined.
var inChinese = map[string][][2]string{
	"PC-01": {{"锑锭", "锑"}}, "PC-02": {{"镓锭", "镓"}, {"锗锭", "锗"}, {"锑锭", "锑"}}, "PC-04": {{"金属钇靶材样品", "稀土"}, {"氧化钪", "稀土"}, {"金属靶材样品", "稀土"}},
	"PC-05": {{"锑锭", "锑"}},
	"PC-07": {{"天然鳞片石墨", "石墨"}}, "PC-08": {{"锗透镜", "锗"}}, "PC-21": {{"一瓶镓", "镓"}, {"一瓶镓", "镓"}}, "PC-22": {{"镝", "稀土"}, {"铽", "稀土"}, {"镍粉", "稀土"}},
	"PC-30": {{"钕铁硼磁体（含镝0.36%）", "镝"}},
	"PC-31": {{"低温锡膏（含铋50%）", "铋"}}, "PC-32": {{"锡铋焊膏Sn42Bi58", "铋"}}, "PC-33": {{"钨粉", "钨"}}, "PC-35": {{"光学玻璃（锗光学元件）", "锗"}}, "PC-36": {{"锗窗口片", "锗"}},
	"PC-38": {{"普通透镜", "锗"}}, "PC-40": {{"磁铁", "镝、钐"}}, "PC-41": {{"钐钴磁体", "钐"}}, "PC-42": {{"磁体（含镝3.15%）", "镝"}}, "PC-44": {{"钐钴磁体", "稀土（钐）"}},
	"PC-45": {{"装饰玩具（铋99.999%）", "铋"}, {"铋（99.999%）", "铋"}}, "PC-47": {{"三氧化钨", "钨"}}, "PC-50": {{"锑锭", "锑"}}, "PC-51": {{"硅铁", "硅铁"}},
}

// uncoded are goods of the public record for which nobody knows a customs code.
var uncoded = map[string][][2]string{"PC-02": {{"镓化合物", "镓"}, {"锗化合物", "锗"}, {"锑化合物", "锑"}}, "PC-22": {{"其他物品", "稀土"}}}

// controlledAs are the goods that the list calls controlled on every day of the acts, by their number in hs_examined.
var controlledAs = map[string][]int{"PC-01": {0}, "PC-21": {0, 1}, "PC-45": {1}, "PC-47": {0}, "PC-50": {0}}

// missingOf are items of which the answer says what is missing.
var missingOf = map[string]string{"PC-08": "金属锗（单质）", "PC-31": "金属铋及制品", "PC-32": "金属铋及制品", "PC-33": "钨粉", "PC-35": "金属锗（单质）", "PC-36": "金属锗（单质）",
	"PC-38": "金属锗（单质）",
	"PC-40": "钐钴永磁材料", "PC-41": "钐钴永磁材料", "PC-42": "含镝钕铁硼永磁材料", "PC-45": "金属铋及制品"}

// publicGoods reads the goods of the public record that name a customs code.
func publicGoods(t *testing.T) []map[string]string {
	t.Helper()
	f, err := policies.FS().Open("items/public_cases.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range all[1:] {
		row := map[string]string{}
		for i, c := range all[0] {
			row[c] = r[i]
		}
		if row["hs_examined"] != "" {
			out = append(out, row)
		}
	}
	return out
}

// days are the first and the last day of the acts, else of the month of the publication.
func days(row map[string]string) []string {
	period := row["act_period"]
	if !strings.HasPrefix(period, "20") {
		period = row["public_date"]
	}
	from, to, both := strings.Cut(period, "..")
	if !both {
		to = from
	}
	return slices.Compact([]string{firstDay(from), lastDay(to)})
}

func firstDay(d string) string { return (d + "-01-01")[:len("2025-02-01")] }

func lastDay(d string) string {
	switch len(d) {
	case len("2025"):
		return d + "-12-31"
	case len("2025-02"):
		return on(d+"-01").AddDate(0, 1, -1).Format(time.DateOnly)
	}
	return d
}

// Nothing that was punished as controlled is called not listed: not under the customs code that somebody would declare,
// nor under that code as found, in either language.
func TestControl_PublicRecord(t *testing.T) {
	t.Parallel()
	d := desk(t)
	n := 0
	ask := func(row map[string]string, in Input, name [2]string, day string) Finding {
		n++
		in.Name, in.Mineral, in.ActOn = name[0], name[1], on(day)
		f := d.controlOf(in)
		if f.State == NotControlled || f.State == Undetermined && len(f.Gaps) == 0 {
			t.Errorf("%s %+v: %s, %+v", row["case_id"], in, f.State, f.Gaps)
		}
		return f
	}
	for _, row := range publicGoods(t) {
		id, codes, zh := row["case_id"], strings.Split(row["hs_examined"], "; "), inChinese[row["case_id"]]
		if len(zh) != len(codes) || !strings.Contains(row["notes"], "hs_examined: ") {
			t.Errorf("%s: %d codes, %d names, or no basis of the code", id, len(codes), len(zh))
			continue
		}
		for _, day := range days(row) {
			for i, hs := range codes {
				for _, name := range [][2]string{zh[i], {row["item"], row["mineral"]}} {
					for _, in := range []Input{{HSFound: hs}, {HSDeclared: hs}, {HSFound: hs[:8]}, {}} {
						ask(row, in, name, day)
					}
				}
				f := ask(row, Input{HSFound: hs}, zh[i], day)
				if slices.Contains(controlledAs[id], i) && f.State != Controlled {
					t.Errorf("%s %s %s on %s: %s %v", id, zh[i], hs, day, f.State, kinds(f))
				}
				if want := missingOf[id]; f.State == Undetermined && want != "" && !about(f, want) {
					t.Errorf("%s on %s: what is missing is not said of %s: %+v", id, day, want, f.Gaps)
				}
			}
			for _, name := range uncoded[id] {
				ask(row, Input{}, name, day)
			}
		}
	}
	if n < 250 {
		t.Errorf("only %d questions", n)
	}
}

// about tells whether a gap names an item.
func about(f Finding, item string) bool {
	return slices.ContainsFunc(f.Gaps, func(g Gap) bool {
		return slices.ContainsFunc(g.Items, func(h law.ItemOn) bool { return h.NameZH == item })
	})
}

// The acts of a month began on its first day and ended on its last.
func TestDays(t *testing.T) {
	t.Parallel()
	for period, want := range map[string]string{"2025-02..2025-03": "2025-02-01 2025-03-31", "2025-02": "2025-02-01 2025-02-28", "2024": "2024-01-01 2024-12-31",
		"2009..2023": "2009-01-01 2023-12-31", "2025-03-13": "2025-03-13", "not stated": "2026-06-01 2026-06-30"} {
		if got := strings.Join(days(map[string]string{"act_period": period, "public_date": "2026-06"}), " "); got != want {
			t.Errorf("%s: %s", period, got)
		}
	}
}

// Not listed is said where every item of the element prints its customs codes and none fits; otherwise it is said what
// is missing.
func TestControl_NotListedOrWhatIsMissing(t *testing.T) {
	t.Parallel()
	d := desk(t)
	for _, c := range []struct {
		name, mineral, hs, on, state string
		gaps                         []string
	}{
		{"含镓废料", "镓", "7204210000", "2026-05-12", NotControlled, nil}, // the honest neighbours
		{"石墨电极", "石墨", "8545110000", "2024-05-12", NotControlled, nil},
		{"gallium scrap", "Gallium", "7204210000", "2026-05-12", NotControlled, nil},
		{"锗矿", "锗", "2617909000", "2023-07-31", NotControlled, nil},
		{"锗透镜", "锗", "90019090", "2026-03-01", Undetermined, []string{GapItemCodes}},
		{"钕铁硼磁体", "镝", "8505111000", "2025-07-04", Undetermined, []string{GapItemCodes}},
		{"钆铁合金", "钆", "7202999100", "2026-05-12", Undetermined, []string{GapItemCodes}}, // alloys without a printed code
		{"锡膏", "铋", "38101000", "2025-05-21", Undetermined, []string{GapItemCodes}},
		{"石墨制品", "石墨", "3824999921", "2025-05-12", Undetermined, []string{GapReprinted}},
		{"回收料", "镓", "8110101000", "2026-05-12", Undetermined, []string{GapOtherElement}},
		{"石墨粉", "石墨", "6909110000", "2006-12-01", Undetermined, []string{GapEarlierRule}},
		{"金属钇", "钇", "2805301700", "2023-05-12", Undetermined, []string{GapEarlierRule}},
		{"金属钬", "钬", "28053019", "2026-11-20", Undetermined, []string{GapAfterSuspension}},
		{"金属钬", "钬", "28053019", "2026-11-10", Suspended, nil},
		{"回收料", "镓", "", "2026-05-12", Undetermined, []string{GapHSFound}},
		{"砂石", "砂石", "", "2026-05-12", Undetermined, []string{GapElement}},
		{"natural flake graphite", "Graphite", "2504109900", "2025-03-01", Controlled, nil},
		{"天然鳞片石墨粉", "石墨", "2504109900", "2025-03-01", Controlled, nil},
		{"氧化镝粉", "镝", "", "2025-07-04", Controlled, nil},
		{"锑化铟晶片", "铟", "2853909031", "2026-05-12", Controlled, nil}, // a row of antimony
		{"dysprosium oxide", "rare earths (dysprosium)", "2846901500", "2025-07-04", Controlled, nil},
		{"ytterbium metal", "Ytterbium", "", "2025-07-04", Undetermined, []string{GapEarlierRule}}, // terbium is not in ytterbium

		{"人造石墨负极材料", "石墨", "3801100030", "2025-03-01", Controlled, nil}, // an item that is not listed yet hides none that is
		{"人造石墨负极材料", "石墨", "3801909010", "2025-03-01", Controlled, nil},
		{"人造石墨负极材料", "石墨", "3801100030", "2026-03-01", Controlled, nil},
		{"人造石墨负极材料", "石墨", "3801100030", "2026-11-30", Controlled, nil},
		{"人造石墨负极材料", "石墨", "8507600000", "2026-03-01", Suspended, nil},

		{"球化石墨", "石墨", "3801909090", "2024-06-03", Controlled, nil}, // the announcement names them in its own words
		{"球化石墨", "石墨", "3801900000", "2025-03-01", Controlled, nil},
		{"膨胀石墨", "石墨", "3824999999", "2025-03-01", Controlled, nil},
		{"膨胀石墨", "石墨", "3801909090", "2025-03-01", Controlled, nil},
		{"可膨胀石墨", "石墨", "3824999999", "2025-03-01", Controlled, nil},
		{"大鳞片石墨", "石墨", "2504109900", "2025-03-01", Controlled, nil},
		{"非鳞片石墨", "石墨", "6909110000", "2025-03-01", NotControlled, nil},
		{"人造球形石墨", "石墨", "3801909090", "2025-03-01", Undetermined, []string{GapSameLine}},
		{"expandable graphite", "Graphite", "3824999999", "2025-03-01", Controlled, nil},

		{"GaAs晶片", "镓", "3818009000", "2026-11-30", Controlled, nil}, // formulas and other names
		{"GaAs晶片", "镓", "3818009090", "2026-11-30", Controlled, nil},
		{"GaN外延片", "镓", "3818009000", "2026-11-30", Controlled, nil},
		{"InGaAs wafer", "Gallium", "3818009090", "2026-11-30", Controlled, nil},
		{"三氧化二镓", "镓", "2825909090", "2026-11-30", Controlled, nil},
		{"Ga2O3", "镓", "2825909090", "2026-11-30", Controlled, nil},
		{"一瓶镓", "镓", "8112929000", "2026-11-30", Controlled, nil}, // what is the metal is not another thing for its declared code
		{"一瓶镓", "镓", "7017900000", "2026-11-30", Controlled, nil},
		{"镓（6N）瓶装", "镓", "3926909090", "2026-11-30", Controlled, nil},
		{"one bottle of gallium", "gallium", "8112929000", "2026-11-30", Controlled, nil},
		{"液态镓", "镓", "8112929000", "2026-11-30", Controlled, nil},
		{"回收料", "镓", "8112929000", "2026-11-30", Undetermined, []string{GapSameLine}}, // the last two digits change every year
		{"晶片", "镓", "3818009090", "2026-11-30", Undetermined, []string{GapSameLine}},
		{"石墨粉", "石墨", "3801900000", "2025-03-01", Undetermined, []string{GapSameLine}},
		{"回收料", "镓", "8112990000", "2026-11-30", Undetermined, []string{GapSameLine}},
		{"石墨粉", "石墨", "38019000", "2025-03-01", Undetermined, []string{GapSameLine}},
		{"柔性石墨", "石墨", "6815190090", "2025-03-01", Undetermined, []string{GapDescription}}, // a name of the trade: of the item that it may be

		{"装饰玩具（铋99.999%）", "铋", "8106101091", "2025-01-15", Undetermined, []string{GapItemCodes, GapEarlierRule}}, // before Ann. 10/2025 there were others
		{"铋锭99.995%", "铋", "8106101091", "2025-01-15", Undetermined, []string{GapItemCodes, GapEarlierRule}},
		{"铋锭99.995%", "铋", "8106101091", "2024-10-15", Undetermined, []string{GapEarlierRule, GapEarlierRule}},
		{"铋锭99.995%", "铋", "8106101091", "2025-05-15", Controlled, nil},

		{"核级石墨", "石墨", "3801100010", "2025-03-01", Undetermined, []string{GapUnread}}, // entries that nobody has read
		{"核级石墨", "石墨", "3801100010", "2024-05-12", Undetermined, []string{GapSameLine, GapEarlierRule}},
		{"人造细晶粒整体石墨", "石墨", "3801100020", "2025-03-01", Undetermined, []string{GapUnread}},
		{"等静压石墨", "石墨", "3801100090", "2025-03-01", Undetermined, []string{GapThreshold}}, // the name of the trade for an item with a condition
		{"石墨电极", "石墨", "8545110000", "2025-03-01", NotControlled, nil},                    // the honest neighbour has a line of its own
		{"钨粉", "钨", "8101100090", "2025-02-28", Undetermined, []string{GapUnread}},
		{"碳化钨粉", "钨", "2849902000", "2025-05-12", Controlled, nil},

		// rare earths are twelve elements of the list
		{"磁铁", "稀土", "8505111000", "2025-07-04", Undetermined, []string{GapWhichElement, GapItemCodes, GapEarlierRule, GapEarlierRule}},
		{"稀土", "稀土", "2805301200", "2026-05-12", Controlled, nil},
		{"metal", "rare earths", "2805301200", "2026-05-12", Controlled, nil},
		{"金属镝块", "稀土", "", "2026-05-12", Controlled, nil},

		{"铰链梁", "超硬材料", "8479909090", "2026-11-30", Undetermined, []string{GapThreshold}},
		{"钼粉", "钼", "8102100090", "2026-05-12", Undetermined, []string{GapThreshold}}, // a threshold is asked for, not taken as reached
		{"钼粉", "钼", "8102100001", "2026-05-12", Controlled, nil},
		{"人造石墨", "石墨", "3801100090", "2026-05-12", Undetermined, []string{GapThreshold}},
		{"石墨材料", "石墨", "3801100090", "2025-03-01", Undetermined, []string{GapThreshold}},
		{"钨合金", "钨", "8101999090", "2026-05-12", Undetermined, []string{GapThreshold}},
		{"锑的氧化物", "锑", "2825800090", "2026-05-12", Undetermined, []string{GapThreshold}},
		{"氧化锑", "锑", "2825800090", "2026-05-12", Undetermined, []string{GapThreshold}},
		{"石墨电极", "石墨", "3801", "2025-03-01", Undetermined, []string{GapFullCode}}, // a heading holds other goods too
		{"镓", "镓", "3818", "2026-05-12", Undetermined, []string{GapFullCode}},
		{"石墨制品", "石墨", "382499", "2025-03-01", Undetermined, []string{GapFullCode}},
		{"回收料", "镓", "81129290", "2026-05-12", Undetermined, []string{GapFullCode}},
		{"镓锭", "镓", "81129290", "2026-05-12", Controlled, nil},
	} {
		f := d.find(c.name, c.mineral, c.hs, on(c.on))
		if f.State != c.state || !slices.Equal(kinds(f), c.gaps) {
			t.Errorf("%s %s on %s: %s %v, want %s %v", c.name, c.hs, c.on, f.State, kinds(f), c.state, c.gaps)
		}
	}
	for _, c := range []struct {
		in   Input
		gaps []string
	}{
		{Input{Name: "镓锭", Mineral: "镓"}, []string{GapActOn}},
		{Input{Name: "回收料", Mineral: "锗", HSDeclared: "90019090", ActOn: on("2026-05-12")}, []string{GapHSFound, GapItemCodes}},
		{Input{Name: "回收料", Mineral: "镓", HSDeclared: "8110101000", ActOn: on("2026-05-12")}, []string{GapHSFound, GapOtherElement}},
	} {
		if f := d.controlOf(c.in); f.State != Undetermined || !slices.Equal(kinds(f), c.gaps) {
			t.Errorf("%+v: %s %v", c.in, f.State, kinds(f))
		}
	}
}

// A customs code that is found and printed for an item in force is never answered with not listed, whatever item of the
// element the goods bear the name of.
func TestControl_AFoundCodeInForceIsNeverNotListed(t *testing.T) {
	t.Parallel()
	d := desk(t)
	asked := 0
	for _, day := range []string{"2023-09-01", "2024-01-15", "2024-10-01", "2025-01-15", "2025-03-01", "2025-07-04", "2026-03-01", "2026-11-30"} {
		all := d.Book().Items(on(day), "")
		for _, r := range filtered(all, func(h law.ItemOn) bool { return h.State == law.ItemInForce && h.HS != "" }) {
			var names []string
			for _, h := range all {
				if h.ElementZH == r.ElementZH || strings.Contains(h.NameZH, r.ElementZH) {
					names = once(names, h.NameZH)
				}
			}
			for _, name := range names {
				asked++
				if f := d.find(name, r.ElementZH, r.HS, on(day)); f.State != Controlled {
					t.Errorf("%s %s on %s: %s %v", name, r.HS, day, f.State, kinds(f))
				}
			}
		}
	}
	if asked < 1000 {
		t.Errorf("only %d questions", asked)
	}
}

// What is missing is said of the item that it is about, with its condition.
func TestControl_NamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	d := desk(t)
	zh := i18n.With(context.Background(), i18n.ZH)
	for _, c := range []struct{ name, mineral, hs, on, want string }{
		{"低温锡膏（含铋50%）", "铋", "38101000", "2025-05-21", "金属铋及制品"},
		{"钨粉", "钨", "8101100090", "2025-02-28", "钨粉：清单条目的内容未收录"},
		{"铰链梁", "超硬材料", "8479909090", "2026-11-30", "六面顶压机专用关键零部件（铰链梁、顶锤、高压控制系统）的列管条件是否符合：高压控制系统：合成压力大于5 GPa"},
		{"钼粉", "钼", "8102100090", "2026-05-12", "钼含量大于或等于97%"},
		{"石墨电极", "石墨", "3801", "2025-03-01", "3801位数不足"},
		{"磁铁", "稀土", "8505111000", "2025-07-04", "须查明是哪一种"},
		{"核级石墨", "石墨", "3801100010", "2024-05-12", "《核两用品及相关技术出口管制清单》"},
		{"回收料", "镓", "8112929000", "2026-11-30", "金属镓（单质）所列编号同属一个税目"},
	} {
		f := d.find(c.name, c.mineral, c.hs, on(c.on))
		if got := d.allMissing(zh, f.Gaps); !strings.Contains(got, c.want) {
			t.Errorf("%s %s: %q does not say %q", c.name, c.hs, got, c.want)
		}
	}
}

func kinds(f Finding) []string {
	var out []string
	for _, g := range f.Gaps {
		out = append(out, g.Kind)
	}
	return out
}

// What an officer picks is the item; before it was listed the earlier rule is missing, where there was one.
func TestControl_PickedBeforeItWasListed(t *testing.T) {
	t.Parallel()
	d := desk(t)
	for _, c := range []struct{ listed, found, on, state string }{
		{"金属镓（单质）", "", "2023-07-31", NotControlled},
		{"金属镓（单质）", "", "2023-08-01", Controlled},
		{"金属钇", "", "2023-07-31", Undetermined},
		{"稀土相关技术", "", "2024-06-01", Undetermined}, // the technology catalogue
		{"稀土生产加工设备", "", "2025-03-01", Undetermined},
		{"金属铋及制品", "", "2025-01-15", Undetermined},
		{"人造石墨负极材料", "", "2025-03-01", Undetermined}, // another item of graphite may describe it
		{"人造石墨负极材料", "8507600000", "2025-03-01", NotControlled},
		{"人造石墨负极材料", "3801909010", "2025-03-01", Controlled}, // the found code is of another item
		{"金属铋及制品", "8112929010", "2025-01-15", Undetermined},
		{"人造石墨负极材料", "3801909010", "2026-03-01", Undetermined},
		{"人造石墨负极材料", "", "2026-03-01", Suspended},
		{"按1C229管制的铋", "", "2026-03-01", Undetermined}, // nobody has read the entry
		{"六面顶压机专用关键零部件", "", "2026-03-01", Controlled}, // the name before it was completed
		{"无此物项", "", "2026-03-01", Undetermined},
	} {
		f := d.controlOf(Input{Name: "x", Mineral: "y", Listed: c.listed, HSFound: c.found, ActOn: on(c.on)})
		if f.State != c.state || f.State == Undetermined && len(f.Gaps) == 0 {
			t.Errorf("%s %s on %s: %+v", c.listed, c.found, c.on, f)
		}
	}
}

// TestControl_NameAndCodeTogether: two items share a customs code; what is called as one of them is that one.
func TestControl_NameAndCodeTogether(t *testing.T) {
	t.Parallel()
	f := desk(t).find("固态钨、钨合金、钨掺铜", "钨", "8101940001", on("2025-12-23"))
	if f.State != Controlled || !slices.Equal(f.Codes, []string{"1C117.c"}) {
		t.Errorf("%s %q", f.State, f.Codes)
	}
}
