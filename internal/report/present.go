package report

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/quantity"
	"touchstone/views/report"
	"touchstone/views/ui"
)

// definitions is the edition of what the figures mean; a changed definition gets a new one.
const definitions = "1"

// offered is how many months can be chosen.
const offered = 24

// view presents one summary.
type view struct {
	s      *summary
	period Period
	now    time.Time
	all    bool
	book   *law.Edition
	agency string
	export bool
}

// fig is one count by its cell.
func (v *view) fig(ctx context.Context, code, label string, i int) ui.Fig {
	f := ui.Fig{Code: code, Label: label, Withheld: !v.s.shown(i)}
	if f.Withheld && v.s.other(i) {
		f.Why = i18n.T(ctx, "report.not_shown")
	}
	if !f.Withheld {
		f.Value, f.Text = strconv.FormatInt(v.s.Cells[i].Value, 10), ui.Thousands(strconv.FormatInt(v.s.Cells[i].Value, 10))
	}
	return f
}

// words is a count in a sentence or a file.
func (v *view) words(ctx context.Context, i int) string {
	switch f := v.fig(ctx, "", "", i); {
	case !f.Withheld:
		return f.Text
	case f.Why != "":
		return f.Why
	}
	return v.withheld()
}

// withheld stands where a count is not shown.
func (v *view) withheld() string { return "<" + strconv.FormatInt(v.s.Totals.Least, 10) }

func (v *view) page(ctx context.Context) report.Page {
	title := i18n.T(ctx, "report.title", "year", v.period.Year, "month", i18n.MonthName(ctx, v.period.Month))
	p := report.Page{Month: v.months(ctx), Figures: v.headline(ctx), Pipeline: v.pipeline(ctx), Agencies: v.agencies(ctx), Minerals: v.minerals(ctx),
		Notes: v.notes(ctx)}
	p.Frame.Title = title
	p.Head = ui.Heading{Title: title, Tags: []ui.Tag{{Label: i18n.T(ctx, "report.live"), Tone: "info"}},
		Sub: i18n.T(ctx, "report.cutoff", "at", i18n.DateTime(v.now), "version", definitions)}
	if v.export {
		p.Head.Actions = []ui.Action{{Label: "CSV", Href: "/reports/monthly/" + v.period.String() + ".csv"}}
	}
	p.Flow, p.NoFlow = v.flow(ctx)
	return p
}

func (v *view) months(ctx context.Context) ui.Filter {
	f := ui.Field{Name: "period", Type: "select", Label: i18n.T(ctx, "report.month"), Value: v.period.String()}
	for i := range offered {
		m := PeriodOf(v.now).Before(i).String()
		f.Options = append(f.Options, ui.Option{Value: m, Label: m})
	}
	return ui.Filter{Action: "/reports/monthly", Fields: []ui.Field{f}, Submit: i18n.T(ctx, "report.update")}
}

func (v *view) headline(ctx context.Context) []ui.Fig {
	s := v.s
	out := []ui.Fig{v.fig(ctx, "open_cases", i18n.T(ctx, "report.fig.open"), s.Open), v.fig(ctx, "referrals", i18n.T(ctx, "report.fig.referrals"), s.Referrals),
		v.fig(ctx, "filed", i18n.T(ctx, "report.fig.filed"), s.Filed), v.fig(ctx, "overdue", i18n.T(ctx, "report.fig.overdue"), s.Overdue)}
	out[0].Note, out[1].Note, out[2].Note, out[3].Note = i18n.T(ctx, "report.note.open"), i18n.T(ctx, "report.note.referrals"), i18n.T(ctx, "report.note.filed"),
		i18n.T(ctx, "report.note.overdue")
	u := unitOf(s.Totals.Seized)
	seized := v.mass(ctx, "seized_kg", s.Totals.Seized, u, s.Seizures)
	seized.Label, seized.Note = i18n.T(ctx, "report.fig.seized"), i18n.T(ctx, "report.note.seized")
	if !seized.Withheld {
		seized.Text += " " + u.name
	}
	return append(out, seized)
}

// mass is a mass behind which stand the cases of a cell. A withheld one says why; it is no number of cases.
func (v *view) mass(ctx context.Context, code string, m quantity.Mg, u unit, cell int) ui.Fig {
	if !v.s.shown(cell) {
		return ui.Fig{Code: code, Withheld: true, Text: i18n.T(ctx, "report.mass_not_shown"),
			Why: i18n.T(ctx, "report.mass_not_shown_why", "least", v.s.Totals.Least)}
	}
	return ui.Fig{Code: code, Value: m.Kg(), Text: u.show(m)}
}

