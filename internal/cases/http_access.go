package cases

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	views "touchstone/views/cases"
	"touchstone/views/ui"
)

// Knows is who sees a case, why and until when (P26).
func (h *HTTP) Knows(c echo.Context) error {
	return h.knowsPage(c, web.Kept(c), nil, http.StatusOK)
}

// Grant runs the plain use cases of the page: name a reader, end a place, name the handlers anew, change the marks.
func (h *HTTP) Grant(c echo.Context) error {
	id, ref, hidden := h.caseID(web.Context(c), c)
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	what, after := in.Get("do"), "/cases/"+ref+"/access?done="+in.Get("do")
	if hidden != nil {
		if id, err = h.namesOnly(c, ref, what, hidden); err != nil {
			return h.closed(c, err)
		}
		after = "/inbox"
	}
	if err = h.stepUp(c, id, what, in); err == nil {
		err = h.change(c, id, what, in)
	}
	return acts.Done(c, err, after, func(e *errs.E) error { return h.knowsPage(c, in, e, http.StatusUnprocessableEntity) })
}

// namesOnly is the key of a case whose handlers the reader has to name without reading it; else the refusal stands.
func (h *HTTP) namesOnly(c echo.Context, ref, what string, refusal error) (int64, error) {
	picked := &selection{}
	if err := h.queryPicked(h.presenter(c), []tick{{Ref: ref}}, picked); err != nil {
		return 0, err
	}
	if x := picked.list[0]; x.ID != 0 && x.May && what == "assign" {
		return x.ID, nil
	}
	return 0, refusal
}

// namingPage is all that the page is for who has to name the handlers of a case without reading it: its reference, who is
// left, and whom he may name.
func (h *HTTP) namingPage(c echo.Context, p presenter, ref string, in url.Values, bad *errs.E, status int, refusal error) error {
	picked := &selection{}
	if err := h.queryPicked(p, []tick{{Ref: ref}}, picked); err != nil {
		return err
	}
	if x := picked.list[0]; x.ID == 0 || !x.May {
		return h.closed(c, refusal)
	}
	action, title := "/cases/"+ref+"/access", p.t("cases.access.title", "ref", ref)
	page := views.Assign{Frame: web.Frame(c, "P26", title), Head: ui.Heading{Title: title}, Table: p.pickedTable(h, picked),
		Form: p.assignForm(picked, in, web.FormKeyFor(c, action), bad)}
	page.Form.Action, page.Form.Hidden, page.Form.Submit = action, []ui.Pair{{Name: "do", Value: "assign"}}, p.t("cases.access.assign_save")
	page.Frame.Error = bad != nil
	return web.Render(c, status, views.Several(page))
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
	if err := h.readReason(c, h.Desk.Book().Form("case_access"), in); err != nil {
		return err
	}
	return h.Acts.Credential(ctx, who, in.Get("credential"))
}

// readReason reads a form before anybody is asked to prove himself, and leaves the reason the way it is kept.
func (h *HTTP) readReason(c echo.Context, form *law.Form, in url.Values) error {
	v, bad := form.Decode(in, web.Now(c), nil, "", "")
	if len(bad) > 0 {
		return errs.Invalid(bad...)
	}
	in.Set("reason", v.Str("reason"))
	return nil
}

func (h *HTTP) change(c echo.Context, id int64, what string, in url.Values) error {
	if !slices.Contains([]string{"grant", "revoke", "assign", "mark"}, what) {
		return errs.New(errs.BadRequest, "web.malformed")
	}
	ctx, who, key := web.Context(c), web.Actor(c), audit.Key(web.AuditKey(c))
	v, bad := h.Desk.Book().Form("case_access").Decode(in, web.Now(c), nil, "", "")
	if len(bad) > 0 {
		return errs.Invalid(bad...)
	}
	reason := v.Str("reason")
	switch what {
	case "grant":
		return h.Desk.Grant(ctx, who, id, GrantInput{Username: v.Str("user"), Part: v.Str("part"), Until: untilOf(v), Reason: reason, Key: key})
	case "revoke":
		user, err := h.memberID(c, id, v.Str("member"))
		if err != nil {
			return err
		}
		return h.Desk.Revoke(ctx, who, id, RevokeInput{UserID: user, Reason: reason, Key: key})
	case "assign":
		return h.Desk.Assign(ctx, who, id, AssignInput{Handlers: v.List("handlers"), Reason: reason, Key: key})
	}
	m := marksOf(v)
	m.Reason, m.Key = reason, key
	return h.Desk.Mark(ctx, who, id, m)
}

// marksOf are the marks that a form sets. An empty field leaves its mark as it is.
func marksOf(v law.Values) MarkInput {
	m := MarkInput{Compartmented: given(v, "compartmented"), ComplexOrMajor: given(v, "complex")}
	if marking, ok := actor.ParseMarking(v.Str("marking")); ok {
		m.Marking = &marking
	}
	return m
}

// given is a yes or a no; nil where nothing was said.
func given(v law.Values, field string) *bool {
	if !v.Has(field) {
		return nil
	}
	yes := v.Bool(field)
	return &yes
}

