package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/identity"
)

// Things go from store to store: offered by one custodian, counted and signed by the other.
func TestHandover_ThroughPages(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例癸贸易有限公司（虚构）", "锗片")
	var paths []string
	for _, name := range []string{"锗片甲箱（虚构）", "锗片乙箱（虚构）", "锗片丙箱（虚构）"} {
		p := v.evidenceForm("officer", "officer2", ref, "physical").Set("name", name).Set("quantity", "10").Set("unit", "kg").Submit().Want(http.StatusOK)
		paths = append(paths, p.URL.Path)
		v.act("officer", p.URL.Path, "evidence.stored", map[string][]string{"seal_no": {"F-" + name[:3]}, "storage_place": {"一号库"}, "weight": {"10.5"}})
		v.decide("custodian", "evidence.stored")
	}
	held := v.as("custodian").Get("/custody").Want(http.StatusOK)
	if n := held.Count("tr[data-evidence]"); n != 3 {
		t.Fatalf("%d items in keeping: %s", n, held.Text())
	}
	form := v.as("custodian").Get(held.Attrs("tr[data-evidence] a[data-act-link='evidence.transfer_offered']",
		"href")[0]).Want(http.StatusOK).Form("form[data-act='evidence.transfer_offered']")
	refs := form.Offers("evidence")
	single := v.as("custodian").Get(paths[0] + "/acts/evidence.transfer_offered").Want(http.StatusOK)
	if got := single.Attrs("option", "value"); len(got) == 0 ||
		slices.ContainsFunc(got, func(x string) bool { return strings.HasPrefix(x, "PA-") || strings.HasPrefix(x, "PT-") }) {
		t.Errorf("receiving organs: %q", got)
	}
	list := form.Set("evidence", refs...).Set("receiving_organ", "szpsb").Set("handover_list", "移交清单一号").Submit().Want(http.StatusOK)
	if list.Attrs("body", "data-page")[0] != "P25" || list.Count("tr[data-evidence]") != 3 {
		t.Fatalf("offering ended on %s: %s", list.URL, list.Text())
	}
	if p := v.as("custodian").Post(list.URL.Path, url.Values{"answer-" + refs[0]: {"match"}}); p.Status != http.StatusForbidden {
		t.Errorf("the giver signed for the receiver: %d", p.Status)
	}
	if !v.as("ps.custodian").Get("/inbox").Want(http.StatusOK).Has("main tbody a[href='" + list.URL.Path + "']") {
		t.Error("what is on its way to the store is no work of the store")
	}
	in := v.as("ps.custodian").Get("/handovers").Want(http.StatusOK)
	sheet := in.Click("tr[data-ref] a[href^='/handovers/']").Want(http.StatusOK)
	f := sheet.Form("form[data-act='evidence.transfer_accepted']")
	f.Set("answer-"+refs[0], "match").Set("answer-"+refs[1], "difference").Set("weight-"+refs[1], "9.5").Set("answer-"+refs[2], "refused").Set("note-"+refs[2],
		"封签破损，当面清点后拒收退回。").Set("credential", identity.DemoPassword)
	p := f.Submit().Want(http.StatusUnprocessableEntity)
	if !p.Has("[data-error-for='note-" + refs[1] + "']") {
		t.Fatalf("a difference without words: %s", p.Text())
	}
	f = p.Form("form[data-act='evidence.transfer_accepted']")
	if f.Value("weight-"+refs[1]) != "9.5" {
		t.Errorf("text lost: %q", f.Value("weight-"+refs[1]))
	}
	f.Set("note-"+refs[1], "实测少一千克，双方当面确认。")
	if p := f.Set("credential", "wrong").Submit(); p.Status != http.StatusUnprocessableEntity || !p.Has("[data-error-for='credential']") {
		t.Errorf("wrong credential: %d", p.Status)
	}
	p = f.Set("credential", identity.DemoPassword).Submit().Want(http.StatusOK)
	if p.Has("form[data-act='evidence.transfer_accepted']") || v.as("ps.custodian").Get("/inbox").Has("main tbody a[href='"+list.URL.Path+"']") {
		t.Errorf("still waiting: %s", p.Text())
	}
	states := map[string]string{}
	for i, path := range paths {
		page := v.as("officer").Get(path).Want(http.StatusOK)
		states[refs[i]] = page.Attrs("[data-machine='evidence_item']", "data-state-code")[0]
	}
	if states[refs[0]] != "IN_STORAGE" ||
		v.count("SELECT count(*) FROM evidence_items WHERE holder_agency_id = (SELECT id FROM agencies WHERE code = 'szpsb')") != 2 {
		t.Errorf("states %v", states)
	}
	if n := v.count("SELECT count(*) FROM handover_items WHERE outcome = 'difference' AND note <> '' AND listed_mg = 10500000 AND counted_mg = 9500000 " +
		"AND listed_quantity = 10 AND counted_quantity = 10"); n != 1 {
		t.Errorf("%d differences on record", n)
	}
	// What was listed and what was found stand beside each other, on the list and on the item.
	for i, said := range []string{"10.5 kg", "9.5 kg"} {
		cell := fmt.Sprintf("tr[data-evidence='%s'] td:nth-child(%d)", refs[1], i+2)
		if got := v.as("custodian").Get(list.URL.Path).Want(http.StatusOK).One(cell).Text(); !strings.Contains(got, said) {
			t.Errorf("%s says %q, not %s", cell, got, said)
		}
	}
	for i, n := range []int{0, 1, 0} {
		text := v.as("officer").Get(paths[i]).Want(http.StatusOK).Text()
		if got := strings.Count(text, "实测少一千克"); (got > 0) != (n > 0) || n > 0 && (!strings.Contains(text, "10.5 kg") || !strings.Contains(text, "9.5 kg")) {
			t.Errorf("%s: %d differences said: %s", paths[i], got, text)
		}
	}
}

// decide takes the first waiting proposal of an event and signs it.
func (v vault) decide(who, event string) {
	v.t.Helper()
	var ref string
	if err := v.db.Read().QueryRow(v.t.Context(), "SELECT ref FROM approvals WHERE event = $1 AND state = 'OPEN' ORDER BY id LIMIT 1",
		event).Scan(&ref); err != nil {
		v.t.Fatal(err)
	}
	p := v.as(who).Get("/approvals/" + ref).Want(http.StatusOK)
	f := p.Form("form[action$='/sign']").Set("decision", event)
	if f.Value("read") == "" {
		for _, n := range f.Names() {
			if n == "read" {
				f.Set("read", "yes")
			}
		}
	}
	sign := f.Submit().Want(http.StatusOK)
	g := sign.Form("form[data-act='" + event + "']")
	for _, n := range g.Names() {
		if n == "credential" {
			g.Set("credential", identity.DemoPassword)
		}
	}
	g.Submit().Want(http.StatusOK)
}
