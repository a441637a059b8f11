package audit_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/audit"
	"touchstone/internal/testkit"
)

// odd are values that no write puts into a cell of a type.
var odd = map[string][]string{
	"text":                     {`NULL`, `''`, `'x'`, `E'a\nb'`, `'演示'`, `repeat('x', 100000)`},
	"bigint":                   {`NULL`, `-1`, `0`, `7`, `9223372036854775807`, `-9223372036854775808`},
	"bytea":                    {`NULL`, `''`, `'\x00'`, `'\x0102030405'::bytea || sha256('x')`},
	"timestamp with time zone": {`NULL`, `'infinity'`, `'-infinity'`, `'294276-12-31'`, `'4713-01-01 BC'`, `'10000-01-01'`, `'0001-01-01 BC'`},
	"jsonb": {`NULL`, `'null'`, `'7'`, `'"x"'`, `'true'`, `'[]'`, `'[{"facts": 1}]'`, `'{}'`, `'{"n": 1e400}'`,
		`'{"facts": 7, "texts": 7, "objects": 7, "facts_before": 7}'`,
		`'{"facts": null, "texts": null, "objects": null}'`,
		`'{"facts": {"users/1": null, "users/2": 7, "users/99999999999999999999": "a", "": {}, "users/-1": "x", "users/1.1": []}}'`,
		`'{"facts": {"users/1": "gone"}, "facts_before": {"users/1": {}}}'`, `'{"texts": {"a": null, "b": 7, "c": {}}}'`,
		`'{"objects": {"view audit_facts_users": 7, "x": null}, "version": "x"}'`,
		`details || '{"facts": [1, 2]}'`, `details || '{"objects": {"view x": 7}}'`, `details || '{"complete": 7, "bound": "x"}'`},
}

// told are the columns of the ledger whose change shows nowhere else: nothing but the next sealing round reads one, and nothing reads the others.
var silent = []string{"audit_heads.sealed", "audit_requests.route", "audit_requests.target", "audit_requests.location", "audit_requests.at",
	"audit_requests.content", "audit_checkpoints.at"}

// Whatever stands in whichever cell of the ledger, verification names it and reads on: what else was doctored is named
// with it, and the report can be written down. Seen to fail: an infinite time, a year of five digits, a digest that is null, a number among
// the definitions, an action or a number that is null each ended it with an error.
func TestVerify_ReadsOnPastAnyCell(t *testing.T) {
	t.Parallel()
	w := populated(t)
	w.plant(3)
	if _, err := w.act(audit.Key{Route: "POST /x", Target: "1", Nonce: "k"}, audit.CaseStream(1), "said"); err != nil {
		t.Fatal(err)
	}
	w.by(audit.CaseStream(1), "note.added", map[string]any{"text": "字"})
	super := testkit.Super(t, w.db)
	if r := found(t, super); !r.OK {
		t.Fatalf("before: %+v", r.Bad)
	}
	tried := 0
	for _, c := range cells(t, super) {
		for _, value := range odd[c.kind] {
			r, changed := inCell(t, super, c, value)
			if !changed {
				continue
			}
			tried++
			if _, err := json.Marshal(r); err != nil {
				t.Errorf("%s = %s: the report cannot be written: %v", c.name(), value, err)
			}
			other := slices.ContainsFunc(r.Bad, func(b audit.Bad) bool { return b.Table == "decisions" && b.Row == "1" })
			own := slices.ContainsFunc(r.Bad, func(b audit.Bad) bool { return b.Table != "decisions" && b.What != "schema" })
			if !other || !own && !slices.Contains(silent, c.name()) {
				t.Errorf("%s = %s: the fine named %t, the cell named %t: %.600v", c.name(), value, other, own, r.Bad)
			}
		}
	}
	if tried < 240 {
		t.Errorf("only %d values", tried)
	}
}

// cell is a column of the ledger.
type cell struct{ table, column, kind string }

func (c cell) name() string { return c.table + "." + c.column }

