// Package migrations holds the schema as plain SQL, forward only, and brings a database up to it.
//
// Roles come first and are made by whoever may (the owner of the database, or the embedded superuser). Everything else
// is made by ts_migrate, who therefore owns every table, and as whom nothing else ever runs.
package migrations

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"touchstone/internal/errs"
)

//go:embed *.sql
var files embed.FS

//go:embed heal/landed_twice.sql
var landedTwice string

const (
	rolesFile = "00001_roles.sql"
	schema    = "schema.sql"
	migrator  = "ts_migrate"
	// A migration may take minutes; the next program waits for it, asking every second.
	lockSeconds = 600
)

// Open opens the database as a role; the empty role is the owner or the embedded superuser.
type Open func(role string) (*sql.DB, error)

// Step is one migration and when it was applied; zero: it was not.
type Step struct {
	Version int64
	File    string
	Applied time.Time
}

// Up brings the schema up. Two programs at once: one migrates, the other waits. login lets the roles log in by
// themselves, which is right only in our own cluster.
func Up(ctx context.Context, open Open, login bool) error {
	if err := roles(ctx, open, login); err != nil {
		return err
	}
	if err := heal(ctx, open); err != nil {
		return err
	}
	return with(open, func(p *goose.Provider) error {
		if _, err := p.Up(ctx); err != nil {
			return errs.Wrap(errs.Unavailable, "migrations.failed", err)
		}
		return nil
	})
}

// Status lists all migrations and which of them the database has. It only reads: a database that was never migrated has
// none of them, and is left as it is.
func Status(ctx context.Context, open Open) ([]Step, error) {
	names, err := names()
	if err != nil {
		return nil, err
	}
	at, err := appliedAs(ctx, open, "")
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "42501" { // an owner who does not inherit what ts_migrate may
		at, err = appliedAs(ctx, open, migrator)
	}
	if err != nil {
		return nil, err
	}
	var steps []Step
	for _, n := range names {
		v, err := versionOf(n)
		if err != nil {
			return nil, err
		}
		steps = append(steps, Step{Version: v, File: n, Applied: at[v]})
	}
	return steps, nil
}

func appliedAs(ctx context.Context, open Open, role string) (at map[int64]time.Time, err error) {
	db, err := open(role)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return applied(ctx, db)
}

// applied is when each migration was, read in a transaction that cannot write.
func applied(ctx context.Context, db *sql.DB) (at map[int64]time.Time, err error) {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, errs.Wrap(errs.Unavailable, "migrations.unreadable", err)
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	at = map[int64]time.Time{}
	rows, err := tx.QueryContext(ctx, "SELECT version_id, tstamp FROM goose_db_version WHERE is_applied")
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "42P01" {
		return at, nil
	}
	if err != nil {
		return nil, errs.Wrap(errs.Unavailable, "migrations.unreadable", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var v int64
		var t time.Time
		if err := rows.Scan(&v, &t); err != nil {
			return nil, errs.Wrap(errs.Unavailable, "migrations.unreadable", err)
		}
		at[v] = t
	}
	return at, rows.Err()
}

func versionOf(name string) (int64, error) {
	digits, _, _ := strings.Cut(name, "_")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, errs.Wrap(errs.Internal, "migrations.failed", err)
	}
	return n, nil
}

// Fits tells whether the database has exactly this program's schema; an older or newer one is refused.
func Fits(ctx context.Context, db *sql.DB) error {
	want, err := Latest()
	if err != nil {
		return err
	}
	var have int64
	err = db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&have)
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "42P01" { // no such table: nothing was ever migrated
		return errs.New(errs.Unavailable, "migrations.version", "have", have, "want", want)
	}
	if err != nil {
		return errs.Wrap(errs.Unavailable, "migrations.unreadable", err)
	}
	if have != want {
		return errs.New(errs.Unavailable, "migrations.version", "have", have, "want", want)
	}
	return nil
}

// Latest is the version of the newest migration.
func Latest() (int64, error) {
	names, err := names()
	if err != nil {
		return 0, err
	}
	return versionOf(names[len(names)-1])
}

// Hash names the content of all migrations: prepared test databases are kept under it.
func Hash() (string, error) {
	names, err := names()
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, n := range names {
		b, err := files.ReadFile(n)
		if err != nil {
			return "", errs.Wrap(errs.Internal, "migrations.failed", err)
		}
		fmt.Fprintf(h, "%s %d\n", n, len(b))
		_, _ = h.Write(b) // a hash never fails
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// RolesSQL is what an administrator runs where the program may not make roles itself.
func RolesSQL() string {
	b, err := files.ReadFile(rolesFile)
	if err != nil {
		return ""
	}
	return string(b)
}

func names() ([]string, error) {
	all, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "migrations.failed", err)
	}
	var out []string
	for _, n := range all {
		if n != schema {
			out = append(out, n)
		}
	}
	return out, nil
}

func with(open Open, do func(*goose.Provider) error) error {
	db, err := open(migrator)
	if err != nil {
		return err
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, lockSeconds), lock.WithUnlockTimeout(1, 10))
	if err != nil {
		return errors.Join(errs.Wrap(errs.Internal, "migrations.failed", err), db.Close())
	}
	// The job queue's own migrations stand at 00090: what is numbered below and is newer must still come.
	p, err := goose.NewProvider(goose.DialectPostgres, db, files,
		goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true), goose.WithExcludeNames([]string{schema}))
	if err != nil {
		return errors.Join(errs.Wrap(errs.Internal, "migrations.failed", err), db.Close())
	}
	return errors.Join(do(p), p.Close()) // closes db too
}

// heal looks for what is missing where a migration was changed or renumbered after it had landed. It comes before the others,
// because they build on it; a migration of its own would come too late.
func heal(ctx context.Context, open Open) error {
	db, err := open(migrator)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "SELECT pg_advisory_xact_lock(7267001);\n"+landedTwice)
	if err = errors.Join(err, db.Close()); err != nil {
		return errs.Wrap(errs.Unavailable, "migrations.failed", err)
	}
	return nil
}

// roles runs the roles file as the owner, before anything else and every time: a restored database may have come to
// a cluster that has no roles yet. The annotations of goose are comments to PostgreSQL.
func roles(ctx context.Context, open Open, login bool) error {
	db, err := open("")
	if err != nil {
		return err
	}
	text := RolesSQL()
	if login {
		for _, r := range []string{migrator, "ts_app", "ts_informant", "ts_seal", "ts_audit", "ts_report", "ts_backup"} {
			text += "\nALTER ROLE " + r + " LOGIN;"
		}
	}
	// One transaction; the lock keeps two programs from granting at once, which PostgreSQL answers with an error.
	_, err = db.ExecContext(ctx, "SELECT pg_advisory_xact_lock(7267001);\n"+text)
	if err = errors.Join(err, db.Close()); err == nil {
		return nil
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "42501" {
		return errs.Wrap(errs.Unavailable, "migrations.roles_by_hand", err)
	}
	return errs.Wrap(errs.Unavailable, "migrations.failed", err)
}
