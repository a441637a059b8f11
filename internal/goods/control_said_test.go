package goods

import (
	"context"
	"strings"
	"testing"

	"touchstone/internal/i18n"
)

// Only what is in force decides, and an older answer that is written says today's codes and basis of the same items.
func TestListing_SaysWhatThePageSays(t *testing.T) {
	t.Parallel()
	d := desk(t)
	day := on("2025-03-01")
	g := goodsOf("高纯度高强度高密度人造石墨材料及其制品", "石墨", "3801100030")
	g.ActOn, g.ControlState, g.ControlCode, g.ControlBasis = &day, Controlled, "1C108.b;1C108.c", "MOFCOM/GACC Announcement 2023 No. 39"
	l := d.listing(t.Context(), g)
	if l.State != Controlled || l.Code != "1C108.b" || l.Basis != "MOFCOM Announcement 2024 No. 51" {
		t.Errorf("%+v", l)
	}
	for _, w := range []string{"高纯度高强度高密度人造石墨材料及其制品", "列管条件：纯度大于99.9%", "商品编号见", "2023年第39号"} {
		if !strings.Contains(l.NoteZH, w) {
			t.Errorf("no %s in %q", w, l.NoteZH)
		}
	}
	if l.Note == "" || !strings.Contains(l.NoteOthers, "Threshold") {
		t.Errorf("%+v", l)
	}
	day = on("2026-03-01")
	g = goodsOf("金属钬", "钬", "28053019")
	g.ActOn, g.ControlState = &day, Suspended
	if l := d.listing(t.Context(), g); l.State != Suspended || !strings.Contains(l.NoteZH, "出口许可证管理货物目录") || !strings.Contains(l.Note, GapMeanwhile) {
		t.Errorf("%+v", l)
	}
}

// The picker gives each basis with its own day.
func TestSince_EachBasisWithItsDay(t *testing.T) {
	t.Parallel()
	d := desk(t)
	zh := i18n.With(context.Background(), i18n.ZH)
	got := d.Since(zh, d.bearing("金属镓（单质）", on("2026-03-01"))[0])
	if got != "2023-08-01起 · 商务部、海关总署公告2023年第23号；2024-12-01起 · 《两用物项出口管制清单》（商务部公告2024年第51号）" {
		t.Error(got)
	}
}

// What is declared under another code is not thereby another thing.
func TestControl_DeclaredCodeWeakensNothing(t *testing.T) {
	t.Parallel()
	d := desk(t)
	for _, hs := range []string{"9503008900", "3801000000", "3818"} {
		if f := d.controlOf(Input{Name: "人字形镓锭样品", Mineral: "镓", HSDeclared: hs, ActOn: on("2026-05-12")}); f.State == NotControlled {
			t.Errorf("%s: %s", hs, f.State)
		}
		if f := d.controlOf(Input{Name: "镓锭", Mineral: "镓", HSDeclared: hs, ActOn: on("2026-05-12")}); f.State != Controlled {
			t.Errorf("%s: %s", hs, f.State)
		}
	}
}
