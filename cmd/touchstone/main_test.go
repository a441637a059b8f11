package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"touchstone/internal/audit"
)

// TestMain turns this test binary into the program itself where another test asks for it.
func TestMain(m *testing.M) {
	if os.Getenv("TS_TEST_IS_THE_PROGRAM") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// output is what a command has printed so far.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

func execute(t *testing.T, ctx context.Context, environ []string, args ...string) (code int, out, err string) {
	t.Helper()
	var o, e output
	code = run(args, &host{ctx: ctx, out: &o, err: &e, environ: environ, wall: time.Now, random: rand.Reader})
	return code, o.String(), e.String()
}

func TestRun_ExitCodes(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		args    string
		environ string
		code    int
	}{
		{"--help", "", exitOK},
		{"serve --help", "", exitOK},
		{"version", "", exitOK},
		{"", "", exitWrongUse},
		{"unheard-of", "", exitWrongUse},
		{"serve --unheard-of", "", exitWrongUse},
		{"serve", "TOUCHSTONE_UNHEARD=1", exitWrongUse},
		{"serve", "", exitWrongUse}, // no TOUCHSTONE_URL
		{"serve --demo --addr 0.0.0.0:0", "", exitWrongUse},
		{"serve --demo --addr 127.0.0.1:0", "DATABASE_URL=postgres:///none?host=/nowhere", exitFailed},
	} {
		code, out, err := execute(t, t.Context(), strings.Fields(x.environ), strings.Fields(x.args)...)
		if code != x.code {
			t.Errorf("%q with %q: exit %d, want %d\n%s%s", x.args, x.environ, code, x.code, out, err)
		}
		if code != exitOK && err == "" {
			t.Errorf("%q fails without a word", x.args)
		}
	}
}

func TestVersion_JSON(t *testing.T) {
	t.Parallel()
	_, out, _ := execute(t, t.Context(), nil, "version", "--json")
	var v version
	if err := json.Unmarshal([]byte(out), &v); err != nil || v.Schema == 0 || len(v.Policies) != 64 || v.Version == "" {
		t.Errorf("%v: %s", err, out)
	}
}

// TestServe_StartsStopsAndFindsItsDataAgain: the embedded default from nothing, one line when ready, a clean end, the
// same people after the second start; while it runs, nobody else serves its data, and commands that read work beside it.
func TestServe_StartsStopsAndFindsItsDataAgain(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "ts") // short: a socket's path has a limit
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil { // postgres may run as another user
		t.Fatal(err)
	}
	environ := []string{"TOUCHSTONE_DATA=" + dir + "/v"}
	for start := range 2 {
		ctx, stop := context.WithCancel(t.Context())
		var out, log output
		done := make(chan int, 1)
		go func() {
			done <- run([]string{"serve", "--demo", "--addr", "127.0.0.1:0"},
				&host{ctx: ctx, out: &out, err: &log, environ: environ, wall: time.Now, random: rand.Reader})
		}()
		origin := awaitReady(t, &out, done, &log)
		if got := get(t, origin+"/readyz"); got != "ready\n" {
			t.Errorf("readyz says %q", got)
		}
		if !strings.Contains(out.String(), "principal_head") {
			t.Errorf("no accounts printed: %s", out.String())
		}
		signIn(t, origin)
		if start == 1 {
			if code, _, e := execute(t, t.Context(), environ, "serve", "--demo", "--addr", "127.0.0.1:0"); code != exitFailed || e == "" {
				t.Errorf("a second program took the data: exit %d, %s", code, e)
			}
			readsBeside(t, dir+"/v", environ)
		}
		stop()
		if code := <-done; code != exitOK {
			t.Errorf("start %d ended with %d: %s", start, code, log.String())
		}
	}
	code, out, e := execute(t, t.Context(), environ, "user", "list", "--json")
	var users []userLine
	if err := json.Unmarshal([]byte(out), &users); code != exitOK || err != nil || len(users) != 45 {
		t.Errorf("exit %d, %v, %d users: %s", code, err, len(users), e)
	}
	makeNothing(t, dir+"/v", environ)
	posts(t, environ)
	verifies(t, environ, exitOK)
	reverifies(t, environ, exitOK)
	spoilOne(t, dir+"/v/blobs")
	verifies(t, environ, exitDifference)
	reverifies(t, environ, exitDifference)
}

