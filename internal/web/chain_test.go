package web_test

import (
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"touchstone/internal/errs"
	"touchstone/internal/testkit"
	"touchstone/internal/web"
	"touchstone/static"
)

// wantHeaders checks what stands on every response whatever it says.
func wantHeaders(t *testing.T, where string, h http.Header) {
	t.Helper()
	for name, want := range map[string]string{
		"Strict-Transport-Security":    "max-age=31536000; includeSubDomains",
		"Content-Security-Policy":      web.Policy,
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %s is %q", where, name, got)
		}
	}
	if h.Get("Permissions-Policy") == "" || h.Get("X-Request-Id") == "" || h.Get("Cache-Control") == "" {
		t.Errorf("%s: headers missing in %v", where, h)
	}
	for _, never := range []string{"Server", "Etag", "Last-Modified", "X-Powered-By"} {
		if h.Get(never) != "" {
			t.Errorf("%s: %s is %q", where, never, h.Get(never))
		}
	}
}

// TestHeaders: on success, on redirects, and on every kind of error, also those that happen before a handler.
func TestHeaders(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	in := r.signedIn("officer")
	in.Follow = false
	out := r.client()
	out.Follow = false
	check := func(c *testkit.Client, q *http.Request, want int) {
		t.Helper()
		p := c.Do(q)
		where := q.Method + " " + q.URL.Path
		if p.Status != want {
			t.Errorf("%s: status %d, want %d", where, p.Status, want)
		}
		wantHeaders(t, where, p.Header)
		if got := p.Header.Get("Cache-Control"); want != 200 && got != "no-store" {
			t.Errorf("%s: Cache-Control %q", where, got)
		}
	}
	get := func(c *testkit.Client, path string) *http.Request { return c.Request(http.MethodGet, path, nil) }
	check(out, get(out, "/login"), 200)
	check(out, get(out, "/healthz"), 200)
	check(out, get(out, "/readyz"), 200)
	check(out, get(out, "/"), 302)
	check(out, get(out, "/nowhere"), 302)
	check(out, out.Request("TRACE", "/login", nil), 405)
	check(out, out.Request(http.MethodDelete, "/login", nil), 405)
	check(in, get(in, "/"), 200)
	check(in, get(in, "/nowhere"), 404)
	check(in, in.Request(http.MethodPost, "/t/page", nil), 405)
	check(in, in.Request(http.MethodHead, "/t/page", nil), 200)
	check(in, get(in, "/static/invented.css"), 404)
	check(in, get(in, "/"+strings.Repeat("a", 2000)), 400)
	check(in, get(in, "/t/item/%ff%fe"), 400)
	for _, query := range []string{"x=%ff", "x=%00", "x=a&x=%c3%28", "%ff=a", "x=%ed%a0%80"} {
		check(in, get(in, "/?"+query), 400)
	}
	check(in, get(in, "/?x=%e9%94%97&y=%f0%a0%ae%b7&lang=zh"), 200)
	for k, status := range map[errs.Kind]int{errs.Internal: 500, errs.InvalidInput: 422, errs.BadRequest: 400, errs.Forbidden: 403, errs.NotFound: 404,
		errs.Conflict: 409, errs.Busy: 409, errs.TooLarge: 413, errs.UnsupportedType: 415, errs.TooMany: 429, errs.Unavailable: 503} {
		check(in, get(in, "/t/error/"+strconv.Itoa(int(k))), status)
	}
	check(in, get(in, "/t/error/panic"), 500)
	check(in, get(in, "/t/error/plain"), 500)
	check(in, get(in, "/t/error/echo"), 403)
	p := out.Get(static.URL("app.css")).Want(200)
	wantHeaders(t, "static", p.Header)
	if got := p.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
		t.Errorf("static: Cache-Control %q", got)
	}
	if got := p.Header.Get("Content-Type"); got != "text/css; charset=utf-8" {
		t.Errorf("static: %q", got)
	}
}

// TestErrors_SayNothing: no statement, path, type or cause on a page; the request's number instead.
func TestErrors_SayNothing(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.signedIn("officer")
	for _, kind := range []string{"panic", "plain", "0", "11"} {
		p := c.Get("/t/error/" + kind)
		for _, secret := range []string{"secret marker", "SQLSTATE", "goroutine", "errs.E", ".go:"} {
			if strings.Contains(p.Body, secret) {
				t.Errorf("%s: the page says %q", kind, secret)
			}
		}
		id := p.One("[data-request]").Attr("data-request")
		if id != p.Header.Get("X-Request-Id") || !strings.Contains(r.log.String(), id) {
			t.Errorf("%s: request id %q is not that of the header and the log", kind, id)
		}
	}
	if !strings.Contains(r.log.String(), "secret marker") {
		t.Error("the log does not have the cause")
	}
}

