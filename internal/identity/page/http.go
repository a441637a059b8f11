package page

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/identity"
	"touchstone/internal/web"
	viewadmin "touchstone/views/admin"
	viewme "touchstone/views/me"
	viewsession "touchstone/views/session"
	"touchstone/views/ui"
)

// Pages are the pages of this package.
type Pages struct {
	desk   *identity.Identity
	access *access.Policy
	role   func(ctx context.Context, code actor.Role) string // label of a role, from the tables
}

// NewPages needs the labels of roles, which stand in the tables and not here.
func NewPages(desk *identity.Identity, policy *access.Policy, role func(ctx context.Context, code actor.Role) string) *Pages {
	return &Pages{desk: desk, access: policy, role: role}
}

// LoginForm is GET /login.
func (p *Pages) LoginForm(c echo.Context) error {
	if web.SignedIn(c) {
		return c.Redirect(http.StatusFound, web.Next(c, c.QueryParam("next")))
	}
	return p.login(c, http.StatusOK, viewsession.Login{Next: knownNext(c, c.QueryParam("next"))})
}

func (p *Pages) login(c echo.Context, status int, v viewsession.Login) error {
	if err := web.Prepare(c); err != nil {
		return err
	}
	v.Frame = web.Frame(c, "P01", i18n.T(web.Context(c), "session.title"))
	v.Frame.Error = len(v.Problems) > 0
	v.Key, v.Demo = web.FormKeyFor(c, "/login"), p.desk.InDemo()
	return web.Render(c, status, viewsession.Page(v))
}

// knownNext keeps only what leads to a page of ours.
func knownNext(c echo.Context, next string) string {
	if web.Next(c, next) == "/" {
		return ""
	}
	return next
}

// Login is POST /login.
func (p *Pages) Login(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	ctx := web.Context(c)
	v := viewsession.Login{Username: form.Get("username"), Next: knownNext(c, form.Get("next"))}
	a, err := p.desk.SignIn(ctx, identity.SignInInput{Username: v.Username, Password: form.Get("password"), Address: c.RealIP()})
	var e *errs.E
	if errors.As(err, &e) && e.Kind == errs.InvalidInput {
		v.Problems = web.Problems(c, e.Fields)
		return p.login(c, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	if err := p.desk.Sessions().Open(ctx, c.Response(), c.Request(), a, c.RealIP()); err != nil {
		return err
	}
	return web.See(c, web.Next(c, v.Next))
}

// Logout is POST /logout. The browser is told to forget everything it has of us.
func (p *Pages) Logout(c echo.Context) error {
	ctx := web.Context(c)
	if web.SignedIn(c) {
		if err := p.desk.SignOut(ctx, web.Actor(c)); err != nil {
			return err
		}
	}
	if err := p.desk.Sessions().Close(ctx, c.Response()); err != nil {
		return err
	}
	c.Response().Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return web.See(c, "/login")
}

// Me is GET /me.
func (p *Pages) Me(c echo.Context) error {
	in := web.Kept(c)
	if in == nil {
		return p.me(c, http.StatusOK, nil, nil)
	}
	pref := preferred(in)
	return p.me(c, http.StatusOK, &pref, nil)
}

// preferred reads the form of the page.
func preferred(in url.Values) identity.Preferences {
	return identity.Preferences{Lang: in.Get("lang"), Theme: in.Get("theme"), Density: in.Get("density"), Shortcuts: in.Get("shortcuts") == "yes"}
}

func (p *Pages) me(c echo.Context, status int, tried *identity.Preferences, problems []ui.Problem) error {
	ctx, who := web.Context(c), web.Actor(c)
	pref, sessions, err := p.desk.Own(ctx, who)
	if err != nil {
		return err
	}
	if tried != nil {
		pref = *tried
	}
	v := viewme.Settings{
		Frame: web.Frame(c, "P38", i18n.T(ctx, "me.title")), Key: web.FormKeyFor(c, "/me"),
		Who: p.who(c, who), Lang: pref.Lang, Theme: pref.Theme, Density: pref.Density, Shortcuts: pref.Shortcuts,
		Saved: c.QueryParam("saved") == "1", Problems: problems,
	}
	v.Frame.Error = len(problems) > 0
	for _, s := range sessions {
		row := viewme.Session{ID: s.ID, Address: s.Address, Agent: s.Agent, Opened: s.Opened, Seen: s.Seen, Ends: s.Ends, Current: s.Current}
		if !s.Current {
			row.Key = web.FormKeyFor(c, "/me/sessions/"+s.ID+"/end")
		}
		v.Sessions = append(v.Sessions, row)
	}
	return web.Render(c, status, viewme.Page(v))
}

func (p *Pages) who(c echo.Context, who actor.Actor) []ui.Fact {
	ctx := web.Context(c)
	name, agency, unit := p.desk.Sessions().Shown(ctx)
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "me.name"), Value: name}, {Label: i18n.T(ctx, "me.account"), Value: who.Username, Mono: true},
		{Label: i18n.T(ctx, "me.agency"), Value: agency}, {Label: i18n.T(ctx, "me.unit"), Value: unit},
	}
	for _, r := range who.Roles {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "me.role"), Value: p.role(ctx, r)})
	}
	return append(facts, ui.Fact{Label: i18n.T(ctx, "me.clearance"), Value: markingLabel(ctx, who.Clearance)})
}

