package app

import (
	"context"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/cases"
	"touchstone/internal/errs"
	"touchstone/internal/identity"
)

// Move brings somebody to another unit; with the former post goes everything that hung on it.
func (a *App) Move(ctx context.Context, who actor.Actor, in identity.MoveInput) error {
	return a.Identity.Move(ctx, who, in, a.ends("account.moved", cases.Desk.Move))
}

// Disable closes an account.
func (a *App) Disable(ctx context.Context, who actor.Actor, username string) error {
	return a.Identity.Disable(ctx, who, username, a.ends("account.disabled", cases.Desk.Disable))
}

// Revoke ends a role.
func (a *App) Revoke(ctx context.Context, who actor.Actor, username string, role actor.Role) error {
	if a.Book().Role(role) == nil {
		return errs.New(errs.NotFound, "identity.no_such_role", "role", string(role))
	}
	return a.Identity.Revoke(ctx, who, username, role, a.ends("role.revoked", cases.Desk.Lost))
}

// ends is what cases ends together with a post, told in the words of the account's event.
func (a *App) ends(why string, end func(cases.Desk, context.Context, *audit.Tx, cases.Leaver) (cases.Left, error)) identity.Post {
	desk := cases.Desk{Log: a.Audit, Access: a.Access(), Book: a.Book}
	return func(ctx context.Context, tx *audit.Tx, p identity.Person) (map[string]any, error) {
		left, err := end(desk, ctx, tx, cases.Leaver{UserID: p.ID, Name: p.Name, Why: why})
		return map[string]any{"cases": left.Cases, "referrals": left.Referrals, "views": left.Views, "proposals": left.Proposals, "requests": left.Requests}, err
	}
}
