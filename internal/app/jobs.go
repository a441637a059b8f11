package app

import (
	"context"
	"errors"
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
	countHandlers = "cases.count_handlers"
	bindOldFacts  = "audit.bind_old_facts"
	answerAsked   = "cases.answer_requests"
	giveBack      = "procedure.give_back"
)

// handlers are the kinds of background work. Features add theirs here.
func (a *App) handlers() map[string]job.Handler {
	return map[string]job.Handler{
		sweepSessions:       func(ctx context.Context, _ job.Job) error { return a.sweep(ctx) },
		lapseClocks:         func(ctx context.Context, _ job.Job) error { return a.features.engine.Lapse(ctx) },
		giveBack:            func(ctx context.Context, _ job.Job) error { return a.features.engine.GiveBack(ctx) },
		recountCopies:       func(ctx context.Context, _ job.Job) error { return a.recount(ctx) },
		countHandlers:       func(ctx context.Context, _ job.Job) error { return a.countHandlers(ctx) },
		bindOldFacts:        func(ctx context.Context, _ job.Job) error { return a.bindOldFacts(ctx) },
		cases.RequestKind:   a.desk().Bring,
		answerAsked:         func(ctx context.Context, _ job.Job) error { return a.desk().AnswerOverdue(ctx, a.DB.Read(), a.Clock()) },
		evidence.VerifyKind: a.Reverifier().Handle,
		clearStore:          a.clearUp,
		evidence.RunKind:    a.Reverifier().HandleRun,
		evidence.ItemKind:   a.Reverifier().HandleItem,
		evidence.CopyKind:   evidence.Copier{Log: a.Audit, Read: a.DB.Read(), Blobs: a.Blobs, Random: a.Random}.Handle,
	}
}

// periodic is the work that the clock asks for.
func (a *App) periodic() []job.Periodic {
	return []job.Periodic{
		{Kind: sweepSessions, Every: time.Hour},
		{Kind: lapseClocks, Every: 5 * time.Minute, AtStart: true},
		{Kind: recountCopies, Every: 24 * time.Hour},
		{Kind: countHandlers, Every: time.Minute, AtStart: true},
		{Kind: bindOldFacts, Every: 24 * time.Hour, AtStart: true},
		{Kind: answerAsked, Every: 5 * time.Minute, AtStart: true},
		{Kind: giveBack, Every: time.Hour, AtStart: true},
		{Kind: clearStore, Every: 24 * time.Hour, AtStart: true},
		{Kind: evidence.VerifyKind, Every: 10 * time.Minute, AtStart: true},
	}
}

// bindOldFacts takes up, once after the upgrade that brought the binding, what is older than it.
func (a *App) bindOldFacts(ctx context.Context) error {
	n, err := a.Audit.Baseline(ctx)
	if n > 0 {
		a.Logger.InfoContext(ctx, "older rows are bound to the ledger", slog.Int64("rows", n))
	}
	return err
}

// sweep removes sessions that are over and the texts that nobody came for.
func (a *App) sweep(ctx context.Context) error {
	return errors.Join(a.Identity.Sessions().Sweep(ctx), a.Identity.Texts().Sweep(ctx))
}

// desk holds the plain use cases of a case.
func (a *App) desk() cases.Desk {
	return cases.Desk{Log: a.Audit, Access: a.Access(), Book: a.Book}
}

// Reverifier reads stored bytes again.
func (a *App) Reverifier() evidence.Reverifier {
	return evidence.Reverifier{Desk: a.features.evidence.Desk, Now: a.Clock,
		Alone: func(ctx context.Context) (func(), bool, error) { return a.DB.Hold(ctx, evidence.RunLock) }}
}

// recount puts stale copies right; that there were any is a defect, so it is said aloud.
func (a *App) recount(ctx context.Context) error {
	q, err := a.DB.Report(ctx)
	if err != nil {
		return err
	}
	n, err := a.desk().Recount(ctx, q, a.Clock())
	if n > 0 {
		a.Logger.ErrorContext(ctx, "copies of cases were stale", slog.Int("cases", n))
	}
	return err
}

// countHandlers tells the units of the cases that have lost handlers by time.
func (a *App) countHandlers(ctx context.Context) error {
	_, err := a.desk().CountHandlers(ctx, a.DB.Read(), a.Clock())
	return err
}
