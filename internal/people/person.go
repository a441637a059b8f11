package people

import (
	"slices"

	"touchstone/internal/actor"
)

// Person is an account as those know it who name it, by its user name or, where a form names people of any kind, by name.
// Roles are those in force when it was read.
type Person struct {
	ID, AgencyID             int64
	Username, NameZH, NameEN string
	Active, Qualified        bool // in use; for legal review
	Clearance                actor.Marking
	Roles                    []actor.Role
}

// Has tells whether the account holds a role.
func (p *Person) Has(r actor.Role) bool { return slices.Contains(p.Roles, r) }

// HasAny tells whether the account holds one of the roles.
func (p *Person) HasAny(roles []actor.Role) bool { return slices.ContainsFunc(roles, p.Has) }
