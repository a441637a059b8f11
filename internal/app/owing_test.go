package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"touchstone/internal/identity"
)

// TestOwing_NamesAndReadsNothing: the head of a unit whose compartmented case has lost a handler is told the reference and who
// is left, names the handlers, and reads nothing of the file, before or after; nor does he name any where two handle the case
// again, whatever was counted in the night. A file of his unit that is open he reads as ever.
func TestOwing_NamesAndReadsNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter("admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch;admin_case.filed uh>ah;admin_investigation.started ch")
	c := w.file().Admin()
	s.alsoHolds("custodian", "case_handler")
	recount := func() {
		t.Helper()
		if _, err := w.desk.Recount(t.Context(), w.db.Read(), s.clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	s.set("UPDATE cases SET compartmented = true, title = '不得外传的案名（虚构）'")
	s.set("UPDATE role_grants SET valid_to = $1 WHERE user_id = (SELECT id FROM users WHERE username = 'officer2')", s.clock.Now()) // it ends by itself
	recount()

	file, naming := "/cases/"+c.Ref, "/cases/"+c.Ref+"/access"
	reads := func() {
		t.Helper()
		for _, path := range []string{file, file + ".json", file + "/documents", file + "/timeline", file + "/evidence", file + "/decisions"} {
			if p := s.as("unithead").Get(path); p.Status != http.StatusNotFound {
				t.Errorf("%s: %d", path, p.Status)
			}
		}
	}
	says := func(path string, yes bool) {
		t.Helper()
		p := s.as("unithead").Get(path)
		if strings.Contains(p.Body, c.Ref) != yes || strings.Contains(p.Body, "不得外传") || strings.Contains(p.Body, file+"\"") {
			t.Errorf("%s, want the reference alone: %v: %s", path, yes, p.One("main").Text())
		}
	}
	name := func(who string) string { return s.ref("SELECT name_zh FROM users WHERE username = $1", who) }
	reads()
	says("/inbox", true)
	says("/inbox?tab=cc", true)
	says("/", true)
	p := s.as("unithead").Get(naming).Want(http.StatusOK)
	if text := p.One("main").Text(); strings.Contains(text, "不得外传") || !strings.Contains(text, c.Ref) || !strings.Contains(text, name("officer")) ||
		strings.Contains(text, name("officer2")) {
		t.Errorf("the naming says: %s", text)
	}

	// Prolonged since it was counted: two handle it, and nobody else has to be named.
	s.set("UPDATE role_grants SET valid_to = '2035-01-01' WHERE user_id = (SELECT id FROM users WHERE username = 'officer2')")
	for _, path := range []string{naming, "/cases/assign?ref=" + c.Ref} {
		if p := s.as("unithead").Get(path); p.Has("main form[method='post']") || strings.Contains(p.Text(), name("officer")) {
			t.Errorf("two handle the case, and %s offers its naming", path)
		}
	}
	says("/inbox", false)
	says("/inbox?tab=cc", false)
	s.set("UPDATE role_grants SET valid_to = $1 WHERE user_id = (SELECT id FROM users WHERE username = 'officer2')", s.clock.Now())

	f := s.as("unithead").Get(naming).Want(http.StatusOK).Form("form:has([name='do'][value='assign'])")
	if p := f.Submit(); p.Status != http.StatusUnprocessableEntity || strings.Contains(p.Text(), "不得外传") || !p.Has("[data-error-for='reason']") {
		t.Errorf("nobody named: %d %s", p.Status, p.One("main").Text())
	}
	f.Force("handlers", "officer", "custodian").Set("reason", aReason).Set("credential", identity.DemoPassword)
	if p := f.Submit(); p.Status != http.StatusOK || strings.Contains(p.Text(), "不得外传") || p.URL.Path != "/inbox" {
		t.Errorf("named: %d %s", p.Status, p.One("main").Text())
	}
	if got := s.ref("SELECT string_agg(u.username, ' ' ORDER BY u.username) FROM case_members m JOIN users u ON u.id = m.user_id WHERE m.part = 'handler' "+
		"AND m.to_at > $1 AND m.case_id = $2", s.clock.Now(), c.ID); got != "custodian officer" {
		t.Errorf("handled by %s", got)
	}
	reads()
	says("/inbox", false)
	for _, what := range []string{"assign", "grant", "mark", "revoke"} { // it is named, and nothing else was ever his to change
		if p := s.as("unithead").Post(naming, url.Values{"do": {what}, "handlers": {"officer", "custodian"}, "reason": {aReason},
			"credential": {identity.DemoPassword}}); p.Status != http.StatusNotFound {
			t.Errorf("%s once more: %d %s", what, p.Status, p.Text())
		}
	}
	s.set("UPDATE cases SET compartmented = false")
	s.as("unithead").Get(file).Want(http.StatusOK)
}
