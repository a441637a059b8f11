package app

import (
	"context"
	"errors"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/people"
	"touchstone/internal/written"
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
	who := actor.Actor{Username: username}
	var clearance int16
	var roles []string
	err := a.DB.Read().QueryRow(ctx, `SELECT u.id, u.unit_id, u.agency_id, ga.kind, u.clearance, `+people.Roles("u.id", "$2")+`
FROM users u JOIN agencies ga ON ga.id = u.agency_id WHERE u.username = $1 AND u.disabled_at IS NULL`, written.Account(username), a.Clock()).
		Scan(&who.UserID, &who.UnitID, &who.AgencyID, &who.AgencyKind, &clearance, &roles)
	if database.NoRows(err) {
		return nil, errs.New(errs.NotFound, "access.explain.user", "user", username)
	}
	if err != nil {
		return nil, err
	}
	who.Clearance = actor.Marking(clearance)
	for _, r := range roles {
		who.Roles = append(who.Roles, actor.Role(r))
	}
	return a.Access().Explain(ctx, a.DB.Read(), who, action, t)
}
