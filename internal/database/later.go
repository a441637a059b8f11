package database

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// later is a statement that waits for the next one.
type later struct {
	sql   string
	args  []any
	check func(rows int64) error
}

// Later queues a statement of which nobody waits for an answer: it travels with the next one, before it, in the same round trip
// where that is a batch. What check says of the rows that it touched, and what the database says of it, is the answer to that next
// one, at the latest to the commit; nil checks nothing.
func (t *Tx) Later(check func(rows int64) error, sql string, args ...any) {
	t.later = append(t.later, later{sql, args, check})
}

// before puts what waits in front of a batch.
func (t *Tx) before(b *pgx.Batch) *pgx.Batch {
	if len(t.later) == 0 {
		return b
	}
	all := &pgx.Batch{}
	for _, l := range t.later {
		all.Queue(l.sql, l.args...).Exec(func(tag pgconn.CommandTag) error {
			if l.check == nil {
				return nil
			}
			if err := l.check(tag.RowsAffected()); err != nil {
				t.broken = err // whoever passes over it does not commit
				return err
			}
			return nil
		})
	}
	t.later = nil
	all.QueuedQueries = append(all.QueuedQueries, b.QueuedQueries...)
	return all
}

// ready sends what waits, for a statement that is no batch.
func (t *Tx) ready(ctx context.Context) error {
	if err := t.open(); err != nil || len(t.later) == 0 {
		return err
	}
	return translate(t.pg.SendBatch(ctx, t.before(&pgx.Batch{})).Close())
}

func (t *Tx) open() error {
	if t.done {
		return ended()
	}
	return t.broken
}
