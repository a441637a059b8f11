package cases

import (
	"context"
	"slices"
	"strings"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/people"
	"touchstone/internal/procedure"
)

// Desk holds what the plain use cases of a case need.
type Desk struct {
	Log    *audit.Log
	Access *access.Policy
	Book   law.Current
}

// root is the case as a use case finds it, locked.
type root struct {
	ID, MatterID, AgencyID, UnitID int64
	Ref, Title, State, Machine     string
	Marking                        actor.Marking
	Version                        int
}

// lock takes the case with its chain by the actor's scope for that action.
func (d Desk) lock(ctx context.Context, tx *audit.Tx, action access.Action, id int64) (root, error) {
	locked, err := d.Access.Lock(ctx, tx, tx.Who, action, access.Target{Kind: access.Case, ID: id})
	if err != nil {
		return root{}, err
	}
	tx.Chain(audit.Stream(locked.Stream), audit.Head(locked.Head))
	return rootOf(ctx, tx, id)
}

func (r root) event(action string, details map[string]any) audit.Event {
	return audit.Event{Stream: audit.CaseStream(r.ID), Action: action, Kind: "case", TargetID: r.ID, TargetRef: r.Ref, CaseID: r.ID, Details: details}
}

// GrantInput names a person and the part he gets on a case.
type GrantInput struct {
	Username string
	Part     string     // support | reader; handlers are named by Assign or by the act
	Until    *time.Time // nil = until ended
	Reason   string
	Key      audit.Key
}

// Grant lets a person of the same agency see or support a case. Readers of other agencies ask (Request).
func (d Desk) Grant(ctx context.Context, who actor.Actor, caseID int64, in GrantInput) error {
	if in.Part != "support" && in.Part != "reader" {
		return errs.Invalid(errs.Field{Name: "part", Key: "form.choice"})
	}
	if bad := d.Book().Form("case_access").Typed("reason", &in.Reason); bad != nil {
		return bad
	}
	_, err := d.Log.Write(ctx, who, in.Key, func(tx *audit.Tx) error {
		if err := procedure.KeepOfficers(ctx, tx, []string{in.Username}); err != nil {
			return err
		}
		c, err := d.lock(ctx, tx, access.Grant, caseID)
		if err != nil {
			return err
		}
		u, err := people.Colleague(ctx, tx, tx.Who.AgencyID, in.Username, tx.Now)
		if err != nil {
			return err
		}
		if err := mayJoin(u, c); err != nil {
			return err
		}
		if in.Until != nil && !in.Until.After(tx.Now) {
			return errs.Invalid(errs.Field{Name: "until", Key: "cases.field.until_past"})
		}
		if in.Part == "support" {
			if err := d.unbound(ctx, tx, c, u, "user"); err != nil {
				return err
			}
		}
		m := matter.Membership{CaseID: c.ID, UserID: u.ID, Part: in.Part, Basis: in.Reason, Marking: int16(c.Marking)}
		if in.Until != nil {
			m.ToAt = *in.Until
		}
		if err := keepingTwo(ctx, tx, c.ID, "user", func() error { return matter.PutMembers(ctx, tx, m) }); err != nil {
			return err
		}
		Project(d.Book)(tx, []int64{c.ID})
		return tx.Record(ctx, c.event("member.granted", map[string]any{"user": u.Username, "name": u.NameZH, "part": in.Part, "reason": in.Reason}))
	})
	return err
}

// mayJoin: a colleague whose clearance covers the case and whose roles do not forbid every case.
func mayJoin(u people.Person, c root) error {
	switch {
	case u.ID == 0 || u.AgencyID != c.AgencyID:
		return errs.Invalid(errs.Field{Name: "user", Key: "cases.field.not_a_colleague"})
	case u.Clearance < c.Marking:
		return errs.Invalid(errs.Field{Name: "user", Key: "cases.field.clearance_too_low"})
	case u.Has(actor.Sysadmin), u.Has(actor.Secadmin), u.Has(actor.Auditor), u.Has(actor.CoordReader), u.Has(actor.CoordIssuer):
		return errs.Invalid(errs.Field{Name: "user", Key: "cases.field.role_excluded"})
	}
	return nil
}

// unbound refuses to name to a case, as one who handles or supports it, whoever has a duty in its matter that excludes that:
// he reviewed it, or decided in it (roles.csv; APL 57, 58). He would be named, and could do nothing. field is the entry to blame.
func (d Desk) unbound(ctx context.Context, tx *audit.Tx, c root, u people.Person, field string) error {
	who := actor.Actor{UserID: u.ID, AgencyID: u.AgencyID, AgencyKind: tx.Who.AgencyKind, Roles: u.Roles}
	duty, err := procedure.DutyAgainst(ctx, tx, d.Book(), who, c.MatterID, handlerRole(c.Machine))
	if err == nil && duty != nil {
		return errs.Invalid(errs.Field{Name: field, Key: "procedure.field.person_duty", Args: []any{"name", u.NameZH}})
	}
	return err
}

