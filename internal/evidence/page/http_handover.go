package page

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	views "touchstone/views/evidence"
)

const (
	eventOffer  = "evidence.transfer_offered"
	eventAccept = "evidence.transfer_accepted"
	eventRefuse = "evidence.transfer_refused"
	eventStore  = "evidence.stored"
)

// stateOffered is that of a list on which an item waits for the other side.
const stateOffered = "OFFERED"

// Handovers lists what comes to the reader's agency and what goes from it (P25).
func (h *HTTP) Handovers(c echo.Context) error {
	page, err := h.listsPage(web.ReadingOf(c))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, views.Handovers(page))
}

// Custody is the custodian's list: what the agency holds and what is on its way to it or from it.
func (h *HTTP) Custody(c echo.Context) error {
	page, err := h.custodyPage(web.ReadingOf(c))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, views.Keeping(page))
}

// offering is a handover that is being made: of which case, by which referral, from which items.
type offering struct {
	File     *matter.File
	Of       string // the file or the referral that it is of
	Referral *matter.Referral
	Rows     []evidence.Row
	Asking   *acts.Asking // of the first item; nil: nothing to hand over
	Action   string
	Back     string
	Mine     bool // the reader keeps the agency's things
}

// organ is the only one to which these things may go, or 0: that of the referral, or the one that filed the referral to
// which every item still belongs (D310 12).
func (o *offering) organ(book *law.Edition) int64 {
	if o.Referral != nil {
		return o.Referral.ToAgencyID
	}
	only := int64(0)
	for i, r := range o.Rows {
		organ := evidence.FilingOrgan(book, o.File, o.File.Item(r.ID))
		if organ == 0 || i > 0 && organ != only {
			return 0
		}
		only = organ
	}
	return only
}

func (h *HTTP) offering(c echo.Context) (*offering, error) {
	o := &offering{Mine: h.hands(web.Actor(c))}
	var err error
	if rid := c.Param("rid"); rid != "" {
		err = h.ofReferral(c, o, rid)
	} else {
		err = h.ofCase(c, o, c.Param("ref"))
	}
	if err == nil && !o.Mine { // who may read the case knows that there is a store
		err = errs.New(errs.Forbidden, "access.forbidden")
	}
	if err != nil || len(o.Rows) == 0 {
		return o, err
	}
	o.Asking, err = h.Acts.AskOn(web.Actor(c), o.File, target(o.Rows[0].ID), eventOffer)
	return o, err
}

// ofCase: a custodian need not see the case to hand over what lies in the store. Whoever else sees no more of it than an
// item learns nothing of the case.
func (h *HTTP) ofCase(c echo.Context, o *offering, ref string) error {
	ctx, who := web.Context(c), web.Actor(c)
	var sight *access.Sight
	var first *procedure.Opening
	err := h.DB.Batch(ctx, func(b *database.Pipe) {
		h.queueOfferable(b, who, byCase, ref, &o.Rows)
		sight = h.Access.QueueVisible(b, who, access.Case, ref)
		if o.Mine {
			first = h.queueFirst(b, who, byCase, ref, web.Now(c))
		}
	})
	if err != nil {
		return err
	}
	o.Of, o.Action, o.Back = ref, "/cases/"+ref+"/handovers/new", "/custody"
	_, err = sight.Answer()
	switch {
	case err == nil:
		o.Back = "/cases/" + ref + "/evidence"
	case len(o.Rows) == 0 || !o.Mine:
		return err
	}
	if o.Mine && len(o.Rows) > 0 {
		o.File, _, err = h.Acts.Engine.Opened(ctx, h.DB.Read(), first)
		return err
	}
	return nil
}

