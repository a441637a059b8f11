package procedure

import (
	"fmt"
	"slices"
	"strings"

	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Registry holds every function that a row of the tables may name.
type Registry struct {
	book    law.Current
	guards  map[string]Guard
	conds   map[string]Cond
	effects map[string]Effect
	creates map[string]Create
	figures map[string]Figure
	priors  []Prior // in the order of the tracks: what a later one knows counts
	seen    []SeenPart
}

// Register joins the tracks' functions, those that need only the act among them (ByAct), and refuses a function that
// no row names: it would be law in code.
func Register(book law.Current, tracks ...Track) (*Registry, error) {
	r := &Registry{book: book, guards: map[string]Guard{}, conds: map[string]Cond{}, effects: map[string]Effect{}, creates: map[string]Create{},
		figures: map[string]Figure{}}
	event := known(book, func(b *law.Edition, id string) bool { return len(b.Event(id)) > 0 })
	var bad []string
	for _, t := range tracks {
		bad = append(bad, join(r.guards, t.Guards, "guard", known(book, func(b *law.Edition, id string) bool { return b.Guard(id) != nil }))...)
		bad = append(bad, join(r.conds, t.Conds, "condition", known(book, func(b *law.Edition, id string) bool { return b.Condition(id) != nil }))...)
		if t.Prior != nil {
			r.priors = append(r.priors, t.Prior)
		}
		r.seen = append(r.seen, t.Seen...)
		bad = append(bad, join(r.effects, t.Effects, "effect", event)...)
		bad = append(bad, join(r.figures, t.Figures, "figure", event)...)
		bad = append(bad, join(r.creates, t.Creates, "create", event)...)
	}
	if len(bad) > 0 {
		slices.Sort(bad)
		return nil, fmt.Errorf("procedure: functions that the tables do not name, or twice: %s", strings.Join(bad, ", "))
	}
	return r, nil
}

func join[T any](into, from map[string]T, what string, known func(string) bool) []string {
	var bad []string
	for id, fn := range from {
		if _, twice := into[id]; twice || !known(id) {
			bad = append(bad, what+" "+id)
		}
		into[id] = fn
	}
	return bad
}

// Missing names what a row still lacks before it may run: guards without a function, conditions without a
// function, and for a new object the way to make it. Empty means built.
func (r *Registry) Missing(row *law.Act) []string {
	var out []string
	for _, g := range row.Guards {
		if _, ok := r.guards[g.ID]; !ok {
			out = append(out, g.ID)
		}
	}
	for _, c := range conditionsOf(row) {
		if _, ok := r.conds[c]; !ok {
			out = append(out, c)
		}
	}
	if row.Creates() {
		if _, ok := r.creates[row.Event]; !ok {
			out = append(out, "create:"+row.Event)
		}
	}
	return out
}

// Built tells whether a row may run.
func (r *Registry) Built(row *law.Act) bool { return len(r.Missing(row)) == 0 }

// NotBuilt lists the ids of rows that are loaded but refused until their guards exist.
func (r *Registry) NotBuilt() []string {
	var out []string
	for _, row := range r.book().Acts {
		if !r.Built(row) {
			out = append(out, row.ID)
		}
	}
	return out
}

// Cond tells whether a condition of the tables holds; one without a name always does.
func (r *Registry) Cond(id string, a *Act, f *matter.File) bool {
	if id == "" {
		return true
	}
	fn, ok := r.conds[id]
	return ok && fn(a, f)
}

// known tells whether any edition has a name: what an earlier one asks for must not go when a later one does without.
func known(book law.Current, has func(*law.Edition, string) bool) func(string) bool {
	return func(id string) bool {
		return slices.ContainsFunc(book().Editions(), func(b *law.Edition) bool { return has(b, id) })
	}
}

// conditionsOf lists the facts that a row's columns ask for.
func conditionsOf(row *law.Act) []string {
	var out []string
	add := func(c string) {
		if c != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	for _, refs := range [][]law.Ref{row.Starts, row.Stops, row.Extends, row.Checks, row.Pauses, row.Resumes} {
		for _, r := range refs {
			add(r.Cond)
		}
	}
	for _, em := range row.Emits {
		add(em.Cond)
	}
	for _, docs := range [][]law.DocNeed{row.DocsRequired, row.DocsIssued} {
		for _, d := range docs {
			add(d.Cond)
		}
	}
	return out
}

// DecidedBy lists the rows whose proposal is another act.
func DecidedBy(book *law.Edition, actID string) []*law.Act {
	var out []*law.Act
	for _, row := range book.Acts {
		if row.ProposalAct == actID {
			out = append(out, row)
		}
	}
	return out
}
