package app_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"touchstone/internal/testkit"
)

var han = regexp.MustCompile(`\p{Han}`)

// TestPages_WordsForPeople: what English readers see of minerals and people, and that nobody is shown a code or an
// account where there is a word.
func TestPages_WordsForPeople(t *testing.T) {
	t.Parallel()
	s := newDemoSite(t)
	own := func(where string) string {
		return s.ref(`SELECT c.ref FROM cases c JOIN agencies a ON a.id = c.lead_agency_id WHERE a.code = 'mofcom' AND c.machine = 'admin_case'
			AND NOT c.compartmented AND ` + where + ` ORDER BY c.id LIMIT 1`)
	}
	open := own("c.state = 'INVESTIGATING'")
	for who, path := range map[string]string{"officer": "/cases?view=all&lang=en", "intake": "/tips?lang=en"} {
		cells := s.as(who).Get(path).Want(http.StatusOK).All("td[data-l='Mineral']")
		if len(cells) == 0 {
			t.Errorf("%s has no minerals", path)
		}
		for _, c := range cells {
			if han.MatchString(c.Text()) {
				t.Errorf("%s: %s", path, c.Text())
			}
		}
	}
	if got := s.as("officer").Get("/cases/new?lang=en").Want(http.StatusOK).One("option[value='officer2']").Text(); !strings.Contains(got, "沈书瑶 (Shen Shuyao)") {
		t.Errorf("a colleague is offered as %q", got)
	}
	code := regexp.MustCompile(`^[A-Z]{3}-\d`)
	for _, o := range s.as("officer").Get("/cases/" + open + "/penalty?lang=en").Want(http.StatusOK).All("select[name=violation] option") {
		if code.MatchString(o.Text()) || o.Attr("value") != "" && !strings.Contains(o.Text(), "art") {
			t.Errorf("a violation reads %q", o.Text())
		}
	}
	s.returned()
	s.members(open)
}

// returned: who proposed reads why it came back, and finds the way to propose again.
func (s *site) returned() {
	s.t.Helper()
	ref := s.ref(`SELECT a.ref FROM approvals a JOIN users u ON u.id = a.proposer_id WHERE a.state = 'RETURNED' AND u.username = 'officer'
		AND a.opening_act_id IS NULL ORDER BY a.id LIMIT 1`)
	opinion := s.ref("SELECT opinion FROM approvals WHERE ref = $1", ref)
	p := s.as("officer").Get("/approvals/" + ref).Want(http.StatusOK)
	if !strings.Contains(p.One(".note-warn").Text(), opinion) {
		s.t.Errorf("the reason is not there: %s", p.One(".note-warn").Text())
	}
	p.Click("a.btn-1[data-act-link]").Want(http.StatusOK).One("form[data-act]")
}

// members: the access page names people of another agency by their part, in its values too, and no id stands twice.
func (s *site) members(ref string) {
	s.t.Helper()
	if _, err := testkit.Super(s.t, s.db).Exec(s.t.Context(), `INSERT INTO case_members (case_id, user_id, part, lead, marking, from_at, granted_by, basis)
SELECT c.id, u.id, 'support', false, 2, c.registered_at, m.id, '联合办案（演示）' FROM cases c, users u, users m WHERE c.ref = $1 AND u.username = 'ps.officer'
  AND m.username = 'unithead'`, ref); err != nil {
		s.t.Fatal(err)
	}
	p := s.as("unithead").Get("/cases/" + ref + "/access").Want(http.StatusOK)
	if strings.Contains(p.Body, "ps.officer") || strings.Contains(p.Body, "周立诚") || !strings.Contains(p.One("select[name=member]").Text(), "公安") {
		s.t.Errorf("another agency's member: %s", p.One("select[name=member]").Text())
	}
	ids := map[string]bool{}
	for _, e := range p.All("[id]") {
		if ids[e.Attr("id")] {
			s.t.Errorf("the id %s stands twice", e.Attr("id"))
		}
		ids[e.Attr("id")] = true
	}
	f := p.Form("form:has([name='do'][value='revoke'])")
	for _, v := range f.Offers("member") {
		if strings.HasPrefix(v, "UA-") {
			f.Set("member", v).Set("reason", why).Submit().Want(http.StatusOK)
			if n := s.number("SELECT count(*) FROM audit_events WHERE action = 'member.revoked'"); n != 1 {
				s.t.Errorf("taken off %d times", n)
			}
			return
		}
	}
	s.t.Error("the member of another agency cannot be taken off")
}
