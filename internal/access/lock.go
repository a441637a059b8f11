package access

import (
	"context"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// Head is the last entry of the root's chain as it was when the root was locked, and when it was made. The engine hands
// it to tx.Chain.
type Head struct {
	N    int64
	Hash []byte
	At   time.Time
}

// Root is the aggregate that an act changes.
type Root struct {
	Kind    Kind
	ID      int64
	Version int
	State   string
}

// Locked is a target that is locked together with its root and the head of the root's chain.
type Locked struct {
	Target           Target // with key and, where the kind has one, reference
	Version          int
	State            string // of the target
	Root             Root   // zero where the kind has no root: tips, approvals, requests, accounts
	CaseID, MatterID int64
	Stream           string // of the root; empty without one
	Head             Head
}

// Lock decides and locks in one statement: the scope of the action stands in the statement that waits, so that nobody
// ever waits for a row outside his scope (security D10). Before its row it takes the turn of its matter (Turn). The root of
// an item is the case that has it in custody. Not readable is NotFound (or known), readable but not permitted is Forbidden.
func (p *Policy) Lock(ctx context.Context, q database.Q, who actor.Actor, action Action, t Target) (Locked, error) {
	r := t.Kind.relation()
	if r.lock.rows == "" {
		return Locked{}, errs.New(errs.Internal, "access.not_lockable", "kind", t.Kind)
	}
	out := Locked{Target: t, Root: Root{Kind: r.lock.root}}
	mark := actor.Internal
	sql, args := p.lockStatement(who, action, t)
	var at *time.Time
	err := q.QueryRow(ctx, sql, args...).Scan(&out.Target.ID, &out.Target.Ref, &out.Version, &out.State,
		&out.Root.ID, &out.Root.Version, &out.Root.State, &out.CaseID, &out.MatterID, &out.Stream, &mark, &out.Head.N, &out.Head.Hash, &at, nil)
	switch {
	case database.NoRows(err):
		return Locked{}, p.refusal(ctx, q, who, t)
	case err != nil:
		return out, err
	case at != nil:
		out.Head.At = *at
	case out.Head.N > 0: // we waited: the statement sees the head that the other left, but not yet the entry
		err = q.QueryRow(ctx, "SELECT at FROM audit_events WHERE stream = $1 AND n = $2", out.Stream, out.Head.N).Scan(&out.Head.At)
		if database.NoRows(err) { // a head without its entry is for verify to name
			err = nil
		}
	}
	actor.Opened(ctx, mark)
	return out, err
}

func (p *Policy) lockStatement(who actor.Actor, action Action, t Target) (string, []any) {
	r := t.Kind.relation()
	l := r.lock
	ref, stream, head := r.ref, "''", ""
	if l.stream != "" {
		stream = "head.stream"
		head = " JOIN audit_heads head ON head.stream = '" + l.stream + "' || " + l.rootID
	}
	s := p.statement(who, nil)
	s.text("SELECT ", r.id, ", ", ref, ", ", l.version, ", ", l.state, ", ", l.rootID, ", ", l.rootVersion, ", ", l.rootState, ", ",
		l.caseID, ", ", l.matter, ", ", stream, ", ", r.marking())
	if head == "" {
		s.text(", 0::bigint, ''::bytea, NULL::timestamptz")
	} else {
		s.text(", head.n, head.hash, (SELECT le.at FROM audit_events le WHERE le.stream = head.stream AND le.n = head.n)")
	}
	s.text(", ", Turn(l.matter), " FROM ", r.from, head, " WHERE ")
	t.match(s, r)
	s.text(" AND ", anyOf(p.gate(who, t.Kind, action)), " FOR UPDATE OF ", l.rows)
	return s.done()
}

// Turn is the expression that waits for the turn of a matter and keeps it until the transaction ends; no matter is 0. Whoever
// changes anything of a matter, or writes copies of it (cases.Project), has it, so that acts on its cases, referrals and
// pointers are one after the other, whichever of them each is allowed to see: an act judges the whole family, writes its
// twins, and keeps the copies of every case of it. What it only reads it does not lock. It would be wrong to lock the rows of
// the family instead: one that is hidden from the actor would make him wait (security D10), and two acts that begin at
// different roots of the matter would wait for each other.
//
// In a statement that locks a row it stands in what is selected: PostgreSQL computes that of the rows that meet the
// conditions, so after the scope, and before it locks them, so that everybody takes the turn before any row of the matter.
// It is no row, because the program's role may update none that all of a matter have in common.
func Turn(matter string) string {
	if matter == "0" {
		return "false"
	}
	return "pg_advisory_xact_lock(hashtextextended('matter:' || nullif(" + matter + ", 0), 0)) IS NULL"
}

// TakeTurns takes the turns of the matters of some cases, in one order for everybody who takes several: for what the program
// does by itself, in nobody's scope.
func TakeTurns(ctx context.Context, q database.Q, cases []int64) error {
	rows, err := q.Query(ctx, "SELECT "+Turn("m.id")+" FROM (SELECT DISTINCT matter_id AS id FROM cases WHERE id = ANY ($1) ORDER BY 1) m", cases)
	if err != nil {
		return err
	}
	rows.Close()
	return rows.Err()
}

// refusal finds out, without a lock, which of the answers a refused target gets.
func (p *Policy) refusal(ctx context.Context, q database.Q, who actor.Actor, t Target) error {
	if t.Ref != "" {
		if _, err := p.Visible(ctx, q, who, t.Kind, t.Ref); err != nil {
			return err
		}
		return forbidden()
	}
	readable, err := p.May(ctx, q, who, Read, t)
	switch {
	case err != nil:
		return err
	case readable:
		return forbidden()
	}
	return notFound()
}

func forbidden() error { return errs.New(errs.Forbidden, "access.forbidden") }

// Require is May as an error: nil, NotFound (or known), or Forbidden.
func (p *Policy) Require(ctx context.Context, q database.Q, who actor.Actor, action Action, t Target) error {
	if t.whole() {
		if p.Can(who, t.Kind, action) {
			return nil
		}
		return forbidden()
	}
	ok, err := p.May(ctx, q, who, action, t)
	if err != nil || ok {
		return err
	}
	return p.refusal(ctx, q, who, t)
}
