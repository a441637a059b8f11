package database

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"gorm.io/gorm"

	"touchstone/internal/errs"
	"touchstone/migrations"
)

// Q is what a statement may run on: the act's transaction or a read handle.
type Q interface {
	Exec(ctx context.Context, sql string, args ...any) (int64, error) // rows affected
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

// Writer is Q inside a transaction: gorm for rows, Q for locks and loads, both on the same connection. Statements of which nobody
// waits for an answer travel with the next one (Tx.Later).
type Writer interface {
	Q
	Later(check func(rows int64) error, sql string, args ...any)
	Gorm() *gorm.DB
	Dry() *gorm.DB
}

// Pipe collects the statements of a page that go to the database in one round trip.
type Pipe = pgx.Batch

// Options sizes the pools. Zero values are the defaults.
type Options struct {
	Conns int32 // of the reading and of the writing pool each; default 10
}

// DB is the set of pools on one database. Connections are opened when first needed.
type DB struct {
	source Source
	conns  int32
	write  *pgxpool.Pool
	std    *sql.DB // over write
	gorm   *gorm.DB
	read   handle

	mu    sync.Mutex
	other map[string]handle // by role
}

// session is what every session of a pool starts with.
type session map[string]string

// The request pools: generic plans, because a list is planned once and run for everybody. Limits stand on the
// session rather than in each transaction, so that no path can forget them and none pays a round trip.
func sessions(role string) session {
	s := session{"plan_cache_mode": "force_generic_plan", "statement_timeout": "10s", "lock_timeout": "3s",
		"idle_in_transaction_session_timeout": "15s"}
	if role == RoleReport {
		s["plan_cache_mode"] = "auto"
		s["statement_timeout"] = "60s"
		s["default_transaction_isolation"] = "repeatable read"
		s["default_transaction_read_only"] = "on"
	}
	if role == RoleSeal || role == RoleAudit || role == RoleBackup { // long readings of everything
		s["plan_cache_mode"] = "auto"
		s["statement_timeout"] = "0"
		s["idle_in_transaction_session_timeout"] = "0"
	}
	return s
}

// Open makes the pools. It does not connect: see Ready.
func Open(ctx context.Context, s Source, o Options) (*DB, error) {
	if o.Conns == 0 {
		o.Conns = 10
	}
	db := &DB{source: s, conns: o.Conns, other: map[string]handle{}}
	write, err := db.pool(ctx, RoleApp, o.Conns, sessions(RoleApp))
	if err != nil {
		return nil, err
	}
	db.write, db.std = write, overPool(write)
	reading := sessions(RoleApp)
	reading["default_transaction_read_only"] = "on"
	read, err := db.pool(ctx, RoleApp, o.Conns, reading)
	if err != nil {
		return nil, err
	}
	db.read = handle{read}
	db.gorm, err = openGorm(db.std)
	if err != nil {
		return nil, translate(err)
	}
	return db, nil
}

func (db *DB) pool(ctx context.Context, role string, conns int32, s session) (*pgxpool.Pool, error) {
	base, err := db.source.config(role)
	if err != nil {
		return nil, err
	}
	c, err := pgxpool.ParseConfig(db.source.dsn)
	if err != nil {
		return nil, errs.New(errs.Unavailable, "database.bad_url")
	}
	for k, v := range s {
		base.RuntimeParams[k] = v
	}
	base.Tracer = tracer{}
	c.ConnConfig = base
	c.MaxConns, c.MinConns = conns, 0
	c.AfterConnect = func(_ context.Context, conn *pgx.Conn) error { useUTC(conn); return nil }
	p, err := pgxpool.NewWithConfig(ctx, c)
	return p, translate(err)
}

// Close ends every pool.
func (db *DB) Close() {
	db.mu.Lock()
	defer db.mu.Unlock()
	for _, h := range db.other {
		h.pool.Close()
	}
	db.read.pool.Close()
	_ = db.std.Close() // only hands its connections back
	db.write.Close()
}

// Source is where the pools lead.
func (db *DB) Source() Source { return db.source }

// Read is the handle of pages: sessions are read-only, every statement or batch stands alone.
func (db *DB) Read() Q { return db.read }

// Batch collects the statements of a page and sends them in one round trip. The callbacks queued with them run in
// order; the first error ends it.
func (db *DB) Batch(ctx context.Context, fill func(*pgx.Batch)) error {
	return Batch(ctx, db.read, fill)
}

// Batch is DB.Batch on any handle, for example the act's transaction.
func Batch(ctx context.Context, q Q, fill func(*pgx.Batch)) error {
	b := &pgx.Batch{}
	fill(b)
	if b.Len() == 0 {
		return nil
	}
	return q.SendBatch(ctx, b).Close()
}

// Report is the handle of aggregates.
func (db *DB) Report(ctx context.Context) (Q, error) { return db.As(ctx, RoleReport) }

// Informant is the handle of the informants' four functions.
func (db *DB) Informant(ctx context.Context) (Q, error) { return db.As(ctx, RoleInformant) }

// As is the handle of one of the special roles. Statements stand alone; its pool is small.
func (db *DB) As(ctx context.Context, role string) (Q, error) {
	h, err := db.role(ctx, role)
	if err != nil {
		return nil, err
	}
	return h, nil
}

func (db *DB) role(ctx context.Context, role string) (handle, error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	if h, ok := db.other[role]; ok {
		return h, nil
	}
	p, err := db.pool(ctx, role, 4, sessions(role))
	if err != nil {
		return handle{}, err
	}
	db.other[role] = handle{p}
	return handle{p}, nil
}

// WorkerPool is a pool of ts_app for the job runner, which holds one connection for LISTEN and keeps others for as
// long as jobs run. The caller closes it.
func (db *DB) WorkerPool(ctx context.Context) (*pgxpool.Pool, error) {
	return db.pool(ctx, RoleApp, 6, session{"statement_timeout": "60s"})
}

// Ready tells whether the database answers and its schema is the one this program was built with.
func (db *DB) Ready(ctx context.Context) error {
	if err := db.std.PingContext(ctx); err != nil {
		return translate(err)
	}
	return migrations.Fits(ctx, db.std)
}

// handle runs statements on a pool, each for itself.
type handle struct{ pool *pgxpool.Pool }

func (h handle) Exec(ctx context.Context, sql string, args ...any) (int64, error) {
	tag, err := h.pool.Exec(ctx, sql, args...)
	return tag.RowsAffected(), translate(err)
}

func (h handle) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	r, err := h.pool.Query(ctx, sql, args...)
	return rows{r}, translate(err)
}

func (h handle) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return row{h.pool.QueryRow(ctx, sql, args...)}
}

func (h handle) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	return results{h.pool.SendBatch(ctx, b)}
}

// NoRows tells that a statement for one row found none. It is not a failure until the caller says so.
func NoRows(err error) bool {
	return errors.Is(err, pgx.ErrNoRows) || errors.Is(err, gorm.ErrRecordNotFound)
}
