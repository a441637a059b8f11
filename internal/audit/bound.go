package audit

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// What is bound, and since when. Each table of facts has a beginning of its own: the definitions that name its view are
// bound first; then what stood in it is taken up, or the installation began with it; from then on a row without a claim was
// made by hand.

// term says how far the rows of one table are bound.
type term struct {
	table string
	two   bool    // two numbers name a row
	whole *moment // since when every row has a claim; nil if that is not so yet
	first *moment // when its view was bound for the first time; nil if nothing binds it
	later bool    // the installation is older: it began without
}

// The tables of facts. A table that nobody can read has no facts left. An event that says all is bound speaks of the tables
// whose views were bound before it.
const sqlTerms = `WITH said AS (SELECT n, at, action, details FROM public.audit_events WHERE stream = 'unit:0'
	AND action IN ('schema.bound', 'record.baselined', 'installation.claimed')),
bound AS (SELECT n, at, details->'objects' AS objects FROM said WHERE action = 'schema.bound'),
whole AS (SELECT n, at FROM said WHERE action = 'record.baselined' AND details @> '{"complete": true}' OR action = 'installation.claimed'
  AND details @> '{"bound": true}')
SELECT substr(v.relname, 13) COLLATE "C", coalesce(cardinality(p.conkey), 1) = 2, w.at, f.at, coalesce(f.n > 1, false)
FROM pg_class v LEFT JOIN pg_constraint p ON p.contype = 'p' AND p.conrelid = to_regclass('public.' || quote_ident(substr(v.relname, 13)))
LEFT JOIN LATERAL (SELECT b.n, b.at FROM bound b WHERE b.objects ? ('view ' || v.relname) ORDER BY b.n LIMIT 1) f ON true
LEFT JOIN LATERAL (SELECT w.at FROM whole w WHERE w.n > f.n ORDER BY w.n LIMIT 1) w ON true
WHERE v.relkind = 'v' AND v.relnamespace = 'public'::regnamespace AND v.relname LIKE 'audit\_facts\__%' ORDER BY 1`

func terms(ctx context.Context, q database.Q) (out []term, err error) {
	rows, err := q.Query(ctx, sqlTerms)
	if err != nil {
		return nil, err
	}
	var t term
	_, err = pgx.ForEachRow(rows, []any{&t.table, &t.two, &t.whole, &t.first, &t.later}, func() error {
		out = append(out, t)
		return nil
	})
	return out, err
}

// laterBy is how much later than the binding of a table a chain must have begun to have known it from its first event on:
// clocks of two programs need not agree.
const laterBy = 24 * time.Hour

// since are the times from which on the first event of a chain, and one that takes up its older rows, tell that the chain
// has bound all its rows of the table. Where nothing binds the table the chain that did has been cut off, and any will do.
func (t term) since() (began, taken time.Time) {
	if t.first == nil || !t.later {
		return time.Time{}, time.Time{}
	}
	return t.first.at.Add(laterBy), t.first.at
}

// sqlLost finds that rows are claimed although nothing binds the definitions by which they were read: none at all, or not
// those that the event names, of each the first. Every start binds them before anything is claimed: the chain that said so has been cut off.
// Claims that name none are of a program that did not bind definitions yet; its next start binds them.
const sqlLost = `WITH bound AS (SELECT concat_ws('.', details->>'version', details->>'server', substr(details->>'digest', 8, 32)) AS name
	FROM public.audit_events WHERE stream = 'unit:0' AND action = 'schema.bound')
SELECT 'unit:0' AS stream, 0::bigint AS n WHERE NOT EXISTS (SELECT FROM bound) AND EXISTS (SELECT FROM public.audit_events WHERE details ? 'facts_schema')
UNION ALL (SELECT DISTINCT ON (e.details->>'facts_schema') coalesce(e.stream, ''), coalesce(e.n, 0) FROM public.audit_events e WHERE EXISTS (SELECT FROM bound)
  AND e.details ? 'facts_schema'
  AND NOT EXISTS (SELECT FROM bound b WHERE b.name = e.details->>'facts_schema') ORDER BY e.details->>'facts_schema', e.stream, e.n)`

// errCut stops a start that would take doctored definitions for the first ones.
var errCut = errs.New(errs.Unavailable, "audit.cut")

func notCut(ctx context.Context, q database.Q) error {
	var cut bool
	if err := q.QueryRow(ctx, `SELECT EXISTS (`+sqlLost+`)`).Scan(&cut); err != nil || !cut {
		return err
	}
	return errCut
}

// schemaKey is the detail of an event with facts that names the definitions by which they were read: version, server and the
// beginning of their digest. Who cuts off the event that binds them leaves these behind, on every chain.
const schemaKey = "facts_schema"

// name is the pair with its definitions, as events name it.
func (p pair) name(digest string) *string {
	if digest == "" {
		return nil
	}
	s := fmt.Sprintf("%d.%d.%.32s", p.version, p.server, strings.TrimPrefix(digest, "sha256:"))
	return &s
}
