package app

import (
	"context"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/people"
	"touchstone/internal/written"
)

// account is who would act under a name now.
func (a *App) account(ctx context.Context, username string) (actor.Actor, error) {
	who := actor.Actor{Username: username}
	var clearance int16
	var roles []string
	err := a.DB.Read().QueryRow(ctx, `SELECT u.id, u.unit_id, u.agency_id, ga.kind, u.clearance, `+people.Roles("u.id", "$2")+`
FROM users u JOIN agencies ga ON ga.id = u.agency_id WHERE u.username = $1 AND u.disabled_at IS NULL`, written.Account(username), a.Clock()).
		Scan(&who.UserID, &who.UnitID, &who.AgencyID, &who.AgencyKind, &clearance, &roles)
	if database.NoRows(err) {
		return who, errs.New(errs.NotFound, "access.explain.user", "user", username)
	}
	if err != nil {
		return who, err
	}
	who.Clearance = actor.Marking(clearance)
	for _, r := range roles {
		who.Roles = append(who.Roles, actor.Role(r))
	}
	return who, nil
}