// unit is how a column of masses is written: tonnes, or kilograms where they are few; never both in one column.
type unit struct {
	name string
	text func(quantity.Mg) string
}

func unitOf(most quantity.Mg) unit {
	if most.Cmp(quantity.Milligrams(10_000_000_000)) < 0 { // 10 t
		return unit{"kg", quantity.Mg.Kg}
	}
	return unit{"t", quantity.Mg.Tonnes}
}

// show prints all places: what is less than a tenth of the unit is not nothing.
func (u unit) show(m quantity.Mg) string { return ui.Qty(u.text(m), 1) }

func stages() []string {
	return []string{"report.stage.registered", "report.stage.filed", "report.stage.proposed", "report.stage.approved", "report.stage.received",
		"report.stage.criminal"}
}

func (v *view) pipeline(ctx context.Context) report.Chart {
	first, last := v.words(ctx, v.s.Pipeline[0]), v.words(ctx, v.s.Pipeline[5])
	c := report.Chart{Finding: i18n.T(ctx, "report.finding.pipeline", "registered", first, "filed", last)}
	if !v.s.shown(v.s.Pipeline[0]) || !v.s.shown(v.s.Pipeline[stageFiled]) {
		c.Finding = i18n.T(ctx, "report.finding.pipeline_part")
	}
	c.Table = ui.Table{Caption: i18n.T(ctx, "report.pipeline_table"),
		Columns: []ui.Column{{Label: i18n.T(ctx, "report.col.stage"), Title: true}, {Label: i18n.T(ctx, "report.col.cases"), Num: true}}}
	for i, key := range stages() {
		cell := v.s.Pipeline[i]
		f := v.fig(ctx, "pipeline."+strings.TrimPrefix(key, "report.stage."), i18n.T(ctx, key), cell)
		b := ui.Bar{Label: f.Label, Text: f.Text + f.Why, Withheld: f.Withheld}
		if !f.Withheld {
			b.Value = float64(v.s.Cells[cell].Value)
		}
		c.Bars = append(c.Bars, b)
		c.Table.Rows = append(c.Table.Rows, ui.Row{Cells: []templ.Component{ui.Text(f.Label), ui.FigureCell(f)}})
	}
	return c
}

func (v *view) agencies(ctx context.Context) report.Stacked {
	out := report.Stacked{Finding: i18n.T(ctx, "report.finding.agencies", "over", v.words(ctx, v.s.Overdue))}
	out.Table = ui.Table{Caption: i18n.T(ctx, "report.agencies_table"), Empty: ui.EmptyState{Text: i18n.T(ctx, "report.none")},
		Columns: []ui.Column{{Label: i18n.T(ctx, "report.col.agency"), Title: true},
			{Label: i18n.T(ctx, "report.col.ok"), Num: true}, {Label: i18n.T(ctx, "report.col.near"), Num: true}, {Label: i18n.T(ctx, "report.col.over"), Num: true},
			{Label: i18n.T(ctx, "report.col.met"), Num: true}, {Label: i18n.T(ctx, "report.col.late"), Num: true}}}
	for _, a := range v.s.ByAgency {
		name := i18n.Pick(ctx, a.ZH, a.EN)
		bar := ui.Stack{Label: name, Text: v.words(ctx, a.OK) + " / " + v.words(ctx, a.Near) + " / " + v.words(ctx, a.Over)}
		for _, part := range []struct {
			label, tone string
			cell        int
		}{{"report.col.ok", "ok", a.OK}, {"report.col.near", "near", a.Near}, {"report.col.over", "over", a.Over}} {
			x := ui.Part{Label: i18n.T(ctx, part.label), Tone: part.tone, Withheld: !v.s.shown(part.cell)}
			if !x.Withheld {
				x.Value = float64(v.s.Cells[part.cell].Value)
			}
			bar.Parts = append(bar.Parts, x)
		}
		out.Bars = append(out.Bars, bar)
		row := ui.Row{Cells: []templ.Component{ui.Text(name)}}
		for _, x := range []struct {
			code string
			cell int
		}{{"ok", a.OK}, {"near", a.Near}, {"over", a.Over}, {"met", a.Met}, {"late", a.Late}} {
			row.Cells = append(row.Cells, ui.FigureCell(v.fig(ctx, x.code+"."+a.Code, "", x.cell)))
		}
		out.Table.Rows = append(out.Table.Rows, row)
	}
	return out
}

