package app_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/testkit"
	"touchstone/internal/web"
)

// hiddenObjects are the references of what hangs on a compartmented case, by the first part of their addresses, and every
// word that would tell of it.
func (s *site) hiddenObjects(ref string) (objects map[string][]string, words []string) {
	s.t.Helper()
	super := testkit.Super(s.t, s.db)
	list := func(sql string) (out []string) {
		rows, err := super.Query(s.t.Context(), sql, ref)
		if err != nil {
			s.t.Fatalf("%s: %v", sql, err)
		}
		defer rows.Close()
		for rows.Next() {
			var v string
			if err := rows.Scan(&v); err != nil {
				s.t.Fatal(err)
			}
			out = append(out, v)
		}
		return out
	}
	of := func(table string) []string {
		return list(`SELECT x.ref FROM ` + table + ` x JOIN cases c ON c.id = x.case_id WHERE c.ref = $1 ORDER BY x.id LIMIT 3`)
	}
	objects = map[string][]string{"cases": {ref}, "documents": of("documents"), "evidence": of("evidence_items"), "approvals": of("approvals"),
		"referrals": list(`SELECT r.ref FROM referrals r JOIN cases c ON c.id = r.from_case_id WHERE c.ref = $1`)}
	words = append(list(`SELECT title FROM cases WHERE ref = $1`), list(`SELECT p.name FROM parties p JOIN cases c ON c.id = p.case_id WHERE c.ref = $1`)...)
	for _, refs := range objects {
		words = append(words, refs...)
	}
	return objects, words
}

// TestInsider_ACompartmentedCaseIsNowhere: for colleagues of the same agency who are not named on it, a compartmented case
// is on no page, in no list, count of a search, table to download, print or JSON; and each of its addresses answers, byte
// for byte, as one that somebody invents. Seen to fail with compartments
// left out of a scope.
func TestInsider_ACompartmentedCaseIsNowhere(t *testing.T) {
	t.Parallel()
	s := newDemoSite(t)
	ref := s.ref(`SELECT c.ref FROM cases c JOIN agencies a ON a.id = c.lead_agency_id WHERE c.compartmented AND a.code = 'mofcom' AND c.machine = 'admin_case'
		ORDER BY c.id LIMIT 1`)
	objects, words := s.hiddenObjects(ref)
	member := s.ref(`SELECT u.username FROM case_members m JOIN users u ON u.id = m.user_id JOIN cases c ON c.id = m.case_id WHERE c.ref = $1
		AND m.part = 'handler' ORDER BY u.id LIMIT 1`, ref)
	if p := s.as(member).Get("/cases?view=all&q=" + url.QueryEscape(words[0])); !strings.Contains(p.Body, ref) {
		t.Fatalf("its handler does not find it: %.300s", p.One("main").Text())
	}
	read, compared := 0, 0
	for _, who := range []string{"legal", "hearing", "intake", "head"} {
		if s.as(who).Get("/cases/"+ref).Status != http.StatusNotFound {
			continue // named on it
		}
		for _, r := range s.app.Web.Routes() {
			if r.Method != http.MethodGet || r.Class == web.ClassPublic {
				continue
			}
			if !strings.Contains(r.Path, ":") {
				read += s.tellsNothing(who, r.Path, words)
				continue
			}
			compared += s.answersAsNowhere(who, r.Path, objects)
		}
	}
	t.Logf("%d pages read, %d addresses compared", read, compared)
	if read < 100 || compared < 60 {
		t.Errorf("%d pages read and %d addresses compared", read, compared)
	}
}

// tellsNothing reads an address as it is and with every question that its page could be asked about the hidden case.
func (s *site) tellsNothing(who, path string, words []string) (n int) {
	s.t.Helper()
	asked := []string{"", "?view=all", "?tab=done", "?scope=unit"}
	for _, w := range words[:2] {
		asked = append(asked, "?view=all&q="+url.QueryEscape(w))
	}
	for i, q := range asked {
		p := s.as(who).Get(path + q)
		n++
		for _, w := range words {
			body := p.Body
			if i >= 4 { // what was asked for stands in the box of the search, and in the links that keep it
				body = strings.ReplaceAll(strings.ReplaceAll(body, words[i-4], ""), url.QueryEscape(words[i-4]), "")
			}
			if strings.Contains(body, w) {
				s.t.Errorf("%s reads %q at %s%s", who, w, path, q)
			}
		}
	}
	return n
}

// answersAsNowhere compares each hidden object's address with an invented one.
func (s *site) answersAsNowhere(who, route string, objects map[string][]string) (n int) {
	s.t.Helper()
	parts := strings.Split(route, "/")
	for _, kind := range slices.Sorted(maps.Keys(objects)) {
		if parts[1] != kind || len(parts) < 3 || !strings.HasPrefix(parts[2], ":") {
			continue
		}
		for _, ref := range objects[kind] {
			at := slices.Clone(parts)
			at[2] = strings.Replace(parts[2], ":"+strings.TrimPrefix(strings.SplitN(parts[2], ".", 2)[0], ":"), ref, 1)
			real := strings.Join(at, "/")
			fake := strings.Replace(real, ref, "SM-0000-0000-0", 1)
			there, nowhere := s.as(who).Get(real), s.as(who).Get(fake)
			n++
			if there.Status != nowhere.Status || there.Status < 400 || sameAnswer(there, ref, "SM-0000-0000-0") != sameAnswer(nowhere, ref, "SM-0000-0000-0") {
				s.t.Errorf("%s: %s answers %d, %s %d: %.300s", who, real, there.Status, fake, nowhere.Status, there.Text())
			}
		}
	}
	return n
}
