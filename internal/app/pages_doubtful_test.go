package app_test

import (
	"net/http"
	"testing"

	"touchstone/internal/testkit"
)

// TestDoubtful_ListsEqualNumbersOfWhatTheReaderMayOpen: two papers of the old rule with one number are listed for the
// people of their agency; a paper of a compartmented matter is compared for those alone who may open it, and its equal
// does not stand there for the others.
func TestDoubtful_ListsEqualNumbersOfWhatTheReaderMayOpen(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	open, other, hidden := s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "锗片"), s.registered("officer", "officer2", "示例乙贸易有限公司（虚构）", "锗片"),
		s.registered("officer", "officer2", "示例丙贸易有限公司（虚构）", "锗片")
	super := testkit.Super(t, s.db)
	if _, err := super.Exec(t.Context(), "UPDATE cases SET compartmented = true WHERE ref = $1", hidden); err != nil {
		t.Fatal(err)
	}
	for ref, number := range map[string][]string{open: {"商管A05〔2025〕1号", "商管A05〔2025〕2号"}, other: {"商管A05〔2025〕1号"}, hidden: {"商管A05〔2025〕2号"}} {
		for _, n := range number {
			if _, err := super.Exec(t.Context(),
				`INSERT INTO documents (ref, matter_id, case_id, target_kind, target_id, code, title, number, direction, template_version, data, digest, act_id, agency_id,
					issued_by, issued_at, number_rule)
SELECT 'DC-' || c.id || '-' || $2, c.matter_id, c.id, 'case', c.id, 'DOC-A05', '立案审批表', $2, 'out', '1', '{}', 'd', 1, c.lead_agency_id, c.created_by,
  '2025-01-02', 1 FROM cases c WHERE c.ref = $1`, ref, n); err != nil {
				t.Fatal(err)
			}
		}
	}
	for who, want := range map[string]int{"officer": 4, "head": 2, "gd.officer": 0} {
		if p := s.as(who).Get("/documents").Want(http.StatusOK); p.Count("tr[data-ref]") != want {
			t.Errorf("%s reads %d lines, want %d: %.300s", who, p.Count("tr[data-ref]"), want, p.Text())
		}
	}
	if p := s.as("sysadmin").Get("/documents"); p.Status != http.StatusForbidden {
		t.Errorf("an administrator: %d", p.Status)
	}
}
