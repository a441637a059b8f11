package app_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"touchstone/internal/app"
	"touchstone/internal/blob"
	"touchstone/internal/database"
	"touchstone/internal/i18n"
	"touchstone/internal/identity"
	"touchstone/internal/testkit"
)

// site is the whole program over a demonstration's people, without its cases.
type site struct {
	t      *testing.T
	app    *app.App
	db     *database.DB
	dir    string
	origin string
	clock  *testkit.Clock
	seen   map[string]*testkit.Client
}

const noonOfPages = "2026-05-12T12:00:00+08:00"

func newSite(t *testing.T) *site { t.Helper(); return openSite(t, "prepared", prepared) }

// newDemoSite is a site with its demonstration.
func newDemoSite(t *testing.T) *site {
	t.Helper()
	return openSite(t, "demonstration", func(ctx context.Context, a *app.App) error { return a.LoadDemo(ctx) })
}

// prepared is a site with nothing but the people of the demonstration.
func prepared(context.Context, *app.App) error { return nil }

// openSite assembles the program over a copy of what load has made of it once for all tests, and serves it.
func openSite(t *testing.T, name string, load func(context.Context, *app.App) error) *site {
	t.Helper()
	db, dir := filled(t, name, load)
	s := &site{t: t, db: db, dir: dir, clock: testkit.NewClock(noonOfPages), seen: map[string]*testkit.Client{}}
	var err error
	if s.app, err = assembled(db, dir, s.clock); err != nil {
		t.Fatal(err)
	}
	if err := s.app.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.origin = testkit.Serve(t, s.app.Handler())
	return s
}

// filled is a database in which load has worked, with passwords that cost nothing, and a copy of the folder beside it.
func filled(t *testing.T, name string, load func(context.Context, *app.App) error) (*database.DB, string) {
	t.Helper()
	source, dir := testkit.Filled(t, name, func(source database.Source, dir string) error {
		ctx := context.Background()
		db, err := database.Open(ctx, source, database.Options{Conns: 6})
		if err != nil {
			return err
		}
		defer db.Close()
		a, err := assembled(db, dir, testkit.NewClock(noonOfPages))
		if err != nil {
			return err
		}
		if err := a.Prepare(ctx); err != nil {
			return err
		}
		if err := load(ctx, a); err != nil {
			return err
		}
		return testkit.EasyPasswords(ctx, db, identity.DemoPassword)
	})
	db, err := database.Open(t.Context(), source, database.Options{Conns: 6})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db, dir
}

// assembled is the program over a database, with its files and keys in dir.
func assembled(db *database.DB, dir string, clock *testkit.Clock) (*app.App, error) {
	return assembledBy(nil, db, dir, clock)
}

