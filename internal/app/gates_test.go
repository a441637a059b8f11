package app_test

import (
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/policies"
)

const (
	mostEvaluations = 16                     // on the first page of a role, where nothing was asked before
	mostAsking      = 300 * time.Microsecond // of a request
)

// TestGates_AskCasbinAFewTimes: routes, acts and buttons ask casbin, and what a request asks costs next to nothing: after the
// proof at start casbin has said everything, and without it the first page of a role asks a few times. Every GET route is opened
// by the demonstration's people.
func TestGates_AskCasbinAFewTimes(t *testing.T) {
	t.Parallel()
	s := newDemoSite(t)
	policy, seen := s.app.Access(), s.sights()
	s.further(seen)
	pages, asked, most := 0, int64(0), int64(0)
	visit := func(limit int64) {
		for _, route := range slices.Sorted(maps.Keys(seen)) {
			for _, x := range seen[route] {
				if x.who == "" {
					continue
				}
				before := policy.Evaluations()
				s.counted(x.who, x.path, "zh")
				n := policy.Evaluations() - before
				pages, asked, most = pages+1, asked+n, max(most, n)
				if n > limit {
					t.Errorf("%s as %s (%s) asks casbin %d times, at most %d", x.path, x.who, route, n, limit)
				}
			}
		}
	}
	visit(mostEvaluations)
	each := cheapest(t, policy)
	t.Logf("%d pages: casbin is asked %.1f times on average, %d at most, %v each", pages, float64(asked)/float64(pages), most, each)
	if took := time.Duration(most) * each; took > mostAsking {
		t.Errorf("%d evaluations cost %v, at most %v a request", most, took, mostAsking)
	}
	if asked < int64(pages) {
		t.Errorf("%d pages asked %d times: gates do not ask", pages, asked)
	}
	if err := policy.Prove(); err != nil {
		t.Error(err)
	}
	visit(0)
}

// cheapest is what an evaluation costs on a quiet machine: the best of some rounds.
func cheapest(t *testing.T, policy *access.Policy) time.Duration {
	t.Helper()
	best := time.Hour
	for range 20 {
		began, n := time.Now(), 0
		for _, role := range []actor.Role{"case_handler", "unit_head", "ps_investigator", "evidence_custodian"} {
			for _, kind := range []access.Kind{access.Case, access.Evidence, access.Referral, access.Approval} {
				for _, action := range []access.Action{access.Read, access.Act} {
					if _, err := policy.Enforce(role, kind, action, "own_unit"); err != nil {
						t.Fatal(err)
					}
					n++
				}
			}
		}
		best = min(best, time.Since(began)/time.Duration(n))
	}
	return best
}

// removal is a line of policy.csv that is taken out, and what of the demonstration's pages closes, to whom; "acts" where the page
// stays and offers fewer of them.
type removal struct {
	line   string
	closed []string
}

func removals() []removal {
	return []removal{
		{"p, group:staff, public_record, read, reference", []string{"officer /public-record"}},
		{"p, intake_officer, tip, read|create|act|triage|unmask, intake_own_agency", []string{"intake /tips", "intake /tips/:ref", "intake /tips/new"}},
		{"p, case_handler, evidence, act|view_content, own_unit|handling", []string{"officer /evidence/:eid acts"}},
		{"p, coord_office_reader|coord_issuer, report, read|act|export, aggregate", []string{"coord /reports/monthly", "coord /reports/monthly/:period"}},
		{"p, intake_officer|case_handler, case, act|comment, own_unit|handling", []string{
			"officer /cases/:ref acts", "officer /cases/:ref.json acts", "officer /cases/:ref/documents acts", "officer /cases/:ref/evidence/new",
			"officer /cases/:ref/goods/:gid/edit", "officer /cases/:ref/goods/new", "officer /cases/:ref/goods/routes/new",
			"officer /cases/:ref/parties/:pid/edit", "officer /cases/:ref/parties/links/new", "officer /cases/:ref/parties/new"}},
		{"p, sysadmin, admin, read|act, parameters", []string{"sysadmin /admin/agencies", "sysadmin /admin/files", "sysadmin /admin/users"}},
	}
}

// TestGates_ALineClosesItsPages: a line that is taken from the policy closes its pages and its acts, to those of whom it speaks,
// and nothing else to anybody.
func TestGates_ALineClosesItsPages(t *testing.T) {
	t.Parallel()
	s := newDemoSite(t)
	seen := s.sights()
	s.further(seen)
	whole := s.walked(seen)
	for _, x := range removals() {
		policy, err := fs.ReadFile(policies.FS(), "access/policy.csv")
		if err != nil {
			t.Fatal(err)
		}
		rest := strings.Replace(string(policy), x.line+"\n", "", 1)
		if rest == string(policy) {
			t.Fatalf("the policy has no line %q", x.line)
		}
		files := fstest.MapFS{"access/policy.csv": {Data: []byte(rest)}}
		for _, name := range []string{"access/model.conf", "access/scopes.sql"} {
			text, err := fs.ReadFile(policies.FS(), name)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = &fstest.MapFile{Data: text}
		}
		less := *s
		if less.app, err = assembledBy(files, s.db, s.dir, s.clock); err != nil {
			t.Fatal(err)
		}
		closed := []string{}
		for route, list := range seen {
			for _, at := range list {
				closed = append(closed, whole[at].beyond(less.glanced(at), at.who+" "+route)...)
			}
		}
		slices.Sort(closed)
		closed = slices.Compact(closed)
		if !slices.Equal(closed, x.closed) {
			t.Errorf("without %q closes\n%s\nwant\n%s", x.line, strings.Join(closed, "\n"), strings.Join(x.closed, "\n"))
		}
	}
}

// opened is a page as somebody finds it, and the acts that it offers him.
type opened struct {
	status int
	acts   []string
}

// beyond is what was there and is there no more, or there now and was not.
func (was opened) beyond(now opened, name string) []string {
	switch {
	case was.status != http.StatusOK && now.status == http.StatusOK:
		return []string{name + " opened"}
	case was.status != now.status:
		return []string{name}
	}
	for _, act := range now.acts {
		if !slices.Contains(was.acts, act) {
			return []string{name + " " + act + " offered"}
		}
	}
	if len(now.acts) < len(was.acts) {
		return []string{name + " acts"}
	}
	return nil
}

var offered = regexp.MustCompile(`(?:data-act="|/acts/)([a-z_]+\.[a-z_]+)`)

func (s *site) walked(seen map[string][]sight) map[sight]opened {
	s.t.Helper()
	out := map[sight]opened{}
	for _, list := range seen {
		for _, x := range list {
			out[x] = s.glanced(x)
		}
	}
	return out
}

// glanced opens a page as somebody who is signed in, and says what it offers.
func (s *site) glanced(x sight) opened {
	s.t.Helper()
	if x.who == "" { // nobody is signed in: no policy speaks of him
		return opened{}
	}
	r := httptest.NewRequestWithContext(s.t.Context(), http.MethodGet, s.origin+x.path, nil)
	for _, k := range s.as(x.who).Cookies("/") {
		r.AddCookie(k)
	}
	w := httptest.NewRecorder()
	s.app.Handler().ServeHTTP(w, r)
	out := opened{status: w.Code}
	for _, m := range offered.FindAllStringSubmatch(w.Body.String(), -1) {
		if !slices.Contains(out.acts, m[1]) {
			out.acts = append(out.acts, m[1])
		}
	}
	return out
}
