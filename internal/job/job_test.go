package job_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/job"
	"touchstone/internal/testkit"
)

type args struct {
	Document int64 `json:"document"`
}

// done notes what was worked off.
type done struct {
	mu   sync.Mutex
	docs []int64
}

func (d *done) handle(_ context.Context, j job.Job) error {
	var a args
	if err := j.Decode(&a); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.docs = append(d.docs, a.Document)
	return nil
}

func (d *done) list() []int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]int64(nil), d.docs...)
}

func runner(t *testing.T, db *database.DB, h map[string]job.Handler, p ...job.Periodic) *job.Runner {
	t.Helper()
	r, err := job.NewRunner(t.Context(), db, h, p, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Start(context.WithoutCancel(t.Context())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := r.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return r
}

func settle(t *testing.T, r *job.Runner) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := r.Settle(ctx); err != nil {
		t.Fatal(err)
	}
}

func act(t *testing.T, db *database.DB, commit bool, add func(*database.Tx) error) {
	t.Helper()
	tx, err := db.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if err := add(tx); err != nil {
		t.Fatal(err)
	}
	if commit {
		err = tx.Commit()
	} else {
		err = tx.Rollback()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestAdd_IsDoneIfAndOnlyIfCommitted(t *testing.T) {
	t.Parallel()
	db, d := testkit.DB(t), &done{}
	r := runner(t, db, map[string]job.Handler{"render": d.handle})
	act(t, db, true, func(tx *database.Tx) error { return job.Add(t.Context(), tx, "render", args{1}, "") })
	act(t, db, false, func(tx *database.Tx) error { return job.Add(t.Context(), tx, "render", args{2}, "") })
	settle(t, r)
	if got := d.list(); len(got) != 1 || got[0] != 1 {
		t.Errorf("worked off %v, want [1]", got)
	}
	if err := job.Add(t.Context(), db.Read(), "render", args{3}, ""); err == nil {
		t.Error("planned outside a transaction")
	}
}

func TestAdd_KeyKeepsASecondAway(t *testing.T) {
	t.Parallel()
	db, d := testkit.DB(t), &done{}
	for _, doc := range []int64{1, 2} {
		act(t, db, true, func(tx *database.Tx) error { return job.Add(t.Context(), tx, "render", args{doc}, "same") })
	}
	act(t, db, true, func(tx *database.Tx) error { return job.Add(t.Context(), tx, "render", args{3}, "other") })
	r := runner(t, db, map[string]job.Handler{"render": d.handle})
	settle(t, r)
	if got := d.list(); len(got) != 2 {
		t.Errorf("worked off %v, want the first and the third", got)
	}
	act(t, db, true, func(tx *database.Tx) error { return job.Add(t.Context(), tx, "render", args{4}, "same") })
	settle(t, r)
	if got := d.list(); len(got) != 3 || got[2] != 4 {
		t.Errorf("worked off %v: a finished job must not keep a new one away", got)
	}
}

func TestRunner_FailureStaysForLater(t *testing.T) {
	t.Parallel()
	db, d := testkit.DB(t), &done{}
	r := runner(t, db, map[string]job.Handler{
		"fails":  func(context.Context, job.Job) error { return errors.New("not yet") },
		"panics": func(context.Context, job.Job) error { panic("bug") },
		"render": d.handle,
	})
	act(t, db, true, func(tx *database.Tx) error {
		return errors.Join(job.Add(t.Context(), tx, "fails", args{}, ""), job.Add(t.Context(), tx, "panics", args{}, ""),
			job.Add(t.Context(), tx, "render", args{1}, ""))
	})
	settle(t, r)
	var waiting int
	err := db.Read().QueryRow(t.Context(),
		"SELECT count(*) FROM river_job WHERE kind IN ('fails','panics') AND state NOT IN ('completed','discarded','cancelled') AND attempt > 0").Scan(&waiting)
	if err != nil || waiting != 2 || len(d.list()) != 1 {
		t.Errorf("%d wait for another attempt, %v done, %v", waiting, d.list(), err)
	}
}

func TestRunner_PeriodicRunsAtStart(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	ran := make(chan struct{}, 10)
	runner(t, db, map[string]job.Handler{"tick": func(context.Context, job.Job) error { ran <- struct{}{}; return nil }},
		job.Periodic{Kind: "tick", Every: time.Hour, AtStart: true})
	select {
	case <-ran:
	case <-time.After(30 * time.Second):
		t.Fatal("it did not run")
	}
}

// TestRunner_PeriodicComesAgain: what the clock asks for and fails is given up after a few tries, so that the next tick or start
// plans it anew. Seen to fail with the queue's own 25 tries, which go on for weeks and keep the next one away.
func TestRunner_PeriodicComesAgain(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	super := testkit.Super(t, db)
	ran := make(chan struct{}, 10)
	for range 2 {
		r, err := job.NewRunner(t.Context(), db, map[string]job.Handler{"tick": func(context.Context, job.Job) error {
			ran <- struct{}{}
			return errors.New("always")
		}},
			[]job.Periodic{{Kind: "tick", Every: time.Hour, AtStart: true}}, slog.New(slog.DiscardHandler))
		if err = errors.Join(err, r.Start(t.Context())); err != nil {
			t.Fatal(err)
		}
		select {
		case <-ran:
		case <-time.After(30 * time.Second):
			t.Fatal("it did not run")
		}
		if err := r.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		if tag, err := super.Exec(t.Context(),
			"UPDATE river_job SET state = 'discarded', attempt = max_attempts, finalized_at = now() WHERE max_attempts = 3 AND state <> 'discarded'"); err != nil ||
			tag.RowsAffected() != 1 {
			t.Fatalf("%d jobs give up after a few tries, %v", tag.RowsAffected(), err)
		}
	}
}

func TestNewRunner_RefusesAPeriodicWithoutHandler(t *testing.T) {
	t.Parallel()
	_, err := job.NewRunner(t.Context(), testkit.DB(t), nil, []job.Periodic{{Kind: "nobody", Every: time.Hour}}, slog.New(slog.DiscardHandler))
	var e *errs.E
	if !errors.As(err, &e) || e.Key != "job.unknown" {
		t.Errorf("got %v", err)
	}
}

// Our copy of the queue's tables is what river itself would make.
func TestSchema_IsRivers(t *testing.T) {
	t.Parallel()
	columns := func(s database.Source) (out string) {
		t.Helper()
		conn, err := s.Connect(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close(context.Background()) }()
		err = conn.QueryRow(t.Context(), `SELECT string_agg(line, E'\n' ORDER BY line) FROM (
			SELECT format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) AS line
			  FROM information_schema.columns WHERE table_name LIKE 'river\_%' AND table_schema = 'public'
			UNION ALL SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'river\_%'
			UNION ALL SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
			  WHERE conrelid::regclass::text LIKE 'river\_%'
			UNION ALL SELECT enumlabel FROM pg_enum) AS x`).Scan(&out)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	theirs := testkit.EmptySource(t)
	conn, err := theirs.Connect(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	c := conn.Config()
	pool, err := pgxpool.New(t.Context(), "host="+c.Host+" dbname="+c.Database+" user="+c.User)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	m, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Migrate(t.Context(), rivermigrate.DirectionUp, nil); err != nil {
		t.Fatal(err)
	}
	if got, want := columns(testkit.Source(t)), columns(theirs); got != want {
		t.Errorf("ours:\n%s\n\nriver's:\n%s", got, want)
	}
}