// assembledBy reads who may do what from another place; nil is the program's own.
func assembledBy(policy fs.FS, db *database.DB, dir string, clock *testkit.Clock) (*app.App, error) {
	store, err := blob.OpenFiles(filepath.Join(dir, "blobs"))
	if err != nil {
		return nil, err
	}
	logger := slog.New(slog.NewTextHandler(io.Discard, nil))
	if os.Getenv("LOG") != "" {
		logger = slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	c := app.Config{Demo: true, Addr: "127.0.0.1:0", Lang: "zh", Keys: filepath.Join(dir, "keys")}
	return app.New(app.Parts{Config: c, DB: db, Blobs: store, Clock: clock.Now, Wall: time.Now, Random: rand.Reader, Logger: logger, Policy: policy})
}

// as is a browser in which that person is signed in.
func (s *site) as(username string) *testkit.Client {
	s.t.Helper()
	if c := s.seen[username]; c != nil {
		return c
	}
	c := testkit.Visit(s.t, s.origin)
	f := c.Get("/login").Want(http.StatusOK).Form("form[action='/login']")
	f.Set("username", username).Set("password", identity.DemoPassword)
	f.Submit().Want(http.StatusOK)
	s.seen[username] = c
	return c
}

// registered registers a case as that officer and returns its reference.
func (s *site) registered(officer, second, party, mineral string) string {
	s.t.Helper()
	f := s.as(officer).Get("/cases/new").Want(http.StatusOK).Form("form[data-act='admin_lead.registered']")
	f.Set("source_kind", "own_duty").Set("summary", "以其他品名申报出口"+mineral+"，未取得出口许可（虚构）。").Set("party", party).Set("mineral", mineral).
		Set("co_handler", second).Set("marking", "INTERNAL").Set("lead_basis", "ECL-34-1").Set("quantity", "1240").Set("unit", "kg").Set("value", "2976000")
	p := f.Submit().Want(http.StatusOK)
	if p.Attrs("body", "data-page")[0] == "P05" { // looks like another one: looked at, saved again
		p = p.Form("form[data-act='admin_lead.registered']").Submit().Want(http.StatusOK)
	}
	if p.Attrs("body", "data-page")[0] != "P07" {
		s.t.Fatalf("registration ended on %s: %s", p.URL, p.Text())
	}
	return strings.TrimPrefix(p.URL.Path, "/cases/")
}

// act does an act through its form; set fills in fields.
func (s *site) act(username, path, event string, set map[string][]string) *testkit.Page {
	s.t.Helper()
	f := s.as(username).Get(path + "/acts/" + event).Want(http.StatusOK).Form("form[data-act='" + event + "']")
	for name, v := range set {
		f.Set(name, v...)
	}
	return f.Submit().Want(http.StatusOK)
}

func TestCasePages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	p := s.as("officer").Get("/cases/" + ref).Want(http.StatusOK)
	if got := p.Attrs("[data-machine='admin_case']", "data-state-code"); got[0] != "LEAD_REGISTERED" {
		t.Errorf("state %v", got)
	}
	for _, path := range []string{"/", "/cases", "/cases?view=all", "/inbox", "/inbox?tab=done", "/inbox?tab=cc", "/inbox?tab=mine", "/clocks",
		"/cases/" + ref + "/timeline", "/cases/" + ref + "/access", "/access-requests", "/access-requests/new"} {
		for _, who := range []string{"officer", "unithead", "head", "legal", "ps.intake", "coord", "sysadmin", "auditor", "custodian", "ss.liaison"} {
			p := s.as(who).Get(path)
			if p.Status >= 500 {
				t.Errorf("%s %s: %d %s", who, path, p.Status, p.Text())
			}
			if strings.Contains(p.Body, "⟦") {
				i := strings.Index(p.Body, "⟦")
				t.Errorf("%s %s: missing text %s", who, path, p.Body[i:min(len(p.Body), i+60)])
			}
		}
	}
}

// Hidden and absent cases answer alike, and what is not seen is not counted.
func TestCases_HiddenEqualsAbsent(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	hidden := s.registered("gd.officer", "gd.officer2", "示例乙矿业（虚构）", "锑锭")
	absent := "SM-0000-0000-0"
	for _, tail := range []string{"", "/timeline", "/access", ".json"} {
		a, b := s.as("officer").Get("/cases/"+hidden+tail), s.as("officer").Get("/cases/"+absent+tail)
		if a.Status != http.StatusNotFound || a.Status != b.Status {
			t.Errorf("%q: hidden %d, absent %d", tail, a.Status, b.Status)
		}
		clean := func(body, ref string, p *testkit.Page) string {
			return strings.NewReplacer(ref, "REF", p.Header.Get("X-Request-Id"), "ID").Replace(stripKeys(body))
		}
		if x, y := clean(a.Body, hidden, a), clean(b.Body, absent, b); x != y {
			t.Errorf("%q: bodies differ", tail)
		}
	}
	list := s.as("officer").Get("/cases?view=all").Want(http.StatusOK)
	if n := list.Count("tr[data-ref]"); n != 0 {
		t.Errorf("%d rows of another agency", n)
	}
}

func stripKeys(body string) string {
	for {
		i := strings.Index(body, `name="key" value="`)
		if i < 0 {
			return body
		}
		j := strings.Index(body[i+18:], `"`)
		body = body[:i] + body[i+18+j:]
	}
}

