package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/testkit"
)

// Goods of which the list does not say that they are not listed are to be determined; the page says in both
// languages what is missing. What really is not listed is said so, and thresholds stand in Chinese.
func TestGoods_SayWhatIsMissing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例卯光电有限公司（虚构）", "锗")
	base := "/cases/" + ref + "/goods"
	officer := s.as("officer")
	add := func(name, mineral, found, on string) {
		t.Helper()
		f := officer.Get(base + "/new").Want(http.StatusOK).Form("form[action='" + base + "']")
		f.Set("name", name).Set("mineral", mineral).Set("hs_found", found).Set("act_on", on).Set("quantity", "1").Set("unit", "kg").Set("value",
			"100").Set("licence_state", "none").Submit().Want(http.StatusOK)
	}
	add("锗透镜", "锗", "90019090", "2026-03-02")
	add("含镓废料", "镓", "7204210000", "2026-03-02")
	add("锑化铟", "锑", "2853909031", "2026-03-02")
	add("金属钬", "鈥", "28053019", "2026-03-02")
	add("镝", "镝", "2805301200999", "2026-03-02")
	p := officer.Get(base).Want(http.StatusOK)
	for _, want := range []string{"待定", "金属锗（单质）：清单未列全商品编号", "清单未列", "商品编号仅供参考，须核对物项描述", "列管条件：单晶：位错密度小于50个/cm²；多晶：纯度大于99.99999%",
		"暂停实施", "以前的规定：《出口许可证管理货物目录》", "1C905.a", "2805301200"} {
		if !strings.Contains(p.Text(), want) {
			t.Errorf("the page does not say %s: %s", want, p.Text())
		}
	}
	if n := p.Count("[data-missing='item_codes']"); n != 1 {
		t.Errorf("%d rows lack the codes of their items", n)
	}
	if n := p.Count("[data-beside='meanwhile']"); n != 1 {
		t.Errorf("%d rows say what applies while their item is suspended", n)
	}
	if en := officer.Get(base + "?lang=en").Want(http.StatusOK).Text(); !strings.Contains(en, "To be determined") ||
		!strings.Contains(en, "Germanium metal (elemental): the list does not print all their HS codes") {
		t.Errorf("in English: %s", en)
	}
}

// Who decides reads of the goods what their page says, and not what was written under an older list: nothing that is to be
// determined is signed as not listed, and what is missing stands beside it.
func TestGoods_ADeciderReadsTheListOfToday(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toConcluded, toReport)
	super, day := testkit.Super(t, s.db), time.Date(2026, 3, 2, 0, 0, 0, 0, law.Zone())
	for ref, g := range map[string][3]string{"GD-OLD": {"锗透镜", "锗", "90019090"}, "GD-NOT": {"含镓废料", "镓", "7204210000"}, "GD-IS": {"锑化铟晶片", "铟", "2853909031"}} {
		if _, err := super.Exec(t.Context(), `INSERT INTO goods_items (ref, case_id, name, mineral, hs_found, act_on, control_state, created_by, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, 'not_controlled', 1, $7)`,
			ref, w.file().Admin().ID, g[0], g[1], g[2], day, w.clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	p, err := w.engine.OpenProposal(t.Context(), s.db.Read(), matter.Target{Entity: law.Referral, ID: w.referral().ID}, "")
	if err != nil {
		t.Fatal(err)
	}
	list := w.engine.Seen(t.Context(), p, w.file())
	for ref, want := range map[string][2]string{"GD-OLD": {"undetermined", "金属锗（单质）：清单未列全商品编号"}, "GD-NOT": {"not_controlled", "商品编号仅供参考"},
		"GD-IS": {"controlled", "锑化铟；列管条件：单晶"}} {
		if got := list.Value("goods:" + ref + ":control_state"); got != want[0] {
			t.Errorf("%s is signed as %s", ref, got)
		}
		note := list.Find("goods:" + ref + ":control_note")
		if (note == nil) != (want[1] == "") || note != nil && (!strings.Contains(note.ZH, want[1]) || note.Others == "") {
			t.Errorf("%s: %+v", ref, note)
		}
	}
	if basis := list.Value("goods:GD-IS:control_basis"); basis != "MOFCOM Announcement 2024 No. 51" {
		t.Errorf("controlled by %q", basis)
	}
}
