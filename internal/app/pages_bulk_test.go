package app_test

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/identity"
	"touchstone/internal/ids"
	"touchstone/internal/testkit"
)

// handlersOf are the user names of a case's handlers, the one who leads first.
func (s *site) handlersOf(ref string) string {
	s.t.Helper()
	return s.ref(`SELECT coalesce(string_agg(u.username, ' ' ORDER BY m.lead DESC, u.username), '') FROM case_members m JOIN users u ON u.id = m.user_id
		JOIN cases c ON c.id = m.case_id
WHERE c.ref = $1 AND m.part = 'handler' AND m.to_at > '2026-05-12T04:00:00Z'`, ref)
}

// bulkForm ticks cases on the list and follows the bar under it.
func (s *site) bulkForm(who string, refs ...string) *testkit.Page {
	s.t.Helper()
	return s.as(who).Get("/cases?view=all").Want(http.StatusOK).Form("form.bulkform").Set("ref", refs...).Submit()
}

// invented are references of no case.
func invented(t *testing.T, n int) []string {
	t.Helper()
	out := make([]string, n)
	for i := range out {
		var err error
		if out[i], err = ids.NewRef(ids.Case, rand.Reader); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func assignTo(p *testkit.Page, handlers ...string) *testkit.Form {
	return p.Form("main form.act").Set("handlers", handlers...).Set("reason", why).Set("credential", identity.DemoPassword)
}

// TestBulk_AssignsEachCaseByItsOwnAct: a new lead is assigned by the act of the tables, a running case gets other handlers;
// each stands on its own chain, and the second press does nothing and says the same.
func TestBulk_AssignsEachCaseByItsOwnAct(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead := s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	w := s.matter("admin_lead.registered in;admin_lead.assigned uh")
	running := w.file().Admin().Ref
	page := s.bulkForm("unithead", lead, running).Want(http.StatusOK)
	if page.One("body").Attr("data-page") != "P04" || page.Count("tr[data-ref]") != 2 || !page.Has("a[href='/cases?view=all']") {
		t.Fatalf("%.600s", page.Text())
	}
	f := assignTo(page, "officer2", "officer")
	p := f.Submit().Want(http.StatusOK)
	if !p.Has(".note-ok") || p.Count("tr[data-ref] .tag-ok") != 2 || p.Has("main form.act") {
		t.Fatalf("%.900s", p.Text())
	}
	for _, ref := range []string{lead, running} {
		if got := s.handlersOf(ref); got != "officer2 officer" {
			t.Errorf("%s: %q", ref, got)
		}
	}
	if got := s.ref("SELECT state FROM cases WHERE ref = $1", lead); got != "PRELIM_VERIFICATION" {
		t.Errorf("the lead is %s", got)
	}
	acts, named := s.number("SELECT count(*) FROM acts WHERE event = 'admin_lead.assigned'"),
		s.number("SELECT count(*) FROM audit_events WHERE action = 'case.assigned'")
	if acts != 2 || named != 1 { // the other act is the matter's own
		t.Errorf("%d acts, %d changes of handlers", acts, named)
	}
	before := s.contents()
	again := f.Submit().Want(http.StatusOK)
	if got := s.changed(before); len(got) > 0 || again.Count("tr[data-ref] .tag-ok") != 2 {
		t.Errorf("pressed again: written into %v: %.400s", got, again.Text())
	}
	if r, err := s.app.Verify(t.Context()); err != nil || !r.OK {
		t.Errorf("%+v %v", r.FirstBad, err)
	}
}

// TestBulk_SaysWhyNot: what somebody else may not see is like what is not there; what went wrong with one case stops no
// other; a page that is out of date is told so.
func TestBulk_SaysWhyNot(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	one := s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	two := s.registered("officer", "officer2", "示例乙贸易有限公司（虚构）", "锗片")
	foreign := s.registered("gd.officer", "gd.officer2", "示例丙矿业（虚构）", "锑锭")
	f := assignTo(s.bulkForm("unithead", one, two), "officer", "officer2")
	super := testkit.Super(t, s.db)
	if _, err := super.Exec(t.Context(), "UPDATE cases SET version = version + 1 WHERE ref = $1", two); err != nil {
		t.Fatal(err)
	}
	refs := []string{one + "~1", two + "~1", foreign + "~1", "SM-0000-0000-0~1"}
	p := f.Force("ref", refs...).Submit().Want(http.StatusOK)
	text := func(ref string) string { return p.One("tr[data-ref='" + ref + "'] td:last-child").Text() }
	if !p.Has("tr[data-ref='"+one+"'] .tag-ok") || p.Count(".tag-ok") != 1 || !p.Has(".note-warn") || s.handlersOf(one) != "officer officer2" {
		t.Errorf("%.900s", p.Text())
	}
	if text(foreign) != text("SM-0000-0000-0") || text(foreign) == "" || text(two) == "" || text(two) == text(foreign) || strings.Contains(p.Body, "示例丙") {
		t.Errorf("foreign %q, absent %q, stale %q", text(foreign), text("SM-0000-0000-0"), text(two))
	}
	if got := s.handlersOf(foreign); got != "gd.officer gd.officer2" {
		t.Errorf("another agency's case is handled by %s", got)
	}
	left := p.Click(".note-warn a").Want(http.StatusOK)
	if left.Count("tr[data-ref]") != 3 || !left.Has("input[name='ref'][value='"+two+"~2']") || left.Count("input[name='ref']") != 1 {
		t.Errorf("what is left: %.600s", left.Text())
	}
	if p := assignTo(left, "officer", "officer2").Submit().Want(http.StatusOK); p.Count(".tag-ok") != 1 {
		t.Errorf("%.600s", p.Text())
	}
}

// TestBulk_WhatIsRefused: nothing ticked, more than a page, one officer, a foreign officer, no reason, no credential, and
// those whom the bar is not for.
func TestBulk_WhatIsRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	form := func() *testkit.Form {
		return assignTo(s.bulkForm("unithead", ref), "officer", "officer2").Set("reason", written)
	}
	all := invented(t, 51)
	get := func(who, path string) func() *testkit.Page {
		return func() *testkit.Page { return s.as(who).Get(path) }
	}
	for _, who := range []string{"officer", "coord", "gd.unithead", "unithead"} {
		s.as(who)
	}
	bad := []string{"[data-error-for='handlers']"}
	s.refuse(map[string]wrong{
		"nothing ticked": {send: func() *testkit.Page { return s.bulkForm("unithead") }, status: 422, page: "P04",
			marks: []string{".empty a[href='/cases?view=all']"}},
		"nonsense ticked": {send: get("unithead", "/cases/assign?ref=nonsense&ref="), status: 200, page: "P04",
			marks: []string{"tr[data-ref='nonsense']", "main:not(:has(form))"}},
		"more than a page": {send: get("unithead", "/cases/assign?"+url.Values{"ref": all}.Encode()), status: 422, page: "P40"},
		"more than a page, posted": {send: func() *testkit.Page { return form().Force("ref", append([]string{ref + "~1"}, all...)...).Submit() }, status: 422,
			page: "P40", kept: written},
		"one officer": {send: func() *testkit.Page { return form().Set("handlers", "officer").Submit() }, status: 422, page: "P04", marks: bad, kept: written},
		"one officer twice": {send: func() *testkit.Page { return form().Force("handlers", "officer", "officer").Submit() }, status: 422, page: "P04", marks: bad,
			kept: written},
		"a foreign officer": {send: func() *testkit.Page { return form().Force("handlers", "officer", "gd.officer").Submit() }, status: 422, page: "P04", marks: bad,
			kept: written},
		"no handler": {send: func() *testkit.Page { return form().Force("handlers", "officer", "legal").Submit() }, status: 422, page: "P04", marks: bad,
			kept: written},
		"no reason": {send: func() *testkit.Page { return form().Set("reason", "短").Submit() }, status: 422, page: "P04",
			marks: []string{"[data-error-for='reason']", "[value='officer2'][checked]"}},
		"no credential": {send: func() *testkit.Page { return form().Set("credential", "").Submit() }, status: 422, page: "P04",
			marks: []string{"[data-error-for='credential']"}, kept: written},
		"two reasons": {send: func() *testkit.Page { return form().Force("reason", written, written).Submit() }, status: 400, page: "P40"},
		"another's cases": {send: func() *testkit.Page {
			return s.as("gd.unithead").Post("/cases/assign", url.Values{"ref": {ref}, "handlers": {"gd.officer", "gd.officer2"}, "reason": {written}})
		},
			status: 422, page: "P04", marks: []string{"tr[data-ref='" + ref + "']"}},
		"no list at all":   {send: get("coord", "/cases/assign?ref="+ref), status: 404, page: "P39"},
		"not for handlers": {send: get("officer", "/cases/assign?ref="+ref), status: 403, page: "P39"},
		"not for handlers, posted": {send: func() *testkit.Page {
			return s.as("officer").Post("/cases/assign", url.Values{"ref": {ref}, "reason": {written}})
		}, status: 403, page: "P39", kept: written},
	})
	if p := s.as("officer").Get("/cases?view=all"); p.Has(".bulk") || p.Has("td.cb") {
		t.Error("a bar with nothing to do in it")
	}
	if p := s.as("unithead").Get("/cases?view=all&mineral=Tungsten"); p.Has(".bulk") {
		t.Error("a bar under no rows")
	}
	offered := s.as("unithead").Get("/cases?view=all").One(".bulk").Text()
	for _, never := range []string{"批准", "同意"} {
		if strings.Contains(offered, never) {
			t.Errorf("the bar offers %s", never)
		}
	}
	s.asked("assign several", s.bulkForm("unithead", ref).Form("main form.act").Set("handlers", "officer", "officer2").Set("reason", why), "unithead",
		func() int { return s.number("SELECT count(*) FROM acts WHERE event = 'admin_lead.assigned'") })
}

// TestBulk_WithoutScript: in a browser that runs no script the boxes and the bar work as they stand.
func TestBulk_WithoutScript(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	h := s.hand("unithead", "/cases?view=all", false)
	h.tick("tr[data-ref='" + ref + "'] .cb input").press(".bulk button").at("P04")
	if got := h.tab.Page().Attrs("input[name=handlers][checked]", "value"); !slices.Equal(got, []string{"officer", "officer2"}) {
		t.Errorf("who handles it is ticked, the lead first: %q", got)
	}
	h.write("reason", why).write("credential", identity.DemoPassword).press("main form.act button[type=submit]").at("P04")
	if !h.tab.Page().Has("tr[data-ref='" + ref + "'] .tag-ok") {
		t.Errorf("%.600s", h.tab.Page().Text())
	}
	h.tab.Open("/cases?mineral=Gallium&view=all")
	h.press(".tabs a.end").at("P04")
	h.write("name", "镓专项（虚构）").press("main form.act button[type=submit]").at("P04")
	if got := h.tab.Path(); !strings.HasPrefix(got, "/cases") || !h.tab.Page().Has(".tabs a[aria-current] .star") {
		t.Errorf("not saved: %s", got)
	}
}

// TestBulk_ByKeyboard: j and k move, x ticks, and the bar counts; "select page" ticks what the page shows.
func TestBulk_ByKeyboard(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for i := range 3 {
		s.registered("officer", "officer2", fmt.Sprintf("示例%d贸易有限公司（虚构）", i), []string{"镓锭", "锗片", "锑锭"}[i])
	}
	h := s.hand("unithead", "/cases?view=all", true)
	bar := func() string {
		return h.tab.Eval("document.querySelector('.bulk').hidden + ' ' + document.querySelector('.bulk-n').textContent")
	}
	if got := bar(); !strings.HasPrefix(got, "true") {
		t.Errorf("nothing ticked: %s", got)
	}
	h.tab.Press("j", "x", "j", "x")
	if got := bar(); got != "false 已选 2 件" {
		t.Errorf("two ticked: %s", got)
	}
	h.tab.Press("x")
	if got := bar(); got != "false 已选 1 件" {
		t.Errorf("one unticked: %s", got)
	}
	h.tab.Reach("thead .cb input").Press(testkit.Space)
	if got := bar(); got != "false 已选 3 件" {
		t.Errorf("the page: %s", got)
	}
}
