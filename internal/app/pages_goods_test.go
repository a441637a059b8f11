package app_test

import (
	"net/http"
	"strings"
	"testing"
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
		f.Set("name", name).Set("mineral", mineral).Set("hs_found", found).Set("act_on", on).Set("quantity", "1").Set("unit", "kg").Set("value", "100").Set("licence_state", "none").Submit().Want(http.StatusOK)
	}
	add("锗透镜", "锗", "90019090", "2026-03-02")
	add("含镓废料", "镓", "7204210000", "2026-03-02")
	add("锑化铟", "锑", "2853909031", "2026-03-02")
	p := officer.Get(base).Want(http.StatusOK)
	for _, want := range []string{"待定", "金属锗（单质）：清单未列全商品编号", "清单未列", "列管条件：单晶：位错密度小于50个/cm²；多晶：纯度大于99.99999%"} {
		if !strings.Contains(p.Text(), want) {
			t.Errorf("the page does not say %s: %s", want, p.Text())
		}
	}
	if n := p.Count("[data-missing='item_codes']"); n != 1 {
		t.Errorf("%d rows lack the codes of their items", n)
	}
	if en := officer.Get(base + "?lang=en").Want(http.StatusOK).Text(); !strings.Contains(en, "To be determined") || !strings.Contains(en, "Germanium metal (elemental): the list does not print all their HS codes") {
		t.Errorf("in English: %s", en)
	}
}
