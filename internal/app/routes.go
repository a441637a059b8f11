package app

import (
	"net/http"
	"slices"

	"touchstone/internal/entity"
	"touchstone/internal/web"
)

// Routes is the whole URL table. A page that is not here does not exist; tests walk it.
func (a *App) Routes() []web.Route {
	const get, post = http.MethodGet, http.MethodPost
	id, f := a.pages.identity, a.features
	rf, ev := f.referral, f.evidence
	rows := []web.Route{
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
		{Method: get, Path: "/admin/files", Handler: ev.Runs, Class: web.ClassPage, Page: "P36"},
		{Method: post, Path: "/admin/files", Handler: ev.StartRun, Class: web.ClassAct, Page: "P36"},

		// the desk
		{Method: get, Path: "/", Handler: f.inbox.Home, Class: web.ClassPage, Page: "P02"},
		{Method: get, Path: "/inbox", Handler: f.inbox.Inbox, Class: web.ClassPage, Page: "P03"},
		{Method: post, Path: "/inbox/read", Handler: f.inbox.Read, Class: web.ClassAct, Page: "P03"},
		{Method: get, Path: "/clocks", Handler: f.inbox.Clocks, Class: web.ClassPage, Page: "P29"},

		// tips and the public record
		{Method: get, Path: "/tips", Handler: f.intake.List, Class: web.ClassPage, Page: "P06"},
		{Method: get, Path: "/tips/new", Handler: f.intake.NewForm, Class: web.ClassPage, Page: "P06"},
		{Method: post, Path: "/tips/new", Handler: f.intake.Create, Class: web.ClassAct, Page: "P06", Asks: []string{"tip"}},
		{Method: get, Path: "/tips/:ref", Handler: f.intake.Show, Class: web.ClassPage, Page: "P06"},
		{Method: post, Path: "/tips/:ref/triage", Handler: f.intake.Triage, Class: web.ClassAct, Page: "P06", Form: "/tips/:ref"},
		{Method: post, Path: "/tips/:ref/dismiss", Handler: f.intake.Dismiss, Class: web.ClassAct, Page: "P06", Form: "/tips/:ref", Asks: []string{"tip_dismissal"}},
		{Method: post, Path: "/tips/:ref/informant", Handler: f.intake.Reveal, Class: web.ClassAct, Page: "P06", Form: "/tips/:ref",
			Asks: []string{"informant_reveal"}},
		{Method: get, Path: "/public-record", Handler: f.intake.Public, Class: web.ClassPage, Page: "P06"},

		// cases and who may know of them
		{Method: get, Path: "/cases", Handler: f.cases.List, Class: web.ClassPage, Page: "P04"},
		{Method: get, Path: "/cases.json", Handler: f.cases.ListJSON, Class: web.ClassJSON},
		{Method: get, Path: "/cases/views", Handler: f.cases.Views, Class: web.ClassPage, Page: "P04"},
		{Method: post, Path: "/cases/views", Handler: f.cases.SaveView, Class: web.ClassAct, Page: "P04", Asks: []string{"saved_view"}},
		{Method: post, Path: "/cases/views/default", Handler: f.cases.OpenWith, Class: web.ClassAct, Page: "P04", Form: "/cases/views",
			Asks: []string{"view_choice"}},
		{Method: post, Path: "/cases/views/:ref/remove", Handler: f.cases.RemoveView, Class: web.ClassAct, Page: "P04"},
		{Method: get, Path: "/cases/assign", Handler: f.cases.AssignForm, Class: web.ClassPage, Page: "P04"},
		{Method: post, Path: "/cases/assign", Handler: f.cases.AssignMany, Class: web.ClassAct, Page: "P04", Many: web.Repeat("ref", "handlers"),
			Asks: []string{"case_access"}},
		{Method: get, Path: "/cases/new", Handler: f.cases.NewForm, Class: web.ClassPage, Page: "P05"},
		{Method: post, Path: "/cases/new", Handler: f.cases.Create, Class: web.ClassUpload, Page: "P05",
			Many: f.procedure.ManyOf("admin_lead.registered", "criminal_lead.registered"), Asks: []string{"admin_lead_registered", "criminal_lead_received"}},
		{Method: get, Path: "/cases/:ref", Handler: f.cases.Show, Class: web.ClassPage, Page: "P07"},
		{Method: get, Path: "/cases/:ref.json", Handler: f.cases.ShowJSON, Class: web.ClassJSON},
		{Method: get, Path: "/cases/:ref/timeline", Handler: f.cases.Timeline, Class: web.ClassPage, Page: "P08"},
		{Method: post, Path: "/cases/:ref/timeline", Handler: f.cases.Note, Class: web.ClassAct, Page: "P08", Asks: []string{"case_note"}},
		{Method: get, Path: "/cases/:ref/files/:paper", Handler: f.cases.Paper, Class: web.ClassFile},
		{Method: get, Path: "/cases/:ref/access", Handler: f.cases.Knows, Class: web.ClassPage, Page: "P26"},
		{Method: post, Path: "/cases/:ref/access", Handler: f.cases.Grant, Class: web.ClassAct, Page: "P26", Many: web.Repeat("handlers"),
			Asks: []string{"case_access"}},
		{Method: get, Path: "/access-requests", Handler: f.cases.Requests, Class: web.ClassPage, Page: "P27"},
		{Method: get, Path: "/access-requests/new", Handler: f.cases.AskForm, Class: web.ClassPage, Page: "P27"},
		{Method: post, Path: "/access-requests/new", Handler: f.cases.Ask, Class: web.ClassAct, Page: "P27", Asks: []string{"access_request"}},
		{Method: get, Path: "/access-requests/:rid", Handler: f.cases.Request, Class: web.ClassPage, Page: "P27"},
		{Method: post, Path: "/access-requests/:rid", Handler: f.cases.Answer, Class: web.ClassAct, Page: "P27", Asks: []string{"access_answer"}},

		// acts and approvals
		{Method: get, Path: "/approvals/:aid", Handler: f.procedure.Approval, Class: web.ClassPage, Page: "P20"},
		{Method: get, Path: "/approvals/:aid/files/:ref", Handler: f.procedure.ProposalFile, Class: web.ClassFile},
		{Method: get, Path: "/approvals/:aid/sign", Handler: f.procedure.BackToApproval, Class: web.ClassPage, Page: "P21"},
		{Method: post, Path: "/approvals/:aid/sign", Handler: f.procedure.Sign, Class: web.ClassAct, Page: "P21", Many: f.procedure.ManyOfAny(),
			Form: "/approvals/:aid"},
		{Method: post, Path: "/approvals/:aid/decide", Handler: f.procedure.Turn, Class: web.ClassAct, Page: "P21", Form: "/approvals/:aid",
			Asks: []string{"decision_turned"}},
		{Method: get, Path: "/documents", Handler: f.papers.Doubtful, Class: web.ClassPage, Page: "P15"},
		{Method: get, Path: "/documents/:did", Handler: f.document.Show, Class: web.ClassPage, Page: "P15"},

		// referrals
		{Method: get, Path: "/referrals", Handler: rf.Sent, Class: web.ClassPage, Page: "P22"},
		{Method: get, Path: "/referrals/received", Handler: rf.Received, Class: web.ClassPage, Page: "P22"},
		{Method: get, Path: "/referrals/:rid", Handler: rf.Detail, Class: web.ClassPage, Page: "P18"},
		{Method: get, Path: "/referrals/:rid.json", Handler: rf.JSON, Class: web.ClassJSON},
		{Method: get, Path: "/referrals/:rid/check", Handler: rf.Check, Class: web.ClassPage, Page: "P19"},
		{Method: get, Path: "/referrals/:rid/receipt", Handler: rf.Receipt, Class: web.ClassPage, Page: "P23"},
		{Method: get, Path: "/referrals/:rid/decide", Handler: rf.Decide, Class: web.ClassPage, Page: "P24"},
		{Method: get, Path: "/referrals/:rid/package/:no", Handler: rf.Item, Class: web.ClassPage, Page: "P18"},
		{Method: post, Path: "/referrals/:rid/package/:no", Handler: rf.SetItem, Class: web.ClassAct, Page: "P18", Many: web.Repeat("evidence"),
			Asks: []string{"referral_item"}},
		{Method: get, Path: "/cases/:ref/referrals/new", Handler: rf.New, Class: web.ClassPage, Page: "P18"},
		{Method: post, Path: "/cases/:ref/referrals/new", Handler: rf.Open, Class: web.ClassUpload, Page: "P18", Many: f.procedure.ManyOf("referral.opened"),
			Asks: []string{"referral_opened"}},

		// parties and goods
		{Method: get, Path: "/cases/:ref/parties", Handler: f.party.List, Class: web.ClassPage, Page: "P09"},
		{Method: post, Path: "/cases/:ref/parties", Handler: f.party.Add, Class: web.ClassAct, Page: "P09", Form: "/cases/:ref/parties/new", Asks: []string{"party"}},
		{Method: get, Path: "/cases/:ref/parties/new", Handler: f.party.New, Class: web.ClassPage, Page: "P09"},
		{Method: get, Path: "/cases/:ref/parties/links/new", Handler: f.party.NewLink, Class: web.ClassPage, Page: "P09"},
		{Method: post, Path: "/cases/:ref/parties/links/new", Handler: f.party.Link, Class: web.ClassAct, Page: "P09", Asks: []string{"party_link"}},
		{Method: post, Path: "/cases/:ref/parties/links/remove", Handler: f.party.Unlink, Class: web.ClassAct, Page: "P09"},
		{Method: get, Path: "/cases/:ref/parties/:pid/edit", Handler: f.party.Edit, Class: web.ClassPage, Page: "P09"},
		{Method: post, Path: "/cases/:ref/parties/:pid", Handler: f.party.Change, Class: web.ClassAct, Page: "P09", Form: "/cases/:ref/parties/:pid/edit",
			Asks: []string{"party"}},
		{Method: post, Path: "/cases/:ref/parties/:pid/remove", Handler: f.party.Remove, Class: web.ClassAct, Page: "P09", Form: "/cases/:ref/parties/:pid/edit",
			Asks: []string{"party_removal"}},
		{Method: get, Path: "/cases/:ref/parties/:pid/unmask", Handler: f.party.UnmaskForm, Class: web.ClassPage, Page: "P09"},
		{Method: post, Path: "/cases/:ref/parties/:pid/unmask", Handler: f.party.Unmask, Class: web.ClassAct, Page: "P09", Asks: []string{"number_unmasking"}},
		{Method: get, Path: "/cases/:ref/goods", Handler: f.goods.List, Class: web.ClassPage, Page: "P10"},
		{Method: post, Path: "/cases/:ref/goods", Handler: f.goods.Add, Class: web.ClassAct, Page: "P10", Form: "/cases/:ref/goods/new", Asks: []string{"goods"}},
		{Method: get, Path: "/cases/:ref/goods/new", Handler: f.goods.New, Class: web.ClassPage, Page: "P10"},
		{Method: get, Path: "/cases/:ref/goods/routes/new", Handler: f.goods.NewRoute, Class: web.ClassPage, Page: "P10"},
		{Method: post, Path: "/cases/:ref/goods/routes/new", Handler: f.goods.AddRoute, Class: web.ClassAct, Page: "P10", Asks: []string{"goods_route"}},
		{Method: post, Path: "/cases/:ref/goods/routes/remove", Handler: f.goods.RemoveRoute, Class: web.ClassAct, Page: "P10"},
		{Method: get, Path: "/cases/:ref/goods/:gid/edit", Handler: f.goods.Edit, Class: web.ClassPage, Page: "P10"},
		{Method: post, Path: "/cases/:ref/goods/:gid", Handler: f.goods.Change, Class: web.ClassAct, Page: "P10", Form: "/cases/:ref/goods/:gid/edit",
			Asks: []string{"goods"}},
		{Method: post, Path: "/cases/:ref/goods/:gid/remove", Handler: f.goods.Remove, Class: web.ClassAct, Page: "P10"},

		// evidence and its custody
		{Method: get, Path: "/cases/:ref/evidence", Handler: ev.List, Class: web.ClassPage, Page: "P11"},
		{Method: get, Path: "/cases/:ref/evidence/new", Handler: ev.New, Class: web.ClassPage, Page: "P12"},
		{Method: post, Path: "/cases/:ref/evidence", Handler: ev.Collect, Class: web.ClassUpload, Page: "P12", Many: f.procedure.ManyOf("evidence.collected"),
			Form: "/cases/:ref/evidence/new", Asks: []string{"evidence_collected"}},
		{Method: get, Path: "/evidence/:eid", Handler: ev.Show, Class: web.ClassPage, Page: "P13"},
		{Method: get, Path: "/evidence/:eid.json", Handler: ev.JSON, Class: web.ClassJSON},
		{Method: post, Path: "/evidence/:eid/verify", Handler: ev.Verify, Class: web.ClassAct, Page: "P13"},
		{Method: post, Path: "/evidence/:eid/finding", Handler: ev.Note, Class: web.ClassAct, Page: "P13", Form: "/evidence/:eid",
			Asks: []string{"evidence_finding"}},
		{Method: get, Path: "/evidence/:eid/files/:ref", Handler: ev.Download, Class: web.ClassFile},
		{Method: get, Path: "/custody", Handler: ev.Custody, Class: web.ClassPage, Page: "P25"},
		{Method: get, Path: "/handovers", Handler: ev.Handovers, Class: web.ClassPage, Page: "P25"},
		{Method: get, Path: "/handovers/:hid", Handler: ev.Handover, Class: web.ClassPage, Page: "P25"},
		{Method: post, Path: "/handovers/:hid", Handler: ev.Answer, Class: web.ClassAct, Page: "P25", Asks: []string{"evidence_transfer_accepted"}},
		{Method: get, Path: "/cases/:ref/handovers/new", Handler: ev.NewHandover, Class: web.ClassPage, Page: "P25"},
		{Method: post, Path: "/cases/:ref/handovers/new", Handler: ev.Offer, Class: web.ClassAct, Page: "P25", Many: web.Repeat("evidence"),
			Asks: []string{"evidence_transfer_offered"}},
		{Method: get, Path: "/referrals/:rid/handovers/new", Handler: ev.NewHandover, Class: web.ClassPage, Page: "P25"},
		{Method: post, Path: "/referrals/:rid/handovers/new", Handler: ev.Offer, Class: web.ClassAct, Page: "P25", Many: web.Repeat("evidence"),
			Asks: []string{"evidence_transfer_offered"}},

		// what the case says of itself: its papers, its two tracks, its penalty, what state security was told
		{Method: get, Path: "/cases/:ref/documents", Handler: f.papers.List, Class: web.ClassPage, Page: "P15"},
		{Method: get, Path: "/cases/:ref/decisions", Handler: f.admincase.Decisions, Class: web.ClassPage, Page: "P16"},
		{Method: get, Path: "/cases/:ref/penalty", Handler: f.penalty.Show, Class: web.ClassPage, Page: "P17"},
		{Method: get, Path: "/cases/:ref/mss/new", Handler: f.mss.New, Class: web.ClassPage, Page: "P16"},
		{Method: post, Path: "/cases/:ref/mss/new", Handler: f.mss.Propose, Class: web.ClassUpload, Page: "P16", Many: f.procedure.ManyOf("mss_handover.proposed"),
			Asks: []string{"mss_proposed"}},
		{Method: get, Path: "/mss/:ref", Handler: f.mss.Show, Class: web.ClassPage, Page: "P16"},

		// the coordination office's summary
		{Method: get, Path: "/reports/monthly", Handler: f.report.Latest, Class: web.ClassPage, Page: "P33"},
		{Method: get, Path: "/reports/monthly/:period", Handler: f.report.Monthly, Class: web.ClassPage, Page: "P33"},
	}
	return slices.Concat(rows, a.actRoutes(), web.Assets())
}

// actRoutes are the form and the POST of every act, for each kind of object that acts are done to.
func (a *App) actRoutes() []web.Route {
	var out []web.Route
	p := a.features.procedure
	for _, kind := range entity.Paths() {
		path := "/" + kind + "/:ref/acts/:event"
		out = append(out,
			web.Route{Method: http.MethodGet, Path: path, Handler: p.Form(kind), Class: web.ClassPage, Page: "P14"},
			web.Route{Method: http.MethodPost, Path: path, Handler: p.Act(kind), Class: web.ClassUpload, Page: "P14", Many: p.Many})
	}
	return out
}
