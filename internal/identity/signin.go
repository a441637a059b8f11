package identity

import (
	"context"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/written"
)

// SignInInput is what the sign-in form says and where it came from.
type SignInInput struct {
	Username, Password string
	Address            string
}

// SignIn recognises a person, or refuses with one sentence for every reason. Who is locked is told until when, and so
// is who merely guesses at a name that does not exist.
func (i *Identity) SignIn(ctx context.Context, in SignInInput) (Account, error) {
	now := i.clock()
	if !i.throttle.admit(in.Address, now) {
		return Account{}, errs.New(errs.TooMany, "identity.too_many_attempts")
	}
	name := written.Account(in.Username)
	a, found, err := i.account(ctx, name)
	if err != nil {
		return Account{}, err
	}
	ok, err := i.verifier.holds(ctx, a.kind, a.hash, in.Password)
	if err != nil {
		return Account{}, err
	}
	l := i.lockOf(a, found, name, now)
	if ok && !l.on && !a.disabled && CheckRoles(a.Roles) == nil {
		return a, i.welcome(ctx, a, in.Address)
	}
	if !l.on {
		if l, err = i.refuse(ctx, a, found, name, in.Address); err != nil {
			return Account{}, err
		}
	}
	return Account{}, refusal(l)
}

func (i *Identity) lockOf(a Account, found bool, name string, now time.Time) lock {
	if !found {
		return i.throttle.lockOf(name, now)
	}
	return i.lockBy(a.atSignIn, now)
}

func (i *Identity) lockBy(g guesses, now time.Time) lock {
	return lock{failures: g.failures, until: g.until, factor: i.throttle.factor}.at(now)
}

// refusal is the one answer to everybody who does not get in.
func refusal(l lock) error {
	switch {
	case !l.on:
		return errs.Invalid(errs.Field{Name: "username", Key: "identity.refused"})
	case closed(l.failures, l.factor):
		return errs.Invalid(errs.Field{Name: "username", Key: "identity.closed"})
	}
	return errs.Invalid(errs.Field{Name: "username", Key: "identity.locked", Args: []any{"until", i18n.DateTime(l.until)}})
}

func (i *Identity) welcome(ctx context.Context, a Account, address string) error {
	_, err := i.log.Write(ctx, a.actor(address), audit.Key{}, func(tx *audit.Tx) error {
		if err := updateSignedIn(ctx, tx, a.ID); err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{
			Stream: audit.UnitStream(a.unitID), Action: "session.opened", Kind: "account", TargetID: a.ID, TargetRef: a.Ref, TargetName: a.Name,
		})
	})
	return err
}

// refuse counts and records one failure. The name that was typed is not recorded: people type passwords there.
func (i *Identity) refuse(ctx context.Context, a Account, found bool, name, address string) (lock, error) {
	if !found {
		_, err := i.log.Write(ctx, stranger(address), audit.Key{}, func(tx *audit.Tx) error {
			return tx.Record(ctx, audit.Event{
				Stream: audit.UnitStream(0), Action: "session.refused", Kind: "account", Details: map[string]any{"known": false},
			})
		})
		return i.throttle.failed(name, i.clock()), err
	}
	return i.fail(ctx, a, a.actor(address), atSignIn(), a.atSignIn.until)
}

// fail adds one to a count of the account and locks what it guards when the row says that it is time.
func (i *Identity) fail(ctx context.Context, a Account, who actor.Actor, c counter, until time.Time) (l lock, err error) {
	who.SessionID = "" // a guess counts whatever became of the session it came by; and two at once must not wait for each other
	_, err = i.log.Write(ctx, who, audit.Key{}, func(tx *audit.Tx) error {
		n, err := updateFailed(ctx, tx, a.ID, c)
		if err != nil {
			return err
		}
		l = lock{failures: n, until: until, factor: i.throttle.factor}
		if d := lockFor(n, i.throttle.factor); d > 0 {
			l.until = tx.Now.Add(d)
			if err := updateLock(ctx, tx, a.ID, c, l.until); err != nil {
				return err
			}
		}
		l = l.at(tx.Now)
		return tx.Record(ctx, audit.Event{
			Stream: audit.UnitStream(a.unitID), Action: c.action, Kind: "account", TargetID: a.ID, TargetRef: a.Ref, TargetName: a.Name,
			Details: map[string]any{"failures": n, "locked": l.on},
		})
	})
	return l, err
}

// stranger stands behind an attempt with a name that is nobody's.
func stranger(address string) actor.Actor {
	return actor.Actor{Name: "-", AgencyCode: actor.SystemAgency, AgencyKind: actor.SystemAgency, Address: address}
}

// CheckCredential asks for the credential again before a binding act. It is called before audit.Write, never inside:
// hashing takes a tenth of a second, and a failure must be kept even though nothing else is. It has its own count of
// failures: a lock of the sign-in, which any stranger can bring about, is none of signing.
func (i *Identity) CheckCredential(ctx context.Context, who actor.Actor, credential string) error {
	if credential == "" {
		return wrongCredential("identity.credential_missing")
	}
	a, found, err := i.accountByID(ctx, who.UserID)
	if err != nil {
		return err
	}
	if !found || a.disabled {
		return errs.New(errs.Forbidden, "errors.text.forbidden")
	}
	ok, err := i.verifier.holds(ctx, a.kind, a.hash, credential)
	if err != nil {
		return err
	}
	l := i.lockBy(a.atSigning, i.clock())
	switch {
	case l.on:
		return lockedCredential(l)
	case !ok:
		if l, err = i.fail(ctx, a, who, atSigning(), a.atSigning.until); err != nil {
			return err
		}
		if l.on {
			return lockedCredential(l)
		}
		return wrongCredential("identity.credential_wrong")
	case a.atSigning.failures > 0:
		return i.forgive(ctx, a, who)
	}
	return nil
}

func (i *Identity) forgive(ctx context.Context, a Account, who actor.Actor) error {
	who.SessionID = "" // it changes the row of the account itself; the act that follows is judged
	_, err := i.log.Write(ctx, who, audit.Key{}, func(tx *audit.Tx) error {
		if err := updateForgiven(ctx, tx, a.ID); err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{
			Stream: audit.UnitStream(a.unitID), Action: "credential.confirmed", Kind: "account", TargetID: a.ID, TargetRef: a.Ref, TargetName: a.Name,
		})
	})
	return err
}

func wrongCredential(key string) error { return errs.Invalid(errs.Field{Name: "credential", Key: key}) }

func lockedCredential(l lock) error {
	if closed(l.failures, l.factor) {
		return wrongCredential("identity.sign_closed")
	}
	return errs.Invalid(errs.Field{Name: "credential", Key: "identity.sign_locked", Args: []any{"until", i18n.DateTime(l.until)}})
}

// SignOut records the end of a session; Sessions.Close ends it.
func (i *Identity) SignOut(ctx context.Context, who actor.Actor) error {
	who.SessionID = "" // whoever has lost his session meanwhile may leave all the same
	_, err := i.log.Write(ctx, who, audit.Key{}, func(tx *audit.Tx) error {
		return tx.Record(ctx, audit.Event{
			Stream: audit.UnitStream(who.UnitID), Action: "session.closed", Kind: "account", TargetID: who.UserID, TargetName: who.Name,
		})
	})
	return err
}
