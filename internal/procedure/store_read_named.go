package procedure

import (
	"context"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/matter"
	"touchstone/internal/names"
	"touchstone/internal/people"
	"touchstone/internal/written"
)

// Account is somebody with an account here whom an act names.
type Account = people.Person

// Named is the account in use of an organ by its user name, or nil.
func Named(f *matter.File, username string, agency int64) *Account {
	named := Accounts(f)
	for i := range named {
		if a := &named[i]; a.Active && a.AgencyID == agency && strings.EqualFold(a.Username, written.Account(username)) {
			return a
		}
	}
	return nil
}

// Officer is Named for an effect: field is what to blame when there is nobody. In which role the field may name him the engine has
// judged (roles.csv), and before the file was locked it took the account (KeepOfficers).
func Officer(f *matter.File, field, username string, agency int64) (*Account, error) {
	if a := Named(f, username, agency); a != nil {
		return a, nil
	}
	return nil, errs.Invalid(errs.Field{Name: field, Key: "procedure.field.person_unknown", Args: []any{"name", username}})
}

// dutiesOfNamed are the duties that the accounts which an act names have in its matter already, by account.
func (e *Engine) dutiesOfNamed(ctx context.Context, q database.Q, f *matter.File) (map[int64][]Duty, error) {
	out := map[int64][]Duty{}
	if f.MatterID == 0 || len(Accounts(f)) == 0 {
		return out, nil
	}
	read := make([]matter.File, len(Accounts(f)))
	err := database.Batch(ctx, q, func(b *pgx.Batch) {
		for i, u := range Accounts(f) {
			e.queueDuties(b, asActor(&u, f), matter.Family{Matter: "$1", Args: []any{f.MatterID}}, &read[i])
		}
	})
	for i, u := range Accounts(f) {
		out[u.ID] = readingOf(&read[i]).duties
	}
	return out, err
}

// asActor is an account as somebody who might act.
func asActor(u *Account, f *matter.File) actor.Actor {
	return actor.Actor{UserID: u.ID, Roles: u.Roles, AgencyID: u.AgencyID, AgencyKind: f.Agencies[u.AgencyID].Kind}
}

// people are the user names and the names of persons in an act's form, as they are compared: of a party that was picked all its
// names.
func (a *Act) people(f *matter.File) (accounts, persons []string) {
	if a.Row.Form == nil {
		return nil, nil
	}
	for _, x := range a.Row.Form.Fields {
		for _, name := range a.Input.List(x.Name) {
			switch {
			case x.Officers():
				accounts = append(accounts, written.Account(name))
			case x.Type == "person":
				for _, n := range f.PersonNames(name) {
					if key := names.Key(n); key != "" && !slices.Contains(persons, key) {
						persons = append(persons, key)
					}
				}
			}
		}
	}
	return accounts, persons
}

// misnamed refuses in each field of officers whoever is not of the organ, holds no role in which the field may name him
// (roles.csv): a form offers nobody else, or has a duty in the matter that excludes this one.
func (e *Engine) misnamed(a *Act, f *matter.File, duties map[int64][]Duty) []errs.Field {
	if a.Row.Form == nil {
		return nil
	}
	agency := a.Who.AgencyID
	for _, t := range []matter.Target{a.Parent, a.Target} {
		if c := f.CaseOf(t); c != nil {
			agency = c.AgencyID
		}
	}
	var bad []errs.Field
	for _, x := range a.Row.Form.Fields {
		if !x.Officers() {
			continue
		}
		for _, name := range a.Input.List(x.Name) {
			switch u := Named(f, name, agency); {
			case u == nil:
				bad = append(bad, errs.Field{Name: x.Name, Key: "procedure.field.person_unknown", Args: []any{"name", name}})
			case !u.HasAny(e.book().NamedIn(x.Name)):
				bad = append(bad, errs.Field{Name: x.Name, Key: "procedure.field.person_role", Args: []any{"name", u.NameZH}})
			case e.reg.clash(duties[u.ID], firstHeld(u, e.book().NamedIn(x.Name)), false) != nil:
				bad = append(bad, errs.Field{Name: x.Name, Key: "procedure.field.person_duty", Args: []any{"name", u.NameZH}})
			}
		}
	}
	return bad
}

// firstHeld is the first of some roles that the account holds: in that one a form names him.
func firstHeld(u *Account, roles []actor.Role) actor.Role {
	for _, r := range roles {
		if u.Has(r) {
			return r
		}
	}
	return ""
}
