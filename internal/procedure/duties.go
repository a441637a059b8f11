package procedure

import (
	"slices"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Duty is what one person is on a matter: by what he did in it, by being on a file of it, or by being named in a form of
// it as doing something (appointments.csv, roles.csv). It is the person's, whatever roles he holds besides.
type Duty struct {
	How  string     `json:"h"` // did, is, named
	Role actor.Role `json:"r"` // whose duty it is; "" for somebody whom a form names by name
	What string     `json:"w"` // the appointment: a row of appointments.csv, or form.field
}

// How somebody came by a duty.
const (
	dutyDid   = "did"
	dutyIs    = "is"
	dutyNamed = "named"
)

// SetDuties hands a file the duties of its reader, where a page reads less than the whole matter.
func SetDuties(f *matter.File, who actor.Actor, duties []Duty) {
	readingOf(f).duties, readingOf(f).dutiesOf = duties, who.UserID
}

// clash is the duty that forbids a person a role in this matter, what he did first, then what he is, or nil.
func (r *Registry) clash(duties []Duty, role actor.Role, deciding bool) *Duty {
	return clash(r.book(), duties, role, deciding)
}

func clash(book *law.Edition, duties []Duty, role actor.Role, deciding bool) *Duty {
	for _, how := range []string{dutyDid, dutyIs, dutyNamed} {
		for i := range duties {
			if d := &duties[i]; d.How == how && barred(book, d, role, deciding) {
				return d
			}
		}
	}
	return nil
}

func barred(book *law.Edition, d *Duty, role actor.Role, deciding bool) bool {
	if d.Role != "" {
		return book.Clash(d.Role, role, deciding)
	}
	a := book.Appointment(d.What)
	return a != nil && a.Clashes(role, deciding)
}

// refused says in words why a duty forbids a role.
func (d *Duty) refused(role actor.Role) error {
	switch d.How {
	case dutyDid:
		return errs.New(errs.Forbidden, "procedure.duty_clash", "earlier", string(d.Role), "role", string(role))
	case dutyIs:
		return errs.New(errs.Forbidden, "procedure.duty_appointed", "as", d.What, "role", string(role))
	}
	return errs.New(errs.Forbidden, "procedure.duty_named", "as", d.What, "role", string(role))
}

// DutyArgs are the names that DutiesOf asks for: which appointment is the duty of which role, and in which field of which
// event the person would be named, in the role of his that fits the field.
func DutyArgs(book *law.Edition, who actor.Actor) map[string]any {
	whats, tracks, roles := []string{}, []string{}, []string{}
	for _, a := range book.Appointments {
		if a.Role != "" {
			whats, tracks, roles = append(whats, a.Code), append(tracks, string(a.Track)), append(roles, string(a.Role))
		}
	}
	events, fields, as, codes := []string{}, []string{}, []string{}, []string{}
	for _, n := range book.Namings {
		for _, role := range namedRoles(book, who, n) {
			events, fields, as, codes = append(events, n.Event), append(fields, n.Field.Name), append(as, string(role)), append(codes, n.Code)
		}
	}
	return map[string]any{"duty_user": who.UserID, "duty_whats": whats, "duty_tracks": tracks, "duty_roles": roles,
		"named_events": events, "named_fields": fields, "named_roles": as, "named_codes": codes}
}

// namedRoles: whoever is named in a field of officers is so in the first of its roles that he holds; when he holds none of
// them any more, in each that his organ knows. Whoever is named by name is so in no role.
func namedRoles(book *law.Edition, who actor.Actor, n law.Naming) []actor.Role {
	if !n.Officers {
		return []actor.Role{""}
	}
	all := book.NamedIn(n.Field.Name)
	for _, role := range all {
		if who.Has(role) {
			return []actor.Role{role}
		}
	}
	kind := who.AgencyKind
	if kind == actor.CustomsAntiSmuggling {
		kind = actor.Customs
	}
	return slices.DeleteFunc(slices.Clone(all), func(role actor.Role) bool {
		info := book.Role(role)
		return info == nil || !slices.Contains(info.AgencyKinds, kind)
	})
}

// Clashes lists, as pairs, what a person is by a duty (its role, else its appointment) and the role of his that he cannot
// play because of it: for the statements that list what waits for him.
func (e *Engine) Clashes(who actor.Actor, deciding bool) (had, role []string) {
	had, role = []string{}, []string{}
	for _, wants := range who.Roles {
		for _, info := range e.book().Roles {
			if e.book().Clash(info.Code, wants, deciding) {
				had, role = append(had, string(info.Code)), append(role, string(wants))
			}
		}
		for _, a := range e.book().Appointments {
			if a.Role == "" && a.Clashes(wants, deciding) {
				had, role = append(had, a.Code), append(role, string(wants))
			}
		}
	}
	return had, role
}
