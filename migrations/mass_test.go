package migrations_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/testkit"
	"touchstone/migrations"
)

// weighed are rows with masses in grams, as the schema before 00150 takes them.
var weighed = slices.Concat(today, []string{
	`UPDATE cases SET quantity_g = 2100000, value_fen = 504000000`,
	`INSERT INTO goods_items (ref, case_id, name, mineral, quantity, unit, net_g, value_fen, created_by, created_at)
		VALUES ('GD-1', 1, '锑', 'antimony', 2.1, 't', 2100000, 504000000, 1, now()),
('GD-2', 1, '镓', 'gallium', 3, 'piece', NULL, NULL, 1, now()), ('GD-3', 1, '锗', 'germanium', 1000000, 't', 1000000000000, NULL, 1, now())`,
	`INSERT INTO goods_routes (case_id, item_id, origin, destination, net_g, created_by, created_at) VALUES (1, 1, '甲地', '乙地', 2000000, 1, now())`,
	`INSERT INTO evidence_items (ref, case_id, matter_id, no, state, track, name, kind, collected_at, place, method, collector_id, co_collector_id, quantity, unit,
		net_g, gross_g, seal_no, holder_agency_id, holder_user_id, created_at)
VALUES ('EV-1', 1, 1, 1, 'IN_STORAGE', 'administrative', '样品', 'physical', now(), '仓库', 'seized', 1, 2, 10, 'kg', 10000, 10501, 'S-1', 1, 1, now())`,
	`INSERT INTO handovers (ref, matter_id, case_id, from_agency_id, to_agency_id, state, offered_by, offered_at) VALUES ('HO-1', 1, 1, 1, 1, 'CLOSED', 1, now())`,
	`INSERT INTO handover_items (handover_id, evidence_id, outcome, listed_g, counted_g) VALUES (1, 1, 'difference', 10501, 9500)`,
	`INSERT INTO case_facts (case_id, agency_id, machine, mineral, typology, stage, terminal, registered_on, seized_g, goods_g, value_fen)
		VALUES (1, 1, 'admin_case', 'antimony', '', 'filed', false, now(), 10000, 2100000, 504000000)`,
})

// inMilligrams is what 00150 makes of them.
var inMilligrams = map[string]string{
	`SELECT quantity_mg || ' ' || value_fen FROM cases`:                                "2100000000 504000000",
	`SELECT string_agg(coalesce(net_mg::text, '?'), ',' ORDER BY id) FROM goods_items`: "2100000000,?,1000000000000000",
	`SELECT net_mg::text FROM goods_routes`:                                            "2000000000",
	`SELECT net_mg || ' ' || gross_mg || ' ' || quantity FROM evidence_items`:          "10000000 10501000 10.000",
	`SELECT listed_mg || ' ' || counted_mg FROM handover_items`:                        "10501000 9500000",
	`SELECT seized_mg || ' ' || goods_mg || ' ' || value_fen FROM case_facts`:          "10000000 2100000000 504000000",
	`SELECT fields->>'net_g' FROM audit_facts_goods_items WHERE a = 1`:                 "2100000",
}

func run(t *testing.T, conn *pgx.Conn, all ...string) {
	t.Helper()
	for _, sql := range all {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
}

// inGrams is a database of the version before, in which things were weighed, and what else was done there.
func inGrams(t *testing.T, also ...string) (database.Source, *pgx.Conn) {
	t.Helper()
	s := testkit.EmptySource(t)
	upTo(t, s, "00150")
	conn, err := s.Connect(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	run(t, conn, "SET session_replication_role = replica")
	run(t, conn, append(slices.Clone(weighed), also...)...)
	run(t, conn, "SET session_replication_role = origin")
	return s, conn
}

// TestUp_MassesInMilligrams: masses are multiplied, and what the ledger has claimed of them in grams still holds: no row is
// named, none is unbound. From then on half a gram more is named. Seen to fail with a view that gives milligrams, or that
// multiplies twice: every row with a mass was changed by hand.
func TestUp_MassesInMilligrams(t *testing.T) {
	t.Parallel()
	s, conn := inGrams(t)
	db, err := database.Open(t.Context(), s, database.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	log := audit.New(db, time.Now)
	if n, err := log.Baseline(t.Context()); err != nil || n < 15 {
		t.Fatalf("bound %d, %v", n, err)
	}
	if err := migrations.Up(t.Context(), s.SQL, true); err != nil {
		t.Fatal(err)
	}
	for sql, want := range inMilligrams {
		var got string
		if err := conn.QueryRow(t.Context(), sql).Scan(&got); err != nil || got != want {
			t.Errorf("%q, want %q, %v: %s", got, want, err, sql)
		}
	}
	if err := log.BindSchema(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r := verified(t, db); !r.OK || r.Unbound != 0 || r.Facts < 15 {
		t.Errorf("brought up: %+v", r)
	}
	run(t, conn, `UPDATE goods_items SET net_mg = net_mg + 500 WHERE id = 1`, `UPDATE handover_items SET counted_mg = counted_mg + 1`)
	if r := verified(t, db); len(r.Bad) != 2 {
		t.Errorf("half a gram more: %+v", r.Bad)
	}
	for _, sql := range []string{`UPDATE goods_items SET net_mg = 1000000000000001`, `UPDATE evidence_items SET gross_mg = -1`,
		`UPDATE goods_routes SET net_mg = -1`, `UPDATE handover_items SET listed_mg = 1000000000000001`} {
		if _, err := conn.Exec(t.Context(), sql); err == nil {
			t.Errorf("taken: %s", sql)
		}
	}
	run(t, conn, `UPDATE cases SET quantity_mg = 92233720368547758080000`)
}

// TestUp_NamesWhatIsTooHeavy: a mass that was mistyped before there was a bound is not cut to fit, and nothing else is changed.
func TestUp_NamesWhatIsTooHeavy(t *testing.T) {
	t.Parallel()
	s, conn := inGrams(t, `UPDATE goods_items SET net_g = 1000000000001 WHERE ref = 'GD-2'`)
	if err := migrations.Up(t.Context(), s.SQL, true); err == nil || !strings.Contains(errorText(err), "goods_items GD-2") ||
		strings.Contains(errorText(err), "GD-3") {
		t.Errorf("%v", errorText(err))
	}
	var net int64
	if err := conn.QueryRow(t.Context(), `SELECT net_g FROM goods_items WHERE ref = 'GD-1'`).Scan(&net); err != nil || net != 2_100_000 {
		t.Errorf("%d, %v", net, err)
	}
}

// errorText is an error with all that is behind it.
func errorText(err error) (all string) {
	for err != nil {
		all += err.Error() + "\n"
		u, ok := err.(interface{ Unwrap() error })
		if !ok {
			break
		}
		err = u.Unwrap()
	}
	return all
}

func verified(t *testing.T, db *database.DB) audit.Report {
	t.Helper()
	q, err := db.Snapshot(t.Context(), database.RoleAudit)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = q.Rollback() }()
	r, err := audit.Verify(t.Context(), q, audit.Checks{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
