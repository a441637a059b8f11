package migrations_test

import (
	"context"
	"io/fs"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/pressly/goose/v3"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/testkit"
	"touchstone/migrations"
)

// firstAfter is the first migration that the version before did not have; the job queue's own stood there already.
const firstAfter = "00092"

// older is what the version before wrote, a row at least of whatever a later migration changes.
var older = []string{
	`INSERT INTO agencies (code, kind, name_zh, name_en, short_zh) VALUES ('mofcom', 'commerce', '甲', 'A', '商')`,
	`INSERT INTO org_units (agency_id, code, name_zh, name_en) VALUES (1, 'u1', '一处', 'One')`,
	`INSERT INTO users (ref, agency_id, unit_id, username, name_zh, name_en, clearance, password_hash, created_at) VALUES
('US-1', 1, 1, 'one', '演示甲', 'One', 1, 'hash', now()), ('US-2', 1, 1, 'Two', '演示乙', 'Two', 1, 'hash', now()), ('US-3', 1, 1, 'three', '演示丙', 'Three', 1, 'hash',
  now())`,
	`INSERT INTO role_grants (user_id, role, agency_id, valid_from, valid_to) VALUES (1, 'case_handler', 1, now(), now() + interval '1 year')`,
	`INSERT INTO tips (ref, agency_id, unit_id, channel, source_kind, received_at, subject, summary, state, created_by)
		VALUES ('TP-1', 1, 1, 'platform', 'tip', now(), '线索', '摘要', 'NEW', 1)`,
	`INSERT INTO matters (ref, opened_at) VALUES ('MT-1', now())`,
	`INSERT INTO cases (ref, machine, matter_id, lead_agency_id, org_unit_id, state, title, registered_at, updated_at, created_by)
		VALUES ('SM-1', 'admin_case', 1, 1, 1, 'FILED', '演示案件', now(), now(), 1)`,
	`INSERT INTO case_members (case_id, user_id, part, from_at, granted_by)
		VALUES (1, 1, 'handler', now(), 1), (1, 2, 'reader', now(), 1), (1, 3, 'reader', now(), 1)`,
	`INSERT INTO acts (matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event, actor_id, actor_name, actor_role, agency_id, input,
		at) VALUES
(1, 1, 'admin_case', 'case', 1, 'case', 1, 'AC-01', 'admin_case.filed', 1, '演示甲', 'case_handler', 1, '{"handlers": ["one", "TWO"]}', now()),
(1, 1, 'admin_case', 'case', 1, 'case', 1, 'AC-02', 'admin_case.noted', 1, '演示甲', 'case_handler', 1, '{"note": "x"}', now())`,
	`INSERT INTO approvals (ref, matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event, decider_roles, agency_id, unit_id,
		proposer_id, proposer_role, input, shown, digest, state, opened_at) VALUES
('AP-1', 1, 1, 'admin_case', 'case', 1, 'case', 1, 'AC-02', 'penalty.decided', '{unit_head}', 1, 1, 1, 'case_handler', '{"fine": 5}', '{"kg": 2100}',
  'sha256:x', 'OPEN', now())`,
	`INSERT INTO documents (ref, matter_id, case_id, target_kind, target_id, code, title, number, direction, template_version, data, digest, act_id, agency_id,
		issued_by, issued_at) VALUES
('DC-1', 1, 1, 'case', 1, 'DOC-01', '立案审批表', '商01〔2026〕1号', 'out', '2026-11', '{}', 'sha256:a', 1, 1, 1, now()), ('DC-2', 1, 1, 'case', 1, 'DOC-01', '立案审批表',
  '商01〔2026〕1号', 'out', '2026-11', '{}', 'sha256:a', 1, 1, 1, now())`,
	`INSERT INTO access_requests (ref, case_id, agency_id, requester_id, purpose, days, state, created_at, decided_by, decided_at)
		VALUES ('AR-1', 1, 1, 2, '协查', 30, 'OPEN', now(), NULL, NULL),
('AR-2', 1, 1, 2, '协查', 30, 'GRANTED', now() - interval '30 days', 1, now() - interval '20 days'), ('AR-3', 1, 1, 3, '协查', 30, 'REFUSED',
  now() - interval '30 days', 1, now() - interval '20 days')`,
	`INSERT INTO audit_requests (actor_id, route, target, nonce, stream, n, location, at) VALUES (1, 'POST /x', '1', 'k', 'unit:9', 1, '/', now())`,
}