// RevokeInput ends a person's place on a case.
type RevokeInput struct {
	UserID int64
	Reason string
	Key    audit.Key
}

// Revoke ends a membership at once. The two last handlers cannot be taken away: a case has at least two (APL 42).
func (d Desk) Revoke(ctx context.Context, who actor.Actor, caseID int64, in RevokeInput) error {
	if bad := d.Book().Form("case_access").Typed("reason", &in.Reason); bad != nil {
		return bad
	}
	_, err := d.Log.Write(ctx, who, in.Key, func(tx *audit.Tx) error {
		c, err := d.lock(ctx, tx, access.Grant, caseID)
		if err != nil {
			return err
		}
		if err := keepingTwo(ctx, tx, c.ID, "member", func() error { return endMember(ctx, tx, c.ID, in.UserID) }); err != nil {
			return err
		}
		return tx.Record(ctx, c.event("member.revoked", map[string]any{"user_id": in.UserID, "reason": in.Reason}))
	})
	return err
}

// AssignInput names the handlers of a case anew.
type AssignInput struct {
	Handlers []string // usernames, the first leads
	Reason   string
	Key      audit.Key
}

// Assign changes the handlers while a case runs (illness, recusal, leave). The first assignment is an act of the
// tables.
func (d Desk) Assign(ctx context.Context, who actor.Actor, caseID int64, in AssignInput) error {
	if len(distinct(in.Handlers)) < fewestHandlers {
		return errs.Invalid(errs.Field{Name: "handlers", Key: "form.two_officers"})
	}
	if bad := d.Book().Form("case_access").Typed("reason", &in.Reason); bad != nil {
		return bad
	}
	_, err := d.Log.Write(ctx, who, in.Key, func(tx *audit.Tx) error {
		if err := procedure.KeepOfficers(ctx, tx, in.Handlers); err != nil {
			return err
		}
		c, err := d.lock(ctx, tx, access.Assign, caseID)
		if err != nil {
			return err
		}
		if err := d.notHimself(ctx, tx, c, in.Handlers); err != nil {
			return err
		}
		if err := keepingTwo(ctx, tx, c.ID, "handlers", func() error { return d.assignTo(ctx, tx, c, in.Handlers) }); err != nil {
			return err
		}
		Project(d.Book)(tx, []int64{c.ID})
		return tx.Record(ctx, c.event("case.assigned", map[string]any{"handlers": distinct(in.Handlers), "reason": in.Reason}))
	})
	return err
}

// notHimself: who names the handlers of a file that he may not read, because its unit owes them, does not open it to himself.
func (d Desk) notHimself(ctx context.Context, tx *audit.Tx, c root, usernames []string) error {
	if !slices.Contains(distinct(usernames), strings.ToLower(tx.Who.Username)) {
		return nil
	}
	reads, err := d.Access.May(ctx, tx, tx.Who, access.Read, access.Target{Kind: access.Case, ID: c.ID})
	if err == nil && !reads {
		return errs.Invalid(errs.Field{Name: "handlers", Key: "cases.field.not_yourself"})
	}
	return err
}

func (d Desk) assignTo(ctx context.Context, tx *audit.Tx, c root, usernames []string) error {
	var keep []int64
	var named []matter.Membership
	for i, name := range distinct(usernames) {
		u, err := people.Colleague(ctx, tx, tx.Who.AgencyID, name, tx.Now)
		if err != nil {
			return err
		}
		if u.ID == 0 || u.AgencyID != c.AgencyID || !u.Has(handlerRole(c.Machine)) {
			return errs.Invalid(errs.Field{Name: "handlers", Key: "cases.field.not_a_handler", Args: []any{"name", name}})
		}
		if u.Clearance < c.Marking {
			return errs.Invalid(errs.Field{Name: "handlers", Key: "cases.field.clearance_too_low"})
		}
		if err := d.unbound(ctx, tx, c, u, "handlers"); err != nil {
			return err
		}
		keep = append(keep, u.ID)
		named = append(named, matter.Membership{CaseID: c.ID, UserID: u.ID, Part: "handler", Lead: i == 0, Basis: "case.assigned", Marking: int16(c.Marking)})
	}
	if err := matter.PutMembers(ctx, tx, named...); err != nil {
		return err
	}
	return endHandlers(ctx, tx, c.ID, keep)
}
