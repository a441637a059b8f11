package app_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// ACL 18, 26: a thing that was only found and is stored without a measure says so, and is seized where it lies; so is what
// its holder gave, when he asks for it back.
func TestEvidence_StoredWithoutATitleSaysSo(t *testing.T) {
	t.Parallel()
	w := play(t, toFiling)
	c := w.file().Admin()
	got, err := w.engine.Do(t.Context(), w.people["ch"], procedure.Command{Target: matter.Target{Entity: law.Evidence},
		Parent: matter.Target{Entity: law.AdminCase, ID: c.ID}, Event: "evidence.collected", Variant: "track=administrative", Version: -1,
		Input: law.Values{"name": "锗锭（虚构）", "evidence_kind": "physical", "collected_at": w.clock.Now(), "place": "演示地点", "collection_method": "on_site",
			"collector": "ch", "co_collector": "ch2", "original_or_copy": "original", "quantity": decimal.NewFromInt(1), "unit": "t"}})
	if err != nil {
		t.Fatal(explain(err))
	}
	w.note()
	w.proceed("evidence.stored#1 ch>cu")
	var notes []string
	w.scan("SELECT notes FROM acts WHERE event = 'evidence.stored' ORDER BY id DESC LIMIT 1", nil, &notes)
	if !slices.Contains(notes, "warn:storage_has_title") {
		t.Errorf("a thing that was only found lies in the store, and the act says %v", notes)
	}
	w.proceed("evidence.admin_seized[urgency=ordinary]#1 ch>ah;evidence.stored#1 ch>cu;!evidence.admin_seized[urgency=ordinary]#1 ch>ah because " +
		"not_already_seized")
	if e := w.file().Item(got.Target.ID); e.State != "IN_STORAGE" || e.Measure != "admin" {
		t.Errorf("%+v", e)
	}
	w.proceed("evidence.collected[track=administrative] ch;evidence.stored#2 ch>cu;evidence.admin_seized[urgency=ordinary]#2 ch>ah;evidence.stored#2 " +
		"ch>cu;evidence.admin_seizure_extended#2 ch>ah")
	if e := w.file().Evidence[1]; e.State != "IN_STORAGE" || e.Measure != "admin" || w.file().Clock("evidence", e.ID, "ADM-040") == nil {
		t.Errorf("%+v", e)
	}
}

// What is not seized cannot be extended, ended or approved afterwards, and the page does not offer it; nor does it offer
// the store first for a thing that was only found.
func TestEvidence_NoActOnAMeasureThatIsNone(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例寅贸易有限公司（虚构）", "锗片")
	for method, lead := range map[string]int{"on_site": 0, "provided": 1} {
		p := v.evidenceForm("officer", "officer2", ref, "physical").Set("collection_method", method).Set("quantity", "10").Set("unit",
			"kg").Submit().Want(http.StatusOK)
		if n := p.Count("header [data-act-link='evidence.stored'], .identity [data-act-link='evidence.stored']"); n != lead {
			t.Errorf("%s: %d leading steps into the store", method, n)
		}
		if !p.Has("[data-act-link='evidence.admin_seized']") {
			t.Errorf("%s: no way to a title", method)
		}
		for _, event := range []string{"evidence.admin_seizure_extended", "evidence.admin_seizure_disposed", "examination_period.notified",
			"measure.retro_approval_decided", "measure.executed_on_spot"} {
			if p.Has("[data-act-link='" + event + "']") {
				t.Errorf("%s: %s is offered", method, event)
			}
		}
	}
}
