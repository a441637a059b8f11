package audit

import (
	"context"
	"strings"
	"time"

	"touchstone/internal/database"
)

// Every fact beside the latest claim about it. Inside a chain the number tells which is the latest; a fact that has moved
// to another chain (an account with its unit) is dated. The database matches the two, so that nothing is held here.
const sqlFacts = `WITH claims AS (
  SELECT DISTINCT ON (d.key) d.key, d.value AS digest, e.stream, e.n, e.at, e.action
  FROM audit_events e CROSS JOIN LATERAL jsonb_each_text(CASE jsonb_typeof(e.details->'facts') WHEN 'object' THEN e.details->'facts' ELSE '{}' END) d
  WHERE e.details ? 'facts' ORDER BY d.key, e.at DESC, e.n DESC)
SELECT coalesce(f.key, c.key), coalesce(c.digest, ''), coalesce(c.stream, ''), coalesce(c.n, 0), c.at, coalesce(c.action, ''), coalesce(f.stream, ''), f.fields
FROM claims c FULL JOIN (SELECT tab || '/' || row AS key, stream, fields FROM audit_facts) f USING (key)
WHERE c.digest IS DISTINCT FROM 'gone' OR f.key IS NOT NULL`

// Rows without a claim are older than the binding until a baseline has taken them up, or until there can be none: the
// installation began with it.
const sqlBaselined = `SELECT EXISTS (SELECT FROM audit_events WHERE stream = 'unit:0'
  AND (action = 'record.baselined' AND details @> '{"complete": true}' OR action = 'installation.claimed' AND details @> '{"bound": true}'))`

const sqlBoundFrom = `SELECT stream, max(n) FROM audit_events WHERE action = 'record.baselined' AND details ? 'facts' GROUP BY stream ORDER BY stream`

// claim is a fact beside what the ledger says of it.
type claim struct {
	key, digest, action string
	stream, own         Stream // of the claim; of the fact itself
	n                   int64
	at                  *time.Time
	fields              []byte
}

// facts compares every fact with the ledger.
func (v *verifier) facts(ctx context.Context) error {
	complete, err := baselined(ctx, v.q)
	if err != nil {
		return err
	}
	rows, err := v.q.Query(ctx, sqlFacts)
	if err != nil {
		return err
	}
	defer rows.Close()
	from := len(v.report.Bad)
	for rows.Next() {
		var c claim
		if err := rows.Scan(&c.key, &c.digest, &c.stream, &c.n, &c.at, &c.action, &c.own, &c.fields); err != nil {
			return err
		}
		v.report.Facts++
		problem, err := c.problem()
		switch {
		case err != nil:
			return err
		case problem == FactAdded && c.digest == "" && !complete:
			v.report.Unbound++
		case problem != "":
			v.tell(c.bad(problem))
		}
	}
	v.inOrder(from)
	return rows.Err()
}

func (c claim) problem() (Problem, error) {
	switch {
	case c.fields == nil:
		return FactDeleted, nil
	case c.digest == "", c.digest == gone:
		return FactAdded, nil
	}
	digest, err := digestOf(c.key, c.fields)
	if err == nil && digest != c.digest {
		return FactChanged, nil
	}
	return "", err
}

func (c claim) bad(p Problem) Bad {
	b := Bad{What: "fact", Stream: c.stream, N: c.n, At: c.at, Action: c.action, Problem: p}
	b.Table, b.Row, _ = strings.Cut(c.key, "/")
	if b.Stream == "" { // no event made it: the chain on which one should stand
		b.Stream = c.own
	}
	return b
}

func baselined(ctx context.Context, q database.Q) (yes bool, err error) {
	err = q.QueryRow(ctx, sqlBaselined).Scan(&yes)
	return yes, err
}

// boundFrom tells from which number on the older facts of a chain are bound.
func (v *verifier) boundFrom(ctx context.Context) error {
	rows, err := v.q.Query(ctx, sqlBoundFrom)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var s Stream
		var n int64
		if err := rows.Scan(&s, &n); err != nil {
			return err
		}
		v.report.BoundFrom[s] = n
	}
	return rows.Err()
}
