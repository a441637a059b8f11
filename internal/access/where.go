package access

import (
	"regexp"
	"strconv"

	"touchstone/internal/actor"
)

// marker is where a condition goes in a text of Scoped: {case.read}, {referral.act} …; with a question mark, {case.act?}, it is
// a gate: what a page opens or offers.
var marker = regexp.MustCompile(`\{([a-z_]+)\.([a-z_]+)(\??)\}`)

// Scoped puts, in the place of every {kind.action} of a text, the condition under which the actor may do that to the
// row that stands there under the aliases of scopes.sql (an item needs c and o beside e). It is for pages that read one
// file with all that hangs on it: a handful of rows, each kind under its own condition. Lists use List.
func (p *Policy) Scoped(who actor.Actor, text string, named map[string]any) (string, []any) {
	return p.statement(who, named).text(p.marked(who, text)).done()
}

func (p *Policy) marked(who actor.Actor, text string) string {
	return marker.ReplaceAllStringFunc(text, func(m string) string {
		part := marker.FindStringSubmatch(m)
		if part[3] != "" {
			return anyOf(p.gate(who, Kind(part[1]), Action(part[2])))
		}
		return anyOf(p.granted(who, Kind(part[1]), Action(part[2])))
	})
}

// Counts is Count for several filters in one statement: one row with one array of whole numbers, each at most the
// Limit of its spec plus one. Each spec has its own values behind its @names; equal ones are sent once.
func (p *Policy) Counts(who actor.Actor, kind Kind, action Action, specs []ListSpec) (string, []any) {
	s := p.statement(who, nil)
	s.text("SELECT ARRAY[")
	for i, l := range specs {
		if i > 0 {
			s.text(", ")
		}
		l.After = nil
		s.rebind(l.Args)
		s.text("(SELECT count(*) FROM (SELECT DISTINCT id FROM (")
		p.branches(s, p.granted(who, kind, action), kind.relation(), l, l.limit()+1)
		s.text(") branch LIMIT ", strconv.Itoa(l.limit()+1), ") capped)")
	}
	s.text("]::bigint[]")
	return s.done()
}
