package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"touchstone/internal/app"
	"touchstone/internal/testkit"
)

// saveView saves the list of that query under a name.
func (s *site) saveView(who, query, name string, set url.Values) *testkit.Page {
	s.t.Helper()
	f := s.as(who).Get("/cases/views?"+query).Want(http.StatusOK).Form("form[action='/cases/views']").Set("name", name)
	for field, v := range set {
		f.Set(field, v...)
	}
	return f.Submit()
}

func viewTabs(p *testkit.Page) map[string]string {
	out := map[string]string{}
	for _, a := range p.All(".tabs a:has(.star)") {
		out[strings.TrimSpace(strings.Split(a.Text(), "★")[0])] = a.Attr("href")
	}
	return out
}

// TestViews_SavedUsedRemoved: a filter is kept under a name, its tab counts what it lists, the list opens with it where
// that was chosen, and removed it is gone; each POST counts once, and each stands in the ledger without its words.
func TestViews_SavedUsedRemoved(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	gallium := s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	s.registered("officer", "officer2", "示例乙贸易有限公司（虚构）", "锗片")
	const name, query = "镓专项（虚构）", "mineral=Gallium&view=all"
	f := s.as("officer").Get("/cases?" + query).Want(http.StatusOK).Click(".tabs a.end").Want(http.StatusOK).Form("form[action='/cases/views']")
	f.Set("name", name).Set("default", "yes")
	for range 2 {
		p := f.Submit().Want(http.StatusOK)
		if !p.Has(".note-ok") || p.One(".tabs a[aria-current]").Attr("href") != "/cases?"+query || p.Count(".tabs a[aria-current]") != 1 {
			t.Fatalf("after saving: %s %.400s", p.URL, p.Text())
		}
	}
	if n := s.number("SELECT count(*) FROM case_views"); n != 1 {
		t.Errorf("%d views", n)
	}
	bare := s.as("officer").Get("/cases").Want(http.StatusOK)
	tab := bare.One(".tabs a:has(.star)")
	if n := bare.Count("tr[data-ref]"); n != 1 || !bare.Has("tr[data-ref='"+gallium+"']") || tab.One(".n").Attr("data-count") != "1" ||
		tab.Attr("aria-current") != "page" {
		t.Errorf("the list does not open with it: %d rows, tab %s", n, tab.Text())
	}
	if p := s.as("officer").Get("/cases?view=all"); p.Count("tr[data-ref]") != 2 || p.One(".tabs a[aria-current]").Attr("href") != "/cases?view=all" {
		t.Error("another tab is not another list")
	}
	if p := s.as("officer2").Get("/cases"); len(viewTabs(p)) != 0 || p.Has(".chip") {
		t.Error("a private view is shown to a colleague")
	}
	kept := s.as("officer").Get("/cases/views").Want(http.StatusOK)
	form := kept.Form("form[action$='/remove']")
	for range 2 {
		if p := form.Submit().Want(http.StatusOK); !p.Has(".note-ok") || p.Has("form[action$='/remove']") {
			t.Error("not removed")
		}
	}
	if p := s.as("officer").Get("/cases"); p.Has(".chip") || len(viewTabs(p)) != 0 {
		t.Error("the list still opens with a view that is gone")
	}
	if n := s.number("SELECT count(*) FROM audit_events WHERE kind = 'view'"); n != 2 {
		t.Errorf("%d events", n)
	}
	if n := s.number("SELECT count(*) FROM audit_events e WHERE e::text LIKE '%' || $1 || '%'", name); n != 0 {
		t.Error("the name stands in the ledger")
	}
	if r, err := s.app.Verify(t.Context()); err != nil || !r.OK {
		t.Errorf("%+v %v", r.FirstBad, err)
	}
}

