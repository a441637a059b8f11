package page

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	views "touchstone/views/evidence"
)

// HTTP serves the pages of items: the list of a case, a new item, an item with its files and custody chain, handovers
// and the custodian's list.
type HTTP struct {
	Acts    *acts.HTTP
	Desk    evidence.Desk
	Headers cases.Headers
	DB      *database.DB
	Access  *access.Policy
	Book    law.Current
	Log     *audit.Log

	rests blob.Rests
}

// Largest is the most that one file may have; web refuses more (413).
const Largest = 4 << 30

// view is one item with its matter, as its pages need it.
type view struct {
	Item    *evidence.Detail
	File    *matter.File
	Who     actor.Actor
	Case    *matter.Case        // in whose keeping it is
	Waiting string              // the handover list on which it waits
	Asked   []procedure.Waiting // what waits for a decision on it
	May     rights
	Checks  checks

	words words
}

// rights are the buttons of an item's page.
type rights struct{ Content, Act, Case bool }

func target(id int64) matter.Target { return matter.Target{Entity: law.Evidence, ID: id} }

// open reads an item that the reader may see; one of a marked case is read on record.
func (h *HTTP) open(c echo.Context) (*view, error) {
	ctx, who, q := web.Context(c), web.Actor(c), h.DB.Read()
	v := &view{Who: who, Item: &evidence.Detail{}, words: h.words(web.ReadingOf(c))}
	var o *procedure.Opening
	err := h.DB.Batch(ctx, func(b *database.Pipe) {
		o = h.Acts.Engine.QueueOpen(b, who, "evidence", c.Param("eid"), web.Now(c))
		h.Acts.Engine.QueueWaitingOn(b, who, "evidence", c.Param("eid"), &v.Asked)
		h.queueItem(b, who, c.Param("eid"), v)
		v.words.ask(b)
	})
	if err != nil {
		return nil, err
	}
	f, id, err := h.Acts.Engine.Opened(ctx, q, o)
	if err != nil {
		return nil, err
	}
	v.File, v.Case = f, f.Case(evidence.Custodian(f.Item(id)))
	return v, h.Log.ViewedMarked(ctx, who, v.Case.Marking, audit.Event{Stream: audit.CaseStream(v.Case.ID), Kind: "evidence", TargetID: v.Item.ID,
		TargetRef: v.Item.Ref, CaseID: v.Case.ID})
}

// viewed puts a reading on record before anything is shown (security D13).
func (h *HTTP) viewed(c echo.Context, v *view, action string, details map[string]any) error {
	return h.Log.Viewed(web.Context(c), v.Who, audit.Event{Stream: audit.CaseStream(v.Case.ID), Action: action, Kind: "evidence", TargetID: v.Item.ID,
		TargetRef: v.Item.Ref, CaseID: v.Case.ID, Details: details})
}

// List is the evidence of a case (P11).
func (h *HTTP) List(c echo.Context) error {
	page, err := h.listPage(web.ReadingOf(c), cases.Normal(c.Param("ref")))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, views.List(page))
}

// New is the form of a new item (P12).
func (h *HTTP) New(c echo.Context) error { return h.newForm(c, web.Kept(c), nil, http.StatusOK) }

// Collect registers an item with its files.
func (h *HTTP) Collect(c echo.Context) error {
	a, _, err := h.asking(c)
	if err != nil {
		return err
	}
	r, in, err := h.Acts.Take(c, a)
	if e, status, ok := mendable(err); ok {
		return h.newForm(c, in, e, status)
	}
	if err != nil {
		return err
	}
	return web.See(c, r.Location)
}

// mendable tells refusals that the form itself explains: what was typed stays, also where a file was too large.
func mendable(err error) (*errs.E, int, bool) {
	if e, ok := acts.Explainable(err); ok {
		return e, http.StatusUnprocessableEntity, true
	}
	var e *errs.E
	if !errors.As(err, &e) || e.Kind != errs.TooLarge {
		return nil, 0, false
	}
	bad := errs.Field{Name: "files", Key: e.Key, Args: e.Args}
	switch {
	case e.Key == "web.file_too_large":
		bad.Key, bad.Args = "evidence.new.too_large", []any{"max", sizeWords(Largest)}
	case e.Key != "web.form_too_large" && !strings.HasPrefix(e.Key, "procedure.quota_"):
		bad.Name = "" // it is not the size of a file
	}
	return errs.Invalid(bad), http.StatusRequestEntityTooLarge, true
}

