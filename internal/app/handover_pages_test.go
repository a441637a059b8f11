package app_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"touchstone/internal/testkit"
)

// Who holds one thing of a case, and does not keep the store, learns nothing of the case by its address.
func TestHandover_SharedItemOpensNoCase(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例巳贸易有限公司（虚构）", "锗片")
	other := v.registered("gd.officer", "gd.officer2", "示例午贸易有限公司（虚构）", "锗片")
	item := v.evidenceForm("officer", "officer2", ref, "physical").Set("collection_method", "provided").Set("quantity", "10").Set("unit", "kg").Submit().Want(http.StatusOK).URL.Path
	v.act("officer", item, "evidence.stored", map[string][]string{"seal_no": {"F-1"}, "storage_place": {"一号库"}, "weight": {"10.5"}})
	v.decide("custodian", "evidence.stored")
	super := testkit.Super(t, v.db)
	if _, err := super.Exec(t.Context(), `UPDATE cases SET matter_id = (SELECT matter_id FROM cases WHERE ref = $2) WHERE ref = $1`, other, ref); err != nil {
		t.Fatal(err)
	}
	if _, err := super.Exec(t.Context(), `UPDATE evidence_items SET custody_case_id = (SELECT id FROM cases WHERE ref = $1), holder_agency_id = (SELECT lead_agency_id FROM cases WHERE ref = $1)`, other); err != nil {
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
	if _, err := testkit.Super(t, v.db).Exec(t.Context(), `INSERT INTO handovers (ref, matter_id, case_id, from_agency_id, to_agency_id, state, offered_by, offered_at, closed_at)
SELECT 'HO-' || n, c.matter_id, c.id, c.lead_agency_id, (SELECT id FROM agencies WHERE code = 'szpsb'), CASE WHEN n <= 60 THEN 'OFFERED' ELSE 'CLOSED' END, (SELECT id FROM users WHERE username = 'custodian'),
  timestamptz '2026-05-01' + n * interval '1 minute', CASE WHEN n > 60 THEN now() END FROM cases c, generate_series(1, 120) n WHERE c.ref = $1`, ref); err != nil {
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
