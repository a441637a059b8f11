package database_test

import (
	"context"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"touchstone/internal/database"
	"touchstone/internal/testkit"
)

// TestBegin_TravelsWithTheFirstStatement: whichever way that goes, with what waits before it; a transaction that sent nothing asks
// nothing of the server.
func TestBegin_TravelsWithTheFirstStatement(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	for name, first := range map[string]func(tx *database.Tx) error{
		"nothing": func(*database.Tx) error { return nil },
		"exec": func(tx *database.Tx) error {
			_, err := tx.Exec(t.Context(), insertSetting, "test.exec", "1")
			return err
		},
		"row": func(tx *database.Tx) error {
			tx.Later(nil, insertSetting, "test.row", "1")
			var n int
			return tx.QueryRow(t.Context(), "SELECT count(*) FROM settings WHERE key = 'test.row'").Scan(&n)
		},
		"rows": func(tx *database.Tx) error {
			tx.Later(nil, insertSetting, "test.rows", "1")
			_, err := database.Values[string](t.Context(), tx, "SELECT key FROM settings WHERE key = 'test.rows'")
			return err
		},
		"batch": func(tx *database.Tx) error {
			return database.Batch(t.Context(), tx, func(b *pgx.Batch) { b.Queue(insertSetting, "test.batch", "1") })
		},
	} {
		ctx, counter := database.Count(t.Context())
		tx, err := db.Begin(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := first(tx); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := tx.Commit(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if name == "nothing" && counter.Statements() != 0 {
			t.Errorf("nothing: %v", counter.Texts())
		}
	}
	got, err := database.Values[string](t.Context(), db.Read(), "SELECT key FROM settings WHERE key LIKE 'test.%' ORDER BY key")
	if want := []string{"test.batch", "test.exec", "test.row", "test.rows"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
}

// TestBegin_NoStatementRunsOutside: where the first one was never sent, or made no sense to the server, the second begins.
func TestBegin_NoStatementRunsOutside(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	broken := func() context.Context { return database.WithFault(t.Context(), database.FailAt(1)) }
	for name, first := range map[string]func(tx *database.Tx) error{
		"never sent": func(tx *database.Tx) error { _, err := tx.Exec(broken(), insertSetting, "test.first", "1"); return err },
		"no sense":   func(tx *database.Tx) error { _, err := tx.Exec(t.Context(), "SELEKT $1::int", 1); return err },
		"by gorm": func(tx *database.Tx) error {
			return gorm.G[any](tx.Gorm()).Exec(broken(), insertSetting, "test.first", "1")
		},
		"divided": func(tx *database.Tx) error { return tx.QueryRow(t.Context(), "SELECT 1 / $1::int", 0).Scan(new(int)) },
	} {
		tx := begin(t, db)
		if err := first(tx); err == nil {
			t.Errorf("%s: no error", name)
		}
		_, _ = tx.Exec(t.Context(), insertSetting, "test."+name, "1")
		if err := tx.Rollback(); err != nil || settings(t, db) != 0 {
			t.Errorf("%s: %d rows are left, %v", name, settings(t, db), err)
		}
	}
}

// TestCommitWith_EndsInOneRoundTrip: the last statements and the end are one message; where one of them fails nothing is kept, and
// that is known.
func TestCommitWith_EndsInOneRoundTrip(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	end := func(first, last string, divisor int) (*database.Counter, *database.Tx, error) {
		counted, counter := database.Count(t.Context())
		tx := begin(t, db)
		tx.Later(nil, insertSetting, "test."+first, "1")
		if _, err := tx.Exec(counted, "SELECT 1"); err != nil {
			t.Fatal(err)
		}
		b := &pgx.Batch{}
		b.Queue(insertSetting, "test."+last, "1")
		b.Queue("SELECT 1 / $1::int", divisor)
		return counter, tx, tx.CommitWith(counted, b)
	}
	_, tx, err := end("a", "b", 0)
	if !database.DividedByZero(err) || tx.Lost() || tx.Rollback() != nil || settings(t, db) != 0 {
		t.Errorf("failed: %v, lost %v, %d rows", err, tx.Lost(), settings(t, db))
	}
	counter, _, err := end("a", "b", 1)
	if err != nil || counter.RoundTrips() != 2 || settings(t, db) != 2 {
		t.Errorf("%v, %d round trips %v, %d rows", err, counter.RoundTrips(), counter.Texts(), settings(t, db))
	}
}
