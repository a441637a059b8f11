package access_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
)

// manyWorlds is so many that each condition of each scope is the only one that fails, of some thing and for somebody.
const manyWorlds = 60

// Each scope, asked by itself and of everybody, holds for just the things for which its sentence is true. The roles that have it
// do not matter here: what few of them reach is asked as often as the rest. The worlds are the same ones each time.
func TestScopes_HoldWhereTheirSentenceSays(t *testing.T) {
	t.Parallel()
	w, everyRole := newWorld(t), roles(t)
	held, not := map[access.Asked]int{}, map[access.Asked]int{}
	for n := range uint64(manyWorlds) {
		who := dice{rand.New(rand.NewPCG(n, 2)), w}.roll(everyRole)
		w.store()
		for _, a := range who {
			w.holdEach(a, held, not)
			if t.Failed() {
				t.Fatalf("world %d", n)
			}
		}
	}
	scopes, _, _ := w.p.AskEach(actor.Actor{})
	for _, s := range scopes {
		if held[s] < 4 || not[s] < 4 && s.Name != "everything" {
			t.Errorf("%v holds %d times and not %d times: that says nothing of it", s, held[s], not[s])
		}
	}
}

func (w *world) holdEach(who actor.Actor, held, not map[access.Asked]int) {
	scopes, sql, args := w.p.AskEach(who)
	rows, err := w.db.Read().Query(context.Background(), sql, args...)
	if err != nil {
		w.t.Fatal(err)
	}
	type thing struct {
		Scope int
		ID    int64
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[thing])
	if err != nil {
		w.t.Fatal(err)
	}
	for i, s := range scopes {
		for _, r := range w.thingsOf(s.Kind) {
			got, want := slices.Contains(found, thing{i, number(s.Kind, r)}), w.holds(who, s.Kind, s.Name, r)
			if got != want {
				w.t.Errorf("%s %s of %d for %d in unit %d of %d: %v, its sentence says %v", s.Kind, s.Name, number(s.Kind, r), who.UserID, who.UnitID, who.AgencyID,
					got, want)
			}
			if want {
				held[s]++
			} else {
				not[s]++
			}
		}
	}
}

func (w *world) thingsOf(kind access.Kind) []row {
	if kind == access.Audit {
		return w.rows["audit_events"]
	}
	return w.rows[tableOf(kind)]
}

func number(kind access.Kind, r row) int64 {
	if kind == access.Audit {
		return r["n"].(int64)
	}
	return r.id()
}
