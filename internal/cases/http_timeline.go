package cases

import (
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/web"
	views "touchstone/views/cases"
	"touchstone/views/ui"
)

const timelinePage = 40

// timelineKinds are the filters of a timeline, as links.
func timelineKinds() []string {
	return []string{"all", "case", "referral", "evidence", "people", "notes"}
}

func windowOf(kind string, w window) window {
	switch kind {
	case "case":
		w.Acts, w.Entities, w.Approvals, w.Events = true, []string{string(law.AdminCase), string(law.CriminalCase)}, true, true
	case "referral":
		w.Acts, w.Entities = true, []string{string(law.Referral), string(law.MSSHandover)}
	case "evidence":
		w.Acts, w.Entities = true, []string{string(law.Evidence)}
	case "people":
		w.Acts, w.Entities = true, []string{string(law.Person)}
	case "notes":
		w.Events, w.OnlyNotes = true, true
	default:
		w.Acts, w.Events, w.Approvals = true, true, true
	}
	return w
}

// Timeline is what happened in a case, newest first (P08).
func (h *HTTP) Timeline(c echo.Context) error {
	return h.timelinePage(c, web.Kept(c), nil, http.StatusOK)
}

// Note puts a note on the timeline and comes back to it.
func (h *HTTP) Note(c echo.Context) error {
	id, ref, err := h.caseID(web.Context(c), c)
	if err != nil {
		return h.closed(c, err)
	}
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	err = h.Desk.Note(web.Context(c), web.Actor(c), id, NoteInput{Text: in.Get("text"), Key: audit.Key(web.AuditKey(c))})
	return acts.Done(c, err, "/cases/"+ref+"/timeline?done=note", func(e *errs.E) error {
		return h.timelinePage(c, in, e, http.StatusUnprocessableEntity)
	})
}

func (h *HTTP) timelinePage(c echo.Context, in url.Values, bad *errs.E, status int) error {
	p := h.presenter(c)
	ref := Normal(c.Param("ref"))
	kind := c.QueryParam("kind")
	w := window{Before: p.now.Add(24 * time.Hour), BeforeID: 1 << 62, Limit: timelinePage + 1}
	if at, id, ok := web.CursorOf(c, "timeline/"+ref, c.QueryParam("before")); ok {
		w.Before, w.BeforeID = at, id
	}
	head, list, clocks, err := h.queryTimeline(p, ref, windowOf(kind, w))
	if err != nil {
		return err
	}
	if err := h.Headers().Check(p.ctx, h.DB.Read(), p.who, ref, head); err != nil {
		return h.closed(c, err)
	}
	page := views.Timeline{Identity: h.Headers().Bar(p.ctx, head, TabTimeline, p.now), Empty: p.t("cases.timeline.empty")}
	page.Frame = web.Frame(c, "P08", p.t("cases.timeline.title", "ref", head.Ref))
	page.Frame.Error = bad != nil
	base := "/cases/" + head.Ref + "/timeline"
	known := false
	for _, k := range timelineKinds() {
		t := ui.Tab{Label: p.t("cases.timeline.kind." + k), Href: base + "?kind=" + k, Current: k == kind}
		known = known || t.Current
		page.Kinds = append(page.Kinds, t)
	}
	if !known {
		page.Kinds[0].Current = true
		page.Kinds[0].Href = base
	}
	if len(list) > timelinePage {
		list = list[:timelinePage]
		last := list[timelinePage-1]
		q := url.Values{"before": {web.Cursor(c, "timeline/"+head.Ref, last.At, last.ID)}}
		if known {
			q.Set("kind", kind)
		}
		page.Pages.Next = base + "?" + q.Encode()
	}
	page.Pages.First = web.FirstPage(c, "before")
	page.Pages.Text = p.t("cases.timeline.shown", "n", len(list))
	for _, e := range list {
		page.Entries = append(page.Entries, p.entry(e))
	}
	for _, k := range nearest(clocks) {
		page.Upcoming = append(page.Upcoming, p.clock(k))
	}
	if head.MayComment {
		form := ui.ActForm{Action: base, Key: web.FormKeyFor(c, base), Submit: p.t("cases.timeline.note_save"),
			Fields: []ui.Field{p.field(p.book().Form("case_note"), "text")}}
		form.Fields[0].Value = in.Get("text")
		if bad != nil {
			form.Problems, form.Guards = acts.Problems(p.ctx, bad)
		}
		page.Note = &form
	}
	if c.QueryParam("done") == "note" {
		page.Notice = &ui.Notice{Tone: "ok", Text: p.t("cases.timeline.noted")}
	}
	return web.Render(c, status, views.Line(page))
}
