package audit

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Copies by which lists and access read are not bound by events: they are recomputed from what is bound.
const sqlCopies = `SELECT coalesce(tab, ''), coalesce(row, ''), coalesce(stream, ''), coalesce(n, 0) FROM audit_copies ORDER BY 1, 2`

func (v *verifier) copies(ctx context.Context) error {
	rows, err := v.q.Query(ctx, sqlCopies)
	if err != nil {
		return err
	}
	b := Bad{What: "copy", Problem: CopyDiffers}
	_, err = pgx.ForEachRow(rows, []any{&b.Table, &b.Row, &b.Stream, &b.N}, func() error {
		v.tell(b)
		return nil
	})
	return err
}
