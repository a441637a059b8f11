package access

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// Target is one thing, by its reference or by its key. Without either it is the kind itself.
type Target struct {
	Kind Kind
	ID   int64
	Ref  string
}

// match adds the condition that picks the target.
func (t Target) match(s *statement, r relation) {
	switch {
	case t.Ref != "" && r.ref != "":
		s.text(r.ref, " = ").value(t.Ref)
	case t.ID != 0 && r.id != "":
		s.text(r.id, " = ").value(t.ID)
	default:
		s.text("1 = 0")
	}
}

func (t Target) whole() bool { return t.ID == 0 && t.Ref == "" }

// Check is one question of MayMany.
type Check struct {
	Action Action
	Target Target
}

// May tells whether the actor may do this to this thing. A target without reference and key asks about the kind.
func (p *Policy) May(ctx context.Context, q database.Q, who actor.Actor, action Action, t Target) (bool, error) {
	yes, err := p.MayMany(ctx, q, who, []Check{{action, t}})
	return err == nil && yes[0], err
}

// MayMany answers the questions of all buttons of a page in one statement.
func (p *Policy) MayMany(ctx context.Context, q database.Q, who actor.Actor, checks []Check) ([]bool, error) {
	if len(checks) == 0 {
		return nil, nil
	}
	var yes []bool
	sql, args := p.MayStatement(who, checks)
	err := q.QueryRow(ctx, sql, args...).Scan(&yes)
	return yes, err
}

// MayStatement is the statement of MayMany for a page's own batch; it gives one row with one array of booleans.
func (p *Policy) MayStatement(who actor.Actor, checks []Check) (string, []any) {
	s := p.statement(who, nil)
	s.text("SELECT ARRAY[")
	for i, c := range checks {
		if i > 0 {
			s.text(", ")
		}
		p.exists(s, who, c)
	}
	s.text("]::boolean[]")
	return s.done()
}

func (p *Policy) exists(s *statement, who actor.Actor, c Check) {
	r, scopes := c.Target.Kind.relation(), p.gate(who, c.Target.Kind, c.Action)
	if c.Target.whole() || r.from == "" {
		if len(scopes) > 0 {
			s.text("true")
		} else {
			s.text("false")
		}
		return
	}
	s.text("EXISTS (SELECT FROM ", r.from, " WHERE ")
	c.Target.match(s, r)
	s.text(" AND ", anyOf(scopes), ")")
}

// Known is the cause of a refusal of something that the actor's agency may know to exist, and nothing else (P39).
type Known struct {
	Ref        string
	AgencyID   int64 // who decides about access
	NameZH     string
	NameEN     string
	CanRequest bool
}

// Error is for the log.
func (k *Known) Error() string { return "known but closed" }

// KnownOf finds the placeholder's facts in a refusal.
func KnownOf(err error) (*Known, bool) {
	var k *Known
	ok := errors.As(err, &k)
	return k, ok
}

func notFound() error { return errs.New(errs.NotFound, "access.not_found") }

// Sight is the answer to Visible for a page that asks in its own batch; it is there when the batch has run.
type Sight struct {
	id              int64
	found, readable bool
	known           Known
}

// QueueVisible asks what Visible asks.
func (p *Policy) QueueVisible(b *database.Pipe, who actor.Actor, kind Kind, ref string) *Sight {
	s := &Sight{}
	sql, args := p.VisibleStatement(who, kind, ref)
	b.Queue(sql, args...).QueryRow(func(row pgx.Row) error {
		err := row.Scan(&s.id, &s.readable, &s.known.Ref, &s.known.AgencyID, &s.known.NameZH, &s.known.NameEN)
		s.found = err == nil
		if database.NoRows(err) {
			return nil
		}
		return err
	})
	s.known.CanRequest = p.Can(who, AccessRequest, Create)
	return s
}

// Answer is the key of what was asked for, or why there is none.
func (s *Sight) Answer() (int64, error) {
	switch {
	case !s.found:
		return 0, notFound()
	case s.readable:
		return s.id, nil
	}
	e := errs.New(errs.Forbidden, "access.known")
	e.Err = &s.known
	return 0, e
}

// Visible resolves a reference to its key. What the actor may not read does not exist; a case to which the actor's
// agency holds a pointer is refused as known. Hidden and absent run the same statement.
func (p *Policy) Visible(ctx context.Context, q database.Q, who actor.Actor, kind Kind, ref string) (int64, error) {
	var s *Sight
	if err := database.Batch(ctx, q, func(b *database.Pipe) { s = p.QueueVisible(b, who, kind, ref) }); err != nil {
		return 0, err
	}
	return s.Answer()
}

// VisibleStatement is the statement of Visible: no row, or id, readable, and for a known case its reference and agency.
func (p *Policy) VisibleStatement(who actor.Actor, kind Kind, ref string) (string, []any) {
	r := kind.relation()
	s := p.statement(who, nil)
	readable := anyOf(p.gate(who, kind, Read))
	t := Target{Kind: kind, Ref: ref}
	if kind != Case || !p.Can(who, Case, Read) {
		s.text("SELECT ", r.id, ", true, '', 0::bigint, '', '' FROM ", r.from, " WHERE ")
		t.match(s, r)
		s.text(" AND ", readable)
		return s.done()
	}
	s.text("SELECT * FROM (SELECT c.id, ", readable,
		" AS readable, c.ref, ga.id AS agency, ga.name_zh, ga.name_en FROM cases c JOIN agencies ga ON ga.id = c.lead_agency_id WHERE ")
	t.match(s, r)
	s.text(") v WHERE v.readable OR EXISTS (SELECT FROM case_pointers cp WHERE cp.case_id = v.id AND cp.agency_id = @agency)")
	return s.done()
}
