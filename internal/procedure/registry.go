package procedure

import (
	"fmt"
	"slices"
	"strings"

	"touchstone/internal/law"
)

// Registry holds every function that a row of the tables may name.
type Registry struct {
	book    *law.Book
	guards  map[string]Guard
	conds   map[string]Cond
	effects map[string]Effect
	creates map[string]Create
}

// Register joins the tracks' functions with those that need only the act, and refuses a function that no
// row names: it would be law in code.
func Register(book *law.Book, tracks ...Track) (*Registry, error) {
	r := &Registry{book: book, guards: map[string]Guard{}, conds: map[string]Cond{}, effects: map[string]Effect{}, creates: map[string]Create{}}
	var bad []string
	for _, t := range append([]Track{actTrack()}, tracks...) {
		bad = append(bad, join(r.guards, t.Guards, "guard", book.HasGuard)...)
		bad = append(bad, join(r.conds, t.Conds, "condition", book.HasCondition)...)
		bad = append(bad, join(r.effects, t.Effects, "effect", book.HasEvent)...)
		bad = append(bad, join(r.creates, t.Creates, "create", book.HasEvent)...)
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
	for _, c := range row.Conditions() {
		if _, ok := r.conds[c]; !ok {
			out = append(out, c)
		}
	}
	if slices.Contains(row.From, law.New) {
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
	for _, row := range r.book.Acts {
		if !r.Built(row) {
			out = append(out, row.ID)
		}
	}
	return out
}

// GuardBuilt tells whether a guard has a function.
func (r *Registry) GuardBuilt(id string) bool { _, ok := r.guards[id]; return ok }

func (r *Registry) cond(id string, a *Act, f *File) bool {
	if id == "" {
		return true
	}
	fn, ok := r.conds[id]
	return ok && fn(a, f)
}
