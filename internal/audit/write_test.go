package audit_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/testkit"
)

func officer(id int64) actor.Actor {
	return actor.Actor{UserID: id, Username: "officer", Name: "演示人员甲", AgencyID: 1, AgencyCode: "mofcom", UnitID: 7, UnitName: "执法一处",
		Clearance: actor.Internal, Roles: []actor.Role{actor.CaseHandler}, Address: "127.0.0.1"}
}

type world struct {
	t     *testing.T
	db    *database.DB
	log   *audit.Log
	clock *testkit.Clock
}

func newWorld(t *testing.T) *world {
	t.Helper()
	clock := testkit.NewClock("2026-05-12T09:00:00.123456789+08:00")
	db := testkit.DB(t)
	return &world{t: t, db: db, log: audit.New(db, clock.Now), clock: clock}
}

func event(stream audit.Stream, action string) audit.Event {
	return audit.Event{Stream: stream, Action: action, Kind: "case", TargetID: 1, TargetRef: "SM-AAAA-BBBB-C", TargetName: "演示案件",
		CaseID: 1, Details: map[string]any{"state": "FILED", "n": 3, "list": []string{"a", "b"}}}
}

// act writes a row that is not the ledger's own beside the event, so that rollbacks can be seen.
func (w *world) act(key audit.Key, stream audit.Stream, action string) (audit.Receipt, error) {
	return w.log.Write(w.t.Context(), officer(5), key, func(tx *audit.Tx) error {
		if err := w.setting(tx, action); err != nil {
			return err
		}
		tx.SetLocation("/cases/x#" + action)
		return tx.Record(w.t.Context(), event(stream, action))
	})
}

func (w *world) setting(q database.Q, key string) error {
	_, err := q.Exec(w.t.Context(), "INSERT INTO matters (ref, opened_at) VALUES ($1, $2)", key, w.clock.Now())
	return err
}

func (w *world) count(sql string, args ...any) int {
	w.t.Helper()
	var n int
	if err := w.db.Read().QueryRow(w.t.Context(), sql, args...).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *world) verifies(c audit.Checks) (audit.Report, error) {
	w.t.Helper()
	q, err := w.db.Snapshot(w.t.Context(), database.RoleAudit)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = q.Rollback() }()
	return audit.Verify(w.t.Context(), q, c)
}

func (w *world) verify() audit.Report {
	w.t.Helper()
	r, err := w.verifies(audit.Checks{})
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *world) mustAct(stream audit.Stream, action string) {
	w.t.Helper()
	if _, err := w.act(audit.Key{}, stream, action); err != nil {
		w.t.Fatal(err)
	}
}

