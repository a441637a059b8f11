package audit_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/testkit"
)

func TestWrite_ManyWritersOneStreamNoFork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const writers, rounds = 4, 12
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			for r := range rounds {
				_, err := w.log.Write(t.Context(), officer(int64(i)), audit.Key{}, func(tx *audit.Tx) error {
					// Opposite orders: the heads are taken in sorted order all the same.
					a, b := audit.CaseStream(1), audit.CaseStream(2)
					if i%2 == 1 {
						a, b = b, a
					}
					return errors.Join(tx.Record(t.Context(), event(a, fmt.Sprint(i, r))), tx.Record(t.Context(), event(b, fmt.Sprint(i, r))))
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if r := w.verify(); !r.OK || r.Events != 2*writers*rounds || r.Streams != 2 {
		t.Errorf("%+v %+v", r, r.FirstBad)
	}
}

func TestWrite_WaitsNoLongerThanTheLockAllows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.mustAct(audit.CaseStream(1), "first")
	super := testkit.Super(t, w.db)
	hold, err := super.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := hold.Exec(t.Context(), "SELECT FROM audit_heads FOR UPDATE"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.act(audit.Key{}, audit.CaseStream(1), "second"); errs.KindOf(err) != errs.Busy {
		t.Errorf("%v, want busy", err)
	}
	if err := hold.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.mustAct(audit.CaseStream(1), "third")
}

func TestWrite_RepeatShowsTheFirstReceipt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := audit.Key{Route: "/cases/:ref/comments", Target: "SM-1", Nonce: "n1"}
	first, err := w.act(key, audit.CaseStream(1), "one")
	if err != nil || first.Replayed {
		t.Fatal(first, err)
	}
	again, err := w.act(key, audit.CaseStream(1), "two")
	if !errors.Is(err, audit.ErrReplayed) || !again.Replayed || again.N != first.N || again.Stream != first.Stream || again.Location != "/cases/x#one" {
		t.Errorf("repeat: %+v, %v", again, err)
	}
	for name, k := range map[string]audit.Key{
		"other route":  {Route: "/x", Target: key.Target, Nonce: key.Nonce},
		"other target": {Route: key.Route, Target: "SM-2", Nonce: key.Nonce},
	} {
		if r, err := w.act(k, audit.CaseStream(1), name); err != nil || r.Replayed {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	// Somebody else's key is not mine (security D9).
	r, err := w.log.Write(t.Context(), officer(6), key, func(tx *audit.Tx) error { return tx.Record(t.Context(), event(audit.CaseStream(1), "other actor")) })
	if err != nil || r.Replayed {
		t.Errorf("another actor: %+v, %v", r, err)
	}
	if n := w.count("SELECT count(*) FROM matters WHERE ref = 'two'"); n != 0 {
		t.Error("the repeat left something behind")
	}
}

func TestWrite_RepeatsInParallelActOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := audit.Key{Route: "/r", Target: "t", Nonce: "n"}
	var wg sync.WaitGroup
	results := make([]error, 4)
	receipts := make([]audit.Receipt, len(results))
	for i := range results {
		wg.Go(func() {
			// No root is locked: only the key stands between the two.
			receipts[i], results[i] = w.act(key, audit.CaseStream(int64(i+1)), fmt.Sprint("p", i))
		})
	}
	wg.Wait()
	done := 0
	for i, err := range results {
		switch {
		case err == nil:
			done++
		case !errors.Is(err, audit.ErrReplayed):
			t.Errorf("writer %d: %v", i, err)
		}
		if receipts[i].Location != receipts[0].Location {
			t.Errorf("receipts differ: %+v", receipts)
		}
	}
	if done != 1 || w.count("SELECT count(*) FROM matters") != 1 || w.count("SELECT count(*) FROM audit_events") != 1 {
		t.Errorf("%d of the repeats acted", done)
	}
	if r := w.verify(); !r.OK {
		t.Errorf("%+v", r.FirstBad)
	}
}

// The first head is committed without an entry if a write only looks at the next number and fails later: nothing may
// be left of it.
func TestWrite_FaultSweep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := audit.Key{Route: "/r", Target: "t", Nonce: "n"}
	run := func(ctx context.Context) (audit.Receipt, error) {
		return w.log.Write(ctx, officer(5), key, func(tx *audit.Tx) error {
			if _, err := tx.Exec(ctx, "INSERT INTO matters (ref, opened_at) VALUES ('swept', $1)", tx.Now); err != nil {
				return err
			}
			return errors.Join(tx.Record(ctx, event(audit.CaseStream(1), "a")), tx.Record(ctx, event(audit.CaseStream(1), "b")))
		})
	}
	swept := 0
	for n := 1; ; n++ {
		f := database.FailAt(n)
		_, err := run(database.WithFault(t.Context(), f))
		if !f.Fired() {
			if err != nil {
				t.Fatal(err)
			}
			break
		}
		swept++
		if err == nil {
			t.Fatalf("statement %d failed and nobody noticed", n)
		}
		if left := w.count("SELECT (SELECT count(*) FROM matters) + (SELECT count(*) FROM audit_events) + (SELECT count(*) FROM audit_requests) + (SELECT count(*) " +
			"FROM audit_heads)"); left != 0 {
			t.Fatalf("statement %d failed and left %d rows", n, left)
		}
	}
	t.Logf("%d statements swept", swept)
	if swept < 7 {
		t.Errorf("only %d statements were swept: the batch is not among them", swept)
	}
	if r := w.verify(); !r.OK || r.Events != 2 {
		t.Errorf("%+v %+v", r, r.FirstBad)
	}
}

func TestWrite_LostAnswerOfACommitIsFoundByItsKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	write := func(ctx context.Context, key audit.Key, action string) (audit.Receipt, error) {
		return w.log.Write(ctx, officer(5), key, func(tx *audit.Tx) error { return tx.Record(t.Context(), event(audit.CaseStream(1), action)) })
	}
	r, err := write(database.WithFault(t.Context(), database.LoseAnswer()), audit.Key{Route: "/r", Target: "t", Nonce: "n"}, "kept")
	if err != nil || r.Replayed || r.N != 1 {
		t.Errorf("the commit was kept: %+v, %v", r, err)
	}
	if _, err := write(database.WithFault(t.Context(), database.LoseAnswer()), audit.Key{}, "unknown"); err == nil {
		t.Error("without a key nobody can know, so it is an error")
	}
}