// TestViews_SharedInTheUnitOnly: the unit has it, counted for each reader anew; another unit and another agency have not,
// and cannot choose or remove it; whoever only reads it cannot remove it either.
func TestViews_SharedInTheUnitOnly(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	own := s.saveView("officer", "mineral=Gallium&view=mine", "只给自己（虚构）", nil).Want(http.StatusOK)
	if n := own.One(".tabs a:has(.star) .n").Attr("data-count"); n != "1" {
		t.Errorf("the officer's own view counts %s", n)
	}
	s.saveView("officer", "mineral=Gallium&owner=me&view=all", "镓专项（虚构）", url.Values{"shared": {"yes"}}).Want(http.StatusOK)
	for who, want := range map[string]string{"officer2": "1", "unithead": "0"} { // "me" is whoever looks
		p := s.as(who).Get("/cases").Want(http.StatusOK)
		if tabs := viewTabs(p); len(tabs) != 1 || tabs["镓专项（虚构）"] != "/cases?mineral=Gallium&owner=me&view=all" {
			t.Errorf("%s has %v", who, tabs)
		} else if got := p.One(".tabs a:has(.star) .n").Attr("data-count"); got != want {
			t.Errorf("%s counts %s, want %s", who, got, want)
		}
		if s.as(who).Get("/cases/views").Has("form[action$='/remove']") {
			t.Errorf("%s may remove it", who)
		}
	}
	ref := s.ref("SELECT ref FROM case_views WHERE shared")
	private := s.ref("SELECT ref FROM case_views WHERE NOT shared")
	for _, who := range []string{"head", "gd.officer", "ps.officer", "ss.liaison"} {
		if tabs := viewTabs(s.as(who).Get("/cases").Want(http.StatusOK)); len(tabs) != 0 {
			t.Errorf("%s has %v", who, tabs)
		}
	}
	s.as("coord") // signing in is an event too
	before := s.contents()
	forged := []string{ref, private, "CV-0000-0000-0", "nonsense", "1"}
	for _, who := range []string{"head", "gd.officer", "officer2", "coord"} {
		for _, r := range forged {
			if p := s.as(who).Post("/cases/views/"+r+"/remove", url.Values{}); p.Status != http.StatusNotFound {
				t.Errorf("%s removes %s: %d", who, r, p.Status)
			}
			if who == "officer2" && r == ref {
				continue
			}
			if p := s.as(who).Post("/cases/views/default", url.Values{"view": {r}}); p.Status != http.StatusNotFound {
				t.Errorf("%s opens with %s: %d", who, r, p.Status)
			}
		}
	}
	if got := s.changed(before); len(got) > 0 {
		t.Errorf("written into %v", got)
	}
	s.as("officer2").Get("/cases/views").Form("form[action='/cases/views/default']").Set("view", ref).Submit().Want(http.StatusOK)
	if p := s.as("officer2").Get("/cases"); p.Count(".chip") != 2 {
		t.Errorf("a shared view is not opened with: %d chips", p.Count(".chip"))
	}
	for _, who := range []string{"coord", "sysadmin"} {
		if p := s.as(who).Get("/cases/views"); p.Status != http.StatusNotFound {
			t.Errorf("%s: %d", who, p.Status)
		}
	}
}

// TestViews_GoWithTheirOwner: what somebody shared is not offered, counted or opened with once he has left the unit, or has
// no account in use: nobody who stays could take it away.
func TestViews_GoWithTheirOwner(t *testing.T) {
	t.Parallel()
	for name, leaves := range map[string]string{"another unit": "UPDATE users SET unit_id = (SELECT unit_id FROM users WHERE username = 'legal') " +
		"WHERE username = 'officer'",
		"no account in use": "UPDATE users SET disabled_at = now() WHERE username = 'officer'"} {
		s := newSite(t)
		for i := range 8 {
			s.saveView("officer", "mineral=Gallium&view=all", fmt.Sprint("视图", i), url.Values{"shared": {"yes"}}).Want(http.StatusOK)
		}
		ref := s.ref("SELECT min(ref) FROM case_views")
		if p := s.saveView("officer2", "mineral=Germanium&view=all", "锗专项（虚构）", url.Values{"shared": {"yes"}}); p.Status != http.StatusUnprocessableEntity {
			t.Fatalf("a ninth view of the unit: %d", p.Status)
		}
		if _, err := testkit.Super(t, s.db).Exec(t.Context(), leaves); err != nil {
			t.Fatal(err)
		}
		if p := s.as("officer2").Post("/cases/views/default", url.Values{"view": {ref}}); p.Status != http.StatusNotFound {
			t.Errorf("%s: opened with: %d", name, p.Status)
		}
		s.saveView("officer2", "mineral=Germanium&view=all", "锗专项（虚构）", url.Values{"shared": {"yes"}}).Want(http.StatusOK)
		if tabs := viewTabs(s.as("officer2").Get("/cases?view=all")); len(tabs) != 1 {
			t.Errorf("%s: %v", name, tabs)
		}
	}
}

