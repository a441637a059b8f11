package app_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/internal/law"
	"touchstone/internal/testkit"
)

// TestInbox_WordOfWhatOthersDid: whoever proposed learns what became of it, and both ends of a referral learn what the
// other did; once read it is read, a second press changes nothing, and nobody else is told.
func TestInbox_WordOfWhatOthersDid(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter(toReview, "referral.filing_decided[outcome=file] pv>pc")
	unread := func(who string) int { return s.as(who).Get("/inbox?tab=cc").Want(http.StatusOK).Count("td .tag-info") }
	before := unread("officer")
	if before < 3 { // approved, received, filed
		t.Errorf("the sender's handler is told %d times", before)
	}
	if unread("ps.officer") == 0 {
		t.Error("who proposed the filing is not told of the decision")
	}
	for _, who := range []string{"gd.officer", "head", "ss.liaison"} {
		if n := unread(who); n != 0 {
			t.Errorf("%s is told %d times", who, n)
		}
	}
	page := s.as("officer").Get("/inbox?tab=cc")
	if page.Count("a[href^='/referrals/RF-']") < 3 {
		t.Errorf("no links to the referral: %s", page.Text())
	}
	for range 2 { // the second press is the first one's receipt
		page.Form("form[action='/inbox/read']").Submit().Want(http.StatusOK)
	}
	if n := unread("officer"); n != 0 || s.as("officer").Get("/inbox?tab=cc").Has("form[action='/inbox/read']") {
		t.Errorf("%d still unread", n)
	}
	page.Form("form[action='/inbox/read']").Force("upto", "forged").Submit().Want(http.StatusUnprocessableEntity)
}

// TestInbox_WordOfAProposalThatCameBack: a stored proposal that is returned or refused without an act is told to whoever
// made it, and to nobody else.
func TestInbox_WordOfAProposalThatCameBack(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter("admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch")
	path := "/cases/" + w.file().Admin().Ref
	unread := func(who string) int { return s.as(who).Get("/inbox?tab=cc").Want(http.StatusOK).Count("td .tag-info") }
	for i, decision := range []string{"return", "refuse"} {
		s.form("unithead", path+"/acts/admin_case.filed", "admin_case.filed", filingForm()).Submit().Want(http.StatusOK)
		f := s.as("head").Get("/approvals/" + s.ref("SELECT ref FROM approvals WHERE state = 'OPEN'")).Form("form[action$='/sign']")
		sign := f.Set("decision", decision).Set("read", "yes").Set("opinion", written).Submit().Want(http.StatusOK)
		sign.Form("form[action$='/decide']").Submit().Want(http.StatusOK)
		if n := unread("unithead"); n != i+1 {
			t.Errorf("%s: the proposer has %d notices, want %d: %s", decision, n, i+1, s.as("unithead").Get("/inbox?tab=cc").Text())
		}
	}
	for _, who := range []string{"head", "officer", "gd.officer"} {
		if n := unread(who); n != 0 {
			t.Errorf("%s has %d notices", who, n)
		}
	}
	words := s.as("unithead").Get("/inbox?tab=cc").Text()
	if !strings.Contains(words, "你的提请已退回补正") || !strings.Contains(words, "你的提请未获批准") || strings.Contains(words, written) {
		t.Errorf("the notices say: %s", words)
	}
}

// TestInbox_ACountThatEndsSaysSo: a count that ends somewhere says so.
func TestInbox_ACountThatEndsSaysSo(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例巳贸易有限公司（虚构）", "镓锭")
	super := testkit.Super(t, s.db)
	add := func(n int) string {
		if _, err := super.Exec(t.Context(), `INSERT INTO notices (agency_id, user_id, kind, target_kind, target_id, created_at)
			SELECT u.agency_id, u.id, 'admin_case.filed', 'case', c.id, now() FROM users u, cases c, generate_series(1, $2) WHERE u.username = 'officer' AND c.ref = $1`,
			ref, n); err != nil {
			t.Fatal(err)
		}
		return s.as("officer").Get("/inbox").One("a[href='/inbox?tab=cc'] [data-count]").Attr("data-count")
	}
	if got := add(99); got != "99" {
		t.Errorf("ninety-nine: %q", got)
	}
	if got := add(1); got != "99+" {
		t.Errorf("a hundred: %q", got)
	}
}

