package app_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/cases"
	"touchstone/internal/testkit"
	"touchstone/internal/web"
)

// notKept are the forms that do not stand filled in after a new sign-in, each with its reason.
func notKept() map[string]string {
	const button = "a button: nothing is typed or chosen"
	return map[string]string{
		"/login":                           "who signs in has no session that could end",
		"/logout":                          button,
		"/me/sessions/:id/end":             button,
		"/inbox/read":                      button,
		"/cases/views/:ref/remove":         button,
		"/cases/:ref/parties/links/remove": button,
		"/cases/:ref/goods/:gid/remove":    button,
		"/cases/:ref/goods/routes/remove":  button,
		"/evidence/:eid/verify":            button,
		"/evidence/:eid/finding":           button + "; the finding is in the button",
		"/tips/:ref/triage":                button,
		"/admin/files":                     button + "; what is read is in the button",
		"/approvals/:aid/decide":           "the page of the signature is the answer to a POST: TestKept_WhatWasBeingSigned",
		"/referrals/:rid/handovers/new":    "page and handler of /cases/:ref/handovers/new; nothing is left to hand over in the demonstration",
		"/persons/:ref/acts/:event":        "no person stands in the demonstration; the form is that of every act",
		"/records/:ref/acts/:event":        "no record stands in the demonstration; the form is that of every act",
	}
}

// neverKept are fields whose text is never kept, each with its reason.
func neverKept() map[string]string {
	return map[string]string{
		"credential": "a secret", "password": "a secret", "key": "of this page alone", "version": "what the page shows now", "digest": "what the page shows now",
		"informant_name": "who gave a tip stands in the vault or nowhere", "informant_contact": "as the name", "informant_number": "as the name",
		"read":       "read again, not ticked by the program",
		"duplicates": "which cases look alike is found anew",
	}
}

// posting is a form that posts, on a page as somebody sees it.
type posting struct {
	sight
	route, action, css string
}

// pattern turns a route into an expression for its addresses.
func pattern(path string) *regexp.Regexp {
	return regexp.MustCompile("^" + regexp.MustCompile(`:[a-z]+`).ReplaceAllString(regexp.QuoteMeta(path), `([^/]+)`) + "$")
}

// postings are the forms of the demonstration's pages, one of each route and act.
func (s *site) postings() map[string]posting {
	s.t.Helper()
	seen := s.sights()
	s.further(seen)
	s.waiting(seen)
	var posts []web.Route
	for _, r := range s.app.Routes() {
		if r.Method == http.MethodPost {
			posts = append(posts, r)
		}
	}
	out := map[string]posting{}
	routeOf := func(action string) string {
		best := ""
		for _, r := range posts {
			if pattern(r.Path).MatchString(action) && (best == "" || strings.Count(r.Path, ":") < strings.Count(best, ":")) {
				best = r.Path
			}
		}
		return best
	}
	opened := map[sight]bool{}
	var look func(x sight)
	look = func(x sight) {
		if opened[x] || x.who == "" {
			return
		}
		opened[x] = true
		page := s.as(x.who).Get(x.path)
		if page.Status != http.StatusOK {
			return
		}
		for _, f := range page.All("form[method='post']") {
			action := f.Attr("action")
			route := routeOf(action)
			name := route
			if strings.HasSuffix(route, "/acts/:event") {
				name += " " + action[strings.LastIndex(action, "/")+1:]
			}
			css := fmt.Sprintf("form[action='%s']", action)
			if do := testkit.Select(s.t, page.Body, css+" input[name='do']"); len(do) > 0 {
				for _, d := range do {
					out[name+" "+d.Attr("value")] = posting{x, route, action, css + ":has(input[name='do'][value='" + d.Attr("value") + "'])"}
				}
				continue
			}
			if scope := f.All("input[name='scope']"); len(scope) > 0 && f.Attr("data-act") == "" { // several buttons at one address
				css += ":has(input[name='scope'][value='" + scope[0].Attr("value") + "'])"
			}
			if _, ok := out[name]; !ok && route != "" {
				out[name] = posting{x, route, action, css}
			}
		}
		for _, href := range page.Attrs("main a[href*='/acts/'], main a[href$='/new'], main a[href$='/edit'], main a[href$='/unmask']", "href") {
			if u, err := url.Parse(href); err == nil {
				look(sight{x.who, u.Path})
			}
		}
	}
	for _, route := range slices.Sorted(maps.Keys(seen)) {
		for _, x := range seen[route] {
			look(x)
		}
	}
	return out
}

