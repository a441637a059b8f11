package cases

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	viewaccess "touchstone/views/accessreq"
	"touchstone/views/ui"
)

// Requests is the list of requests for access: those to decide, and the reader's own.
func (h *HTTP) Requests(c echo.Context) error {
	p := h.presenter(c)
	rows, err := h.requestRows(p, "TRUE", nil)
	if err != nil {
		return err
	}
	page := viewaccess.List{Frame: web.Frame(c, "P27", p.t("access.list.title")), Head: ui.Heading{Title: p.t("access.list.title"), Sub: p.t("access.list.sub")}}
	if h.Access.Can(p.who, access.AccessRequest, access.Create) {
		page.Head.Actions = []ui.Action{{Label: p.t("access.list.ask"), Href: "/access-requests/new", Primary: true, Key: "new"}}
	}
	page.Decide = p.requestTable(slices.DeleteFunc(slices.Clone(rows), func(r requestRow) bool { return !r.Decide }))
	page.Decide.Caption, page.Decide.Empty.Text = p.t("access.list.to_decide"), p.t("access.list.none")
	page.Mine = p.requestTable(slices.DeleteFunc(slices.Clone(rows), func(r requestRow) bool { return !r.Mine }))
	page.Mine.Caption, page.Mine.Empty.Text = p.t("access.list.mine"), p.t("access.list.none_mine")
	page.Past = p.requestTable(slices.DeleteFunc(rows, func(r requestRow) bool { return r.Mine || r.Decide }))
	page.Past.Caption, page.Past.Empty.Text = p.t("access.list.past"), p.t("access.list.none_past")
	if c.QueryParam("done") == "asked" {
		page.Notice = &ui.Notice{Tone: "ok", Text: p.t("access.asked", "n", h.Engine.Book().Amount(law.AccessUnanswered))}
	}
	return web.Render(c, http.StatusOK, viewaccess.Index(page))
}

func (p presenter) requestTable(rows []requestRow) ui.Table {
	for _, r := range rows {
		actor.Opened(p.ctx, r.Marking)
	}
	t := ui.Table{Caption: p.t("cases.access.requests"), Columns: []ui.Column{{Label: p.t("access.col.purpose"), Title: true}, {Label: p.t("access.col.ref")},
		{Label: p.t("access.col.case")},
		{Label: p.t("access.col.who")}, {Label: p.t("access.col.days"), Num: true}, {Label: p.t("access.col.state")}, {Label: p.t("access.col.asked")}}}
	for _, r := range rows {
		tag := ui.Tag{Label: p.t("access.state." + r.State), Tone: map[string]string{"OPEN": "info", "GRANTED": "ok", "REFUSED": "warn"}[r.State]}
		if r.Mine && r.State == "OPEN" {
			tag = ui.Tag{Label: p.t("access.state.sent")}
		}
		t.Rows = append(t.Rows, ui.Row{Ref: r.Ref, Cells: []templ.Component{ui.LinkTo("/access-requests/"+r.Ref, clip(procedure.Written(r.Purpose), 40)),
			ui.Mono(r.Ref), ui.Mono(r.CaseRef), ui.Text(i18n.Name(p.ctx, r.Requester, r.NameEN) + " · " + p.pick(r.Agency, r.AgencyEN)), ui.Text(strconv.Itoa(r.Days)),
			ui.StateTag(tag), ui.Day(r.CreatedAt)}})
	}
	return t
}

// Request is one request for access, to its owner and to whoever asked (P27).
func (h *HTTP) Request(c echo.Context) error {
	return h.requestPage(c, web.Kept(c), nil, http.StatusOK)
}