// TestViews_WhatIsRefused keeps what was typed. A name that somebody else has is as good as any other.
func TestViews_WhatIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const q = "mineral=Gallium&view=all"
	s.saveView("officer", q, "镓专项（虚构）", nil).Want(http.StatusOK)
	s.saveView("officer2", q, "镓专项（虚构）", url.Values{"shared": {"yes"}}).Want(http.StatusOK)
	form := func() *testkit.Form {
		return s.as("officer").Get("/cases/views?"+q).Form("form[action='/cases/views']").Set("shared", "yes")
	}
	long := strings.Repeat("字", 25)
	save := func(name string) func() *testkit.Page {
		return func() *testkit.Page { return form().Set("name", name).Submit() }
	}
	named := []string{"[data-error-for='name']", "input[name='shared'][value='yes'][checked]"}
	s.refuse(map[string]wrong{
		"no name":      {send: save("  "), status: 422, page: "P04", marks: named},
		"a long name":  {send: save(long), status: 422, page: "P04", marks: named, kept: long},
		"turned text":  {send: save("甲\u202e乙"), status: 422, page: "P04", marks: named},
		"a second one": {send: save("镓专项（虚构）"), status: 422, page: "P04", marks: named, kept: "镓专项（虚构）"},
		"unknown filter": {send: func() *testkit.Page {
			return form().Set("name", written).Force("query", "view=all&mineral=Unobtainium").Submit()
		},
			status: 422, page: "P04", marks: []string{".errsum"}},
		"no filter": {send: func() *testkit.Page { return form().Set("name", "甲").Force("query", "%zz").Submit() }, status: 422, page: "P04",
			marks: []string{".note-err"}},
		"two queries": {send: func() *testkit.Page { return form().Set("name", "甲").Force("query", q, q).Submit() }, status: 400, page: "P40"},
	})
	for i := range 7 {
		s.saveView("officer", q, fmt.Sprint("视图", i), nil).Want(http.StatusOK)
	}
	s.refuse(map[string]wrong{"one too many": {send: save("第九个"), status: 422, page: "P04", marks: named, kept: "第九个"}})
}

// TestViews_OldOnes: what a view asks that the list does not know any more is left out and named, as in an address.
func TestViews_OldOnes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	s.saveView("officer", "mineral=Gallium&owner=officer2&view=all", "旧视图", url.Values{"default": {"yes"}}).Want(http.StatusOK)
	super := testkit.Super(t, s.db)
	if _, err := super.Exec(t.Context(), "UPDATE case_views SET query = 'mineral=Gallium&stage=abolished&view=all'"); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/cases", viewTabs(s.as("officer").Get("/cases"))["旧视图"]} {
		p := s.as("officer").Get(path).Want(http.StatusOK)
		if !p.Has("tr[data-ref='"+ref+"']") || p.Count(".chip") != 1 || !strings.Contains(p.One(".note-warn").Text(), "阶段") {
			t.Errorf("%s: %.500s", path, p.Text())
		}
	}
	if !strings.Contains(s.as("officer").Get("/cases/views").One("tbody tr:first-child").Text(), "阶段") {
		t.Error("the page of the views does not say what is not known any more")
	}
}

// TestCases_OwnerFilter: the handlers of one's own unit can be asked for by name, nobody else; who handles a case is found
// by it, within what the reader may see.
func TestCases_OwnerFilter(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	other := s.registered("gd.officer", "gd.officer2", "示例乙矿业（虚构）", "锑锭")
	offers := s.as("unithead").Get("/cases").Form("form.filter").Offers("owner")
	if got := strings.Join(offers, " "); got != " me unit officer officer2" {
		t.Errorf("offered: %q", got)
	}
	p := s.as("unithead").Get("/cases?owner=officer2&view=all").Want(http.StatusOK)
	if !p.Has("tr[data-ref='"+ref+"']") || p.Count(".chip") != 1 {
		t.Errorf("not found: %.300s", p.Text())
	}
	for _, who := range []string{"gd.officer", "unithead", "nobody", "ps.officer"} {
		p := s.as("unithead").Get("/cases?view=all&owner=" + who).Want(http.StatusOK)
		if p.Has("tr[data-ref='"+other+"']") || p.Count(".chip") != 0 || !p.Has(".note-warn") {
			t.Errorf("%s: %.300s", who, p.Text())
		}
	}
	if p := s.as("unithead").Get("/cases.json?view=all&owner=officer2"); !strings.Contains(p.Body, ref) {
		t.Errorf("the twin does not know the filter: %s", p.Body)
	}
	if got := s.as("head").Get("/cases").Form("form.filter").Offers("owner"); strings.Join(got, " ") != " me unit" {
		t.Errorf("a unit without handlers offers %q", got)
	}
}

