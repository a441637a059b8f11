package evidence

import (
	"context"
	"errors"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/job"
)

// RunKind is the job that takes a run of reverification one piece on.
const RunKind = "evidence.reverify"

// Run is a reading of everything that is stored, or of what is due: never read, last read long ago, missing or frozen.
type Run struct {
	ID               int64
	Everything       bool
	By               string
	StartedAt        time.Time
	LastFile, Cursor int64
	LastPaper        int64 // papers are read when the files of evidence are
	PaperCursor      int64
	Total, Done      int
	Altered, Missing int // files that are not what was recorded, files that are not there
	Thawed           int // files that were frozen and are what was recorded
	MovedAt          time.Time
	FinishedAt       *time.Time
}

type runArgs struct {
	Run int64 `json:"run"`
}

// Begin starts a run. One that stands unfinished is taken to be given up when it has not moved for an hour, and at once where
// it is that of a command that has died.
func (r Reverifier) Begin(ctx context.Context, who actor.Actor, everything bool, key audit.Key, later bool) (Run, error) {
	var run Run
	_, err := r.Log.Write(ctx, who, key, func(tx *audit.Tx) error {
		if err := giveUp(ctx, tx, r.Alone != nil && !later); err != nil {
			return err
		}
		var err error
		if run, err = insertRun(ctx, tx, everything, !later, tx.Now.Add(-verifyAgain)); err != nil {
			return err
		}
		if later {
			if err := job.Add(ctx, tx, RunKind, runArgs{run.ID}, ""); err != nil {
				return err
			}
		}
		return tx.Record(ctx, audit.Event{Stream: audit.UnitStream(0), Action: "evidence.reverification_started", Kind: "evidence",
			Details: map[string]any{"files": run.Total, "everything": everything}})
	})
	return run, err
}

// RunLock is the number under which a command that reads everything holds the database, so that others see whether it lives.
const RunLock = 0x7265766572696679

// idleRun is how long a run that does not move stands in the way of another.
const idleRun = time.Hour

// HandleRun works off one job of RunKind: a piece, and the next one is planned with it.
func (r Reverifier) HandleRun(ctx context.Context, j job.Job) error {
	var a runArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	run, err := runByID(ctx, r.Read, a.Run)
	if err != nil || run.FinishedAt != nil {
		return err
	}
	_, err = r.Piece(ctx, run, true)
	if e := (*errs.E)(nil); errors.As(err, &e) && e.Key == runOver {
		return nil // or another worker has this piece
	}
	return err
}

const runOver = "evidence.rule.run_over"

// Piece reads a few files of a run and keeps what it finds and how far the run is.
func (r Reverifier) Piece(ctx context.Context, run Run, later bool) (Run, error) {
	files, err := filesOfRun(ctx, r.Read, run, run.StartedAt.Add(-verifyAgain), verifyBatch)
	if err == nil && len(files) == 0 {
		files, err = papersOfRun(ctx, r.Read, run, run.StartedAt.Add(-verifyAgain), verifyBatch)
	}
	if err != nil {
		return run, err
	}
	results, files, err := r.read(ctx, files)
	if err != nil {
		return run, err
	}
	next := run.moved(files, results)
	_, err = r.Log.Write(ctx, actor.Automatic("evidence"), audit.Key{}, func(tx *audit.Tx) error {
		next.MovedAt = tx.Now
		if len(files) == 0 {
			next.FinishedAt = &tx.Now
		}
		switch moved, err := updateRun(ctx, tx, run, next); {
		case err != nil:
			return err
		case !moved:
			return errs.New(errs.Conflict, runOver)
		}
		if len(files) == 0 {
			return tx.Record(ctx, audit.Event{Stream: audit.UnitStream(0), Action: "evidence.reverification_ended", Kind: "evidence",
				Details: map[string]any{"files": next.Done, "altered": next.Altered, "missing": next.Missing, "thawed": next.Thawed}})
		}
		if later {
			if err := job.Add(ctx, tx, RunKind, runArgs{run.ID}, ""); err != nil {
				return err
			}
		}
		return r.tell(ctx, tx, files, results)
	})
	return next, err
}

// moved counts what a piece found.
func (r Run) moved(files []File, results []Checked) Run {
	for i, c := range results {
		r.Done++
		if files[i].paper() {
			r.PaperCursor = files[i].ID
		} else {
			r.Cursor = files[i].ID
		}
		switch {
		case c.Missing:
			r.Missing++
		case !c.OK:
			r.Altered++
		case files[i].Bad:
			r.Thawed++
		}
	}
	return r
}

// All is a whole run, for the command line: it tells how far it is after each piece. Whoever breaks it off ends the run.
func (r Reverifier) All(ctx context.Context, who actor.Actor, everything bool, tell func(Run)) (Run, error) {
	if r.Alone != nil {
		release, alone, err := r.Alone(ctx)
		if err != nil {
			return Run{}, err
		}
		if !alone {
			return Run{}, errs.New(errs.Conflict, "evidence.rule.run_under_way")
		}
		defer release()
	}
	run, err := r.Begin(ctx, who, everything, audit.Key{}, false)
	for err == nil && run.FinishedAt == nil {
		tell(run)
		run, err = r.Piece(ctx, run, false)
	}
	if err != nil && run.ID != 0 {
		over := context.WithoutCancel(ctx)
		_, end := r.Log.Write(over, who, audit.Key{}, func(tx *audit.Tx) error {
			run.FinishedAt, run.MovedAt = &tx.Now, tx.Now
			if _, err := updateRun(over, tx, run, run); err != nil {
				return err
			}
			return tx.Record(over, audit.Event{Stream: audit.UnitStream(0), Action: "evidence.reverification_broken_off", Kind: "evidence",
				Details: map[string]any{"files": run.Done}})
		})
		err = errors.Join(err, end)
	}
	return run, err
}
