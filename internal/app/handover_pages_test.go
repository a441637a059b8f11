package app_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/identity"
	"touchstone/internal/testkit"
)

// Who holds one thing of a case, and does not keep the store, learns nothing of the case by its address.
func TestHandover_SharedItemOpensNoCase(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例巳贸易有限公司（虚构）", "锗片")
	other := v.registered("gd.officer", "gd.officer2", "示例午贸易有限公司（虚构）", "锗片")
	item := v.evidenceForm("officer", "officer2", ref, "physical").Set("collection_method", "provided").Set("quantity", "10").Set("unit",
		"kg").Submit().Want(http.StatusOK).URL.Path
	v.act("officer", item, "evidence.stored", map[string][]string{"seal_no": {"F-1"}, "storage_place": {"一号库"}, "weight": {"10.5"}})
	v.decide("custodian", "evidence.stored")
	super := testkit.Super(t, v.db)
	if _, err := super.Exec(t.Context(), `UPDATE cases SET matter_id = (SELECT matter_id FROM cases WHERE ref = $2) WHERE ref = $1`, other, ref); err != nil {
		t.Fatal(err)
	}
	if _, err := super.Exec(t.Context(),
		`UPDATE evidence_items SET custody_case_id = (SELECT id FROM cases WHERE ref = $1), holder_agency_id = (SELECT lead_agency_id FROM cases WHERE ref = $1)`,
		other); err != nil {
		t.Fatal(err)
	}
	holder := v.as("gd.officer")
	holder.Get(item).Want(http.StatusOK)
	path := "/cases/" + ref + "/handovers/new"
	for _, p := range []*testkit.Page{holder.Get(path), holder.Post(path, url.Values{"evidence": {"x"}})} {
		if p.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
}

// What waits for a signature stands first, whatever is newer; the pages after the first go on from there.
func TestHandovers_UnsignedFirst(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例未贸易有限公司（虚构）", "锗片")
	if _, err := testkit.Super(t, v.db).Exec(t.Context(),
		`INSERT INTO handovers (ref, matter_id, case_id, from_agency_id, to_agency_id, state, offered_by, offered_at, closed_at)
SELECT 'HO-' || n, c.matter_id, c.id, c.lead_agency_id, (SELECT id FROM agencies WHERE code = 'szpsb'), CASE WHEN n <= 60 THEN 'OFFERED'
  ELSE 'CLOSED' END, (SELECT id FROM users WHERE username = 'custodian'),
  timestamptz '2026-05-01' + n * interval '1 minute', CASE WHEN n > 60 THEN now() END FROM cases c, generate_series(1, 120) n WHERE c.ref = $1`,
		ref); err != nil {
		t.Fatal(err)
	}
	for who, from := range map[string]string{"ps.custodian": "/handovers", "custodian": "/handovers?dir=out"} {
		var states, refs []string
		for path := from; path != "" && len(refs) < 200; {
			p := v.as(who).Get(path).Want(http.StatusOK)
			refs = append(refs, p.Attrs("tr[data-ref]", "data-ref")...)
			for _, row := range p.All("tr[data-ref]") {
				states = append(states, row.One("td:nth-child(5)").Text())
			}
			path = ""
			if next := p.Attrs("a[rel='next']", "href"); len(next) > 0 {
				path = next[0]
			}
		}
		if len(refs) != 120 || refs[0] != "HO-60" || refs[59] != "HO-1" || refs[60] != "HO-120" || refs[119] != "HO-61" {
			t.Errorf("%s: %d lists: %q", who, len(refs), refs)
		}
		if u := slices.Compact(slices.Clone(states)); len(u) != 2 {
			t.Errorf("%s: waiting and closed are mixed: %q", who, u)
		}
	}
}

// TestHandover_TheNextOneStartsFromWhatWasCounted: a piece that was missing once is not missing again at the next handover,
// and the first difference stays to be read (D310 12; MPS 185).
func TestHandover_TheNextOneStartsFromWhatWasCounted(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例酉贸易有限公司（虚构）", "锗片")
	item := v.evidenceForm("officer", "officer2", ref, "physical").Set("collection_method", "provided").Set("quantity", "10").Set("unit",
		"kg").Submit().Want(http.StatusOK).URL.Path
	v.act("officer", item, "evidence.stored", map[string][]string{"seal_no": {"F-1"}, "storage_place": {"一号库"}, "weight": {"10.5"}})
	v.decide("custodian", "evidence.stored")
	evidence := strings.TrimPrefix(item, "/evidence/")
	handOver := func(from, to, organ, answer string, set map[string]string) {
		t.Helper()
		link := v.as(from).Get("/custody").Want(http.StatusOK).Attrs("tr[data-evidence] a[data-act-link='evidence.transfer_offered']", "href")[0]
		form := v.as(from).Get(link).Want(http.StatusOK).Form("form[data-act='evidence.transfer_offered']")
		if strings.HasPrefix(link, "/cases/") { // who has the thing but no file of his own offers it from its page
			form.Set("evidence", evidence)
		}
		list := form.Set("receiving_organ", organ).Set("handover_list", "移交清单").Submit().Want(http.StatusOK).URL.Path
		f := v.as(to).Get(list).Want(http.StatusOK).Form("form[data-act='evidence.transfer_accepted']").Set("answer-"+evidence, answer)
		for name, value := range set {
			f.Set(name+"-"+evidence, value)
		}
		f.Set("credential", identity.DemoPassword).Submit().Want(http.StatusOK)
	}
	handOver("custodian", "ps.custodian", "szpsb", "difference", map[string]string{"quantity": "9", "note": "实测少一千克，双方当面确认。"})
	if n := v.count("SELECT count(*) FROM evidence_items WHERE quantity = 9 AND net_mg = 9000000"); n != 1 {
		t.Error("the item is not what was counted")
	}
	handOver("ps.custodian", "custodian", "mofcom", "match", nil)
	if n := v.count("SELECT count(*) FROM handover_items WHERE outcome = 'match' AND listed_quantity = 9 AND counted_quantity = 9"); n != 1 {
		t.Error("the second list says something else")
	}
	if n := v.count("SELECT count(*) FROM handover_items WHERE outcome = 'difference' AND listed_quantity = 10 AND counted_quantity = 9"); n != 1 {
		t.Error("the first difference is gone")
	}
	if text := v.as("officer").Get(item).Want(http.StatusOK).Text(); !strings.Contains(text, "实测少一千克") {
		t.Errorf("the item forgets the difference: %s", text)
	}
}
