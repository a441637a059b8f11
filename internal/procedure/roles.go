package procedure

import (
	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/matter"
)

// PlayRole picks the role in which a person may do this: one the row allows, that the person holds, and that is not
// forbidden by what the same person did, is or was named to do in this matter (roles.csv, appointments.csv; APL 57, 58, 64,
// 67; D310 5). deciding: he would decide on what another proposes. Pages offer, proposals are taken and decisions are made
// by this one answer.
func (r *Registry) PlayRole(who actor.Actor, allowed []actor.Role, f *matter.File, deciding bool) (actor.Role, error) {
	if f.MatterID != 0 && readingOf(f).dutiesOf != who.UserID { // nobody asked what he is in this matter
		return "", errs.New(errs.Internal, "errs.internal")
	}
	var clash error
	for _, role := range allowed {
		if !who.Has(role) {
			continue
		}
		d := r.clash(readingOf(f).duties, role, deciding)
		if d == nil {
			return role, nil
		}
		clash = d.refused(role)
	}
	if clash != nil {
		return "", clash
	}
	return "", errs.New(errs.Forbidden, "procedure.role_missing", "roles", roleList(allowed))
}

// Taken refuses an act that the reader has no role to start, with the roles that may: its form is not his to see. Nor is
// there a form for what waits as a proposal already.
func (e *Engine) Taken(a *Question) error {
	var refused error
	for _, row := range a.Rows {
		allowed := row.DeciderRoles
		if Proposed(row) {
			allowed = row.ProposerRoles
		}
		if _, refused = e.reg.PlayRole(a.Who, allowed, a.File, false); refused != nil {
			continue
		}
		if !e.proposes(row) || a.File.Open(a.Target, row.Event) == nil {
			return nil
		}
		refused = errs.New(errs.Conflict, "procedure.already_proposed")
	}
	return refused
}

func roleList(roles []actor.Role) string {
	out := ""
	for i, r := range roles {
		if i > 0 {
			out += "|"
		}
		out += string(r)
	}
	return out
}

// RolesFrom reads the codes of roles as they are stored.
func RolesFrom(ss []string) []actor.Role {
	out := make([]actor.Role, len(ss))
	for i, s := range ss {
		out[i] = actor.Role(s)
	}
	return out
}
