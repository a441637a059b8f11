package law_test

import (
	"slices"
	"strings"
	"testing"

	"touchstone/internal/law"
	"touchstone/policies"
)

// noDuty are the persons whom a form asks for by name and who are not named as doing anything for the file, each with its reason.
func noDuty() map[string]string {
	served, takes := "to whom a paper is served: he is acted upon",
		"takes a thing or a paper for himself; that no officer takes one is a guard of its own (receiver_is_no_officer)"
	return map[string]string{
		"admin_decision_served.recipient": served, "service_record.recipient": served,
		"preservation_disposed.receiver": takes, "admin_seizure_disposed.receiver": takes, "evidence_left_with_holder.receiver": takes,
		"property_unrelated.receiver": takes,
		"evidence_disposed.receiver":  takes, "secret_copy.receiver": "is given a copy to know it by: what he may know is the register's to say (SSL Regs 20)",
		"account.person":                  "the holder of an account, in no file",
		"recusal_request.person":          "whose recusal is asked for: the decision on it says what he may do (APL 43)",
		"recusal_decision.recused_person": "on whose recusal it is decided: recusal_concerned_does_not_decide says that he does not",
		"secret_access.person":            "knows a secret, and does nothing with it",
	}
}

// TestAppointments_EveryPersonOfAFormHasHisDuty: whom a form names, by account or by name, has a duty by it (A.3 of what an
// acceptance asks): an officer in a role that is named so, anybody else by his row of appointments.csv, or he stands among those
// of whom the form asks nothing. Nobody stands there who has a row, or whom no form asks for.
func TestAppointments_EveryPersonOfAFormHasHisDuty(t *testing.T) {
	t.Parallel()
	b, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	left, officers, named := noDuty(), 0, 0
	for _, f := range b.Forms {
		for _, x := range f.Fields {
			code := f.ID + "." + x.Name
			switch {
			case len(f.Events) == 0: // a page gives places on a case: who has one stands on the case
			case x.Officers():
				if officers++; len(b.NamedIn(x.Name)) == 0 || !slices.ContainsFunc(b.Namings, func(n law.Naming) bool { return n.Code == code && n.Officers }) {
					t.Errorf("%s names officers in no role", code)
				}
			case x.Type != "person":
			case b.Appointment(code) == nil && left[code] == "":
				t.Errorf("%s names a person as %s: he has neither a row in appointments.csv nor a reason to have none", code, x.Label.Of("en"))
			case b.Appointment(code) != nil && left[code] != "":
				t.Errorf("%s has a row and a reason to have none", code)
			default:
				named++
			}
			delete(left, code)
		}
	}
	for code := range left {
		t.Errorf("no form asks for %s", code)
	}
	if officers < 20 || named < 18 {
		t.Errorf("%d fields of officers, %d of persons", officers, named)
	}
}

// comparers are the guards that compare persons, each with what makes the duty that it compares: fields of forms, appointments
// of a file, or acts, which are duties of their own (internal/procedure: did).
func comparers() map[string]string {
	return map[string]string{
		"approver_is_not_proposer": "did", "approver_is_principal_head": "did", "decider_not_investigator": "handler did",
		"reviewer_not_investigator":        "handler legal_review_requested.reviewer",
		"hearing_officer_not_investigator": "handler hearing_requested.hearing_officer", "custodian_not_investigator": "handler did", "receiver_is_not_giver": "did",
		"legal_office_not_original_decider": "did", "intake_not_sole_handler": "handler did", "assignee_not_sole_intake": "admin_lead_assigned.handlers did",
		"inv_iv_investigator_has_no_other_duty": "handler support collector co_collector did", "witness_present": "search.witness evidence_criminal_seized.witness",
	}
}

// TestAppointments_WhatGuardsCompareIsADuty: a guard whose inputs set the actor or a person of its form against another person
// rests on duties that somebody can have.
func TestAppointments_WhatGuardsCompareIsADuty(t *testing.T) {
	t.Parallel()
	b, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	known := comparers()
	for _, g := range b.Guards {
		compares := strings.Contains(g.ID, "_not_") && slices.ContainsFunc([]string{"proposer", "investigator", "giver", "decider", "intake"},
			func(s string) bool { return strings.Contains(g.ID, s) })
		if compares && known[g.ID] == "" && g.ID != "decider_is_not_collector" { // of organs, not of persons: who may take the money (APL 67)
			t.Errorf("%s compares persons: by which duty?", g.ID)
		}
		for _, code := range strings.Fields(known[g.ID]) {
			field := b.NamedField(code)
			if code != "did" && b.Appointment(code) == nil && (field == nil || !field.Officers()) {
				t.Errorf("%s compares %s, which makes no duty", g.ID, code)
			}
		}
		delete(known, g.ID)
	}
	for id := range known {
		t.Errorf("there is no guard %s", id)
	}
}
