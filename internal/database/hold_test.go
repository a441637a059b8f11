package database_test

import (
	"testing"

	"touchstone/internal/testkit"
)

// TestHold_IsFreeAtOnceAfterItsRelease: another does not get a lock that is held, and gets it in the moment in which it was let
// go, a hundred times. Seen to fail with a release that only closed the connection.
func TestHold_IsFreeAtOnceAfterItsRelease(t *testing.T) {
	t.Parallel()
	db := testkit.DB(t)
	const key = 4711
	for n := range 100 {
		release, held, err := db.Hold(t.Context(), key)
		if err != nil || !held {
			t.Fatalf("after %d releases: %v, %v", n, held, err)
		}
		if _, again, err := db.Hold(t.Context(), key); again || err != nil {
			t.Fatalf("held twice: %v", err)
		}
		release()
		if n := value[int64](t, db.Read(), "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = $1", key); n != 0 {
			t.Fatal("released, and held still")
		}
	}
}