// waiting adds what the demonstration has nothing of: a tip whose giver is known, a request to decide, a handover that
// waits for its receiver.
func (s *site) waiting(seen map[string][]sight) {
	s.t.Helper()
	add := func(route, who, path string) { seen[route] = append(seen[route], sight{who, path}) }
	tip := s.as("intake").Get("/tips/new").Form("form[action='/tips/new']").Set("subject", written).Set("summary", written).Set("mineral",
		"镓").Set("informant_name", "演示举报人").Set("informant_contact", "演示")
	add("/tips/:ref", "intake", tip.Submit().Want(http.StatusOK).URL.Path)

	rich := strings.Split(seen["/cases/:ref/handovers/new"][0].path, "/")[2]
	s.as("legal").Get("/access-requests/new?case="+rich).Form("form[action='/access-requests/new']").Set("purpose", why).Submit().Want(http.StatusOK)
	var id int64
	var ref string
	if err := s.db.Read().QueryRow(s.t.Context(), "SELECT id, ref FROM access_requests ORDER BY id DESC LIMIT 1").Scan(&id, &ref); err != nil {
		s.t.Fatal(err)
	}
	desk := cases.Desk{Log: s.app.Audit, Access: s.app.Access(), Book: s.app.Book}
	if err := desk.BringRequest(s.t.Context(), id); err != nil {
		s.t.Fatal(err)
	}
	add("/access-requests/:rid", "unithead", "/access-requests/"+ref)

	offer := s.as("custodian").Get("/cases/" + rich + "/handovers/new").Want(http.StatusOK).Form("form[data-act='evidence.transfer_offered']")
	list := offer.Set("evidence", offer.Offers("evidence")[0]).Set("receiving_organ", "szpsb").Set("handover_list", "移交清单一号").Submit().Want(http.StatusOK)
	add("/handovers/:hid", "ps.custodian", list.URL.Path)
}

// typedInto fills in every field of a form with something of its kind, and says what of it must stand there again.
func typedInto(f *testkit.Form, mark string) map[string]string {
	want := map[string]string{}
	for _, name := range f.Names() {
		v := ""
		switch kind := f.Kind(name); kind {
		case "file":
			continue
		case "hidden":
			if slices.Contains([]string{"variant", "tip", "query", "public_case"}, name) {
				want[name] = f.Value(name)
			}
			continue
		case "select", "radio", "checkbox":
			offers := f.Offers(name)
			v = offers[len(offers)-1]
		case "date":
			v = "2026-05-20"
		case "datetime-local":
			v = "2026-05-20T10:30"
		case "number":
			v = "7"
		default:
			v = mark + "〔" + name + "〕<\"'&>"
		}
		f.Set(name, v)
		if neverKept()[name] == "" {
			want[name] = v
		}
	}
	return want
}

// endSession lets the sessions of a person be over, as by their limit.
func (s *site) endSession(who string) {
	s.t.Helper()
	if _, err := testkit.Super(s.t, s.db).Exec(s.t.Context(),
		`UPDATE user_sessions SET expires_at = '2026-01-01' WHERE user_id = (SELECT id FROM users WHERE username = $1)`, who); err != nil {
		s.t.Fatal(err)
	}
}

