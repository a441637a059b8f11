package app_test

import (
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"touchstone/internal/app"
	"touchstone/internal/identity"
	"touchstone/internal/testkit"
)

// enterAgain signs somebody in by the link of the page that gave his text back.
func enterAgain(p *testkit.Page, c *testkit.Client, who string) *testkit.Page {
	return c.Get(p.One("main a.btn-1").Attr("href")).Form("form[action^='/login']").Set("username", who).Set("password", "touchstone-demo").Submit()
}

// TestKept_WhatWasBeingSigned: the session of a head ends before he signs, or before he signs that he sends it back. The
// proposal opens with his decision and his words; nothing was signed, and what he read he reads again.
func TestKept_WhatWasBeingSigned(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter("admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch")
	s.form("unithead", "/cases/"+w.file().Admin().Ref+"/acts/admin_case.filed", "admin_case.filed", filingForm()).Submit().Want(http.StatusOK)
	page := "/approvals/" + s.ref("SELECT ref FROM approvals WHERE state = 'OPEN'")
	for decision, x := range map[string]url.Values{
		"admin_case.filed": {"opinion": {"同意立案，依法查处。〔签〕"}},
		"return":           {"opinion": {"请补充核查材料后再报。〔退〕"}, "reason_code": {"facts"}},
	} {
		delete(s.seen, "head")
		c := s.as("head")
		f := c.Get(page).Want(http.StatusOK).Form("form[action$='/sign']").Set("decision", decision).Force("read", "yes")
		for name, v := range x {
			if name == "reason_code" {
				v = f.Offers(name)[len(f.Offers(name))-1:]
			}
			x[name] = v
			f.Set(name, v...)
		}
		sign := f.Submit().Want(http.StatusOK)
		acts := w.acts()
		s.endSession("head")
		p := sign.Form("main form[method='post']").Force("credential", "touchstone-demo").Submit().Want(http.StatusUnauthorized)
		if !strings.Contains(p.Text(), x.Get("opinion")) || strings.Contains(p.Body, "touchstone-demo") || w.acts() != acts {
			t.Errorf("%s: %.300s", decision, p.Text())
		}
		p = enterAgain(p, c, "head").Want(http.StatusOK)
		if p.URL.Path != page {
			t.Fatalf("%s: back at %s", decision, p.URL)
		}
		again := p.Form("form[action$='/sign']")
		if again.Value("decision") != decision {
			t.Errorf("%s: decision %q", decision, again.Values("decision"))
		}
		for name := range x {
			if got := again.Value(name); got != x.Get(name) {
				t.Errorf("%s: %s is %q, want %q", decision, name, got, x.Get(name))
			}
		}
		s.direct(`DELETE FROM kept_texts`)
	}
}

// direct does what neither the program nor its role may do.
func (s *site) direct(sql string, args ...any) {
	s.t.Helper()
	if _, err := testkit.Super(s.t, s.db).Exec(s.t.Context(), sql, args...); err != nil {
		s.t.Fatal(err)
	}
}

// TestKept_TheTipBehindTheRegistration: the form of a case that comes from a tip still comes from it, unless the tip is
// closed to its writer by then.
func TestKept_TheTipBehindTheRegistration(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	tip := s.as("intake").Get("/tips/new").Form("form[action='/tips/new']").Set("subject", "疑似无证出口镓锭（虚构）").Set("summary", written).Set("mineral",
		"镓").Submit().Want(http.StatusOK).URL.Path
	s.as("intake").Get(tip).Form("form[action$='/triage']").Submit().Want(http.StatusOK)
	ref := strings.TrimPrefix(tip, "/tips/")
	for _, x := range []struct{ name, before, want string }{
		{"open", "", ref},
		{"closed", `UPDATE tips SET agency_id = (SELECT id FROM agencies WHERE code = 'gdcom'), unit_id = (SELECT u.unit_id FROM users u
			WHERE u.username = 'gd.officer')`, ""},
	} {
		delete(s.seen, "officer")
		c := s.as("officer")
		f := c.Get("/cases/new?tip="+ref).Want(http.StatusOK).Form("form[data-act='admin_lead.registered']").Set("summary", "改写的摘要〔存〕")
		s.endSession("officer")
		p := f.Submit().Want(http.StatusUnauthorized)
		if x.before != "" {
			s.direct(x.before)
		}
		p = enterAgain(p, c, "officer").Want(http.StatusOK)
		again := p.Form("form[data-act='admin_lead.registered']")
		got := ""
		for _, n := range again.Names() {
			if n == "tip" {
				got = again.Value(n)
			}
		}
		if again.Value("summary") != "改写的摘要〔存〕" || got != x.want {
			t.Errorf("%s: summary %q, tip %q", x.name, again.Value("summary"), got)
		}
		// An address that asks for something else is not answered with the old text.
		if other := c.Get("/cases/new?public=PC-01").Want(http.StatusOK); !other.Has("[name='public_case']") || strings.Contains(other.Body, "改写的摘要") {
			t.Errorf("%s: the public record is shadowed", x.name)
		}
	}
}