// TestErrors_NameFieldsAndGuards: P40 of a failed act names every field and guard, in both languages, and keeps the text.
func TestErrors_NameFieldsAndGuards(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.signedIn("officer")
	text := "第一行 <b>&\"' 龘𠮷\r\n\tsecond"
	p := c.Post("/t/error/1?lang=en", url.Values{"title": {text}, "credential": {"my-secret"}}).Want(http.StatusUnprocessableEntity)
	if p.One("body").Attr("data-page") != "P40" || !p.Has(`[data-error-for="title"]`) || !p.Has(`[data-guard="two_officers_present"]`) {
		t.Errorf("marks missing: %s", p.Text())
	}
	if !strings.Contains(p.Text(), "two officers") || p.One("html").Attr("lang") != "en" || !strings.HasPrefix(p.One("title").Text(), "Error:") {
		t.Errorf("not in English: %s", p.Text())
	}
	if strings.Contains(p.Body, "my-secret") || !strings.Contains(p.Body, "龘𠮷") || strings.Contains(p.Body, "<b>&") {
		t.Error("the text is lost, or the credential is not")
	}
}

var perRequest = regexp.MustCompile(`[A-Z2-7]{16}|value="[A-Za-z0-9_-]{43}"|t/item/[a-z]+|/nowhere`)

// TestNotFound_IsTheSameForHiddenAndAbsent: in status, headers and body.
func TestNotFound_IsTheSameForHiddenAndAbsent(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.signedIn("officer")
	absent := c.Get("/nowhere").Want(404)
	hidden := c.Get("/t/error/hidden").Want(404)
	a, b := perRequest.ReplaceAllString(absent.Body, "#"), perRequest.ReplaceAllString(hidden.Body, "#")
	if a != b {
		t.Errorf("bodies differ:\n%s\n%s", a, b)
	}
	if absent.One("body").Attr("data-page") != "P39" {
		t.Error("not P39")
	}
	for _, p := range []*testkit.Page{absent, hidden} {
		p.Header.Del("X-Request-Id")
		p.Header.Del("Date")
	}
	if len(absent.Header) != len(hidden.Header) {
		t.Errorf("headers differ: %v %v", absent.Header, hidden.Header)
	}
}

func TestSignedOut_GoesToSignInAndBack(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.client()
	p := c.Get("/t/item/SM-2K7Q-9F3D-X")
	if p.URL.Path != "/login" || p.URL.RawQuery != "next=t.item._~SM-2K7Q-9F3D-X" {
		t.Fatalf("sent to %s", p.URL)
	}
	p = p.Form("form").Set("username", "officer").Set("password", "touchstone-demo").Submit().Want(200)
	if p.URL.Path != "/t/item/SM-2K7Q-9F3D-X" {
		t.Errorf("after signing in at %s", p.URL)
	}
}

func TestJSON_AnswersErrorsAsJSON(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	var ok map[string]string
	c := r.signedIn("officer")
	c.JSON("/t/item/SM-1.json", &ok)
	if ok["ref"] != "SM-1" {
		t.Errorf("ref %q", ok["ref"])
	}
	for who, x := range map[*testkit.Client]struct {
		path, kind string
		status     int
	}{
		c:          {"/t/item/absent.json", "not_found", 404},
		r.client(): {"/t/item/SM-1.json", "unauthenticated", 401},
	} {
		p := who.Get(x.path).Want(x.status)
		var got struct {
			Error struct{ Kind, Message, Request string }
		}
		if err := json.Unmarshal([]byte(p.Body), &got); err != nil || got.Error.Kind != x.kind || got.Error.Request == "" {
			t.Errorf("%s: %v %s", x.path, err, p.Body)
		}
	}
	c.Get("/.json/t/item/SM-1").Want(404)
}

// TestLog_NamesNobody: the pattern of the route, no reference, no query, no name; every line has route and result.
func TestLog_NamesNobody(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.signedIn("officer")
	c.Get("/t/item/SM-PLANTED-REF?q=planted-query")
	q := c.Request("GET", "/planted-path", nil)
	q.Header.Set("X-Forwarded-For", "203.0.113.9")
	c.Do(q)
	log := r.log.String()
	for _, planted := range []string{"PLANTED", "planted", "officer", "203.0.113.9", "touchstone-demo"} {
		if strings.Contains(log, planted) {
			t.Errorf("the log says %q", planted)
		}
	}
	lines := 0
	for _, l := range strings.Split(strings.TrimSpace(log), "\n") {
		var e map[string]any
		if err := json.Unmarshal([]byte(l), &e); err != nil {
			t.Fatalf("not JSON: %s", l)
		}
		if e["msg"] != "request" {
			continue
		}
		lines++
		for _, k := range []string{"time", "request", "method", "route", "status", "ms", "actor"} {
			if e[k] == nil || e[k] == "" {
				t.Errorf("no %s in %s", k, l)
			}
		}
	}
	if lines < 4 || !strings.Contains(log, `"route":"/t/item/:ref"`) {
		t.Errorf("%d lines:\n%s", lines, log)
	}
}

