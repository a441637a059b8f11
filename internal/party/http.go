package party

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	views "touchstone/views/party"
)

// HTTP serves the people and organisations of a case and the links between them (P09).
type HTTP struct {
	Desk    Desk
	Headers cases.Headers
	DB      *database.DB
	Access  *access.Policy
	Log     *audit.Log
	Book    law.Current
	StepUp  procedure.Challenge // asks for the credential before a number is unmasked
}

// List is the table with its drawing.
func (h *HTTP) List(c echo.Context) error {
	return h.list(c, "")
}

func (h *HTTP) list(c echo.Context, unmasked string) error {
	var s sheet
	v, err := h.Headers.Tab(c, h.DB, cases.TabParties, func(b *database.Pipe) { h.queueSheet(b, web.Actor(c), cases.Normal(c.Param("ref")), &s) })
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, views.List(h.listPage(web.ReadingOf(c), v, &s, unmasked)))
}

// UnmaskForm asks why one identity number is to be shown, and for the reader's credential.
func (h *HTTP) UnmaskForm(c echo.Context) error { return h.unmaskForm(c, web.Kept(c), nil) }

func (h *HTTP) unmaskForm(c echo.Context, in url.Values, bad *errs.E) error {
	v, p, err := h.masked(c)
	if err != nil {
		return err
	}
	return web.RenderForm(c, bad, views.Form(h.unmaskPage(web.ReadingOf(c), v, p, in, bad)))
}

// Unmask shows one identity number, once, on record (security D13) and after a step-up (7.5.3).
func (h *HTTP) Unmask(c echo.Context) error {
	v, p, err := h.masked(c)
	if err != nil {
		return err
	}
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	err = h.unmask(c, v, p, in)
	if err == nil {
		return h.list(c, p.Ref)
	}
	return acts.Done(c, err, v.Base+"?done=shown_before", func(e *errs.E) error { return h.unmaskForm(c, in, e) })
}

// masked is the party of the address, for a reader who may see its number.
func (h *HTTP) masked(c echo.Context) (*cases.Tab, *Party, error) {
	var p *Party
	var may bool
	v, err := h.Headers.Tab(c, h.DB, cases.TabParties, func(b *database.Pipe) {
		h.queueParty(b, web.Actor(c), cases.Normal(c.Param("ref")), c.Param("pid"), &p)
		h.queueUnmask(b, web.Actor(c), cases.Normal(c.Param("ref")), &may)
	})
	switch {
	case err != nil:
		return nil, nil, err
	case p == nil:
		return nil, nil, errs.New(errs.NotFound, "errs.not_found")
	case !may:
		return nil, nil, errs.New(errs.Forbidden, "access.forbidden")
	}
	return v, p, nil
}

// unmask asks for the reason, then for the credential, then writes down the reading.
func (h *HTTP) unmask(c echo.Context, v *cases.Tab, p *Party, in url.Values) error {
	clean, bad := h.Book().Form("number_unmasking").Clean(in, web.Now(c))
	if len(bad) > 0 {
		return errs.Invalid(bad...)
	}
	ctx, reason := web.Context(c), clean.Get("reason")
	if err := h.StepUp(ctx, v.Who, in.Get("credential")); err != nil {
		return err
	}
	return h.Log.ViewedOnce(ctx, v.Who, audit.Key(web.AuditKey(c)), audit.Event{Stream: audit.CaseStream(v.Head.ID), Action: "party.unmasked", Kind: "party",
		TargetID: p.ID, TargetRef: p.Ref, CaseID: v.Head.ID, Details: map[string]any{"reason": reason}})
}

// New is the form of a new party.
func (h *HTTP) New(c echo.Context) error { return h.form(c, web.Kept(c), nil) }

// Edit is the form of a party that is there.
func (h *HTTP) Edit(c echo.Context) error { return h.form(c, web.Kept(c), nil) }

