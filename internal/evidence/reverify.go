package evidence

import (
	"context"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/job"
	"touchstone/internal/procedure"
)

// VerifyKind is the job that reads stored bytes again, so that nobody has to press a button to learn that they are
// what was recorded: first what was never read since it was stored, then what was read longest ago.
const VerifyKind = "evidence.verify"

const (
	verifyAgain = 7 * 24 * time.Hour
	verifyBatch = 400 // files in one round, and not many bytes more than verifyBytes
	verifyBytes = 2 << 30
	verifyTime  = 2 * time.Minute
	fewMissing  = 3 // so many files that one round does not find let the job fail; whoever keeps the installation is told of all
)

// Reverifier works off the jobs of VerifyKind.
type Reverifier struct {
	Desk
	Now   func() time.Time
	Alone func(context.Context) (release func(), alone bool, err error) // for the command: holds RunLock while it lives; nil: nobody asks
}

// Handle is one round.
func (r Reverifier) Handle(ctx context.Context, _ job.Job) error { return r.Round(ctx) }

// Round reads one batch of files and keeps the results. That all is well is one event of the program's own stream: a
// chain that grows by itself every week would hide what people did. A mismatch is an event in the chain of its case.
func (r Reverifier) Round(ctx context.Context) error {
	since := r.Now().Add(-verifyAgain)
	files, err := staleFiles(ctx, r.Read, since, verifyBatch)
	if err != nil {
		return err
	}
	papers, err := stalePapers(ctx, r.Read, since, verifyBatch)
	if err != nil || len(files)+len(papers) == 0 {
		return err
	}
	results, files, err := r.read(ctx, files)
	if err != nil {
		return err
	}
	more, papers, err := r.read(ctx, papers)
	if err != nil {
		return err
	}
	results, files = append(results, more...), append(files, papers...)
	n := missing(results)
	_, err = r.Log.Write(ctx, actor.Automatic("evidence"), audit.Key{}, func(tx *audit.Tx) error { return r.tell(ctx, tx, files, results) })
	if err == nil && n >= fewMissing {
		return errs.New(errs.Unavailable, "evidence.rule.files_missing", "count", n)
	}
	return err
}

// read reads files again, as many as one round bears in bytes and in time, and gives those back that it read.
func (r Reverifier) read(ctx context.Context, files []File) ([]Checked, []File, error) {
	enough, cancel := context.WithTimeout(ctx, verifyTime)
	defer cancel()
	results, bytes := make([]Checked, 0, len(files)), int64(0)
	for i, f := range files {
		if bytes > verifyBytes || i > 0 && enough.Err() != nil {
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

// paper tells that a file is no item's but came with an act or a proposal. It is compared whenever it is opened; a reading
// again only says how it lies.
func (f File) paper() bool { return f.ItemID == 0 }

// keepResult keeps how a file was found.
func keepResult(ctx context.Context, tx *audit.Tx, f File, c Checked) error {
	if f.paper() {
		return procedure.KeepReading(ctx, tx, c.FileID, !c.OK && !c.Missing, c.Missing)
	}
	return insertChecks(ctx, tx, c)
}

// found is the event of a file that is not what was recorded, or is so again.
func found(f File, c Checked) audit.Event {
	if f.paper() {
		return paperEvent(f, c)
	}
	action, details := outcome([]Checked{c})
	if c.OK {
		action, details = thawed([]File{f}, []Checked{c})
	}
	return audit.Event{Stream: audit.CaseStream(f.CaseID), Action: action, Kind: "evidence", TargetID: f.ItemID, CaseID: f.CaseID, Details: details}
}

// tell keeps what was found and says what is not as it should be.
func (r Reverifier) tell(ctx context.Context, tx *audit.Tx, files []File, results []Checked) error {
	bad, absent := 0, 0
	for i, c := range results {
		f := files[i]
		if err := keepResult(ctx, tx, f, c); err != nil {
			return err
		}
		switch {
		case c.OK && !f.Bad:
			continue
		case c.Missing:
			absent++
		case !c.OK:
			bad++
		}
		if err := tx.Record(ctx, found(f, c)); err != nil {
			return err
		}
	}
	if err := r.tellMissing(ctx, tx, absent); err != nil {
		return err
	}
	return tx.Record(ctx, audit.Event{Stream: audit.UnitStream(0), Action: "evidence.files_verified", Kind: "evidence",
		Details: map[string]any{"files": len(results), "bad": bad, "missing": absent}})
}

// paperEvent is what a reading of a paper has to say in its case; without an action nothing.
func paperEvent(f File, c Checked) audit.Event {
	e := audit.Event{Stream: audit.CaseStream(f.CaseID), Kind: "case", TargetID: f.CaseID, CaseID: f.CaseID, Details: map[string]any{"file": f.Ref}}
	switch {
	case c.OK && f.Bad:
		e.Action = "paper.right_again"
	case c.Missing:
		e.Action = "paper.missing"
		if c.Unread {
			e.Details["unreadable"] = true
		}
	case !c.OK:
		e.Action = "paper.altered"
	}
	return e
}
