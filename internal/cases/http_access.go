package cases

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	viewaccess "touchstone/views/accessreq"
	views "touchstone/views/cases"
	"touchstone/views/ui"
)

// Knows is who sees a case, why and until when (P26).
func (h *HTTP) Knows(c echo.Context) error {
	return h.knowsPage(c, nil, nil, http.StatusOK)
}

// Grant runs the plain use cases of the page: name a reader, end a place, name the handlers anew, change the marks.
func (h *HTTP) Grant(c echo.Context) error {
	id, ref, err := h.caseID(web.Context(c), c)
	if err != nil {
		return h.closed(c, err)
	}
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	what := in.Get("do")
	if err = h.stepUp(c, id, what, in); err == nil {
		err = h.change(c, id, what, in)
	}
	if err != nil && !replayed(err) {
		if e, ok := procedure.Explainable(err); ok {
			return h.knowsPage(c, in, e, http.StatusUnprocessableEntity)
		}
		return err
	}
	return web.See(c, "/cases/"+ref+"/access?done="+what)
}

// stepUp asks for the credential before anybody is let in or a mark changes who knows the case. To end somebody's place
// it is not asked for: that must not wait. Who may not do it at all is told so first.
func (h *HTTP) stepUp(c echo.Context, id int64, what string, in url.Values) error {
	action := access.Grant
	switch what {
	case "assign":
		action = access.Assign
	case "grant", "mark":
	default:
		return nil
	}
	ctx, who := web.Context(c), web.Actor(c)
	if err := h.Access.Require(ctx, h.DB.Read(), who, action, access.Target{Kind: access.Case, ID: id}); err != nil {
		return err
	}
	if err := reasonField(in.Get("reason")); err != nil {
		return err
	}
	return h.Acts.Credential(ctx, who, in.Get("credential"))
}

func (h *HTTP) change(c echo.Context, id int64, what string, in url.Values) error {
	ctx, who, key := web.Context(c), web.Actor(c), audit.Key(web.AuditKey(c))
	switch what {
	case "grant":
		until, err := dayField(in, "until")
		if err != nil {
			return err
		}
		return h.Desk.Grant(ctx, who, id, GrantInput{Username: in.Get("user"), Part: in.Get("part"), Until: until, Reason: in.Get("reason"), Key: key})
	case "revoke":
		user, err := h.memberID(c, id, in.Get("member"))
		if err != nil {
			return err
		}
		return h.Desk.Revoke(ctx, who, id, RevokeInput{UserID: user, Reason: in.Get("reason"), Key: key})
	case "assign":
		return h.Desk.Assign(ctx, who, id, AssignInput{Handlers: in["handlers"], Reason: in.Get("reason"), Key: key})
	case "mark":
		m := MarkInput{Reason: in.Get("reason"), Key: key}
		if v, ok := actor.ParseMarking(in.Get("marking")); ok {
			m.Marking = &v
		}
		m.Compartmented, m.ComplexOrMajor = yesNo(in.Get("compartmented")), yesNo(in.Get("complex"))
		return h.Desk.Mark(ctx, who, id, m)
	}
	return errs.New(errs.BadRequest, "web.malformed")
}

func yesNo(s string) *bool {
	if s != "yes" && s != "no" {
		return nil
	}
	v := s == "yes"
	return &v
}

// dayField reads a day; it ends with its last moment.
func dayField(in url.Values, name string) (*time.Time, error) {
	if in.Get(name) == "" {
		return nil, nil
	}
	d, err := time.ParseInLocation(time.DateOnly, in.Get(name), law.Zone())
	if err != nil {
		return nil, errs.Invalid(errs.Field{Name: name, Key: "form.date"})
	}
	d = d.AddDate(0, 0, 1)
	return &d, nil
}