func (h *HTTP) requestPage(c echo.Context, in url.Values, bad *errs.E, status int) error {
	p := h.presenter(c)
	r, err := h.requestOf(c, p)
	if err != nil {
		return err
	}
	title := p.t("access.one.title", "ref", r.Ref)
	page := viewaccess.One{Frame: web.Frame(c, "P27", title), Head: ui.Heading{Title: title,
		Back: &ui.Action{Label: p.t("access.list.title"), Href: "/access-requests"}}}
	page.Frame.Error = bad != nil
	state := r.State
	if r.Mine && state == "OPEN" {
		state = "sent"
	}
	page.Facts = []ui.Fact{{Label: p.t("access.col.case"), Value: r.CaseRef, Mono: !r.Readable, Href: caseHref(r)},
		{Label: p.t("access.one.subject"), Value: r.CaseTitle},
		{Label: p.t("access.col.who"), Value: i18n.Name(p.ctx, r.Requester, r.NameEN) + " · " + p.pick(r.Agency, r.AgencyEN)},
		{Label: p.t("access.col.purpose"), Value: procedure.Written(r.Purpose)},
		{Label: p.t("access.col.days"), Value: strconv.Itoa(r.Days)}, {Label: p.t("access.col.asked"), Value: i18n.DateTime(r.CreatedAt)},
		{Label: p.t("access.one.answer_by"), Value: i18n.Date(r.AnswerBy)}, {Label: p.t("access.col.state"), Value: p.t("access.state." + state)}}
	if r.DecidedAt != nil {
		page.Facts = append(page.Facts, ui.Fact{Label: p.t("access.one.decided"),
			Value: joined(r.DecidedBy, i18n.DateTime(*r.DecidedAt), procedure.Written(r.Reason))})
	} else if !r.Mine && r.State == "REFUSED" {
		page.Facts = append(page.Facts, ui.Fact{Label: p.t("access.one.decided"), Value: p.t("access.one.unanswered")})
	}
	page.Facts = slices.DeleteFunc(page.Facts, func(f ui.Fact) bool { return f.Value == "" })
	if r.Decide {
		action := "/access-requests/" + r.Ref
		f := ui.ActForm{Action: action, Key: web.FormKeyFor(c, action), Submit: p.t("access.one.decide"), Effect: p.t("access.one.effect", "n", r.Days),
			Fields: []ui.Field{
				p.chosen("access_answer", "decision", "radios", in.Get("decision"),
					[]ui.Option{{Value: "grant", Label: p.t("access.one.grant")}, {Value: "refuse", Label: p.t("access.one.refuse")}}),
				p.field(p.book().Form("access_answer"), "reason"), acts.CredentialField(p.ctx, "access.one.credential_hint", nil)}}
		f.Fields[1].Value = in.Get("reason")
		if bad != nil {
			f.Problems, f.Guards = acts.Problems(p.ctx, bad)
		}
		page.Form = &f
	}
	if c.QueryParam("done") == "decided" {
		page.Notice = &ui.Notice{Tone: "ok", Text: p.t("access.decided")}
	}
	return web.Render(c, status, viewaccess.Show(page))
}

func caseHref(r requestRow) string {
	if !r.Readable {
		return ""
	}
	return "/cases/" + r.CaseRef
}

func (h *HTTP) requestOf(c echo.Context, p presenter) (requestRow, error) {
	rows, err := h.requestRows(p, "q.ref = @ref", map[string]any{"ref": strings.ToUpper(c.Param("rid"))})
	if err == nil && len(rows) != 1 {
		err = errs.New(errs.NotFound, "errs.not_found")
	}
	if err != nil {
		return requestRow{}, err
	}
	actor.Opened(p.ctx, rows[0].Marking)
	return rows[0], nil
}

// Answer decides a request.
func (h *HTTP) Answer(c echo.Context) error {
	p := h.presenter(c)
	r, err := h.requestOf(c, p)
	if err != nil {
		return err
	}
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	err = h.answer(c, r, in)
	return acts.Done(c, err, "/access-requests/"+r.Ref+"?done=decided", func(e *errs.E) error { return h.requestPage(c, in, e, http.StatusUnprocessableEntity) })
}

