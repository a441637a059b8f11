package access

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"

	"touchstone/internal/actor"
)

// question is what lines of the policy are about. Casbin's cost grows with the lines it looks through, so each question
// has an enforcer of its own: the same model and the same groups, and just the lines that can match.
type question struct {
	kind   Kind
	action Action
}

// grant is a scope that a role has for an action as compiled, and what casbin said of it when a gate first asked: the policy
// does not change while the program runs.
type grant struct {
	*scope
	role   actor.Role
	action Action
	said   atomic.Int32
}

// What casbin said of a grant.
const (
	unasked int32 = iota
	yes
	no
)

// enforcers loads the policy into casbin: whole, and by question.
func enforcers(modelText string, rules []rule, groups []grouping) (*casbin.Enforcer, map[question]*casbin.Enforcer, error) {
	whole, err := enforcer(modelText, rules, groups)
	if err != nil {
		return nil, nil, err
	}
	lines, out := map[question][]rule{}, map[question]*casbin.Enforcer{}
	for _, r := range rules {
		q := question{r.kind, r.action}
		lines[q] = append(lines[q], r)
	}
	for q, some := range lines {
		if out[q], err = enforcer(modelText, some, groups); err != nil {
			return nil, nil, err
		}
	}
	return whole, out, nil
}

func enforcer(modelText string, rules []rule, groups []grouping) (*casbin.Enforcer, error) {
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return nil, fmt.Errorf("access: model: %w", err)
	}
	e, err := casbin.NewEnforcer(m)
	if err != nil {
		return nil, fmt.Errorf("access: model: %w", err)
	}
	members, lines := make([][]string, len(groups)), make([][]string, len(rules))
	for i, g := range groups {
		members[i] = []string{g.member, g.group}
	}
	for i, r := range rules {
		lines[i] = []string{r.role, string(r.kind), string(r.action), r.scope}
	}
	if _, err := e.AddGroupingPolicies(members); err != nil {
		return nil, fmt.Errorf("access: policy: %w", err)
	}
	if _, err := e.AddPolicies(lines); err != nil {
		return nil, fmt.Errorf("access: policy: %w", err)
	}
	return e, nil
}

// Enforce asks casbin: may somebody in this role do this to the things of this kind that are in this scope?
func (p *Policy) Enforce(role actor.Role, kind Kind, action Action, scope string) (bool, error) {
	e := p.enforcers[question{kind, action}]
	if e == nil {
		return false, nil // no line speaks of it
	}
	p.evaluations.Add(1)
	return e.Enforce(string(role), string(kind), string(action), scope)
}

// Evaluations is how often casbin has been asked since the policy was loaded.
func (p *Policy) Evaluations() int64 { return p.evaluations.Load() }

// open asks casbin about a grant. A question that it cannot answer is refused.
func (p *Policy) open(g *grant) bool {
	if said := g.said.Load(); said != unasked {
		return said == yes
	}
	ok, err := p.Enforce(g.role, g.kind, g.action, g.name)
	said := no
	if ok && err == nil {
		said = yes
	}
	g.said.Store(said)
	return said == yes
}

// gate collects the scopes in which the actor may do this, as casbin says: what routes, acts and buttons ask. A list is composed
// of what is compiled (granted); a thing is opened, changed or offered only where casbin agrees.
func (p *Policy) gate(who actor.Actor, kind Kind, action Action) []*scope {
	return p.scopesOf(who, kind, action, p.open)
}

// Can tells whether the actor may do this to any thing of the kind at all: menus, and what has no row yet. Whether to
// this one is asked by May.
func (p *Policy) Can(who actor.Actor, kind Kind, action Action) bool {
	if shut(who, kind) {
		return false
	}
	return slices.ContainsFunc(who.Roles, func(r actor.Role) bool { return slices.ContainsFunc(p.allowed[r][kind][action], p.open) })
}

// shut is the one rule that does not stand in policy.csv: the coordination office opens no file, whatever role somebody there
// is given by mistake.
func shut(who actor.Actor, kind Kind) bool {
	return who.AgencyKind == actor.Coordination && kind.inFile()
}

// Prove compares what lists are composed of with what casbin says, for every role, kind, action and scope. The program does not
// start where they differ; and what casbin said is what its gates have asked.
func (p *Policy) Prove() error {
	var bad []error
	for key := range p.scopes {
		for _, action := range Actions() {
			for role, kinds := range p.allowed {
				i := slices.IndexFunc(kinds[key.kind][action], func(g *grant) bool { return g.name == key.name })
				if i >= 0 && p.open(kinds[key.kind][action][i]) {
					continue
				}
				if said, err := p.Enforce(role, key.kind, action, key.name); err != nil || said != (i >= 0) {
					bad = append(bad, fmt.Errorf("access: %s %s %s %s: compiled %v, casbin %v (%w)", role, key.kind, action, key.name, i >= 0, said, err))
				}
			}
		}
	}
	return errors.Join(bad...)
}
