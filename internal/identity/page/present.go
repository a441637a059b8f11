package page

import (
	"context"
	"errors"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/i18n"
	"touchstone/internal/identity"
	viewadmin "touchstone/views/admin"
	"touchstone/views/ui"
)

// replayed tells whether a form was sent twice: what it asked for is done, and the page that shows it follows.
func replayed(err error) bool { return errors.Is(err, audit.ErrReplayed) }

func (p *Pages) userRow(ctx context.Context, u identity.UserRow, now time.Time) viewadmin.User {
	row := viewadmin.User{
		Ref: u.Ref, Username: u.Username, Name: i18n.Name(ctx, u.NameZH, u.NameEN),
		Agency: i18n.Pick(ctx, u.AgencyZH, u.AgencyEN), Unit: i18n.Pick(ctx, u.UnitZH, u.UnitEN),
		Certificate: u.Certificate, CertificateTo: known(u.CertificateTo), Clearance: markingLabel(ctx, u.Clearance), LastSignIn: known(u.LastSignIn),
	}
	for _, g := range u.Grants {
		row.Roles = append(row.Roles, viewadmin.Role{
			Code: g.Role, Label: p.role(ctx, actor.Role(g.Role)), Presiding: g.Presiding, To: g.To,
		})
	}
	switch {
	case u.Disabled:
		row.State = ui.Tag{Label: i18n.T(ctx, "admin.users.disabled"), Tone: "err"}
	case u.LockedUntil.After(now):
		row.State = ui.Tag{Label: i18n.T(ctx, "admin.users.locked"), Tone: "warn"}
	case u.Kind == identity.KindDemo:
		row.State = ui.Tag{Label: i18n.T(ctx, "admin.users.demo")}
	default:
		row.State = ui.Tag{Label: i18n.T(ctx, "admin.users.active"), Tone: "ok"}
	}
	return row
}

func agencyRow(ctx context.Context, a identity.AgencyRow) viewadmin.Agency {
	row := viewadmin.Agency{
		Code: a.Code, Name: i18n.Pick(ctx, a.NameZH, a.NameEN), Kind: kindLabel(ctx, a.Kind), Region: a.Region,
		OwnPenaltyPower: a.OwnPenaltyPower, Accounts: a.Accounts, Users: a.Users,
	}
	for _, u := range a.Units {
		row.Units = append(row.Units, viewadmin.Unit{Name: i18n.Pick(ctx, u.NameZH, u.NameEN), Users: u.Users})
	}
	return row
}

func kindLabel(ctx context.Context, kind string) string {
	switch kind {
	case actor.Commerce:
		return i18n.T(ctx, "admin.kind.commerce")
	case actor.Customs:
		return i18n.T(ctx, "admin.kind.customs")
	case actor.PublicSecurity:
		return i18n.T(ctx, "admin.kind.public_security")
	case actor.CustomsAntiSmuggling:
		return i18n.T(ctx, "admin.kind.customs_anti_smuggling")
	case actor.StateSecurity:
		return i18n.T(ctx, "admin.kind.state_security")
	case actor.Coordination:
		return i18n.T(ctx, "admin.kind.coordination")
	case actor.SystemAgency:
		return i18n.T(ctx, "admin.kind.system")
	case "procuratorate":
		return i18n.T(ctx, "admin.kind.procuratorate")
	case "court":
		return i18n.T(ctx, "admin.kind.court")
	}
	return i18n.T(ctx, "admin.kind.other")
}

func markingLabel(ctx context.Context, m actor.Marking) string {
	switch m {
	case actor.Public:
		return i18n.T(ctx, "admin.marking.public")
	case actor.Internal:
		return i18n.T(ctx, "admin.marking.internal")
	case actor.WorkSecret:
		return i18n.T(ctx, "admin.marking.work_secret")
	}
	return i18n.T(ctx, "admin.marking.pointer_only")
}

// known undoes what SQL writes for a moment that never was.
func known(t time.Time) time.Time {
	if t.Unix() <= 0 {
		return time.Time{}
	}
	return t
}
