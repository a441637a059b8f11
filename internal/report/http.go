package report

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/web"
	"touchstone/views/report"
)

// HTTP serves the monthly summary.
type HTTP struct {
	Book   law.Current
	DB     *database.DB
	Access *access.Policy
	Log    *audit.Log
	Demo   bool
}

// Latest is the month of today, or goes to the one that was chosen.
func (h *HTTP) Latest(c echo.Context) error {
	if p, ok := ParsePeriod(c.QueryParam("period")); ok {
		return web.See(c, "/reports/monthly/"+p.String())
	}
	return h.show(c, PeriodOf(web.Now(c)), false)
}

// Monthly is one month, as a page or (….csv) as a file.
func (h *HTTP) Monthly(c echo.Context) error {
	name, csv := strings.CutSuffix(c.Param("period"), ".csv")
	p, ok := ParsePeriod(name)
	if !ok || p.After(PeriodOf(web.Now(c))) {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	return h.show(c, p, csv)
}

func (h *HTTP) show(c echo.Context, p Period, csv bool) error {
	ctx, who, now := web.Context(c), web.Actor(c), web.Now(c)
	if !h.Access.Can(who, access.Report, access.Read) || csv && !h.Access.Can(who, access.Report, access.Export) {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	q, err := h.DB.Report(ctx)
	if err != nil {
		return err
	}
	f, err := read(ctx, q, h.Access, who, p, now)
	if err != nil {
		return err
	}
	f.Minerals, f.Months = folded(f.Minerals, codeOf(h.Book())), foldedMonths(f.Months, codeOf(h.Book()))
	v := view{s: summarise(f, int(p.Month)), period: p, now: now, all: over(who), book: h.Book(), agency: who.AgencyName,
		export: h.Access.Can(who, access.Report, access.Export)}
	if !csv {
		page := v.page(ctx)
		title := page.Frame.Title
		page.Frame = web.Frame(c, "P33", title)
		return web.Render(c, http.StatusOK, report.Monthly(page))
	}
	// what leaves the house is on record before its first byte
	e := audit.Event{Stream: audit.UnitStream(who.UnitID), Action: "report.exported", Kind: "report", TargetRef: p.String(),
		Details: map[string]any{"withheld": v.s.Withheld}}
	if err := h.Log.Viewed(ctx, who, e); err != nil {
		return err
	}
	web.Attach(c.Response().Header(), "touchstone-"+p.String()+".csv", "text/csv; charset=utf-8")
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", v.csv(ctx, h.Demo))
}
