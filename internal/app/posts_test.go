package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/identity"
	"touchstone/internal/testkit"
)

var byOperator = actor.Automatic("os:test")

// TestPosts_WhoGoesLeavesTheNaming: a handler whose account, post or role ends leaves the case with one: it happens all the
// same, the head of the unit is told once and has the naming in his inbox, on the badge and on his desk, until two handle
// the case again. On a compartmented file on which he is not named it opens for that alone.
func TestPosts_WhoGoesLeavesTheNaming(t *testing.T) {
	t.Parallel()
	for name, gone := range map[string]func(s *site) error{
		"disabled": func(s *site) error { return s.app.Disable(t.Context(), byOperator, "officer2") },
		"moved": func(s *site) error {
			return s.app.Move(t.Context(), byOperator, identity.MoveInput{Username: "officer2", Agency: "gdcom", Unit: "enforcement"})
		},
		"role revoked": func(s *site) error { return s.app.Revoke(t.Context(), byOperator, "officer2", actor.CaseHandler) },
		"role run out": func(s *site) error { return s.runOut("officer2") },
		"compartmented": func(s *site) error {
			if err := s.exec("UPDATE cases SET compartmented = true"); err != nil {
				return err
			}
			return s.app.Disable(t.Context(), byOperator, "officer2")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			ref := s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
			path := "/cases/" + ref
			owed := func() int {
				return s.as("unithead").Get("/inbox").Want(http.StatusOK).Count("main table a[href='" + path + "/access']")
			}
			if owed() != 0 {
				t.Fatal("a case with two handlers lacks one")
			}
			if err := gone(s); err != nil {
				t.Fatal(err)
			}
			s.clock.Advance(time.Second)
			if owed() != 1 {
				t.Fatalf("the naming is not in the inbox: %s", s.as("unithead").Get("/inbox").One("main").Text())
			}
			home := s.as("unithead").Get("/")
			if badge := home.Attrs("nav a[href='/inbox'] [data-count]", "data-count"); len(badge) == 0 || !home.Has("main a[href='"+path+"/access']") {
				t.Errorf("badge %v; home: %.400s", badge, home.One("main").Text())
			}
			if got := s.as("unithead").Get("/inbox?tab=cc").Text(); strings.Count(got, "承办人不足两人") != 1 {
				t.Errorf("told: %s", got)
			}
			if p := s.as("gd.unithead").Get("/inbox"); strings.Contains(p.Body, ref) {
				t.Error("another unit's head has it too")
			}
			s.named(ref)
			if owed() != 0 {
				t.Error("two are named again, and the naming is still owed")
			}
			if p := s.as("unithead").Get(path); (p.Status == http.StatusOK) == (name == "compartmented") {
				t.Errorf("after the naming the file answers %d", p.Status)
			}
			if r, err := s.app.Verify(t.Context()); err != nil || !r.OK {
				t.Errorf("%+v %v", r.FirstBad, err)
			}
		})
	}
}

// runOut lets the grant of a role end by itself; the count of every minute finds what nobody did.
func (s *site) runOut(who string) error {
	s.t.Helper()
	if err := s.exec("UPDATE role_grants SET valid_to = $2 WHERE user_id = (SELECT id FROM users WHERE username = $1)", who, s.clock.Now()); err != nil {
		return err
	}
	s.clock.Advance(time.Second)
	desk := s.matter().desk
	n, err := desk.CountHandlers(s.t.Context(), s.db.Read(), s.clock.Now())
	if again, _ := desk.CountHandlers(s.t.Context(), s.db.Read(), s.clock.Now()); n != 1 || again != 0 {
		s.t.Errorf("%d cases counted, then %d", n, again)
	}
	return err
}

// named gives the case, through its page, an officer who came from another agency beside the one who stayed.
func (s *site) named(ref string) {
	s.t.Helper()
	if err := s.exec(
		`INSERT INTO users (ref, agency_id, unit_id, username, name_zh, name_en, certificate_no, clearance, credential_kind, password_hash, created_at)
SELECT 'UA-NEW', agency_id, unit_id, 'officer3', '新人', 'New', 'ZJ-3', 2, credential_kind, password_hash, created_at FROM users
  WHERE username = 'officer'`); err != nil {
		s.t.Fatal(err)
	}
	if err := s.exec(`INSERT INTO role_grants (user_id, role, agency_id, valid_from, valid_to) SELECT id, 'case_handler', agency_id, '2000-01-01', '2100-01-01'
		FROM users WHERE username = 'officer3'`); err != nil {
		s.t.Fatal(err)
	}
	f := s.as("unithead").Get("/cases/" + ref + "/access").Want(http.StatusOK).Form("form:has([name='do'][value='assign'])")
	f.Set("handlers", "officer", "officer3").Set("reason", why).Set("credential", identity.DemoPassword).Submit()
	if got := s.handlersOf(ref); !strings.Contains(got, "officer3") {
		s.t.Errorf("handled by %s", got)
	}
}

