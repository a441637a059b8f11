package page

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	views "touchstone/views/evidence"
	"touchstone/views/ui"
)

const (
	runsPath  = "/admin/files"
	runsShown = 20
)

// Runs shows the runs in which everything that is stored was read again (P36): figures alone, no file and no case.
func (h *HTTP) Runs(c echo.Context) error {
	if who := web.Actor(c); !h.Access.Can(who, access.Admin, access.Read) && !h.Access.Can(who, access.Audit, access.Read) {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	runs, err := evidence.LastRuns(web.Context(c), h.DB.Read(), runsShown)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, views.Runs(h.runsPage(c, runs)))
}

// StartRun begins one: who keeps the machines or the ledger may ask for it.
func (h *HTTP) StartRun(c echo.Context) error {
	if !h.mayRun(web.Actor(c)) {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	in, err := web.Form(c)
	if err != nil {
		return err
	}
	r := evidence.Reverifier{Desk: h.Desk}
	_, err = r.Begin(web.Context(c), web.Actor(c), in.Get("scope") == "all", audit.Key(web.AuditKey(c)), true)
	return acts.Done(c, err, runsPath, nil)
}

func (h *HTTP) mayRun(who actor.Actor) bool {
	return procedure.Keeps(h.Access, who)
}

func (h *HTTP) runsPage(c echo.Context, runs []evidence.Run) views.RunsPage {
	p := h.words(web.ReadingOf(c))
	page := views.RunsPage{Frame: web.Frame(c, "P36", p.t("evidence.runs.title")), Path: runsPath}
	under := len(runs) > 0 && runs[0].FinishedAt == nil
	if under {
		page.Done, page.Total = runs[0].Done, runs[0].Total
		page.Now = p.t("evidence.runs.under_way", "done", runs[0].Done, "total", runs[0].Total, "altered", runs[0].Altered, "missing", runs[0].Missing)
	}
	if h.mayRun(web.Actor(c)) && !under {
		for _, x := range [][2]string{{"due", p.t("evidence.runs.start.due")}, {"all", p.t("evidence.runs.start.all")}} {
			page.Start = append(page.Start, ui.ActForm{Action: runsPath, Key: web.FormKeyFor(c, runsPath), Hidden: []ui.Pair{{Name: "scope", Value: x[0]}},
				Submit: x[1]})
		}
	}
	page.Table = ui.Table{Caption: p.t("evidence.runs.caption"), Empty: ui.EmptyState{Text: p.t("evidence.runs.empty")},
		Columns: []ui.Column{{Label: p.t("evidence.runs.started"), Title: true}, {Label: p.t("evidence.runs.by")},
			{Label: p.t("evidence.runs.scope")}, {Label: p.t("evidence.runs.read"), Num: true}, {Label: p.t("evidence.runs.altered"), Num: true},
			{Label: p.t("evidence.runs.missing"), Num: true}, {Label: p.t("evidence.runs.thawed"), Num: true},
			{Label: p.t("evidence.runs.finished")}}}
	for _, r := range runs {
		scope, end := p.t("evidence.runs.scope.due"), ui.Text(p.t("evidence.runs.going"))
		if r.Everything {
			scope = p.t("evidence.runs.scope.all")
		}
		if r.FinishedAt != nil {
			end = ui.Moment(*r.FinishedAt)
		}
		page.Table.Rows = append(page.Table.Rows, ui.Row{Bad: r.Altered+r.Missing > 0, Cells: []templ.Component{ui.Moment(r.StartedAt), ui.Text(r.By), ui.Text(scope),
			ui.Text(p.t("evidence.runs.of", "done", r.Done, "total", r.Total)), figure(r.Altered), figure(r.Missing), figure(r.Thawed), end}})
	}
	return page
}

func figure(n int) templ.Component { return ui.Text(strconv.Itoa(n)) }
