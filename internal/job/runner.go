package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"touchstone/internal/database"
	"touchstone/internal/errs"
)

const (
	workers   = 4
	timeLimit = 5 * time.Minute
	longLimit = 40 * time.Minute // for a kind that reads large files; below the hour after which a job counts as stuck
	tries     = 3                // of what the clock asks for: after them its next tick does, and not a wait of days
	softStop  = 10 * time.Second
)

// Job is one piece of work as its handler sees it.
type Job struct {
	ID      int64
	Kind    string
	Key     string
	Attempt int // from 1
	data    json.RawMessage
}

// Decode reads what Add was given.
func (j Job) Decode(into any) error {
	if err := json.Unmarshal(j.data, into); err != nil {
		return errs.Wrap(errs.Internal, "job.failed", err)
	}
	return nil
}

// Handler does the work. An error means: again later, each time later still. It must bear being called twice.
type Handler func(ctx context.Context, j Job) error

// Periodic plans a job of a kind by the clock, in one process of all. One that fails is tried again a few times at once, and
// then at the next tick or start.
type Periodic struct {
	Kind    string
	Every   time.Duration // minutes; a tick may be missed
	AtStart bool
}

// Runner works jobs off.
type Runner struct {
	pool   *pgxpool.Pool
	client *river.Client[pgx.Tx]
}

// NewRunner makes a runner for these kinds. A periodic kind without a handler is refused. The long kinds may take as long as
// large files do.
func NewRunner(ctx context.Context, db *database.DB, handlers map[string]Handler, periodic []Periodic, log *slog.Logger, long ...string) (*Runner, error) {
	w := river.NewWorkers()
	for kind, h := range handlers {
		limit := timeLimit
		if slices.Contains(long, kind) {
			limit = longLimit
		}
		river.AddWorkerArgs(w, envelope{kind: kind}, &worker{handle: h, limit: limit})
	}
	var plans []*river.PeriodicJob
	for _, p := range periodic {
		if handlers[p.Kind] == nil {
			return nil, errs.New(errs.Internal, "job.unknown", "kind", p.Kind)
		}
		plans = append(plans, plan(p))
	}
	pool, err := db.WorkerPool(ctx)
	if err != nil {
		return nil, err
	}
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{
		Queues:  map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}},
		Workers: w, PeriodicJobs: plans, Logger: log, ErrorHandler: report{log},
		JobTimeout: timeLimit, SoftStopTimeout: softStop, FetchPollInterval: 10 * time.Second,
		ReindexerIndexNames: []string{}, // only the owner of the tables may
	})
	if err != nil {
		pool.Close()
		return nil, errs.Wrap(errs.Internal, "job.start", err)
	}
	return &Runner{pool: pool, client: client}, nil
}

func plan(p Periodic) *river.PeriodicJob {
	make := func() (river.JobArgs, *river.InsertOpts) {
		return envelope{kind: p.Kind, Key: "periodic", Data: json.RawMessage("{}")},
			&river.InsertOpts{MaxAttempts: tries, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: open()}}
	}
	return river.NewPeriodicJob(river.PeriodicInterval(p.Every), make, &river.PeriodicJobOpts{RunOnStart: p.AtStart})
}

// Start begins working. The context carries values to the handlers; ending it stops the runner.
func (r *Runner) Start(ctx context.Context) error {
	if err := r.client.Start(ctx); err != nil {
		return errs.Wrap(errs.Unavailable, "job.start", err)
	}
	return nil
}

// Stop takes no new work, lets the running work end, and breaks it off after ten seconds or with the context.
func (r *Runner) Stop(ctx context.Context) error {
	err := r.client.Stop(ctx)
	r.pool.Close()
	if err != nil && !errors.Is(err, context.Canceled) {
		return errs.Wrap(errs.Internal, "job.failed", err)
	}
	return nil
}

// Settle returns when every job that is due has been tried. Second and later attempts are not waited for.
func (r *Runner) Settle(ctx context.Context) error {
	events, cancel := r.client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed, river.EventKindJobCancelled,
		river.EventKindJobSnoozed)
	defer cancel()
	for {
		var left int
		err := r.pool.QueryRow(ctx, `SELECT count(*) FROM river_job
			WHERE state IN ('available','pending') AND attempt = 0 OR state = 'running' AND attempt = 1`).Scan(&left)
		if err != nil {
			return database.Translate(err)
		}
		if left == 0 {
			return nil
		}
		select {
		case <-events:
		case <-ctx.Done():
			return database.Translate(ctx.Err())
		}
	}
}

type worker struct {
	river.WorkerDefaults[envelope]
	handle Handler
	limit  time.Duration
}

// Timeout is how long one attempt may take.
func (w *worker) Timeout(*river.Job[envelope]) time.Duration { return w.limit }

// Work calls the handler.
func (w *worker) Work(ctx context.Context, j *river.Job[envelope]) error {
	return w.handle(ctx, Job{ID: j.ID, Kind: j.JobRow.Kind, Key: j.Args.Key, Attempt: j.Attempt, data: j.Args.Data})
}

// report writes failures to the log: kind and id, never what the job carries.
type report struct{ log *slog.Logger }

// HandleError logs a failed attempt.
func (r report) HandleError(ctx context.Context, j *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	r.log.ErrorContext(ctx, "job failed", "kind", j.Kind, "id", j.ID, "attempt", j.Attempt, "error", err.Error())
	return nil
}

// HandlePanic logs a panic; the attempt counts as failed.
func (r report) HandlePanic(ctx context.Context, j *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	r.log.ErrorContext(ctx, "job panicked", "kind", j.Kind, "id", j.ID, "attempt", j.Attempt, "panic", fmt.Sprint(value), "trace", trace)
	return nil
}
