package audit_test

import (
	"errors"
	"slices"
	"testing"

	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/testkit"
)

// Rows that are older than the binding are taken up once, one event on each chain; from then on what nobody bound is
// added. Before, it is told and no difference.
func TestBaseline_TakesUpWhatIsOlder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.mustAct(audit.CaseStream(1), "older")
	super := testkit.Super(t, w.db)
	for _, sql := range slices.Concat(organisation, caseFile, transfer) {
		if _, err := super.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	before := w.verify()
	if !before.OK || before.Unbound < 35 {
		t.Fatalf("before: %+v", before)
	}
	done := make(chan error, 2)
	for range 2 { // two replicas start at once
		go func() {
			_, err := audit.New(w.db, w.clock.Now).Baseline(t.Context())
			done <- err
		}()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	after := w.verify()
	if !after.OK || after.Unbound != 0 || after.Facts != before.Facts || len(after.BoundFrom) != 6 || after.BoundChains != 6 || after.BoundFrom["case:1"] < 2 {
		t.Fatalf("after: %+v", after)
	}
	if n := w.count(`SELECT count(*) FROM audit_events WHERE action = 'record.baselined' AND details ? 'facts_before'`); n != 0 {
		t.Errorf("%d events say what was before the rows were taken up", n)
	}
	events := after.Events
	if n, err := w.log.Baseline(t.Context()); err != nil || n != 0 || w.verify().Events != events {
		t.Errorf("again: %d %v", n, err)
	}
	if r := found(t, super, `INSERT INTO case_members (case_id, user_id, part, from_at, granted_by) VALUES (1, 3, 'reader', now(), 1)`); len(r.Bad) != 1 ||
		named(r.Bad[0]) != "fact case:1 0 case_members 1.3 added" {
		t.Errorf("a row that came later passes: %+v", r.Bad)
	}
	if r := found(t, super, `UPDATE decisions SET fine_fen = 1`); len(r.Bad) != 1 || r.Bad[0].Stream != "case:1" || r.Bad[0].N != after.BoundFrom["case:1"] {
		t.Errorf("a row that was taken up is not bound: %+v", r.Bad)
	}
}

// Whether a row must have a claim is known from its own chain too: who cuts off the chain that says that all were taken up
// does not turn a row made by hand into one that is older. That the chain is gone which binds the definitions is a difference
// of its own. Seen to fail with nothing asked of the chain (it was unbound), and with no step cut: nothing forged was intact.
func TestVerify_KnowsBoundChainsWithoutTheFirst(t *testing.T) {
	t.Parallel()
	forged := []string{addMember, `INSERT INTO access_requests (ref, case_ref, answer_by, requester_id, purpose, days, state, created_at)
		VALUES ('AR-9', 'SM-1', now(), 2, '协查', 30, 'OPEN', now())`}
	for name, w := range map[string]*world{"from the beginning": populated(t), "taken up": takenUp(t)} {
		super := testkit.Super(t, w.db)
		claims := int64(w.count(`SELECT count(*) FROM audit_events e, jsonb_object_keys(CASE WHEN e.details ? 'facts' THEN e.details->'facts' ELSE '{}' END)
			WHERE stream = 'unit:0'`))
		r := found(t, super, slices.Concat(forged, cutFirst)...)
		// no chain tells of a request for access
		if len(r.Bad) != 2 || named(r.Bad[0]) != "fact case:1 0 case_members 1.3 added" || named(r.Bad[1]) != cutOff || r.Unbound != 1+claims {
			t.Errorf("%s: %+v", name, r)
		}
		if r := found(t, super, cutFirst...); len(r.Bad) != 1 || named(r.Bad[0]) != cutOff || r.Unbound != claims {
			t.Errorf("%s, nothing forged: %+v", name, r)
		}
	}
}

// cutFirst takes the chain away that binds the definitions and says since when all rows are bound.
var cutFirst = []string{`DELETE FROM audit_events WHERE stream = 'unit:0'`, `DELETE FROM audit_heads WHERE stream = 'unit:0'`}

const cutOff = "schema unit:0 0 audit_events unit:0 deleted"

// A start on a database whose first chain was cut off takes neither doctored definitions for the first ones nor rows made
// by hand for older ones: it is refused. Seen to fail with nothing asked: the lying view was bound, the grant taken up.
func TestStart_RefusesWhatWasCutOff(t *testing.T) {
	t.Parallel()
	for name, w := range map[string]*world{"from the beginning": populated(t), "taken up": takenUp(t)} {
		w.doctor(append(slices.Clone(cutFirst), addMember,
			`CREATE OR REPLACE VIEW audit_facts_role_grants AS SELECT t.id AS a, 0::bigint AS b, 'unit:1'::text AS stream, '{}'::jsonb AS fields FROM role_grants t`)...)
		events := w.count(`SELECT count(*) FROM audit_events`)
		for what, err := range map[string]error{"bind": w.log.BindSchema(t.Context()), "take up": second(w.log.Baseline(t.Context())),
			"load": second(w.log.TakeUp(t.Context(), map[string]int64{"case_members": 1}))} {
			if e := (*errs.E)(nil); !errors.As(err, &e) || e.Key != "audit.cut" {
				t.Errorf("%s, %s: %v", name, what, err)
			}
		}
		if n := w.count(`SELECT count(*) FROM audit_events`); n != events {
			t.Errorf("%s: %d events more", name, n-events)
		}
		if r := w.verify(); r.OK || !slices.ContainsFunc(r.Bad, func(b audit.Bad) bool { return b.Problem == audit.SchemaCut }) ||
			!slices.Contains(w.names(), "fact case:1 0 case_members 1.3 added") {
			t.Errorf("%s: %+v", name, r.Bad)
		}
	}
}

// Whoever cuts off the end of the first chain, from the event that binds the definitions of today, leaves those of an older
// version behind: the events written since name what is gone, and no start binds another. Seen to fail without facts_schema: the lying view was bound.
func TestStart_RefusesWhereTheEndWasCutOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	// another version's definitions are bound first
	w.doctor(`UPDATE goose_db_version SET version_id = version_id + 1000 WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`)
	w.start()
	w.doctor(`UPDATE goose_db_version SET version_id = version_id - 1000 WHERE version_id > 1000`)
	w.start()
	w.by(audit.UnitStream(1), "organisation.made", nil, organisation...)
	w.by(audit.UnitStream(1), "changed", nil, `UPDATE users SET clearance = 2 WHERE id = 2`)
	if r := w.verify(); !r.OK {
		t.Fatalf("before: %+v", r.Bad)
	}
	w.doctor(`DELETE FROM audit_events WHERE stream = 'unit:0' AND n > 1`,
		`UPDATE audit_heads SET (n, hash) = (SELECT n, hash FROM audit_events WHERE stream = 'unit:0') WHERE stream = 'unit:0'`,
		`CREATE OR REPLACE VIEW audit_facts_role_grants AS SELECT t.id AS a, 0::bigint AS b, 'unit:1'::text AS stream, '{}'::jsonb AS fields FROM role_grants t`)
	again := audit.New(w.db, w.clock.Now)
	if e := (*errs.E)(nil); !errors.As(again.BindSchema(t.Context()), &e) || e.Key != "audit.cut" {
		t.Errorf("%v", e)
	}
	if names := w.names(); !slices.Contains(names, "schema unit:1 1 audit_events unit:0 deleted") {
		t.Errorf("%q", names)
	}
}

