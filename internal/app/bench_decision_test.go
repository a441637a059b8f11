package app_test

import (
	"context"
	"errors"
	"testing"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
)

const sampled = 64 // cases that are asked for in turn

// doorman decides about single cases, of which each may be read and acted on.
type doorman struct {
	policy *access.Policy
	db     *database.DB
	who    actor.Actor
	ids    []int64
}

// benchDecision: to decide about one row costs at most 1.1 times that row by primary key (goal 5; there is no
// row-level security to measure). An officer is let in by his unit or as a member, which are two scopes, and a head by
// his agency.
func (h *house) benchDecision(b *testing.B) {
	officer, head := h.actorOf(b, "officer"), h.actorOf(b, "head")
	const cases = `SELECT c.id FROM cases c WHERE c.marking <= $2 AND `
	unit := h.doorman(b, officer, cases+`c.org_unit_id = $1 AND NOT c.compartmented`, officer.UnitID)
	member := h.doorman(b, officer,
		cases+`c.compartmented AND EXISTS (SELECT FROM case_members m WHERE m.case_id = c.id AND m.user_id = $1 AND m.part = 'handler')`, officer.UserID)
	agency := h.doorman(b, head, cases+`c.lead_agency_id = $1 AND NOT c.compartmented`, head.AgencyID)
	for _, x := range []struct {
		name string
		*doorman
	}{{"by_unit", unit}, {"as_member", member}, {"by_agency", agency}} {
		b.Run("row_"+x.name, contest{goal: 1.1, calls: 40, ours: x.row, baseline: x.bareRow}.run)
	}
	b.Run("may_by_unit", contest{goal: 1.1, calls: 40, ours: unit.may, baseline: unit.bareRow}.run)
	b.Run("one_by_unit", contest{goal: 1.1, calls: 40, ours: unit.one, baseline: unit.bareRow}.run)
	b.Run("lock_by_unit", contest{goal: 1.1, calls: 20, ours: unit.lock, baseline: unit.bareLock}.run)
}

func (h *house) doorman(b *testing.B, who actor.Actor, sql string, key int64) *doorman {
	b.Helper()
	ids := column[int64](b, h, sql+` ORDER BY md5(c.id::text) LIMIT $3`, key, int16(who.Clearance), sampled)
	return &doorman{policy: h.app.Access(), db: h.app.DB, who: who, ids: ids}
}

func (d *doorman) target(i int) access.Target {
	return access.Target{Kind: access.Case, ID: d.ids[i%len(d.ids)]}
}

// row is the condition in the statement that reads the row, as the pages of a case have it.
func (d *doorman) row(i int) error {
	sql, args := d.policy.Scoped(d.who, "SELECT "+rowColumns+" FROM cases c WHERE c.id = @id AND {case.read}", map[string]any{"id": d.target(i).ID})
	return found(d.db.Read(), sql, args...)
}

func (d *doorman) bareRow(i int) error {
	return found(d.db.Read(), "SELECT "+rowColumns+" FROM cases c WHERE c.id = $1", d.target(i).ID)
}

func (d *doorman) may(i int) error {
	yes, err := d.policy.May(context.Background(), d.db.Read(), d.who, access.Read, d.target(i))
	if err == nil && !yes {
		err = errors.New("refused")
	}
	return err
}

func (d *doorman) one(i int) error {
	sql, args := d.policy.One(d.who, access.Read, d.target(i))
	return found(d.db.Read(), "SELECT v.id FROM "+sql+" v", args...)
}

// lock is the decision of an act: in the statement that locks the case and the head of its chain.
func (d *doorman) lock(i int) error {
	return d.inside(func(tx *database.Tx) error {
		_, err := d.policy.Lock(context.Background(), tx, d.who, access.Act, d.target(i))
		return err
	})
}

func (d *doorman) bareLock(i int) error {
	return d.inside(func(tx *database.Tx) error {
		return found(tx, `SELECT c.id, c.ref, c.version, c.state, c.matter_id, head.stream, head.n, head.hash FROM cases c
			JOIN audit_heads head ON head.stream = 'case:' || c.id
WHERE c.id = $1 FOR UPDATE OF c, head`, d.target(i).ID)
	})
}

// inside runs f in a transaction that leaves nothing.
func (d *doorman) inside(f func(tx *database.Tx) error) error {
	tx, err := d.db.Begin(context.Background())
	if err != nil {
		return err
	}
	return errors.Join(f(tx), tx.Rollback())
}

// found runs a statement that gives one row.
func found(q database.Q, sql string, args ...any) error {
	rows, err := q.Query(context.Background(), sql, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		n++
	}
	if n != 1 {
		return errors.Join(errors.New("not one row"), rows.Err())
	}
	return rows.Err()
}
