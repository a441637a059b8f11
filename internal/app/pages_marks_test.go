package app_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/testkit"
)

// marked gives everything one marking, and lets everybody read it: who sees what is the matter of other tests.
func (s *site) marked(super *pgx.Conn, m actor.Marking) {
	s.t.Helper()
	for _, sql := range []string{"UPDATE users SET clearance = 3 WHERE $1 >= 0", "UPDATE cases SET marking = $1", "UPDATE case_members SET marking = $1",
		"UPDATE referrals SET marking = $1", "UPDATE tips SET marking = $1",
		"UPDATE approvals SET case_marking = $1"} {
		if _, err := super.Exec(s.t.Context(), sql, int16(m)); err != nil {
			s.t.Fatalf("%s: %v", sql, err)
		}
	}
}

// word is how the bars say a marking.
func word(m actor.Marking) string {
	return map[actor.Marking]string{actor.Public: "公开", actor.Internal: "内部", actor.WorkSecret: "工作秘密", actor.PointerOnly: "仅登记编号"}[m]
}

// bars tells what is wrong with the two bars of a page, or with the head and the foot of a sheet.
func bars(p *testkit.Page, want actor.Marking) string {
	css := []string{".mark-top", ".mark-bottom"}
	if p.Has("[data-print]") {
		css = []string{".run-top .marking", ".run-bottom .marking"}
	}
	for _, c := range css {
		if p.Count(c) != 1 {
			return fmt.Sprintf("%d times %s", p.Count(c), c)
		}
		if bar := p.One(c); bar.Attr("data-marking") != want.String() || !strings.Contains(bar.Text(), word(want)) {
			return fmt.Sprintf("%s says %s %q", c, bar.Attr("data-marking"), bar.Text())
		}
	}
	return ""
}

// objectless are pages that show nothing of a file, though their address may name something.
func objectless() []string {
	return []string{"/", "/login", "/accessibility", "/help", "/me", "/cases/views", "/cases/new", "/tips/new", "/access-requests", "/access-requests/new",
		"/access-requests/:rid", "/admin/users", "/admin/agencies", "/admin/files",
		"/reports/monthly", "/reports/monthly/:period", "not found", "/public-record"}
}

