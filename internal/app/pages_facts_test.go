package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"touchstone/internal/identity"
)

// Parties are added, linked with a source, unmasked on record, and taken off; a changed party keeps its number.
func TestParties_Journey(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例子贸易有限公司（虚构）", "锗片")
	base := "/cases/" + ref + "/parties"
	officer := s.as("officer")
	before := officer.Get(base).Want(http.StatusOK).Count("tr[data-ref]")
	f := officer.Get(base + "/new").Want(http.StatusOK).Form("form[action='" + base + "']")
	f.Set("kind", "organisation").Set("name", "示例丑货运有限公司（虚构）").Set("part", "freight_forwarder").Set("id_kind", "credit_code").Set("id_number",
		"91350100M000100Y44")
	p := f.Submit().Want(http.StatusUnprocessableEntity)
	if !p.Has("[data-error-for='id_number']") || p.Form("form[action='"+base+"']").Value("name") != "示例丑货运有限公司（虚构）" {
		t.Errorf("a wrong check character: %s", p.Text())
	}
	p = f.Set("id_number", "91350100M000100Y43").Submit().Want(http.StatusOK)
	if n := p.Count("tr[data-ref]"); n != before+1 {
		t.Fatalf("%d parties, before %d", n, before)
	}
	if strings.Contains(p.Body, "91350100M000100Y43") {
		t.Error("the number is not masked")
	}
	shown := p.Click("a[href$='/unmask']").Want(http.StatusOK).Form("form[action$='/unmask']").Set("reason", "核对营业执照上的代码（虚构）").Set("credential",
		identity.DemoPassword).Submit().Want(http.StatusOK)
	if !strings.Contains(shown.Body, "91350100M000100Y43") {
		t.Errorf("not unmasked: %s", shown.Text())
	}
	var n int
	if err := s.db.Read().QueryRow(t.Context(), "SELECT count(*) FROM audit_events WHERE action = 'party.unmasked'").Scan(&n); err != nil || n != 1 {
		t.Errorf("%d readings on record, %v", n, err)
	}
	if p := s.as("gd.officer").Post(base+"/x/unmask", url.Values{}); p.Status != http.StatusNotFound {
		t.Errorf("another agency: %d", p.Status)
	}
	g := officer.Get(base + "/links/new").Want(http.StatusOK).Form("form[action$='/links/new']")
	ends := g.Offers("from")
	if before == 0 {
		t.Skip("the case has one party only")
	}
	a, b := ends[len(ends)-1], ends[len(ends)-2]
	g.Set("from", a).Set("to", b).Set("relation", "ships_for").Set("status", "suspected")
	if p := g.Submit(); p.Status != http.StatusUnprocessableEntity || !p.Has("[data-error-for='source']") {
		t.Errorf("a link without a source: %d", p.Status)
	}
	linked := g.Set("source", "询问笔录第二页（虚构）").Submit().Want(http.StatusOK)
	if !linked.Has("svg .edge") || !strings.Contains(linked.Text(), "询问笔录第二页") {
		t.Errorf("no link: %s", linked.Text())
	}
	linked.Form("form[action$='/links/remove']").Submit().Want(http.StatusOK)
	edit := officer.Get(p.Attrs("tr[data-ref] a[href$='/edit']", "href")[before]).Want(http.StatusOK)
	edit.Form("form[action^='"+base+"/']:has(input[name='name'])").Set("name", "示例丑国际货运有限公司（虚构）").Submit().Want(http.StatusOK)
	if err := s.db.Read().QueryRow(t.Context(), "SELECT count(*) FROM parties WHERE id_number = '91350100M000100Y43' AND name LIKE '%国际%'").Scan(&n); err != nil ||
		n != 1 {
		t.Errorf("the number was lost: %d, %v", n, err)
	}
}

// Goods are looked up in the list of the day; figures that cannot all be true are said.
func TestGoods_Journey(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例寅贸易有限公司（虚构）", "镓")
	base := "/cases/" + ref + "/goods"
	officer := v.as("officer")
	f := officer.Get(base + "/new").Want(http.StatusOK).Form("form[action='" + base + "']")
	f.Set("name", "金属镓").Set("mineral", "镓").Set("act_on", "2025-03-01").Set("quantity", "abc").Set("unit", "kg").Set("value", "2976000").Set("licence_state",
		"none")
	if p := f.Submit(); p.Status != http.StatusUnprocessableEntity || !p.Has("[data-error-for='quantity']") {
		t.Errorf("no number: %d", p.Status)
	}
	p := f.Set("quantity", "1240").Submit().Want(http.StatusOK)
	if !strings.Contains(p.Text(), "2,480.0 kg") || !strings.Contains(p.Text(), "CNY 5,952,000.00") || strings.Contains(p.Body, "⟦") {
		t.Errorf("totals: %s", p.Text())
	}
	if !strings.Contains(p.Text(), "金属镓（单质）") || !strings.Contains(p.Text(), "商务部公告2024年第51号") || !strings.Contains(p.Text(), "商品编号见商务部、海关总署公告2023年第23号") {
		t.Errorf("the ingot is not taken for the metal of the list: %s", p.Text())
	}
	edit := p.Click("tr:nth-child(2) a[href$='/edit']").Want(http.StatusOK).Form("main form[action*='/goods/']:has([name='listed'])")
	if got := edit.Offers("listed"); len(got) < 50 || got[0] != "" || got[1] != "金属镓（单质）" {
		t.Errorf("to pick from: %q", got)
	}
	p = edit.Set("name", "回收料").Set("act_on", "2025-03-01").Set("listed", "氧化镓").Submit().Want(http.StatusOK)
	if !strings.Contains(p.Text(), "氧化镓") || !strings.Contains(p.Text(), "2024年第51号") {
		t.Errorf("what was picked is not said: %s", p.Text())
	}
	r := officer.Get(base + "/routes/new").Want(http.StatusOK).Form("form[action$='/routes/new']")
	r.Set("origin", "甲省").Set("exit_port", "口岸甲").Set("destination", "目的地乙").Set("quantity", "1.24").Set("unit", "t").Set("status", "suspected").Set("source",
		"运单（虚构）")
	p = r.Submit().Want(http.StatusOK)
	if !p.Has("svg .band") && !p.Has("figure.chart svg") {
		t.Errorf("no flow: %s", p.Text())
	}
	v.evidenceForm("officer", "officer2", ref, "physical").Set("quantity", "3").Set("unit", "t").Submit().Want(http.StatusOK)
	if p := officer.Get(base).Want(http.StatusOK); !strings.Contains(p.Text(), "3,000.0 kg，超过登记净重") {
		t.Errorf("no word about the difference: %s", p.Text())
	}
	p = officer.Get(base).Form("form[action$='/routes/remove']").Submit().Want(http.StatusOK)
	if p.Has("form[action$='/routes/remove']") {
		t.Error("the route is still there")
	}
	if p := v.as("gd.officer").Get(base); p.Status != http.StatusNotFound {
		t.Errorf("another agency: %d", p.Status)
	}
}
