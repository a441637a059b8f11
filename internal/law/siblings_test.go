package law_test

import (
	"encoding/csv"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"touchstone/policies"
)

// TestTables_TheSameActAsksForTheSame: an act that is done from several states stands in several rows. Who may do it, what it needs, issues,
// starts and stops is the same in each, but for what is said here: a state at which more has happened asks for more. So a role, a paper
// or a period that falls out of one row does not go unseen because the other rows have it.
func TestTables_TheSameActAsksForTheSame(t *testing.T) {
	t.Parallel()
	differ := strings.Fields(`
ADM-T08b:decider_roles-unit_head ADM-T08b:checks+ADM-020
ADM-T09c:guards+changed_penalty_reason_recorded ADM-T09c:documents_required-DOC-A24
ADM-T09d:guards+changed_penalty_reason_recorded ADM-T09d:documents_required-DOC-A24
ADM-T26b:guards+decision_is_no_penalty ADM-T26c:guards+no_redo_ordered ADM-T26c:guards-publication_decided_with_secrecy_review
REF-T14b:guards+no_decision_yet REF-T15b:guards+no_decision_yet
REF-T14c:proposer_roles-ps_investigator REF-T14c:proposer_roles+mss_liaison REF-T14c:decider_roles-ps_county_head
REF-T14c:decider_roles+mss_unit_head REF-T14c:guards+destination_is_state_security REF-T14c:documents_issued-DOC-C02
REF-T14c:emits-criminal_case:criminal_case.filed
REF-T15c:proposer_roles-ps_investigator REF-T15c:proposer_roles+mss_liaison REF-T15c:decider_roles-ps_county_head
REF-T15c:decider_roles+mss_unit_head REF-T15c:guards+destination_is_state_security REF-T15c:emits-criminal_case:criminal_case.not_filed
REF-T21b:guards+filing_review_overdue REF-T21b:documents_required-DOC-R12
CRM-T03b:guards-filing_conditions_met CRM-T03b:guards+refiling_instrument_recorded
CRM-T12:guards+procuratorate_told
CRM-T18b:guards-no_appeal_in_time CRM-T18b:guards+second_instance_decision_recorded CRM-T18b:stops+CRM-082 CRM-T18b:emits+self:appeal.decided
PER-T01b:guards+summons_interval_kept
PER-T02b:stops-CRM-020 PER-T02b:stops-MSS-010 PER-T02b:stops+CRM-042 PER-T02b:stops+CRM-043 PER-T02b:emits-self:person.summons_ended
PER-T02b:emits+self:person.bail_ended PER-T02b:emits+self:person.surveillance_ended
PER-T04b:stops+CRM-042 PER-T04b:stops+CRM-043 PER-T04b:emits+self:person.bail_ended PER-T04b:emits+self:person.surveillance_ended
EVI-T07b:guards+admin_seizure_closed_or_same_agency`)
	raw, err := fs.ReadFile(policies.FS(), first+"transitions.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	col := func(r []string, name string) string { return r[slices.Index(rows[0], name)] }
	entries := func(r []string, name string) []string {
		sep := ";"
		if strings.HasSuffix(name, "_roles") {
			sep = "|"
		}
		return strings.Split(col(r, name), sep)
	}
	had := map[string][]string{}
	var got []string
	for _, r := range rows[1:] {
		key := col(r, "machine") + "/" + col(r, "event") + "/" + col(r, "variant")
		one := had[key]
		if one == nil {
			had[key] = r
			continue
		}
		for _, name := range []string{"proposer_roles", "decider_roles", "guards", "starts", "stops", "extends", "checks", "pauses", "resumes", "emits",
			"documents_required", "documents_issued"} {
			was, is := entries(one, name), entries(r, name)
			for _, x := range was {
				if x != "" && !slices.Contains(is, x) {
					got = append(got, col(r, "id")+":"+name+"-"+x)
				}
			}
			for _, x := range is {
				if x != "" && !slices.Contains(was, x) {
					got = append(got, col(r, "id")+":"+name+"+"+x)
				}
			}
		}
	}
	for _, x := range got {
		if !slices.Contains(differ, x) {
			t.Errorf("unlike the other rows of the act: %s", x)
		}
	}
	for _, x := range differ {
		if !slices.Contains(got, x) {
			t.Errorf("like the other rows of the act, or gone: %s", x)
		}
	}
}