func (v *view) minerals(ctx context.Context) ui.Table {
	var most quantity.Mg
	for _, m := range v.s.ByMineral {
		if v.s.shown(m.Seizures) {
			most = most.Max(m.Seized)
		}
	}
	u := unitOf(most)
	t := ui.Table{Caption: i18n.T(ctx, "report.minerals"), Empty: ui.EmptyState{Text: i18n.T(ctx, "report.none")},
		Columns: []ui.Column{{Label: i18n.T(ctx, "report.col.mineral"), Title: true},
			{Label: i18n.T(ctx, "report.col.open"), Num: true}, {Label: i18n.T(ctx, "report.col.referrals"), Num: true},
			{Label: i18n.T(ctx, "report.col.filed"), Num: true},
			{Label: i18n.T(ctx, "report.col.seized", "unit", u.name), Num: true}}}
	for _, m := range v.s.ByMineral {
		code := m.Mineral
		if code == "" {
			code = "none"
		}
		seized := v.mass(ctx, "seized_kg."+code, m.Seized, u, m.Seizures)
		t.Rows = append(t.Rows, ui.Row{Cells: []templ.Component{ui.Text(v.mineral(ctx, m.Mineral)), ui.FigureCell(v.fig(ctx, "open_cases."+code, "", m.Open)),
			ui.FigureCell(v.fig(ctx, "referrals."+code, "", m.Referrals)), ui.FigureCell(v.fig(ctx, "filed."+code, "", m.Filed)), ui.FigureCell(seized)}})
	}
	return t
}

// mineral is the element's name. A case names its mineral by the code of the list of controlled items; what is not on
// the list is not said, because it may be anybody's words.
func (v *view) mineral(ctx context.Context, code string) string {
	for _, i := range v.book.Goods {
		if i.ElementEN == code {
			return i18n.Pick(ctx, i.ElementZH, i.ElementEN)
		}
	}
	if code == "" {
		return i18n.T(ctx, "report.mineral.none")
	}
	return i18n.T(ctx, "report.mineral.other")
}

func (v *view) flow(ctx context.Context) (*ui.FlowMap, string) {
	if len(v.s.Routes) == 0 {
		if v.s.RoutesHidden {
			return nil, i18n.T(ctx, "report.routes_hidden", "n", v.s.Totals.Least)
		}
		return nil, i18n.T(ctx, "report.none")
	}
	var most quantity.Mg
	for _, r := range v.s.Routes {
		most = most.Max(r.Mass)
	}
	u := unitOf(most)
	m := ui.FlowMap{Finding: i18n.T(ctx, "report.finding.routes", "n", len(v.s.Routes)), Unit: u.name, CountHead: i18n.T(ctx, "report.col.cases"),
		Columns: []string{i18n.T(ctx, "report.stop.origin"), i18n.T(ctx, "report.stop.exit"), i18n.T(ctx, "report.stop.transit"),
			i18n.T(ctx, "report.stop.destination")}}
	for _, r := range v.s.Routes {
		m.Routes = append(m.Routes, ui.Route{Stops: v.stops(ctx, r.Route), Value: u.text(r.Mass), Text: u.show(r.Mass),
			Count: ui.Thousands(strconv.FormatInt(r.Cases, 10))})
	}
	return &m, ""
}

func (v *view) stops(ctx context.Context, route string) []string {
	if route == "" {
		other := i18n.T(ctx, "report.other")
		return []string{other, other, ui.NoStop, other}
	}
	out := strings.SplitN(route, ">", 4)
	for len(out) < 4 {
		out = append(out, "")
	}
	if out[2] == "" {
		out[2] = ui.NoStop
	}
	return out
}

func (v *view) notes(ctx context.Context) []string {
	out := []string{i18n.T(ctx, "report.def.open"), i18n.T(ctx, "report.def.referrals"), i18n.T(ctx, "report.def.overdue"), i18n.T(ctx, "report.def.seized"),
		i18n.T(ctx, "report.def.near"), i18n.T(ctx, "report.def.small", "least", v.s.Totals.Least, "n", v.s.Withheld), i18n.T(ctx, "report.def.hidden")}
	out = append(out, i18n.T(ctx, "report.def.steps", "least", v.s.Totals.Least), i18n.T(ctx, "report.def.running"))
	if v.all {
		return append(out, i18n.T(ctx, "report.def.all"))
	}
	return append(out, i18n.T(ctx, "report.def.own", "agency", v.agency))
}
