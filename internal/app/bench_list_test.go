package app_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
)

const (
	rowColumns = "c.id, c.ref, c.title, c.state, c.next_due"
	pageRows   = 50
	deepMarks  = 64 // rows of a person's list from which a page is read
)

// readers are the four kinds of list: by membership and unit, of a unit, and of an agency without and with what is
// compartmented.
func readers() []string { return []string{"officer", "unithead", "head", "principal"} }

// shelf is one person's list, with the marks at which a page begins and what each of those pages holds.
type shelf struct {
	policy *access.Policy
	q      database.Q
	who    actor.Actor
	marks  []*access.Mark
	ids    [][]int64
}

// benchList: a scoped list costs at most twice the list of everything, and at most 1.15 times its fifty rows by
// primary key, for every reader, on the first page and from a random row deep in the list (goal 1).
func (h *house) benchList(b *testing.B) {
	for _, name := range readers() {
		who := h.actorOf(b, name)
		for _, place := range []struct {
			name  string
			marks []*access.Mark
		}{{"page_1", []*access.Mark{nil}}, {"deep", h.marks(b, who)}} {
			s := h.shelf(b, who, place.marks)
			b.Run(name+"_"+place.name+"_to_unscoped", contest{goal: 2, calls: 20, ours: s.list, baseline: s.unscoped}.run)
			b.Run(name+"_"+place.name+"_to_primary_keys", contest{goal: 1.15, calls: 20, ours: s.list, baseline: s.byKey}.run)
		}
	}
}

// benchCount: a count that stops at 1,000 costs at most half the list, and list and count in one batch at most 1.4
// times the list (goal 6).
func (h *house) benchCount(b *testing.B) {
	for _, name := range readers() {
		s := h.shelf(b, h.actorOf(b, name), []*access.Mark{nil})
		b.Run(name+"_to_list", contest{goal: 0.5, calls: 20, ours: s.count, baseline: s.list}.run)
		b.Run(name+"_with_list_to_list", contest{goal: 1.4, calls: 20, ours: s.listAndCount, baseline: s.list}.run)
	}
}

// marks are rows of the person's own list, drawn at random, behind which there is a full page.
func (h *house) marks(b *testing.B, who actor.Actor) []*access.Mark {
	b.Helper()
	sql, args := h.app.Access().Within(who, access.Case, access.Read,
		"SELECT c.next_due, c.id FROM {scope} v JOIN cases c ON c.id = v.id ORDER BY c.next_due, c.id", nil)
	rows, err := h.super.Query(b.Context(), sql, args...)
	if err != nil {
		b.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToAddrOfStructByPos[access.Mark])
	if err != nil || len(all) <= 2*pageRows {
		b.Fatalf("%s sees %d cases: %v", who.Username, len(all), err)
	}
	random := rand.New(rand.NewPCG(1, 1))
	var out []*access.Mark
	for range deepMarks {
		out = append(out, all[pageRows+random.IntN(len(all)-2*pageRows)])
	}
	return out
}

func (h *house) shelf(b *testing.B, who actor.Actor, marks []*access.Mark) *shelf {
	b.Helper()
	s := &shelf{policy: h.app.Access(), q: h.app.DB.Read(), who: who, marks: marks}
	for i := range marks {
		sql, args := s.page(i, "c.id")
		ids := column[int64](b, h, sql, args...)
		if len(ids) != pageRows {
			b.Fatalf("%s: a page of %d rows", who.Username, len(ids))
		}
		s.ids = append(s.ids, ids)
	}
	return s
}

func (s *shelf) page(i int, columns string) (string, []any) {
	return s.policy.List(s.who, access.Case, access.Read, access.ListSpec{Columns: columns, After: s.marks[i%len(s.marks)], Limit: pageRows})
}

func (s *shelf) list(i int) error {
	sql, args := s.page(i, rowColumns)
	return drain(s.q, sql, args...)
}

func (s *shelf) count(int) error {
	sql, args := s.policy.Count(s.who, access.Case, access.Read, access.ListSpec{}, 1000)
	return drain(s.q, sql, args...)
}

func (s *shelf) listAndCount(i int) error {
	return database.Batch(context.Background(), s.q, func(p *database.Pipe) {
		sql, args := s.page(i, rowColumns)
		p.Queue(sql, args...).Query(exhaust)
		sql, args = s.policy.Count(s.who, access.Case, access.Read, access.ListSpec{}, 1000)
		p.Queue(sql, args...).Query(exhaust)
	})
}

// unscoped is the same page of everything.
func (s *shelf) unscoped(i int) error {
	due, id := time.Time{}, int64(0)
	if m := s.marks[i%len(s.marks)]; m != nil {
		due, id = m.Due, m.ID
	}
	return drain(s.q, "SELECT "+rowColumns+" FROM cases c WHERE (c.next_due, c.id) > ($1, $2) ORDER BY c.next_due, c.id LIMIT 50", due, id)
}

// byKey reads the rows of the page when it is known which they are.
func (s *shelf) byKey(i int) error {
	return drain(s.q, "SELECT "+rowColumns+" FROM cases c WHERE c.id = ANY($1)", s.ids[i%len(s.ids)])
}

// drain runs a statement and reads every row.
func drain(q database.Q, sql string, args ...any) error {
	rows, err := q.Query(context.Background(), sql, args...)
	if err != nil {
		return err
	}
	return exhaust(rows)
}

func exhaust(rows pgx.Rows) error {
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}
