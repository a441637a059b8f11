package app_test

import (
	"net/http"
	"strings"
	"testing"

	"touchstone/internal/identity"
	"touchstone/internal/testkit"
)

// TestSeen_SentBackUnread: return and refusal are bound to what was shown as well; the words stay.
func TestSeen_SentBackUnread(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter("admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch;admin_case.filed uh")
	ref := s.ref("SELECT ref FROM approvals WHERE state = 'OPEN'")
	const words = "退回补正：请补充计量记录，核对净重。"
	f := s.as("head").Get("/approvals/"+ref).Want(http.StatusOK).Form("form[action$='/sign']").Set("decision", "return").Set("opinion", words).Set("reason_code",
		"facts_unclear")
	p := f.Submit().Want(http.StatusOK)
	if _, err := testkit.Super(t, s.db).Exec(t.Context(), "UPDATE cases SET value_fen = coalesce(value_fen, 0) + 100"); err != nil {
		t.Fatal(err)
	}
	back := p.Form("form[action$='/decide']").Submit()
	if back.Status != http.StatusConflict || !back.Has("tr[data-fact='case:value_fen']") {
		t.Fatalf("sent back unread: %d %s", back.Status, back.One("main").Text())
	}
	form := back.Form("form[action$='/sign']")
	if form.Value("opinion") != words || form.Value("decision") != "return" || form.Value("reason_code") != "facts_unclear" {
		t.Error("what was typed is gone")
	}
	form.Submit().Want(http.StatusOK).Form("form[action$='/decide']").Submit().Want(http.StatusOK)
	if n := s.number("SELECT count(*) FROM approvals WHERE state = 'RETURNED'"); n != 1 {
		t.Error("it was not sent back after all")
	}
}

// TestSeen_DecidedShowsThen: a decided proposal shows what was stored with it, whatever became of the file, and leads only
// to what its reader may open.
func TestSeen_DecidedShowsThen(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter(toSent)
	super := testkit.Super(t, s.db)
	ref := s.ref("SELECT ref FROM approvals WHERE event = 'referral.report_submitted'")
	then := s.as("principal").Get("/approvals/" + ref).Want(http.StatusOK)
	title := s.ref("SELECT title FROM cases WHERE machine = 'admin_case' ORDER BY id LIMIT 1")
	item := s.ref("SELECT ref FROM evidence_items ORDER BY id LIMIT 1")
	shows(t, then, title)
	for _, sql := range []string{"UPDATE cases SET title = '今日之案', quantity_mg = 77000000, value_fen = 7700", "UPDATE evidence_items SET name = '今日之物'",
		"UPDATE referrals SET facts = '今日之事实'"} {
		if _, err := super.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	now := s.as("principal").Get("/approvals/" + ref).Want(http.StatusOK)
	if got, want := now.One("main").Text(), then.One("main").Text(); got != want || strings.Contains(now.Body, "今日") {
		t.Errorf("it read\n%s\nand reads\n%s", want, got)
	}
	if _, err := super.Exec(t.Context(), "UPDATE cases SET compartmented = true"); err != nil { // its head is no member
		t.Fatal(err)
	}
	s.as("principal").Get("/approvals/" + ref).Want(http.StatusNotFound)
	shut := s.as("officer").Get("/approvals/" + ref).Want(http.StatusOK)
	if strings.Contains(shut.Body, "今日") || !strings.Contains(shut.Body, "/evidence/"+item) {
		t.Error("who is still named on the file reads something else")
	}
}

// TestSeen_GivenBack: a proposal that waits under the old form goes back to its proposer with its text and a notice; one
// that is itself an act is listed anew; a second run finds nothing.
func TestSeen_GivenBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter("admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch;admin_case.filed uh")
	stored := s.ref("SELECT ref FROM approvals WHERE state = 'OPEN'")
	s.matter(toWaiting)
	byAct := s.ref("SELECT ref FROM approvals WHERE event = 'referral.report_submitted' AND state = 'OPEN'")
	super := testkit.Super(t, s.db)
	if _, err := super.Exec(t.Context(),
		`UPDATE approvals
			SET digest = 'sha256:old',
			  shown = jsonb_set('{"event":"x","variant":"","input":{},"ref":"X","state":"S","case":{"ref":"R","title":"旧案由","lead_basis":"","mineral":""},
"documents":{"DC-1":"DOC-A05 sha256:ab"},"evidence":{"EV-1":"旧 证据 COLLECTED unverified 0"}}', '{ref}', to_jsonb((SELECT c.ref FROM cases c
  WHERE c.id = case_id))) WHERE state = 'OPEN'`); err != nil {
		t.Fatal(err)
	}
	input := s.ref("SELECT input::text FROM approvals WHERE ref = $1", stored)
	for range 2 {
		if err := s.app.Engine().GiveBack(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.ref("SELECT state || ' ' || decision || ' ' || reason_code FROM approvals WHERE ref = $1", stored); got != "RETURNED return outdated" {
		t.Errorf("the stored proposal is %s", got)
	}
	if s.ref("SELECT input::text FROM approvals WHERE ref = $1", stored) != input {
		t.Error("its text is gone")
	}
	if n := s.number("SELECT count(*) FROM audit_events WHERE action = 'approval.return'"); n != 1 {
		t.Errorf("returned %d times on record", n)
	}
	if n := s.number("SELECT count(*) FROM notices n JOIN users u ON u.id = n.user_id WHERE n.kind = 'approval.return' AND u.username = 'unithead'"); n != 1 {
		t.Errorf("told %d times", n)
	}
	p := s.as("unithead").Get("/approvals/" + stored).Want(http.StatusOK)
	shows(t, p, "旧案由", "旧 证据", "签署内容的记载方式已变更")
	p.Click("a.btn-1[data-act-link]").Want(http.StatusOK).One("form[data-act]")

	if got := s.ref("SELECT state || ' ' || (shown->>'seen') FROM approvals WHERE ref = $1", byAct); got != "OPEN v2" {
		t.Errorf("the proposal by an act is %s", got)
	}
	if n := s.number("SELECT count(*) FROM audit_events WHERE action = 'approval.restated'"); n != 1 {
		t.Errorf("listed anew %d times on record", n)
	}
	done := s.sign("principal", byAct, "referral.approved", nil).Form("form[data-act='referral.approved']").Set("credential",
		identity.DemoPassword).Submit().Want(http.StatusOK)
	if !strings.HasPrefix(done.URL.Path, "/referrals/") {
		t.Errorf("it cannot be signed: %s", problems(done))
	}
}