// TestKept_EveryForm: of every POST of the URL table whose page is in the demonstration, and of every act that its pages
// lead to: the session ends while the form is filled in; nothing is done and what was typed comes back; somebody else who
// signs in with that browser sees nothing of it; its writer signs in by the link of the page and the form stands there as
// he left it, without secrets and files. Routes without such a form are in a short list, each with its reason.
func TestKept_EveryForm(t *testing.T) {
	t.Parallel()
	s := newDemoSite(t)
	all := s.postings()
	covered, fields := map[string]bool{}, 0
	for i, name := range slices.Sorted(maps.Keys(all)) {
		x := all[name]
		covered[x.route] = true
		if notKept()[x.route] == "" {
			fields += s.keptForm(name, x, fmt.Sprintf("丙%d丁", i))
		}
	}
	for _, r := range s.app.Routes() {
		if r.Method == http.MethodPost && !covered[r.Path] && notKept()[r.Path] == "" {
			t.Errorf("%s: no page of the demonstration has its form", r.Path)
		}
	}
	t.Logf("%d forms of %d routes, %d fields", len(all), len(covered), fields)
	if len(all) < 60 || fields < 300 {
		t.Errorf("only %d forms with %d fields", len(all), fields)
	}
}

// keptForm follows one form through the end of its session, and counts its fields.
func (s *site) keptForm(name string, x posting, mark string) int {
	s.t.Helper()
	delete(s.seen, x.who)
	c := s.as(x.who)
	page := c.Get(x.path)
	if page.Status != http.StatusOK || !page.Has(x.css) {
		s.t.Errorf("%s: %s as %s: %d", name, x.path, x.who, page.Status)
		return 0
	}
	f := page.Form(x.css)
	want := typedInto(f, mark)
	f.Force("credential", "geheim-"+mark)
	s.endSession(x.who)
	acts := s.number("SELECT count(*) FROM audit_events")
	p := f.Submit()
	if s.number("SELECT count(*) FROM audit_events") != acts {
		s.t.Errorf("%s: it was done", name)
	}
	login := p
	if text := strings.Contains(fmt.Sprint(want), mark); text || p.Status == http.StatusUnauthorized {
		for field, v := range want {
			if strings.Contains(v, mark) && !strings.Contains(p.Text(), v) {
				s.t.Errorf("%s: %s does not come back (%d): %.300s", name, field, p.Status, p.Text())
			}
		}
		if strings.Contains(p.Body, "geheim-") || !strings.Contains(p.Text(), "24 小时") {
			s.t.Errorf("%s: %d %.300s", name, p.Status, p.Text())
		}
		login = c.Get(p.One("main a.btn-1").Attr("href"))
	}
	enter := func(who string) *testkit.Page {
		return login.Form("form[action^='/login']").Set("username", who).Set("password", "touchstone-demo").Submit()
	}
	other := "unithead"
	if x.who == other {
		other = "officer"
	}
	enter(other)
	if p := c.Get(x.path); strings.Contains(p.Body, mark) {
		s.t.Errorf("%s: %s reads it", name, other)
	}
	s.endSession(other)
	delete(s.seen, other)
	login = c.Get(login.URL.RequestURI())
	p = enter(x.who)
	if p.Status != http.StatusOK || !p.Has(x.css) {
		s.t.Errorf("%s: after signing in again: %d at %s: %.200s", name, p.Status, p.URL, p.Text())
	} else {
		s.standsThere(name, p, x.css, want)
	}
	if _, err := testkit.Super(s.t, s.db).Exec(s.t.Context(), "DELETE FROM kept_texts"); err != nil {
		s.t.Fatal(err)
	}
	return len(want)
}

func (s *site) standsThere(name string, p *testkit.Page, css string, want map[string]string) {
	s.t.Helper()
	if strings.Contains(p.Body, "geheim-") {
		s.t.Errorf("%s: a secret stands there again", name)
	}
	f := p.Form(css)
	for field, v := range want {
		if !slices.Contains(f.Names(), field) {
			s.t.Errorf("%s: %s is gone", name, field)
		} else if got := f.Values(field); !slices.Contains(got, v) {
			s.t.Errorf("%s: %s (%s) is %q, want %q", name, field, f.Kind(field), got, v)
		}
	}
}