// TestKept_OutlivesTheProgram: another process over the same database and the same key file shows what the first one kept;
// one without the file opens nothing, and its pages are none the worse. In the database nobody reads it. What cannot be
// kept is given back and nothing is promised; after a day it is gone.
func TestKept_OutlivesTheProgram(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例庚贸易有限公司（虚构）", "锗片")
	path, css := "/cases/"+ref+"/timeline", "form[action$='/timeline']"
	send := func(text string) *testkit.Page {
		t.Helper()
		delete(s.seen, "officer")
		f := s.as("officer").Get(path).Want(http.StatusOK).Form(css).Set("text", text)
		s.endSession("officer")
		return f.Submit().Want(http.StatusUnauthorized)
	}
	shown := func(config app.Config) string {
		t.Helper()
		a, err := app.New(app.Parts{Config: config, DB: s.db, Blobs: s.app.Blobs, Clock: s.clock.Now, Wall: time.Now, Random: rand.Reader,
			Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
		if err != nil {
			t.Fatal(err)
		}
		return enter(t, testkit.Serve(t, a.Handler()), "officer").Get(path).Want(http.StatusOK).Form(css).Value("text")
	}
	const text = "写到一半的记录，重启之后仍在。〔存〕"
	send(text)
	if n := s.number(`SELECT count(*) FROM kept_texts WHERE position(convert_to('重启', 'UTF8') IN ciphertext) > 0 OR kept_texts::text LIKE '%重启%'`); n != 0 {
		t.Error("the database can be read")
	}
	other := s.app.Config
	other.Keys = t.TempDir()
	if got := shown(other); got != "" {
		t.Errorf("with another key: %q", got)
	}
	if got := shown(s.app.Config); got != text {
		t.Errorf("after a restart: %q", got)
	}
	s.direct(`UPDATE kept_texts SET user_id = (SELECT id FROM users WHERE username = 'officer2')`)
	if p := s.as("officer2").Get(path).Want(http.StatusOK); strings.Contains(p.Body, "重启") {
		t.Error("a row that was handed to somebody else opens")
	}
	if p := send(strings.Repeat("长", 90_000)); strings.Contains(p.Text(), "24 小时") || !strings.Contains(p.Text(), "长长长") {
		t.Errorf("too long: %.200s", p.Text())
	}
	s.direct(`DELETE FROM kept_texts; REVOKE INSERT ON kept_texts FROM ts_app`)
	if p := send(text); strings.Contains(p.Text(), "24 小时") || !strings.Contains(p.Text(), text) {
		t.Errorf("a store that fails: %.300s", p.Text())
	}
	s.direct(`GRANT INSERT ON kept_texts TO ts_app`)
	send(text)
	s.clock.Advance(23*time.Hour + 59*time.Minute)
	delete(s.seen, "officer")
	if p := s.as("officer").Get(path); !strings.Contains(p.Body, "重启") {
		t.Error("gone before the day was over")
	}
	s.clock.Advance(2 * time.Minute)
	if p := s.as("officer").Get(path).Want(http.StatusOK); strings.Contains(p.Body, "重启") {
		t.Error("there after a day")
	}
	// The next morning the session is long over, and its row still says whose text it was; a day later it does not.
	for name, x := range map[string]struct {
		rest time.Duration
		want bool
	}{"the next morning": {18 * time.Hour, true}, "two days later": {48 * time.Hour, false}} {
		delete(s.seen, "officer")
		f := s.as("officer").Get(path).Want(http.StatusOK).Form(css).Set("text", text)
		s.clock.Advance(x.rest)
		if err := s.app.Identity.Sessions().Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if p := f.Submit().Want(http.StatusUnauthorized); strings.Contains(p.Text(), "24 小时") != x.want || !strings.Contains(p.Text(), text) {
			t.Errorf("%s: %.300s", name, p.Text())
		}
	}
	send(text)
	if err := s.app.Move(t.Context(), byOperator, identity.MoveInput{Username: "officer", Agency: "gdcom", Unit: "enforcement"}); err != nil ||
		s.number(`SELECT count(*) FROM kept_texts WHERE user_id = (SELECT id FROM users WHERE username = 'officer')`) != 0 {
		t.Errorf("a text outlives the post it was written on: %v", err)
	}
	s.clock.Advance(25 * time.Hour)
	if err := s.app.Identity.Texts().Sweep(t.Context()); err != nil || s.number(`SELECT count(*) FROM kept_texts`) != 0 {
		t.Errorf("not swept: %v", err)
	}
}
