package audit_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/testkit"
)

// names are all differences that the ledger finds now.
func (w *world) names() (out []string) {
	w.t.Helper()
	for _, b := range w.verify().Bad {
		out = append(out, named(b))
	}
	return out
}

func (w *world) wants(when string, want ...string) {
	w.t.Helper()
	if got := w.names(); !slices.Equal(got, want) {
		w.t.Errorf("%s:\n got %q\nwant %q", when, got, want)
	}
}

const (
	addMember = `INSERT INTO case_members (case_id, user_id, part, from_at, granted_by) VALUES (1, 3, 'reader', now(), 1)`
	putItem   = `INSERT INTO referral_items (referral_id, item_no, set_by, set_at) VALUES (1, 2, 1, now())`
)

// An honest act on a doctored row does not cover it: what it found is not what the claim before says. Seen to fail with
// nothing compared: all of them passed.
func TestVerify_NamesWhatALaterActCovers(t *testing.T) {
	t.Parallel()
	w := populated(t)
	w.by(audit.CaseStream(1), "honest", nil, `UPDATE cases SET state = 'A'`, `UPDATE cases SET state = 'FILED'`,
		`UPDATE case_members SET part = 'support' WHERE user_id = 1`, `DELETE FROM referral_items WHERE item_no = 1`)
	w.wants("honest")
	w.clock.Advance(time.Second)
	w.doctor(`UPDATE users SET clearance = 3 WHERE id = 2`, `UPDATE cases SET quantity_mg = 1`, `UPDATE parties SET name = 'x' WHERE id = 1`,
		`DELETE FROM referral_items WHERE item_no = 2`,
		`UPDATE party_links SET source = 'x'`, addMember)
	w.by(audit.UnitStream(1), "account.changed", nil, `UPDATE users SET password_hash = 'n' WHERE id = 2`)
	w.by(audit.CaseStream(1), "case.changed", nil, `UPDATE cases SET state = 'B'`, `UPDATE parties SET name = 'y' WHERE id = 1`,
		`UPDATE case_members SET to_at = now() WHERE user_id = 3`, `UPDATE party_links SET removed_at = now()`, putItem)
	want := []string{"fact case:1 1 parties 1 changed", "fact case:1 1 party_links 1 changed", "fact case:1 3 cases 1 changed",
		"fact case:1 4 case_members 1.3 added",
		"fact referral:1 1 referral_items 1.2 deleted", "fact unit:1 1 users 2 changed"}
	w.wants("covered", want...)
	w.by(audit.CaseStream(1), "case.changed", nil, `UPDATE cases SET state = 'C'`)
	w.wants("covered twice", want...)
}

// What people name may come again: its event says that it found nothing. What has a number of its own comes once.
func TestWrite_NotesWhatWasNotThereOfNamedRows(t *testing.T) {
	t.Parallel()
	w := populated(t)
	w.by(audit.CaseStream(1), "new", nil, addMember,
		`INSERT INTO parties (ref, case_id, kind, name, created_by, created_at) VALUES ('PT-9', 1, 'person', 'x', 1, now())`)
	if n := w.count(`SELECT count(*) FROM audit_events WHERE action = 'new' AND details->'facts_before' = '{"case_members/1.3": "gone"}'
		AND details->'facts' ? 'parties/3'`); n != 1 {
		t.Error("the event says something else of what it found")
	}
}

