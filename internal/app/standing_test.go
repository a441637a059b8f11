package app_test

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/app"
	"touchstone/internal/testkit"
)

// lost are the ways in which somebody loses what he was judged by while his request is under way.
func lost() map[string]struct {
	sql    string
	status int
} {
	const mine = ` WHERE user_id = (SELECT id FROM users WHERE username = 'officer')`
	type way = struct {
		sql    string
		status int
	}
	return map[string]way{
		"disabled":       {`UPDATE users SET disabled_at = '2026-05-12' WHERE username = 'officer'`, 401},
		"session ended":  {`DELETE FROM user_sessions` + mine, 401},
		"session over":   {`UPDATE user_sessions SET expires_at = '2026-05-12'` + mine, 401},
		"role revoked":   {`UPDATE role_grants SET revoked_at = '2026-05-12'` + mine, 403},
		"role ran out":   {`UPDATE role_grants SET valid_to = '2026-05-12'` + mine, 403},
		"another role":   {`UPDATE role_grants SET role = 'legal_reviewer'` + mine, 403},
		"made principal": {`UPDATE role_grants SET presiding = true` + mine, 403},
		"another unit": {`UPDATE users u SET unit_id = (SELECT min(o.id) FROM org_units o WHERE o.agency_id = u.agency_id AND o.id <> u.unit_id)
			WHERE username = 'officer'`, 403},
		"another agency": {`UPDATE users SET (agency_id, unit_id) = (SELECT agency_id, id FROM org_units o WHERE o.agency_id <> users.agency_id ORDER BY id LIMIT 1)
			WHERE username = 'officer'`, 403},
		"less clearance": {`UPDATE users SET clearance = 0 WHERE username = 'officer'`, 403},
	}
}

// slow is an upload whose last bytes are still to come.
type slow struct {
	body   *io.PipeWriter
	rest   []byte
	answer chan *httptest.ResponseRecorder
}

// collecting begins to send evidence: the fields and half of the file have been read when it returns.
func (s *site) collecting(ref string) *slow { return s.collectingOf(ref, 64<<10, 1000) }

