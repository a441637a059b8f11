package access

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// scope is one fragment of scopes.sql for one kind.
type scope struct {
	name, zh, en string
	kind         Kind
	where        string
	via, on      string // a further table with its alias, and how it hangs on the thing
	order        string // its own order; empty: the order of the kind
	many         bool
	bare         bool // it opens the thing, not what the thing shows of its file
}

// one is the fragment as a condition on a single thing.
func (s *scope) one() string {
	if s.via == "" {
		return "(" + s.where + ")"
	}
	return "EXISTS (SELECT FROM " + s.via + " WHERE " + s.on + " AND (" + s.where + "))"
}

// drive is where a list of this scope reads from, with the keys of its order. keep: the filter speaks about the thing
// itself, so that its own table must be there.
func (s *scope) drive(keep bool) (from, due, id string) {
	r := s.kind.relation()
	switch {
	case s.via == "":
		return r.from, r.due, r.id
	case s.order == "" || s.kind != Case:
		return r.from + " JOIN " + s.via + " ON " + s.on, r.due, r.id
	}
	due, id, _ = strings.Cut(s.order, ", ")
	if !keep && !strings.Contains(s.where, "c.") {
		return s.via, due, id
	}
	return s.via + " JOIN " + r.from + " ON " + s.on, due, id
}

type scopeKey struct {
	name string
	kind Kind
}

// parameters of the fragments; nothing else may stand behind an @.
func parameters() []string { return []string{"user", "unit", "agency", "clearance", "roles", "now"} }

var parameter = regexp.MustCompile(`@([a-z_]+)`)

// parseScopes reads scopes.sql. Unknown kinds, headings and parameters, missing sentences and doubles are errors.
func parseScopes(in io.Reader) (map[scopeKey]*scope, error) {
	out := map[scopeKey]*scope{}
	var cur *scope
	var kinds []Kind
	flush := func() error {
		if cur == nil {
			return nil
		}
		if err := cur.check(); err != nil {
			return err
		}
		for _, k := range kinds {
			s := *cur
			s.kind = k
			key := scopeKey{s.name, k}
			if out[key] != nil {
				return fmt.Errorf("access: scope %s for %s stands twice", s.name, k)
			}
			out[key] = &s
		}
		cur, kinds = nil, nil
		return nil
	}
	lines := bufio.NewScanner(in)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimRight(lines.Text(), " ")
		head, isComment := strings.CutPrefix(line, "-- ")
		named, isName := strings.CutPrefix(line, "-- name: ")
		switch {
		case isName:
			if err := flush(); err != nil {
				return nil, err
			}
			name, list, ok := strings.Cut(named, "kinds: ")
			if !ok {
				return nil, fmt.Errorf("access: scopes.sql line %d: a scope without kinds", n)
			}
			cur = &scope{name: strings.TrimSpace(name)}
			for _, w := range strings.Fields(list) {
				if !slices.Contains(Kinds(), Kind(w)) {
					return nil, fmt.Errorf("access: scope %s: unknown kind %q", cur.name, w)
				}
				kinds = append(kinds, Kind(w))
			}
		case cur == nil || line == "":
			// the explanation on top, and the space between scopes
		case isComment:
			if err := cur.heading(head); err != nil {
				return nil, fmt.Errorf("access: scopes.sql line %d: %w", n, err)
			}
		default:
			cur.where = strings.TrimSpace(cur.where + " " + strings.TrimSpace(line))
		}
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	return out, flush()
}

func (s *scope) heading(head string) error {
	key, value, _ := strings.Cut(head, ": ")
	value = strings.TrimSpace(value)
	switch key {
	case "zh":
		s.zh = value
	case "en":
		s.en = value
	case "via":
		var ok bool
		if s.via, s.on, ok = strings.Cut(value, " ON "); !ok {
			return fmt.Errorf("scope %s: via without ON", s.name)
		}
	case "order":
		s.order = value
	case "many":
		s.many = value == "yes"
	case "bare":
		s.bare = value == "yes"
	case "note":
	default:
		return fmt.Errorf("scope %s: unknown heading %q", s.name, key)
	}
	return nil
}

func (s *scope) check() error {
	if s.where == "" || s.zh == "" || s.en == "" {
		return fmt.Errorf("access: scope %s lacks its condition or a sentence", s.name)
	}
	for _, m := range parameter.FindAllStringSubmatch(s.where, -1) {
		if !slices.Contains(parameters(), m[1]) {
			return fmt.Errorf("access: scope %s: unknown parameter @%s", s.name, m[1])
		}
	}
	return nil
}
