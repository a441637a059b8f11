package access

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/database"
)

// Reason is one scope that the actor's roles give for an action, and whether it holds for this thing.
type Reason struct {
	Scope  string       `json:"scope"`
	ZH     string       `json:"zh"`
	EN     string       `json:"en"`
	Roles  []actor.Role `json:"roles"`
	Allows bool         `json:"allows"`
}

// Explain answers "why can I see this?" and "why can I not?": every scope that the roles give, each asked alone.
// An empty answer means that no role gives the action on this kind of thing at all.
func (p *Policy) Explain(ctx context.Context, q database.Q, who actor.Actor, action Action, t Target) ([]Reason, error) {
	var out []Reason
	err := database.Batch(ctx, q, func(b *database.Pipe) { p.QueueExplain(b, who, action, t, &out) })
	if err != nil {
		return nil, err
	}
	return out, nil
}

// QueueExplain is Explain in a page's own batch.
func (p *Policy) QueueExplain(b *database.Pipe, who actor.Actor, action Action, t Target, into *[]Reason) {
	scopes := p.granted(who, t.Kind, action)
	if len(scopes) == 0 {
		return
	}
	r := t.Kind.relation()
	s := p.statement(who, nil)
	s.text("SELECT ARRAY[")
	for i, sc := range scopes {
		if i > 0 {
			s.text(", ")
		}
		if r.from == "" || t.whole() {
			s.text("true")
			continue
		}
		s.text("EXISTS (SELECT FROM ", r.from, " WHERE ")
		t.match(s, r)
		s.text(" AND ", sc.one(), ")")
	}
	s.text("]::boolean[]")
	sql, args := s.done()
	b.Queue(sql, args...).QueryRow(func(row pgx.Row) error {
		var yes []bool
		if err := row.Scan(&yes); err != nil {
			return err
		}
		*into = make([]Reason, len(scopes))
		for i, sc := range scopes {
			(*into)[i] = Reason{Scope: sc.name, ZH: sc.zh, EN: sc.en, Allows: yes[i], Roles: p.rolesWith(who, t.Kind, action, sc)}
		}
		return nil
	})
}

// QueueBare asks in a page's own batch whether nothing but a bare scope opens the target to the actor: then the page shows
// the thing, and nothing of its file. Who has no bare scope at all costs no statement.
func (p *Policy) QueueBare(b *database.Pipe, who actor.Actor, action Action, t Target, into *bool) {
	scopes := p.gate(who, t.Kind, action)
	whole := slices.DeleteFunc(slices.Clone(scopes), func(sc *scope) bool { return sc.bare })
	if len(whole) == len(scopes) {
		return
	}
	r := t.Kind.relation()
	s := p.statement(who, nil)
	s.text("SELECT NOT EXISTS (SELECT FROM ", r.from, " WHERE ")
	t.match(s, r)
	s.text(" AND ", anyOf(whole), ")")
	sql, args := s.done()
	b.Queue(sql, args...).QueryRow(func(row pgx.Row) error { return row.Scan(into) })
}

func (p *Policy) rolesWith(who actor.Actor, kind Kind, action Action, sc *scope) []actor.Role {
	var out []actor.Role
	for _, role := range who.Roles {
		if slices.ContainsFunc(p.allowed[role][kind][action], func(g *grant) bool { return g.scope == sc }) {
			out = append(out, role)
		}
	}
	return out
}
