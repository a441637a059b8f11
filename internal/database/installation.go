package database

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"

	"touchstone/internal/errs"
	"touchstone/migrations"
)

// Installation is the kind of the installation in a database that has exactly this program's schema, asked as a role and
// without writing; empty where nobody has begun one. Any other database is an error.
func (db *DB) Installation(ctx context.Context, role string) (kind string, err error) {
	want, err := migrations.Latest()
	if err != nil {
		return "", err
	}
	q, err := db.Snapshot(ctx, role)
	if err != nil {
		return "", err
	}
	var have int64
	err = q.QueryRow(ctx, `SELECT version, coalesce(kind, '') FROM installation`).Scan(&have, &kind)
	err = errors.Join(err, q.Rollback())
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &pg) && pg.Code == "42P01": // never migrated, or older than the view
		return "", errs.New(errs.Unavailable, "migrations.version", "have", "?", "want", want)
	case err != nil:
		return "", errs.Wrap(errs.Unavailable, "migrations.unreadable", err)
	case have != want:
		return "", errs.New(errs.Unavailable, "migrations.version", "have", have, "want", want)
	}
	return kind, nil
}