// TestMarks_StandInBothBarsOfEveryPage: each page of an object, the form of every act that a page leads to, the same
// forms refused, signatures and sheets show the marking of the object in both bars; a list shows the highest of its rows.
// The page of a pointer says what it is, whatever the case is.
func TestMarks_StandInBothBarsOfEveryPage(t *testing.T) {
	t.Parallel()
	s := newDemoSite(t)
	seen := s.sights()
	s.further(seen)
	super := testkit.Super(t, s.db)
	pages, again, rows := 0, 0, 0
	marks := []actor.Marking{actor.Internal, actor.PointerOnly}
	if os.Getenv("LONG") != "" {
		marks = []actor.Marking{actor.Public, actor.Internal, actor.WorkSecret, actor.PointerOnly}
	}
	for _, m := range marks {
		s.marked(super, m)
		for _, route := range slices.Sorted(maps.Keys(seen)) {
			if slices.Contains(objectless(), route) || strings.HasSuffix(route, ".json") {
				continue
			}
			want := m
			if strings.HasPrefix(route, "/mss/") {
				want = actor.PointerOnly
			}
			for _, x := range seen[route] {
				p := s.as(x.who).Get(x.path)
				if !strings.Contains(route, ":") && m == actor.Internal {
					rows += s.listed(x, p)
				}
				if !strings.Contains(route, ":") && s.pointers(p) {
					continue // judged by its rows
				}
				if p.Status == http.StatusNotFound || !strings.Contains(route, ":") && !p.Has("tr[data-ref]") {
					continue
				}
				pages++
				if bad := bars(p, want); bad != "" {
					t.Errorf("%v: %s as %s: %d, %s", m, x.path, x.who, p.Status, bad)
				}
				if p.Status != http.StatusOK {
					continue
				}
				for _, href := range p.Attrs("a[href*='/acts/']", "href") {
					if u, err := url.Parse(href); err != nil || m < actor.WorkSecret || strings.HasPrefix(u.Path, "/mss/") {
						continue
					}
					act := s.as(x.who).Get(href)
					pages++
					if bad := bars(act, want); bad != "" && act.Status == http.StatusOK {
						t.Errorf("%v: %s as %s: %s", m, href, x.who, bad)
					}
				}
				if m < actor.WorkSecret {
					continue
				}
				for _, form := range p.All("main form[method='post']") {
					keys := form.Attrs("input[name='key']", "value")
					if len(keys) != 1 {
						continue
					}
					action := form.Attr("action")
					if action == "/cases/assign" || action == "/inbox/read" { // without a choice they name no object
						continue
					}
					refused := s.as(x.who).Post(action, url.Values{"key": keys})
					if refused.Status != http.StatusUnprocessableEntity {
						continue
					}
					again++
					if bad := bars(refused, want); bad != "" {
						t.Errorf("%v: %s refused to %s: %s", m, action, x.who, bad)
					}
				}
			}
		}
		for _, x := range []sight{{"legal", seen["/access-requests/:rid"][0].path}, {"officer", "/cases/views"}, {"officer", "/nowhere"}} {
			p := s.as(x.who).Get(x.path)
			for _, c := range []string{".mark-top", ".mark-bottom"} {
				if got := p.One(c).Attr("data-marking"); got != "INTERNAL" {
					t.Errorf("%v: %s shows %s no object, and %s says %s", m, x.path, x.who, c, got)
				}
			}
		}
		for _, route := range []string{"/cases/:ref.json", "/referrals/:rid.json", "/evidence/:eid.json"} {
			for _, x := range seen[route] {
				var got struct{ Marking string }
				if s.as(x.who).Get(x.path).Status != http.StatusOK {
					continue
				}
				if s.as(x.who).JSON(x.path, &got); got.Marking != m.String() {
					t.Errorf("%s says %s, want %v", x.path, got.Marking, m)
				}
			}
		}
	}
	t.Logf("%d pages, %d refused forms, %d rows of lists", pages, again, rows)
	if pages < 150 || again < 20 || rows < 100 {
		t.Errorf("%d pages, %d refused forms, %d rows: the test looks at too little", pages, again, rows)
	}
}

// listed opens what the rows of a list lead to: the list is marked as the highest of them is. It returns how many it opened.
func (s *site) listed(x sight, list *testkit.Page) (rows int) {
	s.t.Helper()
	if list.Status != http.StatusOK {
		return 0
	}
	highest, at := actor.Public, ""
	for _, row := range list.All("main tr[data-ref]") {
		links := row.Attrs("a[href]", "href")
		if len(links) == 0 {
			continue
		}
		p := s.as(x.who).Get(links[0])
		mark, ok := actor.ParseMarking(p.Attrs(".mark-top, .run-top .marking", "data-marking")[0])
		if rows++; p.Status != http.StatusOK || !ok {
			s.t.Errorf("%s as %s leads to %s: %d", x.path, x.who, links[0], p.Status)
		}
		if mark >= highest {
			highest, at = mark, links[0]
		}
	}
	if rows == 0 {
		return 0
	}
	if bad := bars(list, highest); bad != "" {
		s.t.Errorf("%s as %s, with %s: %s", x.path, x.who, at, bad)
	}
	return rows
}

// pointers tells whether a list leads to a pointer to state security or to what hangs on one.
func (s *site) pointers(list *testkit.Page) bool {
	s.t.Helper()
	for _, href := range list.Attrs("main tr[data-ref] a[href]", "href") {
		if ref, ok := strings.CutPrefix(href, "/approvals/"); strings.HasPrefix(href, "/mss/") ||
			ok && s.number("SELECT count(*) FROM approvals WHERE ref = $1 AND root_kind = 'mss'", ref) > 0 {
			return true
		}
	}
	return false
}