func second[T any](_ T, err error) error { return err }

// Whoever cuts off only the event that says that all rows are bound gets nothing taken up either where a chain knows
// better. Seen to fail with sqlUnbound asking for no chain: the membership was bound.
func TestBaseline_LeavesBoundChainsOut(t *testing.T) {
	t.Parallel()
	w := populated(t)
	w.doctor(addMember, `DELETE FROM audit_events WHERE stream = 'unit:0' AND n > 1`,
		`UPDATE audit_heads SET (n, hash) = (SELECT n, hash FROM audit_events WHERE stream = 'unit:0') WHERE stream = 'unit:0'`)
	if _, err := w.log.Baseline(t.Context()); err != nil {
		t.Fatal(err)
	}
	if names := w.names(); !slices.Contains(names, "fact case:1 0 case_members 1.3 added") {
		t.Errorf("%q", names)
	}
}

// takenUp is a world that is older than the binding, after its first start.
func takenUp(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	super := testkit.Super(t, w.db)
	for _, sql := range slices.Concat([]string{"SET session_replication_role = replica"}, organisation, caseFile, transfer) {
		if _, err := super.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.log.Baseline(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}

// A bulk load takes up its own rows, not what stood there before it.
func TestTakeUp_BindsWhatWasLoaded(t *testing.T) {
	t.Parallel()
	w := populated(t)
	w.doctor(`INSERT INTO parties (ref, case_id, kind, name, created_by, created_at)
		VALUES ('PT-3', 1, 'person', 'by hand', 1, now()), ('PT-4', 1, 'person', 'loaded', 1, now())`, addMember)
	if n, err := w.log.TakeUp(t.Context(), map[string]int64{"parties": 4}); err != nil || n != 1 {
		t.Errorf("%d, %v", n, err)
	}
	w.wants("after the load", "fact case:1 0 case_members 1.3 added", "fact case:1 0 parties 3 added")
}

// An event that binds the definitions and has lost its time is named; that nobody can tell since when a table is bound ends nothing.
func TestVerify_ReadsOnWhereTheBindingHasNoTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.by(audit.UnitStream(0), "older", nil)
	w.start()
	w.doctor(`ALTER TABLE audit_events ALTER at DROP NOT NULL`, `UPDATE audit_events SET at = NULL WHERE action = 'schema.bound'`)
	bad := w.verify().Bad
	if len(bad) == 0 || bad[0].Stream != "unit:0" || bad[0].N != 2 || bad[0].Problem != audit.BadEncoding {
		t.Errorf("%+v", bad)
	}
}