// answer asks for the credential before it grants; who may not decide, or gives no reason, is told so first.
func (h *HTTP) answer(c echo.Context, r requestRow, in url.Values) error {
	ctx, who, grant := web.Context(c), web.Actor(c), in.Get("decision") == "grant"
	if grant {
		if err := h.Access.Require(ctx, h.DB.Read(), who, access.Decide, access.Target{Kind: access.AccessRequest, ID: r.ID}); err != nil {
			return err
		}
	}
	v, bad := h.Desk.Book().Form("access_answer").Decode(in, web.Now(c), nil, "", "")
	if v.Has("decision") && !grant && v.Str("decision") != "refuse" {
		bad = append(bad, errs.Field{Name: "decision", Key: "form.choice"})
	}
	if len(bad) > 0 {
		return errs.Invalid(bad...)
	}
	if grant {
		if err := h.Acts.Credential(ctx, who, in.Get("credential")); err != nil {
			return err
		}
	}
	return h.Desk.Decide(ctx, who, r.ID, Answer{Grant: grant, Reason: v.Str("reason"), Key: audit.Key(web.AuditKey(c))})
}

// AskForm is the form that asks for access.
func (h *HTTP) AskForm(c echo.Context) error {
	in := web.KeptOr(c, map[string]string{"case": "case"})
	if in == nil {
		in = url.Values{"case": {c.QueryParam("case")}, "days": {"30"}}
	}
	return h.askPage(c, in, nil, http.StatusOK)
}

func (h *HTTP) askPage(c echo.Context, in url.Values, bad *errs.E, status int) error {
	p := h.presenter(c)
	if !h.Access.Can(p.who, access.AccessRequest, access.Create) {
		return errs.New(errs.Forbidden, "access.forbidden")
	}
	title := p.t("access.ask.title")
	f := ui.ActForm{Action: "/access-requests/new", Key: web.FormKeyFor(c, "/access-requests/new"), Submit: p.t("access.ask.send"),
		Cancel: &ui.Action{Label: p.t("access.ask.cancel"), Href: "/access-requests"}, Fields: []ui.Field{
			p.field(p.book().Form("access_request"), "case"), p.field(p.book().Form("access_request"), "purpose"), p.field(p.book().Form("access_request"), "days")}}
	for i := range f.Fields {
		f.Fields[i].Value = in.Get(f.Fields[i].Name)
	}
	f.Fields[0].Narrow, f.Fields[2].Unit = true, p.t("access.ask.days_unit")
	if bad != nil {
		f.Problems, f.Guards = acts.Problems(p.ctx, bad)
	}
	page := viewaccess.One{Frame: web.Frame(c, "P27", title), Head: ui.Heading{Title: title,
		Back: &ui.Action{Label: p.t("access.list.title"), Href: "/access-requests"}}, Form: &f,
		Explain: p.t("access.ask.explain", "n", h.Engine.Book().Amount(law.AccessUnanswered))}
	page.Frame.Error = bad != nil
	return web.Render(c, status, viewaccess.Show(page))
}

// Ask sends a request. The answer is the same for every reference.
func (h *HTTP) Ask(c echo.Context) error {
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	if !h.Access.Can(web.Actor(c), access.AccessRequest, access.Create) {
		return errs.New(errs.Forbidden, "access.forbidden")
	}
	asked := RequestInput{CaseRef: in.Get("case"), Purpose: in.Get("purpose"), Key: audit.Key(web.AuditKey(c))}
	if err = h.Desk.requestForm(&asked, in.Get("days")); err == nil {
		err = h.Desk.Request(web.Context(c), web.Actor(c), h.Random, asked)
	}
	return acts.Done(c, err, "/access-requests?done=asked", func(e *errs.E) error { return h.askPage(c, in, e, http.StatusUnprocessableEntity) })
}
