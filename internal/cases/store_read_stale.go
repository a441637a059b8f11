package cases

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/database"
)

// piece is how many cases one statement looks through: a statement has ten seconds, an installation any number of cases.
const piece = 20_000

// mostFound is how many cases one round names.
const mostFound = 1000

// sqlStale finds, of a piece of the cases, those whose copies are not what they are copied from: the next period, what
// members, open proposals and referrals carry of the case, and the row of the reports.
const sqlStale = `SELECT c.id FROM cases c LEFT JOIN case_facts f ON f.case_id = c.id
WHERE c.id > $1 AND c.id <= $2 AND (f.case_id IS NULL OR NOT c.compartmented AND f.next_due <> c.next_due
  OR c.next_due <> coalesce((SELECT min(k.due_at) FROM clocks k WHERE k.case_id = c.id AND k.state = 'RUNNING' AND NOT k.minimum
    AND k.owner_agency_id = c.lead_agency_id
    AND k.owner_role = ANY ($3)), '9999-12-31'))
UNION SELECT c.id FROM case_members m JOIN cases c ON c.id = m.case_id WHERE m.case_id > $1 AND m.case_id <= $2
  AND (m.next_due, m.marking) <> (c.next_due, c.marking)
UNION SELECT c.id FROM approvals a JOIN cases c ON c.id = a.case_id
  WHERE a.case_id > $1 AND a.case_id <= $2 AND a.state = 'OPEN' AND (a.case_due, a.case_marking, a.case_agency_id) <> (c.next_due, c.marking, c.lead_agency_id)
UNION SELECT c.id FROM referrals r JOIN cases c ON c.id = r.from_case_id
  WHERE r.from_case_id > $1 AND r.from_case_id <= $2 AND (r.marking, r.compartmented) <> (c.marking, c.compartmented)`

// Stale are the cases, up to 1,000, whose copies differ from what they are copied from. There should be none.
func (d Desk) Stale(ctx context.Context, q database.Q) ([]int64, error) {
	return inPieces(ctx, q, sqlStale, newProjection(d.Book()).roles)
}

// inPieces asks a statement about all cases, a piece at a time, until enough are found.
func inPieces(ctx context.Context, q database.Q, sql string, args ...any) ([]int64, error) {
	var last int64
	if err := q.QueryRow(ctx, "SELECT coalesce(max(id), 0) FROM cases").Scan(&last); err != nil {
		return nil, err
	}
	var found []int64
	for from := int64(0); from < last && len(found) < mostFound; from += piece {
		rows, err := q.Query(ctx, sql, append([]any{from, from + piece}, args...)...)
		if err != nil {
			return nil, err
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return nil, err
		}
		found = append(found, ids...)
	}
	return found[:min(len(found), mostFound)], nil
}

// sqlMiscounted finds, of a piece of the cases, those that lack handlers and do not say so, and those that say so and do not:
// roles and accounts end by themselves.
var sqlMiscounted = `SELECT c.id FROM cases c WHERE c.id > $1 AND c.id <= $2 AND c.handlers_owed_at IS NOT NULL AND NOT ` + lacksHandlers("$3", "$4", "$5") + `
UNION SELECT c.id FROM (SELECT case_id FROM case_members WHERE case_id > $1 AND case_id <= $2 AND 'handler' IN (part, handled) GROUP BY case_id
  HAVING count(*) > 1) several
  JOIN cases c ON c.id = several.case_id
WHERE c.handlers_owed_at IS NULL AND ` + lacksHandlers("$3", "$4", "$5") + ``

// Miscounted are the cases, up to 1,000, of which it is not said, or wrongly, that they lack handlers.
func (d Desk) Miscounted(ctx context.Context, q database.Q, now time.Time) ([]int64, error) {
	p := newProjection(d.Book())
	return inPieces(ctx, q, sqlMiscounted, now, p.running[0], p.running[1])
}

// lately is how long ago something ended that is looked for by its end.
const lately = 7 * 24 * time.Hour

// sqlLapsed finds cases that lack handlers and do not say so, of those on which a handler's place or role ended lately, and
// those that say so and do not.
var sqlLapsed = `SELECT c.id FROM cases c WHERE c.handlers_owed_at IS NOT NULL AND NOT ` + lacksHandlers("$1", "$2", "$3") + `
UNION SELECT c.id FROM (SELECT m.case_id FROM case_members m WHERE m.part = 'handler' AND m.to_at < '9999-12-31 00:00:00+00' AND m.to_at > $4 AND m.to_at <= $1
  UNION SELECT m.case_id FROM role_grants g JOIN case_members m ON m.user_id = g.user_id AND m.part = 'handler' WHERE g.valid_to > $4
    AND g.valid_to <= $1) ended JOIN cases c ON c.id = ended.case_id
WHERE c.handlers_owed_at IS NULL AND ` + lacksHandlers("$1", "$2", "$3") + ` ORDER BY 1 LIMIT 1000`

func (d Desk) lapsed(ctx context.Context, q database.Q, now time.Time) ([]int64, error) {
	p := newProjection(d.Book())
	rows, err := q.Query(ctx, sqlLapsed, now, p.running[0], p.running[1], now.Add(-lately))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}
