package acts

import (
	"context"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/database"
)

// reading is how a file of an act or a proposal was last found.
type reading struct {
	File             int64
	Altered, Missing bool
}

func readingOf(ctx context.Context, q database.Q, ref string) (reading, error) {
	rows, err := q.Query(ctx, `SELECT t.id, coalesce(r.altered, false), coalesce(r.missing, false) FROM attachments t
		LEFT JOIN attachment_readings r ON r.file_id = t.id WHERE t.ref = $1`, ref)
	if err != nil {
		return reading{}, err
	}
	return pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[reading])
}
