package app

import (
	"net/http"

	"touchstone/internal/web"
)

// Routes is the whole URL table. A page that is not here does not exist; tests walk it.
func (a *App) Routes() []web.Route {
	const get, post = http.MethodGet, http.MethodPost
	id := a.pages.identity
	return append([]web.Route{
		{Method: get, Path: "/healthz", Handler: web.Healthy, Class: web.ClassPublic},
		{Method: get, Path: "/readyz", Handler: web.Ready, Class: web.ClassPublic},

		// identity
		{Method: get, Path: "/login", Handler: id.LoginForm, Class: web.ClassPublic, Page: "P01"},
		{Method: post, Path: "/login", Handler: id.Login, Class: web.ClassPublic, Page: "P01"},
		{Method: post, Path: "/logout", Handler: id.Logout, Class: web.ClassPublic},
		{Method: get, Path: "/me", Handler: id.Me, Class: web.ClassPage, Page: "P38"},
		{Method: post, Path: "/me", Handler: id.SaveMe, Class: web.ClassAct, Page: "P38"},
		{Method: post, Path: "/me/sessions/:id/end", Handler: id.EndOwn, Class: web.ClassAct, Page: "P38"},
		{Method: get, Path: "/help", Handler: id.Help, Class: web.ClassPage, Page: "P38"},
		{Method: get, Path: "/accessibility", Handler: id.Accessibility, Class: web.ClassPublic, Page: "P38"},
		{Method: get, Path: "/admin/users", Handler: id.Users, Class: web.ClassPage, Page: "P36"},
		{Method: get, Path: "/admin/agencies", Handler: id.Agencies, Class: web.ClassPage, Page: "P36"},

		// acts and approvals
		{Method: get, Path: "/approvals/:aid", Handler: a.features.procedure.Approval, Class: web.ClassPage, Page: "P20"},
		{Method: get, Path: "/approvals/:aid/sign", Handler: a.features.procedure.BackToApproval, Class: web.ClassPage, Page: "P21"},
		{Method: post, Path: "/approvals/:aid/sign", Handler: a.features.procedure.Sign, Class: web.ClassAct, Page: "P21"},
		{Method: post, Path: "/approvals/:aid/decide", Handler: a.features.procedure.Turn, Class: web.ClassAct, Page: "P21"},
		{Method: get, Path: "/documents/:did", Handler: a.features.document.Show, Class: web.ClassPage, Page: "P15"},

		// home, until the inbox has one
		{Method: get, Path: "/", Handler: a.home, Class: web.ClassPage, Page: "P02"},
	}, append(a.actRoutes(), web.Assets()...)...)
}
