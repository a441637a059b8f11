package identity

import (
	"slices"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
)

// administrators exclude each other and every other role (security D1): who makes accounts does not give them rights,
// and who watches both does neither.
var administrators = [...]actor.Role{actor.Sysadmin, actor.Secadmin, actor.Auditor}

// CheckRoles refuses roles that one person must not hold together, whatever the case.
func CheckRoles(roles []actor.Role) error {
	for _, r := range roles {
		if !slices.Contains(administrators[:], r) {
			continue
		}
		if slices.ContainsFunc(roles, func(o actor.Role) bool { return o != r }) {
			return errs.New(errs.Forbidden, "identity.administrators_exclude", "role", string(r))
		}
	}
	return nil
}

// signing are the roles that decide binding acts; their sessions end sooner when idle.
var signing = [...]actor.Role{
	actor.AgencyHead, actor.PrincipalHead, actor.PSCountyHead, actor.PSHigherHead, actor.MSSUnitHead, actor.CoordIssuer, actor.SecrecyOfficer,
}
