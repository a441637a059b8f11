package database

import "github.com/jackc/pgx/v5"

// These wrappers read errors where they appear: with pgx most of them come with the rows, not with the call.

type rows struct{ pgx.Rows }

func (r rows) Err() error             { return translate(r.Rows.Err()) }
func (r rows) Scan(dest ...any) error { return translate(r.Rows.Scan(dest...)) }

type row struct{ pgx.Row }

func (r row) Scan(dest ...any) error { return translate(r.Row.Scan(dest...)) }

type results struct{ pgx.BatchResults }

func (r results) Query() (pgx.Rows, error) {
	q, err := r.BatchResults.Query()
	return rows{q}, translate(err)
}

func (r results) QueryRow() pgx.Row { return row{r.BatchResults.QueryRow()} }
func (r results) Close() error      { return translate(r.BatchResults.Close()) }
