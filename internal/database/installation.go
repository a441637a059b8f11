package database

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"touchstone/internal/errs"
	"touchstone/migrations"
)

// Installed says what a database is of.
type Installed struct {
	Kind  string // empty where nobody has begun an installation
	Store string // the id that its store of files bears; empty where none was taken yet
}

// Installation is what a database with exactly this program's schema is of, asked as a role and without writing. Any
// other database is an error.
func (db *DB) Installation(ctx context.Context, role string) (in Installed, err error) {
	want, err := migrations.Latest()
	if err != nil {
		return in, err
	}
	q, err := db.Snapshot(ctx, role)
	if err != nil {
		return in, err
	}
	var have int64
	err = q.QueryRow(ctx, `SELECT version, coalesce(kind, ''), coalesce(store, '') FROM installation`).Scan(&have, &in.Kind, &in.Store)
	err = errors.Join(err, q.Rollback())
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &pg) && (pg.Code == "42P01" || pg.Code == "42703"): // never migrated, or older than the view
		return in, errs.New(errs.Unavailable, "migrations.version", "have", "?", "want", want)
	case err != nil:
		return in, errs.Wrap(errs.Unavailable, "migrations.unreadable", err)
	case have != want:
		return in, errs.New(errs.Unavailable, "migrations.version", "have", have, "want", want)
	}
	return in, nil
}

// setting is a line of the installation's own settings.
type setting struct{ Key, Value string }

func (setting) TableName() string { return "settings" }

// InsertSetting says once of what kind the installation is, or which store of files is its own.
func InsertSetting(ctx context.Context, w Writer, key, value string) error {
	return gorm.G[setting](w.Gorm()).Create(ctx, &setting{Key: key, Value: value})
}