// SaveMe is POST /me.
func (p *Pages) SaveMe(c echo.Context) error {
	form, err := web.Form(c)
	if err != nil {
		return err
	}
	pref := preferred(form)
	err = p.desk.SavePreferences(web.Context(c), web.Actor(c), web.AuditKey(c), pref)
	var e *errs.E
	switch {
	case errors.As(err, &e) && e.Kind == errs.InvalidInput:
		return p.me(c, http.StatusUnprocessableEntity, &pref, web.Problems(c, e.Fields))
	case err != nil && !replayed(err):
		return err
	}
	web.Language(c, pref.Lang)
	return web.See(c, "/me?saved=1")
}

// EndOwn is POST /me/sessions/:id/end.
func (p *Pages) EndOwn(c echo.Context) error {
	if _, err := web.Form(c); err != nil {
		return err
	}
	err := p.desk.EndSession(web.Context(c), web.Actor(c), web.AuditKey(c), c.Param("id"))
	if err != nil && !replayed(err) {
		return err
	}
	return web.See(c, "/me")
}

// administrator lets only those in who administer or audit; for everybody else the page does not exist.
func (p *Pages) administrator(c echo.Context) error {
	if who := web.Actor(c); !p.access.Can(who, access.Admin, access.Read) && !p.access.Can(who, access.Audit, access.Read) {
		return errs.New(errs.NotFound, "errors.text.not_found")
	}
	return nil
}

// Users is GET /admin/users.
func (p *Pages) Users(c echo.Context) error {
	if err := p.administrator(c); err != nil {
		return err
	}
	ctx := web.Context(c)
	chosen := c.QueryParam("agency")
	users, agencies, err := p.desk.Directory(ctx, chosen)
	if err != nil {
		return err
	}
	v := viewadmin.Users{Frame: web.Frame(c, "P36", i18n.T(ctx, "admin.users.title"))}
	for _, a := range agencies {
		if a.Code == chosen {
			v.Agency = chosen
		}
		if a.Users > 0 {
			v.Agencies = append(v.Agencies, ui.Option{Value: a.Code, Label: i18n.Pick(ctx, a.NameZH, a.NameEN)})
		}
	}
	for _, u := range users {
		v.Rows = append(v.Rows, p.userRow(ctx, u, web.Now(c)))
	}
	return web.Render(c, http.StatusOK, viewadmin.UserList(v))
}

// Agencies is GET /admin/agencies.
func (p *Pages) Agencies(c echo.Context) error {
	if err := p.administrator(c); err != nil {
		return err
	}
	ctx := web.Context(c)
	list, err := p.desk.Agencies(ctx)
	if err != nil {
		return err
	}
	v := viewadmin.Agencies{Frame: web.Frame(c, "P36", i18n.T(ctx, "admin.orgs.title"))}
	for _, a := range list {
		v.Rows = append(v.Rows, agencyRow(ctx, a))
	}
	return web.Render(c, http.StatusOK, viewadmin.AgencyList(v))
}

// Help is GET /help.
func (p *Pages) Help(c echo.Context) error {
	ctx := web.Context(c)
	return p.words(c, "me.help.title", []viewme.Section{
		{Title: i18n.T(ctx, "me.help.work.title"), Paragraphs: []string{
			i18n.T(ctx, "me.help.work.1"), i18n.T(ctx, "me.help.work.2"), i18n.T(ctx, "me.help.work.3")}},
		{Title: i18n.T(ctx, "me.help.keys.title"), Paragraphs: []string{i18n.T(ctx, "me.help.keys.1")}, Keys: []ui.Fact{
			{Label: "?", Value: i18n.T(ctx, "me.help.key.help")}, {Label: "j k", Value: i18n.T(ctx, "me.help.key.rows")},
			{Label: "x", Value: i18n.T(ctx, "me.help.key.select")}, {Label: "Enter", Value: i18n.T(ctx, "me.help.key.open")},
			{Label: "g c", Value: i18n.T(ctx, "me.help.key.cases")},
			{Label: "g i", Value: i18n.T(ctx, "me.help.key.inbox")}, {Label: "c", Value: i18n.T(ctx, "me.help.key.new")},
			{Label: "[ ]", Value: i18n.T(ctx, "me.help.key.next")},
		}},
		{Title: i18n.T(ctx, "me.help.browsers.title"), Paragraphs: []string{i18n.T(ctx, "me.help.browsers.1"), i18n.T(ctx, "me.help.browsers.2")}},
		{Title: i18n.T(ctx, "me.help.files.title"), Paragraphs: []string{i18n.T(ctx, "me.help.files.1"), i18n.T(ctx, "me.help.files.2")}},
	})
}

// Accessibility is GET /accessibility; it answers without a session, because it also is about signing in.
func (p *Pages) Accessibility(c echo.Context) error {
	ctx := web.Context(c)
	return p.words(c, "me.accessibility.title", []viewme.Section{
		{Title: i18n.T(ctx, "me.accessibility.how.title"), Paragraphs: []string{i18n.T(ctx, "me.accessibility.how.1"), i18n.T(ctx, "me.accessibility.how.2")}},
		{Title: i18n.T(ctx, "me.accessibility.limits.title"), Paragraphs: []string{i18n.T(ctx, "me.accessibility.limits.1")}},
	})
}

func (p *Pages) words(c echo.Context, titleKey string, sections []viewme.Section) error {
	title := i18n.T(web.Context(c), titleKey)
	return web.Render(c, http.StatusOK, viewme.Words(viewme.Text{
		Frame: web.Frame(c, "P38", title), Bare: !web.SignedIn(c), Title: title, Sections: sections,
	}))
}
