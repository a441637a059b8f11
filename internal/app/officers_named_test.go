package app_test

import (
	"errors"
	"net/http"
	"slices"
	"testing"

	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// APL 42, 58, 64; ACL 26: each field offers the people whose role fits it.
func TestOfficers_OfferedByRole(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例辰贸易有限公司（虚构）", "锗片")
	for _, field := range []string{"co_collector", "collector"} {
		got := v.as("officer").Get("/cases/" + ref + "/evidence/new").Want(http.StatusOK).Form(collected).Offers(field)
		if !slices.Contains(got, "officer2") {
			t.Errorf("%s does not offer the second officer: %q", field, got)
		}
		for _, other := range []string{"legal", "hearing", "custodian"} {
			if slices.Contains(got, other) {
				t.Errorf("%s offers %s", field, other)
			}
		}
	}
	p := v.evidenceForm("officer", "officer2", ref, "physical").Set("collection_method", "provided").Set("quantity", "10").Set("unit",
		"kg").Submit().Want(http.StatusOK)
	v.act("officer", p.URL.Path, "evidence.stored", map[string][]string{"seal_no": {"F-1"}, "storage_place": {"一号库"}, "weight": {"10.5"}})
	v.decide("custodian", "evidence.stored")
	got := v.as("custodian").Get("/cases/"+ref+"/handovers/new").Want(http.StatusOK).Attrs("option", "value")
	if !slices.Contains(got, "custodian") || !slices.Contains(got, "officer") || slices.Contains(got, "legal") || slices.Contains(got, "hearing") {
		t.Errorf("who carries: %q", got)
	}
}

// MPS 63, 191: a custodian of the organ is no second investigator.
func TestOfficers_OnlyWhoInvestigates(t *testing.T) {
	t.Parallel()
	w := play(t, toFiling, "evidence.collected[track=administrative] ch", toReport, toReceived, toFiled)
	c := w.file().Criminal()
	start := procedure.Command{Target: matter.Target{Entity: law.CriminalCase, ID: c.ID}, Event: "criminal_investigation.started", Version: -1,
		Input: law.Values{"officers": []string{"pv", w.people["pcu"].Username}}}
	_, err := w.engine.Do(t.Context(), w.people["pv"], start)
	var e *errs.E
	if !errors.As(err, &e) || len(e.Fields) != 1 || e.Fields[0].Key != "procedure.field.person_role" {
		t.Errorf("the custodian investigates: %v", err)
	}
	w.proceed("criminal_investigation.started pv")
}