// TestPosts_ChangeOnThePage: what would leave one handler is refused on the page of who knows the case, with its sentence
// and what was typed, and changes nothing; naming both anew in one act passes.
func TestPosts_ChangeOnThePage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	f := s.as("unithead").Get("/cases/" + ref + "/access").Want(http.StatusOK).Form("form:has([name='do'][value='revoke'])")
	before := s.contents()
	p := f.Set("member", "officer2").Set("reason", why).Submit()
	if p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Text(), "承办人不得少于两人") || !strings.Contains(p.Body, why) ||
		p.One("body").Attr("data-page") != "P26" {
		t.Errorf("%d %.500s", p.Status, p.Text())
	}
	if got := s.changed(before); len(got) > 0 || s.handlersOf(ref) != "officer officer2" {
		t.Errorf("written into %v", got)
	}
	f = s.as("unithead").Get("/cases/" + ref + "/access").Form("form:has([name='do'][value='assign'])")
	f.Set("handlers", "officer2", "officer").Set("reason", why).Set("credential", identity.DemoPassword).Submit().Want(http.StatusOK)
	if got := s.handlersOf(ref); got != "officer officer2" && got != "officer2 officer" {
		t.Errorf("handled by %s", got)
	}
}

// TestPosts_OneActEndsEverything: what a move of post ends, it ends at one moment and names in its event, in the records of
// both units; what names nobody, or nowhere, is refused and changes nothing.
func TestPosts_OneActEndsEverything(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter("admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch")
	path := "/cases/" + w.file().Admin().Ref
	s.form("unithead", path+"/acts/admin_case.filed", "admin_case.filed", filingForm()).Submit().Want(http.StatusOK)
	s.saveView("unithead", "view=all", "本处全部案件", map[string][]string{"shared": {"yes"}, "default": {"yes"}})
	f := s.as("unithead").Get("/access-requests/new").Want(http.StatusOK).Form("main form")
	f.Set("case", w.file().Admin().Ref).Set("purpose", why).Submit().Want(http.StatusOK)
	before := s.contents()
	for name, in := range map[string]identity.MoveInput{
		"nobody": {Username: "nobody", Agency: "gdcom", Unit: "enforcement"}, "no such unit": {Username: "unithead", Agency: "gdcom", Unit: "nowhere"},
		"a unit of another agency": {Username: "unithead", Agency: "gdcom", Unit: "custody"},
		"where he is":              {Username: "unithead", Agency: "mofcom", Unit: "enforcement"},
	} {
		if err := s.app.Move(t.Context(), byOperator, in); !errs.Is(err, errs.NotFound) && !errs.Is(err, errs.Conflict) || len(s.changed(before)) > 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.clock.Advance(time.Second)
	if err := s.app.Move(t.Context(), byOperator, identity.MoveInput{Username: "unithead", Agency: "gdcom", Unit: "enforcement"}); err != nil {
		t.Fatal(err)
	}
	me := "(SELECT id FROM users WHERE username = 'unithead')"
	for what, sql := range map[string]string{
		"roles":     "SELECT count(*) FROM role_grants WHERE revoked_at IS NULL AND user_id = " + me,
		"sessions":  "SELECT count(*) FROM user_sessions WHERE user_id = " + me,
		"places":    "SELECT count(*) FROM case_members WHERE to_at > '2027-01-01' AND user_id = " + me,
		"teams":     "SELECT count(*) FROM referrals WHERE " + me + " = ANY (team)",
		"views":     "SELECT count(*) FROM case_views WHERE user_id = " + me,
		"list":      "SELECT count(*) FROM users WHERE case_view <> '' AND id = " + me,
		"proposals": "SELECT count(*) FROM approvals WHERE state = 'OPEN' AND proposer_id = " + me,
		"requests":  "SELECT count(*) FROM access_requests WHERE state = 'OPEN' AND requester_id = " + me,
	} {
		if n := s.number(sql); n != 0 {
			t.Errorf("%s: %d are left", what, n)
		}
	}
	if n := s.number("SELECT count(*) FROM audit_events WHERE action = 'account.moved' AND actor_name = 'os:test' AND details->>'from' = 'mofcom/enforcement' " +
		"AND details->>'to' = 'gdcom/enforcement'"); n != 2 {
		t.Errorf("%d events of the move", n)
	}
	if n := s.number("SELECT count(DISTINCT at) FROM (SELECT max(revoked_at) AS at FROM role_grants WHERE user_id = " + me +
		" UNION ALL SELECT at FROM audit_events WHERE action = 'account.moved' UNION ALL SELECT posted_at FROM users WHERE id = " + me + ") z"); n != 1 {
		t.Errorf("it ended at %d moments", n)
	}
	if err := s.app.Disable(t.Context(), byOperator, "unithead"); err != nil {
		t.Fatal(err)
	}
	if err := s.app.Disable(t.Context(), byOperator, "unithead"); !errs.Is(err, errs.Conflict) {
		t.Errorf("disabled twice: %v", err)
	}
	if err := s.app.Revoke(t.Context(), byOperator, "head", actor.CaseHandler); !errs.Is(err, errs.Conflict) {
		t.Errorf("a role that he does not hold: %v", err)
	}
	if r, err := s.app.Verify(t.Context()); err != nil || !r.OK {
		t.Errorf("%+v %v", r.FirstBad, err)
	}
}

// TestPosts_ReopensWhatWrongCredentialsClosed: nobody signs with an account to which too many wrong credentials have closed
// the signing, whatever he enters and however long he waits; a security administrator opens it, says why, and not for
// himself. It stands in the ledger.
func TestPosts_ReopensWhatWrongCredentialsClosed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	head := s.actorOf(testkit.Super(t, s.db), "head")
	check := func() error { return s.app.Identity.CheckCredential(t.Context(), head, identity.DemoPassword) }
	s.direct(`UPDATE users SET sign_failures = 2000, failures = 2000 WHERE username IN ('head', 'secadmin')`)
	s.clock.Advance(1000 * time.Hour)
	if err := check(); err == nil || !strings.Contains(s.refusedBy("head"), "请联系安全保密管理员") {
		t.Fatalf("it opened by itself: %v", err)
	}
	for name, x := range map[string]struct {
		in   identity.ReopenInput
		kind errs.Kind
	}{
		"no reason":       {identity.ReopenInput{Username: "head", By: "secadmin"}, errs.InvalidInput},
		"by no secadmin":  {identity.ReopenInput{Username: "head", By: "sysadmin", Reason: why}, errs.Forbidden},
		"by himself":      {identity.ReopenInput{Username: "secadmin", By: "secadmin", Reason: why}, errs.Forbidden},
		"nobody":          {identity.ReopenInput{Username: "nobody", By: "secadmin", Reason: why}, errs.NotFound},
		"nothing to open": {identity.ReopenInput{Username: "officer", By: "secadmin", Reason: why}, errs.Conflict},
		"by an unknown":   {identity.ReopenInput{Username: "head", By: "nobody", Reason: why}, errs.Forbidden},
		"a reason of one": {identity.ReopenInput{Username: "head", By: "secadmin", Reason: "x"}, errs.InvalidInput},
	} {
		if err := s.app.Identity.Reopen(t.Context(), byOperator, x.in); !errs.Is(err, x.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := s.number("SELECT count(*) FROM audit_events WHERE action = 'account.reopened'"); n != 0 || check() == nil {
		t.Errorf("%d openings on record, %v", n, check())
	}
	if err := s.app.Identity.Reopen(t.Context(), byOperator, identity.ReopenInput{Username: "head", By: "secadmin", Reason: why}); err != nil {
		t.Fatal(err)
	}
	if err := check(); err != nil {
		t.Errorf("still closed: %v", err)
	}
	s.as("head").Get("/").Want(http.StatusOK)
	if n := s.number(`SELECT count(*) FROM audit_events WHERE action = 'account.reopened' AND actor_name = 'os:test' AND details->>'signing' = '2000'
		AND details->>'sign_in' = '2000' AND details->'texts' ? 'reason'
AND (details->>'by_user')::bigint = (SELECT id FROM users WHERE username = 'secadmin')
  AND target_id = (SELECT id FROM users WHERE username = 'head')`); n != 1 {
		t.Errorf("%d openings on record: %s", n, s.ref("SELECT string_agg(actor_name || details::text, ' ') FROM audit_events WHERE action = 'account.reopened'"))
	}
	if r, err := s.app.Verify(t.Context()); err != nil || !r.OK {
		t.Errorf("%+v %v", r.FirstBad, err)
	}
}

// refusedBy is what the sign-in page says to somebody who enters the right password.
func (s *site) refusedBy(username string) string {
	s.t.Helper()
	return testkit.Visit(s.t, s.origin).Get("/login").Form("form[action='/login']").Set("username", username).Set("password",
		identity.DemoPassword).Submit().Text()
}
