package app

import (
	"context"
	"log/slog"
	"time"

	"touchstone/internal/cases"
	"touchstone/internal/evidence"
	"touchstone/internal/job"
)

const (
	sweepSessions = "identity.sweep_sessions"
	lapseClocks   = "procedure.lapse_clocks"
	recountCopies = "cases.recount_copies"
	giveBack      = "procedure.give_back"
)

// handlers are the kinds of background work. Features add theirs here.
func (a *App) handlers() map[string]job.Handler {
	return map[string]job.Handler{
		sweepSessions:       func(ctx context.Context, _ job.Job) error { return a.Identity.Sessions().Sweep(ctx) },
		lapseClocks:         func(ctx context.Context, _ job.Job) error { return a.features.engine.Lapse(ctx) },
		giveBack:            func(ctx context.Context, _ job.Job) error { return a.features.engine.GiveBack(ctx) },
		recountCopies:       func(ctx context.Context, _ job.Job) error { return a.recount(ctx) },
		evidence.VerifyKind: evidence.Reverifier{Desk: a.features.evidence.Desk, Now: a.Clock}.Handle,
		evidence.CopyKind:   evidence.Copier{Log: a.Audit, Read: a.DB.Read(), Blobs: a.Blobs, Random: a.Random}.Handle,
	}
}

// periodic is the work that the clock asks for.
func (a *App) periodic() []job.Periodic {
	return []job.Periodic{
		{Kind: sweepSessions, Every: time.Hour},
		{Kind: lapseClocks, Every: 5 * time.Minute, AtStart: true},
		{Kind: recountCopies, Every: 24 * time.Hour},
		{Kind: giveBack, Every: 24 * time.Hour, AtStart: true},
		{Kind: evidence.VerifyKind, Every: 10 * time.Minute, AtStart: true},
	}
}

// recount puts stale copies right; that there were any is a defect, so it is said aloud.
func (a *App) recount(ctx context.Context) error {
	q, err := a.DB.Report(ctx)
	if err != nil {
		return err
	}
	n, err := cases.Desk{Log: a.Audit, Access: a.Access(), Book: a.Book}.Recount(ctx, q)
	if n > 0 {
		a.Logger.ErrorContext(ctx, "copies of cases were stale", slog.Int("cases", n))
	}
	return err
}
