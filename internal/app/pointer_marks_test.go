package app_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/testkit"
)

// pointed is a case with a pointer to state security whose handing over waits for the agency's head.
const pointed = "admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch;admin_case.filed uh>ah;admin_investigation.started ch;" +
	"mss_handover.proposed ch;mss_handover.secrecy_checked so;mss_handover.sent ch"

// TestMarks_APointerTakesWhatHangsOnIt: the proposals on a pointer to state security, their signature and their record, and
// the papers of the pointer bear the mark of the pointer, whatever the case is; so do the lists in which they stand. What
// else hangs on the case bears the mark of the case; and a pointer is never marked lower than its case.
func TestMarks_APointerTakesWhatHangsOnIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(pointed)
	super := testkit.Super(t, s.db)
	s.marked(super, actor.Internal)
	list := func(sql string) []string { return strings.Fields(s.ref("SELECT coalesce(string_agg(" + sql)) }
	open := s.ref("SELECT ref FROM approvals WHERE root_kind = 'mss' AND state = 'OPEN'")
	pointer, file := "/mss/"+s.ref("SELECT ref FROM mss_handovers"), "/cases/"+w.file().Admin().Ref
	of := map[string][]string{} // pages of what hangs on the pointer, by their reader
	for _, ref := range list("ref, ' '), '') FROM approvals WHERE root_kind = 'mss'") {
		of["head"] = append(of["head"], "/approvals/"+ref)
		of["officer"] = append(of["officer"], "/approvals/"+ref)
	}
	for _, ref := range list("ref, ' '), '') FROM documents WHERE target_kind = 'mss'") {
		of["head"] = append(of["head"], "/documents/"+ref)
		of["officer"] = append(of["officer"], "/documents/"+ref)
	}
	of["head"] = append(of["head"], pointer, "/inbox")
	of["officer"] = append(of["officer"], pointer, "/inbox?tab=mine")
	of["secrecy"] = append(of["secrecy"], pointer)
	rest := map[string][]string{"officer": {file, file + "/documents", file + "/decisions", file + "/timeline", file + "/mss/new"}}
	for _, ref := range list("ref, ' '), '') FROM approvals WHERE root_kind <> 'mss'") {
		rest["officer"] = append(rest["officer"], "/approvals/"+ref)
	}
	for _, ref := range list("ref, ' '), '') FROM documents WHERE target_kind <> 'mss'") {
		rest["officer"] = append(rest["officer"], "/documents/"+ref)
	}
	pages := 0
	look := func(all map[string][]string, want actor.Marking) {
		t.Helper()
		for _, who := range slices.Sorted(maps.Keys(all)) {
			for _, path := range all[who] {
				pages++
				if bad := bars(s.as(who).Get(path).Want(http.StatusOK), want); bad != "" {
					t.Errorf("%s as %s, want %v: %s", path, who, want, bad)
				}
			}
		}
	}
	look(of, actor.PointerOnly)
	look(rest, actor.Internal)
	if bad := bars(s.sign("head", open, "mss_handover.sent", nil), actor.PointerOnly); bad != "" {
		t.Errorf("the signature: %s", bad)
	}
	if len(of["head"]) < 4 || pages < 15 {
		t.Errorf("%v: the test looks at too little", of)
	}
	s.marked(super, actor.PointerOnly) // a case of which this system keeps the number alone, and a pointer that was marked lower
	s.set("UPDATE mss_handovers SET marking = 1")
	look(of, actor.PointerOnly)
	look(rest, actor.PointerOnly)
}
