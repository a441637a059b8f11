package audit_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/testkit"
)

// backwards counts the entries that are earlier than the one before them.
func (w *world) backwards() int {
	w.t.Helper()
	return w.count(`SELECT count(*) FROM (SELECT at < lag(at) OVER (PARTITION BY stream ORDER BY n) AS back FROM audit_events) x WHERE back`)
}

// TestTime_NeverRunsBackwards: clocks that are stepped by an hour and by a day, two replicas five seconds apart, and
// concurrent acts on the same streams: inside a stream no entry is earlier than the one before it, and verify agrees.
func TestTime_NeverRunsBackwards(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	steps := []time.Duration{time.Hour, -time.Hour, 24 * time.Hour, -24 * time.Hour, 0, time.Second, -time.Second}
	replicas := []*audit.Log{w.log, audit.New(w.db, func() time.Time { return w.clock.Now().Add(-5 * time.Second) })}
	streams := []audit.Stream{audit.CaseStream(1), audit.CaseStream(2), audit.ReferralStream(1), audit.UnitStream(7)}
	var all sync.WaitGroup
	for i := range 6 {
		random := rand.New(rand.NewPCG(1, uint64(i)))
		all.Go(func() {
			for n := range 40 {
				w.clock.Advance(steps[random.IntN(len(steps))])
				_, err := replicas[i%2].Write(t.Context(), officer(5), audit.Key{}, func(tx *audit.Tx) error {
					for _, k := range random.Perm(len(streams))[:1+random.IntN(2)] {
						if err := tx.Record(t.Context(), event(streams[k], fmt.Sprint("act", n))); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil && !errs.Is(err, errs.Busy) {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if n := w.backwards(); n > 0 {
		t.Errorf("%d entries are earlier than the one before", n)
	}
	if n := w.count(`SELECT count(*) FROM audit_events`); n < 200 {
		t.Errorf("only %d entries", n)
	}
	if n := w.count(`SELECT count(*) FROM audit_events WHERE details ? 'clock_adjusted'`); n == 0 {
		t.Error("no entry says that a clock lagged")
	}
	if n := w.count(`SELECT count(*) FROM audit_events WHERE details ? 'clock_adjusted'
		AND at - (details->>'clock_adjusted')::timestamptz <= interval '2 seconds'`); n > 0 {
		t.Errorf("%d entries make much of a small difference", n)
	}
	if r := w.verify(); !r.OK {
		t.Errorf("verify: %+v", r.FirstBad)
	}
}

// TestTime_OfAnActIsAfterWhatStandsOnTheRoot: the one time of an act is that of its root's chain where the clock lags,
// also for an act that waited for the root; a clock that is right is left alone.
func TestTime_OfAnActIsAfterWhatStandsOnTheRoot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.mustAct(audit.CaseStream(1), "first")
	first := w.clock.Now().Truncate(time.Microsecond)
	on := func(head audit.Head) (now time.Time) {
		_, err := w.log.Write(t.Context(), officer(5), audit.Key{}, func(tx *audit.Tx) error {
			tx.Chain(audit.CaseStream(1), head)
			now = tx.Now
			return errors.New("only looking")
		})
		if err == nil {
			t.Error("recorded")
		}
		return now
	}
	head := audit.Head{N: 1, Hash: []byte("x"), At: first}
	w.clock.Advance(-time.Hour)
	if got := on(head); !got.Equal(first) {
		t.Errorf("an hour behind: %v, want %v", got, first)
	}
	w.clock.Advance(2 * time.Hour)
	if got := on(head); !got.Equal(w.clock.Now().Truncate(time.Microsecond)) {
		t.Errorf("an hour ahead: %v", got)
	}
}

// An event of a clock that lags keeps what it tells, and says beside it what the clock said.
func TestTime_AnAdjustedEventKeepsItsDetails(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.mustAct(audit.CaseStream(1), "first")
	w.clock.Advance(-time.Hour)
	w.mustAct(audit.CaseStream(1), "second")
	w.by(audit.CaseStream(1), "third", nil)
	for action, sql := range map[string]string{"second": `details @> '{"state": "FILED", "n": 3}'`, "third": `details - 'clock_adjusted' = '{}'`} {
		if n := w.count(`SELECT count(*) FROM audit_events WHERE details ? 'clock_adjusted' AND action = $1 AND `+sql, action); n != 1 {
			t.Errorf("%s: its details are others", action)
		}
	}
}

// TestVerify_NamesAStreamInWhichTimeGoesBack: with a hash that holds. What was written before the chain was baselined is
// no finding.
func TestVerify_NamesAStreamInWhichTimeGoesBack(t *testing.T) {
	t.Parallel()
	for _, baselined := range []bool{false, true} {
		w := newWorld(t)
		super := testkit.Super(t, w.db)
		var head audit.Head
		put := func(n int, action string, at time.Time) {
			row, h := audit.Behind(head, officer(5), at, event(audit.CaseStream(1), action))
			if _, err := super.Exec(t.Context(),
				`INSERT INTO audit_events (`+audit.Columns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19)`, row...); err != nil {
				t.Fatal(n, err)
			}
			head = h
		}
		put(1, "a", w.clock.Now())
		put(2, "b", w.clock.Now().Add(-time.Minute))
		if baselined {
			put(3, "record.baselined", w.clock.Now())
		}
		put(4, "c", w.clock.Now().Add(time.Minute))
		if _, err := super.Exec(t.Context(), `INSERT INTO audit_heads (stream, n, hash) VALUES ('case:1', $1, $2)`, head.N, head.Hash); err != nil {
			t.Fatal(err)
		}
		r := w.verify()
		if bad := r.FirstBad; r.OK != baselined || !baselined && (bad == nil || bad.Problem != audit.BadTime || bad.N != 2 || bad.Stream != "case:1") {
			t.Errorf("baselined %v: %+v %+v", baselined, r, bad)
		}
	}
}

// TestKey_WithAnotherText: the same key with the same text is answered by the receipt; with another text it is refused and
// nothing is done, also where the two come at once. A key that was used before texts were kept answers as it did.
func TestKey_WithAnotherText(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key := audit.Key{Route: "POST /x", Target: "1", Nonce: "k", Content: "one"}
	first, err := w.act(key, audit.CaseStream(1), "a")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := w.act(key, audit.CaseStream(1), "b"); !errors.Is(err, audit.ErrReplayed) || again.N != first.N {
		t.Errorf("the same text: %v %+v", err, again)
	}
	other := key
	other.Content = "two"
	if _, err := w.act(other, audit.CaseStream(1), "c"); !errors.Is(err, audit.ErrNotTaken) {
		t.Errorf("another text: %v", err)
	}
	if _, found, err := w.log.Earlier(t.Context(), officer(5), other); found || !errors.Is(err, audit.ErrNotTaken) {
		t.Errorf("asked for: %v %v", found, err)
	}
	old := audit.Key{Route: "POST /x", Target: "1", Nonce: "old"}
	if _, err := w.act(old, audit.CaseStream(1), "d"); err != nil {
		t.Fatal(err)
	}
	old.Content = "whatever"
	if _, err := w.act(old, audit.CaseStream(1), "e"); !errors.Is(err, audit.ErrReplayed) {
		t.Errorf("a key of before: %v", err)
	}
	if n := w.count(`SELECT count(*) FROM audit_events`); n != 2 {
		t.Errorf("%d events", n)
	}
	if n := w.count(`SELECT count(*) FROM audit_requests WHERE nonce = 'old' AND content IS NULL`); n != 1 {
		t.Error("something is kept of a text of which nobody made a digest")
	}
	var same, different int
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			k := audit.Key{Route: "POST /x", Target: "1", Nonce: "at once", Content: []string{"one", "two"}[i%2]}
			_, err := w.act(k, audit.CaseStream(1), fmt.Sprint("at once ", i))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil, errors.Is(err, audit.ErrReplayed):
				same++
			case errors.Is(err, audit.ErrNotTaken):
				different++
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if same != 4 || different != 4 {
		t.Errorf("%d were told that theirs was taken, %d that it was not", same, different)
	}
	if n := w.count(`SELECT count(*) FROM audit_events`); n != 3 {
		t.Errorf("%d events", n)
	}
}

// TestJudge_AsksFirst: nothing of an act runs for somebody whose standing is gone; a refusal is recorded all the same, and
// who has no session is judged elsewhere.
func TestJudge_AsksFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	gone := errs.New(errs.Unauthenticated, "identity.session_ended")
	w.log.Judge(func(context.Context, database.Q, actor.Actor, time.Time) error { return gone })
	who := officer(5)
	who.SessionID = "s"
	_, err := w.log.Write(t.Context(), who, audit.Key{}, func(*audit.Tx) error { t.Error("ran"); return nil })
	if !errors.Is(err, gone) {
		t.Errorf("an act: %v", err)
	}
	if err := w.log.Viewed(t.Context(), who, event(audit.CaseStream(1), "case.viewed")); !errors.Is(err, gone) {
		t.Errorf("a read on record: %v", err)
	}
	if err := w.log.Refused(t.Context(), who, event("", "access.refused")); err != nil {
		t.Error(err)
	}
	w.mustAct(audit.CaseStream(1), "a job")
	if n := w.count(`SELECT count(*) FROM audit_events`); n != 2 {
		t.Errorf("%d events", n)
	}
}
