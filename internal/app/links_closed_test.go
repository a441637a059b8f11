package app_test

import (
	"net/http"
	"testing"
)

// TestLinks_OnlyToWhatOpens: the page of a pointer leads back to its case, and the page of a case to its tip, only for whoever
// may open it; for anybody else it is not there. Seen to fail for both with the link of everybody.
func TestLinks_OnlyToWhatOpens(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.as("intake").Get("/tips/new").Form("form[action='/tips/new']").Set("subject", written).Set("summary", written).Set("mineral",
		"镓").Submit().Want(http.StatusOK)
	w := s.matter(pointed)
	c := w.file().Admin()
	s.set("UPDATE tips SET state = 'USED', case_id = $1", c.ID)
	s.set("UPDATE cases SET tip_id = (SELECT id FROM tips LIMIT 1) WHERE id = $1", c.ID)
	file, tip, pointer := "/cases/"+c.Ref, "/tips/"+s.ref("SELECT ref FROM tips"), "/mss/"+s.ref("SELECT ref FROM mss_handovers")
	links := func(who, from, to string, want bool) {
		t.Helper()
		there := s.as(who).Get(to).Status == http.StatusOK
		if shown := s.as(who).Get(from).Want(http.StatusOK).Has("a[href^='" + to + "']"); shown != want || there != want {
			t.Errorf("%s: %s leads to %s: %v; it opens: %v", who, from, to, shown, there)
		}
	}
	links("officer", file, tip, true)
	links("legal", file, tip, false)
	links("secrecy", file, tip, false)
	links("secrecy", pointer, file, true)
	s.set("UPDATE cases SET compartmented = true WHERE id = $1", c.ID)
	links("secrecy", pointer, file, false)
	links("officer", pointer, file, true)
}
