package app_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/testkit"
)

// plainFields are what the forms send that are no act's; those of the acts stand in the tables.
func plainFields() []string {
	return []string{"key", "version", "variant", "credential", "proposal", "digest", "decision", "read", "reason_code", "reason", "opinion", "do", "user", "part",
		"until", "marking",
		"compartmented", "complex_or_major", "case", "purpose", "days", "text", "name", "id_number", "id_kind", "subject", "relation", "source", "status", "from",
		"to", "note", "quantity",
		"unit", "value", "control_code", "licence_state", "origin", "destination", "document", "not_applicable", "finding", "answer", "receiver", "carrier", "upto",
		"query", "view",
		"default", "shared", "back", "lang", "theme", "density", "shortcuts", "summary", "source_kind", "received_at", "informant_name", "x"}
}

// TestForms_EveryPOST walks the URL table: a POST without its key, with that of another address or of another session is
// refused, and so is a form in which a field stands twice that may not; a field that may repeat goes on to the handler.
// Sign-in and sign-out come without a key, and still with no field twice.
func TestForms_EveryPOST(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	officer, other := s.as("officer"), s.as("unithead")
	officer.Follow, other.Follow = false, false
	posts, doubled := 0, 0
	refused := func(name string, p *testkit.Page, want int) {
		t.Helper()
		if p.Status != want || p.Status == http.StatusForbidden && !strings.Contains(p.Text(), "一次性凭据") ||
			p.Status == http.StatusBadRequest && !strings.Contains(p.Text(), "出现了多次") {
			t.Errorf("%s: %d, want %d: %.200s", name, p.Status, want, p.Text())
		}
	}
	walk := func(path string, single, many []string) {
		t.Helper()
		if posts++; path != "/login" && path != "/logout" {
			refused(path+" without a key", officer.Post(path, url.Values{"key": nil, "x": {"1"}}), http.StatusForbidden)
			refused(path+" with an empty key", officer.Post(path, url.Values{"key": {""}}), http.StatusForbidden)
			refused(path+" with the key of another page", officer.Post(path, url.Values{"key": {officer.Key(path + "/elsewhere")}}), http.StatusForbidden)
			refused(path+" with the key of another person", officer.Post(path, url.Values{"key": {other.Key(path)}}), http.StatusForbidden)
		}
		for _, name := range single {
			doubled++
			refused(path+" with two of "+name, officer.Post(path, url.Values{name: {"1", "2"}}), http.StatusBadRequest)
		}
		for _, name := range many {
			if p := officer.Post(path, url.Values{name: {"1", "2"}}); p.Status == http.StatusBadRequest || p.Status >= 500 {
				t.Errorf("%s with two of %s, which may repeat: %d %.200s", path, name, p.Status, p.Text())
			}
		}
	}
	plain := map[string][]string{ // what the pages offer more than once
		"/cases/assign": {"ref", "handlers"}, "/cases/:ref/access": {"handlers"}, "/referrals/:rid/package/:no": {"evidence"},
		"/cases/:ref/handovers/new": {"evidence"}, "/referrals/:rid/handovers/new": {"evidence"},
	}
	for _, r := range s.app.Web.Routes() {
		path := parameter.ReplaceAllString(r.Path, "SM-0000-0000-0")
		if r.Method != http.MethodPost || strings.HasSuffix(r.Path, "/acts/:event") {
			continue
		}
		var single []string
		if strings.HasSuffix(r.Path, "/sign") { // signs whatever act was proposed
			for _, a := range s.app.Book().Acts {
				plain[r.Path] = append(plain[r.Path], s.app.Book().Repeating(a.Event)...)
			}
		}
		for i, n := range plainFields() { // every name somewhere, the telling ones everywhere
			if !slices.Contains(plain[r.Path], n) && (i%6 == posts%6 || slices.Contains([]string{"key", "version", "reason", "x"}, n)) {
				single = append(single, n)
			}
		}
		if path == "/login" || path == "/logout" {
			single = []string{"username", "password", "next", "key", "x"}
		}
		walk(path, single, slices.Compact(slices.Sorted(slices.Values(plain[r.Path]))))
	}
	seen := map[string]bool{}
	for _, a := range s.app.Book().Acts {
		if a.Form == nil || seen[a.Event] {
			continue
		}
		seen[a.Event] = true
		var single, many []string
		may := s.app.Book().Repeating(a.Event)
		for _, x := range a.Form.Fields {
			if x.Multiple() {
				many = append(many, x.Name)
			} else if !slices.Contains(may, x.Name) {
				single = append(single, x.Name)
			}
		}
		walk("/cases/SM-0000-0000-0/acts/"+a.Event, append(single, "variant", "version"), many)
	}
	t.Logf("%d addresses, %d fields doubled", posts, doubled)
	if posts < 100 || doubled < 1000 {
		t.Errorf("only %d addresses and %d fields", posts, doubled)
	}
}
