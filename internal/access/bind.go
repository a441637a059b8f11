package access

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"touchstone/internal/actor"
)

// statement puts a statement together and numbers its parameters. Names of the actor's side win over the caller's: a
// filter cannot redefine who asks.
type statement struct {
	cuts  *sync.Map
	sql   strings.Builder
	args  []any
	at    map[string]int
	named map[string]any
}

func (p *Policy) statement(who actor.Actor, extra map[string]any) *statement {
	roles := make([]string, len(who.Roles))
	for i, r := range who.Roles {
		roles[i] = string(r)
	}
	named := make(map[string]any, len(extra)+len(parameters()))
	for k, v := range extra {
		named[k] = v
	}
	named["user"], named["unit"], named["agency"] = who.UserID, who.UnitID, who.AgencyID
	named["clearance"], named["roles"], named["now"] = int16(who.Clearance), roles, p.clock().UTC()
	return &statement{cuts: &p.cuts, at: map[string]int{}, named: named}
}

// rebind gives the names of the next part of a statement their values. The actor's side still wins.
func (s *statement) rebind(extra map[string]any) {
	for k, v := range extra {
		if !slices.Contains(parameters(), k) && !reflect.DeepEqual(s.named[k], v) {
			s.named[k] = v
			delete(s.at, k)
		}
	}
}

// piece is text up to a @name.
type piece struct{ text, name string }

// cut splits a text at its names, once: the texts are the fragments of the policy and the statements of the program.
func (s *statement) cut(text string) []piece {
	if known, ok := s.cuts.Load(text); ok {
		return known.([]piece)
	}
	var out []piece
	from := 0
	for _, m := range parameter.FindAllStringSubmatchIndex(text, -1) {
		out = append(out, piece{text[from:m[0]], text[m[2]:m[3]]})
		from = m[1]
	}
	out = append(out, piece{text: text[from:]})
	s.cuts.Store(text, out)
	return out
}

// text adds text as it is; its @names become numbers. A name that nobody gave stays and fails in the database.
func (s *statement) text(parts ...string) *statement {
	for _, t := range parts {
		if !strings.Contains(t, "@") {
			s.sql.WriteString(t)
			continue
		}
		for _, c := range s.cut(t) {
			s.sql.WriteString(c.text)
			if c.name != "" {
				s.parameter(c.name)
			}
		}
	}
	return s
}

func (s *statement) parameter(name string) {
	v, ok := s.named[name]
	if !ok {
		s.sql.WriteString("@" + name)
		return
	}
	if s.at[name] == 0 {
		s.args = append(s.args, v)
		s.at[name] = len(s.args)
	}
	s.sql.WriteString("$" + strconv.Itoa(s.at[name]))
}

// value adds a value of our own, without a name.
func (s *statement) value(v any) *statement {
	s.args = append(s.args, v)
	s.sql.WriteString("$" + strconv.Itoa(len(s.args)))
	return s
}

func (s *statement) done() (string, []any) { return s.sql.String(), s.args }

// anyOf is the OR of the scopes on one thing; nothing granted is never true. What the thing's own row answers is asked
// first: PostgreSQL takes the parts of an OR in their order, and a further table costs more than the row.
func anyOf(scopes []*scope) string {
	if len(scopes) == 0 {
		return "(1 = 0)"
	}
	var own, via []string
	for _, s := range scopes {
		if s.via == "" {
			own = append(own, s.one())
		} else {
			via = append(via, s.one())
		}
	}
	return "(" + strings.Join(append(own, via...), " OR ") + ")"
}
