package app_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"touchstone/internal/app"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/testkit"
)

// place is an installation with a database, a store and a folder of keys of its own, which a test starts again and again.
type place struct {
	t  *testing.T
	db *database.DB
	c  app.Config
}

func newPlace(t *testing.T, db *database.DB) place {
	t.Helper()
	at := testkit.Super(t, db).Config()
	dir := t.TempDir()
	p := place{t: t, db: db, c: app.Config{Demo: true, Addr: "127.0.0.1:0", Lang: "zh",
		DatabaseURL: fmt.Sprintf("host=%s dbname=%s user=%s", at.Host, at.Database, at.User),
		Blob:        "file://" + dir + "/blobs", Keys: dir + "/keys", Data: dir}}
	if err := errors.Join(os.Mkdir(p.c.Keys, 0o700), os.WriteFile(p.c.Keys+"/informant.key", []byte(strings.Repeat("ab", 32)), 0o400)); err != nil {
		t.Fatal(err)
	}
	return p
}

// start starts the program and ends it again.
func (p place) start(c app.Config, use ...func(*app.App)) error {
	p.t.Helper()
	a, end, err := app.Open(p.t.Context(), c, app.Host{Wall: time.Now, Random: rand.Reader, Out: io.Discard, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	for _, u := range use {
		u(a)
	}
	return end()
}

func (p place) wants(what string, err error, key string, words ...any) {
	p.t.Helper()
	var e *errs.E
	if errors.As(err, &e); (err == nil) != (key == "") || err != nil && (e == nil || e.Key != key) {
		p.t.Errorf("%s: %v, want %q", what, err, key)
		return
	}
	for i := 0; i+1 < len(words); i += 2 {
		if !strings.Contains(fmt.Sprint(e.Args...), fmt.Sprint(words[i], words[i+1])) && !strings.Contains(fmt.Sprint(e.Args),
			fmt.Sprint(words[i], " ", words[i+1])) {
			p.t.Errorf("%s: says %v, not %v", what, e.Args, words)
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(b))
}

// TestInstallation_StoreIsItsOwn: database, store and keys bear one id; with another store, an empty one, none, or other
// keys the program does not start, and says so; where it is right again it starts. Seen to start with each of them.
func TestInstallation_StoreIsItsOwn(t *testing.T) {
	t.Parallel()
	p := newPlace(t, testkit.DB(t))
	for range 2 {
		p.wants("a start", p.start(p.c), "")
	}
	root := strings.TrimPrefix(p.c.Blob, "file://")
	id := read(t, root+"/installation")
	var stored string
	if err := p.db.Read().QueryRow(t.Context(), "SELECT value FROM settings WHERE key = 'store'").Scan(&stored); err != nil || stored != id ||
		read(t, p.c.Keys+"/installation") != id || len(id) != 32 {
		t.Fatalf("ids %q, %q, %q, %v", id, stored, read(t, p.c.Keys+"/installation"), err)
	}
	other := func(change func(*app.Config)) app.Config {
		c := p.c
		change(&c)
		return c
	}
	none := t.TempDir() + "/none"
	p.wants("a store that is not there", p.start(other(func(c *app.Config) { c.Blob = "file://" + none })), "blob.no_folder", "folder", none)
	if _, err := os.Stat(none); err == nil {
		t.Error("a store was made where none was")
	}
	p.wants("an empty one", p.start(other(func(c *app.Config) { c.Blob = "file://" + t.TempDir() })), "blob.not_ours", "id", id)
	p2 := newPlace(t, testkit.DB(t))
	p2.wants("another installation", p2.start(p2.c), "")
	p.wants("another's store", p.start(other(func(c *app.Config) { c.Blob = p2.c.Blob })), "blob.not_ours", "id", id)
	p.wants("another's keys", p.start(other(func(c *app.Config) { c.Keys = p2.c.Keys })), "app.keys_not_ours", "folder", p2.c.Keys)
	fresh := newPlace(t, testkit.DB(t))
	fresh.c.Blob = p.c.Blob
	fresh.wants("a new database on another's store", fresh.start(fresh.c), "blob.not_ours")

	// A crash between the commit and the last word to the store is made good; one that nothing is known of is not.
	if err := os.Remove(root + "/installation"); err != nil {
		t.Fatal(err)
	}
	p.wants("after a crash", p.start(p.c), "")
	if err := errors.Join(os.Remove(root+"/installation"), os.Remove(root+"/installation.pending")); err != nil {
		t.Fatal(err)
	}
	p.wants("without any mark", p.start(p.c), "blob.not_ours")
}

// TestInstallation_ReplicasShare: two servers that start at once on one database share a store, or the second refuses.
func TestInstallation_ReplicasShare(t *testing.T) {
	t.Parallel()
	for _, private := range []bool{false, true} {
		db := testkit.DB(t)
		one := newPlace(t, db)
		two := one
		if private { // both are there before either starts: whoever comes second finds a store, and it is not the one
			one.c.Blob, two.c.Blob = "file://"+t.TempDir(), "file://"+t.TempDir()
		}
		done := make(chan error, 2)
		for _, p := range []place{one, two} {
			go func() { done <- p.start(p.c) }()
		}
		failures := 0
		for range 2 {
			if err := <-done; err != nil {
				one.wants("the second", err, "blob.not_ours")
				failures++
			}
		}
		if want := map[bool]int{false: 0, true: 1}[private]; failures != want {
			t.Errorf("private %v: %d of two did not start", private, failures)
		}
	}
}

// TestInstallation_AdoptsAStoreOnce: a store of before is taken over where the files of the database are in it, each with
// its size; else the start says how many are missing and takes nothing. Seen to adopt with nothing compared.
func TestInstallation_AdoptsAStoreOnce(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例申贸易有限公司（虚构）", "锗片")
	for _, content := range []string{"1", "22", "333"} {
		v.evidenceForm("officer", "officer2", ref, "documentary").File("files", content+".txt", []byte(content)).Submit()
	}
	p := newPlace(t, v.db)
	p.c.Blob = "file://" + v.root
	files := v.stored()
	if len(files) != 3 {
		t.Fatal(files)
	}
	good, err := os.ReadFile(files[1])
	if err != nil {
		t.Fatal(err)
	}
	spoil := func(do error) {
		t.Helper()
		if do != nil {
			t.Fatal(do)
		}
	}
	spoil(errors.Join(os.Remove(files[1]), os.Rename(files[2], files[2]+".away")))
	p.wants("two are missing", p.start(p.c), "blob.not_adopted", "missing", 2)
	spoil(errors.Join(os.WriteFile(files[1], append(bytes.Clone(good), 'x'), 0o600), os.Rename(files[2]+".away", files[2])))
	p.wants("one is longer", p.start(p.c), "blob.not_adopted", "missing", 1)
	if v.count("SELECT count(*) FROM settings WHERE key = 'store'") != 0 || len(v.stored()) != 3 {
		t.Errorf("something was taken: %v", v.stored())
	}
	spoil(os.WriteFile(files[1], good, 0o600))
	p.wants("all are there", p.start(p.c), "")
	if n := v.count("SELECT (details->>'files')::int FROM audit_events WHERE action = 'installation.store_taken'"); n != 3 {
		t.Errorf("%d files were looked for", n)
	}
	spoil(os.Remove(files[1]))
	p.wants("adopted once", p.start(p.c), "")
	more := `INSERT INTO attachments (ref, agency_id, case_id, act_id, field, name, size, digest, media, created_by, created_at)
SELECT 'AT-' || g, 1, 1, 1, 'x', 'x', 1, 'sha256:' || lpad(g::text, 64, '0'), 'x', 1, now() FROM generate_series(1, $1) g
  WHERE NOT EXISTS (SELECT FROM attachments WHERE ref = 'AT-' || g)`
	super := testkit.Super(t, v.db)
	for files, looked := range map[int]int{200: 100, 2000: 201} { // and the three
		if _, err := super.Exec(t.Context(), "DELETE FROM settings WHERE key = 'store'"); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"installation", "installation.pending"} {
			_ = os.Remove(filepath.Join(v.root, name))
		}
		if _, err := super.Exec(t.Context(), "DELETE FROM attachments WHERE ref LIKE 'AT-%'"); err != nil {
			t.Fatal(err)
		}
		if _, err := super.Exec(t.Context(), more, files); err != nil {
			t.Fatal(err)
		}
		p.wants(fmt.Sprint(files), p.start(p.c), "blob.not_adopted", "of", looked)
	}
}

// TestInstallation_AStoreThatGoesAwayStopsWork: a disk that is not mounted any more takes no bytes, has no missing files, and
// stops what reads it. Seen to write of every file that it is missing.
func TestInstallation_AStoreThatGoesAwayStopsWork(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例酉贸易有限公司（虚构）", "锗片")
	v.evidenceForm("officer", "officer2", ref, "documentary").File("files", "1.txt", []byte("1")).Submit()
	p := newPlace(t, v.db)
	p.c.Blob = "file://" + v.root
	p.wants("a round", p.start(p.c, func(a *app.App) {
		rounds := evidence.Reverifier{Desk: evidence.Desk{Log: a.Audit, Access: a.Access(), Blobs: a.Blobs, Read: a.DB.Read()}, Now: a.Clock}
		away := v.root + ".away"
		if err := errors.Join(os.Rename(v.root, away), os.Mkdir(v.root, 0o700)); err != nil {
			t.Fatal(err)
		}
		p.wants("a round on an empty folder", rounds.Round(t.Context()), "blob.not_ours")
		_, err := a.Blobs.Put(t.Context(), 1, 1, strings.NewReader("x"))
		p.wants("an upload", err, "blob.not_ours")
		if v.count("SELECT count(*) FROM evidence_checks") != 0 || v.count("SELECT count(*) FROM audit_events WHERE action LIKE 'evidence.files%'") != 0 {
			t.Error("something was said of the files")
		}
		if err := errors.Join(os.Remove(v.root), os.Rename(away, v.root)); err != nil {
			t.Fatal(err)
		}
		p.wants("a round when it is there again", rounds.Round(context.WithoutCancel(t.Context())), "")
		if v.count("SELECT count(*) FROM evidence_checks WHERE ok") != 1 {
			t.Error("the file was not read")
		}
	}), "")
}
