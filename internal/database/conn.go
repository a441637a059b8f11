package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	beginText  = "begin"
	commitText = "commit"
)

// idle is the status of a connection on which no transaction is open.
const idle = 'I'

// connector makes connections of a pool that say begin with the first statement of a transaction: it costs no round trip.
type connector struct{ driver.Connector }

func overPool(p *pgxpool.Pool) *sql.DB {
	db := sql.OpenDB(connector{stdlib.GetPoolConnector(p)})
	db.SetMaxIdleConns(0) // the pool keeps them
	return db
}

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	made, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	own, ok := made.(*stdlib.Conn)
	if !ok {
		return nil, errors.New("database: a connection that is not pgx's")
	}
	return &conn{Conn: own}, nil
}

// conn is a connection whose transaction begins with its first statement. What the server says of itself is the only mark
// of that (began): a begin that failed, or was never sent, is sent again with the next statement, and none runs outside.
type conn struct {
	*stdlib.Conn
	ctx context.Context // of the transaction; nil outside
}

// BeginTx promises a transaction; one with options begins at once.
func (c *conn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	if o != (driver.TxOptions{}) {
		return c.Conn.BeginTx(ctx, o)
	}
	if c.Conn.Conn().IsClosed() {
		return nil, driver.ErrBadConn
	}
	c.ctx = ctx
	return c, nil
}

func began(pg *pgx.Conn) bool { return pg.PgConn().TxStatus() != idle }

func (c *conn) begin(ctx context.Context) error {
	if c.ctx == nil || began(c.Conn.Conn()) {
		return nil
	}
	_, err := c.Conn.Conn().Exec(ctx, beginText)
	return err
}

// ExecContext is for gorm and the job queue.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if err := c.begin(ctx); err != nil {
		return nil, err
	}
	return c.Conn.ExecContext(ctx, query, args)
}

// QueryContext is for gorm and the job queue.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if err := c.begin(ctx); err != nil {
		return nil, err
	}
	return c.Conn.QueryContext(ctx, query, args)
}

// PrepareContext is for gorm and the job queue.
func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if err := c.begin(ctx); err != nil {
		return nil, err
	}
	return c.Conn.PrepareContext(ctx, query)
}

// Commit ends the transaction. One that sent nothing has nothing to end, nor has one that was ended in its last batch.
func (c *conn) Commit() error {
	tag, err := c.end(commitText)
	if err == nil && tag.String() == "ROLLBACK" {
		return pgx.ErrTxCommitRollback
	}
	return err
}

// Rollback ends the transaction and forgets it.
func (c *conn) Rollback() error {
	_, err := c.end("rollback")
	return err
}

func (c *conn) end(text string) (pgconn.CommandTag, error) {
	ctx, pg := c.ctx, c.Conn.Conn()
	c.ctx = nil
	if !pg.IsClosed() && !began(pg) {
		return pgconn.CommandTag{}, nil
	}
	return pg.Exec(ctx, text)
}
