package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"touchstone/internal/testkit"
)

// TestCrossSite walks the matrix of security D5: what a request can say about where it comes from, and the key.
// Seen to fail with the key check, the Origin comparison and the Sec-Fetch-Site switch removed one by one.
func TestCrossSite(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.signedIn("officer")
	c.Follow = false
	key, _ := r.keys(c)
	foreign, _ := r.keys(r.signedIn("officer2"))
	stale := staleKey(r)
	own := r.origin
	for name, x := range map[string]struct {
		site, origin, key, path string
		ok                      bool
	}{
		"same-origin":                 {site: "same-origin"},
		"same-origin, valid key":      {site: "same-origin", key: key, ok: true},
		"same-origin, key of another": {site: "same-origin", key: foreign},
		"same-origin, stale key":      {site: "same-origin", key: stale},
		"same-origin, key elsewhere":  {site: "same-origin", key: key, path: "/t/other"},
		"same-origin, null origin":    {site: "same-origin", origin: "null", key: key, ok: true},
		"cross-site":                  {site: "cross-site"},
		"cross-site, own origin":      {site: "cross-site", origin: own},
		"cross-site, valid key":       {site: "cross-site", key: key},
		"same-site":                   {site: "same-site", origin: own},
		"by hand, no key":             {site: "none"},
		"by hand, key":                {site: "none", key: key, ok: true},
		"own origin":                  {origin: own},
		"own origin, valid key":       {origin: own, key: key, ok: true},
		"foreign origin":              {origin: "https://evil.example"},
		"foreign origin, valid key":   {origin: "https://evil.example", key: key},
		"own host, other scheme":      {origin: strings.Replace(own, "http:", "https:", 1)},
		"own host, other port":        {origin: "http://127.0.0.1:1"},
		"null origin":                 {origin: "null"},
		"null origin, valid key":      {origin: "null", key: key, ok: true},
		"no header, no key":           {},
		"no header, valid key":        {key: key, ok: true},
		"no header, key of another":   {key: foreign},
		"no header, stale key":        {key: stale},
		"no header, key elsewhere":    {key: key, path: "/t/other"},
		"no header, invented key":     {key: strings.Repeat("A", len(key))},
		"no header, key with a flip":  {key: flip(key)},
		"no header, key too short":    {key: key[:20]},
	} {
		before := r.hits.Load()
		path := x.path
		if path == "" {
			path = "/t/act"
		}
		p := c.Do(from(c, path, x.site, x.origin, url.Values{"key": {x.key}}))
		reached := r.hits.Load() > before
		if x.ok && (p.Status != http.StatusSeeOther || !reached) || !x.ok && (p.Status != http.StatusForbidden || reached) {
			t.Errorf("%s: status %d, handler reached: %v", name, p.Status, reached)
		}
	}
}

// staleKey is the key of a session that has ended.
func staleKey(r *rig) string {
	c := r.signedIn("officer")
	key, _ := r.keys(c)
	c.Get("/t/page").Form("header form").Submit().Want(http.StatusOK)
	return key
}

func flip(key string) string {
	last := byte('A')
	if key[len(key)-2] == last {
		last = 'B'
	}
	return key[:len(key)-2] + string(last) + key[len(key)-1:]
}

// from is a form's POST with exactly these two headers.
func from(c *testkit.Client, path, site, origin string, v url.Values) *http.Request {
	q := c.Request(http.MethodPost, path, strings.NewReader(v.Encode()))
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Del("Sec-Fetch-Site")
	q.Header.Del("Origin")
	if site != "" {
		q.Header.Set("Sec-Fetch-Site", site)
	}
	if origin != "" {
		q.Header.Set("Origin", origin)
	}
	return q
}

func TestCrossSite_UploadNeedsItsKeyFirst(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.signedIn("officer")
	_, key := r.keys(c)
	for name, x := range map[string]struct {
		fields [][2]string
		ok     bool
	}{
		"key first":  {[][2]string{{"key", key}, {"title", "x"}}, true},
		"key second": {[][2]string{{"title", "x"}, {"key", key}}, false},
		"no key":     {[][2]string{{"title", "x"}}, false},
		"wrong key":  {[][2]string{{"key", flip(key)}}, false},
	} {
		before := r.hits.Load()
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		for _, f := range x.fields {
			if err := m.WriteField(f[0], f[1]); err != nil {
				t.Fatal(err)
			}
		}
		_ = m.Close() // into memory
		q := c.Request(http.MethodPost, "/t/upload", &b)
		q.Header.Set("Content-Type", m.FormDataContentType())
		q.Header.Del("Sec-Fetch-Site")
		q.Header.Del("Origin")
		p := c.Do(q)
		if reached := r.hits.Load() > before; reached != x.ok || (p.Status == http.StatusOK) != x.ok {
			t.Errorf("%s: status %d, reached %v", name, p.Status, reached)
		}
	}
}

// TestCrossSite_SignIn: only sign-in and sign-out may come with neither header and no key.
func TestCrossSite_SignIn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	form := url.Values{"username": {"officer"}, "password": {"touchstone-demo"}}
	for name, x := range map[string]struct {
		site, origin string
		keyed        bool
		ok           bool
	}{
		"no header, no key":       {ok: true},
		"same-origin":             {site: "same-origin", ok: true},
		"cross-site":              {site: "cross-site"},
		"foreign origin":          {origin: "https://evil.example"},
		"null origin":             {origin: "null"},
		"null origin, page's key": {origin: "null", keyed: true, ok: true},
	} {
		c := r.client()
		c.Follow = false
		v := url.Values{"username": form["username"], "password": form["password"]}
		if x.keyed {
			v.Set("key", c.Get("/login").Form("form").Value("key"))
		}
		p := c.Do(from(c, "/login", x.site, x.origin, v))
		want := http.StatusForbidden
		if x.ok {
			want = http.StatusSeeOther
		}
		if p.Status != want {
			t.Errorf("%s: status %d, want %d", name, p.Status, want)
		}
	}
	c := r.signedIn("officer")
	c.Follow = false
	if p := c.Do(from(c, "/logout", "", "", url.Values{})); p.Status != http.StatusSeeOther || p.Header.Get("Clear-Site-Data") == "" {
		t.Errorf("sign-out without headers: %d, Clear-Site-Data %q", p.Status, p.Header.Get("Clear-Site-Data"))
	}
}

// TestEmbedding: no page is anybody's frame, image or script.
func TestEmbedding(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.signedIn("officer")
	for dest, want := range map[string]int{"document": 200, "empty": 200, "iframe": 403, "image": 403, "script": 403, "style": 403, "object": 403, "embed": 403,
		"frame": 403} {
		q := c.Request(http.MethodGet, "/t/page", nil)
		q.Header.Set("Sec-Fetch-Dest", dest)
		if p := c.Do(q); p.Status != want {
			t.Errorf("Sec-Fetch-Dest %s: %d, want %d", dest, p.Status, want)
		}
	}
}

// TestHost: a foreign name that resolves to us is not us.
func TestHost(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	c := r.client()
	for host, want := range map[string]int{"evil.example": 400, "127.0.0.1.evil.example": 400, "localhost:8080": 200, "[::1]:8080": 200} {
		q := c.Request(http.MethodGet, "/login", nil)
		q.Host = host
		if p := c.Do(q); p.Status != want {
			t.Errorf("Host %s: %d, want %d", host, p.Status, want)
		}
	}
}
