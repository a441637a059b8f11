package app_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/database"
	"touchstone/internal/testkit"
	"touchstone/internal/web"
)

const (
	mostTrips   = 2 // after the session: what the page shows, and the counts of the frame
	mostRefused = 3 // the answer to somebody who may not asks once more what he may know
)

// TestTrips_EveryPage: a page waits for the database at most twice after the session. What a read on record writes is
// counted apart. Every GET route of the URL table is opened by somebody who may, in both languages, and so is the form
// of every act to which one of those pages leads.
func TestTrips_EveryPage(t *testing.T) {
	t.Parallel()
	s := newDemoSite(t)
	seen := s.sights()
	s.further(seen)
	super := testkit.Super(t, s.db)
	linked := map[string]bool{}
	for _, route := range slices.Sorted(maps.Keys(seen)) {
		opened := false
		for _, x := range seen[route] {
			if x.who == "" {
				continue
			}
			page := s.as(x.who).Get(x.path)
			opened = s.count(super, route, x) == http.StatusOK || opened
			for _, href := range page.Attrs("a[href*='/acts/']", "href") {
				u, err := url.Parse(href)
				if err != nil {
					t.Fatalf("%s: %v", x.path, err)
				}
				part := strings.Split(u.Path, "/") // /kind/ref/acts/event
				if name := part[1] + " " + part[len(part)-1]; !linked[name] {
					linked[name] = true
					s.count(super, name, sight{x.who, href})
				}
			}
		}
		if !opened && seen[route][0].who != "" && route != "not found" {
			t.Errorf("nobody may open %s", route)
		}
	}
	for _, r := range s.app.Routes() {
		reads := r.Class == web.ClassPage || r.Class == web.ClassJSON
		if r.Method == http.MethodGet && reads && len(seen[r.Path]) == 0 && !slices.Contains(unseen(), r.Path) {
			t.Errorf("nobody opens %s", r.Path)
		}
	}
	if len(linked) < 40 {
		t.Errorf("the pages lead to %d acts only: %v", len(linked), slices.Sorted(maps.Keys(linked)))
	}
}

// further adds what no eye looks at, and the same pages in other states.
func (s *site) further(seen map[string][]sight) {
	s.t.Helper()
	add := func(route string, more ...sight) { seen[route] = append(seen[route], more...) }
	add("/cases.json", sight{"officer", "/cases.json"})
	for _, r := range []string{"/cases/:ref", "/referrals/:rid", "/evidence/:eid"} {
		for _, x := range seen[r] {
			add(r+".json", sight{x.who, x.path + ".json"})
		}
	}
	for _, tab := range []string{"todo", "mine", "done", "cc"} {
		add("/inbox", sight{"principal", "/inbox?tab=" + tab}, sight{"officer", "/inbox?tab=" + tab})
	}
	add("/custody", sight{"custodian", "/custody?view=incoming"})
	add("/handovers", sight{"custodian", "/handovers?dir=out"})
	add("/admin/users", sight{"sysadmin", "/admin/users?agency=mofcom"})
	tip := seen["/tips/:ref"][0].path
	s.as("intake").Get(tip).Form("form[action='" + tip + "/triage']").Submit().Want(http.StatusOK)
	add("/tips/:ref", sight{"officer", tip})
	add("/cases/new", sight{"officer", "/cases/new?tip=" + strings.TrimPrefix(tip, "/tips/")})
	item := seen["/evidence/:eid"][0].path
	add("/evidence/:ref/acts/:event", sight{"officer", item + "/acts/evidence.sample_taken"})
}

// count opens a page in both languages, says how often it waits for the database, and returns its status.
func (s *site) count(super *pgx.Conn, name string, x sight) (status int) {
	s.t.Helper()
	recorded := func() (n int) {
		if err := super.QueryRow(s.t.Context(), `SELECT count(*) FROM audit_events`).Scan(&n); err != nil {
			s.t.Fatal(err)
		}
		return n
	}
	for _, lang := range []string{"zh", "en"} {
		before := recorded()
		var n *database.Counter
		status, n = s.counted(x.who, x.path, lang)
		got, most := n.RoundTrips()-n.Writing()-1, mostTrips // one for the session
		if status >= http.StatusBadRequest {
			most = mostRefused
		}
		s.t.Logf("%-32s %s %-12s %-60s %d: %d trips, %d apart", name, lang, x.who, x.path, status, got, n.Writing())
		if got > most || status >= http.StatusInternalServerError {
			s.t.Errorf("%s as %s (%s, %s): status %d, %d round trips after the session", x.path, x.who, name, lang, status, got)
		}
		if n.Writing() > 0 && recorded() == before {
			s.t.Errorf("%s as %s: it writes, and nothing stands on record", x.path, x.who)
		}
	}
	return status
}

// counted opens a page as somebody who is signed in.
func (s *site) counted(who, path, lang string) (status int, n *database.Counter) {
	s.t.Helper()
	cookies := s.as(who).Cookies("/")
	ctx, n := database.Count(s.t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.origin+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if lang != "" {
		q := r.URL.Query()
		q.Set("lang", lang)
		r.URL.RawQuery = q.Encode()
	}
	for _, k := range cookies {
		r.AddCookie(k)
	}
	w := &discard{header: http.Header{}}
	s.app.Handler().ServeHTTP(w, r)
	return w.status, n
}
