package intake

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	views "touchstone/views/tips"
	"touchstone/views/ui"
)

// HTTP serves tips and the public record.
type HTTP struct {
	Desk   Desk
	DB     *database.DB
	Access *access.Policy
	Record *PublicRecord
	StepUp procedure.Challenge // asks for the credential before an informant is shown
}

const (
	pageSize = 50
	listName = "tips"
)

// rights are what the reader may do with a tip.
type rights struct{ triage, unmask, act, sees bool }

func (h *HTTP) presenter(c echo.Context) presenter {
	return presenter{ctx: web.Context(c), book: h.Desk.Book(), who: web.Actor(c), now: web.Now(c)}
}

// listTabs are the tabs of the list with the states behind them.
func listTabs() []string { return []string{"open", "new", "triaged", "done"} }

func statesOf(tab string) []string {
	switch tab {
	case "new":
		return []string{"NEW"}
	case "triaged":
		return []string{"TRIAGED"}
	case "done":
		return []string{"USED", "DISMISSED"}
	}
	return []string{"NEW", "TRIAGED"}
}

// List is the tips of the reader's agency (P06).
func (h *HTTP) List(c echo.Context) error {
	p := h.presenter(c)
	if !h.Access.Can(p.who, access.Tip, access.Read) {
		return errs.New(errs.Forbidden, "access.forbidden")
	}
	tab := c.QueryParam("state")
	if !slices.Contains(listTabs(), tab) {
		tab = listTabs()[0]
	}
	var after *access.Mark
	if at, id, ok := web.CursorOf(c, listName+"/"+tab, c.QueryParam("after")); ok {
		after = &access.Mark{Due: at, ID: id}
	}
	var tips []Tip
	if err := h.queryList(p.ctx, p.who, statesOf(tab), after, &tips); err != nil {
		return err
	}
	page := views.List{Frame: web.Frame(c, "P06", p.t("tips.list.title")), Head: ui.Heading{Title: p.t("tips.list.title"), Sub: p.t("tips.list.sub")}}
	if len(tips) > pageSize {
		tips = tips[:pageSize]
		last := tips[pageSize-1]
		page.Pages.Next = "/tips?" + url.Values{"state": {tab}, "after": {web.Cursor(c, listName+"/"+tab, last.ReceivedAt, last.ID)}}.Encode()
	}
	page.Pages.First = web.FirstPage(c, "after")
	for _, t := range listTabs() {
		page.Tabs = append(page.Tabs, ui.Tab{Label: p.t("tips.tab." + t), Href: "/tips?state=" + t, Current: t == tab})
	}
	page.Tabs = append(page.Tabs, ui.Tab{Label: p.t("tips.public.title"), Href: "/public-record", End: true})
	for _, t := range tips {
		actor.Opened(p.ctx, t.Marking)
	}
	page.Table = p.table(tips)
	if h.Access.Can(p.who, access.Tip, access.Create) {
		page.Head.Actions = []ui.Action{{Label: p.t("tips.list.new"), Href: "/tips/new", Primary: true, Key: "new"}}
	}
	page.Pages.Text = p.t("tips.list.shown", "n", len(tips))
	return web.Render(c, http.StatusOK, views.Index(page))
}

// NewForm is the form of a tip.
func (h *HTTP) NewForm(c echo.Context) error {
	in := url.Values{"source_kind": {"tip"}, "channel": {"platform"}, "marking": {"INTERNAL"}, "received_at": {web.Now(c).In(law.Zone()).Format(moment)}}
	if code := c.QueryParam("public"); code != "" {
		e, ok := h.Record.Find(code)
		if !ok {
			return errs.New(errs.NotFound, "errs.not_found")
		}
		from := OpenFrom(e)
		in.Set("public_case", e.Code)
		for name, v := range map[string]string{"channel": from.Channel, "source_kind": from.SourceKind, "subject": from.Subject, "summary": from.Summary,
			"mineral": from.Mineral, "marking": from.Marking.String()} {
			in.Set(name, v)
		}
	}
	if kept := web.KeptOr(c, map[string]string{"public": "public_case"}); kept != nil {
		in = kept
	}
	return h.newPage(c, in, nil, http.StatusOK)
}