// TestFixation: the cookie from before is never the session after, and the database has no usable token.
func TestFixation(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.client()
	planted := strings.Repeat("A", 43)
	c.SetCookie(&http.Cookie{Name: "ts-demo", Value: planted, Path: "/"})
	c.Get("/login").Form("form").Set("username", "officer").Set("password", "touchstone-demo").Submit().Want(200)
	token := ""
	for _, k := range c.Cookies("/") {
		if k.Name == "ts-demo" {
			token = k.Value
		}
	}
	if token == "" || token == planted {
		t.Fatalf("token %q", token)
	}
	sum := sha256.Sum256([]byte(token))
	var rows, plain int
	err := testkit.Super(t, r.db).QueryRow(t.Context(), `SELECT count(*) FILTER (WHERE token_hash = $1),
		count(*) FILTER (WHERE user_sessions::text LIKE '%' || $2 || '%') FROM user_sessions`, sum[:], token).Scan(&rows, &plain)
	if err != nil || rows != 1 || plain != 0 {
		t.Errorf("%v: %d rows with the hash, %d with the token", err, rows, plain)
	}
	other := r.client()
	other.SetCookie(&http.Cookie{Name: "ts-demo", Value: planted, Path: "/"})
	if p := other.Get("/"); p.URL.Path != "/login" {
		t.Error("the planted token opens a session")
	}
}

func TestCookies(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.client()
	c.Follow = false
	for _, p := range []*testkit.Page{
		c.Get("/login?lang=en"),
		c.Do(from(c, "/login", "same-origin", "", url.Values{"username": {"officer"}, "password": {"touchstone-demo"}})),
	} {
		for _, line := range p.Header.Values("Set-Cookie") {
			k, err := http.ParseSetCookie(line)
			if err != nil || !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Path != "/" || k.Domain != "" || len(line) > 200 {
				t.Errorf("%s: %v", line, err)
			}
			if !strings.HasSuffix(k.Name, "-demo") || k.Secure {
				t.Errorf("demo cookie %s", line)
			}
		}
	}
	c = r.client()
	c.Get("/login?lang=en")
	if got := c.Get("/login?lang=xx").One("html").Attr("lang"); got != "en" {
		t.Errorf("a bad language changed the page to %q", got)
	}
}

// TestSession_Limits at the second: rest and absolute end, for an officer and for one who signs.
func TestSession_Limits(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	in := func(p *testkit.Page) bool { return p.URL.Path != "/login" }
	for user, rest := range map[string]time.Duration{"officer": 30 * time.Minute, "principal": 15 * time.Minute, "auditor": 15 * time.Minute,
		"sysadmin": 15 * time.Minute} {
		c := r.signedIn(user)
		r.clock.Advance(rest - time.Second)
		if !in(c.Get("/")) {
			t.Errorf("%s: signed out a second early", user)
		}
		r.clock.Advance(rest + time.Second)
		if in(c.Get("/")) {
			t.Errorf("%s: still signed in a second late", user)
		}
	}
	r.clock.Set("2026-05-13T01:00:00Z") // 09:00 in Beijing
	c := r.signedIn("officer")
	for range 29 { // 20 minutes each: 9 h 40 min
		r.clock.Advance(20 * time.Minute)
		if !in(c.Get("/")) {
			t.Fatal("signed out while at work")
		}
	}
	r.clock.Advance(20*time.Minute - time.Second)
	if !in(c.Get("/")) {
		t.Error("signed out before ten hours")
	}
	r.clock.Advance(2 * time.Second)
	if in(c.Get("/")) {
		t.Error("signed in after ten hours")
	}
}

// TestRevoked: what was taken away is gone with the next click.
func TestRevoked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.signedIn("officer")
	if _, err := testkit.Super(t, r.db).Exec(t.Context(), `UPDATE users SET disabled_at = now() WHERE username = 'officer'`); err != nil {
		t.Fatal(err)
	}
	if p := c.Get("/"); p.URL.Path != "/login" {
		t.Errorf("a disabled account is still at %s", p.URL)
	}
}
