package app_test

import (
	"os"
	"slices"
	"testing"

	"touchstone/internal/database"
	"touchstone/internal/procedure"
)

// TestScenarios_FaultSweep runs scenarios again with every act of theirs, proposals and decisions alike, tried first
// with each of its statements failing in turn: nothing of a failed try stays, and the scenario ends as it would have
// without. The long mode takes all scenarios that are built.
func TestScenarios_FaultSweep(t *testing.T) {
	t.Parallel()
	book, reg, all := scenarios(t)
	short := []string{"penalty_with_hearing", "not_filed_reconsideration_filed"}
	for _, s := range all {
		if os.Getenv("LONG") == "" && !slices.Contains(short, s.Name) || len(lacking(book, reg, s)) > 0 {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, book, reg, s)
			w.sweep = true
			w.run(s)
			t.Logf("%d failing statements left nothing", w.faults)
		})
	}
}

// do runs one act; in a sweep after each of its statements has failed once, the commit among them.
func (w *world) do(who string, cmd procedure.Command) (procedure.Receipt, error) {
	w.t.Helper()
	if !w.sweep {
		ctx, n := database.Count(w.t.Context())
		got, err := w.engine.Do(ctx, w.people[who], cmd)
		if w.each != nil && err == nil {
			w.each(cmd.Event, n)
		}
		return got, err
	}
	before := w.everything()
	for n := 1; n < 2000; n++ {
		f := database.FailAt(n)
		got, err := w.engine.Do(database.WithFault(w.t.Context(), f), w.people[who], cmd)
		if !f.Fired() {
			return got, err
		}
		if err == nil {
			w.t.Fatalf("%s: statement %d failed and the act went on", cmd.Event, n)
		}
		if now := w.everything(); now != before {
			w.t.Fatalf("%s: statement %d failed and left a trace:\n%s\n%s", cmd.Event, n, before, now)
		}
		w.faults++
	}
	w.t.Fatalf("%s does not end", cmd.Event)
	return procedure.Receipt{}, nil
}

// everything says of each table how many rows it has and which transaction wrote the last of them: whatever is written, changed
// or deleted moves one of the two.
func (w *world) everything() (out string) {
	w.t.Helper()
	if w.tables == "" {
		w.scan(`SELECT 'SELECT ' || string_agg(format('(SELECT %L || count(*) || ''.'' || coalesce(max(xmin::text::bigint), 0)
			FROM %s)', ' ' || c.relname || ' ', c.oid::regclass), ' || ' ORDER BY c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')`, nil, &w.tables)
	}
	w.scan(w.tables, nil, &out)
	return out
}