const moment = "2006-01-02T15:04"

func (h *HTTP) newPage(c echo.Context, in url.Values, bad *errs.E, status int) error {
	p := h.presenter(c)
	if !h.Access.Can(p.who, access.Tip, access.Create) {
		return errs.New(errs.Forbidden, "access.forbidden")
	}
	title := p.t("tips.new.title")
	page := views.New{Frame: web.Frame(c, "P06", title), Head: ui.Heading{Title: title, Back: &ui.Action{Label: p.t("tips.list.title"), Href: "/tips"}}}
	page.Form, page.Informant = p.newForm(in)
	page.Form.Key = web.FormKeyFor(c, "/tips/new")
	page.Frame.Error = bad != nil
	if bad != nil {
		page.Form.Problems, page.Form.Guards = acts.Problems(p.ctx, bad)
		for i := range page.Informant {
			for _, x := range page.Form.Problems {
				if x.Name == page.Informant[i].Name {
					page.Informant[i].Error = x.Text
				}
			}
		}
	}
	if in.Get("public_case") != "" {
		page.Notice = &ui.Notice{Tone: "info", Text: p.t("tips.new.from_public", "code", in.Get("public_case")),
			Action: &ui.Action{Label: p.t("tips.public.title"), Href: "/public-record#" + in.Get("public_case")}}
	}
	return web.Render(c, status, views.Register(page))
}

// Create registers a tip.
func (h *HTTP) Create(c echo.Context) error {
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	tip := h.input(c, in)
	if tip.Informant != nil && h.Desk.Vault == nil {
		return errs.New(errs.Unavailable, "intake.rule.key_missing")
	}
	done, err := h.Desk.Register(web.Context(c), web.Actor(c), tip)
	if err != nil && done.Location == "" {
		if e, ok := acts.Explainable(err); ok {
			return h.newPage(c, in, e, http.StatusUnprocessableEntity)
		}
		return err
	}
	return web.See(c, done.Location)
}

// input is what the form says, the way it is kept.
func (h *HTTP) input(c echo.Context, raw url.Values) TipInput {
	form := h.Desk.Book().Form("tip")
	v, bad := form.Decode(raw, web.Now(c), nil, "", "")
	in := form.Encode(v)
	marking, ok := actor.ParseMarking(in.Get("marking"))
	if !ok {
		marking = -1 // which fields refuses
	}
	tip := TipInput{Channel: in.Get("channel"), SourceKind: in.Get("source_kind"), Subject: in.Get("subject"), Summary: in.Get("summary"),
		PartyName:  in.Get("party_name"),
		ReceivedAt: v.Time("received_at"), Mineral: in.Get("mineral"), Marking: marking, On: web.Now(c), Wrong: bad, Key: audit.Key(web.AuditKey(c))}
	if _, ok := h.Record.Find(raw.Get("public_case")); ok {
		tip.PublicCase = raw.Get("public_case")
	}
	if in.Get("informant_name")+in.Get("informant_contact")+in.Get("informant_number") != "" {
		tip.Informant = &Identity{Name: in.Get("informant_name"), Contact: in.Get("informant_contact"), Number: in.Get("informant_number")}
	}
	return tip
}

// tip reads the tip of the address; what may not be read is not there.
func (h *HTTP) tip(c echo.Context) (*Tip, rights, error) {
	ref, _ := ids.Normal(c.Param("ref"))
	t, may, err := h.queryOne(web.Context(c), web.Actor(c), ref)
	if err == nil && t == nil {
		err = errs.New(errs.NotFound, "errs.not_found")
	}
	if err == nil {
		actor.Opened(web.Context(c), t.Marking)
	}
	return t, may, err
}