// A filter with a value that is not on offer is left out and named.
func TestCases_BadFilterIsNamed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	p := s.as("officer").Get("/cases?stage=nonsense&due=7000&mineral=Gallium").Want(http.StatusOK)
	if !p.Has("tr[data-ref='" + ref + "']") {
		t.Error("the rest of the filter does not work")
	}
	ctx := i18n.With(context.Background(), "zh")
	for _, name := range []string{"stage", "due"} {
		if !strings.Contains(p.One(".note").Text(), i18n.T(ctx, "cases.filter."+name)) {
			t.Errorf("%s is not named", name)
		}
	}
	if got := p.Count(".chip"); got != 1 {
		t.Errorf("%d chips", got)
	}
	if p := s.as("officer").Get("/cases?mineral=Antimony"); p.Has("tr[data-ref='" + ref + "']") {
		t.Error("another mineral finds it")
	}
}

// The budget of performance.md: a list at most four statements, a case at most six, each page one batch beside the frame's.
func TestCases_StatementBudget(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	cookies := s.as("officer").Cookies("/")
	for path, limit := range map[string]int{"/cases": 4, "/cases/" + ref: 6} {
		ctx, n := database.Count(t.Context())
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.origin+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range cookies {
			r.AddCookie(k)
		}
		w := &discard{header: http.Header{}}
		s.app.Handler().ServeHTTP(w, r)
		if w.status != http.StatusOK {
			t.Fatalf("%s: %d", path, w.status)
		}
		const session, frame = 1, 3
		if got := n.Statements() - session - frame; got > limit {
			t.Errorf("%s: %d statements, budget %d", path, got, limit)
		}
		if got := n.RoundTrips() - session; got > 2 {
			t.Errorf("%s: %d round trips after the session", path, got)
		}
	}
}

type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(status int)      { d.status = status }

// The badge of a tab is the number of rows behind it.
func TestCases_TimelineCountsWhatItShows(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	f := s.as("officer").Get("/cases/" + ref + "/timeline").Form("form[action='/cases/" + ref + "/timeline']")
	p := f.Set("text", "已电话核对报关单（虚构）。").Submit().Want(http.StatusOK)
	tab := p.One(".idb .tabs a[aria-current] .n").Attr("data-count")
	if n := p.Count(".tl > li"); fmt.Sprint(n) != tab || n != 2 {
		t.Errorf("%d entries, the tab says %s", n, tab)
	}
	if !strings.Contains(p.One(".tl").Text(), "已电话核对报关单") {
		t.Error("the note is not shown")
	}
}

// A tip becomes a case: nothing that the tip knows is asked again, and the tip leads to its case.
// TestTimeline_WordsStandApart: what officers write, and whom it is about, is on the timeline as before; in the ledger,
// which auditors read who may not open the case, there are references and digests.
func TestTimeline_WordsStandApart(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const party, note, added, why = "示例甲贸易有限公司（虚构）", "已电话核对报关单（虚构）。", "示例丑货运有限公司（虚构）", "专案办理，须补充知悉人员（虚构）。"
	ref := s.registered("officer", "officer2", party, "镓锭")
	base := "/cases/" + ref
	s.as("officer").Get(base+"/timeline").Form("form[action='"+base+"/timeline']").Set("text", note).Submit().Want(http.StatusOK)
	s.as("officer").Get(base+"/parties/new").Form("form[action='"+base+"/parties']").Set("name", added).Set("part",
		"freight_forwarder").Submit().Want(http.StatusOK)
	s.as("unithead").Get(base+"/access").Form("form:has([name='do'][value='grant'])").Set("user", "legal").Set("part", "reader").Set("reason",
		why).Set("credential", identity.DemoPassword).Submit().Want(http.StatusOK)
	shown := s.as("officer").Get(base + "/timeline").Want(http.StatusOK).One(".tl").Text()
	for _, words := range []string{note, added, why} {
		if !strings.Contains(shown, words) {
			t.Errorf("the timeline does not say %q: %s", words, shown)
		}
	}
	for _, words := range []string{party, note, added, why, "镓"} {
		if n := s.number("SELECT count(*) FROM audit_events e WHERE e::text LIKE '%' || $1 || '%'", words); n != 0 {
			t.Errorf("%q stands in the ledger", words)
		}
	}
	if r, err := s.app.Verify(t.Context()); err != nil || !r.OK {
		t.Errorf("%+v %v", r.FirstBad, err)
	}
}