// collectingOf begins to send so many times a few bytes, of which the last rest are still to come.
func (s *site) collectingOf(ref string, times, rest int) *slow {
	s.t.Helper()
	f := s.form("officer", "/cases/"+ref+"/evidence/new", "evidence.collected", nil)
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, v := range [][2]string{{"key", f.Value("key")}, {"name", "账册（虚构）"}, {"evidence_kind", "documentary"}, {"collected_at", "2026-05-12T10:30"},
		{"place", written},
		{"collection_method", "copied"}, {"collector", "officer"}, {"co_collector", "officer2"}, {"original_or_copy", "copy"}, {"original_location", "演示仓库"},
		{"quantity", "1"}, {"unit", "piece"}} {
		if err := w.WriteField(v[0], v[1]); err != nil {
			s.t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("files", "a.txt")
	if err == nil {
		_, err = part.Write(bytes.Repeat([]byte("虚构 "), times))
	}
	if err != nil || w.Close() != nil {
		s.t.Fatal(err)
	}
	pr, pw := io.Pipe()
	r := httptest.NewRequestWithContext(s.t.Context(), http.MethodPost, s.origin+"/cases/"+ref+"/evidence", pr)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	for _, k := range s.as("officer").Cookies("/") {
		r.AddCookie(k)
	}
	out := &slow{body: pw, rest: b.Bytes()[b.Len()-rest:], answer: make(chan *httptest.ResponseRecorder, 1)}
	go func() {
		w := httptest.NewRecorder()
		s.app.Handler().ServeHTTP(w, r)
		_ = pr.Close()
		out.answer <- w
	}()
	if _, err := pw.Write(b.Bytes()[:b.Len()-rest]); err != nil { // a pipe takes what is read, so the handler is at the file
		s.t.Fatal(err)
	}
	return out
}

func (u *slow) finish(t *testing.T) *httptest.ResponseRecorder {
	t.Helper()
	_, err := u.body.Write(u.rest)
	if err = errors.Join(err, u.body.Close()); err != nil {
		t.Fatal(err)
	}
	return <-u.answer
}

// TestStanding_RestsNoLongerThanItMay: a session that rested too long is none in force when the act commits, whenever the
// request began; a second before the limit it is. Whose bytes keep coming uses his session and is not sent away.
func TestStanding_RestsNoLongerThanItMay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例壬贸易有限公司（虚构）", "锗片")
	const limit = 30 * time.Minute
	for name, x := range map[string]struct {
		rest   time.Duration
		status int
	}{"a second before": {limit - time.Second, http.StatusSeeOther}, "a second after": {limit + time.Second, http.StatusUnauthorized}} {
		s.seen = map[string]*testkit.Client{}
		u := s.collecting(ref)
		before := s.number("SELECT count(*) FROM evidence_items")
		s.clock.Advance(x.rest)
		w := u.finish(t)
		if stored := s.number("SELECT count(*) FROM evidence_items") - before; w.Code != x.status || (stored == 1) != (x.status == http.StatusSeeOther) {
			t.Errorf("%s: %d, %d stored: %.300s", name, w.Code, stored, w.Body)
		}
		if x.status == http.StatusUnauthorized && !strings.Contains(w.Body.String(), written) {
			t.Errorf("%s: the text is gone", name)
		}
	}
	s.seen = map[string]*testkit.Client{}
	u := s.collectingOf(ref, 512<<10, 2<<20)
	for range 2 { // forty minutes in all
		s.clock.Advance(limit * 2 / 3)
		if len(u.rest) > 1000 {
			if _, err := u.body.Write(u.rest[:len(u.rest)-1000]); err != nil {
				t.Fatal(err)
			}
			u.rest = u.rest[len(u.rest)-1000:]
		}
	}
	if w := u.finish(t); w.Code != http.StatusSeeOther {
		t.Errorf("whose bytes kept coming: %d %.300s", w.Code, w.Body)
	}
}

// TestStanding_IsThatOfTheCommit: a slow upload outlives neither the session nor the account, the post, the roles or the
// clearance of who sends it. His text comes back, and nothing is stored.
func TestStanding_IsThatOfTheCommit(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例辛贸易有限公司（虚构）", "锗片")
	super := testkit.Super(t, s.db)
	if w := s.collecting(ref).finish(t); w.Code != http.StatusSeeOther {
		t.Fatalf("undisturbed: %d %s", w.Code, w.Body)
	}
	for name, x := range lost() {
		s.seen = map[string]*testkit.Client{}
		u := s.collecting(ref)
		undo := s.saved(super)
		if tag, err := super.Exec(t.Context(), x.sql); err != nil || tag.RowsAffected() == 0 {
			t.Fatalf("%s: %v %v", name, tag, err)
		}
		before := s.contents()
		w := u.finish(t)
		got := slices.DeleteFunc(s.changed(before), func(table string) bool {
			return x.status == http.StatusForbidden && (table == "public.audit_events" || table == "public.audit_heads") // that somebody tried
		})
		if w.Code != x.status || !strings.Contains(w.Body.String(), written) || len(got) > 0 {
			t.Errorf("%s: status %d, want %d with the text; written into %v: %.900s", name, w.Code, x.status, got, w.Body)
		}
		undo()
	}
	s.seen = map[string]*testkit.Client{}
	u := s.collecting(ref)
	if _, err := super.Exec(t.Context(), `UPDATE users SET disabled_at = now() WHERE username = 'officer2'`); err != nil { // somebody else's matter
		t.Fatal(err)
	}
	if _, err := super.Exec(t.Context(), `UPDATE users SET disabled_at = NULL WHERE username = 'officer2'`); err != nil {
		t.Fatal(err)
	}
	if w := u.finish(t); w.Code != http.StatusSeeOther {
		t.Errorf("who lost nothing: %d %s", w.Code, w.Body)
	}
}

// saved keeps the officer's account and roles and gives them back.
func (s *site) saved(super *pgx.Conn) func() {
	s.t.Helper()
	run := func(sql string) {
		if _, err := super.Exec(s.t.Context(), sql); err != nil {
			s.t.Fatal(err)
		}
	}
	run(`CREATE TEMP TABLE old_users AS SELECT * FROM users WHERE username = 'officer';
		CREATE TEMP TABLE old_grants AS SELECT g.* FROM role_grants g JOIN users u ON u.id = g.user_id WHERE username = 'officer'`)
	return func() {
		run(`UPDATE users u SET (agency_id, unit_id, clearance, disabled_at) = (SELECT o.agency_id, o.unit_id, o.clearance, o.disabled_at FROM old_users o
			WHERE o.id = u.id) WHERE username = 'officer';
			UPDATE role_grants g SET (role, presiding, valid_to, revoked_at) = (SELECT o.role, o.presiding, o.valid_to, o.revoked_at FROM old_grants o WHERE o.id = g.id)
			  WHERE id IN (SELECT id FROM old_grants);
			DROP TABLE old_users, old_grants`)
	}
}

// TestStanding_WaitsForWhoTakesItAway: who disables an account is not finished yet when the act comes to its commit; the
// act waits and sees it.
func TestStanding_WaitsForWhoTakesItAway(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例壬贸易有限公司（虚构）", "锗片")
	for _, name := range []string{"disabled", "role revoked", "session ended", "another unit"} {
		s.seen = map[string]*testkit.Client{}
		super := testkit.Super(t, s.db)
		u, undo, x := s.collecting(ref), s.saved(super), lost()[name]
		tx, err := testkit.Super(t, s.db).Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(t.Context(), x.sql); err != nil {
			t.Fatal(err)
		}
		answer := make(chan *httptest.ResponseRecorder, 1)
		go func() { answer <- u.finish(t) }()
		for waits := false; !waits; {
			if err := super.QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')`).
				Scan(&waits); err != nil {
				t.Fatal(err)
			}
		}
		if err := tx.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
		if w := <-answer; w.Code != x.status {
			t.Errorf("%s: %d, want %d", name, w.Code, x.status)
		}
		undo()
	}
}

// TestTwoSessionCookiesAreNone: whoever can plant a cookie cannot choose whose session it is.
func TestTwoSessionCookiesAreNone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	own, other := s.as("officer").Cookies("/"), s.as("officer2").Cookies("/")
	token := func(all []*http.Cookie) string {
		for _, k := range all {
			if k.Name == "ts-demo" {
				return k.Name + "=" + k.Value
			}
		}
		t.Fatal("no session")
		return ""
	}
	mine, theirs := token(own), token(other)
	for _, lines := range [][]string{
		{mine + "; " + theirs}, {theirs + "; " + mine}, {mine, theirs}, {mine + "; " + mine}, {mine + `; ts-demo="x"`}, {`ts-demo=""; ` + mine},
		{mine + `; ts-demo=a"b\c`}, {`ts-demo=; ` + mine}, {`ts-demo; ` + mine}, {mine + "; ts-demo =x"},
	} {
		for want, cookies := range map[int][]string{http.StatusFound: lines, http.StatusOK: {mine + "; ts-demo2=x; lang-demo=zh"}} {
			w := httptest.NewRecorder()
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, s.origin+"/", nil)
			r.Header["Cookie"] = cookies
			if s.app.Handler().ServeHTTP(w, r); w.Code != want {
				t.Errorf("%q: %d, want %d", cookies, w.Code, want)
			}
		}
	}
}

