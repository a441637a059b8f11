package app_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestDecider_ReadsThePapersBehindHisProposal: of a compartmented file on which he is not named, a head who is asked to approve
// one thing neither opens nor is shown the secret papers of another; who is asked about the pointer itself reads its papers.
func TestDecider_ReadsThePapersBehindHisProposal(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	before, _ := strings.CutSuffix(pointed, ";mss_handover.sent ch")
	w := s.matter(before + ";" + withEvidence + ";evidence.registered_preserved ch")
	s.set("UPDATE cases SET compartmented = true")
	if _, err := w.desk.Recount(t.Context(), w.db.Read(), s.clock.Now()); err != nil {
		t.Fatal(err)
	}
	secret := "/documents/" + s.ref("SELECT ref FROM documents WHERE code = 'DOC-S01'")
	plain := "/documents/" + s.ref("SELECT ref FROM documents WHERE target_kind = 'case' ORDER BY id LIMIT 1")
	asked := func(event string) string {
		return "/approvals/" + s.ref("SELECT ref FROM approvals WHERE state = 'OPEN' AND event = $1", event)
	}
	page := s.as("head").Get(asked("evidence.registered_preserved")).Want(http.StatusOK)
	if page.Has("[href='"+secret+"']") || strings.Contains(page.Text(), "定密审批表") {
		t.Error("a proposal on an item lists the papers of the pointer")
	}
	if !page.Has("[href='" + plain + "']") {
		t.Error("a proposal does not lead to the papers behind it")
	}
	s.as("head").Get(plain).Want(http.StatusOK)
	if p := s.as("head").Get(secret); p.Status != http.StatusNotFound {
		t.Errorf("who is asked about an item opens the papers of the pointer: %d", p.Status)
	}
	w.proceed("mss_handover.sent ch")
	delete(s.seen, "head") // that took longer than a session lasts
	page = s.as("head").Get(asked("mss_handover.sent")).Want(http.StatusOK)
	if !page.Has("[href='" + secret + "']") {
		t.Error("the proposal on the pointer does not lead to its paper")
	}
	if p := s.as("head").Get(secret).Want(http.StatusOK); !p.Has("[data-print]") {
		t.Errorf("whoever is asked about the pointer does not read its paper: %.300s", p.Text())
	}
	for _, who := range []string{"legal", "unithead", "principal"} {
		if p := s.as(who).Get(secret); p.Status != http.StatusNotFound {
			t.Errorf("%s, of whom nothing is asked: %d", who, p.Status)
		}
	}
}
