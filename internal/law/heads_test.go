package law_test

import (
	"slices"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/law"
	"touchstone/policies"
)

// headsAlone are the acts that a head or reviewer does alone and that judge nothing of what the handlers submit, each with its
// reason: who handles the file and holds the office may do them.
func headsAlone() map[string]string {
	names, outside, asks := "names who handles: no decision on the file; assignee_not_sole_intake and the form's duties judge it",
		"puts on record what another organ did or asked", "asks another organ, and decides nothing"
	moves := "sends to the competent organ what is not the agency's: the competence is given, nothing submitted is judged (APL 25; D310 19)"
	return map[string]string{
		"admin_lead.assigned": names, "admin_lead.transferred": moves, "admin_lead.returned": outside, "referral.forwarded": moves,
		"admin_case.redo_ordered": "is what a court or a reconsideration organ ordered (ALL 70)", "referral.closed": outside, "reverse.received": outside,
		"referral.concluded":                 outside,
		"supervision.filing_notice_received": outside, "supervision.reasons_accepted": outside, "referral.reconsideration_received": outside,
		"supervision.explanation_demanded": outside,
		"supervision.explained":            outside, "supervision.notice_to_file_received": outside, "supervision.overdue_demanded": outside,
		"supervision.overdue_explained":  outside,
		"procuratorial_opinion.received": outside, "fine.paid": outside, "identification.requested": asks, "assistance.requested": asks,
		"collective_discussion.recorded": "is the minutes of a body", "coord_report.read": "is a reader's receipt",
		"clock.resumed":  "follows from what ended the pause",
		"clock.extended": "extension_approver_authorised says who", "mss_decision.served": outside, "mss_handover.taken_over": outside,
		"mss_handover.returned": outside,
		"mss_handover.not_sent": "ends a pointer that was never sent, and approves nothing", "person.arrived": outside, "person.summons_ended": outside,
		"referral.reconsideration_decided": "legal_office_not_original_decider, and roles.csv bars the investigator from the office",
	}
}

// TestHeads_WhoHandlesDecidesNothing: of every row and every office that decides in it, on both tracks, a handler of the file who
// holds the office besides is barred: of what is proposed to him by his duty, of what he would do alone by roles.csv, by a guard
// of the row, or it is no decision and stands above with its reason.
func TestHeads_WhoHandlesDecidesNothing(t *testing.T) {
	t.Parallel()
	b, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	heads := []actor.Role{actor.UnitHead, actor.AgencyHead, actor.PrincipalHead, actor.LegalReviewer, actor.HearingOfficer, actor.PSUnitHead, actor.PSCountyHead,
		actor.PSHigherHead, actor.PSLegalOffice, actor.MSSUnitHead}
	guards := []string{"decider_not_investigator", "hearing_officer_not_investigator", "reviewer_not_investigator"}
	left, proposed, alone := headsAlone(), map[actor.Role]int{}, 0
	for _, row := range b.Acts {
		for _, role := range row.DeciderRoles {
			if !slices.Contains(heads, role) {
				continue
			}
			for _, handles := range []actor.Role{actor.CaseHandler, actor.PSInvestigator} {
				switch {
				case row.FourEyes:
					if proposed[role]++; !b.Clash(handles, role, true) {
						t.Errorf("%s: a %s decides as %s what his own file proposes", row.ID, handles, role)
					}
				case slices.ContainsFunc(row.Guards, func(g *law.Guard) bool { return slices.Contains(guards, g.ID) }):
					alone++
				case left[row.Event] == "" && !b.Clash(handles, role, false):
					t.Errorf("%s %s: a %s does it alone as %s, and nothing bars him", row.ID, row.Event, handles, role)
				}
			}
		}
	}
	for event := range left {
		if len(b.Event(event)) == 0 {
			t.Errorf("there is no event %s", event)
		}
	}
	for _, role := range heads {
		if proposed[role] == 0 && role != actor.MSSUnitHead {
			t.Logf("%s decides nothing that is proposed", role)
		}
	}
	if len(proposed) < 6 || alone < 10 {
		t.Errorf("proposed %v, alone %d: the test looks at too little", proposed, alone)
	}
}
