package main_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/testkit"
)

// process is the program, served by a process of its own.
type process struct {
	cmd    *exec.Cmd
	origin string
}

// program is a command of it (see TestMain).
func program(data string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "TS_TEST_IS_THE_PROGRAM=1", "TOUCHSTONE_DATA="+data)
	return cmd
}

func started(t *testing.T, data string) *process {
	t.Helper()
	cmd := program(data, "serve", "--demo", "--addr", "127.0.0.1:0")
	var log bytes.Buffer // read when nobody writes any more
	cmd.Stderr = &log
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: cmd}
	t.Cleanup(p.kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	origin, ready := strings.CutPrefix(strings.TrimSpace(line), "ready ")
	if err != nil || !ready {
		p.kill()
		t.Fatalf("not ready: %q, %v: %s", line, err, log.String())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	p.origin = origin
	return p
}

func (p *process) kill() {
	_ = p.cmd.Process.Signal(syscall.SIGKILL) // it may be gone
	_ = p.cmd.Wait()
}

// promise is what the program has acknowledged.
type promise struct {
	item, digest string // evidence with these bytes
	note         string // or words on the timeline
}

// sender is somebody who uploads, notes and reads until the program dies under him.
type sender struct {
	*testkit.Client
	cases string
	form  url.Values // of the upload, without file and key
	round string
}

// sign opens a session and finds a case that takes evidence.
func sign(t *testing.T, origin string) *sender {
	t.Helper()
	s := &sender{Client: testkit.Visit(t, origin), form: url.Values{}}
	if p := s.Post("/login", url.Values{"username": {"officer"}, "password": {"touchstone-demo"}}); p.Status != http.StatusOK {
		t.Fatalf("sign-in: %d", p.Status)
	}
	for _, href := range s.Get("/cases?view=mine").Attrs("main a[href^='/cases/']", "href") {
		ref := strings.Split(strings.TrimPrefix(href, "/cases/"), "/")[0]
		p := s.Get("/cases/" + ref + "/evidence/new")
		if p.Status != http.StatusOK || !p.Has("form[data-act='evidence.collected']") {
			continue
		}
		f := p.Form("form[data-act='evidence.collected']").Set("name", "报关单扫描件（虚构）").Set("evidence_kind", "documentary").Set("collected_at",
			"2026-05-12T10:30").Set("place", "演示口岸查验场").Set("collection_method", "copied")
		for _, who := range f.Offers("co_collector") {
			if who != "" && who != "officer" {
				f.Set("co_collector", who)
			}
		}
		for _, n := range f.Names() {
			if n != "key" && f.Kind(n) != "file" {
				s.form[n] = f.Values(n)
			}
		}
		s.cases = "/cases/" + ref
		return s
	}
	t.Fatal("no case takes evidence")
	return nil
}

// ask sends one request of this session. That it breaks off is no fault here, as it is to the client of other tests.
func (s *sender) ask(method, path, kind string, body io.Reader) (*http.Response, error) {
	r := s.Request(method, path, body)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for _, k := range s.Cookies(path) {
		r.AddCookie(k)
	}
	return http.DefaultTransport.RoundTrip(r)
}

// send posts a body and gives the address to which a done act leads; empty where it was not acknowledged.
func (s *sender) send(path, kind string, body io.Reader) string {
	resp, err := s.ask(http.MethodPost, path, kind, body)
	if err != nil {
		return ""
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusSeeOther {
		return ""
	}
	return resp.Header.Get("Location")
}

// upload brings one file and tells what was promised for it.
func (s *sender) upload(content []byte) (promise, string) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	err := w.WriteField("key", s.Key(s.cases+"/evidence"))
	for n, vs := range s.form {
		for _, v := range vs {
			err = errors.Join(err, w.WriteField(n, v))
		}
	}
	part, made := w.CreateFormFile("files", "a.bin")
	if err = errors.Join(err, made); err == nil {
		_, err = part.Write(content)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		panic(err) // a buffer takes everything
	}
	at := s.send(s.cases+"/evidence", w.FormDataContentType(), &body)
	item, ok := strings.CutPrefix(strings.Split(at, "?")[0], "/evidence/")
	if !ok {
		return promise{}, ""
	}
	sum := sha256.Sum256(content)
	return promise{item: item, digest: hex.EncodeToString(sum[:])}, at
}

// reads opens the file that was just brought; other bytes that end as if they were whole are the fault.
func (s *sender) reads(at string, content []byte) error {
	page, err := s.open(at)
	if err != nil || page == nil {
		return nil
	}
	_, rest, ok := strings.Cut(string(page), `href="`+strings.Split(at, "?")[0]+"/files/")
	if !ok {
		return nil
	}
	name, _, _ := strings.Cut(rest, `"`)
	got, err := s.open(strings.Split(at, "?")[0] + "/files/" + name)
	if err == nil && got != nil && !bytes.Equal(got, content) {
		return fmt.Errorf("%s: %d bytes, complete, are not the %d that were sent", at, len(got), len(content))
	}
	return nil
}

// open is the body of an answer 200 that came whole.
func (s *sender) open(path string) ([]byte, error) {
	resp, err := s.ask(http.MethodGet, path, "", nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if resp.StatusCode != http.StatusOK {
		return nil, err
	}
	return b, err
}

// until works until told that the program is dead, and hands over what was promised.
func (s *sender) until(over <-chan struct{}, n int, tell chan<- promise) (wrong error) {
	for i := 0; ; i++ {
		select {
		case <-over:
			return wrong
		default:
		}
		content := make([]byte, 1<<10+i%5*(300<<10))
		_, _ = rand.Read(content) // never fails
		p, at := s.upload(content)
		if at == "" {
			continue
		}
		tell <- p
		wrong = errors.Join(wrong, s.reads(at, content))
		text := fmt.Sprintf("备注 %s %d %d %x", s.round, n, i, content[:4])
		if s.send(s.cases+"/timeline", "application/x-www-form-urlencoded",
			strings.NewReader(url.Values{"key": {s.Key(s.cases + "/timeline")}, "text": {text}}.Encode())) != "" {
			tell <- promise{note: text}
		}
	}
}

// TestServe_KilledAtAnyMoment: the program is killed while people upload, note and read, and started again. Nothing that it
// acknowledged is lost, no answer with other bytes ends as if it were whole, the ledger is intact, and after the clearing the
// store holds what rows refer to and nothing else.
func TestServe_KilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	rounds, clients := 5, 3
	if os.Getenv("LONG") != "" {
		rounds, clients = 30, 8
	}
	dir, err := os.MkdirTemp("", "ts") // short: a socket's path has a limit
	if err == nil {
		err = os.Chmod(dir, 0o711) // postgres may run as another user
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	data, acknowledged := dir+"/v", 0
	p := started(t, data)
	for round := range rounds {
		made := killedUnder(t, p, clients, round)
		acknowledged += len(made)
		p = started(t, data)
		kept(t, data, made)
	}
	p.kill()
	cleared(t, data)
	if acknowledged < 2*rounds {
		t.Errorf("only %d acknowledged", acknowledged)
	}
	verify := program(data, "audit", "verify")
	if out, err := verify.CombinedOutput(); err != nil {
		t.Errorf("the ledger: %v: %s", err, out)
	}
	t.Logf("%d rounds, %d clients, %d acknowledged, none lost", rounds, clients, acknowledged)
}

// killedUnder lets people work, kills the program after a few acknowledgements, each round a little later, and gives them back.
func killedUnder(t *testing.T, p *process, clients, round int) (made []promise) {
	t.Helper()
	over, tell := make(chan struct{}), make(chan promise, 1000)
	var all sync.WaitGroup
	senders := make([]*sender, clients)
	for n := range senders { // all before any works: whoever acts holds his account, and a sign-in waits for it
		senders[n] = sign(t, p.origin)
		senders[n].round = fmt.Sprint(round)
	}
	for n, s := range senders {
		all.Go(func() {
			if err := s.until(over, n, tell); err != nil {
				t.Errorf("round %d: %v", round, err)
			}
		})
	}
	limit := time.After(2 * time.Minute)
	for range 4 + 2*round%7 {
		select {
		case x := <-tell:
			made = append(made, x)
		case <-limit:
			p.kill()
			close(over)
			t.Fatalf("round %d: only %d acknowledged in two minutes", round, len(made))
		}
	}
	time.AfterFunc(time.Duration(round*7)*time.Millisecond, func() {
		p.kill()
		close(over)
	})
	all.Wait()
	close(tell)
	for x := range tell {
		made = append(made, x)
	}
	return made
}

// beside is a connection to the cluster of the running program. It ends with the test, or with the cluster.
func beside(t *testing.T, data string) *pgx.Conn {
	t.Helper()
	super, err := pgx.Connect(t.Context(), fmt.Sprintf("host=%s/pg/run dbname=touchstone user=ts_super", data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = super.Close(context.Background()) })
	return super
}

// kept looks for what was acknowledged: the rows in the database, the bytes in the store.
func kept(t *testing.T, data string, made []promise) {
	t.Helper()
	super := beside(t, data)
	for _, x := range made {
		if x.note != "" {
			var n int
			if err := super.QueryRow(t.Context(),
				"SELECT count(*) FROM audit_texts x JOIN audit_events e USING (stream, n) WHERE e.action = 'note.added' AND x.body = to_jsonb($1::text)::text",
				x.note).Scan(&n); err != nil || n != 1 {
				t.Errorf("acknowledged and %d times there: %s, %v", n, x.note, err)
			}
			continue
		}
		var agency, file int64
		err := super.QueryRow(t.Context(),
			"SELECT f.agency_id, f.case_id FROM evidence_files f JOIN evidence_items e ON e.id = f.evidence_id WHERE e.ref = $1 AND f.digest = $2", x.item,
			"sha256:"+x.digest).Scan(&agency, &file)
		b, read := os.ReadFile(filepath.Join(data, "blobs", fmt.Sprint(agency), fmt.Sprint(file), x.digest[:2], x.digest))
		if sum := sha256.Sum256(b); errors.Join(err, read) != nil || hex.EncodeToString(sum[:]) != x.digest {
			t.Errorf("acknowledged and lost: %+v, %v", x, errors.Join(err, read))
		}
	}
}

// cleared makes all that is stored old enough for the clearing, starts the program, and waits until the store holds the files
// of the rows alone.
func cleared(t *testing.T, data string) {
	t.Helper()
	files := func(each func(path string)) {
		t.Helper()
		err := filepath.WalkDir(filepath.Join(data, "blobs"), func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) { // moved meanwhile
				return nil
			}
			if err == nil && d.Name() == "trash" {
				return fs.SkipDir
			}
			if err == nil && d.Type().IsRegular() && !strings.HasPrefix(d.Name(), "installation") {
				each(path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	files(func(path string) {
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(-25*time.Hour)); err != nil {
			t.Fatal(err)
		}
	})
	p := started(t, data)
	defer p.kill()
	super := beside(t, data)
	tick, end := time.NewTicker(100*time.Millisecond), time.After(30*time.Second)
	defer tick.Stop()
	for over := false; ; {
		rows, stray := 0, 0
		files(func(path string) {
			var n int
			if err := super.QueryRow(t.Context(), "SELECT count(*) FROM stored_files WHERE digest = 'sha256:' || $1", filepath.Base(path)).Scan(&n); err != nil {
				t.Fatal(err)
			}
			if n == 0 {
				stray++
			} else {
				rows++
			}
		})
		if stray == 0 || over {
			if stray > 0 || rows == 0 {
				t.Errorf("%d files without a row after the clearing, %d with one", stray, rows)
			}
			return
		}
		select {
		case <-tick.C:
		case <-end:
			over = true
		}
	}
}
