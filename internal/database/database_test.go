package database_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/testkit"
)

func value[T any](t *testing.T, q database.Q, sql string, args ...any) T {
	t.Helper()
	var v T
	if err := q.QueryRow(t.Context(), sql, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return v
}

func begin(t *testing.T, db *database.DB) *database.Tx {
	t.Helper()
	tx, err := db.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback() })
	return tx
}

const insertSetting = "INSERT INTO settings (key, value) VALUES ($1, $2)"

func settings(t *testing.T, db *database.DB) int64 {
	t.Helper()
	return value[int64](t, db.Read(), "SELECT count(*) FROM settings WHERE key LIKE 'test%'")
}

func TestRead_IsReadOnlyAsTheApplication(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	if got := value[string](t, db.Read(), "SELECT current_user::text"); got != database.RoleApp {
		t.Errorf("current_user = %s", got)
	}
	_, err := db.Read().Exec(t.Context(), insertSetting, "test", "x")
	if err == nil || settings(t, db) != 0 {
		t.Fatalf("a read handle wrote: %v", err)
	}
}

func TestTx_SeesItsOwnWorkThreeWays(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	tx := begin(t, db)
	if n, err := tx.Exec(t.Context(), insertSetting, "test.pgx", "1"); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if err := gorm.G[any](tx.Gorm()).Exec(t.Context(), "INSERT INTO settings (key, value) VALUES (?, ?)", "test.gorm", "2"); err != nil {
		t.Fatal(err)
	}
	if _, err := tx.SQL().ExecContext(t.Context(), insertSetting, "test.sql", "3"); err != nil {
		t.Fatal(err)
	}
	if got := value[int64](t, tx, "SELECT count(*) FROM settings WHERE key LIKE 'test%'"); got != 3 {
		t.Errorf("inside: %d rows, want 3", got)
	}
	if got := settings(t, db); got != 0 {
		t.Errorf("outside before commit: %d rows", got)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if got := settings(t, db); got != 3 {
		t.Errorf("after commit: %d rows, want 3", got)
	}
	if _, err := tx.Exec(t.Context(), insertSetting, "test.late", "x"); err == nil {
		t.Error("a statement ran after the commit")
	}
}

func TestTx_HasItsTimeLimits(t *testing.T) {
	t.Parallel()
	tx := begin(t, testkit.DB(t))
	for name, want := range map[string]string{"lock_timeout": "3s", "statement_timeout": "10s",
		"idle_in_transaction_session_timeout": "15s", "plan_cache_mode": "force_generic_plan", "timezone": "UTC",
		"transaction_isolation": "read committed"} {
		if got := value[string](t, tx, "SELECT current_setting($1)", name); got != want {
			t.Errorf("%s = %s, want %s", name, got, want)
		}
	}
}

func TestTx_LockTimeoutIsBusy(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	first, second := begin(t, db), begin(t, db)
	if _, err := first.Exec(t.Context(), insertSetting, "test", "1"); err != nil {
		t.Fatal(err)
	}
	if _, err := second.Exec(t.Context(), "SET LOCAL lock_timeout = '50ms'"); err != nil {
		t.Fatal(err)
	}
	_, err := second.Exec(t.Context(), insertSetting, "test", "2") // waits for the first one's fate
	if !errs.Is(err, errs.Busy) {
		t.Fatalf("got %v, want Busy", err)
	}
}

func TestTx_CancelledContextLeavesNothing(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	tx, err := db.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(ctx, insertSetting, "test", "x"); err != nil {
		t.Fatal(err)
	}
	go func() { // cancels once the server is at it
		const running = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE 'SELECT pg_sleep%')"
		for is := false; !is; {
			if err := db.Read().QueryRow(t.Context(), running).Scan(&is); err != nil {
				break
			}
		}
		cancel()
	}()
	if _, err := tx.Exec(ctx, "SELECT pg_sleep(9)"); !errs.Is(err, errs.Unavailable) {
		t.Errorf("got %v, want Unavailable", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
	if settings(t, db) != 0 {
		t.Error("the cancelled transaction left a row")
	}
	if err := begin(t, db).Commit(); err != nil {
		t.Errorf("the pool did not recover: %v", err)
	}
}

func TestBegin_OnACancelledContextIsRefused(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if tx, err := db.Begin(ctx); err == nil {
		_ = tx.Rollback()
		t.Fatal("began")
	}
}

func TestBatch_IsOneRoundTrip(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	ctx, n := database.Count(t.Context())
	var one, two int
	var names []string
	err := db.Batch(ctx, func(b *pgx.Batch) {
		b.Queue("SELECT 1").QueryRow(func(r pgx.Row) error { return r.Scan(&one) })
		b.Queue("SELECT $1::int + 1", 1).QueryRow(func(r pgx.Row) error { return r.Scan(&two) })
		b.Queue("SELECT key FROM settings").Query(func(r pgx.Rows) (err error) {
			names, err = pgx.CollectRows(r, pgx.RowTo[string])
			return err
		})
	})
	if err != nil || one != 1 || two != 2 || !slices.Contains(names, "small_cells") {
		t.Fatal(one, two, names, err)
	}
	if n.RoundTrips() != 1 || n.Statements() != 3 {
		t.Errorf("%d round trips and %d statements, want 1 and 3", n.RoundTrips(), n.Statements())
	}
	_ = value[int](t, db.Read(), "SELECT 1")
	if n.Statements() != 3 {
		t.Error("a statement under another context was counted")
	}
}

// act is a small act that goes every way a statement can go.
func act(ctx context.Context, db *database.DB) (err error) {
	tx, err := db.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	if _, err := tx.Exec(ctx, insertSetting, "test.pgx", "1"); err != nil {
		return err
	}
	if err := gorm.G[any](tx.Gorm()).Exec(ctx, "INSERT INTO settings (key, value) VALUES (?, ?)", "test.gorm", "2"); err != nil {
		return err
	}
	if _, err := tx.SQL().ExecContext(ctx, insertSetting, "test.sql", "3"); err != nil {
		return err
	}
	err = database.Batch(ctx, tx, func(b *pgx.Batch) {
		b.Queue(insertSetting, "test.batch1", "4")
		b.Queue(insertSetting, "test.batch2", "5")
	})
	if err != nil {
		return err
	}
	return tx.Commit()
}

func TestFault_SweepLeavesNothing(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	const statements = 1 + 5 + 1 // begin, five inserts, commit
	for n := 1; ; n++ {
		f := database.FailAt(n)
		err := act(database.WithFault(t.Context(), f), db)
		if !f.Fired() {
			if n != statements+1 || err != nil || settings(t, db) != 5 {
				t.Fatalf("run %d without a fault: %v, %d rows; want the run after %d faults", n, err, settings(t, db), statements)
			}
			return
		}
		if err == nil || settings(t, db) != 0 {
			t.Fatalf("fault at statement %d: error %v, %d rows left", n, err, settings(t, db))
		}
	}
}

func TestFault_AnswerLostAfterCommit(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	f := database.LoseAnswer()
	err := act(database.WithFault(t.Context(), f), db)
	if !errors.Is(err, database.ErrInjected) || !f.Fired() {
		t.Fatalf("got %v", err)
	}
	if settings(t, db) != 5 {
		t.Error("the commit itself must have happened")
	}
}

func TestTranslate_ByConstraint(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	tx := begin(t, db)
	_, err := tx.Exec(t.Context(), "UPDATE settings SET value = '1' WHERE key = 'small_cells'")
	if errs.KindOf(err) != errs.Internal {
		t.Errorf("a missing privilege is our bug: %v", err)
	}
	super := testkit.Super(t, db)
	_, err = super.Exec(t.Context(), "UPDATE settings SET value = '1' WHERE key = 'small_cells'")
	var e *errs.E
	if err = database.Translate(err); !errors.As(err, &e) || e.Key != "database.small_cells" || e.Fields[0].Name != "value" {
		t.Errorf("got %v", err)
	}
	_, err = super.Exec(t.Context(), "INSERT INTO settings VALUES ('small_cells', '7')")
	if err = database.Translate(err); errs.KindOf(err) != errs.Internal || database.Constraint(err) != "settings_pkey" {
		t.Errorf("an unknown constraint is our bug: %v", err)
	}
	var v string
	err = db.Read().QueryRow(t.Context(), "SELECT value FROM settings WHERE key = 'none'").Scan(&v)
	if !database.NoRows(err) {
		t.Errorf("no row: %v", err)
	}
}

func TestRoles_LogInAsThemselves(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	for _, role := range []string{database.RoleReport, database.RoleInformant, database.RoleSeal, database.RoleAudit, database.RoleBackup} {
		q, err := db.As(t.Context(), role)
		if err != nil {
			t.Fatal(err)
		}
		if got := value[string](t, q, "SELECT current_user || ' ' || session_user"); got != role+" "+role {
			t.Errorf("%s is %s", role, got)
		}
		if _, err := q.Exec(t.Context(), "CREATE TABLE public.mine (x int)"); err == nil {
			t.Errorf("%s made a table", role)
		}
	}
	q, err := db.Report(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := value[string](t, q, "SHOW transaction_isolation"); got != "repeatable read" {
		t.Errorf("reports run %s", got)
	}
}

func TestURL_SessionsTakeTheirRole(t *testing.T) {
	t.Parallel()
	own := testkit.DB(t)
	super := testkit.Super(t, own)
	dsn := "host=" + super.Config().Host + " dbname=" + super.Config().Database + " user=" + super.Config().User
	db, err := database.Open(t.Context(), database.URL(dsn), database.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	if got := value[string](t, db.Read(), "SELECT current_user::text"); got != database.RoleApp {
		t.Errorf("current_user = %s", got)
	}
	if _, err := db.Read().Exec(t.Context(), "RESET ROLE"); err != nil {
		t.Fatal(err)
	}
	if got := value[string](t, db.Read(), "SELECT current_user::text"); got != database.RoleApp {
		t.Errorf("after RESET ROLE: %s", got)
	}
	if err := db.Ready(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestTimes_ComeBackInUTC(t *testing.T) {
	t.Parallel()
	at := value[time.Time](t, testkit.DB(t).Read(), "SELECT timestamptz '2026-05-12 09:00+08'")
	if at.Location() != time.UTC || at.Hour() != 1 {
		t.Errorf("got %v", at)
	}
}

func TestBeginAs_Seals(t *testing.T) {
	t.Parallel()
	tx, err := testkit.DB(t).BeginAs(t.Context(), database.RoleSeal)
	if err != nil {
		t.Fatal(err)
	}
	if got := value[string](t, tx, "SELECT current_user::text"); got != database.RoleSeal {
		t.Errorf("current_user = %s", got)
	}
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
}
