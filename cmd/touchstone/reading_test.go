package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/audit"
)

// reading are the commands that read a database.
var reading = [][]string{{"audit", "verify"}, {"user", "list"}, {"access", "explain", "--user", "officer", "--object", "case/SM-AAAA-BBBB-C"},
	{"migrate", "--status"}}

// A folder without a database is an error of every command that reads, never an empty database that is intact; and the
// folder stays as it was. Seen to fail with pglocal.Start in place of Join: each of them made a cluster.
func TestReading_AWrongFolderIsAnError(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, folder := range []string{dir + "/none", dir} {
		for _, args := range reading {
			code, out, e := execute(t, t.Context(), []string{"TOUCHSTONE_DATA=" + folder}, args...)
			if code != exitFailed || out != "" || !strings.Contains(e, folder) {
				t.Errorf("%v in %s: exit %d, %q, %q", args, folder, code, out, e)
			}
		}
	}
	if names := listing(t, dir); len(names) != 1 {
		t.Errorf("made %v", names)
	}
}

// readsBeside: while a server runs, commands read its database and change nothing; what was doctored meanwhile is named;
// the auditor's role verifies from outside; another database of the same server is refused and left alone.
func readsBeside(t *testing.T, data string, environ []string) {
	t.Helper()
	url := func(database, user string) string {
		return fmt.Sprintf("host=%s/pg/run dbname=%s user=%s", data, database, user)
	}
	super, err := pgx.Connect(t.Context(), url("touchstone", "ts_super"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = super.Close(t.Context()) }()
	one := func(sql string) (s string) {
		t.Helper()
		if err := super.QueryRow(t.Context(), sql).Scan(&s); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		return s
	}
	run := func(sql string) {
		t.Helper()
		if _, err := super.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	const schema = `SELECT md5(string_agg(oid::text || relname || relnatts, ',' ORDER BY oid)) FROM pg_class`
	before := one(schema)
	ref := one(`SELECT ref FROM cases ORDER BY id LIMIT 1`)
	for _, args := range reading {
		if args[0] == "access" {
			args = append(slices.Clone(args[:5]), "case/"+ref)
		}
		if code, out, e := execute(t, t.Context(), environ, args...); code != exitOK || out == "" || e != "" {
			t.Errorf("%v beside a server: exit %d, %q, %q", args, code, out, e)
		}
	}
	auditor := []string{"DATABASE_URL=" + url("touchstone", "ts_audit"), "TOUCHSTONE_DATA=" + data}
	if code, out, e := execute(t, t.Context(), auditor, "audit", "verify"); code != exitOK || !strings.HasPrefix(out, "Intact") ||
		!strings.Contains(out, "No checkpoint covers this") {
		t.Errorf("the auditor's own login: exit %d, %s%s", code, out, e)
	}
	brings(t, auditor)
	run("SET session_replication_role = replica")
	run("UPDATE decisions SET fine_fen = fine_fen + 1 WHERE id = (SELECT min(id) FROM decisions)")
	for _, e := range [][]string{environ, auditor} {
		code, out, _ := execute(t, t.Context(), e, "audit", "verify", "--json")
		var r audit.Report
		if err := json.Unmarshal([]byte(out), &r); err != nil || code != exitDifference || len(r.Bad) != 1 || r.Bad[0].Table != "decisions" ||
			r.Bad[0].Kind != audit.Changed || r.Bad[0].N == 0 {
			t.Errorf("a fine that was changed: exit %d, %v, %s", code, err, out)
		}
		if code, out, _ := execute(t, t.Context(), e, "audit", "verify"); code != exitDifference ||
			!strings.Contains(out, "decisions "+one("SELECT min(id)::text FROM decisions")) || !strings.Contains(out, string(r.Bad[0].Stream)) {
			t.Errorf("in words: exit %d, %s", code, out)
		}
	}
	run("UPDATE decisions SET fine_fen = fine_fen - 1 WHERE id = (SELECT min(id) FROM decisions)")
	run("ALTER TABLE users DISABLE TRIGGER users_fact_before")
	for _, e := range [][]string{environ, auditor} {
		if code, out, _ := execute(t, t.Context(), e, "audit", "verify"); code != exitDifference ||
			!strings.Contains(out, "trigger users.users_fact_before (schema.bound") {
			t.Errorf("a trigger that was disabled: exit %d, %s", code, out)
		}
	}
	run("ALTER TABLE users ENABLE TRIGGER users_fact_before")
	run("CREATE TEMP TABLE cut AS SELECT * FROM audit_events WHERE stream = 'unit:0'")
	run("CREATE TEMP TABLE head AS SELECT * FROM audit_heads WHERE stream = 'unit:0'")
	run("DELETE FROM audit_events WHERE stream = 'unit:0'")
	run("DELETE FROM audit_heads WHERE stream = 'unit:0'")
	run("INSERT INTO access_requests (ref, case_ref, answer_by, requester_id, purpose, days, state, created_at) " +
		"VALUES ('AR-X', 'SM-X', now(), 1, 'x', 30, 'OPEN', now())")
	if code, out, _ := execute(t, t.Context(), auditor, "audit", "verify"); code != exitDifference ||
		!strings.Contains(out, "audit_events unit:0: events bind rows, but none binds the definitions") ||
		!strings.Contains(out, "or the event that bound them was cut off") {
		t.Errorf("the first chain cut off, and a row that nothing binds: exit %d, %s", code, out)
	}
	run("DELETE FROM access_requests WHERE ref = 'AR-X'")
	run("INSERT INTO audit_events SELECT * FROM cut")
	run("INSERT INTO audit_heads SELECT * FROM head")
	run("DROP TABLE cut, head")
	if after := one(schema); after != before {
		t.Error("a command that reads changed the schema")
	}
	run("CREATE DATABASE other")
	for _, args := range reading {
		code, out, e := execute(t, t.Context(), []string{"DATABASE_URL=" + url("other", "ts_super"), "TOUCHSTONE_DATA=" + data}, args...)
		if want := exitFailed; args[0] != "migrate" && (code != want || out != "" || e == "") ||
			args[0] == "migrate" && (code != exitOK || strings.Contains(out, "Z\n")) {
			t.Errorf("%v of another database: exit %d, %q, %q", args, code, out, e)
		}
	}
	other, err := pgx.Connect(t.Context(), url("other", "ts_super"))
	if err != nil {
		t.Fatal(err)
	}
	var tables int
	if err := other.QueryRow(t.Context(), "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace").Scan(&tables); err != nil || tables != 0 {
		t.Errorf("%d tables were made in another database, %v", tables, err)
	}
	_ = other.Close(t.Context())
	run("DROP DATABASE other")
}

// brings: a checkpoint that was kept is compared; what is none, or is not there, is an error.
func brings(t *testing.T, environ []string) {
	t.Helper()
	for text, want := range map[string]int{"x\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n": exitOK,
		"x\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n": exitDifference, "no\n": exitWrongUse, "": exitFailed} {
		file := t.TempDir() + "/checkpoint"
		if text != "" {
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		code, out, e := execute(t, t.Context(), environ, "audit", "verify", "--checkpoint", file)
		if code != want || (want == exitFailed || want == exitWrongUse) != (out == "") ||
			(want == exitOK || want == exitDifference) && !strings.Contains(out, "its signature was not checked") ||
			want == exitDifference && !strings.Contains(out, "the tree is shorter") {
			t.Errorf("a checkpoint %q: exit %d, %s%s", text, code, out, e)
		}
	}
}

// makeNothing: on a cluster that stands still the commands start it, read and stop it. The folder holds the same files
// afterwards, those apart that PostgreSQL keeps for itself while it starts.
func makeNothing(t *testing.T, data string, environ []string) {
	t.Helper()
	before := listing(t, data)
	for _, args := range reading[:2] {
		if code, _, e := execute(t, t.Context(), environ, args...); code != exitOK {
			t.Errorf("%v: exit %d, %s", args, code, e)
		}
	}
	if after := listing(t, data); !slices.Equal(before, after) {
		t.Errorf("the folder is another:\n%v\n%v", before, after)
	}
	old := append([]string{"TOUCHSTONE_BLOB=file://" + data + "/elsewhere"}, environ...)
	if code, _, e := execute(t, t.Context(), old, "audit", "verify"); code != exitFailed || !strings.Contains(e, "elsewhere") {
		t.Errorf("a file store that is not there: exit %d, %s", code, e)
	}
	if _, err := os.Stat(data + "/elsewhere"); err == nil {
		t.Error("a file store was made")
	}
}

// listing names what lies in a folder. What PostgreSQL makes and removes of its own accord is left out.
func listing(t *testing.T, root string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		for _, own := range []string{"pg_wal", "pg_stat", "pg_logical", "pg_xact", "pg_internal.init", "postgresql.conf.sample", "base/"} {
			if strings.Contains(path, own) {
				return nil
			}
		}
		names = append(names, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
