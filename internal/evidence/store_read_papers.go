package evidence

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/database"
)

const sqlPapers = `SELECT f.id, 0::bigint, f.agency_id, f.case_id, f.ref, f.name, f.digest, '', f.size, f.media, '', '', '', f.created_at, false,
  coalesce(r.altered, false), coalesce(r.missing, false), NULL::timestamptz, NULL::timestamptz, '', false
FROM attachments f LEFT JOIN attachment_readings r ON r.file_id = f.id `

// duePaper is dueFile of a paper.
func duePaper(since string) string {
	return `NOT EXISTS (SELECT FROM attachment_readings k WHERE k.file_id = f.id AND ` + readSince("k.at", since) + ` AND NOT k.altered AND NOT k.missing)`
}

func papersWhere(ctx context.Context, q database.Q, where string, args ...any) ([]File, error) {
	rows, err := q.Query(ctx, sqlPapers+where, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[File])
}

// stalePapers are the papers whose bytes nobody has read since a moment, those never read first.
func stalePapers(ctx context.Context, q database.Q, since time.Time, limit int) ([]File, error) {
	return papersWhere(ctx, q, "WHERE r.at IS NULL OR NOT "+readSince("r.at", "$1")+" ORDER BY r.at NULLS FIRST, f.id LIMIT $2", since, limit)
}

// papersOfRun are the next papers that a run has to read.
func papersOfRun(ctx context.Context, q database.Q, r Run, since time.Time, limit int) ([]File, error) {
	return papersWhere(ctx, q, "WHERE f.id > $1 AND f.id <= $2 AND ($3 OR "+duePaper("$4")+") ORDER BY f.id LIMIT $5", r.PaperCursor, r.LastPaper, r.Everything,
		since, limit)
}