func (h *HTTP) form(c echo.Context, in url.Values, bad *errs.E) error {
	var old *Party
	pid := c.Param("pid")
	v, err := h.Headers.Change(c, h.DB, cases.TabParties, func(b *database.Pipe) { h.queueParty(b, web.Actor(c), cases.Normal(c.Param("ref")), pid, &old) })
	if err != nil {
		return err
	}
	if pid != "" && old == nil {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	return web.RenderForm(c, bad, views.Form(h.formPage(web.ReadingOf(c), v, old, in, bad)))
}

// Add puts a party on the case.
func (h *HTTP) Add(c echo.Context) error {
	v, in, err := h.Headers.Changed(c, h.DB, cases.TabParties)
	if err != nil {
		return err
	}
	_, err = h.Desk.Add(web.Context(c), v.Who, v.Head.ID, h.input(c, in))
	return acts.Done(c, err, v.Base+"?done=added", func(e *errs.E) error { return h.form(c, in, e) })
}

// Change keeps what was typed about a party. An identity number left empty stays as it is: the page never
// held it. Only where another kind is chosen it is judged anew, as one of that kind.
func (h *HTTP) Change(c echo.Context) error {
	v, in, err := h.Headers.Changed(c, h.DB, cases.TabParties)
	if err != nil {
		return err
	}
	old, err := byRef(web.Context(c), h.DB.Read(), v.Head.ID, c.Param("pid"))
	if err != nil {
		return err
	}
	x := h.input(c, in)
	if x.IDNumber == "" && in.Get("no_number") != "yes" {
		x.FiledKind, x.IDNumber = old.IDKind, old.IDNumber
	}
	err = h.Desk.Update(web.Context(c), v.Who, v.Head.ID, old.Ref, x)
	return acts.Done(c, err, v.Base+"?done=changed", func(e *errs.E) error { return h.form(c, in, e) })
}

// Remove takes a party off the case.
func (h *HTTP) Remove(c echo.Context) error {
	v, in, err := h.Headers.Changed(c, h.DB, cases.TabParties)
	if err != nil {
		return err
	}
	clean, bad := h.Book().Form("party_removal").Clean(in, web.Now(c))
	if err = errs.Invalid(bad...); len(bad) == 0 {
		err = h.Desk.Remove(web.Context(c), v.Who, v.Head.ID, c.Param("pid"), clean.Get("reason"), audit.Key(web.AuditKey(c)))
	}
	return acts.Done(c, err, v.Base+"?done=removed", func(e *errs.E) error { return h.form(c, in, e) })
}

// NewLink is the form of a link.
func (h *HTTP) NewLink(c echo.Context) error { return h.linkForm(c, web.Kept(c), nil) }

func (h *HTTP) linkForm(c echo.Context, in url.Values, bad *errs.E) error {
	var ends linkEnds
	v, err := h.Headers.Change(c, h.DB, cases.TabParties, func(b *database.Pipe) { h.queueEnds(b, web.Actor(c), cases.Normal(c.Param("ref")), &ends) })
	if err != nil {
		return err
	}
	return web.RenderForm(c, bad, views.Form(h.linkPage(web.ReadingOf(c), v, &ends, in, bad)))
}

// Link joins two parties.
func (h *HTTP) Link(c echo.Context) error {
	v, in, err := h.Headers.Changed(c, h.DB, cases.TabParties)
	if err != nil {
		return err
	}
	x, bad := h.Book().Form("party_link").Clean(in, web.Now(c))
	err = h.Desk.Link(web.Context(c), v.Who, v.Head.ID, LinkInput{From: x.Get("from"), To: x.Get("to"), Relation: x.Get("relation"), Status: x.Get("status"),
		Source:   x.Get("source"),
		Evidence: x.Get("evidence"), Wrong: bad, Key: audit.Key(web.AuditKey(c))})
	return acts.Done(c, err, v.Base+"?done=linked", func(e *errs.E) error { return h.linkForm(c, in, e) })
}

// Unlink takes a link back. The page names it by a sealed mark: keys of rows never leave the server readable.
func (h *HTTP) Unlink(c echo.Context) error {
	v, in, err := h.Headers.Changed(c, h.DB, cases.TabParties)
	if err != nil {
		return err
	}
	_, id, ok := web.CursorOf(c, linkMark(v), in.Get("link"))
	if !ok {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	err = h.Desk.Unlink(web.Context(c), v.Who, v.Head.ID, id, audit.Key(web.AuditKey(c)))
	return acts.Done(c, err, v.Base+"?done=unlinked", nil)
}

func linkMark(v *cases.Tab) string { return "party.link/" + v.Head.Ref }

// input is what the form says, the way it is kept.
func (h *HTTP) input(c echo.Context, raw url.Values) Input {
	in, bad := h.Book().Form("party").Clean(raw, web.Now(c))
	version, err := strconv.Atoi(raw.Get("version"))
	if err != nil {
		version = 0 // no page printed it: stale
	}
	return Input{Kind: in.Get("kind"), Name: in.Get("name"), NameLatin: in.Get("name_latin"), FormerNames: in.Get("former_names"), Part: in.Get("part"),
		IDKind:   in.Get("id_kind"),
		IDNumber: in.Get("id_number"), Country: in.Get("country"), Address: in.Get("address"), Note: in.Get("note"), Subject: in.Get("subject") == "yes",
		Version: version, On: web.Now(c), Wrong: bad, Key: audit.Key(web.AuditKey(c))}
}
