package page

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/referral"
	"touchstone/internal/web"
	views "touchstone/views/referral"
)

// HTTP serves the pages of referrals.
type HTTP struct {
	Acts    *acts.HTTP
	Desk    referral.Desk
	Headers cases.Headers
	DB      *database.DB
	Access  *access.Policy
	Book    law.Current
	Log     *audit.Log
}

// view is one referral with its matter, as its pages need it.
type view struct {
	R        *matter.Referral
	File     *matter.File
	Who      actor.Actor
	Waiting  []procedure.Waiting
	Packages []Frozen // every version; on the page of the referral only
}

// open reads a referral that the reader may see; a marked one is read on record.
func (h *HTTP) open(c echo.Context) (*view, error) { return h.read(c, h.Acts.Engine.QueueOpen, nil) }

// openForm is open for a page with the form of an act.
func (h *HTTP) openForm(c echo.Context) (*view, error) {
	return h.read(c, h.Acts.Engine.QueueForm, nil)
}

func (h *HTTP) read(c echo.Context, queue func(*database.Pipe, actor.Actor, string, string, time.Time) *procedure.Opening, packages *[]Frozen) (*view, error) {
	ctx, who := web.Context(c), web.Actor(c)
	var o *procedure.Opening
	v := &view{Who: who}
	err := h.DB.Batch(ctx, func(b *database.Pipe) {
		o = queue(b, who, "referrals", c.Param("rid"), web.Now(c))
		h.Acts.Engine.QueueWaitingOn(b, who, "referrals", c.Param("rid"), &v.Waiting)
		if packages != nil {
			h.queuePackages(b, who, c.Param("rid"), packages)
		}
	})
	if err != nil {
		return nil, err
	}
	f, id, err := h.Acts.Engine.Opened(ctx, h.DB.Read(), o)
	if err != nil {
		return nil, err
	}
	v.R, v.File = f.Referral(id), f
	cs := f.Case(v.R.FromCaseID)
	return v, h.Log.ViewedMarked(ctx, who, cs.Marking, audit.Event{Stream: audit.ReferralStream(id), Kind: "referral", TargetID: id, TargetRef: v.R.Ref,
		CaseID: cs.ID})
}

// Sent is the list of what the reader's agency refers.
func (h *HTTP) Sent(c echo.Context) error { return h.list(c, false) }

// Received is the receiving desk's list (P22).
func (h *HTTP) Received(c echo.Context) error { return h.list(c, true) }

func (h *HTTP) list(c echo.Context, received bool) error {
	page, err := h.listPage(web.ReadingOf(c), received)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, views.List(page))
}

// Detail is one referral (P18).
func (h *HTTP) Detail(c echo.Context) error {
	var packages []Frozen
	v, err := h.read(c, h.Acts.Engine.QueueOpen, &packages)
	if err != nil {
		return err
	}
	v.Packages = packages
	return web.Render(c, http.StatusOK, views.Detail(h.detailPage(web.ReadingOf(c), v)))
}

// JSON is the same for scripts.
func (h *HTTP) JSON(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	return web.WriteJSON(c, h.twin(web.Context(c), v))
}

// New is the form that opens a referral from a case.
func (h *HTTP) New(c echo.Context) error { return h.newForm(c, web.Kept(c), nil) }

// Open creates the referral.
func (h *HTTP) Open(c echo.Context) error {
	a, _, err := h.asking(c)
	if err != nil {
		return err
	}
	return h.Acts.Make(c, a, func(in url.Values, bad *errs.E) error { return h.newForm(c, in, bad) })
}

// asking prepares the act on the case of the address, with the head of its page.
func (h *HTTP) asking(c echo.Context) (*acts.Asking, *cases.Head, error) {
	return h.Headers.Asking(c, h.Acts, cases.Making{Machine: law.Referral, Event: "referral.opened", Path: "/referrals/new"})
}

func (h *HTTP) newForm(c echo.Context, in url.Values, bad *errs.E) error {
	a, head, err := h.asking(c)
	if err != nil {
		return err
	}
	if err := h.Headers.Check(web.Context(c), h.DB.Read(), a.Who, a.Ref, head); err != nil {
		return err
	}
	page, err := h.newPage(web.ReadingOf(c), a, head, in, bad)
	if err != nil {
		return err
	}
	return web.RenderForm(c, bad, views.New(page))
}

// Item is the form of one item of the package.
func (h *HTTP) Item(c echo.Context) error { return h.itemForm(c, web.Kept(c), nil) }

func (h *HTTP) itemForm(c echo.Context, in url.Values, bad *errs.E) error {
	v, err := h.openForm(c)
	if err != nil {
		return err
	}
	no, err := h.itemNo(c)
	if err != nil {
		return err
	}
	return web.RenderForm(c, bad, views.Item(h.itemPage(web.ReadingOf(c), v, no, in, bad)))
}

func (h *HTTP) itemNo(c echo.Context) (int, error) {
	no, err := strconv.Atoi(c.Param("no"))
	if err != nil || h.Book().PackageItem(no) == nil {
		return 0, errs.New(errs.NotFound, "errs.not_found")
	}
	return no, nil
}

// SetItem chooses an item, or takes the choice back.
func (h *HTTP) SetItem(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	no, err := h.itemNo(c)
	if err != nil {
		return err
	}
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	if in.Get("clear") == "yes" {
		err = h.Desk.ClearItem(web.Context(c), v.Who, v.R.ID, no, audit.Key(web.AuditKey(c)))
	} else {
		err = h.Desk.SetItem(web.Context(c), v.Who, v.R.ID, h.itemInput(c, no, in))
	}
	if e, ok := acts.Explainable(err); ok {
		return h.itemForm(c, in, e)
	}
	if err != nil {
		return err
	}
	return web.See(c, "/referrals/"+v.R.Ref)
}

// Check lists everything once more before it is submitted (P19).
func (h *HTTP) Check(c echo.Context) error {
	v, err := h.openForm(c)
	if err != nil {
		return err
	}
	page, err := h.checkPage(web.ReadingOf(c), v)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, views.Check(page))
}

// Receipt is the page on which the receiving desk signs (P23).
func (h *HTTP) Receipt(c echo.Context) error {
	v, err := h.openForm(c)
	if err != nil {
		return err
	}
	page, err := h.receiptPage(web.ReadingOf(c), v)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, views.Receipt(page))
}

// Decide offers the lawful ways on (P24).
func (h *HTTP) Decide(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, views.Decide(h.decidePage(web.ReadingOf(c), v)))
}

// itemInput is what the form of an item says, the way it is kept.
func (h *HTTP) itemInput(c echo.Context, no int, raw url.Values) referral.ItemInput {
	in, bad := h.Book().Form("referral_item").Clean(raw, web.Now(c))
	return referral.ItemInput{No: no, Document: in.Get("document"), Evidence: in["evidence"], Note: in.Get("note"), NotApplicable: in.Get("not_applicable"),
		Wrong: bad, Key: audit.Key(web.AuditKey(c))}
}
