package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/app"
	"touchstone/internal/cases"
	"touchstone/internal/testkit"
)

const (
	volumeOfTest = 100_000
	volumeLong   = 300_000 // with LONG=1
	mostBuffers  = 300
	mostCounted  = 60 // of a count that stops at 1,001 in each scope
)

// TestVolume_HundredThousandCases holds the lists of a large installation to what performance.md promises: what a page
// reads grows neither with the number of cases nor with how deep in the list it begins.
func TestVolume_HundredThousandCases(t *testing.T) {
	t.Parallel()
	n := volumeOfTest
	if os.Getenv("LONG") != "" {
		n = volumeLong
	}
	if s := os.Getenv("VOLUME"); s != "" { // a smaller one while working on this test
		n, _ = strconv.Atoi(s)
	}
	s := newSite(t)
	super := testkit.Super(t, s.db)
	// What the generator makes refers to what it made (TestVolume_IsBound loads it checked): the server need not look up each.
	if _, err := super.Exec(t.Context(), "ALTER ROLE ts_migrate IN DATABASE "+super.Config().Database+" SET session_replication_role = replica"); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := s.app.Seed(t.Context(), app.Volume{Cases: n, Seed: 1, Plain: true}); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d cases loaded in %v", n, time.Since(began))
	// The servers of tests commit before the log is written, and what is not written is not marked as visible to all: the
	// VACUUM of Seed came too early for them.
	for _, step := range []string{"CHECKPOINT", "VACUUM (ANALYZE)"} {
		if _, err := super.Exec(t.Context(), step); err != nil {
			t.Fatal(err)
		}
	}
	number := func(sql string, args ...any) (n int) {
		t.Helper()
		if err := super.QueryRow(t.Context(), sql, args...).Scan(&n); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		return n
	}
	if got := number("SELECT count(*) FROM cases"); got != n {
		t.Errorf("%d cases", got)
	}
	stale, err := cases.Desk{Book: s.app.Book}.Stale(t.Context(), s.db.Read())
	if err != nil || len(stale) > 0 {
		t.Errorf("%d cases with stale copies, %v", len(stale), err)
	}
	for _, who := range []string{"officer", "head", "unithead", "principal"} {
		x := s.actorOf(super, who)
		seen := number(`SELECT count(*) FROM cases WHERE lead_agency_id = $1`, x.AgencyID)
		deep := access.Mark{}
		own := `SELECT next_due, id FROM cases WHERE lead_agency_id = $1 AND NOT compartmented ORDER BY next_due, id OFFSET $2 LIMIT 1`
		args := []any{x.AgencyID, seen / 2}
		if who == "officer" {
			own, args = `SELECT next_due, case_id FROM case_members WHERE user_id = $1
				ORDER BY next_due, case_id OFFSET (SELECT count(*) / 2 FROM case_members WHERE user_id = $1) LIMIT 1`, []any{x.UserID}
		}
		if err := super.QueryRow(t.Context(), own, args...).Scan(&deep.Due, &deep.ID); err != nil {
			t.Fatal(err)
		}
		for name, after := range map[string]*access.Mark{"page 1": nil, "a row deep in the list": &deep} {
			sql, args := s.app.Access().List(x, access.Case, access.Read, access.ListSpec{Columns: "c.id, c.ref, c.title, c.state, c.next_due", After: after})
			rows, buffers := s.explain(super, sql, args)
			t.Logf("%s, %s: %d rows, %d buffers", who, name, rows, buffers)
			if rows < 50 || buffers > mostBuffers {
				t.Errorf("%s, %s: %d rows for %d buffers, at most %d", who, name, rows, buffers, mostBuffers)
			}
			if up := strings.ToUpper(sql); strings.Contains(up, "OFFSET") || strings.Contains(up, "COUNT(*)") {
				t.Errorf("%s: %s", who, sql)
			}
		}
		sql, args := s.app.Access().Count(x, access.Case, access.Read, access.ListSpec{}, 1000)
		if !strings.Contains(sql, "LIMIT 1001") {
			t.Errorf("a count without a bound: %s", sql)
		}
		_, buffers := s.explain(super, sql, args)
		t.Logf("%s: a capped count reads %d buffers", who, buffers)
		if buffers > mostCounted {
			t.Errorf("%s: a capped count reads %d buffers, at most %d", who, buffers, mostCounted)
		}
		s.trips(who, super)
	}
}

