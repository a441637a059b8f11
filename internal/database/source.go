package database

import (
	"context"
	"database/sql"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"

	"touchstone/internal/errs"
	"touchstone/migrations"
)

// The roles a session can have; what each may do is granted by the migrations.
const (
	RoleApp       = "ts_app"
	RoleInformant = "ts_informant"
	RoleSeal      = "ts_seal"
	RoleAudit     = "ts_audit"
	RoleReport    = "ts_report"
	RoleBackup    = "ts_backup"
	RoleMigrate   = "ts_migrate"
)

// Source says how to reach one database and how a session comes by its role.
type Source struct {
	dsn   string
	admin string // embedded: the superuser; roles log in as themselves. Empty: the DSN has its user
	name  string // embedded: the database
}

// URL is a database that somebody else runs: DATABASE_URL.
func URL(url string) Source { return Source{dsn: url} }

// Embedded is a database in our own cluster. dsn is pglocal's, which names no user; admin is its superuser.
func Embedded(dsn func(database string) string, admin, name string) Source {
	return Source{dsn: dsn(name), admin: admin, name: name}
}

// Embedded tells whether the database runs in our own cluster: evaluation only, and the pages say so.
func (s Source) Embedded() bool { return s.admin != "" }

// config is the connection of a role; the empty role is who may make roles and databases.
func (s Source) config(role string) (*pgx.ConnConfig, error) {
	c, err := pgx.ParseConfig(s.dsn)
	if err != nil {
		return nil, errs.New(errs.Unavailable, "database.bad_url") // the cause would quote the password
	}
	c.RuntimeParams["timezone"] = "UTC"
	c.RuntimeParams["application_name"] = "touchstone"
	ownWays(c.RuntimeParams)
	switch {
	case s.admin == "":
		if role != "" {
			c.RuntimeParams["role"] = role
		}
	case role == "":
		c.User = s.admin
	default:
		c.User = role
	}
	return c, nil
}

// ownWays are settings that a session has whatever the database says of its role or of everybody: names mean those of
// public, and nothing stands noted before the session has written anything (migrations 00097, 00106).
func ownWays(params map[string]string) {
	const noted = 64
	params["search_path"] = "public, pg_temp"
	params["jit"] = "off" // a scope looks dear to the planner and reads a few rows: compiling it costs more than it saves
	params["ts.touched"] = ""
	for i := range noted {
		params["ts.before_"+strconv.Itoa(i)] = ""
	}
}

// SQL opens the database as a role, for migrations. The empty role is the owner (or the embedded superuser).
func (s Source) SQL(role string) (*sql.DB, error) {
	c, err := s.config(role)
	if err != nil {
		return nil, err
	}
	return stdlib.OpenDB(*c), nil
}

// Connect opens one connection as a role, for maintenance: backup, restore, tests.
func (s Source) Connect(ctx context.Context, role string) (*pgx.Conn, error) {
	c, err := s.config(role)
	if err != nil {
		return nil, err
	}
	conn, err := pgx.ConnectConfig(ctx, c)
	if err != nil {
		return nil, translate(err)
	}
	useUTC(conn)
	return conn, nil
}

// Migrate brings the schema up; on the embedded default it makes the database first.
func Migrate(ctx context.Context, s Source) error {
	if s.Embedded() {
		if err := s.create(ctx); err != nil {
			return err
		}
	}
	return migrations.Up(ctx, s.SQL, s.Embedded())
}

func (s Source) create(ctx context.Context) error {
	c, err := s.config("")
	if err != nil {
		return err
	}
	c.Database = "postgres"
	conn, err := pgx.ConnectConfig(ctx, c)
	if err != nil {
		return translate(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	var there bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", s.name).Scan(&there); err != nil {
		return translate(err)
	}
	if there {
		return nil
	}
	_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{s.name}.Sanitize())
	return translate(err)
}

func useUTC(conn *pgx.Conn) {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
}