// Show is one tip with what may be done to it.
func (h *HTTP) Show(c echo.Context) error {
	t, may, err := h.tip(c)
	if err != nil {
		return err
	}
	return h.page(c, t, may, web.Kept(c), nil, nil, http.StatusOK)
}

func (h *HTTP) page(c echo.Context, t *Tip, may rights, in url.Values, bad *errs.E, shown *Identity, status int) error {
	p := h.presenter(c)
	if shown == nil {
		if err := h.Desk.Log.ViewedMarked(p.ctx, p.who, t.Marking, audit.Event{Kind: "tip", TargetID: t.ID, TargetRef: t.Ref}); err != nil {
			return err
		}
	}
	title := p.t("tips.one.title", "ref", t.Ref)
	page := views.One{Frame: web.Frame(c, "P06", title), Text: t.Summary, Facts: p.facts(t, may)}
	page.Frame.Error = bad != nil
	page.Head = ui.Heading{Title: t.Subject, Sub: t.Ref, Tags: []ui.Tag{p.state(t.State)}, Back: &ui.Action{Label: p.t("tips.list.title"), Href: "/tips"}}
	open := t.State == "NEW" || t.State == "TRIAGED"
	if open && may.act && h.Access.Can(p.who, access.Case, access.Create) {
		page.Head.Actions = []ui.Action{{Label: p.t("tips.one.register"), Href: "/cases/new?tip=" + t.Ref, Event: "admin_lead.registered",
			Primary: t.State == "TRIAGED" || !may.triage}}
		if p.who.Has(actor.PSIntake) {
			page.Head.Actions[0].Event = "criminal_lead.received"
		}
	}
	form := func(path, submit string, fields ...ui.Field) *ui.ActForm {
		f := &ui.ActForm{Action: "/tips/" + t.Ref + path, Version: strconv.Itoa(t.Version), Submit: submit, Fields: fields}
		f.Key = web.FormKeyFor(c, f.Action)
		if web.SentTo(c, in, f.Action) {
			if bad != nil {
				f.Problems, f.Guards = acts.Problems(p.ctx, bad)
			}
			for i := range f.Fields {
				if f.Fields[i].Type != "password" {
					f.Fields[i].Value = in.Get(f.Fields[i].Name)
				}
			}
		}
		return f
	}
	if may.triage && t.State == "NEW" {
		page.Triage = form("/triage", p.t("tips.one.triage_save"))
		page.Triage.Effect = p.t("tips.one.triage_note")
	}
	if may.triage && open {
		page.Dismiss = form("/dismiss", p.t("tips.one.dismiss_save"), acts.PageField(p.ctx, p.book.Form("tip_dismissal"), "reason"))
	}
	if may.unmask && takesIn(p.who) {
		page.Informant = &views.Informant{Known: p.t("tips.one.anonymous")}
		if t.HasInformant {
			page.Informant.Known = p.t("tips.one.named")
			page.Informant.Reveal = form("/informant", p.t("tips.one.reveal"), acts.PageField(p.ctx, p.book.Form("informant_reveal"), "purpose"),
				acts.CredentialField(p.ctx, "tips.one.credential_hint", nil))
		}
		if shown != nil {
			page.Informant.Shown = p.identity(*shown)
		}
	}
	if done := c.QueryParam("done"); done == "registered" || done == "triaged" || done == "dismissed" {
		page.Notices = append(page.Notices, ui.Notice{Tone: "ok", Text: p.t("tips.done." + done)})
	}
	if c.QueryParam("done") == "shown" {
		page.Notices = append(page.Notices, ui.Notice{Tone: "info", Text: p.t("tips.done.shown")})
	}
	if t.State == "USED" && may.sees {
		page.Notices = append(page.Notices, ui.Notice{Tone: "info", Text: p.t("tips.one.used"), Action: &ui.Action{Label: t.CaseRef, Href: "/cases/" + t.CaseRef}})
	}
	return web.Render(c, status, views.Show(page))
}

