package access_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/testkit"
)

// row is one row of a table of a small world. Everything that a scope could look at is in it; the rest has defaults.
type row map[string]any

func (r row) id() int64 { return r["id"].(int64) }

// world is the content of the tables, kept twice: here for the oracle, and in the database.
type world struct {
	t     testing.TB
	p     *access.Policy
	db    *database.DB
	super *pgx.Conn
	rows  map[string][]row
}

var far = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

func newWorld(t testing.TB) *world {
	t.Helper()
	db := testkit.DB(t)
	w := &world{t: t, p: load(t), db: db, super: testkit.Super(t, db), rows: map[string][]row{}}
	// Worlds are put together out of rows; foreign keys and ledgers are the matter of other tests.
	w.do("SET session_replication_role = replica")
	return w
}

func (w *world) do(sql string, args ...any) {
	w.t.Helper()
	if _, err := w.super.Exec(context.Background(), sql, args...); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
}

// defaults fill what no scope looks at.
func defaults(table string, id int64) row {
	ref := fmt.Sprintf("%s-%d", strings.ToUpper(table[:2]), id)
	at := clock().Add(-time.Duration(id%3) * time.Hour) // few values, so that the second key of every order matters
	switch table {
	case "agencies":
		return row{"code": fmt.Sprint("a", id), "name_zh": "机关", "name_en": "agency", "short_zh": "机"}
	case "users":
		return row{"ref": ref, "username": ref, "name_zh": "演示", "name_en": "demo", "created_at": at, "posted_at": clock().AddDate(-1, 0, 0), "disabled_at": nil}
	case "role_grants":
		return row{"valid_from": clock().Add(-time.Hour), "valid_to": far, "revoked_at": nil}
	case "cases":
		return row{"ref": ref, "matter_id": 1, "state": "X", "title": "案", "registered_at": at, "updated_at": at, "created_by": 1, "machine": "admin_case",
			"next_due": at, "handlers_owed_at": nil}
	case "case_members":
		return row{"granted_by": 1, "from_at": clock().Add(-time.Hour), "to_at": far, "lead": false, "part": "reader"}
	case "case_facts":
		return row{"machine": "m", "mineral": "m", "typology": "t", "stage": "s", "terminal": false, "registered_on": at}
	case "referrals":
		return row{"ref": ref, "matter_id": 1, "destination": "d", "offence": "o", "facts": "f", "opened_at": at, "next_due": at,
			"sent_at": nil, "to_agency_id": nil, "to_case_id": nil, "team": []int64{}, "state": "SENT", "marking": int16(0), "compartmented": false}
	case "referral_items":
		return row{"set_by": 1, "set_at": at, "document_id": nil, "evidence_ids": []int64{}}
	case "evidence_items":
		return row{"ref": ref, "matter_id": 1, "no": id, "state": "IN_STORAGE", "track": "administrative", "name": "n", "kind": "k", "collected_at": at, "place": "p",
			"method": "m", "collector_id": 1, "co_collector_id": 2, "created_at": at, "to_agency_id": nil, "custody_case_id": nil}
	case "documents":
		return row{"ref": ref, "matter_id": 1, "title": "t", "template_version": "1", "data": "{}", "digest": "d", "act_id": 1, "issued_by": 1, "issued_at": at,
			"direction": "internal", "code": "DOC-A01", "target_kind": "case", "target_id": int64(0)}
	case "approvals":
		return row{"ref": ref, "matter_id": 1, "entity": "e", "target_kind": "case", "target_id": 1, "row_id": "r", "event": fmt.Sprint("e", id), "input": "{}",
			"shown":  "{}",
			"digest": "d", "proposer_role": "r", "opened_at": at, "due_at": at, "unit_id": int64(0), "proposer_id": int64(0), "decided_by": nil, "state": "OPEN",
			"root_kind": "case", "root_id": int64(0), "decider_roles": []string{}, "edition": "2004-11-01"}
	case "handovers":
		return row{"ref": ref, "matter_id": 1, "state": "OFFERED", "offered_by": 1, "offered_at": at, "to_agency_id": nil}
	case "access_requests":
		return row{"ref": ref, "purpose": "p", "days": 30, "state": "OPEN", "created_at": at, "answer_by": at}
	case "mss_handovers":
		return row{"ref": ref, "matter_id": 1, "state": "SENT", "opened_at": at, "next_due": at, "sent_at": nil, "to_agency_id": nil, "marking": int16(0),
			"compartmented": false}
	case "tips":
		return row{"ref": ref, "unit_id": 1, "channel": "c", "source_kind": "s", "received_at": at, "subject": "s", "summary": "s", "created_by": 1, "state": "NEW"}
	case "persons":
		return row{"ref": ref, "matter_id": 1, "name": "演示", "state": "S", "created_at": at}
	case "records":
		return row{"ref": ref, "matter_id": 1, "label": "l", "created_by": 1, "created_at": at, "entity": "trade_record"}
	case "clocks":
		return row{"matter_id": 1, "entity": "e", "target_kind": "case", "target_id": id, "code": "C", "state": "RUNNING", "started_at": at, "due_at": at,
			"owner_agency_id": 1, "start_act_id": 1, "edition": "2004-11-01"}
	case "audit_events":
		return row{"stream": fmt.Sprint("case:", id), "n": id, "at": at, "actor_id": 1, "actor_name": "演示", "unit": "u", "action": "a", "kind": "k",
			"target_id": 1, "target_ref": "", "target_name": "", "details": "{}", "encoding": "canon.v1", "prev": []byte{}, "hash": []byte{}}
	}
	return row{}
}

