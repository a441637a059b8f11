package app_test

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"touchstone/internal/app"
	"touchstone/internal/blob"
	"touchstone/internal/identity"
	"touchstone/internal/testkit"
	"touchstone/internal/web"
)

// assemble is the whole program in demo mode over a database of its own, with its people and nothing else.
func assemble(t *testing.T) (*app.App, *testkit.Clock, string) {
	t.Helper()
	clock := testkit.NewClock("2026-05-12T02:00:00Z")
	blobs, err := blob.OpenFiles(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(app.Parts{
		Config: app.Config{Demo: true, Lang: "zh"}, DB: testkit.DB(t), Blobs: blobs, Clock: clock.Now, Wall: time.Now,
		Random: rand.Reader, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := testkit.EasyPasswords(t.Context(), a.DB, identity.DemoPassword); err != nil {
		t.Fatal(err)
	}
	return a, clock, testkit.Serve(t, a.Handler())
}

func enter(t *testing.T, origin, username string) *testkit.Client {
	t.Helper()
	c := testkit.Visit(t, origin)
	p := c.Get("/login").Form("form").Set("username", username).Set("password", identity.DemoPassword).Submit().Want(http.StatusOK)
	if p.URL.Path == "/login" {
		t.Fatalf("%s could not sign in", username)
	}
	return c
}

var parameter = regexp.MustCompile(`:[a-z]+`)

// TestRoutes_FromOutside walks the URL table: a stranger is sent to sign in, or gets 403 for what changes things; no
// route answers an unknown method, a foreign host or an invented reference with anything but an error, and every
// answer has its headers.
func TestRoutes_FromOutside(t *testing.T) {
	t.Parallel()
	a, _, origin := assemble(t)
	stranger, officer := testkit.Visit(t, origin), enter(t, origin, "officer")
	stranger.Follow, officer.Follow = false, false
	for _, r := range a.Web.Routes() {
		path := parameter.ReplaceAllString(r.Path, "SM-0000-0000-0")
		name := r.Method + " " + r.Path
		head(t, name, foreignHost(stranger, r.Method, path), http.StatusBadRequest, r)
		head(t, name+" DELETE", stranger.Do(stranger.Request(http.MethodDelete, path, nil)), http.StatusMethodNotAllowed, r)
		if r.Class == web.ClassPublic || r.Class == web.ClassStatic {
			continue
		}
		bare := stranger.Request(r.Method, path, strings.NewReader(""))
		bare.Header.Del("Sec-Fetch-Site")
		bare.Header.Del("Origin")
		switch p := stranger.Do(bare); {
		case r.Class == web.ClassJSON:
			head(t, name, p, http.StatusUnauthorized, r)
		case r.Method == http.MethodPost:
			head(t, name, p, http.StatusForbidden, r)
			q := officer.Request(r.Method, path, strings.NewReader(""))
			q.Header.Set("Sec-Fetch-Site", "cross-site")
			head(t, name+" cross-site", officer.Do(q), http.StatusForbidden, r)
		default:
			head(t, name, p, http.StatusFound, r)
		}
		if p := officer.Do(officer.Request(r.Method, path, strings.NewReader(""))); p.Status >= 500 {
			t.Errorf("%s: an invented reference gives %d", name, p.Status)
		} else {
			head(t, name, p, p.Status, r)
		}
	}
}

func foreignHost(c *testkit.Client, method, path string) *testkit.Page {
	q := c.Request(method, path, strings.NewReader(""))
	q.Host = "evil.example"
	return c.Do(q)
}

func head(t *testing.T, name string, p *testkit.Page, status int, r web.Route) {
	t.Helper()
	if r.Path == "/healthz" || r.Path == "/readyz" { // a supervisor may ask by any name
		if status == http.StatusBadRequest {
			status = http.StatusOK
		}
	}
	if p.Status != status {
		t.Errorf("%s: status %d, want %d", name, p.Status, status)
	}
	csp := p.Header.Get("Content-Security-Policy")
	if csp != web.Policy && csp != web.SandboxPolicy {
		t.Errorf("%s: policy %q", name, csp)
	}
	for _, h := range []string{"Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
		"Cross-Origin-Resource-Policy", "Permissions-Policy", "Cache-Control", "X-Request-Id"} {
		if p.Header.Get(h) == "" {
			t.Errorf("%s: no %s", name, h)
		}
	}
}

// TestSignIn_EveryAccount: each demo account reaches a home page, in both languages, with nothing untranslated on it.
func TestSignIn_EveryAccount(t *testing.T) {
	t.Parallel()
	_, _, origin := assemble(t)
	for _, d := range identity.DemoAccounts() {
		c := enter(t, origin, d.Username)
		for _, lang := range []string{"zh", "en"} {
			p := c.Get("/?lang=" + lang).Want(http.StatusOK)
			if got := p.One("body").Attr("data-page"); got != "P02" {
				t.Errorf("%s is at %s", d.Username, got)
			}
			if strings.Contains(p.Text(), "⟦") || !p.Has("nav.nav a[aria-current=page]") {
				t.Errorf("%s %s: %s", d.Username, lang, p.Text())
			}
		}
	}
}

// TestAdmin_IsForAdministrators: the same 404 as for a page that is not there.
func TestAdmin_IsForAdministrators(t *testing.T) {
	t.Parallel()
	_, _, origin := assemble(t)
	for user, want := range map[string]int{"sysadmin": 200, "secadmin": 200, "auditor": 200, "officer": 404, "principal": 404, "coord": 404} {
		c := enter(t, origin, user)
		for _, path := range []string{"/admin/users", "/admin/agencies"} {
			if p := c.Get(path); p.Status != want {
				t.Errorf("%s at %s: %d, want %d", user, path, p.Status, want)
			}
		}
	}
	p := enter(t, origin, "sysadmin").Get("/admin/users?agency=szpsb")
	if p.Count("tbody tr") != 8 || p.Count(`[data-role="ps_investigator"]`) != 2 {
		t.Errorf("%d accounts at the bureau: %s", p.Count("tbody tr"), p.Text())
	}
}

// TestMe: choices are kept and shown at once, twice sent is once done, and another device can be signed out.
func TestMe(t *testing.T) {
	t.Parallel()
	a, _, origin := assemble(t)
	c, other := enter(t, origin, "officer"), enter(t, origin, "officer")
	f := c.Get("/me").Form(`form[action="/me"]`).Set("lang", "en").Set("theme", "dark").Set("density", "comfortable")
	for range 2 {
		p := f.Submit().Want(http.StatusOK)
		if html := p.One("html"); html.Attr("lang") != "en" || html.Attr("data-theme") != "dark" || html.Attr("data-density") != "comfortable" {
			t.Errorf("not as chosen: %s", p.Body[:300])
		}
	}
	var events int
	if err := a.DB.Read().QueryRow(t.Context(), `SELECT count(*) FROM audit_events WHERE action = 'preferences.saved'`).Scan(&events); err != nil || events != 1 {
		t.Errorf("%d events, %v", events, err)
	}
	c.Get("/me").Form(`form[action="/me"]`).Force("theme", "pink").Submit().Want(http.StatusUnprocessableEntity)
	c.Get("/me").Form(`form[action^="/me/sessions/"]`).Submit().Want(http.StatusOK)
	if p := other.Get("/"); p.URL.Path != "/login" {
		t.Errorf("the other device is still at %s", p.URL)
	}
}
