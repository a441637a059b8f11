package web_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/identity"
	"touchstone/internal/identity/page"
	"touchstone/internal/testkit"
	"touchstone/internal/web"
	viewerrors "touchstone/views/errors"
	"touchstone/views/ui"
)

// rig is the real chain over a real database, with a few routes of its own.
type rig struct {
	t      *testing.T
	db     *database.DB
	clock  *testkit.Clock
	desk   *identity.Identity
	server *web.Server
	origin string
	log    *buffer
	hits   atomic.Int64 // how often a handler that changes something was reached
	seen   func(c echo.Context, v url.Values)
}

// buffer is a log that several requests write to.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

const uploadLimit = 1 << 20

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{t: t, db: testkit.DB(t), clock: testkit.NewClock("2026-05-12T02:00:00Z"), log: &buffer{}}
	logger := slog.New(slog.NewJSONHandler(r.log, nil))
	book := audit.New(r.db, r.clock.Now)
	r.desk = identity.New(identity.Options{DB: r.db, Log: book, Clock: r.clock.Now, Random: rand.Reader, Logger: logger, Demo: true})
	if err := r.desk.Claim(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := r.desk.EnsureDemo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := testkit.EasyPasswords(t.Context(), r.db, identity.DemoPassword); err != nil {
		t.Fatal(err)
	}
	r.server = web.New(web.Options{
		Log: logger, Clock: r.clock.Now, Wall: time.Now, Random: rand.Reader, Sessions: r.desk.Sessions(), Demo: true, Lang: "zh",
		UploadLimit: uploadLimit, Ready: r.db.Ready,
	})
	r.server.Mount(r.routes()...)
	r.origin = testkit.Serve(t, r.server.Handler())
	return r
}

func (r *rig) routes() []web.Route {
	id := page.NewPages(r.desk, nil, nil)
	return append([]web.Route{
		{Method: "GET", Path: "/login", Handler: id.LoginForm, Class: web.ClassPublic, Page: "P01"},
		{Method: "POST", Path: "/login", Handler: id.Login, Class: web.ClassPublic, Page: "P01"},
		{Method: "POST", Path: "/logout", Handler: id.Logout, Class: web.ClassPublic},
		{Method: "GET", Path: "/healthz", Handler: web.Healthy, Class: web.ClassPublic},
		{Method: "GET", Path: "/readyz", Handler: web.Ready, Class: web.ClassPublic},
		{Method: "GET", Path: "/", Handler: r.page, Class: web.ClassPage, Page: "P02"},
		{Method: "GET", Path: "/t/page", Handler: r.page, Class: web.ClassPage, Page: "P90"},
		{Method: "GET", Path: "/t/item/:ref", Handler: r.page, Class: web.ClassPage, Page: "P91"},
		{Method: "GET", Path: "/t/item/:ref.json", Handler: r.data, Class: web.ClassJSON},
		{Method: "POST", Path: "/t/act", Handler: r.act, Class: web.ClassAct, Many: web.Repeat("title", "a")},
		{Method: "POST", Path: "/t/other", Handler: r.act, Class: web.ClassAct},
		{Method: "POST", Path: "/t/upload", Handler: r.upload, Class: web.ClassUpload, Many: web.Repeat("file", "a")},
		{Method: "GET", Path: "/t/error/:kind", Handler: r.fail, Class: web.ClassPage},
		{Method: "POST", Path: "/t/error/:kind", Handler: r.fail, Class: web.ClassAct},
		{Method: "GET", Path: "/t/conflict", Handler: r.conflict, Class: web.ClassPage},
	}, web.Assets()...)
}

// page shows the keys of the two forms and of the upload.
func (r *rig) page(c echo.Context) error {
	f := web.Frame(c, "P90", "page")
	keys := web.FormKeyFor(c, "/t/act") + " " + web.FormKeyFor(c, "/t/upload")
	return web.Render(c, http.StatusOK, viewerrors.Error(viewerrors.Page{Frame: f, Title: "page", Text: keys}))
}

func (r *rig) data(c echo.Context) error {
	if c.Param("ref") == "absent" {
		return errs.New(errs.NotFound, "errors.text.not_found")
	}
	return web.WriteJSON(c, map[string]string{"ref": c.Param("ref")})
}

func (r *rig) act(c echo.Context) error {
	v, err := web.Form(c)
	if err != nil {
		return err
	}
	r.hits.Add(1)
	if r.seen != nil {
		r.seen(c, v)
	}
	return web.See(c, "/t/page")
}

func (r *rig) upload(c echo.Context) error {
	got := ""
	v, err := web.Upload(c, func(url.Values) error { return nil }, func(field, name string, body io.Reader) error {
		n, err := io.Copy(io.Discard, body)
		got += field + ":" + name + ":" + strconv.FormatInt(n, 10) + ";"
		return err
	})
	if err != nil {
		return err
	}
	r.hits.Add(1)
	return c.String(http.StatusOK, v.Get("title")+"|"+got)
}

func (r *rig) fail(c echo.Context) error {
	if c.Request().Method == http.MethodPost {
		if _, err := web.Form(c); err != nil {
			return err
		}
	}
	switch k := c.Param("kind"); k {
	case "panic":
		panic("a secret marker in a panic")
	case "plain":
		return errors.New("relation \"users\" does not exist (SQLSTATE 42P01)")
	case "echo":
		return echo.NewHTTPError(http.StatusForbidden, "as echo says it")
	default:
		n, err := strconv.Atoi(k)
		if err != nil {
			return errs.New(errs.NotFound, "errors.text.not_found")
		}
		e := errs.Wrap(errs.Kind(n), "web.malformed", errors.New("the cause with a secret marker"))
		if e.Kind == errs.InvalidInput {
			e.Fields = []errs.Field{{Name: "title", Key: "web.repeated"}}
			e.Guards = []errs.Guard{{ID: "two_officers_present", Sentence: i18n.NewLabel("须有两名执法人员", map[string]string{"en": "two officers"}), Basis: "APL 42"}}
		}
		return e
	}
}

func (r *rig) conflict(c echo.Context) error {
	return web.Merge(c, viewerrors.Merge{Text: "t", Version: "4",
		Fields: []ui.ConflictField{{Name: "title", Label: "title", Opened: "a", Saved: "b", Yours: "c"}}})
}

// client is a browser without a session.
func (r *rig) client() *testkit.Client { return testkit.Visit(r.t, r.origin) }

// signedIn is a browser in which somebody signed in.
func (r *rig) signedIn(username string) *testkit.Client {
	r.t.Helper()
	c := r.client()
	p := c.Get("/login").Form("form").Set("username", username).Set("password", identity.DemoPassword).Submit()
	p.Want(http.StatusOK)
	if got := p.One("body").Attr("data-page"); got == "P01" {
		r.t.Fatalf("%s could not sign in: %s", username, p.Text())
	}
	return c
}

// keys are those of a fresh page: for /t/act and for /t/upload.
func (r *rig) keys(c *testkit.Client) (act, upload string) {
	r.t.Helper()
	words := strings.Fields(c.Get("/t/page").Want(http.StatusOK).One(".prose p").Text())
	if len(words) != 2 {
		r.t.Fatalf("keys: %q", words)
	}
	return words[0], words[1]
}