// ofReferral offers what the referral still has to hand over (D310 12).
func (h *HTTP) ofReferral(c echo.Context, o *offering, rid string) error {
	ctx, who := web.Context(c), web.Actor(c)
	var opening *procedure.Opening
	var rows []evidence.Row
	err := h.DB.Batch(ctx, func(b *database.Pipe) {
		opening = h.Acts.Engine.QueueForm(b, who, "referrals", rid, web.Now(c))
		h.queueOfferable(b, who, byReferral, rid, &rows)
	})
	if err != nil {
		return err
	}
	f, id, err := h.Acts.Engine.Opened(ctx, h.DB.Read(), opening)
	if err != nil {
		return err
	}
	o.File, o.Referral = f, f.Referral(id)
	o.Of = o.Referral.Ref
	o.Action, o.Back = "/referrals/"+o.Referral.Ref+"/handovers/new", "/referrals/"+o.Referral.Ref
	due := evidence.DueFor(h.Book(), f, o.Referral)
	for _, r := range rows {
		if slices.ContainsFunc(due, func(e matter.Evidence) bool { return e.ID == r.ID }) {
			o.Rows = append(o.Rows, r)
		}
	}
	return nil
}

// NewHandover is the form that offers items (P25).
func (h *HTTP) NewHandover(c echo.Context) error {
	o, err := h.offering(c)
	if err != nil {
		return err
	}
	return h.offerForm(c, o, web.Kept(c), nil)
}

func (h *HTTP) offerForm(c echo.Context, o *offering, in url.Values, bad *errs.E) error {
	page, err := h.offerPage(web.ReadingOf(c), o, in, bad)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if bad != nil {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(c, status, views.Offer(page))
}

// Offer puts the ticked items on their way, on one list.
func (h *HTTP) Offer(c echo.Context) error {
	o, err := h.offering(c)
	if err != nil {
		return err
	}
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	if o.Asking == nil {
		return errs.New(errs.Conflict, "evidence.offer.nothing_left")
	}
	list, err := h.offer(c, o, in)
	if e, ok := acts.Explainable(err); ok {
		again, oerr := h.offering(c) // some may be on their way already
		if oerr != nil {
			return oerr
		}
		return h.offerForm(c, again, in, e)
	}
	if err != nil {
		return err
	}
	return web.See(c, "/handovers/"+list+"?done="+eventOffer)
}

func (h *HTTP) offer(c echo.Context, o *offering, in url.Values) (string, error) {
	v, bad := h.Acts.Engine.Decode(o.Asking.Rows[0], in, &o.Asking.Question, web.Now(c))
	var ids []int64
	for _, ref := range in["evidence"] {
		i := slices.IndexFunc(o.Rows, func(r evidence.Row) bool { return r.Ref == ref })
		if i < 0 {
			bad = append(bad, errs.Field{Name: "evidence", Key: "evidence.field.not_in_store"})
			continue
		}
		ids = append(ids, o.Rows[i].ID)
	}
	if to, _ := evidence.AgencyNamed(o.File, v.Str("receiving_organ")); o.Referral != nil && v.Has("receiving_organ") && to.ID != o.Referral.ToAgencyID {
		bad = append(bad, errs.Field{Name: "receiving_organ", Key: "evidence.field.referral_organ"})
	}
	if len(ids) == 0 && len(in["evidence"]) == 0 {
		bad = append(bad, errs.Field{Name: "evidence", Key: "evidence.field.nothing_ticked"})
	}
	if len(bad) > 0 {
		return "", errs.Invalid(bad...)
	}
	return evidence.OpenHandover(web.Context(c), web.Actor(c), h.Acts.Engine,
		evidence.OfferInput{File: o.File, Items: ids, ReceivingOrgan: v.Str("receiving_organ"), HandoverList: v.List("handover_list"),
			Carrier: v.Str("carrier"), Key: audit.Key(web.AuditKey(c))})
}

// Handover is one list (P25).
func (h *HTTP) Handover(c echo.Context) error {
	return h.handoverForm(c, web.Kept(c), nil, http.StatusOK)
}

func (h *HTTP) handoverForm(c echo.Context, in url.Values, bad map[int64]*errs.E, status int) error {
	page, err := h.handoverPage(web.ReadingOf(c), c.Param("hid"), in, bad)
	if err != nil {
		return err
	}
	return web.Render(c, status, views.Handover(page))
}

// What a receiver says about an item.
const (
	answerMatch      = "match"
	answerDifference = "difference"
	answerRefused    = "refused"
)
