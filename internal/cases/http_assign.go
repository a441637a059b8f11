package cases

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	views "touchstone/views/cases"
	"touchstone/views/ui"
)

const assignPath = "/cases/assign"

// AssignForm names the handlers of several cases at once (P04): those that were ticked on a page of the list, each shown
// with what can be done about it.
func (h *HTTP) AssignForm(c echo.Context) error {
	in := c.QueryParams()
	if kept := web.KeptOr(c, map[string]string{"ref": "ref"}); kept != nil {
		in = kept
	}
	p, picked, err := h.pickedCases(c, in)
	if err != nil {
		return err
	}
	return h.assignPage(c, p, picked, in, nil)
}

// AssignMany does to each case what its own page would do, one act for each under a key of its own; what could not be done
// is said case by case. Sent a second time it does nothing and says the same.
func (h *HTTP) AssignMany(c echo.Context) error {
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	p, picked, err := h.pickedCases(c, in)
	if err != nil {
		return err
	}
	if err := h.mayAssignMany(c, picked, in); err != nil {
		if e, ok := acts.Explainable(err); ok {
			return h.assignPage(c, p, picked, in, e)
		}
		return err
	}
	for i := range picked.list {
		if err := h.assignOne(c, &picked.list[i], in); err != nil {
			return err
		}
	}
	now, err := picked.again(func(refs []tick, into *selection) error { return h.queryPicked(p, refs, into) })
	if err != nil {
		return err
	}
	return h.assignPage(c, p, now, in, nil)
}

// pickedCases reads the ticked cases. More than a page shows at once is not one page of a list.
func (h *HTTP) pickedCases(c echo.Context, in url.Values) (presenter, *selection, error) {
	p := h.presenter(c)
	switch {
	case !h.Access.Can(p.who, access.Case, access.Read):
		return p, nil, errs.New(errs.NotFound, "errs.not_found")
	case !h.Access.Can(p.who, access.Case, access.Assign):
		return p, nil, errs.New(errs.Forbidden, "cases.bulk.not_yours")
	}
	refs := ticked(in["ref"])
	if len(refs) > pageSize {
		return p, nil, errs.New(errs.InvalidInput, "cases.bulk.too_many", "n", pageSize)
	}
	out := &selection{}
	err := h.queryPicked(p, refs, out)
	return p, out, err
}

// mayAssignMany asks, before anything is done, what would be wrong for every case: the people, the reason, the credential.
// Where nothing can be done the credential is not asked for.
func (h *HTTP) mayAssignMany(c echo.Context, picked *selection, in url.Values) error {
	if !slices.ContainsFunc(picked.list, func(x pickedCase) bool { return x.May }) {
		return errs.Invalid(errs.Field{Key: "cases.bulk.nothing"})
	}
	names := distinct(in["handlers"])
	if len(names) < 2 {
		return errs.Invalid(errs.Field{Name: "handlers", Key: "form.two_officers"})
	}
	for _, name := range names {
		if !slices.ContainsFunc(picked.offered(), func(x Person) bool { return x.Username == name }) {
			return errs.Invalid(errs.Field{Name: "handlers", Key: "form.choice"})
		}
	}
	if err := h.readReason(c, h.Desk.Book().Form("case_access"), in); err != nil {
		return err
	}
	return h.Acts.Credential(web.Context(c), web.Actor(c), in.Get("credential"))
}

// assignOne is one act with its own key. A new lead is assigned by the act of the tables, a case that runs gets other
// handlers; both are what the case's own pages do. Only what nobody can explain ends the rest.
func (h *HTTP) assignOne(c echo.Context, x *pickedCase, in url.Values) error {
	ctx, who := web.Context(c), web.Actor(c)
	key := audit.Key(web.AuditKey(c))
	key.Target = x.Ref
	var err error
	switch row := h.firstAssignment(x, who); {
	case x.ID == 0:
		err = errs.New(errs.NotFound, "errs.not_found")
	case !x.May:
		err = errs.New(errs.Forbidden, "cases.bulk.not_this")
	case row != nil:
		err = h.assignFirst(c, x, row.Event, in, key)
	default:
		err = h.Desk.Assign(ctx, who, x.ID, AssignInput{Handlers: in["handlers"], Reason: in.Get("reason"), Key: key})
	}
	if errors.Is(err, audit.ErrReplayed) {
		err = nil
	}
	x.Tried, x.Err = true, err
	if errs.Is(err, errs.Internal) {
		return err
	}
	return nil
}

// assignFirst is the act by which a new lead is assigned.
func (h *HTTP) assignFirst(c echo.Context, x *pickedCase, event string, in url.Values, key audit.Key) error {
	ctx, who := web.Context(c), web.Actor(c)
	f, id, err := h.Engine.Open(ctx, h.DB.Read(), who, "cases", x.Ref, web.Now(c))
	if err != nil {
		return err
	}
	q, err := h.Engine.AskOn(who, f, matter.Target{Entity: x.Machine, ID: id}, event)
	if err != nil {
		return err
	}
	_, err = h.Engine.Hand(ctx, procedure.Form{Question: q, Key: key},
		url.Values{"handlers": distinct(in["handlers"]), "note": {in.Get("reason")}, "version": {strconv.Itoa(x.Seen)}})
	return err
}

// assignPage shows the cases with what can be done, or with what was done, and the form where there is still something to do.
func (h *HTTP) assignPage(c echo.Context, p presenter, picked *selection, in url.Values, bad *errs.E) error {
	page := views.Assign{Head: ui.Heading{Title: p.t("cases.bulk.title"), Back: &ui.Action{Label: p.t("cases.list.title"), Href: listAddress(in.Get("back"))}}}
	status := http.StatusOK
	done, failed := picked.outcome()
	switch {
	case len(picked.list) == 0:
		status, page.Empty = http.StatusUnprocessableEntity, &ui.EmptyState{Text: p.t("cases.bulk.none"),
			Action: &ui.Action{Label: p.t("cases.list.title"), Href: page.Head.Back.Href}}
	case bad != nil || done == 0 && len(failed) > 0:
		status = http.StatusUnprocessableEntity
		page.Form = p.assignForm(picked, in, web.FormKeyFor(c, assignPath), bad)
	case done == 0:
		page.Form = p.assignForm(picked, in, web.FormKeyFor(c, assignPath), nil)
	}
	if done+len(failed) > 0 {
		page.Notice = p.assignedNotice(done, failed, in.Get("back"))
	}
	page.Table = p.pickedTable(h, picked)
	page.Frame = web.Frame(c, "P04", p.t("cases.bulk.title"))
	page.Frame.Error = bad != nil
	return web.Render(c, status, views.Several(page))
}

// listAddress is the list that the cases were ticked on; only what the list itself asks is kept of it.
func listAddress(back string) string {
	q, kept := savedView{Query: back}.values(), url.Values{}
	for _, p := range (Filter{}).pairs() {
		if v := q.Get(p[0]); v != "" {
			kept.Set(p[0], v)
		}
	}
	if len(kept) == 0 {
		return "/cases"
	}
	return "/cases?" + kept.Encode()
}
