package app_test

import (
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/testkit"
)

// sameAnswer compares two answers to the same form without what differs with every answer, and without the reference that
// the address names.
func sameAnswer(p *testkit.Page, refs ...string) string {
	body := strings.ReplaceAll(stripKeys(p.Body), p.Header.Get("X-Request-Id"), "ID")
	for _, r := range refs {
		body = strings.ReplaceAll(body, r, "REF")
	}
	return body
}

// nowhereOf is an address of the same shape, in which one parameter names nothing.
func nowhereOf(route, action string, no int) (string, string) {
	want, parts, n := strings.Split(route, "/"), strings.Split(action, "/"), 0
	for i := range want {
		if !strings.HasPrefix(want[i], ":") || want[i] == ":event" {
			continue
		}
		if n == no {
			parts[i] = "SM-0000-0000-0"
			return strings.Join(parts, "/"), strings.Split(action, "/")[i]
		}
		n++
	}
	return "", ""
}

// TestAbsent_EveryPOST: of every POST of the URL table whose address names a record: who may not know of it and names it
// gets, byte for byte, the answer of somebody who invents a reference, with his own text on the page. Nothing is written
// but the refusal. The same holds for what belongs to another record or another person.
func TestAbsent_EveryPOST(t *testing.T) {
	t.Parallel()
	s := newDemoSite(t)
	all := s.postings()
	hidden, compared := map[string]bool{}, 0
	same := func(name, who, real, fake, ref string, must bool) {
		t.Helper()
		in := func() url.Values {
			return url.Values{"reason": {written}, "text": {written}, "opinion": {written}, "version": {"1"}, "credential": {"touchstone-demo"}, "decision": {"return"},
				"do": {"grant"}}
		}
		there, nowhere := s.as(who).Post(real, in()), s.as(who).Post(fake, in())
		if there.Status != http.StatusNotFound && !must {
			return // open to him
		}
		hidden[name] = true
		compared++
		if there.Status != http.StatusNotFound || nowhere.Status != there.Status ||
			sameAnswer(there, ref, "SM-0000-0000-0") != sameAnswer(nowhere, ref, "SM-0000-0000-0") {
			t.Errorf("%s as %s: %s %d, %s %d\n%s\n%s", name, who, real, there.Status, fake, nowhere.Status, there.Text(), nowhere.Text())
		}
		if !strings.Contains(there.Text(), written) || strings.Contains(there.Body, "touchstone-demo") {
			t.Errorf("%s as %s: the text does not come back: %.300s", name, who, there.Text())
		}
	}
	strangers := []string{"gd.officer", "gd.principal", "cus.handler", "auditor", "coord"}
	for _, who := range strangers {
		s.as(who)
	}
	for i, name := range slices.Sorted(maps.Keys(all)) {
		x, asks := all[name], strangers
		if os.Getenv("LONG") == "" { // two of them by turns
			asks = []string{strangers[i%len(strangers)], strangers[(i+2)%len(strangers)]}
		}
		if fake, ref := nowhereOf(x.route, x.action, 0); fake != "" && !strings.HasPrefix(x.route, "/me/") && !strings.HasPrefix(x.route, "/cases/views/") {
			for _, who := range asks {
				same(name, who, x.action, fake, ref, false)
			}
			if !hidden[name] {
				t.Errorf("%s: %s is hidden from nobody", name, x.action)
			}
		}
	}
	// A part of another file under the address of one's own; what is another person's.
	own := strings.TrimSuffix(all["/cases/:ref/timeline"].action, "/timeline")
	foreign := func(table string) string {
		return s.ref(`SELECT x.ref FROM ` + table + ` x JOIN cases c ON c.id = x.case_id JOIN agencies a ON a.id = c.lead_agency_id WHERE a.code = 'gdcom'
			ORDER BY x.id LIMIT 1`)
	}
	party, item := foreign("parties"), foreign("goods_items")
	session := s.ref(`SELECT left(encode(token_hash, 'hex'), 12) FROM user_sessions s JOIN users u ON u.id = s.user_id WHERE u.username = 'unithead' LIMIT 1`)
	for real, ref := range map[string]string{own + "/parties/" + party: party, own + "/parties/" + party + "/remove": party,
		own + "/parties/" + party + "/unmask": party,
		own + "/goods/" + item:                item, own + "/goods/" + item + "/remove": item, "/me/sessions/" + session + "/end": session} {
		same(real, "officer", real, strings.Replace(real, ref, "SM-0000-0000-0", 1), ref, true)
	}
	t.Logf("%d forms, %d answers compared", len(hidden), compared)
	if len(hidden) < 60 || compared < 150 {
		t.Errorf("only %d forms and %d answers compared", len(hidden), compared)
	}
}

// TestAbsent_WhoLostTheRight: who is taken off a compartmented file, or loses his role, while he fills in a form reads his
// own text on the page that is not there, and nothing else that an invented reference would not give him.
func TestAbsent_WhoLostTheRight(t *testing.T) {
	t.Parallel()
	const mine = ` WHERE user_id = (SELECT id FROM users WHERE username = 'officer')`
	for name, x := range map[string]struct{ lose, regain string }{
		"membership lost": {`UPDATE case_members SET to_at = '2026-05-12'` + mine, `UPDATE case_members SET to_at = '9999-12-31T00:00:00Z'` + mine},
		"role lost":       {`UPDATE role_grants SET revoked_at = '2026-05-12'` + mine, `UPDATE role_grants SET revoked_at = NULL` + mine},
	} {
		s := newSite(t)
		ref := s.registered("officer", "officer2", "示例乙贸易有限公司（虚构）", "锗片")
		s.direct(`UPDATE cases SET compartmented = true`)
		for page, css := range map[string]string{"/timeline": "form[action$='/timeline']", "/parties/new": "form[action$='/parties']",
			"/goods/new":    "form[action$='/goods']",
			"/evidence/new": "form[data-act='evidence.collected']", "/mss/new": "form[data-act='mss_handover.proposed']"} {
			p := s.as("officer").Get("/cases/" + ref + page)
			if !p.Has(css) {
				t.Errorf("%s: no form at %s: %d", name, page, p.Status)
				continue
			}
			f := p.Form(css)
			want, in := typedInto(f, "戊己"), url.Values{}
			for _, n := range f.Names() {
				if f.Kind(n) != "file" && n != "key" {
					in[n] = f.Values(n)
				}
			}
			s.direct(x.lose)
			before := s.contents()
			real, fake := f.Submit(), s.as("officer").Post(strings.Replace(p.One(css).Attr("action"), ref, "SM-0000-0000-0", 1), in)
			if real.Status != http.StatusNotFound || fake.Status != http.StatusNotFound ||
				sameAnswer(real, ref, "SM-0000-0000-0") != sameAnswer(fake, ref, "SM-0000-0000-0") {
				t.Errorf("%s, %s: %d %d\n%s\n%s", name, page, real.Status, fake.Status, real.Text(), fake.Text())
			}
			for field, v := range want {
				if strings.Contains(v, "戊己") && !strings.Contains(real.Text(), v) {
					t.Errorf("%s, %s: %s does not come back", name, page, field)
				}
			}
			if got := s.changed(before); len(got) > 0 {
				t.Errorf("%s, %s: written into %v", name, page, got)
			}
			s.direct(x.regain)
		}
	}
}
