package goods

import (
	"context"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/policies"
)

// inChinese are the goods of the public record as officers write them: name and mineral, in the order of hs_examined.
var inChinese = map[string][][2]string{
	"PC-01": {{"锑锭", "锑"}}, "PC-02": {{"镓锭", "镓"}, {"锗锭", "锗"}, {"锑锭", "锑"}}, "PC-04": {{"金属钇靶材样品", "稀土"}, {"氧化钪", "稀土"}}, "PC-05": {{"锑锭", "锑"}},
	"PC-07": {{"天然鳞片石墨", "石墨"}}, "PC-08": {{"锗透镜", "锗"}}, "PC-21": {{"一瓶镓", "镓"}}, "PC-22": {{"镝", "稀土"}, {"铽", "稀土"}}, "PC-30": {{"钕铁硼磁体（含镝0.36%）", "镝"}},
	"PC-31": {{"低温锡膏（含铋50%）", "铋"}}, "PC-32": {{"锡铋焊膏Sn42Bi58", "铋"}}, "PC-33": {{"钨粉", "钨"}}, "PC-35": {{"光学玻璃（锗光学元件）", "锗"}}, "PC-36": {{"锗窗口片", "锗"}},
	"PC-38": {{"普通透镜", "锗"}}, "PC-40": {{"磁铁", "镝、钐"}}, "PC-41": {{"钐钴磁体", "钐"}}, "PC-42": {{"磁体（含镝3.15%）", "镝"}}, "PC-44": {{"钐钴磁体", "稀土（钐）"}},
	"PC-45": {{"装饰玩具（铋99.999%）", "铋"}}, "PC-47": {{"三氧化钨", "钨"}}, "PC-50": {{"锑锭", "锑"}},
}

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

// days are the first and the last day of the acts, else the day of the publication.
func days(row map[string]string) []string {
	var out []string
	for _, d := range strings.Split(row["act_period"], "..") {
		switch len(d) {
		case len("2025"):
			d += "-12-31"
		case len("2025-02"):
			d += "-28"
		}
		if strings.HasPrefix(d, "20") {
			out = append(out, d)
		}
	}
	if d := row["public_date"]; len(out) == 0 {
		out = append(out, (d + "-28")[:len("2025-02-28")])
	}
	return out
}

// Nothing that was punished as controlled is called not listed: not under the customs code that somebody would declare,
// nor under that code as found, in either language.
func TestControl_PublicRecord(t *testing.T) {
	t.Parallel()
	d := desk(t)
	n := 0
	for _, row := range publicGoods(t) {
		codes := strings.Split(row["hs_examined"], "; ")
		zh := inChinese[row["case_id"]]
		if len(zh) != len(codes) || !strings.Contains(row["notes"], "hs_examined: ") {
			t.Errorf("%s: %d codes, %d names, or no basis of the code", row["case_id"], len(codes), len(zh))
			continue
		}
		for i, hs := range codes {
			for _, name := range [][2]string{zh[i], {row["item"], row["mineral"]}} {
				for _, day := range days(row) {
					for _, in := range []Input{{HSFound: hs}, {HSDeclared: hs}, {HSFound: hs[:8]}, {}} {
						n++
						in.Name, in.Mineral, in.ActOn = name[0], name[1], on(day)
						f := d.controlOf(in)
						if f.State == NotControlled || f.State == Undetermined && len(f.Gaps) == 0 {
							t.Errorf("%s %s (%s) %+v on %s: %s, %+v", row["case_id"], name[0], name[1], in, day, f.State, f.Gaps)
						}
					}
				}
			}
		}
	}
	if n < 200 {
		t.Errorf("only %d questions", n)
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
	for _, c := range []struct{ listed, on, state string }{{"金属镓（单质）", "2023-07-31", NotControlled}, {"金属镓（单质）", "2023-08-01", Controlled}, {"金属钇", "2023-07-31", Undetermined}} {
		if f := d.controlOf(Input{Name: "x", Mineral: "y", Listed: c.listed, ActOn: on(c.on)}); f.State != c.state {
			t.Errorf("%s on %s: %+v", c.listed, c.on, f)
		}
	}
}

// From the day of the unified list that is the basis, not the announcement that was repealed on it.
func TestControl_BasisIsNotRepealed(t *testing.T) {
	t.Parallel()
	d := desk(t)
	for day, want := range map[string]string{"2024-11-30": "MOFCOM/GACC Announcement 2023 No. 23", "2024-12-01": "MOFCOM Announcement 2024 No. 51"} {
		if _, basis, state := d.Control("镓锭", "镓", "", on(day)); basis != want || state != Controlled {
			t.Errorf("%s: %s %s", day, state, basis)
		}
	}
}

// Every gap has its sentence in both languages, with everything it speaks of.
func TestMissing_InBothLanguages(t *testing.T) {
	t.Parallel()
	d := desk(t)
	items := d.Book.Items(on("2026-11-20"), "1C909.a")
	unsaid := d.Book.Items(on("2023-05-12"), "1C908.a")
	for _, g := range []Gap{{GapActOn, "", nil}, {GapElement, "", nil}, {GapHSFound, "", nil}, {GapLookUp, "", nil}, {GapItemCodes, "", items}, {GapOtherElement, "28053019", items}, {GapReprinted, "28053019", items},
		{GapEarlierRule, "", unsaid}, {GapAfterSuspension, "", items}} {
		zh, en := d.missing(i18n.With(context.Background(), i18n.ZH), g), d.missing(i18n.With(context.Background(), i18n.EN), g)
		if zh == en || strings.ContainsAny(zh+en, "⟦{}") || strings.Contains(en, "0001-01-01") {
			t.Errorf("%s: %q %q", g.Kind, zh, en)
		}
	}
	many := d.missing(i18n.With(context.Background(), i18n.ZH), Gap{Kind: GapItemCodes, Items: filtered(d.Book.Items(on("2026-11-20"), ""), func(h law.ItemOn) bool { return h.Covers == law.CodesUnread })})
	if !strings.Contains(many, "等另外") {
		t.Errorf("all of them: %s", many)
	}
}

// What was written as not listed under an older list is not shown so where the list of today leaves it open; what was
// found controlled stays.
func TestShown_NotListedStandsOnlyAsLongAsTheListSaysSo(t *testing.T) {
	t.Parallel()
	d := desk(t)
	day := on("2026-03-01")
	for _, c := range []struct{ name, mineral, found, stored, want string }{
		{"锗透镜", "锗", "90019090", NotControlled, Undetermined},
		{"含镓废料", "镓", "7204210000", NotControlled, NotControlled},
		{"含镓废料", "镓", "7204210000", Controlled, Controlled},
		{"镓锭", "镓", "", Controlled, Controlled},
		{"镓锭", "镓", "", "", Undetermined},
	} {
		if f := d.shown(Row{Name: c.name, Mineral: c.mineral, HSFound: c.found, ControlState: c.stored, ActOn: &day}); f.State != c.want || f.State == Undetermined && len(f.Gaps) == 0 {
			t.Errorf("%+v: %+v", c, f)
		}
	}
}
