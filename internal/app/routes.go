package app

import (
	"net/http"
	"slices"

	"touchstone/internal/web"
)

// Routes is the whole URL table. A page that is not here does not exist; tests walk it.
func (a *App) Routes() []web.Route {
	const get, post = http.MethodGet, http.MethodPost
	id, rf, ev := a.pages.identity, a.features.referral, a.features.evidence
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

		// referrals
		{Method: get, Path: "/referrals", Handler: rf.Sent, Class: web.ClassPage, Page: "P22"},
		{Method: get, Path: "/referrals/received", Handler: rf.Received, Class: web.ClassPage, Page: "P22"},
		{Method: get, Path: "/referrals/:rid", Handler: rf.Detail, Class: web.ClassPage, Page: "P18"},
		{Method: get, Path: "/referrals/:rid.json", Handler: rf.JSON, Class: web.ClassJSON},
		{Method: get, Path: "/referrals/:rid/check", Handler: rf.Check, Class: web.ClassPage, Page: "P19"},
		{Method: get, Path: "/referrals/:rid/receipt", Handler: rf.Receipt, Class: web.ClassPage, Page: "P23"},
		{Method: get, Path: "/referrals/:rid/decide", Handler: rf.Decide, Class: web.ClassPage, Page: "P24"},
		{Method: get, Path: "/referrals/:rid/package/:no", Handler: rf.Item, Class: web.ClassPage, Page: "P18"},
		{Method: post, Path: "/referrals/:rid/package/:no", Handler: rf.SetItem, Class: web.ClassAct, Page: "P18"},
		{Method: get, Path: "/cases/:ref/referrals/new", Handler: rf.New, Class: web.ClassPage, Page: "P18"},
		{Method: post, Path: "/cases/:ref/referrals/new", Handler: rf.Open, Class: web.ClassUpload, Page: "P18"},

		// parties and goods
		{Method: get, Path: "/cases/:ref/parties", Handler: a.features.party.List, Class: web.ClassPage, Page: "P09"},
		{Method: post, Path: "/cases/:ref/parties", Handler: a.features.party.Add, Class: web.ClassAct, Page: "P09"},
		{Method: get, Path: "/cases/:ref/parties/new", Handler: a.features.party.New, Class: web.ClassPage, Page: "P09"},
		{Method: get, Path: "/cases/:ref/parties/links/new", Handler: a.features.party.NewLink, Class: web.ClassPage, Page: "P09"},
		{Method: post, Path: "/cases/:ref/parties/links/new", Handler: a.features.party.Link, Class: web.ClassAct, Page: "P09"},
		{Method: post, Path: "/cases/:ref/parties/links/remove", Handler: a.features.party.Unlink, Class: web.ClassAct, Page: "P09"},
		{Method: get, Path: "/cases/:ref/parties/:pid/edit", Handler: a.features.party.Edit, Class: web.ClassPage, Page: "P09"},
		{Method: post, Path: "/cases/:ref/parties/:pid", Handler: a.features.party.Change, Class: web.ClassAct, Page: "P09"},
		{Method: post, Path: "/cases/:ref/parties/:pid/remove", Handler: a.features.party.Remove, Class: web.ClassAct, Page: "P09"},
		{Method: post, Path: "/cases/:ref/parties/:pid/unmask", Handler: a.features.party.Unmask, Class: web.ClassAct, Page: "P09"},
		{Method: get, Path: "/cases/:ref/goods", Handler: a.features.goods.List, Class: web.ClassPage, Page: "P10"},
		{Method: post, Path: "/cases/:ref/goods", Handler: a.features.goods.Add, Class: web.ClassAct, Page: "P10"},
		{Method: get, Path: "/cases/:ref/goods/new", Handler: a.features.goods.New, Class: web.ClassPage, Page: "P10"},
		{Method: get, Path: "/cases/:ref/goods/routes/new", Handler: a.features.goods.NewRoute, Class: web.ClassPage, Page: "P10"},
		{Method: post, Path: "/cases/:ref/goods/routes/new", Handler: a.features.goods.AddRoute, Class: web.ClassAct, Page: "P10"},
		{Method: post, Path: "/cases/:ref/goods/routes/remove", Handler: a.features.goods.RemoveRoute, Class: web.ClassAct, Page: "P10"},
		{Method: get, Path: "/cases/:ref/goods/:gid/edit", Handler: a.features.goods.Edit, Class: web.ClassPage, Page: "P10"},
		{Method: post, Path: "/cases/:ref/goods/:gid", Handler: a.features.goods.Change, Class: web.ClassAct, Page: "P10"},
		{Method: post, Path: "/cases/:ref/goods/:gid/remove", Handler: a.features.goods.Remove, Class: web.ClassAct, Page: "P10"},

		// evidence and its custody
		{Method: get, Path: "/cases/:ref/evidence", Handler: ev.List, Class: web.ClassPage, Page: "P11"},
		{Method: get, Path: "/cases/:ref/evidence/new", Handler: ev.New, Class: web.ClassPage, Page: "P12"},
		{Method: post, Path: "/cases/:ref/evidence", Handler: ev.Collect, Class: web.ClassUpload, Page: "P12"},
		{Method: get, Path: "/evidence/:eid", Handler: ev.Show, Class: web.ClassPage, Page: "P13"},
		{Method: get, Path: "/evidence/:eid.json", Handler: ev.JSON, Class: web.ClassJSON},
		{Method: post, Path: "/evidence/:eid/verify", Handler: ev.Verify, Class: web.ClassAct, Page: "P13"},
		{Method: post, Path: "/evidence/:eid/finding", Handler: ev.Note, Class: web.ClassAct, Page: "P13"},
		{Method: get, Path: "/evidence/:eid/files/:ref", Handler: ev.Download, Class: web.ClassFile},
		{Method: get, Path: "/custody", Handler: ev.Custody, Class: web.ClassPage, Page: "P25"},
		{Method: get, Path: "/handovers", Handler: ev.Handovers, Class: web.ClassPage, Page: "P25"},
		{Method: get, Path: "/handovers/:hid", Handler: ev.Handover, Class: web.ClassPage, Page: "P25"},
		{Method: post, Path: "/handovers/:hid", Handler: ev.Answer, Class: web.ClassAct, Page: "P25"},
		{Method: get, Path: "/cases/:ref/handovers/new", Handler: ev.NewHandover, Class: web.ClassPage, Page: "P25"},
		{Method: post, Path: "/cases/:ref/handovers/new", Handler: ev.Offer, Class: web.ClassAct, Page: "P25"},
		{Method: get, Path: "/referrals/:rid/handovers/new", Handler: ev.NewHandover, Class: web.ClassPage, Page: "P25"},
		{Method: post, Path: "/referrals/:rid/handovers/new", Handler: ev.Offer, Class: web.ClassAct, Page: "P25"},
	}, append(a.actRoutes(), append(slices.Concat(a.features.cases.Routes(), a.features.inbox.Routes(), a.features.intake.Routes(), a.decisionRoutes(), a.reportRoutes()), web.Assets()...)...)...)
}
