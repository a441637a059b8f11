package app_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"touchstone/internal/cases"
	"touchstone/internal/testkit"
)

var varying = regexp.MustCompile(`(AR|SM|RQ)-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]|name="key" value="[^"]*"|\d{2}:\d{2}(:\d{2})?`)

// TestRequests_HiddenIsAsInvented: who asks about a hidden case and who asks about an invented one read the same at every
// stage: when they have asked, when the owner has refused the real one, when the days are over, and when they are
// answered; on the list, on the page of the request and in the inbox. A grant shows at once. Seen to fail with the
// refusal shown when it is made.
func TestRequests_HiddenIsAsInvented(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	hidden := s.registered("officer", "officer2", "示例亥贸易有限公司（虚构）", "锗片")
	super := testkit.Super(t, s.db)
	if _, err := super.Exec(t.Context(), "UPDATE cases SET compartmented = true WHERE ref = $1", hidden); err != nil {
		t.Fatal(err)
	}
	desk := cases.Desk{Log: s.app.Audit, Access: s.app.Access(), Book: s.app.Book}
	asked := func(who, ref string) (path string, p *testkit.Page) {
		t.Helper()
		p = s.as(who).Get("/access-requests/new?case="+ref).Form("form[action='/access-requests/new']").Set("purpose", why).Submit().Want(http.StatusOK)
		var id int64
		if err := s.db.Read().QueryRow(t.Context(), "SELECT id, '/access-requests/' || ref FROM access_requests ORDER BY id DESC LIMIT 1").Scan(&id,
			&path); err != nil {
			t.Fatal(err)
		}
		if err := desk.BringRequest(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		return path, p
	}
	real, a := asked("legal", hidden)
	invented, b := asked("hearing", "SM-0000-0000-J")
	same := func(stage string) {
		t.Helper()
		for _, x := range []struct{ what, one, other string }{{"the request", real, invented}, {"the list", "/access-requests", "/access-requests"},
			{"the inbox", "/inbox?tab=cc", "/inbox?tab=cc"}} {
			one, other := s.as("legal").Get(x.one).Want(http.StatusOK), s.as("hearing").Get(x.other).Want(http.StatusOK)
			if got, want := mainOf(one), mainOf(other); got != want {
				t.Errorf("%s: %s:\n%s\n%s", stage, x.what, got, want)
			}
		}
	}
	if mainOf(a) != mainOf(b) {
		t.Error("the receipts differ")
	}
	same("asked")
	if p := s.as("officer").Get("/inbox?tab=cc"); !strings.Contains(p.Body, "有人申请知悉案件") {
		t.Errorf("the owner is not told: %.300s", p.Text())
	}
	s.as("officer").Get(real).Want(http.StatusOK).Form("form[action='"+real+"']").Set("decision", "refuse").Set("reason", why).Submit().Want(http.StatusOK)
	for _, who := range []string{"unithead", "officer2", "gd.officer", "auditor"} {
		if p := s.as(who).Get(real); p.Status != http.StatusNotFound {
			t.Errorf("%s reads the request: %d", who, p.Status)
		}
	}
	same("refused by the owner")
	if p := s.as("legal").Get(real); !strings.Contains(p.Body, "已送出") || strings.Contains(p.Body, "未获同意") {
		t.Errorf("the refusal shows at once: %.300s", p.Text())
	}
	var due time.Time
	if err := s.db.Read().QueryRow(t.Context(), "SELECT max(answer_by) FROM access_requests").Scan(&due); err != nil {
		t.Fatal(err)
	}
	s.clock.Advance(due.Add(time.Minute).Sub(s.clock.Now()))
	clear(s.seen)
	same("the days are over")
	for range 2 {
		if err := desk.AnswerOverdue(t.Context(), s.db.Read(), s.clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	same("answered")
	if p := s.as("hearing").Get(invented); !strings.Contains(p.Body, "未获同意") {
		t.Errorf("not answered: %.300s", p.Text())
	}
	granted, _ := asked("legal", hidden)
	s.as("officer").Get(granted).Form("form[action='"+granted+"']").Set("decision", "grant").Set("reason", why).Set("credential",
		"touchstone-demo").Submit().Want(http.StatusOK)
	if p := s.as("legal").Get(granted); !strings.Contains(p.Body, "已同意") || !p.Has("a[href='/cases/"+hidden+"']") {
		t.Errorf("granted, and it does not say so: %.300s", p.Text())
	}
}

// mainOf is what a page says to its reader, without who reads it.
func mainOf(p *testkit.Page) string {
	text := varying.ReplaceAllString(p.One("main").Text(), "*")
	for _, name := range []string{"苏砚秋", "韩松年"} {
		text = strings.ReplaceAll(text, name, "*")
	}
	return text
}

// TestHidden_NobodyWaitsForIt: while somebody holds the rows of a hidden case and of what hangs on it, whoever may not
// see them is answered at once, and as for what is not there (security D10). A tip is tried in cases.
func TestHidden_NobodyWaitsForIt(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	all := s.insides()
	super := testkit.Super(t, s.db)
	for _, who := range []string{"gd.officer", "ps.officer"} {
		s.as(who)
	}
	tx, err := super.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(t.Context()) }()
	for _, table := range []string{"cases", "tips", "parties", "evidence_items", "access_requests", "case_members"} {
		if _, err := tx.Exec(t.Context(), "SELECT 1 FROM "+table+" FOR UPDATE"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := tx.Exec(t.Context(), "SELECT 1 FROM audit_heads WHERE stream LIKE 'case:%' FOR UPDATE"); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"gd.officer", "ps.officer"} {
		for path, form := range all {
			if form == nil {
				continue
			}
			began := time.Now()
			p := s.as(who).Post(path, form)
			if took := time.Since(began); p.Status != http.StatusNotFound && p.Status != http.StatusMethodNotAllowed || took > 5*time.Second {
				t.Errorf("%s at %s: %d after %v", who, path, p.Status, took)
			}
		}
	}
}
