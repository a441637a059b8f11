package app_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/errs"
	"touchstone/internal/job"
	"touchstone/internal/procedure"
	"touchstone/internal/testkit"
)

// aged says of a stored file that it has lain there for so long.
func aged(t *testing.T, name string, by time.Duration) {
	t.Helper()
	at := time.Now().Add(-by)
	if err := os.Chtimes(name, at, at); err != nil {
		t.Fatal(err)
	}
}

// put stores bytes to which no row refers.
func (v vault) put(caseID int64, content string, age time.Duration) (blob.Ref, string) {
	v.t.Helper()
	ref, err := v.app.Blobs.Put(v.t.Context(), 1, caseID, strings.NewReader(content))
	if err != nil {
		v.t.Fatal(err)
	}
	hexa := strings.TrimPrefix(ref.Digest, "sha256:")
	name := filepath.Join(v.root, "1", strconv.FormatInt(caseID, 10), hexa[:2], hexa)
	aged(v.t, name, age)
	return ref, name
}

func there(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

const old = 25 * time.Hour

// TestOrphans_GoToTheTrash: what no row refers to and is a day old is moved with an event and lies in the trash for a month;
// what is younger, evidence, and what came with a proposal stay. Seen to fail with the age, with either table or with the
// event left out.
func TestOrphans_GoToTheTrash(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例寅贸易有限公司（虚构）", "锗片")
	v.evidenceForm("officer", "officer2", ref, "documentary").File("files", "a.txt", []byte("evidence")).Submit().Want(http.StatusOK)
	kept := v.stored()
	aged(t, kept[0], old)
	own := int64(v.count("SELECT id FROM cases WHERE ref = $1", ref))
	paper, paperName := v.put(own, "paper of a proposal", old)
	if _, err := testkit.Super(t, v.db).Exec(t.Context(),
		`INSERT INTO attachments (ref, agency_id, case_id, act_id, field, name, size, digest, media, created_by, created_at)
VALUES ('AT-1', 1, $1, 0, 'x', 'x', $2, $3, 'x', 1, now())`, own, paper.Size, paper.Digest); err != nil {
		t.Fatal(err)
	}
	_, young := v.put(own, "young", old-2*time.Hour)
	_, elsewhere := v.put(own+1, "evidence", old) // the same bytes in a case that does not have them
	_, orphan := v.put(own, "orphan", old)
	clear := func() {
		t.Helper()
		if err := v.app.ClearStore(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	clear()
	clear()
	for name, want := range map[string]bool{kept[0]: true, paperName: true, young: true, elsewhere: false, orphan: false} {
		if there(name) != want {
			t.Errorf("%s: there %v, want %v", name, !want, want)
		}
	}
	const events = "SELECT count(*) FROM audit_events WHERE stream = 'unit:0' AND action = $1"
	if n := v.count(events, "store.orphan_moved"); n != 2 {
		t.Errorf("%d events", n)
	}
	days, err := os.ReadDir(filepath.Join(v.root, "trash"))
	if err != nil || len(days) != 1 {
		t.Fatal(days, err)
	}
	for _, days := range []int{29, 32} { // in this order: what is gone does not come back
		left := days == 29
		now := filepath.Join(v.root, "trash", time.Now().UTC().AddDate(0, 0, -days).Format(time.DateOnly))
		if there(filepath.Join(v.root, "trash", time.Now().UTC().Format(time.DateOnly))) {
			err = os.Rename(filepath.Join(v.root, "trash", time.Now().UTC().Format(time.DateOnly)), now)
		}
		clear()
		if err != nil || there(now) != left {
			t.Errorf("after %d days: there %v, %v", days, !left, err)
		}
		if left {
			err = os.Rename(now, filepath.Join(v.root, "trash", time.Now().UTC().Format(time.DateOnly)))
		}
	}
	if n := v.count(events, "store.trash_emptied"); n != 1 {
		t.Errorf("%d events of the trash", n)
	}
}

// TestOrphans_AWrongClockStopsIt: where the machine's clock is not that of the database nothing is moved and nothing is
// destroyed, ahead or behind; right again, it goes on. Seen to fail without the comparison: the trash was gone.
func TestOrphans_AWrongClockStopsIt(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	_, orphan := v.put(1, "orphan", old)
	thrown := filepath.Join(v.root, "trash", time.Now().UTC().AddDate(0, 0, -20).Format(time.DateOnly), "1", "1", "aa")
	if err := os.MkdirAll(thrown, 0o700); err != nil {
		t.Fatal(err)
	}
	thrown = filepath.Join(thrown, strings.Repeat("a", 64))
	if err := os.WriteFile(thrown, []byte("thrown away"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, by := range []time.Duration{31 * 24 * time.Hour, -2 * time.Hour} {
		v.app.Wall = func() time.Time { return time.Now().Add(by) }
		if err := v.app.ClearStore(t.Context()); !errs.Is(err, errs.Unavailable) || !there(orphan) || !there(thrown) {
			t.Errorf("%v off: %v, orphan there %v, trash there %v", by, err, there(orphan), there(thrown))
		}
	}
	v.app.Wall = time.Now
	if err := v.app.ClearStore(t.Context()); err != nil || there(orphan) || !there(thrown) {
		t.Errorf("right again: %v, orphan there %v, trash there %v", err, there(orphan), there(thrown))
	}
}

// TestOrphans_TooManyStopTheJob: more than a hundred at once, or a store that is not ours, move nothing; the job fails, and it
// is on record once. Seen to fail without the limit.
func TestOrphans_TooManyStopTheJob(t *testing.T) {
	t.Parallel()
	v := newVaultOn(t, func(s blob.Store) blob.Store { return blob.OwnedBy(s, strings.Repeat("a", 32)) })
	mark := filepath.Join(v.root, "installation")
	if err := os.WriteFile(mark, []byte(strings.Repeat("a", 32)), 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		v.put(1, strconv.Itoa(i), old)
	}
	_, last := v.put(1, "one too many", old)
	run := func() {
		t.Helper()
		_, err := v.app.Audit.Write(t.Context(), actor.Automatic("x"), audit.Key{}, func(tx *audit.Tx) error {
			return errors.Join(job.Add(t.Context(), tx, "blob.clear", struct{}{}, "periodic"),
				tx.Record(t.Context(), audit.Event{Stream: audit.UnitStream(7), Action: "x", Kind: "unit"}))
		})
		if err != nil {
			t.Fatal(err)
		}
		jobs, err := v.app.Jobs(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(jobs.Start(t.Context()), jobs.Settle(t.Context()), jobs.Stop(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
	const events = "SELECT count(*) FROM audit_events WHERE stream = 'unit:0' AND action = 'store.clearing_stopped' AND details->>'refusal' = $1"
	run()
	if p := v.as("sysadmin").Get("/inbox?tab=cc").Want(http.StatusOK); p.Count("main td a[href='/admin/files']") != 1 || !strings.Contains(p.Text(), "存储清理已停止") {
		t.Errorf("nobody is told: %s", p.One("main").Text())
	}
	if len(v.stored()) != 102 || v.count(events, "blob.too_many_orphans") != 1 {
		t.Errorf("%d files are left, %d events", len(v.stored()), v.count(events, "blob.too_many_orphans"))
	}
	if err := os.Remove(last); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(mark); err != nil {
		t.Fatal(err)
	}
	if err := v.app.ClearStore(t.Context()); err == nil || len(v.stored()) != 100 {
		t.Errorf("a store that is not ours: %v, %d files", err, len(v.stored()))
	}
	if err := os.WriteFile(mark, []byte(strings.Repeat("a", 32)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := v.app.ClearStore(t.Context()); err != nil || v.count("SELECT count(*) FROM audit_events WHERE action = 'store.orphan_moved'") != 100 {
		t.Errorf("a hundred: %v", err)
	}
}

// TestOrphans_ARowThatComesMeanwhile: a file to which a row is being written is not moved, whoever is first; what was moved
// just before the row is brought back. Seen to fail without the lock and without Restore.
func TestOrphans_ARowThatComesMeanwhile(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref, name := v.put(1, "bytes", old)
	insert := func(tx *audit.Tx, ref string, at blob.Ref) error {
		if err := procedure.Held(t.Context(), tx, v.app.Blobs, at); err != nil {
			return err
		}
		if _, err := tx.Exec(t.Context(), `INSERT INTO attachments (ref, agency_id, case_id, act_id, field, name, size, digest, media, created_by, created_at)
			VALUES ($1, 1, 1, 1, 'x', 'x', $2, $3, 'x', 1, now())`,
			ref, at.Size, at.Digest); err != nil {
			return err
		}
		return tx.Record(t.Context(), audit.Event{Stream: audit.UnitStream(7), Action: "x", Kind: "unit"})
	}
	done, cleared := make(chan struct{}), make(chan error, 1)
	_, err := v.app.Audit.Write(t.Context(), actor.Automatic("x"), audit.Key{}, func(tx *audit.Tx) error {
		if err := insert(tx, "AT-1", ref); err != nil {
			return err
		}
		go func() { cleared <- v.app.ClearStore(context.WithoutCancel(t.Context())); close(done) }()
		for v.count("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") == 0 { // it waits for this write
			select {
			case <-done:
				return errors.New("it did not wait")
			default:
			}
		}
		return nil
	})
	if err = errors.Join(err, <-cleared); err != nil || !there(name) {
		t.Errorf("moved under a row: %v", err)
	}
	late, lateName := v.put(1, "other bytes", old)
	if err := v.app.ClearStore(t.Context()); err != nil || there(lateName) {
		t.Fatalf("an orphan stays: %v", err)
	}
	if _, err := v.app.Audit.Write(t.Context(), actor.Automatic("x"), audit.Key{}, func(tx *audit.Tx) error { return insert(tx, "AT-2", late) }); err != nil ||
		!there(lateName) {
		t.Errorf("not brought back: %v", err)
	}
	gone := late
	gone.Digest = "sha256:" + strings.Repeat("0", 64)
	if _, err := v.app.Audit.Write(t.Context(), actor.Automatic("x"), audit.Key{}, func(tx *audit.Tx) error { return insert(tx, "AT-3", gone) }); err == nil {
		t.Error("a row without bytes was written")
	}
}