// memberID finds a person on the case by user name; row keys are in no page.
func (h *HTTP) memberID(c echo.Context, id int64, username string) (int64, error) {
	_, head, err := h.Headers().Header(web.Context(c), h.DB.Read(), web.Actor(c), Normal(c.Param("ref")), TabAccess, web.Now(c))
	if err != nil {
		return 0, err
	}
	for _, m := range head.Members {
		if m.Username == username && head.ID == id {
			return m.ID, nil
		}
	}
	return 0, errs.Invalid(errs.Field{Name: "member", Key: "form.choice"})
}

func (h *HTTP) knowsPage(c echo.Context, in url.Values, bad *errs.E, status int) error {
	p := h.presenter(c)
	var reasons []access.Reason
	var asked []requestRow
	var people []Person
	ref := Normal(c.Param("ref"))
	bar, head, err := h.Headers().Header(p.ctx, h.DB.Read(), p.who, ref, TabAccess, p.now, func(b *database.Pipe) {
		h.Access.QueueExplain(b, p.who, access.Read, access.Target{Kind: access.Case, Ref: ref}, &reasons)
		h.queueRequests(b, p.who, "c.ref = @case", map[string]any{"case": ref}, &asked)
		if h.Access.Can(p.who, access.Case, access.Grant) || h.Access.Can(p.who, access.Case, access.Assign) {
			h.queueColleagues(b, p.who, &people)
		}
	})
	if err != nil {
		return h.closed(c, err)
	}
	page := views.Access{Identity: bar, Members: p.members(head), ByRule: p.reach(head)}
	page.Frame = web.Frame(c, "P26", p.t("cases.access.title", "ref", head.Ref))
	page.Frame.Marking, page.Frame.Error = head.MarkingCode(), bad != nil
	for _, r := range reasons {
		if r.Allows {
			page.Yours = append(page.Yours, p.pick(r.ZH, r.EN))
		}
	}
	if head.Compartmented {
		page.Note = p.t("cases.access.compartmented")
	}
	page.Requests = p.requestTable(asked)
	if head.MayGrant || head.MayAssign {
		h.accessForms(c, p, head, people, in, bad, &page)
	}
	if done := c.QueryParam("done"); i18n.Has("cases.access.done." + done) {
		page.Notice = &ui.Notice{Tone: "ok", Text: p.t("cases.access.done." + done)}
	}
	return web.Render(c, status, views.Knows(page))
}

// members lists the people named on the case. People of other agencies are shown to outsiders by agency and part only
// (security K30).
func (p presenter) members(h *Head) ui.Table {
	t := ui.Table{Caption: p.t("cases.access.members"), Columns: []ui.Column{{Label: p.t("cases.access.col.name"), Title: true}, {Label: p.t("cases.access.col.agency")},
		{Label: p.t("cases.access.col.part")}, {Label: p.t("cases.access.col.basis")}, {Label: p.t("cases.access.col.since")}, {Label: p.t("cases.access.col.until")}},
		Empty: ui.EmptyState{Text: p.t("cases.access.none")}}
	for _, m := range h.Members {
		name, until := nameOf(p.ctx, m), p.t("cases.access.until_end")
		if m.Until != nil {
			until = i18n.Date(*m.Until)
		}
		part := p.t("cases.access.part." + m.Part)
		if m.Lead {
			part += " · " + p.t("cases.access.lead")
		}
		since := ui.Text("")
		if m.Since != nil {
			since = ui.Day(*m.Since)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{ui.Text(name), ui.Agency(ui.AgencyMark{Kind: m.Kind, Name: shortName(p.ctx, m.AgencyZH)}),
			ui.Text(part), ui.Text(p.basis(m)), since, ui.Text(until)}})
	}
	return t
}

// nameOf is a colleague's name; of another agency's people the agency is named alone.
func nameOf(ctx context.Context, m Person) string {
	if name := i18n.Name(ctx, m.NameZH, m.NameEN); name != "" {
		return name
	}
	return i18n.T(ctx, "cases.access.person_of", "agency", i18n.Pick(ctx, m.AgencyZH, m.AgencyEN))
}

