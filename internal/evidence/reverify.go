package evidence

import (
	"context"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/job"
)

// VerifyKind is the job that reads stored bytes again, so that nobody has to press a button to learn that they are
// what was recorded: first what was never read since it was stored, then what was read longest ago.
const VerifyKind = "evidence.verify"

const (
	verifyAgain = 7 * 24 * time.Hour
	verifyBatch = 400 // files in one round, and not many bytes more than verifyBytes
	verifyBytes = 2 << 30
	fewMissing  = 3 // so many files that are not there are no accident of one: the job fails and is told of
)

// Reverifier works off the jobs of VerifyKind.
type Reverifier struct {
	Desk
	Now func() time.Time
}

// Handle is one round.
func (r Reverifier) Handle(ctx context.Context, _ job.Job) error { return r.Round(ctx) }

// Round reads one batch of files and keeps the results. That all is well is one event of the program's own stream: a
// chain that grows by itself every week would hide what people did. A mismatch is an event in the chain of its case.
func (r Reverifier) Round(ctx context.Context) error {
	files, err := staleFiles(ctx, r.Read, r.Now().Add(-verifyAgain), verifyBatch)
	if err != nil || len(files) == 0 {
		return err
	}
	results, files, err := r.read(ctx, files)
	if err != nil {
		return err
	}
	_, err = r.Log.Write(ctx, actor.Automatic("evidence"), audit.Key{}, func(tx *audit.Tx) error { return tell(ctx, tx, files, results) })
	if n := missing(results); err == nil && n >= fewMissing {
		return errs.New(errs.Unavailable, "evidence.rule.files_missing", "count", n)
	}
	return err
}

// read reads files again, as many as one round bears, and gives those back that it read.
func (r Reverifier) read(ctx context.Context, files []File) ([]Checked, []File, error) {
	results, bytes := make([]Checked, 0, len(files)), int64(0)
	for i, f := range files {
		if bytes > verifyBytes {
			return results, files[:i], nil
		}
		c, err := r.rehash(ctx, f)
		if err != nil {
			return nil, nil, err
		}
		results, bytes = append(results, c), bytes+f.Size
	}
	return results, files, nil
}

func missing(results []Checked) (n int) {
	for _, c := range results {
		if c.Missing {
			n++
		}
	}
	return n
}

func tell(ctx context.Context, tx *audit.Tx, files []File, results []Checked) error {
	bad, absent := 0, 0
	for i, c := range results {
		if err := insertCheck(ctx, tx, c); err != nil {
			return err
		}
		f := files[i]
		switch {
		case c.OK && !f.Bad:
			continue
		case c.Missing:
			absent++
		case !c.OK:
			bad++
		}
		action, details := outcome(results[i : i+1])
		if c.OK {
			action, details = thawed(files[i:i+1], results[i:i+1])
		}
		e := audit.Event{Stream: audit.CaseStream(f.CaseID), Action: action, Kind: "evidence", TargetID: f.ItemID, CaseID: f.CaseID, Details: details}
		if err := tx.Record(ctx, e); err != nil {
			return err
		}
	}
	return tx.Record(ctx, audit.Event{Stream: audit.UnitStream(0), Action: "evidence.files_verified", Kind: "evidence", Details: map[string]any{"files": len(results), "bad": bad, "missing": absent}})
}
