package audit_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/testkit"
)

// weighed is a handle that looks, every so many rows, how much memory is alive.
type weighed struct {
	database.Q
	rows int
	most uint64
}

func (w *weighed) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	r, err := w.Q.Query(ctx, sql, args...)
	return weighedRows{r, w}, err
}

type weighedRows struct {
	pgx.Rows
	w *weighed
}

func (r weighedRows) Next() bool {
	if r.w.rows++; r.w.rows%500 == 0 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		r.w.most = max(r.w.most, m.HeapAlloc)
	}
	return r.Rows.Next()
}

// Verification remembers the row before, not the rows: ten times as many facts, events and chains keep no more memory
// alive. It is no parallel test: what others allocate would be weighed with it. Seen to fail (12 MB more) with the keys of
// the facts kept in a map.
func TestVerify_InConstantMemory(t *testing.T) {
	w := newWorld(t)
	super := testkit.Super(t, w.db)
	if _, err := super.Exec(t.Context(), "SET session_replication_role = replica"); err != nil {
		t.Fatal(err)
	}
	weigh := func(from, to int) uint64 {
		t.Helper()
		_, err := super.Exec(t.Context(), fmt.Sprintf(`INSERT INTO parties (ref, case_id, kind, name, created_by, created_at)
SELECT 'PT-' || g, g / 100, 'person', 'x', 1, now() FROM generate_series(%d, %d) g`, from, to-1))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.log.TakeUp(t.Context(), map[string]int64{"parties": 1}); err != nil {
			t.Fatal(err)
		}
		q, err := w.db.Snapshot(t.Context(), database.RoleAudit)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = q.Rollback() }()
		by := &weighed{Q: q}
		r, err := audit.Verify(t.Context(), by, audit.Checks{})
		if err != nil || !r.OK || r.Facts != int64(to-100) || r.Streams != int64(to/100) { // and unit:0, which binds the definitions
			t.Fatalf("%+v %v", r, err)
		}
		t.Logf("%d facts on %d chains: %d KB alive", r.Facts, r.Streams, by.most>>10)
		return by.most
	}
	few, many := weigh(100, 1100), weigh(1100, 11100)
	if many > few+few/4+1<<18 {
		t.Errorf("%d bytes alive with 11,000 facts, %d with 1,000", many, few)
	}
}
