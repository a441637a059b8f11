package access

import (
	"cmp"
	"strconv"

	"touchstone/internal/actor"
)

// ScopeNames are the compiled scopes of one role.
func (p *Policy) ScopeNames(role actor.Role, kind Kind, action Action) []string {
	var out []string
	for _, s := range p.allowed[role][kind][action] {
		out = append(out, s.name)
	}
	return out
}

// Written lists every scope of scopes.sql.
func (p *Policy) Written() map[string][]Kind {
	out := map[string][]Kind{}
	for k := range p.scopes {
		out[k.name] = append(out[k.name], k.kind)
	}
	return out
}

// Listable tells whether the things of a kind are rows with a number.
func Listable(k Kind) bool { return k.relation().id != "" && k.relation().due != "" }

// HasRows tells whether the kind has a table.
func HasRows(k Kind) bool { return k.relation().from != "" }

// Lockable tells whether Lock knows the kind.
func Lockable(k Kind) bool { return k.relation().lock.rows != "" }

// LockStatement is the statement of Lock.
func (p *Policy) LockStatement(who actor.Actor, action Action, t Target) (string, []any) {
	return p.lockStatement(who, action, t)
}

// GateNames are the scopes that a gate lets one role through by.
func (p *Policy) GateNames(role actor.Role, kind Kind, action Action) []string {
	var out []string
	for _, s := range p.gate(actor.Actor{Roles: []actor.Role{role}}, kind, action) {
		out = append(out, s.name)
	}
	return out
}

// Forget takes a line from casbin alone: what is compiled still has it.
func (p *Policy) Forget(role actor.Role, kind Kind, action Action, scope string) (bool, error) {
	return p.enforcers[question{kind, action}].RemovePolicy(string(role), string(kind), string(action), scope)
}

// Asked is one scope of scopes.sql as a condition on the things of its kind.
type Asked struct {
	Name string
	Kind Kind
}

// AskEach is one statement that gives the things of every scope, whatever roles the actor has: the scope's place in the list, and
// the thing's number.
func (p *Policy) AskEach(who actor.Actor) (scopes []Asked, sql string, args []any) {
	s := p.statement(who, nil)
	for key, sc := range p.scopes {
		r := key.kind.relation()
		if r.from == "" {
			continue
		}
		if len(scopes) > 0 {
			s.text(" UNION ALL ")
		}
		s.text("SELECT ", strconv.Itoa(len(scopes)), ", ", cmp.Or(r.id, "ev.n"), " FROM ", r.from, " WHERE ", sc.one())
		scopes = append(scopes, Asked{key.name, key.kind})
	}
	sql, args = s.done()
	return scopes, sql, args
}
