package identity

import (
	"context"
	"slices"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/law"
)

// Post is what other parts of the program end together with a person's post, in the same act, and what they say about it.
type Post func(ctx context.Context, tx *audit.Tx, p Person) (map[string]any, error)

// Person is an account whose post changes, locked.
type Person struct {
	ID, UnitID int64
	Ref, Name  string
	Username   string
	disabled   bool
	unit       string // code of the agency and of the unit
}

// MoveInput says who moves where, by the codes of the agency and of its unit.
type MoveInput struct{ Username, Agency, Unit string }

// Move brings a person to another post. Everything of the former one ends in one act: roles, sessions, and what end ends.
// Roles of the new post are granted anew, by whoever grants roles (security, accounts).
func (i *Identity) Move(ctx context.Context, who actor.Actor, in MoveInput, end Post) error {
	return i.change(ctx, who, in.Username, func(tx *audit.Tx, p Person) error {
		agency, unit, err := unitByCode(ctx, tx, in.Agency, in.Unit)
		switch {
		case err != nil:
			return err
		case unit == p.UnitID:
			return errs.New(errs.Conflict, "identity.move.same_unit", "user", p.Username)
		case p.disabled:
			return errs.New(errs.Conflict, "identity.account_disabled", "user", p.Username)
		}
		details, err := end(ctx, tx, p)
		if err != nil {
			return err
		}
		if details["roles"], err = revokeGrants(ctx, tx, p.ID, ""); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, p.ID); err != nil {
			return err
		}
		if err := updatePost(ctx, tx, p.ID, agency, unit); err != nil {
			return err
		}
		details["from"], details["to"] = p.unit, in.Agency+"/"+in.Unit
		for _, u := range []int64{p.UnitID, unit} { // both units have it on record
			if err := tx.Record(ctx, p.event(u, "account.moved", details)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Disable closes an account at once. Its grants stay on record as they were.
func (i *Identity) Disable(ctx context.Context, who actor.Actor, username string, end Post) error {
	return i.change(ctx, who, username, func(tx *audit.Tx, p Person) error {
		if p.disabled {
			return errs.New(errs.Conflict, "identity.account_disabled", "user", p.Username)
		}
		if err := updateDisabled(ctx, tx, p.ID); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, p.ID); err != nil {
			return err
		}
		details, err := end(ctx, tx, p)
		if err != nil {
			return err
		}
		return tx.Record(ctx, p.event(p.UnitID, "account.disabled", details))
	})
}

// Revoke ends a role of a person at once.
func (i *Identity) Revoke(ctx context.Context, who actor.Actor, username string, role actor.Role, end Post) error {
	return i.change(ctx, who, username, func(tx *audit.Tx, p Person) error {
		ended, err := revokeGrants(ctx, tx, p.ID, role)
		if err != nil {
			return err
		}
		if !slices.Contains(ended, string(role)) {
			return errs.New(errs.Conflict, "identity.role_not_held", "user", p.Username, "role", string(role))
		}
		details, err := end(ctx, tx, p)
		if err != nil {
			return err
		}
		details["role"] = string(role)
		return tx.Record(ctx, p.event(p.UnitID, "role.revoked", details))
	})
}

// ReopenInput says whose count of wrong credentials begins anew, which security administrator says so, and why.
type ReopenInput struct{ Username, By, Reason string }

// Reopen opens an account to which too many wrong credentials have closed the sign-in or the signing: no time and no right
// password opens it, only a security administrator (security, O-rates), and never his own.
func (i *Identity) Reopen(ctx context.Context, who actor.Actor, in ReopenInput) error {
	if err := law.Reason("reason", &in.Reason); err != nil {
		return err
	}
	return i.change(ctx, who, in.Username, func(tx *audit.Tx, p Person) error {
		by, name, err := reopener(ctx, tx, in.By)
		switch {
		case err != nil:
			return err
		case by == p.ID:
			return errs.New(errs.Forbidden, "identity.reopen.own", "user", p.Username)
		case p.disabled:
			return errs.New(errs.Conflict, "identity.account_disabled", "user", p.Username)
		}
		signIn, signing, err := updateReopened(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		if signIn+signing == 0 {
			return errs.New(errs.Conflict, "identity.reopen.open", "user", p.Username)
		}
		return tx.Record(ctx, p.event(p.UnitID, "account.reopened",
			map[string]any{"by": name, "by_user": by, "reason": in.Reason, "sign_in": signIn, "signing": signing}))
	})
}

// change is one act on one account, which is locked.
func (i *Identity) change(ctx context.Context, who actor.Actor, username string, fn func(tx *audit.Tx, p Person) error) error {
	_, err := i.log.Write(ctx, who, audit.Key{}, func(tx *audit.Tx) error {
		p, err := lockPerson(ctx, tx, username)
		if err != nil {
			return err
		}
		return fn(tx, p)
	})
	return err
}

func (p Person) event(unit int64, action string, details map[string]any) audit.Event {
	return audit.Event{Stream: audit.UnitStream(unit), Action: action, Kind: "account", TargetID: p.ID, TargetRef: p.Ref, TargetName: p.Name, Details: details}
}
