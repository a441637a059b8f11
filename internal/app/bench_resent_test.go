package app_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// resent sends recorded statements again, over a connection that holds them prepared.
type resent struct {
	conn  *pgconn.PgConn
	names []string
	asked trip
}

// prepare makes the statements known to the connection; to do it again costs nothing.
func prepare(ctx context.Context, conn *pgx.Conn, t trip) (*resent, error) {
	r := &resent{conn: conn.PgConn(), asked: t}
	for _, a := range t {
		s, err := conn.Prepare(ctx, a.sql, a.sql)
		if err != nil {
			return nil, err
		}
		r.names = append(r.names, s.Name)
	}
	return r, nil
}

func (h *house) resent(b *testing.B, t trip) *resent {
	b.Helper()
	conn, err := pgx.ConnectConfig(b.Context(), h.session())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = conn.Close(context.Background()) })
	r, err := prepare(b.Context(), conn, t)
	if err != nil {
		b.Fatal(err)
	}
	return r
}

// sequential waits for the answer of each statement before it sends the next.
func (r *resent) sequential(int) error {
	for i, a := range r.asked {
		if err := finish(r.conn.ExecPrepared(context.Background(), r.names[i], a.values, a.formats, a.results)); err != nil {
			return err
		}
	}
	return nil
}

// pipelined sends all and then reads all: one round trip.
func (r *resent) pipelined(int) error {
	p := r.conn.StartPipeline(context.Background())
	for i, a := range r.asked {
		p.SendQueryPrepared(r.names[i], a.values, a.formats, a.results)
	}
	if err := p.Sync(); err != nil {
		return err
	}
	for {
		switch got, err := p.GetResults(); {
		case err != nil:
			return err
		case got == nil:
			return p.Close()
		default:
			if rows, ok := got.(*pgconn.ResultReader); ok {
				if err := finish(rows); err != nil {
					return err
				}
			}
		}
	}
}

func finish(rows *pgconn.ResultReader) error {
	for rows.NextRow() {
	}
	_, err := rows.Close()
	return err
}