// TestClocks_PausedStandLast: what is overdue stands first, what does not count last, however early it would have ended.
func TestClocks_PausedStandLast(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter(toConcluded)
	super := testkit.Super(t, s.db)
	if _, err := super.Exec(t.Context(),
		"UPDATE clocks SET state = 'PAUSED', paused_at = started_at, pause_basis = 'APL 60', due_at = started_at WHERE code = 'ADM-020'"); err != nil {
		t.Fatal(err)
	}
	s.matter(toConcluded)
	states := s.as("officer").Get("/clocks?scope=agency").Want(http.StatusOK).Attrs("main tbody [data-clock]", "data-state")
	if len(states) < 2 || states[len(states)-1] != "paused" || states[0] == "paused" {
		t.Errorf("order on the board: %v", states)
	}
}

// TestClocks_ReceivingOrganSeesItsOwn: the periods that begin with the receipt stand on the receiving organ's board and
// on its own file, and on the referral for both ends.
func TestClocks_ReceivingOrganSeesItsOwn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toReview)
	const clock = "[data-clock='REF-040']"
	for _, path := range []string{"/clocks?scope=agency", "/referrals/" + w.referral().Ref, "/cases/" + w.file().Criminal().Ref} {
		if !s.as("ps.officer").Get(path).Want(http.StatusOK).Has(clock) {
			t.Errorf("the receiver at %s sees no REF-040", path)
		}
	}
	if !s.as("officer").Get("/referrals/" + w.referral().Ref).Want(http.StatusOK).Has(clock) {
		t.Error("the sender does not see on the referral when the review ends")
	}
	if s.as("officer").Get("/clocks?scope=agency").Want(http.StatusOK).Has(clock) {
		t.Error("the sender's board holds what another organ owes")
	}
}

// TestInbox_NamesTheDecision: a row says which decision is asked for, not which paper was handed in; what came back by a
// decision of the tables is work again, until something is done about it, and the desk does not call that all done.
func TestInbox_NamesTheDecision(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter(toWaiting)
	if p := s.as("principal").Get("/inbox").Want(http.StatusOK); !strings.Contains(p.One("main tbody").Text(), "批准移送") {
		t.Errorf("the inbox names something else: %s", p.One("main tbody").Text())
	}
	ref := s.ref("SELECT ref FROM approvals WHERE event = 'referral.report_submitted' AND state = 'OPEN'")
	sign := s.sign("principal", ref, "referral.report_returned", map[string][]string{"reason_code": {"facts_unclear"}, "reason": {"事实部分尚须补充，请补正后再报。"}})
	sign.Form("form[data-act='referral.report_returned']").Submit().Want(http.StatusOK)
	if n := s.as("officer").Get("/inbox").Want(http.StatusOK).Count("main tbody a[href='/approvals/" + ref + "']"); n != 1 {
		t.Errorf("what came back stands %d times in the inbox", n)
	}
	home := s.as("officer").Get("/").Want(http.StatusOK)
	if home.Has(".empty") || strings.Contains(home.One("main").Text(), "全部办结") {
		t.Error("the desk says that all is done while something came back")
	}
}

// TestInbox_WhatIsGivenToMe: a case that was assigned is work until one of its handlers begins, and things on their way
// to my store are work of the store.
func TestInbox_WhatIsGivenToMe(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter("admin_lead.registered in;admin_lead.assigned uh")
	link := "main tbody a[href='/cases/" + w.file().Admin().Ref + "']"
	for _, who := range []string{"officer", "officer2"} {
		if !s.as(who).Get("/inbox").Want(http.StatusOK).Has(link) {
			t.Errorf("%s does not learn of the assignment", who)
		}
	}
	if s.as("gd.officer").Get("/inbox").Want(http.StatusOK).Has(link) {
		t.Error("a stranger learns of the assignment")
	}
	s.clock.Advance(time.Hour)
	w.proceed("verification_report.submitted ch")
	if s.as("officer2").Get("/inbox").Want(http.StatusOK).Has(link) {
		t.Error("the case is begun and still stands there")
	}
}

// TestInbox_AnOldAssignmentIsNoWork: an assignment stands in the inbox as long as limits.csv says.
func TestInbox_AnOldAssignmentIsNoWork(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lasts := s.app.Book().Lasts(law.AssignmentInInbox)
	link := "main tbody a[href='/cases/" + s.matter("admin_lead.registered in;admin_lead.assigned uh").file().Admin().Ref + "']"
	s.clock.Advance(lasts - 24*time.Hour)
	if lasts < 24*time.Hour || !s.as("officer").Get("/inbox").Want(http.StatusOK).Has(link) {
		t.Errorf("gone before its %s are over", lasts)
	}
	s.clock.Advance(48 * time.Hour)
	if s.as("officer2").Get("/inbox").Want(http.StatusOK).Has(link) {
		t.Errorf("still there after %s", lasts)
	}
}

