package evidence

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/database"
)

// since is a moment a week ago: what was read between then and tomorrow has been read. What was read later than that was read
// by a clock that was set wrong.
func readSince(at, since string) string {
	return at + " BETWEEN " + since + " AND " + since + "::timestamptz + interval '8 days'"
}

// staleFiles are the files whose bytes nobody has read since a moment, those never read first.
func staleFiles(ctx context.Context, q database.Q, since time.Time, limit int) ([]File, error) {
	rows, err := q.Query(ctx,
		sqlFiles+`LEFT JOIN LATERAL (SELECT k.at FROM evidence_checks k WHERE k.file_id = f.id AND k.algorithm = 'sha256' ORDER BY k.id DESC LIMIT 1) last ON true
WHERE last.at IS NULL OR NOT `+readSince("last.at", "$1")+` ORDER BY last.at NULLS FIRST, f.id LIMIT $2`, since, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[File])
}

// dueFile is the condition that the file f waits to be read: never read since it was stored, not since a moment, or last
// found altered or missing.
func dueFile(since string) string {
	return `coalesce((SELECT NOT k.ok OR NOT ` + readSince("k.at",
		since) + ` FROM evidence_checks k WHERE k.file_id = f.id AND k.algorithm = 'sha256' ORDER BY k.id DESC LIMIT 1), true)`
}

// filesOfRun are the next files that a run has to read.
func filesOfRun(ctx context.Context, q database.Q, r Run, since time.Time, limit int) ([]File, error) {
	rows, err := q.Query(ctx, sqlFiles+`WHERE f.id > $1 AND f.id <= $2 AND ($3 OR `+dueFile("$4")+`) ORDER BY f.id LIMIT $5`, r.Cursor, r.LastFile, r.Everything,
		since, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[File])
}

const sqlRun = `SELECT id, everything, by_name, started_at, last_file, cursor_id, last_paper, paper_cursor, total, done, altered, missing, thawed, moved_at,
	finished_at FROM reverifications `

func runByID(ctx context.Context, q database.Q, id int64) (Run, error) {
	rows, err := q.Query(ctx, sqlRun+"WHERE id = $1", id)
	if err != nil {
		return Run{}, err
	}
	return pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Run])
}

// LastRuns are the newest runs, the newest first.
func LastRuns(ctx context.Context, q database.Q, limit int) ([]Run, error) {
	rows, err := q.Query(ctx, sqlRun+"ORDER BY id DESC LIMIT $1", limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Run])
}
