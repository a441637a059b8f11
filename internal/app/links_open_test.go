package app_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestLinks_LeadToWhatIsOpen: the page of a case names its tip to who may read tips; the page of a pointer names the case
// to who may open the case. Both seen to name them to everybody.
func TestLinks_LeadToWhatIsOpen(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter("admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch;mss_handover.proposed ch;mss_handover.secrecy_checked so")
	c := w.file().Admin()
	var tip string
	w.scan(`INSERT INTO tips (ref, agency_id, unit_id, channel, source_kind, subject, summary, mineral, state, marking, case_id, created_by, received_at)
SELECT 'TP-OPEN', c.lead_agency_id, c.org_unit_id, 'letter', 'own_discovery', '演示', '演示', '镓', 'USED', 1, c.id, c.created_by, c.registered_at FROM cases c WHERE c.id = $1 RETURNING ref`, []any{c.ID}, &tip)
	w.scan("UPDATE cases SET tip_id = (SELECT id FROM tips WHERE ref = $2) WHERE id = $1 RETURNING ref", []any{c.ID, tip}, new(string))
	for who, names := range map[string]bool{"intake": true, "officer": true, "legal": false} {
		if p := s.as(who).Get("/cases/" + c.Ref).Want(http.StatusOK); strings.Contains(p.Body, tip) != names {
			t.Errorf("%s: the tip is named: %v", who, !names)
		}
	}
	pointer := "/mss/" + s.ref("SELECT ref FROM mss_handovers")
	if p := s.as("secrecy").Get(pointer).Want(http.StatusOK); !strings.Contains(p.Body, c.Ref) {
		t.Error("the secrecy officer opens the case and is not led to it")
	}
	w.scan("UPDATE cases SET compartmented = true WHERE id = $1 RETURNING ref", []any{c.ID}, new(string))
	s.as("secrecy").Get("/cases/" + c.Ref).Want(http.StatusNotFound)
	if p := s.as("secrecy").Get(pointer).Want(http.StatusOK); strings.Contains(p.Body, c.Ref) {
		t.Error("the pointer names a file that is closed to its reader")
	}
	if p := s.as("officer").Get(pointer).Want(http.StatusOK); !strings.Contains(p.Body, "/cases/"+c.Ref) {
		t.Error("the handler is not led back")
	}
}