// TestInbox_AnApprovedReferralIsToBeSent: what the head approved is sent within the day by who handles the case: it stands
// in his inbox, on his desk and on the case with the clock that runs, until it is sent, and in nobody else's (D310 6).
func TestInbox_AnApprovedReferralIsToBeSent(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	sent := s.matter(toSent).referral().Ref
	w := s.matter(toWaiting + ";referral.approved ph")
	const send = "[data-act-link='referral.sent']"
	href := func(ref string) string { return "main a[href='/referrals/" + ref + "/acts/referral.sent']" }
	for _, who := range []string{"officer", "officer2"} {
		p := s.as(who).Get("/inbox").Want(http.StatusOK)
		if p.Count(href(w.referral().Ref)) == 0 || !p.Has("main tbody [data-clock='REF-020']") || p.Has(href(sent)) {
			t.Errorf("the inbox of %s: %s", who, p.One("main").Text())
		}
	}
	if p := s.as("officer").Get("/").Want(http.StatusOK); !p.Has(send) || !p.Has("main [data-clock='REF-020']") {
		t.Errorf("the desk: %s", p.One("main").Text())
	}
	if !s.as("officer").Get("/cases/" + w.file().Admin().Ref).Want(http.StatusOK).Has("main " + send) {
		t.Error("the case does not say that the referral is to be sent")
	}
	for _, who := range []string{"unithead", "principal", "gd.officer", "ps.intake"} {
		if s.as(who).Get("/inbox").Want(http.StatusOK).Has(href(w.referral().Ref)) {
			t.Errorf("%s is asked to send it", who)
		}
	}
}

// The receiving desk's list begins with what nobody signed for, whatever periods run on the rest (P22).
func TestReferrals_UnsignedFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	signed := s.matter(toReview).referral().Ref
	unsigned := s.matter(toFiling, toReport, "referral.approved ph;referral.sent ch").referral().Ref
	got := s.as("ps.intake").Get("/referrals/received").Want(http.StatusOK).Attrs("main tbody tr[data-ref]", "data-ref")
	if len(got) != 2 || got[0] != unsigned || got[1] != signed {
		t.Errorf("the list shows %v, want %s before %s", got, unsigned, signed)
	}
}

// K19, K30: the other agency is named on a referral's page, not its people.
func TestReferral_TheOtherAgencyWithoutItsPeople(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toReview)
	path := "/referrals/" + w.referral().Ref
	for reader, strangers := range map[string][]string{"ps.intake": {"officer", "officer2", "principal"}, "officer": {"ps.intake", "ps.officer"}} {
		text := s.as(reader).Get(path).Want(http.StatusOK).One("main").Text()
		for _, username := range strangers {
			if name := s.ref("SELECT name_zh FROM users WHERE username = $1", username); strings.Contains(text, name) {
				t.Errorf("%s reads the name of %s", reader, username)
			}
		}
	}
}

// A head is told that it is his turn when it is: not while a lead is still verified, and never by a way out or back that
// the state happens to leave open to him alone.
func TestInbox_TurnIsTheWayOn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	turns := func(who, ref string) (acts []string) {
		delete(s.seen, who) // half an hour passes between the steps: he signs in again
		for _, href := range s.as(who).Get("/inbox").Want(http.StatusOK).Attrs("main a[href^='/cases/"+ref+"/acts/']", "href") {
			if act := strings.TrimPrefix(href, "/cases/"+ref+"/acts/"); !slices.Contains(acts, act) {
				acts = append(acts, act)
			}
		}
		return acts
	}
	w := s.matter("admin_lead.registered in")
	ref := w.file().Admin().Ref
	for _, x := range []struct{ step, unit, head string }{
		{"", "admin_lead.assigned", ""},
		{"admin_lead.assigned uh", "", ""},
		{"verification_report.submitted ch", "admin_case.filed", ""},
		{"admin_case.filed uh>ah", "", ""},
		{"admin_investigation.started ch", "", ""},
		{"evidence.collected[track=administrative] ch;investigation_report.submitted ch>uh", "", ""},
	} {
		if x.step != "" {
			w.proceed(x.step)
		}
		if u, h := strings.Join(turns("unithead", ref), " "), strings.Join(turns("head", ref), " "); u != x.unit || h != x.head {
			t.Errorf("after %q (%s): the unit's head is told %q, the agency's %q", x.step, w.file().Admin().State, u, h)
		}
	}
}