// asking prepares the act on the case of the address, with the head of its page; the case's track picks the row.
func (h *HTTP) asking(c echo.Context) (*acts.Asking, *cases.Head, error) {
	a, head, err := h.Headers.Asking(c, h.Acts, cases.Making{Machine: law.Evidence, Event: "evidence.collected", Path: "/evidence", Variant: trackOf})
	if err != nil {
		return nil, nil, err
	}
	if !a.Who.HasAny(a.Rows[0].DeciderRoles...) || !head.MayAct {
		return nil, nil, errs.New(errs.Forbidden, "access.forbidden")
	}
	a.Back = a.Action
	return a, head, nil
}

// trackOf is the variant of evidence.collected on a file.
func trackOf(m law.Machine) string {
	if m == law.CriminalCase {
		return "track=criminal"
	}
	return "track=administrative"
}

func (h *HTTP) newForm(c echo.Context, in url.Values, bad *errs.E, status int) error {
	a, head, err := h.asking(c)
	if err != nil {
		return err
	}
	if err := h.Headers.Check(web.Context(c), h.DB.Read(), a.Who, head.Ref, head); err != nil {
		return err
	}
	page, err := h.newPage(web.ReadingOf(c), a, head, in, bad)
	if err != nil {
		return err
	}
	return web.Render(c, status, views.New(page))
}

// Show is one item (P13).
func (h *HTTP) Show(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, views.Show(h.itemPage(web.ReadingOf(c), v)))
}

// JSON is the same for scripts.
func (h *HTTP) JSON(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	return web.WriteJSON(c, h.twin(v))
}

// Verify reads the stored bytes again: at once, or, where that takes longer than anybody waits for a page, by a job.
func (h *HTTP) Verify(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	if _, err := web.Form(c); err != nil {
		return err
	}
	done, key := "verified", audit.Key(web.AuditKey(c))
	if evidence.SizeOf(v.Item.Content) > evidence.AtOnce {
		done = "verifying"
		err = h.Desk.VerifyLater(web.Context(c), v.Who, v.Item.ID, key)
	} else {
		ctx, end := web.Beyond(c) // the time of a page does not limit it, and what was read is kept although the reader has gone
		defer end()
		_, err = h.Desk.Verify(ctx, v.Who, v.Item.ID, key)
	}
	return acts.Done(c, err, "/evidence/"+v.Item.Ref+"?done="+done, nil)
}

// Note keeps what the handlers found about the item: verified or not yet.
func (h *HTTP) Note(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	if !v.mayNote() {
		return errs.New(errs.Forbidden, "access.forbidden")
	}
	err = h.Desk.Note(web.Context(c), v.Who, v.Item.ID, in.Get("finding"), audit.Key(web.AuditKey(c)))
	return acts.Done(c, err, "/evidence/"+v.Item.Ref+"?done=noted", nil)
}

// mayNote: the finding is the handlers' word (APL 46; MPS 70), not the custodian's.
func (v *view) mayNote() bool {
	return v.May.Act && v.Who.HasAny(actor.CaseHandler, actor.PSInvestigator) && v.Item.Finding != evidence.Excluded
}

// keptFiles are the files as one reader sees them: each content once, at the reader's own address where it is there.
func keptFiles(all []evidence.File, agency int64) []evidence.File {
	var out []evidence.File
	for _, f := range all {
		i := slices.IndexFunc(out, func(o evidence.File) bool { return o.Digest == f.Digest && o.Name == f.Name })
		switch {
		case i < 0:
			out = append(out, f)
		case f.AgencyID == agency && out[i].AgencyID != agency && !out[i].Bad:
			out[i] = f
		}
	}
	return out
}
