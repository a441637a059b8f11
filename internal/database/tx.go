package database

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"gorm.io/gorm"

	"touchstone/internal/errs"
)

// Tx is one writing transaction on one connection, seen three ways: as Q (pgx, batches), as *sql.Tx (the job
// queue's insert) and as a gorm handle (store.go). It belongs to one goroutine. Whoever began it ends it.
type Tx struct {
	ctx  context.Context // of the begin, never cancelled: values for counting and for faults
	conn *sql.Conn
	std  *sql.Tx
	pg   *pgx.Conn
	gorm *gorm.DB
	done bool

	later  []later
	broken error // what a statement said that travelled before one that cannot say it
}

var _ Q = (*Tx)(nil)

// Begin opens a transaction, which the server learns with its first statement, for audit.Write, identity's sessions and jobs; nobody else begins (R7).
// A cancelled context ends the running statement. It does not roll back behind our back: database/sql would do that
// from another goroutine, on a connection that we are using.
func (db *DB) Begin(ctx context.Context) (*Tx, error) {
	return begin(ctx, db.std, db.gorm, nil)
}

// BeginAs is Begin for a special role: sealing writes the tree as ts_seal. Gorm is not offered there.
func (db *DB) BeginAs(ctx context.Context, role string) (*Tx, error) {
	h, err := db.role(ctx, role)
	if err != nil {
		return nil, err
	}
	return begin(ctx, overPool(h.pool), nil, nil)
}

// Snapshot is a read-only transaction of a role that sees one state throughout, whatever others write. The caller ends it
// with Rollback.
func (db *DB) Snapshot(ctx context.Context, role string) (*Tx, error) {
	h, err := db.role(ctx, role)
	if err != nil {
		return nil, err
	}
	return begin(ctx, overPool(h.pool), nil, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
}

func begin(ctx context.Context, std *sql.DB, g *gorm.DB, o *sql.TxOptions) (*Tx, error) {
	held, err := std.Conn(ctx)
	if err != nil {
		return nil, translate(err)
	}
	if err := ctx.Err(); err != nil {
		return nil, errors.Join(translate(err), held.Close())
	}
	t := &Tx{ctx: context.WithoutCancel(ctx), conn: held}
	t.std, err = held.BeginTx(t.ctx, o)
	if err != nil {
		return nil, errors.Join(translate(err), held.Close())
	}
	err = held.Raw(func(c any) error {
		own, ok := c.(*conn)
		if !ok {
			return errs.New(errs.Internal, "database.failed")
		}
		t.pg = own.Conn.Conn()
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, t.Rollback())
	}
	if g != nil {
		t.gorm = g.Session(&gorm.Session{NewDB: true, Context: t.ctx})
		t.gorm.Statement.ConnPool = t.std
	}
	return t, nil
}

// Exec runs a statement and tells how many rows it touched.
func (t *Tx) Exec(ctx context.Context, sql string, args ...any) (int64, error) {
	sent, err := t.sent(ctx, sql, args)
	if err != nil {
		return 0, err
	}
	var tag pgconn.CommandTag
	if sent == nil {
		tag, err = t.pg.Exec(ctx, sql, args...)
	} else {
		tag, err = sent.Exec()
		err = errors.Join(err, sent.Close())
	}
	return tag.RowsAffected(), translate(err)
}

// Query runs a statement that returns rows; read or close them before the next one.
func (t *Tx) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	sent, err := t.sent(ctx, sql, args)
	if err != nil {
		return rows{failed{err}}, err
	}
	if sent == nil {
		r, err := t.pg.Query(ctx, sql, args...)
		return rows{r}, translate(err)
	}
	r, err := sent.Query()
	return rows{lastRows{r, sent}}, translate(err)
}

// QueryRow runs a statement for one row.
func (t *Tx) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	sent, err := t.sent(ctx, sql, args)
	if err != nil {
		return failed{err}
	}
	if sent == nil {
		return row{t.pg.QueryRow(ctx, sql, args...)}
	}
	return row{lastRow{sent.QueryRow(), sent}}
}

// SendBatch sends several statements in one round trip; their answers are read by the callbacks that are queued with them.
func (t *Tx) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	if err := t.open(); err != nil {
		return failedBatch{err}
	}
	return results{t.pg.SendBatch(ctx, t.before(b))}
}

