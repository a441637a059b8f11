package evidence

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/database"
)

// staleFiles are the files whose bytes nobody has read since a moment, those never read first.
func staleFiles(ctx context.Context, q database.Q, since time.Time, limit int) ([]File, error) {
	rows, err := q.Query(ctx, sqlFiles+`LEFT JOIN LATERAL (SELECT max(k.at) AS at FROM evidence_checks k WHERE k.file_id = f.id AND k.algorithm = 'sha256') last ON true
WHERE last.at IS NULL OR last.at < $1 ORDER BY last.at NULLS FIRST, f.id LIMIT $2`, since, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[File])
}