// posts moves, disables and revokes from the command line, and reads what became of it.
func posts(t *testing.T, environ []string) {
	t.Helper()
	for _, x := range []struct {
		args string
		code int
	}{
		{"user move ps.legal --agency gdcom --unit enforcement", exitOK}, {"user move ps.legal --agency gdcom --unit enforcement", exitFailed},
		{"user move nobody --agency gdcom --unit enforcement", exitFailed},
		{"user move ps.legal --agency gdcom", exitWrongUse}, {"user disable Ｈｅａｒｉｎｇ", exitOK}, {"user revoke legal legal_reviewer", exitOK},
		{"user revoke legal unheard_of", exitFailed},
	} {
		if code, out, e := execute(t, t.Context(), environ, strings.Fields(x.args)...); code != x.code || (out == "") != (code != exitOK) ||
			(e == "") != (code == exitOK) {
			t.Errorf("%s: exit %d, want %d: %s%s", x.args, code, x.code, out, e)
		}
	}
	_, out, _ := execute(t, t.Context(), environ, "user", "list", "--json")
	var users []userLine
	if err := json.Unmarshal([]byte(out), &users); err != nil {
		t.Fatal(err)
	}
	for _, u := range users {
		switch {
		case u.Username == "ps.legal" && (u.Agency != "gdcom" || len(u.Roles) > 0), u.Username == "hearing" && !u.Disabled, u.Username == "legal" && len(u.Roles) > 0:
			t.Errorf("%+v", u)
		}
	}
}

// verifies runs audit verify as a script and as a person and holds both to one answer.
func verifies(t *testing.T, environ []string, want int) {
	t.Helper()
	code, out, e := execute(t, t.Context(), environ, "audit", "verify", "--json")
	var r audit.Report
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != want || r.OK != (want == exitOK) || r.Events < 1000 || r.Blobs == 0 {
		t.Errorf("exit %d, want %d, %v: %s%s", code, want, err, out, e)
	}
	if want == exitDifference && (r.FirstBad == nil || r.FirstBad.What != "blob") {
		t.Errorf("the spoilt file is not named: %s", out)
	}
	if code, out, e := execute(t, t.Context(), environ, "audit", "verify"); code != want || out == "" || (e == "") != (want == exitOK) {
		t.Errorf("in words: exit %d, %q, %q", code, out, e)
	}
}

// reverifies reads everything that is stored, for a person and for a script, and holds both to one answer.
func reverifies(t *testing.T, environ []string, want int) {
	t.Helper()
	code, out, e := execute(t, t.Context(), environ, "evidence", "reverify", "--all", "--json")
	var r struct{ Files, Altered, Missing int }
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != want || r.Files == 0 || r.Altered != map[int]int{exitOK: 0, exitDifference: 1}[want] ||
		r.Missing != 0 {
		t.Errorf("exit %d, want %d, %v: %s%s", code, want, err, out, e)
	}
	if code, out, e := execute(t, t.Context(), environ, "evidence", "reverify"); code != want || !strings.Contains(out, "files read") ||
		(e == "") != (want == exitOK) {
		t.Errorf("what is due: exit %d, %q, %q", code, out, e)
	}
}

// spoilOne changes one stored file behind the program's back.
func spoilOne(t *testing.T, root string) {
	t.Helper()
	done := errors.New("done")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		if err := os.Chmod(path, 0o600); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte("other bytes"), 0o600); err != nil {
			return err
		}
		return done
	})
	if !errors.Is(err, done) {
		t.Fatalf("no stored file under %s: %v", root, err)
	}
}

// awaitReady watches the output for the line that scripts wait for.
func awaitReady(t *testing.T, out *output, done <-chan int, log *output) string {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if line, _, ok := strings.Cut(out.String(), "\n"); ok {
			origin, ok := strings.CutPrefix(line, "ready ")
			if !ok {
				t.Fatalf("first line is %q", line)
			}
			if _, _, err := net.SplitHostPort(strings.TrimPrefix(origin, "http://")); err != nil {
				t.Fatal(err)
			}
			return origin
		}
		select {
		case code := <-done:
			t.Fatalf("ended with %d: %s", code, log.String())
		case <-t.Context().Done():
			t.Fatal("never ready")
		case <-tick.C:
		}
	}
}

// signIn posts the form as a script does: no browser headers, no key.
func signIn(t *testing.T, origin string) {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, origin+"/login", strings.NewReader("username=officer&password=touchstone-demo"))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultTransport.RoundTrip(q)
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Body.Close(); err != nil || resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != "/" || len(resp.Cookies()) == 0 {
		t.Errorf("sign-in answers %d to %s, %v", resp.StatusCode, resp.Header.Get("Location"), err)
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
