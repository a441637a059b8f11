package database

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Values reads one column of all rows, also those that a command returns.
func Values[T any](ctx context.Context, q Q, sql string, args ...any) ([]T, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[T])
}

// Structs reads all rows, the columns into the fields of T in their order.
func Structs[T any](ctx context.Context, q Q, sql string, args ...any) ([]T, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[T])
}

// Many queues a statement whose rows are read when the batch is answered.
func Many[T any](b *Pipe, into *[]T, sql string, scan pgx.RowToFunc[T], args ...any) {
	b.Queue(sql, args...).Query(func(rows pgx.Rows) (err error) {
		*into, err = pgx.CollectRows(rows, scan)
		return err
	})
}
