package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"touchstone/internal/identity"
	"touchstone/internal/testkit"
)

const (
	why      = "核对同一当事人的另案材料（虚构）"
	otherWhy = "另一件事的另一个理由（虚构文字）"
)

func (s *site) number(sql string, args ...any) (n int) {
	s.t.Helper()
	if err := s.db.Read().QueryRow(s.t.Context(), sql, args...).Scan(&n); err != nil {
		s.t.Fatal(err)
	}
	return n
}

// asked sends a form that needs a step-up in every way that must not do, then in the one that does: without the
// credential, with a wrong one; with what was typed kept and nothing done.
func (s *site) asked(name string, f *testkit.Form, who string, done func() int) *testkit.Page {
	s.t.Helper()
	before, failed := done(), s.number("SELECT sign_failures FROM users WHERE username = $1", who)
	for given, fails := range map[string]int{"": failed, "guessed-it": failed + 1} {
		p := f.Set("credential", given).Submit()
		if p.Status != http.StatusUnprocessableEntity || !p.Has("[data-error-for='credential']") || !strings.Contains(p.Body, why) ||
			strings.Contains(p.Body, "guessed-it") {
			s.t.Errorf("%s with credential %q: %d %.300s", name, given, p.Status, p.Text())
		}
		if got := s.number("SELECT sign_failures FROM users WHERE username = $1", who); given != "" && got != fails {
			s.t.Errorf("%s: %d failures counted, want %d", name, got, fails)
		}
	}
	if done() != before {
		s.t.Errorf("%s: done without a credential", name)
	}
	p := f.Set("credential", identity.DemoPassword).Submit().Want(http.StatusOK)
	if done() != before+1 {
		s.t.Errorf("%s: not done: %.300s", name, p.Text())
	}
	return p
}

// changedAct sends what the page of act A gave to act B, and A with other words, without the credential that A had: the
// step-up that was given a moment ago serves neither. Seen to fail with a step-up remembered by the session.
func (s *site) changedAct(name string, who string, done func() int, posts map[string]url.Values) {
	s.t.Helper()
	before := done()
	for path, v := range posts {
		if p := s.as(who).Post(path, v); p.Status != http.StatusUnprocessableEntity && p.Status != http.StatusForbidden {
			s.t.Errorf("%s at %s: %d", name, path, p.Status)
		}
	}
	if done() != before {
		s.t.Errorf("%s: the step-up of another act served", name)
	}
}

// sent is a form as it is posted, without its credential and with another reason.
func sent(f *testkit.Form, textField string) url.Values {
	v := url.Values{}
	for _, n := range f.Names() {
		v.Set(n, f.Value(n))
	}
	v.Del("credential")
	v.Set(textField, otherWhy)
	return v
}

// Showing an identity number asks for a reason and the credential; the form sent again out of the history shows nothing.
func TestStepUp_Unmask(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例子贸易有限公司（虚构）", "锗片")
	base := "/cases/" + ref + "/parties"
	numbers := map[string]string{"示例丑货运有限公司（虚构）": "91350100M000100Y43", "示例寅货运有限公司（虚构）": "91440300MA5D00000M"}
	for name, number := range numbers {
		f := s.as("officer").Get(base+"/new").Form("form[action='"+base+"']").Set("name", name).Set("part", "freight_forwarder").Set("id_kind",
			"other").Set("id_number", number)
		f.Submit().Want(http.StatusOK)
	}
	read := func() int { return s.number("SELECT count(*) FROM audit_events WHERE action = 'party.unmasked'") }
	links := s.as("officer").Get(base).Attrs("a[href$='/unmask']", "href")
	if len(links) != 2 {
		t.Fatalf("%d numbers to show", len(links))
	}
	form := func(i int) *testkit.Form {
		return s.as("officer").Get(links[i]).Want(http.StatusOK).Form("form[action$='/unmask']")
	}
	a := form(0)
	if p := a.Set("credential", identity.DemoPassword).Submit(); p.Status != http.StatusUnprocessableEntity || !p.Has("[data-error-for='reason']") || read() != 0 {
		t.Errorf("without a reason: %d", p.Status)
	}
	a.Set("reason", why)
	shown := s.asked("unmask", a, "officer", read)
	n := 0
	for _, number := range numbers {
		n += strings.Count(shown.Body, number)
	}
	if n != 1 {
		t.Errorf("%d numbers shown", n)
	}
	if again := a.Submit(); again.Status != http.StatusOK || strings.Contains(again.Body, numbers["示例丑货运有限公司（虚构）"]) ||
		strings.Contains(again.Body, numbers["示例寅货运有限公司（虚构）"]) || read() != 1 {
		t.Errorf("sent again: %d, %d readings", again.Status, read())
	}
	s.changedAct("unmask", "officer", read, map[string]url.Values{links[0]: sent(a, "reason"), links[1]: sent(form(1), "reason")})
	for _, who := range []string{"gd.officer", "auditor", "coord"} {
		if p := s.as(who).Get(links[0]); p.Status != http.StatusNotFound {
			t.Errorf("%s: %d", who, p.Status)
		}
	}
}

