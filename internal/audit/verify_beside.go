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
SELECT split_part(d.key, '/', 1) COLLATE "C", CASE WHEN d.key ~ '^[a-z_]+/[0-9]{1,18}([.][0-9]{1,18})?$' THEN split_part(split_part(d.key, '/', 2), '.', 1)::bigint ELSE -1 END,
  CASE WHEN d.key ~ '^[a-z_]+/[0-9]{1,18}[.][0-9]{1,18}$' THEN split_part(d.key, '.', 2)::bigint ELSE 0 END, d.key,
  d.value, coalesce(e.before->>d.key, ''), e.stream, e.n, e.at, e.action
FROM (SELECT stream, n, at, action, CASE jsonb_typeof(details->'facts') WHEN 'object' THEN details->'facts' ELSE '{}' END AS facts, details->'facts_before' AS before
  FROM audit_events WHERE details ? 'facts' LIMIT ALL) e CROSS JOIN LATERAL jsonb_each_text(e.facts) d
ORDER BY 1, 2, 3, d.key COLLATE "C", e.stream COLLATE "C", e.n`

// The tables of facts, and whether two numbers name a row. A table that nobody can read has no facts left.
const sqlTables = `SELECT substr(v.relname, 13) COLLATE "C", coalesce(cardinality(p.conkey), 1) = 2 FROM pg_class v
LEFT JOIN pg_constraint p ON p.contype = 'p' AND p.conrelid = to_regclass(quote_ident(substr(v.relname, 13)))
WHERE v.relkind = 'v' AND v.relnamespace = 'public'::regnamespace AND v.relname LIKE 'audit\_facts\__%' ORDER BY 1`

// The facts of one table in the order of their numbers. bound: the chain began with facts, or all its older ones have been
// taken up, so that each must have been claimed, whatever became of the other chains.
const (
	sqlFacts = `DECLARE audit_rows NO SCROLL CURSOR FOR SELECT f.a, f.b, f.stream, f.fields, %s FROM %s f ORDER BY f.a, f.b`
	sqlBound = `EXISTS (SELECT FROM audit_events e WHERE e.stream = f.stream AND e.n = 1 AND e.details ? 'facts')
  OR %d > (SELECT count(*) FROM jsonb_object_keys((SELECT e.details->'facts' FROM audit_events e WHERE e.stream = f.stream AND e.action = 'record.baselined'
    AND jsonb_typeof(e.details->'facts') = 'object' ORDER BY e.n DESC LIMIT 1))) AND EXISTS (SELECT FROM audit_events e WHERE e.stream = f.stream AND e.action = 'record.baselined' AND e.details ? 'facts')`
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
	at                    *time.Time
}

// beside opens both sides.
func (v *verifier) beside(ctx context.Context, asked bool) (*standing, *cursor[claim], error) {
	rows := &standing{q: v.q, bound: "true"}
	if asked {
		rows.bound = fmt.Sprintf(sqlBound, mostBound)
	}
	if err := rows.open(ctx); err != nil {
		return nil, nil, err
	}
	if _, err := v.q.Exec(ctx, sqlClaims); err != nil {
		return nil, nil, err
	}
	return rows, &cursor[claim]{q: v.q, name: "audit_said", scan: scanClaim}, nil
}

func scanClaim(r pgx.Rows) (c claim, err error) {
	err = r.Scan(&c.table, &c.a, &c.b, &c.key, &c.digest, &c.found, &c.stream, &c.n, &c.at, &c.action)
	return c, err
}

// standing reads the facts table by table.
type standing struct {
	q      database.Q
	bound  string
	tables []string
	two    []bool // two numbers name a row
	now    *cursor[fact]
}

func (s *standing) open(ctx context.Context) error {
	rows, err := s.q.Query(ctx, sqlTables)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var table string
		var two bool
		if err := rows.Scan(&table, &two); err != nil {
			return err
		}
		s.tables, s.two = append(s.tables, table), append(s.two, two)
	}
	return rows.Err()
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
		if len(s.tables) == 0 {
			return nil, nil
		}
		if err := s.next(ctx, s.tables[0], s.two[0]); err != nil {
			return nil, err
		}
		s.tables, s.two = s.tables[1:], s.two[1:]
	}
}

func (s *standing) next(ctx context.Context, table string, two bool) error {
	if _, err := s.q.Exec(ctx, fmt.Sprintf(sqlFacts, s.bound, pgx.Identifier{"public", "audit_facts_" + table}.Sanitize())); err != nil {
		return err
	}
	s.now = &cursor[fact]{q: s.q, name: "audit_rows", scan: func(r pgx.Rows) (fact, error) {
		f := fact{place: place{table: table}}
		var stream *Stream
		err := r.Scan(&f.a, &f.b, &stream, &f.fields, &f.bound)
		if f.key = fmt.Sprintf("%s/%d", table, f.a); two {
			f.key = fmt.Sprintf("%s.%d", f.key, f.b)
		}
		if stream != nil {
			f.stream = *stream
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
