package procedure

import (
	"slices"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
)

// playRole picks the role in which a person may do this: one the row allows, that the person holds, and that
// does not exclude what the same person already did in this matter (roles.csv, incompatible_*; APL 57, 58, 64, 67).
func (r *Registry) playRole(who actor.Actor, allowed []actor.Role, f *File) (actor.Role, error) {
	var clash *errs.E
	for _, role := range allowed {
		if !who.Has(role) {
			continue
		}
		old, bad := r.excludes(who.UserID, role, f)
		if !bad {
			return role, nil
		}
		clash = errs.New(errs.Forbidden, "procedure.duty_clash", "earlier", string(old), "role", string(role))
	}
	if clash != nil {
		return "", clash
	}
	return "", errs.New(errs.Forbidden, "procedure.role_missing", "roles", roleList(allowed))
}

// taken refuses an act that the reader has no role to start, with the roles that may: its form is not his to see. Nor is
// there a form for what waits as a proposal already.
func (e *Engine) taken(a *Asking) error {
	var refused error
	for _, row := range a.Rows {
		allowed := row.DeciderRoles
		if proposed(row) {
			allowed = row.ProposerRoles
		}
		if _, refused = e.reg.playRole(a.Who, allowed, a.File); refused != nil {
			continue
		}
		if !e.proposes(row) || a.File.Open(a.Target, row.Event) == nil {
			return nil
		}
		refused = errs.New(errs.Conflict, "procedure.already_proposed")
	}
	return refused
}

// excludes names an earlier role of the same person in the same case family that forbids the new one.
func (r *Registry) excludes(user int64, role actor.Role, f *File) (actor.Role, bool) {
	for _, old := range f.rolesPlayed(user) {
		if old != role && (r.book.Incompatible(old, role) || r.book.Incompatible(role, old)) {
			return old, true
		}
	}
	return "", false
}

// rolesPlayed lists the roles in which a person acted or proposed in this matter.
func (f *File) rolesPlayed(user int64) []actor.Role {
	var out []actor.Role
	add := func(id int64, role actor.Role) {
		if id == user && role != "" && !slices.Contains(out, role) {
			out = append(out, role)
		}
	}
	for i := range f.Acts {
		if p := &f.Acts[i]; !p.Twin {
			add(p.ActorID, p.ActorRole)
			add(p.ProposerID, p.ProposerRole)
		}
	}
	return out
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
