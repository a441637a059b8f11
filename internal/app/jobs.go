package app

import (
	"context"
	"time"

	"touchstone/internal/evidence"
	"touchstone/internal/job"
)

const (
	sweepSessions = "identity.sweep_sessions"
	lapseClocks   = "procedure.lapse_clocks"
)

// handlers are the kinds of background work. Features add theirs here.
func (a *App) handlers() map[string]job.Handler {
	return map[string]job.Handler{
		sweepSessions:       func(ctx context.Context, _ job.Job) error { return a.Identity.Sessions().Sweep(ctx) },
		lapseClocks:         func(ctx context.Context, _ job.Job) error { return a.features.engine.Lapse(ctx) },
		evidence.VerifyKind: evidence.Reverifier{Desk: a.features.evidence.Desk, Now: a.Clock}.Handle,
		evidence.CopyKind:   evidence.Copier{Log: a.Audit, Read: a.DB.Read(), Blobs: a.Blobs, Random: a.Random}.Handle,
	}
}

// periodic is the work that the clock asks for.
func (a *App) periodic() []job.Periodic {
	return []job.Periodic{
		{Kind: sweepSessions, Every: time.Hour},
		{Kind: lapseClocks, Every: 5 * time.Minute, AtStart: true},
		{Kind: evidence.VerifyKind, Every: 10 * time.Minute, AtStart: true},
	}
}
