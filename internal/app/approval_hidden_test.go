package app_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestApproval_HiddenReadsNothing: for a proposal that its reader may not see, the page reads no paper of its file and no
// person of its organ, as for a reference that nobody gave: every statement joins the reader's access. Rows that tell when
// they are touched stand in the way. Seen to fail with each of the two statements asking by the reference alone.
func TestApproval_HiddenReadsNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter(toWaiting)
	ref := s.ref("SELECT ref FROM approvals WHERE state = 'OPEN' ORDER BY id DESC LIMIT 1")
	gone := ref[:3] + strings.NewReplacer("2", "3", "3", "4", "4", "5", "5", "6", "6", "7", "7", "8", "8", "9", "9", "2", "A", "B", "B", "C", "C",
		"D").Replace(ref[3:])
	s.direct("UPDATE cases SET compartmented = true")
	s.as("ps.officer").Get("/").Want(http.StatusOK)
	s.as("officer").Get("/approvals/" + ref).Want(http.StatusOK)
	s.direct("INSERT INTO org_units (agency_id, code, name_zh, name_en) SELECT agency_id, 'trap', '虚构处', 'Trap' FROM users WHERE username = 'officer2'")
	s.direct("UPDATE users SET unit_id = (SELECT id FROM org_units WHERE code = 'trap') WHERE username = 'officer2'")
	s.direct(`CREATE FUNCTION touched(what text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'touched %', what; END $$`)
	for table, which := range map[string]string{"documents": "true", "org_units": "code = 'trap'"} {
		s.direct("CREATE POLICY trap ON " + table + " USING (CASE WHEN " + which + " THEN touched('" + table + "') ELSE true END)")
		s.direct("ALTER TABLE " + table + " ENABLE ROW LEVEL SECURITY")
		if p := s.as("officer").Get("/approvals/" + ref); p.Status != http.StatusInternalServerError {
			t.Errorf("%s: who may read it touches nothing: %d", table, p.Status)
		}
		for what, at := range map[string]string{"invented": gone, "hidden": ref} {
			if p := s.as("ps.officer").Get("/approvals/" + at); p.Status != http.StatusNotFound {
				t.Errorf("%s: an %s one is answered %d", table, what, p.Status)
			}
		}
		s.direct("ALTER TABLE " + table + " DISABLE ROW LEVEL SECURITY")
	}
}