// add puts a row into the world and hands it back. Its id is its place in the table.
func (w *world) add(table string, r row) row {
	id := int64(len(w.rows[table]) + 1)
	full := defaults(table, id)
	maps.Copy(full, r)
	if table == "approvals" { // the copies of the case that its deciders list it by
		for _, c := range w.rows["cases"] {
			if c["id"] == full["case_id"] {
				full["case_due"], full["case_marking"], full["case_agency_id"] = c["next_due"], c["marking"], c["lead_agency_id"]
			}
		}
	}
	if table == "access_requests" { // it holds what was typed: the reference of a case, or of none
		full["case_ref"] = fmt.Sprint("NONE-", id)
		if c := w.find("cases", full["case_id"]); c != nil {
			full["case_ref"] = c["ref"]
		}
	}
	switch table {
	case "case_members", "case_facts", "case_pointers", "referral_items", "audit_events": // no number of their own
	default:
		if full["id"] == nil {
			full["id"] = id
		}
	}
	w.rows[table] = append(w.rows[table], full)
	return full
}

func tables() []string {
	return []string{"agencies", "users", "role_grants", "cases", "case_members", "case_facts", "case_pointers", "referrals", "referral_items", "evidence_items",
		"documents",
		"approvals", "handovers", "access_requests", "mss_handovers", "tips", "persons", "records", "clocks", "audit_events", "audit_heads"}
}

// store empties the tables and writes the world, in one round trip.
func (w *world) store() {
	w.t.Helper()
	b := &pgx.Batch{}
	for _, t := range tables() {
		b.Queue("DELETE FROM " + t)
	}
	for _, t := range tables() {
		for _, r := range w.rows[t] {
			cols := slices.Sorted(maps.Keys(r))
			if t == "case_facts" { // known by its case
				cols = slices.DeleteFunc(cols, func(c string) bool { return c == "id" })
			}
			if t == "access_requests" { // the oracle knows the case, the table does not
				cols = slices.DeleteFunc(cols, func(c string) bool { return c == "case_id" })
			}
			marks, args := make([]string, len(cols)), make([]any, len(cols))
			for i, c := range cols {
				marks[i], args[i] = fmt.Sprint("$", i+1), r[c]
			}
			b.Queue("INSERT INTO "+t+" ("+strings.Join(cols, ", ")+") OVERRIDING SYSTEM VALUE VALUES ("+strings.Join(marks, ", ")+")", args...)
		}
	}
	b.Queue("INSERT INTO audit_heads (stream, n, hash) SELECT 'case:' || id, 1, ''::bytea FROM cases UNION ALL SELECT 'referral:' || id, 1, ''::bytea " +
		"FROM referrals UNION ALL SELECT 'mss:' || id, 1, ''::bytea FROM mss_handovers")
	if err := w.super.SendBatch(context.Background(), b).Close(); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) clear() { w.rows = map[string][]row{} }

func (w *world) find(table string, id any) row {
	n, ok := id.(int64)
	if !ok {
		return nil
	}
	for _, r := range w.rows[table] {
		if r.id() == n {
			return r
		}
	}
	return nil
}

func (w *world) ids(sql string, args []any) []int64 {
	w.t.Helper()
	rows, err := w.db.Read().Query(context.Background(), sql, args...)
	if err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
	return out
}

func (w *world) number(sql string, args []any) int {
	w.t.Helper()
	var n int
	if err := w.db.Read().QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
	return n
}

// tableOf tells where the things of a kind stand.
func tableOf(k access.Kind) string {
	return map[access.Kind]string{access.Case: "cases", access.Referral: "referrals", access.Evidence: "evidence_items", access.Person: "persons",
		access.MSS: "mss_handovers", access.Record: "records", access.Tip: "tips", access.Approval: "approvals", access.Document: "documents",
		access.Handover: "handovers", access.AccessRequest: "access_requests", access.Clock: "clocks", access.User: "users", access.Report: "case_facts"}[k]
}

func as(user, unit, agency int64, clearance actor.Marking, roles ...actor.Role) actor.Actor {
	return actor.Actor{UserID: user, UnitID: unit, AgencyID: agency, Clearance: clearance, Roles: roles}
}