// TestCases_BackToTheFirstPage: deep in the list one link leads back to its beginning, with the filter; the first page has
// none, and neither has a page of a cursor that is none.
func TestCases_BackToTheFirstPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if err := s.app.Seed(t.Context(), app.Volume{Cases: 2000, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	const first = "/cases?agency=commerce&view=all"
	p := s.as("head").Get(first).Want(http.StatusOK)
	if p.Has(".pager a[href='" + first + "']") {
		t.Error("the first page leads to itself")
	}
	q := p.Click(".pager a[rel='next']").Want(http.StatusOK)
	if got := q.Click(".pager a[href='" + first + "']").Want(http.StatusOK); strings.Join(got.Attrs("tr[data-ref]", "data-ref"),
		" ") != strings.Join(p.Attrs("tr[data-ref]", "data-ref"), " ") {
		t.Error("it is not the first page")
	}
	if p := s.as("head").Get(first + "&after=forged").Want(http.StatusOK); p.Has(".pager a[href='" + first + "']") {
		t.Error("a forged cursor is somewhere")
	}
}

// TestViews_CountEachInOneRead: however many views there are, the page waits twice and asks four statements; each tab has
// the number of its own filter, although all of them are one statement.
func TestViews_CountEachInOneRead(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	for i := range 2 {
		s.registered("officer", "officer2", fmt.Sprintf("示例%d贸易有限公司（虚构）", i), "锗片")
	}
	want := map[string]string{}
	for i, x := range []struct{ who, query, n string }{{"officer", "mineral=Gallium&view=all", "1"}, {"officer", "mineral=Germanium&view=all", "2"},
		{"officer", "mineral=Tungsten&view=unit", "0"},
		{"officer", "stage=intake&view=all", "3"}, {"officer", "stage=decision&view=all", "0"}, {"officer2", "due=7&view=all", "0"},
		{"officer2", "due=none&view=all", "3"}, {"unithead", "owner=officer&view=all", "3"}} {
		name := fmt.Sprint("视图", i)
		want[name] = x.n
		s.saveView(x.who, x.query, name, url.Values{"shared": {"yes"}, "default": {"yes"}}).Want(http.StatusOK)
	}
	for _, who := range []string{"officer", "officer2", "unithead"} {
		p := s.as(who).Get("/cases").Want(http.StatusOK)
		got := map[string]string{}
		for _, a := range p.All(".tabs a:has(.star)") {
			got[strings.TrimSpace(strings.Split(a.Text(), "★")[0])] = a.One(".n").Attr("data-count")
		}
		for name, n := range want {
			if got[name] != n {
				t.Errorf("%s: %s counts %q, want %s", who, name, got[name], n)
			}
			for _, a := range p.All(".tabs a:has(.star)") {
				if rows := s.as(who).Get(a.Attr("href")).Count("tr[data-ref]"); fmt.Sprint(rows) != a.One(".n").Attr("data-count") {
					t.Errorf("%s: %s lists %d", who, a.Text(), rows)
				}
			}
		}
		const session, frame, own = 1, 3, 4
		status, n := s.counted(who, "/cases", "")
		if status != http.StatusOK || n.RoundTrips()-session > mostTrips || n.Statements() > session+frame+own {
			t.Errorf("%s: %d, %d round trips, %d statements", who, status, n.RoundTrips()-session, n.Statements())
		}
	}
	s.refuse(map[string]wrong{"one shared view too many": {send: func() *testkit.Page {
		return s.saveView("unithead", "mineral=Gallium&view=all", "第九个", url.Values{"shared": {"yes"}})
	}, status: 422, page: "P04", marks: []string{"[data-error-for='shared']"}, kept: "第九个"}})
}