func TestTips_BecomeACase(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	empty := s.as("intake").Get("/tips/new").Want(http.StatusOK).Form("form[action='/tips/new']").Set("subject", "").Set("summary",
		"").Submit().Want(http.StatusUnprocessableEntity)
	for _, name := range []string{"subject", "summary"} { // each line of the summary names its field and leads there
		label := empty.One("label[for='f-" + name + "']").Text()
		if line := empty.One(".errsum a[href='#f-" + name + "']").Text(); !strings.HasPrefix(line, label) {
			t.Errorf("the summary says %q of %q", line, label)
		}
	}
	f := s.as("intake").Get("/tips/new").Want(http.StatusOK).Form("form[action='/tips/new']")
	p := f.Set("subject", "疑似无证出口镓锭（虚构）").Set("summary", "匿名来信称有镓锭以铝锭名义出口（虚构）。").Set("party_name", "示例丁公司（虚构）").Set("mineral", "镓").Submit().Want(http.StatusOK)
	path := p.URL.Path
	if other := s.as("officer").Get(path); other.Status != http.StatusNotFound {
		t.Errorf("a handler sees a tip before triage: %d", other.Status)
	}
	p.Form("form[action='" + path + "/triage']").Submit().Want(http.StatusOK)
	form := s.as("officer").Get(path).Want(http.StatusOK).Click("a[data-act-link='admin_lead.registered']").Want(http.StatusOK).
		Form("form[data-act='admin_lead.registered']")
	for name, want := range map[string]string{"party": "示例丁公司（虚构）", "mineral": "镓", "source_kind": "tip"} {
		if got := form.Value(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	made := form.Set("co_handler", "officer2").Set("lead_basis", "ECL-34-1").Submit().Want(http.StatusOK)
	if got := made.One("body").Attr("data-page"); got != "P07" {
		t.Fatalf("registration ended on %s: %s", got, made.Text())
	}
	ref := strings.TrimPrefix(made.URL.Path, "/cases/")
	if !s.as("intake").Get(path).Has("a[href='/cases/" + ref + "']") {
		t.Error("the tip does not lead to its case")
	}
	if again := s.as("officer").Get(path); again.Has("a[data-act-link]") {
		t.Error("a used tip offers another case")
	}
}

// TestCases_ListIsForThoseWhoOpenCases: for the coordination office and the administrators there is no such page.
func TestCases_ListIsForThoseWhoOpenCases(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for who, want := range map[string]int{"coord": 404, "coord2": 404, "sysadmin": 404, "secadmin": 404, "officer": 200, "principal": 200, "ps.intake": 200} {
		for _, path := range []string{"/cases", "/cases.json", "/cases?view=all"} {
			if got := s.as(who).Get(path).Status; got != want {
				t.Errorf("%s at %s: %d, want %d", who, path, got, want)
			}
		}
	}
}

// TestCase_StepsAreFew: a fresh case names what makes the paper that the way on rests on; what may be recorded besides is
// folded under its subjects.
func TestCase_StepsAreFew(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter("admin_lead.registered in;admin_lead.assigned uh")
	p := s.as("officer").Get("/cases/" + w.file().Admin().Ref).Want(http.StatusOK)
	if !p.Has("main .card > .tasks a[data-act-link='verification_report.submitted']") {
		t.Error("the report on which the filing rests is not among the next steps")
	}
	if n := p.Count("main .card > .tasks a[data-act-link]"); n > 6 {
		t.Errorf("%d steps stand open", n)
	}
	if p.Count("details.further details.further") < 3 || p.Has("details.further > .tasks") && !p.Has("details.further details.further > .tasks") {
		t.Error("what may be recorded besides is not under subjects")
	}
	if form := s.as("unithead").Get("/cases/" + w.file().Admin().Ref + "/acts/admin_case.filed").Want(http.StatusOK); !strings.Contains(form.Text(), "提交时逐项核对") ||
		strings.Contains(form.Text(), "你是本事项的提请人") {
		t.Error("a rule reads like a fact")
	}
}