// TestVolume_IsBound: what is loaded in bulk stands in the ledger row by row.
func TestVolume_IsBound(t *testing.T) {
	t.Parallel()
	n := 1000
	if os.Getenv("LONG") != "" {
		n = volumeOfTest
	}
	s := newSite(t)
	if err := s.app.Seed(t.Context(), app.Volume{Cases: n, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if r, err := s.app.Verify(t.Context()); err != nil || !r.OK || r.Unbound > 0 || r.Events < int64(3*n) || r.Facts < int64(10*n) {
		t.Errorf("%+v %v", r, err)
	} else {
		t.Logf("%d rows and %d events verified in %v", r.Facts, r.Events, time.Since(began))
	}
}

// trips opens the pages of a person and counts how often each waits for the database.
func (s *site) trips(who string, super *pgx.Conn) {
	s.t.Helper()
	list := s.as(who).Get("/cases?view=all").Want(http.StatusOK)
	refs := list.Attrs("tr[data-ref]", "data-ref")
	if len(refs) == 0 {
		s.t.Fatalf("%s sees no case", who)
	}
	paths := []string{"/cases", "/cases?view=all", "/cases?view=all&owner=officer2", "/cases/views?view=all", "/", "/inbox", "/clocks", "/referrals"}
	var plain string
	if err := super.QueryRow(s.t.Context(), `SELECT coalesce(min(ref), '') FROM cases WHERE ref = ANY($1) AND marking < 2`, refs).Scan(&plain); err != nil {
		s.t.Fatal(err)
	}
	if plain != "" { // a marked file is read on record, which is a write of its own
		paths = append(paths, "/cases/"+plain, "/cases/"+plain+"/timeline", "/cases/"+plain+"/parties", "/cases/"+plain+"/goods", "/cases/"+plain+"/evidence")
	}
	if more := list.Attrs("a[href*='after=']", "href"); len(more) > 0 {
		if strings.HasPrefix(more[0], "?") {
			more[0] = "/cases" + more[0]
		}
		paths = append(paths, more[0])
	}
	for _, path := range paths {
		const session = 1
		if status, n := s.counted(who, path, ""); status != http.StatusOK || n.RoundTrips()-session > mostTrips {
			s.t.Errorf("%s %s: status %d, %d round trips after the session", who, path, status, n.RoundTrips()-session)
		}
	}
}

// explain runs a statement as the program's sessions run it, with a plan for no value in particular, and tells how many
// rows it gave and how many pages of the database it touched.
func (s *site) explain(super *pgx.Conn, sql string, args []any) (rows, buffers int) {
	s.t.Helper()
	values := make([]string, len(args))
	for i, a := range args {
		values[i] = literal(a)
	}
	var text []byte
	for _, step := range []string{"SET plan_cache_mode = force_generic_plan", "PREPARE looked_at AS " + sql} {
		if _, err := super.Exec(s.t.Context(), step); err != nil {
			s.t.Fatalf("%v: %s", err, step)
		}
	}
	if err := super.QueryRow(s.t.Context(), "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE looked_at ("+strings.Join(values, ", ")+")",
		pgx.QueryExecModeSimpleProtocol).Scan(&text); err != nil {
		s.t.Fatalf("%v: %s", err, sql)
	}
	if _, err := super.Exec(s.t.Context(), "DEALLOCATE looked_at"); err != nil {
		s.t.Fatal(err)
	}
	var plan []struct {
		Plan struct {
			Rows float64 `json:"Actual Rows"`
			Hit  int     `json:"Shared Hit Blocks"`
			Read int     `json:"Shared Read Blocks"`
		}
	}
	if err := json.Unmarshal(text, &plan); err != nil {
		s.t.Fatal(err)
	}
	return int(plan[0].Plan.Rows), plan[0].Plan.Hit + plan[0].Plan.Read
}

// literal writes a value into a statement; only for values of this test.
func literal(v any) string {
	switch v := v.(type) {
	case time.Time:
		return "'" + v.Format(time.RFC3339Nano) + "'"
	case []string:
		return "'{" + strings.Join(v, ",") + "}'"
	}
	return fmt.Sprintf("'%v'", v)
}

// actorOf is an account of the demonstration as its session would give it.
func (s *site) actorOf(super *pgx.Conn, username string) actor.Actor {
	s.t.Helper()
	a := actor.Actor{Username: username, Demo: true}
	var roles []string
	if err := super.QueryRow(s.t.Context(), `SELECT u.id, u.agency_id, ga.code, ga.kind, u.unit_id, u.clearance, array_agg(g.role), bool_or(g.presiding)
		FROM users u JOIN agencies ga ON ga.id = u.agency_id
JOIN role_grants g ON g.user_id = u.id WHERE u.username = $1 GROUP BY u.id, ga.id`, username).Scan(&a.UserID, &a.AgencyID, &a.AgencyCode, &a.AgencyKind,
		&a.UnitID, &a.Clearance, &roles, &a.Principal); err != nil {
		s.t.Fatal(err)
	}
	for _, r := range roles {
		a.Roles = append(a.Roles, actor.Role(r))
	}
	return a
}