// basis says why somebody is on the case: an event of the tables, or the words of who named him.
func (p presenter) basis(m Person) string {
	if m.Basis == "" {
		return i18n.Name(p.ctx, m.ByZH, m.ByEN)
	}
	if len(p.book().Event(m.Basis)) > 0 {
		zh, en := p.book().EventLabel(law.AdminCase, m.Basis)
		return p.pick(zh, en)
	}
	if key := "cases.event." + m.Basis; i18n.Has(key) {
		return p.t(key)
	}
	return clip(m.Basis, 60)
}

// reach says in words who sees the case without being named.
func (p presenter) reach(h *Head) []views.Reach {
	if h.Compartmented {
		return []views.Reach{{Who: p.t("cases.access.reach.named"), Why: p.t("cases.access.reach.named_why")}, {Who: p.t("cases.access.reach.deciders"), Why: p.t("cases.access.reach.deciders_why")}}
	}
	out := []views.Reach{
		{Who: p.t("cases.access.reach.unit", "unit", p.pick(h.UnitZH, h.UnitEN)), Why: p.t("cases.access.reach.unit_why")},
		{Who: p.t("cases.access.reach.heads", "agency", p.pick(h.AgencyZH, h.AgencyEN)), Why: p.t("cases.access.reach.heads_why")}}
	for _, x := range h.Partners {
		out = append(out, views.Reach{Who: p.pick(x.ZH, x.EN), Why: p.t("cases.access.reach.partner_why")})
	}
	return out
}