// Who an informant is is told once, for a purpose and a credential.
func TestStepUp_Informant(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var paths []string
	for _, name := range []string{"演示举报人甲", "演示举报人乙"} {
		f := s.as("intake").Get("/tips/new").Form("form[action='/tips/new']").Set("subject", "疑似无证出口镓锭（虚构）").Set("summary", "来信称有镓锭以铝锭名义出口（虚构）。").Set("mineral", "镓")
		f.Set("informant_name", name).Set("informant_contact", "演示联系方式")
		paths = append(paths, f.Submit().Want(http.StatusOK).URL.Path)
	}
	read := func() int { return s.number("SELECT count(*) FROM audit_events WHERE action = 'informant.read'") }
	form := func(i int) *testkit.Form {
		return s.as("intake").Get(paths[i]).Want(http.StatusOK).Form("form[action$='/informant']")
	}
	a := form(0).Set("purpose", why)
	if p := s.asked("informant", a, "intake", read); !strings.Contains(p.Body, "演示举报人甲") {
		t.Errorf("not shown: %.300s", p.Text())
	}
	if p := a.Submit(); p.Status != http.StatusOK || strings.Contains(p.Body, "演示举报人甲") || read() != 1 {
		t.Errorf("sent again: %d, %d readings", p.Status, read())
	}
	s.changedAct("informant", "intake", read, map[string]url.Values{paths[0] + "/informant": sent(a, "purpose"),
		paths[1] + "/informant": sent(form(1), "purpose")})
}

// Letting somebody in, changing the marks, naming handlers and granting a request ask for the credential; ending a place
// and refusing do not.
func TestStepUp_Grants(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例卯贸易有限公司（虚构）", "锗片")
	path := "/cases/" + ref + "/access"
	events := func(action string) func() int {
		return func() int { return s.number("SELECT count(*) FROM audit_events WHERE action = $1", action) }
	}
	form := func(do string) *testkit.Form {
		return s.as("unithead").Get(path).Want(http.StatusOK).Form("form:has([name='do'][value='"+do+"'])").Set("reason", why)
	}
	granted := events("member.granted")
	a := form("grant").Set("user", "legal").Set("part", "reader")
	s.asked("grant", a, "unithead", granted)
	b := form("grant").Set("user", "head").Set("part", "support")
	s.changedAct("grant", "unithead", granted, map[string]url.Values{path: sent(b, "reason")})
	s.changedAct("changed grant", "unithead", granted, map[string]url.Values{path: sent(a, "reason")})
	s.asked("mark", form("mark").Set("complex", "yes"), "unithead", events("case.marked"))
	ended := events("member.revoked")
	form("revoke").Set("member", "legal").Submit().Want(http.StatusOK)
	if ended() != 1 {
		t.Error("ending a place asks for a credential")
	}
	if p := s.as("legal").Post(path, sent(a, "reason")); p.Status == http.StatusOK || p.Status == http.StatusUnprocessableEntity {
		t.Errorf("somebody without the right is asked to prove himself: %d", p.Status)
	}
}

// A request is granted with a credential and refused without.
func TestStepUp_AccessRequests(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例辰贸易有限公司（虚构）", "锗片")
	ask := func() string {
		f := s.as("officer").Get("/access-requests/new?case=" + ref).Form("form[action='/access-requests/new']")
		f.Set("purpose", "核对另案材料需要查阅（虚构）").Submit().Want(http.StatusOK)
		return "/access-requests/" + s.ref("SELECT ref FROM access_requests ORDER BY id DESC LIMIT 1")
	}
	for decision, action := range map[string]string{"grant": "access.granted", "refuse": "access.refused"} {
		path := ask()
		done := func() int { return s.number("SELECT count(*) FROM audit_events WHERE action = $1", action) }
		f := s.as("unithead").Get(path).Want(http.StatusOK).Form("form[action='"+path+"']").Set("decision", decision).Set("reason", why)
		if decision == "grant" {
			s.asked("grant a request", f, "unithead", done)
		} else if f.Submit().Want(http.StatusOK); done() != 1 {
			t.Error("refusing asks for a credential")
		}
	}
}
