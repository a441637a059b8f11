package cases

import (
	"context"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/people"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
)

// assigned names the handlers: those in the form become handlers, earlier handlers who are not named any more end
// now. Their names stay on what they signed.
func assigned(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) error {
	c := f.Case(a.Target.ID)
	if c == nil {
		return errs.New(errs.Internal, "errs.internal")
	}
	return keepingTwo(ctx, tx, c.ID, "handlers", func() error { return setHandlers(ctx, tx, c, a.Input.List("handlers"), a.Row.Event) })
}

// filed records on what the agency's competence rests and who handles the case from now on (APL 42, 54).
func filed(ctx context.Context, tx *audit.Tx, a *procedure.Act, f *matter.File) error {
	c := f.Case(a.Target.ID)
	if c == nil {
		return errs.New(errs.Internal, "errs.internal")
	}
	if a.Input.Has("handlers") {
		err := keepingTwo(ctx, tx, c.ID, "handlers", func() error { return setHandlers(ctx, tx, c, a.Input.List("handlers"), a.Row.Event) })
		if err != nil {
			return err
		}
	}
	return setFiled(ctx, tx, c.ID, a.Input.Str("competence_basis"), a.Input.Str("lead_basis"), quantity.DayOf(a.Input.Time("violation_ended_on")))
}

// violationEnded notes the end of the violation, from which the two years run (APL 36).
func violationEnded(ctx context.Context, tx *audit.Tx, a *procedure.Act, _ *matter.File) error {
	return setViolationEnded(ctx, tx, a.Target.ID, quantity.DayOf(a.Input.Time("occurred_at")))
}

func setHandlers(ctx context.Context, tx *audit.Tx, c *matter.Case, usernames []string, basis string) error {
	keep, named := make([]int64, 0, len(usernames)), make([]matter.Membership, 0, len(usernames))
	for i, name := range distinct(usernames) {
		u, err := colleague(ctx, tx, "handlers", name, c.AgencyID)
		if err != nil {
			return err
		}
		keep = append(keep, u.ID)
		named = append(named, matter.Membership{CaseID: c.ID, UserID: u.ID, Part: "handler", Lead: i == 0, Basis: basis, Marking: int16(c.Marking)})
	}
	if err := matter.PutMembers(ctx, tx, named...); err != nil {
		return err
	}
	return endHandlers(ctx, tx, c.ID, keep)
}

// handlerRole is the role in which somebody handles a file of a machine; who holds it is offered, and nobody else is taken.
func handlerRole(machine string) actor.Role {
	if law.Machine(machine) == law.CriminalCase {
		return actor.PSInvestigator
	}
	return actor.CaseHandler
}

// colleague finds a case handler of an agency by user name; anybody else is a wrong entry in that field.
func colleague(ctx context.Context, tx *audit.Tx, field, username string, agency int64) (people.Person, error) {
	u, err := people.Colleague(ctx, tx, tx.Who.AgencyID, username, tx.Now)
	if err != nil {
		return u, err
	}
	if u.ID == 0 || u.AgencyID != agency || !u.Has(handlerRole(string(law.AdminCase))) {
		return u, errs.Invalid(errs.Field{Name: field, Key: "cases.field.not_a_handler", Args: []any{"name", username}})
	}
	return u, nil
}
