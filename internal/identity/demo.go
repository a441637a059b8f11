package identity

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
)

// DemoPassword is the password of every demo account. Production knows no credential of that kind.
const DemoPassword = "touchstone-demo"

// EnsureDemo makes the agencies and the accounts of the demonstration, once. Their roles are in force long before and
// after today, because a demonstration's clock may stand anywhere and its history is run under an earlier one.
func (i *Identity) EnsureDemo(ctx context.Context) error {
	if !i.demo {
		return errs.New(errs.Forbidden, "identity.not_a_demo_database")
	}
	there, err := i.hasUsers(ctx)
	if err != nil || there {
		return err
	}
	_, err = i.log.Write(ctx, actor.Automatic("touchstone"), audit.Key{}, func(tx *audit.Tx) error {
		for _, a := range demoAgencies() {
			if err := i.demoAgency(ctx, tx, a); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

func (i *Identity) demoAgency(ctx context.Context, tx *audit.Tx, a demoAgency) error {
	agencyID, err := insertAgency(ctx, tx, a)
	if err != nil {
		return err
	}
	for _, u := range a.units {
		unitID, err := insertUnit(ctx, tx, agencyID, u)
		if err != nil {
			return err
		}
		for _, p := range u.people {
			if err := i.demoPerson(ctx, tx, agencyID, unitID, a.code, p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (i *Identity) demoPerson(ctx context.Context, tx *audit.Tx, agencyID, unitID int64, code string, p demoPerson) error {
	if err := CheckRoles(p.roles); err != nil {
		return err
	}
	ref, err := ids.NewRef(ids.User, i.random)
	if err != nil {
		return errs.Wrap(errs.Internal, "errors.text.internal", err)
	}
	u := userRow{
		Ref: ref, AgencyID: agencyID, UnitID: unitID, Username: p.username, NameZh: p.zh, NameEn: p.en, CredentialKind: KindDemo, PasswordHash: demoHash,
		Clearance: int16(actor.WorkSecret), ReviewerQualified: slices.Contains(p.roles, actor.LegalReviewer),
	}
	if slices.ContainsFunc(p.roles, func(r actor.Role) bool {
		return r == actor.SecrecyOfficer || r == actor.MSSLiaison || r == actor.MSSUnitHead
	}) {
		u.Clearance = int16(actor.PointerOnly)
	}
	if slices.ContainsFunc(p.roles, func(r actor.Role) bool { return slices.Contains(certified[:], r) }) {
		u.CertificateNo = fmt.Sprintf("演示-%s-%s", strings.ToUpper(code), ref[3:7])
	}
	id, err := insertUser(ctx, tx, u)
	if err != nil {
		return err
	}
	var roles []string
	for _, r := range p.roles {
		roles = append(roles, string(r))
	}
	if err := insertGrants(ctx, tx, id, agencyID, p.roles); err != nil {
		return err
	}
	return tx.Record(ctx, audit.Event{
		Stream: audit.UnitStream(unitID), Action: "account.created", Kind: "account", TargetID: id, TargetRef: ref, TargetName: p.zh,
		Details: map[string]any{"username": p.username, "roles": roles, "demo": true},
	})
}

// DemoAccount is one account of the demonstration with its role, for the lines that serve prints.
type DemoAccount struct{ Agency, Username, Role string }

// DemoAccounts lists the accounts of the demonstration in the order of the agencies.
func DemoAccounts() []DemoAccount {
	var out []DemoAccount
	for _, a := range demoAgencies() {
		for _, u := range a.units {
			for _, p := range u.people {
				out = append(out, DemoAccount{a.code, p.username, string(p.roles[0])})
			}
		}
	}
	return out
}

// demoPeriod is between which dates roles and certificates of the demonstration are in force.
func demoPeriod() (from, to time.Time) {
	return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
}
