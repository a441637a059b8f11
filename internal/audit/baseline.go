package audit

import (
	"context"

	"touchstone/internal/actor"
	"touchstone/internal/database"
)

// baseline is the action of an event that binds what was there before facts were bound.
const baseline = "record.baselined"

// mostBound is how many facts one such event takes up; a chain with more gets several.
const mostBound = 500

// sqlLoaded: $1 holds the first number of each table that counts.
const sqlLoaded = `SELECT coalesce(f.stream, 'unit:0'), f.tab || '/' || f.row FROM audit_facts f
WHERE split_part(f.row, '.', 1)::bigint >= ($1::jsonb->>f.tab)::bigint AND NOT EXISTS (` + claimed + `) ORDER BY 1, 2`

// sqlUnbound: $1 holds the tables that are not bound as a whole yet, with the times of term.since. A chain that has bound its rows by
// then has none that are older: what has no claim there was made by hand, and is not taken up.
const sqlUnbound = `SELECT coalesce(f.stream, 'unit:0'), f.tab || '/' || f.row FROM audit_facts f
	JOIN jsonb_to_recordset($1::jsonb) AS t(tab text, began timestamptz, taken timestamptz, most int) ON t.tab = f.tab
WHERE NOT EXISTS (` + claimed + `) AND NOT coalesce(` + chainBound + `, false) ORDER BY 1, 2`

const claimed = `SELECT FROM (SELECT jsonb_object_keys(e.details->'facts') AS key FROM audit_events e WHERE jsonb_typeof(e.details->'facts') = 'object') c
  WHERE c.key = f.tab || '/' || f.row`

// chainBound tells whether the chain of a fact f began with facts, or has taken up all its older ones, since the table t
// is bound.
const chainBound = `EXISTS (SELECT FROM audit_events e WHERE e.stream = f.stream AND e.n = 1 AND e.details ? 'facts' AND e.at >= t.began)
  OR t.most > (SELECT count(*) FROM jsonb_object_keys((SELECT e.details->'facts' FROM audit_events e WHERE e.stream = f.stream AND e.action = 'record.baselined'
    AND jsonb_typeof(e.details->'facts') = 'object' ORDER BY e.n DESC LIMIT 1)))
      AND EXISTS (SELECT FROM audit_events e WHERE e.stream = f.stream AND e.action = 'record.baselined' AND e.details ? 'facts' AND e.at >= t.taken)`

// Baseline binds, once after each migration that made a table of facts, the rows that no event has bound: one event on each
// chain. It may be run again, and by several programs at a time: under the lock of its chain a fact is bound as it stands, and every claim
// that comes later is later. It returns how many facts it took up.
func (l *Log) Baseline(ctx context.Context) (int64, error) {
	if err := l.BindSchema(ctx); err != nil {
		return 0, err
	}
	q, err := l.db.As(ctx, database.RoleAudit)
	if err != nil {
		return 0, err
	}
	open, err := openTerms(ctx, q)
	if err != nil || open == nil {
		return 0, err
	}
	taken, err := l.takeUp(ctx, q, sqlUnbound, open)
	if err != nil {
		return taken, err
	}
	_, err = l.Write(ctx, actor.Automatic("audit"), Key{}, func(tx *Tx) error {
		return tx.Record(ctx, Event{Stream: UnitStream(0), Action: baseline, Kind: "record", Details: map[string]any{"complete": true, "facts_taken_up": taken}})
	})
	return taken, err
}

// openTerms are the tables whose rows are not bound as a whole yet; nil if there are none.
func openTerms(ctx context.Context, q database.Q) (open []map[string]any, err error) {
	all, err := terms(ctx, q)
	for _, t := range all {
		if t.whole == nil {
			began, taken := t.since()
			open = append(open, map[string]any{"tab": t.table, "began": began, "taken": taken, "most": mostBound})
		}
	}
	return open, err
}

// TakeUp binds what was loaded in bulk beside the chains that were loaded with it: rows from a number on, by table. Older
// rows are not its own; what was put among them by hand stays without a claim.
func (l *Log) TakeUp(ctx context.Context, from map[string]int64) (int64, error) {
	if err := l.BindSchema(ctx); err != nil {
		return 0, err
	}
	q, err := l.db.As(ctx, database.RoleAudit)
	if err != nil {
		return 0, err
	}
	return l.takeUp(ctx, q, sqlLoaded, from)
}

func (l *Log) takeUp(ctx context.Context, q database.Q, sql string, which any) (taken int64, err error) {
	rows, err := q.Query(ctx, sql, which)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var stream Stream
	var keys []string
	for rows.Next() {
		var s Stream
		var key string
		if err := rows.Scan(&s, &key); err != nil {
			return taken, err
		}
		if len(keys) > 0 && (s != stream || len(keys) == mostBound) {
			if err := l.bindAll(ctx, stream, keys); err != nil {
				return taken, err
			}
			keys = keys[:0]
		}
		stream, keys, taken = s, append(keys, key), taken+1
	}
	if err := rows.Err(); err != nil || len(keys) == 0 {
		return taken, err
	}
	return taken, l.bindAll(ctx, stream, keys)
}

func (l *Log) bindAll(ctx context.Context, stream Stream, keys []string) error {
	_, err := l.Write(ctx, actor.Automatic("audit"), Key{}, func(tx *Tx) error {
		if err := tx.lock(ctx, stream); err != nil { // before the rows are read
			return err
		}
		if err := tx.takeUp(ctx, keys); err != nil {
			return err
		}
		return tx.Record(ctx, Event{Stream: stream, Action: baseline, Kind: "record"})
	})
	return err
}
