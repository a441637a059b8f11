package admin

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"touchstone/internal/i18n"
	"touchstone/views/ui"
)

func filter(ctx context.Context, p Users) ui.Filter {
	options := append([]ui.Option{{Value: "", Label: i18n.T(ctx, "admin.users.all")}}, p.Agencies...)
	f := ui.Filter{Action: "/admin/users", Fields: []ui.Field{
		{Name: "agency", Type: "select", Label: i18n.T(ctx, "admin.agency"), Value: p.Agency, Options: options},
	}}
	if p.Agency != "" {
		f.Clear = "/admin/users"
	}
	return f
}

func userTable(ctx context.Context, p Users) ui.Table {
	t := ui.Table{
		Caption: i18n.T(ctx, "admin.users.title"),
		Columns: []ui.Column{
			{Label: i18n.T(ctx, "admin.users.name"), Title: true}, {Label: i18n.T(ctx, "admin.users.account")}, {Label: i18n.T(ctx, "admin.agency")},
			{Label: i18n.T(ctx, "admin.users.roles")}, {Label: i18n.T(ctx, "admin.users.clearance")}, {Label: i18n.T(ctx, "admin.users.certificate")},
			{Label: i18n.T(ctx, "admin.users.last")}, {Label: i18n.T(ctx, "admin.users.state")},
		},
	}
	for _, u := range p.Rows {
		t.Rows = append(t.Rows, ui.Row{Ref: u.Ref, Cells: []templ.Component{
			ui.Text(u.Name), ui.Mono(u.Username), ui.Sub(u.Agency, u.Unit), roles(u.Roles), ui.Text(u.Clearance), certificate(u),
			ui.Moment(u.LastSignIn), ui.StateTag(u.State),
		}})
	}
	return t
}

func agencyTable(ctx context.Context, p Agencies) ui.Table {
	t := ui.Table{
		Caption: i18n.T(ctx, "admin.orgs.title"),
		Columns: []ui.Column{
			{Label: i18n.T(ctx, "admin.agency"), Title: true}, {Label: i18n.T(ctx, "admin.orgs.kind")}, {Label: i18n.T(ctx, "admin.orgs.region")},
			{Label: i18n.T(ctx, "admin.orgs.units")}, {Label: i18n.T(ctx, "admin.orgs.users"), Num: true}, {Label: i18n.T(ctx, "admin.orgs.power")},
		},
	}
	for _, a := range p.Rows {
		power := i18n.T(ctx, "admin.orgs.power.no")
		if a.OwnPenaltyPower {
			power = i18n.T(ctx, "admin.orgs.power.own")
		}
		if !a.Accounts {
			power = i18n.T(ctx, "admin.orgs.no_accounts")
		}
		t.Rows = append(t.Rows, ui.Row{Ref: a.Code, Cells: []templ.Component{
			ui.Sub(a.Name, a.Code), ui.Text(a.Kind), ui.Text(a.Region), units(a.Units), ui.Text(strconv.Itoa(a.Users)), ui.Text(power),
		}})
	}
	return t
}
