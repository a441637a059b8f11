package access

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/casbin/casbin/v2"

	"touchstone/internal/actor"
)

const groupPrefix = "group:"

// Policy is the compiled policy. It does not change while the program runs.
type Policy struct {
	scopes      map[scopeKey]*scope
	allowed     map[actor.Role]map[Kind]map[Action][]*grant
	enforcers   map[question]*casbin.Enforcer
	evaluations atomic.Int64
	clock       func() time.Time
	cuts        sync.Map // statement text → its pieces
}

// Load reads access/model.conf, access/policy.csv and access/scopes.sql. roles are the codes of roles.csv. The clock
// decides which memberships and grants are running.
func Load(files fs.FS, roles []actor.Role, clock func() time.Time) (*Policy, error) {
	text := map[string]string{}
	for _, name := range []string{"model.conf", "policy.csv", "scopes.sql"} {
		b, err := fs.ReadFile(files, "access/"+name)
		if err != nil {
			return nil, fmt.Errorf("access: %w", err)
		}
		text[name] = string(b)
	}
	return Compile(text["model.conf"], text["policy.csv"], text["scopes.sql"], roles, clock)
}

// Compile turns the three texts into a policy. Every unknown word is an error: a misspelt action would be a silent
// refusal, a misspelt scope a silent hole.
func Compile(modelText, policyText, scopesText string, roles []actor.Role, clock func() time.Time) (*Policy, error) {
	p := &Policy{clock: clock, allowed: map[actor.Role]map[Kind]map[Action][]*grant{}}
	var err error
	if p.scopes, err = parseScopes(strings.NewReader(scopesText)); err != nil {
		return nil, err
	}
	rules, groups, err := parsePolicy(policyText)
	if err != nil {
		return nil, err
	}
	if err := p.check(rules, groups, roles); err != nil {
		return nil, err
	}
	whole, byQuestion, err := enforcers(modelText, rules, groups)
	if err != nil {
		return nil, err
	}
	p.enforcers = byQuestion
	return p, p.compile(whole, roles)
}

type rule struct {
	role   string
	kind   Kind
	action Action
	scope  string
}

type grouping struct{ member, group string }

// parsePolicy reads the lines and multiplies out what is divided by "|".
func parsePolicy(text string) (rules []rule, groups []grouping, err error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comment, r.TrimLeadingSpace, r.FieldsPerRecord = '#', true, -1
	for {
		cells, err := r.Read()
		switch {
		case errors.Is(err, io.EOF):
			return rules, groups, nil
		case err != nil:
			return nil, nil, fmt.Errorf("access: policy.csv: %w", err)
		}
		parts := make([][]string, len(cells))
		for i, c := range cells {
			parts[i] = strings.Split(strings.TrimSpace(c), "|")
		}
		line, _ := r.FieldPos(0)
		switch {
		case cells[0] == "p" && len(cells) == 5:
			for _, role := range parts[1] {
				for _, kind := range parts[2] {
					for _, action := range parts[3] {
						for _, s := range parts[4] {
							rules = append(rules, rule{role, Kind(kind), Action(action), s})
						}
					}
				}
			}
		case cells[0] == "g" && len(cells) == 3:
			for _, member := range parts[1] {
				for _, group := range parts[2] {
					groups = append(groups, grouping{member, group})
				}
			}
		default:
			return nil, nil, fmt.Errorf("access: policy.csv line %d: neither p with 4 words nor g with 2", line)
		}
	}
}

func (p *Policy) check(rules []rule, groups []grouping, roles []actor.Role) error {
	var bad []error
	say := func(format string, args ...any) {
		bad = append(bad, fmt.Errorf("access: policy.csv: "+format, args...))
	}
	known := map[string]bool{}
	for _, g := range groups {
		if !strings.HasPrefix(g.group, groupPrefix) {
			say("%s is no group", g.group)
		}
		known[g.group] = true
	}
	isRole := func(s string) bool { return slices.Contains(roles, actor.Role(s)) }
	for _, g := range groups {
		if !isRole(g.member) && !known[g.member] {
			say("unknown role %q in group %s", g.member, g.group)
		}
	}
	used := map[scopeKey]bool{}
	seen := map[rule]bool{}
	for _, r := range rules {
		switch {
		case !isRole(r.role) && !known[r.role]:
			say("unknown role %q", r.role)
		case !slices.Contains(Kinds(), r.kind):
			say("unknown kind %q", r.kind)
		case !slices.Contains(Actions(), r.action):
			say("unknown action %q", r.action)
		case p.scopes[scopeKey{r.scope, r.kind}] == nil:
			say("scope %q is not written for %s", r.scope, r.kind)
		case r.scope == "everything" && r.role != string(actor.SystemRole):
			say("%s must not have the scope of the system", r.role)
		case seen[r]:
			say("%v stands twice", r)
		}
		seen[r] = true
		used[scopeKey{r.scope, r.kind}] = true
	}
	for key := range p.scopes {
		if !used[key] {
			say("scope %q for %s is used nowhere", key.name, key.kind)
		}
	}
	return errors.Join(bad...)
}

func (p *Policy) compile(e *casbin.Enforcer, roles []actor.Role) error {
	for _, role := range roles {
		lines, err := e.GetImplicitPermissionsForUser(string(role))
		if err != nil {
			return fmt.Errorf("access: policy: %w", err)
		}
		byKind := map[Kind]map[Action][]*grant{}
		for _, l := range lines {
			kind, action := Kind(l[1]), Action(l[2])
			if byKind[kind] == nil {
				byKind[kind] = map[Action][]*grant{}
			}
			s := p.scopes[scopeKey{l[3], kind}]
			if !slices.ContainsFunc(byKind[kind][action], func(g *grant) bool { return g.scope == s }) {
				byKind[kind][action] = append(byKind[kind][action], &grant{scope: s, role: role, action: action})
			}
		}
		p.allowed[role] = byKind
	}
	return nil
}

// granted collects the scopes in which the actor may do this, as they were compiled: lists are composed of them.
func (p *Policy) granted(who actor.Actor, kind Kind, action Action) []*scope {
	return p.scopesOf(who, kind, action, func(*grant) bool { return true })
}

// scopesOf collects the scopes of all roles the actor holds now, each once, in a fixed order: the statement of two
// people with the same roles has the same text, and the database the same plan.
func (p *Policy) scopesOf(who actor.Actor, kind Kind, action Action, open func(*grant) bool) []*scope {
	var out []*scope
	if shut(who, kind) {
		return nil
	}
	for _, role := range who.Roles {
		for _, g := range p.allowed[role][kind][action] {
			if !slices.Contains(out, g.scope) && open(g) {
				out = append(out, g.scope)
			}
		}
	}
	slices.SortFunc(out, func(a, b *scope) int { return strings.Compare(a.name, b.name) })
	return out
}

// Roles are those that are allowed anything, in order.
func (p *Policy) Roles() []actor.Role { return slices.Sorted(maps.Keys(p.allowed)) }