// untilOf is the day on which a place ends, with its last moment; nil where none is named.
func untilOf(v law.Values) *time.Time {
	if !v.Has("until") {
		return nil
	}
	end := v.Time("until").AddDate(0, 0, 1)
	return &end
}

// memberID finds a person on the case by user name, somebody of another agency by the account's reference; row keys and
// other agencies' user names are in no page.
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
		h.queueRequests(b, p.who, "q.case_ref = @case", map[string]any{"case": ref}, &asked)
		if h.Access.Can(p.who, access.Case, access.Grant) || h.Access.Can(p.who, access.Case, access.Assign) {
			h.queueColleagues(b, p.who, &people)
		}
	})
	if err != nil {
		if !h.Access.Can(p.who, access.Case, access.Assign) {
			return h.closed(c, err)
		}
		return h.namingPage(c, p, ref, in, bad, status, err)
	}
	page := views.Access{Identity: bar, Members: p.members(head), ByRule: p.reach(head)}
	page.Frame = web.Frame(c, "P26", p.t("cases.access.title", "ref", head.Ref))
	page.Frame.Error = bad != nil
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
	t := ui.Table{Caption: p.t("cases.access.members"), Columns: []ui.Column{{Label: p.t("cases.access.col.name"), Title: true},
		{Label: p.t("cases.access.col.agency")},
		{Label: p.t("cases.access.col.part")}, {Label: p.t("cases.access.col.basis")}, {Label: p.t("cases.access.col.since")},
		{Label: p.t("cases.access.col.until")}},
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
		return p.book().EventLabel(law.AdminCase, m.Basis).In(p.ctx)
	}
	if key := "cases.event." + m.Basis; i18n.Has(key) {
		return p.t(key)
	}
	return clip(procedure.Written(m.Basis), 60)
}

// reach says in words who sees the case without being named.
func (p presenter) reach(h *Head) []views.Reach {
	if h.Compartmented {
		return []views.Reach{{Who: p.t("cases.access.reach.named"), Why: p.t("cases.access.reach.named_why")},
			{Who: p.t("cases.access.reach.deciders"), Why: p.t("cases.access.reach.deciders_why")}}
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
		f := &ui.ActForm{Action: action, Plain: do != "grant", Key: web.FormKeyFor(c, action), Hidden: []ui.Pair{{Name: "do", Value: do}}, Submit: submit,
			Fields: fields}
		if do != "grant" {
			f.Scope = do // the four forms of the page ask for the same things
		}
		for i := range f.Fields {
			if in.Get("do") == do && f.Fields[i].Type != "password" {
				f.Fields[i].Value, f.Fields[i].Values = in.Get(f.Fields[i].Name), in[f.Fields[i].Name]
			}
		}
		if bad != nil && in.Get("do") == do {
			f.Problems, f.Guards = acts.Problems(p.ctx, bad)
		}
		return f
	}
	reason := p.field(p.book().Form("case_access"), "reason")
	reason.Rows = 2
	credential := acts.CredentialField(p.ctx, "cases.access.credential_hint", nil)
	options := func(keep func(Person) bool) []ui.Option {
		var out []ui.Option
		for _, x := range people {
			if keep(x) {
				out = append(out, p.colleague(x))
			}
		}
		return out
	}
	if head.MayGrant {
		page.Grant = form("grant", p.t("cases.access.grant_save"),
			p.chosen("case_access", "user", "select", "", options(func(x Person) bool {
				return !slices.ContainsFunc(head.Members, func(m Person) bool { return m.ID == x.ID })
			})),
			p.chosen("case_access", "part", "radios", "", []ui.Option{{Value: "reader", Label: p.t("cases.access.part.reader")},
				{Value: "support", Label: p.t("cases.access.part.support")}}),
			p.field(p.book().Form("case_access"), "until"), reason, credential)
		var members []ui.Option
		for _, m := range head.Members {
			members = append(members, ui.Option{Value: m.Username, Label: nameOf(p.ctx, m) + " · " + p.t("cases.access.part."+m.Part)})
		}
		page.Revoke = form("revoke", p.t("cases.access.revoke_save"), p.chosen("case_access", "member", "select", "", members), reason)
		markings := []ui.Option{}
		for _, m := range []actor.Marking{actor.Public, actor.Internal, actor.WorkSecret} {
			if m <= p.who.Clearance {
				markings = append(markings, ui.Option{Value: m.String(), Label: enumLabel(p.ctx, p.book(), "marking", m.String())})
			}
		}
		page.Mark = form("mark", p.t("cases.access.mark_save"),
			p.chosen("case_access", "marking", "select", head.Marking.String(), markings),
			p.chosen("case_access", "compartmented", "yesno", yes(head.Compartmented), nil), p.chosen("case_access", "complex", "yesno", yes(head.Complex), nil), reason,
			credential)
	}
	if head.MayAssign {
		mayHandle := func(x Person) bool { return slices.Contains(x.Holds, handlerRole(string(head.Machine))) }
		able := slices.DeleteFunc(slices.Clone(people), func(x Person) bool { return !mayHandle(x) })
		page.Assign = form("assign", p.t("cases.access.assign_save"), p.handlersField(able, head.handling()), reason, credential)
	}
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
