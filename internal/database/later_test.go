package database_test

import (
	"errors"
	"testing"

	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/testkit"
)

// TestLater_TravelsBeforeTheNextStatement: what is queued is there for the next statement, whichever kind it is, and for the commit.
func TestLater_TravelsBeforeTheNextStatement(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	tx := begin(t, db)
	tx.Later(nil, insertSetting, "test.later", "1")
	if n := value[int64](t, tx, "SELECT count(*) FROM settings WHERE key = 'test.later'"); n != 1 {
		t.Errorf("a query finds %d rows", n)
	}
	tx.Later(nil, insertSetting, "test.committed", "2")
	if err := tx.Commit(); err != nil || settings(t, db) != 2 {
		t.Errorf("%d rows, %v", settings(t, db), err)
	}
}

// TestLater_WhatItsCheckSaysIsNotPassedOver: the next statement answers with it, and nothing is committed by whoever swallows that.
// Seen to fail without the poison of the transaction.
func TestLater_WhatItsCheckSaysIsNotPassedOver(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	stale := errs.New(errs.Conflict, "procedure.stale")
	tx := begin(t, db)
	if _, err := tx.Exec(t.Context(), insertSetting, "test.before", "1"); err != nil {
		t.Fatal(err)
	}
	tx.Later(database.Exactly(stale), "INSERT INTO settings (key, value) SELECT $1::text, $2::text WHERE false", "test.absent", "1")
	if _, err := tx.Exec(t.Context(), "SELECT 1"); !errors.Is(err, stale) {
		t.Errorf("the next statement: %v", err)
	}
	if err := tx.Commit(); err == nil || settings(t, db) != 0 {
		t.Errorf("committed: %v, %d rows", err, settings(t, db))
	}
}