// The honest neighbours of a cover: a fact that is written again and again, removed and made again, undone in a savepoint,
// moved from chain to chain and back at one and the same time.
func TestVerify_FollowsHonestHistories(t *testing.T) {
	t.Parallel()
	w := populated(t)
	unit := audit.UnitStream
	for i, act := range []struct {
		on  audit.Stream
		sql []string
	}{
		{audit.CaseStream(1), []string{`UPDATE cases SET state = 'A'`, `UPDATE cases SET state = 'B', round = 2`, `UPDATE cases SET state = 'FILED', round = 1`}},
		{audit.CaseStream(1), []string{`UPDATE cases SET state = 'FILED'`}}, // as it was
		{audit.CaseStream(1), []string{`SAVEPOINT a`, `UPDATE cases SET state = 'X'`, `UPDATE parties SET name = 'x'`, `DELETE FROM referral_items`, `ROLLBACK TO a`,
			`UPDATE parties SET name = 'y' WHERE id = 1`}},
		{audit.CaseStream(1), []string{`UPDATE cases SET state = 'Y'`, `SAVEPOINT a`, `UPDATE cases SET state = 'Z'`, `ROLLBACK TO a`, `SAVEPOINT b`,
			`UPDATE cases SET round = 7`, `RELEASE b`}},
		{audit.CaseStream(1), []string{`SAVEPOINT a`, addMember, `ROLLBACK TO a`, `UPDATE parties SET name = 'z' WHERE id = 2`}},
		{audit.CaseStream(1), []string{`INSERT INTO referral_items (referral_id, item_no, set_by, set_at) VALUES (1, 3, 1, now())`,
			`UPDATE referral_items SET note = 'x' WHERE item_no = 3`, `DELETE FROM referral_items WHERE item_no = 3`}},
		{audit.CaseStream(1), []string{addMember}},
		{audit.CaseStream(1), []string{`DELETE FROM referral_items WHERE item_no = 2`, putItem, `UPDATE referral_items SET note = 'x' WHERE item_no = 2`}},
		{audit.ReferralStream(1), []string{`DELETE FROM referral_items WHERE item_no = 2`}},
		{audit.CaseStream(1), []string{putItem}}, // made again from another chain
		{unit(2), []string{`DELETE FROM referral_items WHERE item_no = 2`}},
		{audit.ReferralStream(1), []string{putItem}},
		{unit(1), []string{`UPDATE users SET unit_id = 2 WHERE id = 2`, `UPDATE role_grants SET revoked_at = now() WHERE user_id = 2`}},
		{unit(2), []string{`UPDATE users SET unit_id = 1 WHERE id = 2`}},
		{unit(1), []string{`UPDATE users SET unit_id = 2 WHERE id = 2`}},
		{unit(2), []string{`UPDATE users SET unit_id = 1, clearance = 2 WHERE id = 2`, `UPDATE role_grants SET revoked_at = NULL WHERE user_id = 2`}},
		{unit(1), []string{`UPDATE users SET unit_id = 2 WHERE id = 2`, `UPDATE users SET unit_id = 1 WHERE id = 2`}},
		{unit(3), []string{`UPDATE access_requests SET days = 4`}}, // a fact without a chain of its own
		{unit(1), []string{`UPDATE access_requests SET days = 5`}},
		{unit(3), []string{`UPDATE access_requests SET days = 4`}},
		{unit(9), []string{`UPDATE access_requests SET days = 5`, `UPDATE tips SET marking = 2, unit_id = 2`, `UPDATE users SET failures = 4`}},
		{audit.CaseStream(1), []string{`INSERT INTO case_members (case_id, user_id, part, from_at, granted_by) VALUES (1, 2, 'handler', now(), 1)
			ON CONFLICT (case_id, user_id) DO UPDATE SET part = 'reader'`}},
	} {
		w.by(act.on, fmt.Sprintf("act.%d", i), nil, act.sql...)
		w.wants(fmt.Sprint("after act ", i, act.sql))
	}
	super := testkit.Super(t, w.db)
	for sql, want := range map[string]string{
		`UPDATE users SET unit_id = 2 WHERE id = 2`:                   "users 2 changed",
		`UPDATE access_requests SET days = 4`:                         "access_requests 1 changed",
		`DELETE FROM referral_items WHERE item_no = 2`:                "referral_items 1.2 deleted",
		`UPDATE tips SET unit_id = 1`:                                 "tips 1 changed",
		`UPDATE role_grants SET revoked_at = now() WHERE user_id = 2`: "role_grants 2 changed",
	} {
		r := found(t, super, sql)
		if len(r.Bad) != 1 || named(audit.Bad{Table: r.Bad[0].Table, Row: r.Bad[0].Row, Kind: r.Bad[0].Kind}) != "0 "+want {
			t.Errorf("%s: %+v", sql, r.Bad)
		}
	}
}

// A clock that lags behind on one chain does not turn the history of an account round, and a state of old that a hand put
// back is found although the account was in it once. Seen to fail with the history ordered by time alone.
func TestVerify_FollowsAcrossClocks(t *testing.T) {
	t.Parallel()
	w := populated(t)
	w.clock.Advance(time.Hour)
	w.by(audit.UnitStream(2), "later", nil)
	w.by(audit.UnitStream(2), "account.moved", nil, `UPDATE users SET unit_id = 2 WHERE id = 2`)
	w.clock.Advance(-time.Hour)
	w.by(audit.UnitStream(1), "account.moved", nil, `UPDATE users SET unit_id = 1, clearance = 2 WHERE id = 2`)
	w.wants("honest")
	w.doctor(`UPDATE users SET clearance = 1 WHERE id = 2`)
	w.by(audit.UnitStream(2), "account.moved", nil, `UPDATE users SET unit_id = 2 WHERE id = 2`)
	w.wants("an old state put back and covered by a move", "fact unit:1 2 users 2 changed")
}

