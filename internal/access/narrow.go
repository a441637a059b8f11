package access

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"touchstone/internal/actor"
)

// Mark is the place after which the next page begins: the keys of the last row that was shown.
type Mark struct {
	Due time.Time
	ID  int64
}

// ListSpec is what a page wants from the things that its reader may see. Columns, Joins and Where are constants of the
// program and use the aliases of scopes.sql; values go into Args under @names.
type ListSpec struct {
	Columns string         // of the rows; empty: the id
	Joins   string         // further tables of the page's rows only
	Where   string         // the page's filter; {due} is the column of the order, whichever table a scope reads it from
	Member  string         // only what the reader is named on, with this condition on his membership m; empty: all
	Args    map[string]any // values of the @names in Where and Joins
	After   *Mark          // nil: the first page
	Limit   int            // rows to fetch: one more than is shown tells whether there are more
}

// membership is the table of the scopes by which a person is named on a file.
const membership = "case_members m"

const (
	defaultLimit = 51
	longestPage  = 1001
)

func (l ListSpec) limit() int {
	if l.Limit <= 0 {
		return defaultLimit
	}
	return min(l.Limit, longestPage)
}

// List is the statement of a page, in the order of the kind's next clock (or the latest first). Each scope reads at
// most one page from its own ordered source; the cost does not grow with what the reader may see.
func (p *Policy) List(who actor.Actor, kind Kind, action Action, l ListSpec) (string, []any) {
	r, scopes := kind.relation(), p.granted(who, kind, action)
	s := p.statement(who, l.Args)
	columns := p.marked(who, l.Columns)
	if columns == "" {
		columns = r.id
	}
	s.text("SELECT ", columns, " FROM ", r.from, " JOIN (SELECT DISTINCT due, id FROM (")
	p.branches(s, scopes, r, l, l.limit())
	s.text(") branch ORDER BY due", r.direction(), ", id", r.direction(), " LIMIT ", strconv.Itoa(l.limit()), ") page ON page.id = ", r.id,
		" ", l.Joins, " ORDER BY page.due", r.direction(), ", page.id", r.direction())
	return s.done()
}

// Count is the statement for how many there are, at most limit+1: "1,000+" costs what 1,000 cost. The result is one
// whole number. It counts what List lists.
func (p *Policy) Count(who actor.Actor, kind Kind, action Action, l ListSpec, limit int) (string, []any) {
	s := p.statement(who, l.Args)
	l.After = nil
	s.text("SELECT count(*) FROM (SELECT DISTINCT id FROM (")
	p.branches(s, p.granted(who, kind, action), kind.relation(), l, limit+1)
	s.text(") branch LIMIT ", strconv.Itoa(limit+1), ") capped")
	return s.done()
}

func (p *Policy) branches(s *statement, scopes []*scope, r relation, l ListSpec, limit int) {
	if l.Member != "" {
		scopes = slices.DeleteFunc(slices.Clone(scopes), func(sc *scope) bool { return sc.via != membership })
	}
	if len(scopes) == 0 {
		s.text("SELECT NULL::timestamptz AS due, 0::bigint AS id WHERE 1 = 0")
	}
	for i, sc := range scopes {
		if i > 0 {
			s.text(" UNION ALL ")
		}
		from, due, id := sc.drive(l.Where != "")
		s.text("(SELECT ")
		if sc.many {
			s.text("DISTINCT ")
		}
		s.text(due, " AS due, ", id, " AS id FROM ", from, " WHERE (", sc.where, ")")
		if l.Where != "" {
			s.text(" AND (", strings.ReplaceAll(l.Where, "{due}", due), ")")
		}
		if l.Member != "" {
			s.text(" AND (", l.Member, ")")
		}
		if l.After != nil {
			s.text(" AND (", due, ", ", id, ") ", r.beyond(), " (").value(l.After.Due).text(", ").value(l.After.ID).text(")")
		}
		s.text(" ORDER BY ", due, r.direction(), ", ", id, r.direction(), " LIMIT ", strconv.Itoa(limit), ")")
	}
}

func (r relation) direction() string {
	if r.newest {
		return " DESC"
	}
	return ""
}

func (r relation) beyond() string {
	if r.newest {
		return "<"
	}
	return ">"
}

// From is a derived table of everything the actor may do this to: one column id (of audit events: stream and n).
// Its parameters begin with $1; the caller's own follow. Whatever is added outside cannot widen it.
func (p *Policy) From(who actor.Actor, kind Kind, action Action) (string, []any) {
	s := p.statement(who, nil)
	p.from(s, p.granted(who, kind, action), kind.relation())
	return s.done()
}

// Within puts the derived table of From in the place of {scope} in a text with @names of its own. The text needs no
// parameter numbers. Its {kind.action} stand for what they stand for in Scoped; {scope?} is the place in the statement of a page
// about one thing, so that it is a gate.
func (p *Policy) Within(who actor.Actor, kind Kind, action Action, text string, named map[string]any) (string, []any) {
	s := p.statement(who, named)
	before, after, list := strings.Cut(p.marked(who, text), "{scope}")
	scopes := p.granted(who, kind, action)
	if !list {
		before, after, _ = strings.Cut(before, "{scope?}")
		scopes = p.gate(who, kind, action)
	}
	s.text(before)
	p.from(s, scopes, kind.relation())
	s.text(after)
	return s.done()
}

func (p *Policy) from(s *statement, scopes []*scope, r relation) {
	s.text("(")
	if len(scopes) == 0 {
		s.text("SELECT ", r.output(""), " FROM ", r.from, " WHERE 1 = 0)")
		return
	}
	for i, sc := range scopes {
		if i > 0 {
			s.text(" UNION ")
		}
		from, _, id := sc.drive(false)
		s.text("SELECT ")
		if sc.many {
			s.text("DISTINCT ") // a scope that stands alone is in no UNION
		}
		s.text(r.output(id), " FROM ", from, " WHERE (", sc.where, ")")
	}
	s.text(")")
}

func (r relation) output(id string) string {
	switch {
	case r.id == "":
		return r.cols
	case id == "":
		id = r.id
	}
	return id + " AS id"
}

// One is a derived table with the id of the target if the actor may do this to it, and empty otherwise: each statement
// of a page joins it, and the whole page is one batch. Parameters as in From.
func (p *Policy) One(who actor.Actor, action Action, t Target) (string, []any) {
	s := p.statement(who, nil)
	r := t.Kind.relation()
	s.text("(SELECT ", r.id, " AS id FROM ", r.from, " WHERE ")
	t.match(s, r)
	s.text(" AND ", anyOf(p.gate(who, t.Kind, action)), ")")
	return s.done()
}