func cells(t *testing.T, super *pgx.Conn) (out []cell) {
	t.Helper()
	rows, err := super.Query(t.Context(),
		`SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname LIKE 'audit\_%' ORDER BY 1, a.attnum`)
	if err != nil {
		t.Fatal(err)
	}
	var c cell
	if _, err := pgx.ForEachRow(rows, []any{&c.table, &c.column, &c.kind}, func() error {
		if odd[c.kind] == nil {
			t.Errorf("%s is of type %s", c.name(), c.kind)
		}
		out = append(out, c)
		return nil
	}); err != nil || len(out) < 35 {
		t.Fatalf("%d columns, %v", len(out), err)
	}
	return out
}

// inCell is what the ledger says where a value stands in a cell of each kind of row, and a fine was changed.
func inCell(t *testing.T, super *pgx.Conn, c cell, value string) (audit.Report, bool) {
	t.Helper()
	tx, err := super.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.Background()) }()
	run := func(sql string) int64 {
		t.Helper()
		tag, err := tx.Exec(t.Context(), sql)
		if err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		return tag.RowsAffected()
	}
	run(`SET LOCAL session_replication_role = replica`)
	run(fmt.Sprintf(`DO $$ DECLARE k record; BEGIN
FOR k IN SELECT conname FROM pg_constraint
  WHERE conrelid = '%[1]s'::regclass LOOP EXECUTE 'ALTER TABLE %[1]s DROP CONSTRAINT ' || k.conname || ' CASCADE'; END LOOP; END $$`, c.table))
	run(fmt.Sprintf(`ALTER TABLE %s ALTER %s DROP NOT NULL`, c.table, c.column))
	run(`UPDATE decisions SET fine_fen = 1`)
	first := fmt.Sprintf(`(SELECT x.ctid FROM %s x WHERE x.%s IS DISTINCT FROM %s ORDER BY x.ctid DESC LIMIT 1)`, c.table, c.column, value)
	if c.table == "audit_events" { // the event that binds the definitions, one that takes up facts, and one with words
		first = fmt.Sprintf(`(SELECT x.ctid FROM audit_events x WHERE x.%s IS DISTINCT FROM %s AND (stream, n) IN (('unit:0', 1), ('unit:1', 1), ('case:1', 4)))`,
			c.column, value)
	}
	changed := run(fmt.Sprintf(`UPDATE %s SET %s = %s WHERE ctid = ANY (ARRAY%s)`, c.table, c.column, value, first))
	r, err := audit.Verify(t.Context(), hand{tx}, audit.Checks{})
	if err != nil {
		t.Errorf("%s = %s: %v", c.name(), value, err)
	}
	return r, changed > 0
}

// A column of another type, a view that is gone, and definitions nobody can read end no verification either.
func TestVerify_ReadsOnPastAnyDefinition(t *testing.T) {
	t.Parallel()
	w := populated(t)
	super := testkit.Super(t, w.db)
	for name, do := range map[string]string{
		"a column of another type":     `ALTER TABLE audit_checkpoints ALTER size TYPE text`,
		"a column that is gone":        `ALTER TABLE audit_checkpoints DROP note`,
		"a view of words that is gone": `DROP VIEW audit_text_digests`,
		"a view of facts of other shape": `CREATE OR REPLACE VIEW audit_facts_tips AS SELECT a, b, stream, (1 / (a - a))::text::jsonb AS fields
			FROM (SELECT t.id AS a, 0::bigint AS b, ''::text AS stream FROM tips t) x`,
		"a row of facts without digest": `CREATE OR REPLACE VIEW audit_facts_tips AS SELECT t.id AS a, 0::bigint AS b, NULL::text AS stream, '7'::jsonb AS fields
			FROM tips t`,
		"numbers that are null": `CREATE OR REPLACE VIEW audit_facts_tips AS
			SELECT NULL::bigint AS a, NULL::bigint AS b, NULL::text AS stream, NULL::jsonb AS fields FROM tips t`,
		"a view of copies that is gone": `DROP VIEW audit_copies`,
		"a table of the ledger is gone": `DROP TABLE audit_tree`,
	} {
		r := found(t, super, `UPDATE decisions SET fine_fen = 1`, do)
		kinds := map[string]bool{}
		for _, b := range r.Bad {
			kinds[b.What] = true
		}
		if r.OK || len(r.Bad) < 2 || !kinds["fact"] || !kinds["schema"] && name != "a table of the ledger is gone" {
			t.Errorf("%s: %v %.500v", name, slices.Sorted(maps.Keys(kinds)), r.Bad)
		}
	}
}