// Rows that the bulk loader has bound, and rows of old that were taken up, are followed like others.
func TestVerify_FollowsLoadedRows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	super := testkit.Super(t, w.db)
	load := append([]string{`SET ROLE ts_migrate`}, slices.Concat(organisation, caseFile, []string{`RESET ROLE`})...)
	for _, sql := range load {
		if _, err := super.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	if w.count(`SELECT count(*) FROM audit_events`) != 0 {
		t.Fatal("a loader's rows have events")
	}
	w.by(audit.UnitStream(0), "older", nil)
	w.start()
	w.by(audit.CaseStream(1), "before it was taken up", nil, `UPDATE cases SET state = 'A'`)
	if _, err := w.log.Baseline(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(time.Second)
	w.by(audit.CaseStream(1), "honest", nil, `UPDATE cases SET state = 'B'`, `UPDATE parties SET name = 'x'`,
		`UPDATE case_members SET to_at = now() WHERE user_id = 2`)
	w.wants("honest")
	w.doctor(`UPDATE goods_items SET net_mg = 5`,
		`INSERT INTO parties (ref, case_id, kind, name, created_by, created_at) VALUES ('PT-9', 1, 'person', 'x', 1, now())`)
	w.by(audit.CaseStream(1), "covers", nil, `UPDATE goods_items SET net_mg = 6`, `UPDATE parties SET name = 'y' WHERE ref = 'PT-9'`)
	n := w.verify().BoundFrom["case:1"]
	w.wants("doctored", fmt.Sprintf("fact case:1 %d goods_items 1 changed", n), fmt.Sprintf("fact case:1 %d parties 3 added", n+2))
}

// A write of two thousand rows does not cost the square of them.
func TestWrite_ManyRowsAtOnce(t *testing.T) {
	t.Parallel()
	w := populated(t)
	const rows = 2000
	w.by(audit.CaseStream(1), "many", nil, fmt.Sprintf(`INSERT INTO parties (ref, case_id, kind, name, created_by, created_at)
		SELECT 'PT-X' || g, 1, 'person', 'x', 1, now() FROM generate_series(1, %d) g`, rows))
	w.by(audit.CaseStream(1), "changed", nil, `UPDATE parties SET name = 'y' WHERE ref LIKE 'PT-X%'`)
	if n := w.count(`SELECT count(*) FROM audit_events e, jsonb_object_keys(e.details->'facts_before') WHERE action = 'changed'`); n != rows {
		t.Errorf("%d of %d rows have what they were", n, rows)
	}
	w.wants("honest")
}

// Whatever honest acts come one after the other, on whichever chains and with clocks that jump to and fro, is no finding;
// and what a hand does anywhere between two of them is.
func TestVerify_FollowsAnyHonestHistory(t *testing.T) {
	t.Parallel()
	w := populated(t)
	r := rand.New(rand.NewPCG(8, 106))
	chains := []audit.Stream{audit.UnitStream(1), audit.UnitStream(2), audit.UnitStream(3), audit.CaseStream(1), audit.ReferralStream(1)}
	statement := func() string {
		user, few := 1+r.IntN(3), r.IntN(3)
		return []string{
			fmt.Sprintf(`UPDATE users SET unit_id = %d WHERE id = %d`, 1+r.IntN(2), user),
			fmt.Sprintf(`UPDATE users SET clearance = %d WHERE id = %d`, few, user),
			fmt.Sprintf(`UPDATE role_grants SET presiding = %t WHERE user_id = %d`, few > 0, user),
			fmt.Sprintf(`UPDATE access_requests SET days = %d`, few+1),
			fmt.Sprintf(`UPDATE tips SET marking = %d, unit_id = %d`, few, 1+r.IntN(2)),
			fmt.Sprintf(`UPDATE cases SET round = %d`, few+1),
			fmt.Sprintf(`INSERT INTO case_members (case_id, user_id, part, from_at, granted_by) VALUES (1, %d, 'reader', '2026-05-01', 1)
				ON CONFLICT (case_id, user_id) DO UPDATE SET basis = 'b%d'`, user, few),
			`DELETE FROM referral_items WHERE item_no = 2`,
			`INSERT INTO referral_items (referral_id, item_no, set_by, set_at) VALUES (1, 2, 1, '2026-05-01') ON CONFLICT DO NOTHING`,
		}[r.IntN(9)]
	}
	act := func() (did []string) {
		for range 1 + r.IntN(3) {
			if x := statement(); r.IntN(4) == 0 {
				did = append(did, `SAVEPOINT s`, x, `ROLLBACK TO s`)
			} else {
				did = append(did, x)
			}
		}
		w.clock.Advance(time.Duration(r.IntN(5)-2) * time.Second)
		w.by(chains[r.IntN(len(chains))], "act", nil, did...)
		return did
	}
	for i := range 150 {
		if did := act(); i%10 == 9 {
			w.wants(fmt.Sprint("after ", i, did))
		}
	}
	for i, c := range []struct{ table, doctored, covers string }{
		{"users", `UPDATE users SET clearance = (clearance + 1) % 3 WHERE id = 2`,
			`UPDATE users SET clearance = (clearance + 1) % 3, unit_id = 3 - unit_id WHERE id = 2`},
		{"cases", `UPDATE cases SET round = 9`, `UPDATE cases SET round = 2`},
		{"access_requests", `UPDATE access_requests SET days = 9`, `UPDATE access_requests SET days = 1`},
		{"tips", `UPDATE tips SET marking = 3`, `UPDATE tips SET marking = 0`},
		{"role_grants", `UPDATE role_grants SET valid_to = valid_to + interval '1 day' WHERE id = 1`,
			`UPDATE role_grants SET presiding = NOT presiding WHERE id = 1`},
		{"case_members", `UPDATE case_members SET handled = 'handler' WHERE user_id = 3`, `UPDATE case_members SET to_at = now() WHERE user_id = 3`},
	} {
		w.doctor(c.doctored)
		w.by(chains[r.IntN(len(chains))], "covers", nil, c.covers)
		if bad := w.verify().Bad; len(bad) != i+1 || !slices.ContainsFunc(bad,
			func(b audit.Bad) bool { return b.Table == c.table && b.Problem == audit.FactCovered }) {
			t.Errorf("%s: %q", c.doctored, w.names())
		}
	}
}

// A trigger that was off for the time of one act leaves no note of what the act found: the claim before it, which the act
// changed, is named. Seen to pass without unnoted.
func TestVerify_NamesAWriteThatNotedNothing(t *testing.T) {
	t.Parallel()
	w := populated(t)
	if err := w.log.BindSchema(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(1e9)
	w.by(audit.UnitStream(1), "account.changed", nil, `UPDATE users SET name_en = 'n' WHERE id = 2`)
	if r := w.verify(); !r.OK {
		t.Fatalf("honest: %+v", r.Bad)
	}
	w.doctor(`UPDATE users SET clearance = 3 WHERE id = 2`, `ALTER TABLE users DISABLE TRIGGER users_fact_before`)
	w.clock.Advance(1e9)
	w.by(audit.UnitStream(1), "account.changed", nil, `UPDATE users SET name_en = 'm' WHERE id = 2`)
	w.doctor(`ALTER TABLE users ENABLE TRIGGER users_fact_before`)
	if r := w.verify(); r.OK || len(r.Bad) != 1 || r.Bad[0].Table != "users" || r.Bad[0].Row != "2" {
		t.Errorf("%+v", r.Bad)
	}
}

// Where no event tells since when writes note what they find, one that noted nothing is of an older program.
func TestVerify_AWriteMayNoteNothingBeforeTheBinding(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.by(audit.UnitStream(1), "organisation.made", nil, organisation...)
	w.doctor(`ALTER TABLE users DISABLE TRIGGER users_fact_before`)
	w.by(audit.UnitStream(1), "account.changed", nil, `UPDATE users SET name_en = 'm' WHERE id = 2`)
	w.wants("older")
}

// What stands noted for a role before it has written anything is put aside when it connects. Seen to bind the doctored row.
func TestBind_NothingStandsNotedBefore(t *testing.T) {
	t.Parallel()
	w := populated(t)
	w.doctor(`UPDATE cases SET quantity_mg = 7 WHERE id = 1`,
		`DO $$ BEGIN EXECUTE 'ALTER ROLE ts_app IN DATABASE ' || current_database() || ' SET ts.touched = '',cases/1,'''; END $$`)
	again, err := database.Open(t.Context(), w.db.Source(), database.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	log := audit.New(again, w.clock.Now)
	if _, err := log.Write(t.Context(), actor.Automatic("audit"), audit.Key{}, func(tx *audit.Tx) error {
		return tx.Record(t.Context(), audit.Event{Stream: audit.UnitStream(1), Action: "x", Kind: "unit"})
	}); err != nil {
		t.Fatal(err)
	}
	if r := w.verify(); len(r.Bad) != 2 || r.Bad[0].Table != "cases" || r.Bad[0].Problem != audit.FactChanged || r.Bad[1].Table != "setting" {
		t.Errorf("a row that nobody wrote was bound: %+v", r.Bad)
	}
}
