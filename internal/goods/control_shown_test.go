package goods

import (
	"context"
	"strings"
	"testing"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

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
	items := d.Book().Items(on("2026-11-20"), "1C909.a")
	unsaid := d.Book().Items(on("2023-05-12"), "1C908.a")
	for _, g := range []Gap{{Kind: GapActOn}, {Kind: GapElement}, {Kind: GapHSFound}, {Kind: GapLookUp}, {Kind: GapItemCodes, Items: items},
		{Kind: GapOtherElement, HS: "28053019", Items: items}, {Kind: GapReprinted, HS: "28053019", Items: items},
		{Kind: GapEarlierRule, Items: unsaid}, {Kind: GapEarlierRule, Items: unsaid, Unsure: true}, {Kind: GapMeanwhile, Items: items},
		{Kind: GapMeanwhile, Items: items, Unsure: true}, {Kind: GapBeside, Items: unsaid}, {Kind: GapBeside, Items: unsaid, Unsure: true},
		{Kind: GapDescription, Items: items},
		{Kind: GapAfterSuspension, Items: items}, {Kind: GapSameLine, HS: "28053018", Items: items}, {Kind: GapFullCode, HS: "2805", Items: items},
		{Kind: GapThreshold, Items: d.Book().Items(on("2026-11-20"), "1C108.b")}, {Kind: GapUnread, Items: items}, {Kind: GapWhichElement}} {
		zh, en := d.Missing(i18n.With(context.Background(), i18n.ZH), g), d.Missing(i18n.With(context.Background(), "en"), g)
		if zh == en || strings.ContainsAny(zh+en, "⟦{}") || strings.Contains(en, "0001-01-01") {
			t.Errorf("%s: %q %q", g.Kind, zh, en)
		}
	}
	many := d.Missing(i18n.With(context.Background(), i18n.ZH),
		Gap{Kind: GapItemCodes, Items: filtered(d.Book().Items(on("2026-11-20"), ""), func(h law.ItemOn) bool { return h.Covers == law.CodesUnread })})
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
		{"锑化铟晶片", "铟", "2853909031", NotControlled, Controlled}, // written when the list was read otherwise
		{"人造石墨负极材料", "石墨", "3801100030", Suspended, Controlled},
		{"人造石墨负极材料", "石墨", "", Suspended, Suspended},
		{"含镓废料", "镓", "7204210000", Suspended, Suspended},
	} {
		if f := d.Shown(Row{Name: c.name, Mineral: c.mineral, HSFound: c.found, ControlState: c.stored, ActOn: &day}); f.State != c.want ||
			f.State == Undetermined && len(f.Gaps) == 0 {
			t.Errorf("%+v: %+v", c, f)
		}
	}
}

// What is shown otherwise than it is written is counted as it is shown, and a decider reads the same.
func TestShown_IsCountedAndSigned(t *testing.T) {
	t.Parallel()
	d := desk(t)
	day := on("2026-03-01")
	rows := []Row{{Name: "锑化铟晶片", Mineral: "铟", HSFound: "2853909031", ControlState: NotControlled, ActOn: &day},
		{Name: "含镓废料", Mineral: "镓", HSFound: "7204210000", ControlState: NotControlled, ActOn: &day}}
	if n := Sum(d.Today(rows)).Controlled; n != 1 {
		t.Errorf("%d controlled", n)
	}
	for _, c := range []struct {
		g                 matter.Goods
		state, code, note string
	}{
		{matter.Goods{Name: "锗透镜", Mineral: "锗", HSFound: "90019090", ControlState: NotControlled, ActOn: &day}, Undetermined, "", "金属锗（单质）"},
		{matter.Goods{Name: "含镓废料", Mineral: "镓", HSFound: "7204210000", ControlState: NotControlled, ActOn: &day}, NotControlled, "", "编号仅供参考"},
		{matter.Goods{Name: "金属镝", Mineral: "镝", ControlState: NotControlled, ActOn: &day}, Controlled, "1C905.a", "金属镝"},
		{matter.Goods{Name: "金属镝", Mineral: "镝", ControlState: Controlled, ControlCode: "1C905.a", ActOn: &day}, Controlled, "1C905.a", "金属镝"},
	} {
		if l := d.listing(t.Context(), c.g); l.State != c.state || l.Code != c.code || !strings.Contains(l.NoteZH, c.note) || (l.NoteOthers == "") != (c.note == "") {
			t.Errorf("%+v: %+v", c.g, l)
		}
	}
}
