package testkit

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// Client is a browser without scripts: it keeps cookies, follows redirects, and sends what a browser sends about
// where a request comes from.
type Client struct {
	t       testing.TB
	base    *url.URL
	jar     http.CookieJar
	Header  http.Header // sent with every request
	Follow  bool        // follow redirects; on at first
	OnReply func(*Page) // called with every page that is shown, if set
}

// Serve runs h on a loopback port until the test ends and returns its origin.
func Serve(t testing.TB, h http.Handler) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// NewClient serves h and opens a client on it.
func NewClient(t testing.TB, h http.Handler) *Client {
	t.Helper()
	return Visit(t, Serve(t, h))
}

// Visit opens a client, with no cookies, on a server that already runs.
func Visit(t testing.TB, origin string) *Client {
	t.Helper()
	u, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Client{t: t, base: u, jar: jar, Header: http.Header{}, Follow: true}
}

// Page is an answer: status, headers and, where it is HTML, the elements.
type Page struct {
	Node
	Status int
	Header http.Header
	URL    *url.URL
	Body   string
	client *Client
}

// Get opens a path.
func (c *Client) Get(path string) *Page {
	c.t.Helper()
	return c.Do(c.request(http.MethodGet, path, nil))
}

// Post sends a form without looking at any page: for tests of what a form would not send. It has the key that a page of
// the same session would give it, unless the values name one; "key" without a value sends none.
func (c *Client) Post(path string, values url.Values) *Page {
	c.t.Helper()
	if _, named := values["key"]; !named {
		keyed := url.Values{"key": {c.Key(path)}}
		maps.Copy(keyed, values)
		values = keyed
	}
	r := c.request(http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.Do(r)
}

// Key is a fresh key for a form that is sent to path, as the pages of this session make it.
func (c *Client) Key(path string) string {
	c.t.Helper()
	at, secret := c.resolve(path), ""
	for _, k := range c.jar.Cookies(at) {
		if k.Name == "ts-demo" || k.Name == "__Host-ts" {
			secret = k.Value
		}
	}
	nonce := make([]byte, 16)
	if _, err := rand.Read(nonce); err != nil {
		c.t.Fatal(err)
	}
	m := hmac.New(sha256.New, []byte("touchstone form key\x00"+secret))
	m.Write(nonce)
	m.Write([]byte(at.Path))
	return base64.RawURLEncoding.EncodeToString(append(nonce, m.Sum(nil)[:16]...))
}

// JSON opens a path, wants 200, and decodes into v.
func (c *Client) JSON(path string, v any) {
	c.t.Helper()
	p := c.Get(path).Want(http.StatusOK)
	if err := json.Unmarshal([]byte(p.Body), v); err != nil {
		c.t.Fatalf("%s: %v in %s", path, err, excerpt(p.Body))
	}
}

// Cookies are those that the client would send to path.
func (c *Client) Cookies(path string) []*http.Cookie { return c.jar.Cookies(c.resolve(path)) }

// SetCookie plants a cookie: for tests of fixation and of forged ones.
func (c *Client) SetCookie(k *http.Cookie) { c.jar.SetCookies(c.base, []*http.Cookie{k}) }

// Request prepares a request that the caller may change before Do.
func (c *Client) Request(method, path string, body io.Reader) *http.Request {
	c.t.Helper()
	return c.request(method, path, body)
}

func (c *Client) request(method, path string, body io.Reader) *http.Request {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.resolve(path).String(), body)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
	r.Header.Set("User-Agent", "touchstone-test")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if method != http.MethodGet && method != http.MethodHead {
		r.Header.Set("Origin", c.base.Scheme+"://"+c.base.Host)
	}
	for k, v := range c.Header {
		r.Header[k] = v
	}
	return r
}

func (c *Client) resolve(path string) *url.URL {
	u, err := c.base.Parse(path)
	if err != nil {
		c.t.Fatal(err)
	}
	return u
}

// Do sends a request and reads the answer.
func (c *Client) Do(r *http.Request) *Page {
	c.t.Helper()
	h := http.Client{Jar: c.jar}
	if !c.Follow {
		h.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	resp, err := h.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatalf("%s: body: %v", r.URL.Path, err)
	}
	p := &Page{Status: resp.StatusCode, Header: resp.Header, URL: resp.Request.URL, Body: string(b), client: c}
	p.Node = parse(c.t, "")
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
		p.Node = parse(c.t, p.Body)
	}
	if c.OnReply != nil {
		c.OnReply(p)
	}
	return p
}

// Want fails the test unless the page has the status.
func (p *Page) Want(status int) *Page {
	p.t.Helper()
	if p.Status != status {
		p.t.Fatalf("%s: status %d, want %d:\n%s", p.URL.Path, p.Status, status, excerpt(p.words()))
	}
	return p
}

// words is what to print of a page that surprised.
func (p *Page) words() string {
	if s := p.Text(); s != "" {
		return s
	}
	return p.Body
}

// Click follows the link that css names.
func (p *Page) Click(css string) *Page {
	p.t.Helper()
	href, ok := p.One(css).attr("href")
	if !ok {
		p.t.Fatalf("%s is not a link", css)
	}
	return p.client.Get(p.resolve(href))
}

func (p *Page) resolve(ref string) string {
	u, err := p.URL.Parse(ref)
	if err != nil {
		p.t.Fatal(err)
	}
	return u.String()
}