// Gorm is a gorm handle on this transaction, for gorm.G[T] in store.go. Nil on a special role's transaction.
func (t *Tx) Gorm() *gorm.DB {
	if err := t.ready(t.ctx); err != nil && t.gorm != nil {
		broken := t.gorm.Session(&gorm.Session{})
		_ = broken.AddError(err)
		return broken
	}
	return t.gorm
}

// Dry is a gorm handle that builds statements and sends none: see CreateLater.
func (t *Tx) Dry() *gorm.DB {
	return t.gorm.Session(&gorm.Session{NewDB: true, DryRun: true, Context: t.ctx})
}

// SQL is the database/sql transaction, for the job queue's insert.
func (t *Tx) SQL() *sql.Tx {
	if err := t.ready(t.ctx); err != nil {
		t.broken = err
	}
	return t.std
}

// SQLTx finds the database/sql transaction behind q; false if q is not a transaction.
func SQLTx(q Q) (*sql.Tx, bool) {
	t, ok := q.(interface{ SQL() *sql.Tx })
	if !ok {
		return nil, false
	}
	return t.SQL(), true
}

// Commit ends the transaction and keeps what it did. After an error nobody knows whether it was kept: a broken line
// loses the answer, not the commit. That is what the request's key is for.
func (t *Tx) Commit() error {
	if err := t.ready(t.ctx); err != nil {
		return errors.Join(err, t.Rollback())
	}
	t.done = true
	err := t.std.Commit()
	if f := faultOf(t.ctx); err == nil && f != nil {
		err = f.loseAnswer()
	}
	return errors.Join(translate(err), closing(t.conn.Close()))
}

// CommitWith is Commit with the last statements in the same round trip. Nobody looks at what they answer before the
// transaction has ended: whatever must be so is an error of the statement itself.
func (t *Tx) CommitWith(ctx context.Context, b *pgx.Batch) error {
	if err := t.ready(ctx); err != nil {
		return err
	}
	b.Queue(commitText)
	if err := t.SendBatch(ctx, b).Close(); err != nil {
		return err
	}
	return t.Commit()
}

// Lost tells of a commit that failed that its answer was lost: nobody knows whether it was kept. Otherwise the server has said
// what was wrong, and has kept nothing.
func (t *Tx) Lost() bool { return t.done || t.pg.IsClosed() }

// Rollback ends the transaction and forgets what it did. After Commit it does nothing.
func (t *Tx) Rollback() error {
	if t.done {
		return nil
	}
	t.done = true
	err := t.std.Rollback()
	if errors.Is(err, sql.ErrTxDone) || t.pg != nil && t.pg.IsClosed() {
		err = nil // with the connection the transaction is gone too
	}
	return errors.Join(translate(err), closing(t.conn.Close()))
}

// closing forgets that a broken connection was thrown away instead of handed back.
func closing(err error) error {
	if errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return translate(err)
}

func ended() error { return errs.New(errs.Internal, "database.tx_ended") }

// failed is what a statement on an ended transaction answers.
type failed struct{ err error }

func (f failed) Scan(...any) error                            { return f.err }
func (f failed) Err() error                                   { return f.err }
func (f failed) Close()                                       {}
func (f failed) Next() bool                                   { return false }
func (f failed) Values() ([]any, error)                       { return nil, f.err }
func (f failed) RawValues() [][]byte                          { return nil }
func (f failed) Conn() *pgx.Conn                              { return nil }
func (f failed) TypeMap() *pgtype.Map                         { return nil }
func (f failed) CommandTag() pgconn.CommandTag                { return pgconn.CommandTag{} }
func (f failed) FieldDescriptions() []pgconn.FieldDescription { return nil }

type failedBatch struct{ err error }

func (f failedBatch) Exec() (pgconn.CommandTag, error) { return pgconn.CommandTag{}, f.err }
func (f failedBatch) Query() (pgx.Rows, error)         { return failed(f), f.err }
func (f failedBatch) QueryRow() pgx.Row                { return failed(f) }
func (f failedBatch) Close() error                     { return f.err }
func (f failedBatch) Tx() pgx.Tx                       { return nil }