func TestWrite_ChainsEventsOfSeveralStreams(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	r, err := w.log.Write(ctx, officer(5), audit.Key{}, func(tx *audit.Tx) error {
		if want := w.clock.Now().Truncate(1000); !tx.Now.Equal(want) || tx.Now.Location().String() != "UTC" {
			t.Errorf("now %v, want %v in UTC", tx.Now, want)
		}
		for i, s := range []audit.Stream{audit.ReferralStream(9), audit.CaseStream(1), audit.ReferralStream(9), ""} {
			n, err := tx.Next(ctx, cmpOr(s, audit.UnitStream(7)))
			if err != nil || n != []int64{1, 1, 2, 1}[i] {
				t.Errorf("next of %q: %d, %v", s, n, err)
			}
			if err := tx.Record(ctx, event(s, fmt.Sprint("act", i))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if r.Stream != "referral:9" || r.N != 1 || r.Replayed {
		t.Errorf("receipt %+v", r)
	}
	w.mustAct(audit.CaseStream(1), "later")
	if got := w.count("SELECT n FROM audit_heads WHERE stream = 'case:1'"); got != 2 {
		t.Errorf("head at %d, want 2", got)
	}
	if got := w.verify(); !got.OK || got.Events != 5 || got.Streams != 3 {
		t.Errorf("verification %+v %+v", got, got.FirstBad)
	}
}

func cmpOr(a, b audit.Stream) audit.Stream {
	if a == "" {
		return b
	}
	return a
}

func TestWrite_UsesTheHeadThatWasLockedWithItsRoot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := audit.CaseStream(1)
	w.mustAct(s, "first")
	_, err := w.log.Write(t.Context(), officer(5), audit.Key{}, func(tx *audit.Tx) error {
		var h audit.Head
		if err := tx.QueryRow(t.Context(), "SELECT n, hash FROM audit_heads WHERE stream = $1 FOR UPDATE", string(s)).Scan(&h.N, &h.Hash); err != nil {
			return err
		}
		tx.Chain(s, h)
		tx.Chain(s, audit.Head{N: 7}) // a second lock of the root tells nothing new
		return tx.Record(t.Context(), event(s, "second"))
	})
	if err != nil {
		t.Fatal(err)
	}
	if r := w.verify(); !r.OK || r.Events != 2 {
		t.Errorf("%+v %+v", r, r.FirstBad)
	}
	// A head that is not the one in the database must not make a fork.
	_, err = w.log.Write(t.Context(), officer(5), audit.Key{}, func(tx *audit.Tx) error {
		tx.Chain(s, audit.Head{N: 1, Hash: []byte("old")})
		return tx.Record(t.Context(), event(s, "third"))
	})
	if err == nil {
		t.Fatal("a stale head was accepted")
	}
	if r := w.verify(); !r.OK || r.Events != 2 {
		t.Errorf("after the refused write: %+v %+v", r, r.FirstBad)
	}
}

func TestWrite_WithoutARecordIsRolledBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, fn := range map[string]func(tx *audit.Tx) error{
		"nothing recorded": func(tx *audit.Tx) error { return w.setting(tx, "lost") },
		"error":            func(tx *audit.Tx) error { return errors.Join(w.setting(tx, "lost"), errs.New(errs.Conflict, "x")) },
		"bad stream": func(tx *audit.Tx) error {
			return errors.Join(w.setting(tx, "lost"), tx.Record(t.Context(), event("case:x", "act")))
		},
		"no action": func(tx *audit.Tx) error {
			return errors.Join(w.setting(tx, "lost"), tx.Record(t.Context(), event(audit.CaseStream(1), "")))
		},
		"no number": func(tx *audit.Tx) error {
			e := event(audit.CaseStream(1), "act")
			e.Details = map[string]any{"x": func() {}}
			return errors.Join(w.setting(tx, "lost"), tx.Record(t.Context(), e))
		},
	} {
		if _, err := w.log.Write(t.Context(), officer(5), audit.Key{}, fn); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	func() {
		defer func() { _ = recover() }()
		_, _ = w.log.Write(t.Context(), officer(5), audit.Key{}, func(tx *audit.Tx) error { _ = w.setting(tx, "lost"); panic("bug") })
	}()
	_, err := w.log.Write(t.Context(), officer(5), audit.Key{}, func(*audit.Tx) error { return nil })
	if errs.KindOf(err) != errs.Internal || !strings.Contains(err.Error(), "nothing_recorded") {
		t.Errorf("no record: %v", err)
	}
	if n := w.count("SELECT count(*) FROM matters") + w.count("SELECT count(*) FROM audit_events"); n != 0 {
		t.Errorf("%d rows left behind", n)
	}
}

// A chain has one name: who asks for the next number of another is told so before anything is locked.
func TestStream_HasOneName(t *testing.T) {
	t.Parallel()
	for s, want := range map[audit.Stream]bool{"case:1": true, "referral:12": true, "mss:3": true, "unit:0": true, "case:1:read": true, "case:01": false,
		"case:+1": false, "case:-1": false, "case:": false, "case": false, "case:x": false, "case:99999999999999999999": false, "file:1": false,
		"case:1:read:read": false, "": false} {
		if got := s.Valid(); got != want {
			t.Errorf("%q: %t", s, got)
		}
	}
	w := newWorld(t)
	_, err := w.log.Write(t.Context(), officer(5), audit.Key{}, func(tx *audit.Tx) error {
		_, err := tx.Next(t.Context(), "case:01")
		return err
	})
	if errs.KindOf(err) != errs.Internal || !strings.Contains(err.Error(), "audit.bad_event") {
		t.Errorf("%v", err)
	}
}

func TestWrite_InsideWriteIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	inner := func(ctx context.Context) error {
		_, err := w.log.Write(ctx, officer(6), audit.Key{}, func(tx *audit.Tx) error { return tx.Record(ctx, event(audit.CaseStream(2), "inner")) })
		return err
	}
	var got, viewed error
	_, err := w.log.Write(t.Context(), officer(5), audit.Key{}, func(tx *audit.Tx) error {
		got = inner(context.WithoutCancel(t.Context())) // another context does not hide it
		viewed = w.log.Viewed(t.Context(), officer(5), event(audit.CaseStream(1), "case.viewed"))
		return tx.Record(t.Context(), event(audit.CaseStream(1), "outer"))
	})
	if err != nil {
		t.Fatal(err)
	}
	if errs.KindOf(got) != errs.Internal || errs.KindOf(viewed) != errs.Internal {
		t.Errorf("inner write: %v, inner view: %v", got, viewed)
	}
	if n := w.count("SELECT count(*) FROM audit_events"); n != 1 {
		t.Errorf("%d events, want the outer one alone", n)
	}
	if err := inner(t.Context()); err != nil {
		t.Errorf("one after the other must work: %v", err)
	}
}

func TestLedger_RefusesTheApplication(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.mustAct(audit.CaseStream(1), "first")
	for _, sql := range []string{
		"UPDATE audit_events SET action = 'x'", "DELETE FROM audit_events", "TRUNCATE audit_events",
		"INSERT INTO audit_tree VALUES (0, '')", "INSERT INTO audit_checkpoints VALUES (0, '', now())",
		"UPDATE audit_heads SET n = 7", "UPDATE audit_heads SET hash = ''", "UPDATE audit_heads SET stream = 'case:2'",
		"UPDATE audit_heads SET sealed = 9", "DELETE FROM audit_heads", "UPDATE audit_requests SET n = 1", "DELETE FROM audit_requests",
	} {
		tx, err := w.db.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(t.Context(), sql); err == nil {
			t.Errorf("the application may %s", sql)
		}
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	}
	super := testkit.Super(t, w.db)
	for _, sql := range []string{"UPDATE audit_events SET action = 'x'", "DELETE FROM audit_events", "TRUNCATE audit_events", "UPDATE audit_heads SET n = 2",
		"DELETE FROM audit_heads"} {
		if _, err := super.Exec(t.Context(), sql); err == nil || !strings.Contains(err.Error(), "TS001") {
			t.Errorf("the owner by accident: %s: %v", sql, err)
		}
	}
}

func TestViewed_GoesToTheReadingStreamAndDoesNotWaitForAnAct(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := audit.CaseStream(1)
	w.mustAct(s, "first")
	_, err := w.log.Write(t.Context(), officer(5), audit.Key{}, func(tx *audit.Tx) error {
		if _, err := tx.Next(t.Context(), s); err != nil { // the act holds the head
			return err
		}
		done := make(chan error)
		go func() { done <- w.log.Viewed(t.Context(), officer(6), event(s, "case.viewed")) }()
		if err := <-done; err != nil {
			t.Errorf("a page waited for an act: %v", err)
		}
		return tx.Record(t.Context(), event(s, "second"))
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := w.count("SELECT count(*) FROM audit_events WHERE stream = 'case:1:read'"); n != 1 {
		t.Errorf("%d reads recorded", n)
	}
	f := database.FailAt(4)
	if err := w.log.Viewed(database.WithFault(t.Context(), f), officer(6), event(s, "case.viewed")); errs.KindOf(err) != errs.Unavailable || !f.Fired() {
		t.Errorf("a read that cannot be recorded is %v, want unavailable", err)
	}
}

func TestRefused_IsRecordedAtAPaceAndCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hammer := func(n int) {
		for range n {
			if err := w.log.Refused(t.Context(), officer(5), audit.Event{Action: "access.refused", Kind: "case", TargetRef: "SM-X"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	hammer(25)
	if n := w.count("SELECT count(*) FROM audit_events WHERE stream = 'unit:7:read'"); n != 10 {
		t.Errorf("%d refusals recorded, want 10", n)
	}
	if err := w.log.Refused(t.Context(), officer(6), audit.Event{Action: "access.refused", Kind: "case"}); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(61e9)
	hammer(1)
	if n := w.count("SELECT (details->>'not_recorded_before')::int FROM audit_events WHERE actor_id = 5 ORDER BY n DESC LIMIT 1"); n != 15 {
		t.Errorf("%d refusals told, want 15", n)
	}
	if r := w.verify(); !r.OK || r.Events != 12 {
		t.Errorf("%+v %+v", r, r.FirstBad)
	}
}

// A clock that is set back begins a new minute: it silences nobody.
func TestRefused_AClockThatIsSetBackSilencesNobody(t *testing.T) {
	t.Parallel()
	clock := testkit.NewClock("2026-05-12T09:00:00+08:00")
	log := audit.New(nil, clock.Now)
	for range 12 {
		log.Admit(7)
	}
	clock.Advance(-1e9)
	if untold, keep := log.Admit(7); untold != 2 || !keep {
		t.Errorf("%d untold, %t", untold, keep)
	}
}

// Of ten thousand who were refused something those are kept of whom something is to be told, and those of this minute.
func TestRefused_ForgetsWhoWasQuiet(t *testing.T) {
	t.Parallel()
	clock := testkit.NewClock("2026-05-12T09:00:00+08:00")
	log := audit.New(nil, clock.Now)
	for id := range int64(audit.ActorsKept - 1) {
		log.Admit(id)
	}
	for range 15 {
		log.Admit(7)
	}
	clock.Advance(59e9)
	if log.Admit(-1); log.Remembered() != audit.ActorsKept {
		t.Errorf("%d are remembered", log.Remembered())
	}
	clock.Advance(1e9)
	if log.Admit(-2); log.Remembered() != 3 {
		t.Errorf("%d are remembered and not those of the last seconds and the one with something to tell", log.Remembered())
	}
	if untold, keep := log.Admit(7); untold != 6 || !keep {
		t.Errorf("%d untold, %t", untold, keep)
	}
}

func TestRecord_MasksNumbersOfPersons(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const id, phone = "110101199003077571", "13800138000"
	e := event(audit.CaseStream(1), "party.added")
	e.TargetName = "演示当事人 " + id
	e.Details = map[string]any{"id_number": id, "note": "证件" + id + "，电话 " + phone, "was": map[string]any{"x": []any{id}}, "list": []string{id}}
	_, err := w.log.Write(t.Context(), officer(5), audit.Key{}, func(tx *audit.Tx) error { return tx.Record(t.Context(), e) })
	if err != nil {
		t.Fatal(err)
	}
	if e.Details["id_number"] != id {
		t.Error("the caller's own map was changed")
	}
	if n := w.count("SELECT count(*) FROM audit_events WHERE details::text ~ '199003|00138' OR target_name ~ '199003'"); n != 0 {
		t.Error("a number of a person stands in the ledger")
	}
	if r := w.verify(); !r.OK {
		t.Errorf("%+v", r.FirstBad)
	}
}