func (h *HTTP) accessForms(c echo.Context, p presenter, head *Head, people []Person, in url.Values, bad *errs.E, page *views.Access) {
	action := "/cases/" + head.Ref + "/access"
	form := func(do, submit string, fields ...ui.Field) *ui.ActForm {
		f := &ui.ActForm{Action: action, Key: web.FormKeyFor(c, action), Hidden: []ui.Pair{{Name: "do", Value: do}}, Submit: submit, Fields: fields}
		for i := range f.Fields {
			if in.Get("do") == do && f.Fields[i].Type != "password" {
				f.Fields[i].Value, f.Fields[i].Values = in.Get(f.Fields[i].Name), in[f.Fields[i].Name]
			}
		}
		if bad != nil && in.Get("do") == do {
			f.Problems, f.Guards = procedure.Problems(p.ctx, bad)
		}
		return f
	}
	reason := ui.Field{Name: "reason", Type: "reason", Label: p.t("cases.access.reason"), Hint: p.t("cases.access.reason_hint"), Rows: 2}
	credential := procedure.CredentialField(p.ctx, "cases.access.credential_hint", nil)
	options := func(keep func(Person) bool) []ui.Option {
		var out []ui.Option
		for _, x := range people {
			if keep(x) {
				out = append(out, ui.Option{Value: x.Username, Label: i18n.Name(p.ctx, x.NameZH, x.NameEN) + " · " + p.pick(x.AgencyZH, x.AgencyEN)})
			}
		}
		return out
	}
	if head.MayGrant {
		page.Grant = form("grant", p.t("cases.access.grant_save"),
			ui.Field{Name: "user", Type: "select", Label: p.t("cases.access.who"), Options: options(func(x Person) bool {
				return !slices.ContainsFunc(head.Members, func(m Person) bool { return m.ID == x.ID })
			})},
			ui.Field{Name: "part", Type: "radios", Label: p.t("cases.access.col.part"), Options: []ui.Option{{Value: "reader", Label: p.t("cases.access.part.reader")}, {Value: "support", Label: p.t("cases.access.part.support")}}},
			ui.Field{Name: "until", Type: "date", Label: p.t("cases.access.until"), Optional: true}, reason, credential)
		var members []ui.Option
		for _, m := range head.Members {
			members = append(members, ui.Option{Value: m.Username, Label: nameOf(p.ctx, m) + " · " + p.t("cases.access.part."+m.Part)})
		}
		page.Revoke = form("revoke", p.t("cases.access.revoke_save"), ui.Field{Name: "member", Type: "select", Label: p.t("cases.access.who"), Options: members}, reason)
		markings := []ui.Option{}
		for _, m := range []actor.Marking{actor.Public, actor.Internal, actor.WorkSecret} {
			if m <= p.who.Clearance {
				markings = append(markings, ui.Option{Value: m.String(), Label: enumLabel(p.ctx, p.book(), "marking", m.String())})
			}
		}
		page.Mark = form("mark", p.t("cases.access.mark_save"),
			ui.Field{Name: "marking", Type: "select", Label: p.t("cases.head.marking"), Value: head.Marking.String(), Options: markings},
			ui.Field{Name: "compartmented", Type: "yesno", Label: p.t("cases.access.compartment"), Hint: p.t("cases.access.compartment_hint"), Value: yes(head.Compartmented)},
			ui.Field{Name: "complex", Type: "yesno", Label: p.t("cases.fact.complex"), Hint: p.t("cases.access.complex_hint"), Value: yes(head.Complex)}, reason, credential)
	}
	if head.MayAssign {
		page.Assign = form("assign", p.t("cases.access.assign_save"),
			ui.Field{Name: "handlers", Type: "checkboxes", Label: p.t("cases.access.handlers"), Hint: p.t("cases.access.handlers_hint"), Options: options(func(x Person) bool { return x.Lead })}, reason, credential)
	}
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// Requests is the list of requests for access: those to decide, and the reader's own.
func (h *HTTP) Requests(c echo.Context) error {
	p := h.presenter(c)
	rows, err := h.requestRows(p, "TRUE", nil)
	if err != nil {
		return err
	}
	page := viewaccess.List{Frame: web.Frame(c, "P27", p.t("access.list.title")), Head: ui.Heading{Title: p.t("access.list.title"), Sub: p.t("access.list.sub")}}
	page.Head.Actions = []ui.Action{{Label: p.t("access.list.ask"), Href: "/access-requests/new", Primary: true, Key: "new"}}
	page.Decide = p.requestTable(slices.DeleteFunc(slices.Clone(rows), func(r requestRow) bool { return !r.Decide }))
	page.Decide.Caption, page.Decide.Empty.Text = p.t("access.list.to_decide"), p.t("access.list.none")
	page.Mine = p.requestTable(slices.DeleteFunc(slices.Clone(rows), func(r requestRow) bool { return !r.Mine }))
	page.Mine.Caption, page.Mine.Empty.Text = p.t("access.list.mine"), p.t("access.list.none_mine")
	page.Past = p.requestTable(slices.DeleteFunc(rows, func(r requestRow) bool { return r.Mine || r.Decide }))
	page.Past.Caption, page.Past.Empty.Text = p.t("access.list.past"), p.t("access.list.none_past")
	if c.QueryParam("done") == "asked" {
		page.Notice = &ui.Notice{Tone: "ok", Text: p.t("access.asked")}
	}
	return web.Render(c, http.StatusOK, viewaccess.Index(page))
}

func (p presenter) requestTable(rows []requestRow) ui.Table {
	t := ui.Table{Caption: p.t("cases.access.requests"), Columns: []ui.Column{{Label: p.t("access.col.purpose"), Title: true}, {Label: p.t("access.col.ref")}, {Label: p.t("access.col.case")},
		{Label: p.t("access.col.who")}, {Label: p.t("access.col.days"), Num: true}, {Label: p.t("access.col.state")}, {Label: p.t("access.col.asked")}}}
	for _, r := range rows {
		tag := ui.Tag{Label: p.t("access.state." + r.State), Tone: map[string]string{"OPEN": "info", "GRANTED": "ok", "REFUSED": "warn"}[r.State]}
		if r.Mine && r.State == "REFUSED" { // the asker learns of a grant, and of nothing else (security K29)
			tag = ui.Tag{Label: p.t("access.state.sent")}
		}
		if r.Mine && r.State == "OPEN" {
			tag = ui.Tag{Label: p.t("access.state.sent")}
		}
		t.Rows = append(t.Rows, ui.Row{Ref: r.Ref, Cells: []templ.Component{ui.LinkTo("/access-requests/"+r.Ref, clip(r.Purpose, 40)), ui.Mono(r.Ref), ui.Mono(r.CaseRef),
			ui.Text(i18n.Name(p.ctx, r.Requester, r.NameEN) + " · " + p.pick(r.Agency, r.AgencyEN)), ui.Text(strconv.Itoa(r.Days)), ui.StateTag(tag), ui.Day(r.CreatedAt)}})
	}
	return t
}

// Request is one request for access, to its owner and to whoever asked (P27).
func (h *HTTP) Request(c echo.Context) error {
	return h.requestPage(c, nil, nil, http.StatusOK)
}

func (h *HTTP) requestPage(c echo.Context, in url.Values, bad *errs.E, status int) error {
	p := h.presenter(c)
	r, err := h.requestOf(c, p)
	if err != nil {
		return err
	}
	title := p.t("access.one.title", "ref", r.Ref)
	page := viewaccess.One{Frame: web.Frame(c, "P27", title), Head: ui.Heading{Title: title, Back: &ui.Action{Label: p.t("access.list.title"), Href: "/access-requests"}}}
	page.Frame.Error = bad != nil
	state := r.State
	if r.Mine && state != "GRANTED" {
		state = "sent"
	}
	page.Facts = []ui.Fact{{Label: p.t("access.col.case"), Value: r.CaseRef, Mono: !r.Decide, Href: caseHref(r)}, {Label: p.t("access.one.subject"), Value: r.CaseTitle},
		{Label: p.t("access.col.who"), Value: i18n.Name(p.ctx, r.Requester, r.NameEN) + " · " + p.pick(r.Agency, r.AgencyEN)}, {Label: p.t("access.col.purpose"), Value: r.Purpose},
		{Label: p.t("access.col.days"), Value: strconv.Itoa(r.Days)}, {Label: p.t("access.col.asked"), Value: i18n.DateTime(r.CreatedAt)}, {Label: p.t("access.col.state"), Value: p.t("access.state." + state)}}
	if !r.Mine && r.DecidedAt != nil {
		page.Facts = append(page.Facts, ui.Fact{Label: p.t("access.one.decided"), Value: joined(r.DecidedBy, i18n.DateTime(*r.DecidedAt), r.Reason)})
	}
	page.Facts = slices.DeleteFunc(page.Facts, func(f ui.Fact) bool { return f.Value == "" })
	if r.Decide {
		action := "/access-requests/" + r.Ref
		f := ui.ActForm{Action: action, Key: web.FormKeyFor(c, action), Submit: p.t("access.one.decide"), Effect: p.t("access.one.effect", "n", r.Days), Fields: []ui.Field{
			{Name: "decision", Type: "radios", Label: p.t("access.one.decision"), Value: in.Get("decision"), Options: []ui.Option{{Value: "grant", Label: p.t("access.one.grant")}, {Value: "refuse", Label: p.t("access.one.refuse")}}},
			{Name: "reason", Type: "reason", Label: p.t("cases.access.reason"), Hint: p.t("cases.access.reason_hint"), Value: in.Get("reason")},
			procedure.CredentialField(p.ctx, "access.one.credential_hint", nil)}}
		if bad != nil {
			f.Problems, f.Guards = procedure.Problems(p.ctx, bad)
		}
		page.Form = &f
	}
	if c.QueryParam("done") == "decided" {
		page.Notice = &ui.Notice{Tone: "ok", Text: p.t("access.decided")}
	}
	return web.Render(c, status, viewaccess.Show(page))
}

func caseHref(r requestRow) string {
	if r.Mine && r.State != "GRANTED" {
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
	if err != nil && !replayed(err) {
		if e, ok := procedure.Explainable(err); ok {
			return h.requestPage(c, in, e, http.StatusUnprocessableEntity)
		}
		return err
	}
	return web.See(c, "/access-requests/"+r.Ref+"?done=decided")
}

// answer asks for the credential before it grants; who may not decide, or gives no reason, is told so first.
func (h *HTTP) answer(c echo.Context, r requestRow, in url.Values) error {
	ctx, who, d := web.Context(c), web.Actor(c), in.Get("decision")
	if d != "grant" && d != "refuse" {
		return errs.Invalid(errs.Field{Name: "decision", Key: "form.required"})
	}
	if d == "grant" {
		if err := h.Access.Require(ctx, h.DB.Read(), who, access.Decide, access.Target{Kind: access.AccessRequest, ID: r.ID}); err != nil {
			return err
		}
		if err := reasonField(in.Get("reason")); err != nil {
			return err
		}
		if err := h.Acts.Credential(ctx, who, in.Get("credential")); err != nil {
			return err
		}
	}
	return h.Desk.Decide(ctx, who, r.ID, Answer{Grant: d == "grant", Reason: in.Get("reason"), Key: audit.Key(web.AuditKey(c))})
}

// AskForm is the form that asks for access.
func (h *HTTP) AskForm(c echo.Context) error {
	return h.askPage(c, url.Values{"case": {c.QueryParam("case")}, "days": {"30"}}, nil, http.StatusOK)
}

func (h *HTTP) askPage(c echo.Context, in url.Values, bad *errs.E, status int) error {
	p := h.presenter(c)
	if !h.Access.Can(p.who, access.AccessRequest, access.Create) {
		return errs.New(errs.Forbidden, "access.forbidden")
	}
	title := p.t("access.ask.title")
	f := ui.ActForm{Action: "/access-requests/new", Key: web.FormKeyFor(c, "/access-requests/new"), Submit: p.t("access.ask.send"), Cancel: &ui.Action{Label: p.t("access.ask.cancel"), Href: "/access-requests"}, Fields: []ui.Field{
		{Name: "case", Type: "text", Label: p.t("access.col.case"), Hint: p.t("access.ask.case_hint"), Value: in.Get("case"), Narrow: true},
		{Name: "purpose", Type: "reason", Label: p.t("access.col.purpose"), Hint: p.t("access.ask.purpose_hint"), Value: in.Get("purpose")},
		{Name: "days", Type: "integer", Label: p.t("access.col.days"), Hint: p.t("access.ask.days_hint"), Value: in.Get("days"), Unit: p.t("access.ask.days_unit")}}}
	if bad != nil {
		f.Problems, f.Guards = procedure.Problems(p.ctx, bad)
	}
	page := viewaccess.One{Frame: web.Frame(c, "P27", title), Head: ui.Heading{Title: title, Back: &ui.Action{Label: p.t("access.list.title"), Href: "/access-requests"}}, Form: &f, Explain: p.t("access.ask.explain")}
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
	days, _ := strconv.Atoi(strings.TrimSpace(in.Get("days"))) // no number is zero, which Request refuses
	err = h.Desk.Request(web.Context(c), web.Actor(c), h.Random, RequestInput{CaseRef: in.Get("case"), Purpose: strings.TrimSpace(in.Get("purpose")), Days: days, Key: audit.Key(web.AuditKey(c))})
	if err != nil && !replayed(err) {
		if e, ok := procedure.Explainable(err); ok {
			return h.askPage(c, in, e, http.StatusUnprocessableEntity)
		}
		return err
	}
	return web.See(c, "/access-requests?done=asked")
}