// upTo brings an empty database to the schema before a migration.
func upTo(t *testing.T, s database.Source, before string) {
	t.Helper()
	owner, err := s.SQL("")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = owner.Close() }()
	if _, err := owner.ExecContext(t.Context(), migrations.RolesSQL()); err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(os.DirFS("."), "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	var later []string
	for _, n := range names {
		if n >= before { // schema.sql too
			later = append(later, n)
		}
	}
	db, err := s.SQL("ts_migrate")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, os.DirFS("."), goose.WithAllowOutofOrder(true), goose.WithDisableGlobalRegistry(true),
		goose.WithExcludeNames(later))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	if _, err := p.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestUp_CarriesTheVersionBefore: a database in use is brought up with its rows, the ledger takes them up, and from then on
// a row that comes beside the program is named. Seen to fail without told_at in 00095: the refused one was told again.
func TestUp_CarriesTheVersionBefore(t *testing.T) {
	t.Parallel()
	s := testkit.EmptySource(t)
	upTo(t, s, firstAfter)
	conn, err := s.Connect(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	for _, sql := range older {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	if err := migrations.Up(t.Context(), s.SQL, true); err != nil {
		t.Fatal(err)
	}
	carried(t, conn)
	db, err := database.Open(t.Context(), s, database.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	log := audit.New(db, time.Now)
	before := verified(t, db)
	if before.Schema.N != 0 {
		t.Errorf("definitions are bound by %+v", before.Schema)
	}
	if err := log.BindSchema(t.Context()); err != nil {
		t.Fatal(err)
	}
	if before = verified(t, db); before.Schema.N == 0 || before.Schema.Objects < 150 {
		t.Errorf("definitions are not bound: %+v", before.Schema)
	}
	if !before.OK || before.Unbound != before.Facts || before.Facts < 17 {
		t.Errorf("before it was taken up: %+v", before)
	}
	if n, err := log.Baseline(t.Context()); err != nil || n != before.Facts {
		t.Errorf("taken up %d of %d, %v", n, before.Facts, err)
	}
	if r := verified(t, db); !r.OK || r.Unbound != 0 || r.BoundFrom["case:1"] != 1 || r.BoundFrom["unit:1"] != 1 {
		t.Errorf("after: %+v", r)
	}
	if _, err := conn.Exec(t.Context(), `UPDATE acts SET input = '{}' WHERE id = 2`); err == nil {
		t.Error("an act may be changed")
	}
	for _, sql := range []string{"SET session_replication_role = replica", `UPDATE acts SET input = '{}' WHERE id = 2`,
		`INSERT INTO case_members (case_id, user_id, part, from_at, granted_by) SELECT 1, 9, 'reader', now(), 1`} {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := log.Baseline(t.Context()); err != nil || n != 0 {
		t.Errorf("a second start takes up %d, %v", n, err)
	}
	if r := verified(t, db); len(r.Bad) != 2 {
		t.Errorf("%+v", r.Bad)
	}
}

// today are rows as the schema before 00121 takes them.
var today = slices.Concat(older[:8], []string{
	`INSERT INTO acts (matter_id, case_id, entity, root_kind, root_id, target_kind, target_id, row_id, event, actor_id, actor_name, actor_role, agency_id, input,
		at) VALUES
(1, 1, 'admin_case', 'case', 1, 'case', 1, 'AC-01', 'admin_case.filed', 1, '演示甲', 'case_handler', 1, '{}', now())`,
	older[9],
})

// steering are rows of tables that are bound since 00121.
var steering = []string{
	`INSERT INTO clocks (matter_id, case_id, entity, target_kind, target_id, code, state, started_at, due_at, owner_agency_id, start_act_id)
		VALUES (1, 1, 'admin_case', 'case', 1, 'ADM-001', 'RUNNING', now(), now() + interval '90 days', 1, 1)`,
	`INSERT INTO tasks (matter_id, case_id, entity, target_kind, target_id, event, roles, agency_id, origin_act_id, opened_at)
		VALUES (1, 1, 'admin_case', 'case', 1, 'x', '{case_handler}', 1, 1, now())`,
	`INSERT INTO settings (key, value) VALUES ('kind', 'production')`,
	`UPDATE approvals SET state = 'REFUSED'`,
}

// TestUp_TakesUpTablesThatAreBoundLater: a database whose older tables are bound verifies as it is brought up, before and
// after the rows of the newer ones are taken up; what is put among the older ones meanwhile is named and not taken up. Seen
// to fail with one beginning for all tables: every period was a row made by hand.
func TestUp_TakesUpTablesThatAreBoundLater(t *testing.T) {
	t.Parallel()
	s := testkit.EmptySource(t)
	upTo(t, s, "00121")
	conn, err := s.Connect(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	run := func(all ...string) {
		t.Helper()
		for _, sql := range all {
			if _, err := conn.Exec(t.Context(), sql); err != nil {
				t.Fatalf("%s: %v", sql, err)
			}
		}
	}
	db, err := database.Open(t.Context(), s, database.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	log := audit.New(db, time.Now)
	write := func(sql ...string) {
		t.Helper()
		if _, err := log.Write(t.Context(), actor.Automatic("x"), audit.Key{}, func(tx *audit.Tx) error {
			for _, x := range sql {
				if _, err := tx.Exec(t.Context(), x); err != nil {
					return err
				}
			}
			return tx.Record(t.Context(), audit.Event{Stream: audit.CaseStream(1), Action: "x", Kind: "case"})
		}); err != nil {
			t.Fatal(err)
		}
	}
	start := func() int64 {
		t.Helper()
		n, err := log.Baseline(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	run("SET session_replication_role = replica")
	run(today...)
	run("SET session_replication_role = origin")
	if n := start(); n < 10 {
		t.Errorf("taken up %d", n)
	}
	write(steering...)
	if err := migrations.Up(t.Context(), s.SQL, true); err != nil {
		t.Fatal(err)
	}
	if err := log.BindSchema(t.Context()); err != nil {
		t.Fatal(err)
	}
	r := verified(t, db)
	if !r.OK || r.Unbound < 6 {
		t.Errorf("before: %+v %+v", r, r.Bad)
	}
	write(`UPDATE clocks SET due_at = due_at + interval '1 day'`) // an act before the job has run
	run("SET session_replication_role = replica", `INSERT INTO case_members (case_id, user_id, part, from_at, granted_by) VALUES (1, 9, 'reader', now(), 1)`)
	if n := start(); n != r.Unbound-1 {
		t.Errorf("taken up %d of %d", n, r.Unbound)
	}
	if r := verified(t, db); len(r.Bad) != 1 || r.Bad[0].Table != "case_members" || r.Unbound != 0 {
		t.Errorf("after: %+v", r)
	}
	run(`DELETE FROM case_members WHERE user_id = 9`, `UPDATE clocks SET due_at = due_at + interval '1 day'`, `INSERT INTO settings VALUES ('x', 'y')`)
	if r := verified(t, db); len(r.Bad) != 2 {
		t.Errorf("doctored: %+v", r.Bad)
	}
	if n := start(); n != 0 {
		t.Errorf("again: %d", n)
	}
}

// carried looks at what the migrations made of the rows.
func carried(t *testing.T, conn *pgx.Conn) {
	t.Helper()
	for sql, want := range map[string]string{
		`SELECT string_agg(handled, ',' ORDER BY user_id) FROM case_members`:                                                                 "handler,handler,",
		`SELECT string_agg(case_ref, ',') FROM access_requests`:                                                                              "SM-1,SM-1,SM-1",
		`SELECT string_agg(ref, ',') FROM access_requests WHERE told_at = decided_at AND state = 'REFUSED'`:                                  "AR-3",
		`SELECT coalesce(string_agg(ref, ','), '') FROM access_requests WHERE told_at IS NULL AND state <> 'GRANTED' AND answer_by <= now()`: "",
		`SELECT string_agg(number_rule::text, ',') FROM documents`:                                                                           "1,1",
		`SELECT state || coalesce(decided_by, 0) FROM approvals`:                                                                             "OPEN0",
		`SELECT count(*)::text FROM audit_requests WHERE content IS NULL`:                                                                    "1",
		`SELECT string_agg(DISTINCT extract(year FROM posted_at)::text, ',') FROM users`:                                                     "1970",
		`SELECT count(*)::text FROM goose_db_version WHERE is_applied AND version_id > 90`:                                                   "26",
		`SELECT coalesce(max(sign_failures), 9)::text FROM users WHERE sign_locked_until IS NULL`:                                            "0",
	} {
		var got string
		if err := conn.QueryRow(t.Context(), sql).Scan(&got); err != nil || got != want {
			t.Errorf("%q, want %q, %v: %s", got, want, err, sql)
		}
	}
}