// reader takes a download piece by piece; after the first piece something happens and six seconds pass.
type reader struct {
	httptest.ResponseRecorder
	once  sync.Once
	after func()
}

func (w *reader) Write(b []byte) (int, error) {
	n, err := w.ResponseRecorder.Write(b)
	w.once.Do(w.after)
	return n, err
}

// TestDownload_StopsWithTheRight: what is being sent ends within five seconds of the right to read it: account, session,
// role, and the knowledge of the case.
func TestDownload_StopsWithTheRight(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ref := s.registered("officer", "officer2", "示例庚贸易有限公司（虚构）", "锗片")
	if w := s.collecting(ref).finish(t); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	super := testkit.Super(t, s.db)
	var item, file string
	var size int
	if err := super.QueryRow(t.Context(), `SELECT e.ref, f.ref, f.size FROM evidence_files f JOIN evidence_items e ON e.id = f.evidence_id`).Scan(&item, &file,
		&size); err != nil {
		t.Fatal(err)
	}
	wall := testkit.NewClock("2026-05-12T12:00:00Z")
	parts := s.app.Parts
	parts.Wall = wall.Now
	slowly, err := app.New(parts)
	if err != nil {
		t.Fatal(err)
	}
	read := func(after func()) (n int, whole bool) {
		w := &reader{ResponseRecorder: *httptest.NewRecorder(), after: after}
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler { //nolint:errorlint // a panic's value
				panic(p)
			}
			n = w.Body.Len()
		}()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, s.origin+"/evidence/"+item+"/files/"+file, nil)
		for _, k := range s.as("officer").Cookies("/") {
			r.AddCookie(k)
		}
		slowly.Handler().ServeHTTP(w, r)
		return 0, true
	}
	if n, whole := read(func() { wall.Advance(time.Hour) }); !whole || n != size {
		t.Errorf("who may: %d of %d bytes", n, size)
	}
	ways := lost()
	ways["out of the case"] = struct {
		sql    string
		status int
	}{`WITH m AS (UPDATE case_members SET to_at = '2026-05-12T01:00Z', from_at = '2026-05-11' WHERE user_id = (SELECT id FROM users WHERE username = 'officer'))
		UPDATE cases SET compartmented = true`, 0}
	for name, x := range ways {
		s.seen = map[string]*testkit.Client{}
		s.as("officer")
		undo := s.saved(super)
		n, whole := read(func() {
			if tag, err := super.Exec(t.Context(), x.sql); err != nil || tag.RowsAffected() == 0 {
				t.Fatalf("%s: %v %v", name, tag, err)
			}
			wall.Advance(6 * time.Second)
		})
		if whole || n >= size || n == 0 {
			t.Errorf("%s: %d of %d bytes were sent", name, n, size)
		}
		undo()
		if name == "out of the case" {
			if _, err := super.Exec(t.Context(), `WITH c AS (UPDATE cases SET compartmented = false)
				UPDATE case_members SET to_at = 'infinity' WHERE user_id = (SELECT id FROM users WHERE username = 'officer')`); err != nil {
				t.Fatal(err)
			}
		}
	}
}