// Triage assigns a tip.
func (h *HTTP) Triage(c echo.Context) error {
	return h.turnTip(c, func(t *Tip, version int, _ url.Values) error {
		return h.Desk.Triage(web.Context(c), web.Actor(c), t.ID, version, audit.Key(web.AuditKey(c)))
	}, "triaged")
}

// Dismiss closes a tip with a reason.
func (h *HTTP) Dismiss(c echo.Context) error {
	return h.turnTip(c, func(t *Tip, version int, in url.Values) error {
		return h.Desk.Dismiss(web.Context(c), web.Actor(c), t.ID, version, in.Get("reason"), audit.Key(web.AuditKey(c)))
	}, "dismissed")
}

func (h *HTTP) turnTip(c echo.Context, do func(*Tip, int, url.Values) error, done string) error {
	t, may, err := h.tip(c)
	if err != nil {
		return err
	}
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(in.Get("version"))
	if err != nil {
		version = 0 // no page printed it: stale
	}
	return acts.Done(c, do(t, version, in), "/tips/"+t.Ref+"?done="+done, func(e *errs.E) error {
		return h.page(c, t, may, in, e, nil, http.StatusUnprocessableEntity)
	})
}

// Reveal shows who gave the tip, once, on the answer to this POST alone: nothing of it stays in an address or a history.
func (h *HTTP) Reveal(c echo.Context) error {
	t, may, err := h.tip(c)
	if err != nil {
		return err
	}
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	if h.Desk.Vault == nil {
		return errs.New(errs.Unavailable, "intake.rule.key_missing")
	}
	id, err := h.reveal(c, t, may, in)
	if errors.Is(err, audit.ErrReplayed) {
		return web.See(c, "/tips/"+t.Ref+"?done=shown")
	}
	if err != nil {
		if e, ok := acts.Explainable(err); ok {
			return h.page(c, t, may, in, e, nil, http.StatusUnprocessableEntity)
		}
		return err
	}
	return h.page(c, t, may, in, nil, &id, http.StatusOK)
}

// reveal asks for the purpose, then for the credential, then opens the vault: nobody is asked to prove himself for what
// is refused anyway.
func (h *HTTP) reveal(c echo.Context, t *Tip, may rights, in url.Values) (Identity, error) {
	ctx, who, purpose := web.Context(c), web.Actor(c), in.Get("purpose")
	if !may.unmask || !takesIn(who) {
		return Identity{}, errs.New(errs.Forbidden, "access.forbidden")
	}
	if err := h.Desk.Book().Form("informant_reveal").Typed("purpose", &purpose); err != nil {
		return Identity{}, err
	}
	if err := h.StepUp(ctx, who, in.Get("credential")); err != nil {
		return Identity{}, err
	}
	return h.Desk.Vault.Reveal(ctx, who, t.ID, purpose, audit.Key(web.AuditKey(c)), web.Now(c))
}

// Public shows the reference collection; a filter by mineral is all it needs.
func (h *HTTP) Public(c echo.Context) error {
	p := h.presenter(c)
	if !h.Access.Can(p.who, access.PublicRecord, access.Read) {
		return errs.New(errs.Forbidden, "access.forbidden")
	}
	actor.Opened(p.ctx, actor.Public)
	page := views.Record{Frame: web.Frame(c, "P06", p.t("tips.public.title")), Head: ui.Heading{Title: p.t("tips.public.title"), Sub: p.t("tips.public.sub")},
		Note: p.t("tips.public.note")}
	p.record(&page, h.Record.All(), c.QueryParam("mineral"), c.QueryParam("kind"), h.Access.Can(p.who, access.Tip, access.Create),
		h.Access.Can(p.who, access.Case, access.Create))
	return web.Render(c, http.StatusOK, views.Public(page))
}
