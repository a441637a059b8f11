package audit

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/database"
)

// Every claim about a fact, in the order of the keys and, of one fact, by chain and number. A key that is none stands in
// front of its table. What an event found is
// taken out of it once, not once for each key: LIMIT ALL keeps the planner from it.
const sqlClaims = `DECLARE audit_said NO SCROLL CURSOR FOR
SELECT split_part(d.key, '/', 1) COLLATE "C",
  CASE WHEN d.key ~ '^[a-z_]+/[0-9]{1,18}([.][0-9]{1,18})?$' THEN split_part(split_part(d.key, '/', 2), '.', 1)::bigint ELSE -1 END,
  CASE WHEN d.key ~ '^[a-z_]+/[0-9]{1,18}[.][0-9]{1,18}$' THEN split_part(d.key, '.', 2)::bigint ELSE 0 END, d.key,
  coalesce(d.value, 'null'), coalesce(e.before->>d.key, ''), e.stream, e.n, e.at, e.action
FROM (SELECT coalesce(stream, '') AS stream, coalesce(n, 0) AS n, at, coalesce(action, '') AS action, CASE jsonb_typeof(details->'facts')
  WHEN 'object' THEN details->'facts' ELSE '{}' END AS facts, details->'facts_before' AS before
  FROM audit_events WHERE details ? 'facts' LIMIT ALL) e CROSS JOIN LATERAL jsonb_each_text(e.facts) d
ORDER BY 1, 2, 3, d.key COLLATE "C", e.stream COLLATE "C", e.n`

// The facts of one table in the order of their numbers. bound: each must have been claimed, whatever became of the chain
// that says so of all.
const (
	sqlFacts = `DECLARE audit_rows NO SCROLL CURSOR FOR SELECT f.a, f.b, coalesce(f.stream, ''), f.fields, coalesce(%s, false) FROM %s f%s ORDER BY f.a, f.b`
	sqlSince = ` CROSS JOIN (SELECT '%s'::timestamptz AS began, '%s'::timestamptz AS taken, %d AS most) t`
)

// place is where a fact stands in the order of the keys.
type place struct {
	table string
	a, b  int64
	key   string
}

func (p place) compare(o place) int {
	return decided(cmp.Compare(p.table, o.table), cmp.Compare(p.a, o.a), cmp.Compare(p.b, o.b), cmp.Compare(p.key, o.key))
}

// decided is the first comparison that tells two things apart.
func decided(comparisons ...int) int {
	for _, c := range comparisons {
		if c != 0 {
			return c
		}
	}
	return 0
}

// fact is a row as it stands.
type fact struct {
	place
	stream Stream
	fields []byte
	bound  bool // no older row of its chain is without a claim
}

// claim is what an event says of a fact, and what its write found there.
type claim struct {
	place
	digest, found, action string
	stream                Stream
	n                     int64
	at                    moment
}

// beside opens both sides.
func (v *verifier) beside(ctx context.Context) (*standing, *cursor[claim], error) {
	all, err := terms(ctx, v.q)
	if err != nil {
		return nil, nil, err
	}
	v.whole = map[string]*moment{}
	for _, t := range all {
		v.whole[t.table] = t.whole
	}
	if _, err := v.q.Exec(ctx, sqlClaims); err != nil {
		return nil, nil, err
	}
	return &standing{q: v.q, terms: all}, &cursor[claim]{q: v.q, name: "audit_said", scan: scanClaim}, nil
}

func scanClaim(r pgx.Rows) (c claim, err error) {
	err = r.Scan(&c.table, &c.a, &c.b, &c.key, &c.digest, &c.found, &c.stream, &c.n, &c.at, &c.action)
	return c, err
}

// standing reads the facts table by table.
type standing struct {
	q     database.Q
	terms []term // of the tables that are still to come
	now   *cursor[fact]
}

func (s *standing) peek(ctx context.Context) (*fact, error) {
	for {
		if s.now != nil {
			if f, err := s.now.peek(ctx); f != nil || err != nil {
				return f, err
			}
			s.now = nil
			if _, err := s.q.Exec(ctx, `CLOSE audit_rows`); err != nil {
				return nil, err
			}
		}
		if len(s.terms) == 0 {
			return nil, nil
		}
		if err := s.next(ctx, s.terms[0]); err != nil {
			return nil, err
		}
		s.terms = s.terms[1:]
	}
}

func (s *standing) next(ctx context.Context, t term) error {
	bound, since := "true", ""
	if t.whole == nil {
		began, taken := t.since()
		bound, since = chainBound, fmt.Sprintf(sqlSince, began.Format(time.RFC3339Nano), taken.Format(time.RFC3339Nano), mostBound)
	}
	if _, err := s.q.Exec(ctx, fmt.Sprintf(sqlFacts, bound, pgx.Identifier{"public", "audit_facts_" + t.table}.Sanitize(), since)); err != nil {
		return err
	}
	s.now = &cursor[fact]{q: s.q, name: "audit_rows", scan: func(r pgx.Rows) (fact, error) {
		f := fact{place: place{table: t.table}}
		var a, b number
		err := r.Scan(&a, &b, &f.stream, &f.fields, &f.bound)
		f.a, f.b = int64(a), int64(b)
		if f.key = fmt.Sprintf("%s/%d", t.table, f.a); t.two {
			f.key = fmt.Sprintf("%s.%d", f.key, f.b)
		}
		return f, err
	}}
	return nil
}

func (s *standing) take() { s.now.take() }

// cursor reads what the database has sorted, a page at a time.
type cursor[T any] struct {
	q     database.Q
	name  string
	scan  func(pgx.Rows) (T, error)
	page  []T
	ended bool
}

// pageSize is how many rows of a cursor are held.
const pageSize = 500

// peek is the next row, nil at the end.
func (c *cursor[T]) peek(ctx context.Context) (*T, error) {
	if len(c.page) == 0 && !c.ended {
		if err := c.fetch(ctx); err != nil {
			return nil, err
		}
	}
	if len(c.page) == 0 {
		return nil, nil
	}
	return &c.page[0], nil
}

func (c *cursor[T]) take() { c.page = c.page[1:] }

func (c *cursor[T]) fetch(ctx context.Context) error {
	rows, err := c.q.Query(ctx, fmt.Sprintf(`FETCH %d FROM %s`, pageSize, c.name))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		x, err := c.scan(rows)
		if err != nil {
			return err
		}
		c.page = append(c.page, x)
	}
	c.ended = len(c.page) < pageSize
	return rows.Err()
}
