package evidence

import (
	"context"
	"time"

	"gorm.io/gorm"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// runRow is a run that reads files again.
type runRow struct {
	ID                  int64 `gorm:"primaryKey"`
	Everything          bool
	ByCommand           bool
	ByName              string
	StartedAt, MovedAt  time.Time
	LastFile, LastPaper int64
	Total               int
}

func (runRow) TableName() string { return "reverifications" }

// giveUp ends the run that nobody carries on, so that another may begin: it has not moved for long, or moved at a time that is
// not yet (a clock was set wrong), or it is a command's and no command is alive, who would hold the lock. Whoever holds it
// himself says so.
func giveUp(ctx context.Context, tx *audit.Tx, held bool) error {
	_, err := gorm.G[runRow](tx.Gorm()).Where(`finished_at IS NULL
  AND (moved_at < ? OR moved_at > ? OR by_command AND (? OR pg_try_advisory_xact_lock(?)))`, tx.Now.Add(-idleRun), tx.Now.Add(idleRun), held, int64(RunLock)).
		Set(database.Set{"finished_at": tx.Now}).Update(ctx)
	return err
}

// insertRun begins a run; there is one at a time.
func insertRun(ctx context.Context, tx *audit.Tx, everything, byCommand bool, since time.Time) (Run, error) {
	row := runRow{Everything: everything, ByCommand: byCommand, ByName: tx.Who.Name, StartedAt: tx.Now, MovedAt: tx.Now}
	err := tx.QueryRow(ctx, `SELECT file.last, paper.last, file.n + paper.n
FROM (SELECT coalesce(max(f.id), 0) AS last, count(*) AS n FROM evidence_files f WHERE $1 OR `+dueFile("$2")+`) file,
  (SELECT coalesce(max(f.id), 0) AS last, count(*) AS n FROM attachments f WHERE $1 OR `+duePaper("$2")+`) paper`, everything, since).
		Scan(&row.LastFile, &row.LastPaper, &row.Total)
	if err != nil {
		return Run{}, err
	}
	err = gorm.G[runRow](tx.Gorm()).Create(ctx, &row)
	if database.Constraint(err) == "reverifications_one_key" {
		err = errs.New(errs.Conflict, "evidence.rule.run_under_way")
	}
	return Run{ID: row.ID, Everything: everything, By: row.ByName, StartedAt: tx.Now, MovedAt: tx.Now, LastFile: row.LastFile, LastPaper: row.LastPaper,
		Total: row.Total}, err
}

// updateRun says how far a run is, unless it is over or has been moved on by somebody else.
func updateRun(ctx context.Context, tx *audit.Tx, from, r Run) (bool, error) {
	n, err := gorm.G[runRow](tx.Gorm()).Where("id = ? AND cursor_id = ? AND paper_cursor = ? AND finished_at IS NULL", r.ID, from.Cursor, from.PaperCursor).
		Set(database.Set{"cursor_id": r.Cursor, "paper_cursor": r.PaperCursor, "done": r.Done, "altered": r.Altered, "missing": r.Missing, "thawed": r.Thawed,
			"moved_at": r.MovedAt, "finished_at": r.FinishedAt}).Update(ctx)
	return n == 1, err
}
