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

// before puts what waits in front of a batch: the begin, if the server has not seen it, and the statements of Later.
func (t *Tx) before(b *pgx.Batch) *pgx.Batch {
	if len(t.later) == 0 && began(t.pg) {
		return b
	}
	all := &pgx.Batch{}
	if !began(t.pg) {
		all.Queue(beginText)
	}
	for _, l := range t.later {
		all.Queue(l.sql, l.args...).Exec(func(tag pgconn.CommandTag) error { return t.judge(l, tag) })
	}
	t.later = nil
	all.QueuedQueries = append(all.QueuedQueries, b.QueuedQueries...)
	return all
}

// judge tells what the check says of a statement's rows; whoever passes over it does not commit.
func (t *Tx) judge(l later, tag pgconn.CommandTag) error {
	if l.check == nil {
		return nil
	}
	err := l.check(tag.RowsAffected())
	if err != nil {
		t.broken = err
	}
	return err
}

// sent sends a statement behind what waits, in one round trip, and has read the answers of those; nil where nothing waits.
func (t *Tx) sent(ctx context.Context, sql string, args []any) (pgx.BatchResults, error) {
	if err := t.open(); err != nil {
		return nil, err
	}
	waiting := t.later
	if len(waiting) == 0 && began(t.pg) {
		return nil, nil
	}
	b := &pgx.Batch{}
	b.Queue(sql, args...)
	b = t.before(b)
	results := t.pg.SendBatch(ctx, b)
	for i := range len(b.QueuedQueries) - 1 {
		tag, err := results.Exec()
		if first := len(b.QueuedQueries) - 1 - len(waiting); err == nil && i >= first {
			err = t.judge(waiting[i-first], tag)
		}
		if err != nil {
			_ = results.Close() // says the same
			return nil, translate(err)
		}
	}
	return results, nil
}

// ready sends what waits, for a statement that is no batch of ours.
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

// lastRows are the rows of the last statement of a batch, which ends with them.
type lastRows struct {
	pgx.Rows
	batch pgx.BatchResults
}

func (r lastRows) Next() bool {
	if r.Rows.Next() {
		return true
	}
	r.Close()
	return false
}

func (r lastRows) Close() {
	r.Rows.Close()
	_ = r.batch.Close() // what went wrong stands in Err of the rows
}

// lastRow is the row of the last statement of a batch, which ends with it.
type lastRow struct {
	pgx.Row
	batch pgx.BatchResults
}

func (r lastRow) Scan(into ...any) error {
	err := r.Row.Scan(into...)
	if end := r.batch.Close(); err == nil {
		err = end
	}
	return err
}
