package app

import (
	"context"
	"errors"

	"touchstone/internal/access"
	"touchstone/internal/audit"
	"touchstone/internal/database"
)

// Verify recomputes the chains, the tree, the digests of the facts and those of everything that is stored, in one state of
// the database and with the rights of the auditor's role.
func (a *App) Verify(ctx context.Context) (audit.Report, error) { return a.VerifyWith(ctx, nil) }

// VerifyWith is Verify beside a checkpoint from outside, if there is one.
func (a *App) VerifyWith(ctx context.Context, kept *audit.Checkpoint) (audit.Report, error) {
	q, err := a.DB.Snapshot(ctx, database.RoleAudit)
	if err != nil {
		return audit.Report{}, err
	}
	files := storedFiles{q: q, blobs: a.Blobs}
	report, err := audit.Verify(ctx, q, audit.Checks{Blobs: files.verify, Checkpoint: kept})
	return report, errors.Join(err, q.Rollback())
}

// Explain tells which scopes let a user do something to a thing, or why none does.
func (a *App) Explain(ctx context.Context, username string, action access.Action, t access.Target) ([]access.Reason, error) {
	who, err := a.account(ctx, username)
	if err != nil {
		return nil, err
	}
	return a.Access().Explain(ctx, a.DB.Read(), who, action, t)
}
