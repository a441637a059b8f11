package audit_test

import (
	"context"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/pglocal"
	"touchstone/internal/testkit"
)

// The definitions by which facts are read and noted are bound once; whoever redefines one is named. Seen to fail with
// the step taken out of Verify: every database was intact.
func TestVerify_NamesRedefinedYardsticks(t *testing.T) {
	t.Parallel()
	if r := newWorld(t).verify(); !r.OK || r.Schema.N != 0 || r.Schema.Objects < 150 || r.Schema.Version < 106 || r.Schema.Server < 14 {
		t.Fatalf("before: %+v", r)
	}
	w := populated(t)
	for range 2 { // a second start binds nothing
		if err := w.log.BindSchema(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := w.count(`SELECT count(*) FROM audit_events WHERE action = 'schema.bound'`); n != 1 {
		t.Fatalf("%d events", n)
	}
	r := w.verify()
	if !r.OK || r.Schema.N != 1 {
		t.Fatalf("after: %+v", r)
	}
	super := testkit.Super(t, w.db)
	for name, c := range map[string]struct {
		do   []string
		want []string
	}{
		"a view that tells a lie": {[]string{`CREATE OR REPLACE VIEW audit_facts_role_grants AS SELECT a, b, stream, fields || '{"role": "case_handler"}' AS fields
			FROM (SELECT t.id AS a, 0::bigint AS b, 'unit:1' AS stream,
  jsonb_build_object('role', t.role) AS fields FROM role_grants t) x`}, []string{"view audit_facts_role_grants changed"}},
		"the view of the words": {[]string{`CREATE OR REPLACE VIEW audit_text_digests AS
			SELECT stream, n, field, 'x'::text AS digest, false AS masked, 16 AS salted FROM audit_texts`}, []string{"view audit_text_digests changed"}},
		"a view more": {[]string{`CREATE VIEW audit_facts_matters AS
			SELECT 1::bigint AS a, 0::bigint AS b, 'unit:0'::text AS stream, '{}'::jsonb AS fields WHERE false`},
			[]string{"table matters added", "view audit_facts_matters added"}},
		"a trigger disabled":    {[]string{`ALTER TABLE users DISABLE TRIGGER users_fact_changed`}, []string{"trigger users.users_fact_changed changed"}},
		"a trigger of replicas": {[]string{`ALTER TABLE users ENABLE REPLICA TRIGGER users_fact_before`}, []string{"trigger users.users_fact_before changed"}},
		"a trigger dropped":     {[]string{`DROP TRIGGER decisions_fact ON decisions`}, []string{"trigger decisions.decisions_fact deleted"}},
		"a trigger made narrower": {[]string{`DROP TRIGGER cases_fact_changed ON cases`,
			`CREATE TRIGGER cases_fact_changed AFTER UPDATE OF state ON cases FOR EACH ROW EXECUTE FUNCTION audit_touch()`},
			[]string{"trigger cases.cases_fact_changed changed"}},
		"a trigger more": {[]string{`CREATE FUNCTION lift() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.clearance := 3; RETURN NEW; END'`,
			`CREATE TRIGGER zz BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION lift()`}, []string{"function lift() added", "trigger users.zz added"}},
		"the ledger may be changed": {[]string{`ALTER TABLE audit_events DISABLE TRIGGER USER`}, []string{"trigger audit_events."}},
		"a function replaced": {[]string{`CREATE OR REPLACE FUNCTION audit_touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`},
			[]string{"function audit_touch() changed"}},
		"what was before replaced": {[]string{`CREATE OR REPLACE FUNCTION audit_before() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`},
			[]string{"function audit_before() changed"}},
		"a function dropped": {[]string{`DROP FUNCTION audit_noted()`}, []string{"function audit_noted() deleted"}},
		"a rule on a table":  {[]string{`CREATE RULE quiet AS ON DELETE TO decisions DO INSTEAD NOTHING`}, []string{"rule decisions.quiet added"}},
		"rows hidden":        {[]string{`ALTER TABLE documents ENABLE ROW LEVEL SECURITY`}, []string{"table documents changed"}},
		"triggers off by a setting": {[]string{`ALTER ROLE ts_app SET session_replication_role = replica`},
			[]string{"setting ts_app.session_replication_role added"}},
		"off for who becomes one": {[]string{`CREATE ROLE somebody_else LOGIN`, `GRANT ts_app TO somebody_else`,
			`ALTER ROLE somebody_else SET session_replication_role = replica`}, []string{"setting somebody_else.session_replication_role added"}},
		"other names first": {[]string{`CREATE SCHEMA ts_super`, `CREATE VIEW ts_super.audit_events AS SELECT * FROM public.audit_events WHERE false`},
			[]string{"relation ts_super.audit_events added"}},
		"the program's own schema": {[]string{`CREATE SCHEMA ts_app`, `CREATE TABLE ts_app.users (LIKE public.users)`,
			`CREATE FUNCTION ts_app.audit_noted() RETURNS int LANGUAGE sql AS 'SELECT 1'`},
			[]string{"function ts_app.audit_noted added", "relation ts_app.users added"}},
		"a function of the server": {[]string{`CREATE FUNCTION pg_catalog.audit_touched() RETURNS int LANGUAGE sql AS 'SELECT 1'`},
			[]string{"function pg_catalog.audit_touched added"}},
		"a helper's name": {[]string{`CREATE FUNCTION sha256(text) RETURNS bytea LANGUAGE sql AS $$SELECT ''::bytea$$`},
			[]string{"function sha256(text) added"}},
		"a check dropped":           {[]string{`ALTER TABLE audit_texts DROP CONSTRAINT audit_texts_salt_check`}, []string{"table audit_texts changed"}},
		"a column that may be null": {[]string{`ALTER TABLE users ALTER clearance DROP NOT NULL`}, []string{"table users changed"}},
		"another default":           {[]string{`ALTER TABLE case_members ALTER marking SET DEFAULT 0`}, []string{"table case_members changed"}},
		"what is no yardstick": {[]string{`CREATE ROLE somebody_else`, `ALTER ROLE somebody_else SET search_path = x`, `CREATE INDEX more ON users (name_en)`,
			`CREATE VIEW somebody AS SELECT id FROM users`, `ALTER TABLE notices DISABLE TRIGGER USER`, `COMMENT ON VIEW audit_facts IS 'x'`,
			`GRANT SELECT ON audit_facts TO ts_report`}, nil},
	} {
		r := found(t, super, c.do...)
		var got []string
		for _, b := range r.Bad {
			if b.What == "schema" && b.Problem != audit.SchemaShadow && (b.Stream != "unit:0" || b.N != 1 || b.At == nil || b.Action != "schema.bound") {
				t.Errorf("%s: %+v", name, b)
			}
			if line := b.Table + " " + b.Row + " " + string(b.Kind); b.What == "schema" && (len(c.want) != 1 || !strings.HasSuffix(c.want[0], ".") ||
				!strings.HasPrefix(line, c.want[0])) {
				got = append(got, line)
			} else if b.What == "schema" {
				got = c.want
			}
		}
		if !slices.Equal(got, c.want) || r.OK != (c.want == nil) {
			t.Errorf("%s:\n got %q\nwant %q\n%+v", name, got, c.want, r.FirstBad)
		}
	}
}

// Starting again binds nothing anew: who has doctored a definition cannot have it taken for the right one.
func TestBindSchema_TheFirstCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	done := make(chan error, 2)
	for range 2 { // two programs start at once
		go func() { done <- audit.New(w.db, w.clock.Now).BindSchema(t.Context()) }()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	super := testkit.Super(t, w.db)
	if _, err := super.Exec(t.Context(), `ALTER TABLE users DISABLE TRIGGER users_fact`); err != nil {
		t.Fatal(err)
	}
	if err := w.log.BindSchema(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := w.count(`SELECT count(*) FROM audit_events`); n != 1 {
		t.Errorf("%d events", n)
	}
	if r := w.verify(); len(r.Bad) != 1 || r.Bad[0].Row != "users.users_fact" {
		t.Errorf("%+v", r.Bad)
	}
	if _, err := super.Exec(t.Context(), `ALTER TABLE users ENABLE TRIGGER users_fact`); err != nil {
		t.Fatal(err)
	}
	if r := w.verify(); !r.OK {
		t.Errorf("put right: %+v", r.Bad)
	}
}

// A database that was restored from a dump has the same definitions.
func TestVerify_AfterARestore(t *testing.T) {
	t.Parallel()
	w := populated(t)
	if err := w.log.BindSchema(t.Context()); err != nil {
		t.Fatal(err)
	}
	from, to := testkit.Super(t, w.db).Config(), testkit.EmptySource(t)
	dump, err := exec.Command(testkit.ServerTool(t, "pg_dump"), "-h", from.Host, "-U", pglocal.Superuser, from.Database).Output()
	if err != nil {
		t.Fatal(err)
	}
	conn, err := to.Connect(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	name := conn.Config().Database
	_ = conn.Close(context.Background())
	load := exec.Command(testkit.ServerTool(t, "psql"), "-h", from.Host, "-U", pglocal.Superuser, "-v", "ON_ERROR_STOP=1", "-q", name)
	load.Stdin = strings.NewReader(string(dump))
	if out, err := load.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	db, err := database.Open(t.Context(), to, database.Options{Conns: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	restored := &world{t: t, db: db}
	if r := restored.verify(); !r.OK || r.Schema.N != 1 || r.Facts < 35 {
		t.Errorf("%+v", r)
	}
}
