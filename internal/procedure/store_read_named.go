package procedure

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/names"
	"touchstone/internal/people"
	"touchstone/internal/written"
)

// Account is somebody with an account here whom an act names, by user name or, where a form names people of any kind, by
// name. Roles are those in force.
type Account struct {
	ID, AgencyID             int64
	Username, NameZH, NameEN string
	Active, Qualified        bool // in use; for legal review
	Roles                    []actor.Role
}

// Named is the account in use of an organ by its user name, or nil.
func (f *File) Named(username string, agency int64) *Account {
	for i := range f.Accounts {
		if a := &f.Accounts[i]; a.Active && a.AgencyID == agency && strings.EqualFold(a.Username, written.Account(username)) {
			return a
		}
	}
	return nil
}

// Officer is Named for an effect: field is what to blame when there is nobody. In which role the field may name him the engine has
// judged (roles.csv), and before the file was locked it took the account (KeepOfficers).
func (f *File) Officer(field, username string, agency int64) (*Account, error) {
	if a := f.Named(username, agency); a != nil {
		return a, nil
	}
	return nil, errs.Invalid(errs.Field{Name: field, Key: "procedure.field.person_unknown", Args: []any{"name", username}})
}

// HasAny tells whether the account holds one of the roles.
func (a *Account) HasAny(roles []actor.Role) bool {
	return slices.ContainsFunc(a.Roles, func(r actor.Role) bool { return slices.Contains(roles, r) })
}

var sqlAccounts = `SELECT u.id, u.agency_id, u.username, u.name_zh, u.name_en, u.disabled_at IS NULL, u.reviewer_qualified,
  ARRAY(SELECT g.role FROM role_grants g WHERE g.user_id = u.id AND ` + people.InForce("g", "$3") + `)
FROM users u WHERE lower(u.username) = ANY ($1) OR name_key(u.username) = ANY ($2)
  OR name_key(u.name_zh) = ANY ($2) OR name_key(u.name_en) = ANY ($2) ORDER BY u.id`

// queueAccounts asks for the accounts that an act names: by account, or by the keys of names, that of the account included.
func queueAccounts(b *pgx.Batch, accounts, persons []string, now time.Time, into *[]Account) {
	b.Queue(sqlAccounts, accounts, persons, now).Query(func(rows pgx.Rows) (err error) {
		*into, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Account])
		return err
	})
}

// dutiesOfNamed are the duties that the accounts which an act names have in its matter already, by account.
func (e *Engine) dutiesOfNamed(ctx context.Context, q database.Q, f *File) (map[int64][]Duty, error) {
	out := map[int64][]Duty{}
	if f.MatterID == 0 || len(f.Accounts) == 0 {
		return out, nil
	}
	read := make([]File, len(f.Accounts))
	err := database.Batch(ctx, q, func(b *pgx.Batch) {
		for i, u := range f.Accounts {
			e.queueDuties(b, u.actor(f), family{matter: "$1", args: []any{f.MatterID}}, &read[i])
		}
	})
	for i, u := range f.Accounts {
		out[u.ID] = read[i].duties
	}
	return out, err
}

// actor is the account as somebody who might act.
func (a *Account) actor(f *File) actor.Actor {
	return actor.Actor{UserID: a.ID, Roles: a.Roles, AgencyID: a.AgencyID, AgencyKind: f.Agencies[a.AgencyID].Kind}
}

// people are the user names and the names of persons in an act's form, as they are compared: of a party that was picked all its
// names.
func (a *Act) people(f *File) (accounts, persons []string) {
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
func (e *Engine) misnamed(a *Act, f *File, duties map[int64][]Duty) []errs.Field {
	if a.Row.Form == nil {
		return nil
	}
	agency := a.Who.AgencyID
	for _, t := range []Target{a.Parent, a.Target} {
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
			switch u := f.Named(name, agency); {
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
		if slices.Contains(u.Roles, r) {
			return r
		}
	}
	return ""
}
