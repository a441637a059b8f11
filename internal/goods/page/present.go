package page

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"touchstone/internal/acts"
	"touchstone/internal/cases"
	"touchstone/internal/errs"
	"touchstone/internal/goods"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/quantity"
	"touchstone/internal/web"
	views "touchstone/views/goods"
	"touchstone/views/ui"
)

func (h *HTTP) sheetPage(rd web.Reading, v *cases.Tab, s *goods.Sheet, w weighed) views.SheetPage {
	ctx := rd.Ctx
	page := views.SheetPage{Frame: rd.Frame("P10", i18n.T(ctx, "goods.list.title", "ref", v.Head.Ref)), Identity: v.Bar, Totals: totals(ctx, s.Totals, w),
		Routes: h.routeTable(rd, v, s.Routes), Flow: flow(ctx, s.Routes)}
	page.Warnings = warnings(ctx, s, w)
	if done := rd.Query.Get("done"); i18n.Has("goods.done." + done) {
		page.Notices = append(page.Notices, ui.Notice{Tone: "ok", Text: i18n.T(ctx, "goods.done."+done)})
	}
	page.Table = ui.Table{Caption: i18n.T(ctx, "goods.list.caption"), Empty: ui.EmptyState{Text: i18n.T(ctx, "goods.list.empty")},
		Columns: []ui.Column{{Label: i18n.T(ctx, "goods.col.name"), Title: true},
			{Label: i18n.T(ctx, "goods.col.control")}, {Label: i18n.T(ctx, "goods.col.act_on"), NoWrap: true}, {Label: i18n.T(ctx, "goods.col.hs")},
			{Label: i18n.T(ctx, "goods.col.quantity"), Num: true},
			{Label: i18n.T(ctx, "goods.col.net"), Num: true}, {Label: i18n.T(ctx, "goods.col.value"), Num: true}, {Label: i18n.T(ctx, "goods.col.licence")}}}
	for _, r := range s.Items {
		page.Table.Rows = append(page.Table.Rows, h.row(ctx, v, r))
	}
	if v.Head.MayAct {
		add := ui.Action{Label: i18n.T(ctx, "goods.list.add"), Href: v.Base + "/new", Primary: true, Key: "new"}
		page.Identity.Actions = append(page.Identity.Actions, add)
		page.Table.Empty.Action = &ui.Action{Label: add.Label, Href: add.Href}
		page.AddRoute = &ui.Action{Label: i18n.T(ctx, "goods.list.add_route"), Href: v.Base + "/routes/new"}
	}
	return page
}

func totals(ctx context.Context, t goods.Totals, w weighed) []ui.Fact {
	out := []ui.Fact{{Label: i18n.T(ctx, "goods.total.net"), Value: with(ctx, cases.Kilograms(t.Net), t.UnknownMass)},
		{Label: i18n.T(ctx, "goods.total.value"), Value: with(ctx, cases.Yuan(t.Value), t.UnknownValue)},
		{Label: i18n.T(ctx, "goods.total.items"), Value: i18n.T(ctx, "goods.total.controlled", "n", t.Items, "controlled", t.Controlled)}}
	if w.Items > 0 {
		out = append(out, ui.Fact{Label: i18n.T(ctx, "goods.total.weighed"), Value: with(ctx, cases.Kilograms(w.Net), w.Unweighed)})
	}
	return out
}

// with adds how many items the sum does not know: unknown differs from nothing.
func with(ctx context.Context, sum string, unknown int) string {
	if unknown == 0 {
		return sum
	}
	return sum + i18n.T(ctx, "goods.total.unknown", "n", unknown)
}

// warnings: figures of the file that cannot all be true.
func warnings(ctx context.Context, s *goods.Sheet, w weighed) []ui.Notice {
	var out []ui.Notice
	warn := func(key string, args ...any) {
		out = append(out, ui.Notice{Tone: "warn", Text: i18n.T(ctx, key, args...)})
	}
	for _, r := range s.Items {
		switch {
		case r.Weighed != nil && r.Net == nil:
			warn("goods.warn.unit", "name", r.Name, "kg", cases.Kilograms(r.Weighed))
		case r.Weighed != nil && r.Weighed.Cmp(*r.Net) != 0:
			warn("goods.warn.item", "name", r.Name, "net", cases.Kilograms(r.Net), "kg", cases.Kilograms(r.Weighed))
		}
	}
	switch {
	case len(s.Items) == 0 || w.Net == nil:
	case s.Totals.Net == nil:
		warn("goods.warn.no_mass", "kg", cases.Kilograms(w.Net))
	case s.Totals.UnknownMass == 0 && w.Net.Cmp(*s.Totals.Net) > 0:
		warn("goods.warn.more", "net", cases.Kilograms(s.Totals.Net), "kg", cases.Kilograms(w.Net))
	}
	var routed quantity.Mg
	for _, r := range s.Routes {
		if r.Net != nil {
			routed = routed.Plus(*r.Net)
		}
	}
	if s.Totals.Net != nil && s.Totals.UnknownMass == 0 && routed.Cmp(*s.Totals.Net) > 0 {
		warn("goods.warn.routes", "net", cases.Kilograms(s.Totals.Net), "kg", cases.Kilograms(&routed))
	}
	return out
}

func (h *HTTP) enum(ctx context.Context, list, code string) string {
	return h.Book().EnumLabel(list, code).In(ctx)
}

// unit is the sign of a unit of mass, which is the same in both languages, else its word.
func (h *HTTP) unit(ctx context.Context, code string) string {
	if quantity.IsMass(code) {
		return code
	}
	return h.enum(ctx, "unit", code)
}

// element is what the item is made of, in the reader's language.
func (h *HTTP) element(ctx context.Context, name string) string {
	return h.Book().Element(name).In(ctx)
}

func (h *HTTP) row(ctx context.Context, v *cases.Tab, r goods.Row) ui.Row {
	name := views.Name{Text: r.Name, Sub: joined(h.element(ctx, r.Mineral), r.Form, r.Purity)}
	if v.Head.MayAct {
		name.Href = v.Base + "/" + r.Ref + "/edit"
	}
	on := templ.Component(ui.Text(""))
	if r.ActOn != nil {
		on = ui.Text(r.ActOn.Format(time.DateOnly))
	}
	much := ""
	if r.Quantity != "" {
		much = ui.Thousands(quantity.Trimmed(r.Quantity)) + " " + h.unit(ctx, r.Unit)
	}
	licence := ui.Text("")
	if r.LicenceState != "" {
		licence = views.Licence(ui.Tag{Label: i18n.T(ctx, "goods.licence."+r.LicenceState), Tone: licenceTone(r.LicenceState)}, r.LicenceNote)
	}
	value := templ.Component(ui.Text(amount(r.Value)))
	if r.ValueMethod != "" {
		value = ui.Sub(amount(r.Value), i18n.T(ctx, "goods.method."+r.ValueMethod))
	}
	return ui.Row{Ref: r.Ref, Cells: []templ.Component{views.Goods(name), views.Controlled(h.control(ctx, r)), on,
		views.HS(i18n.T(ctx, "goods.hs.declared"), r.HSDeclared, i18n.T(ctx, "goods.hs.found"), r.HSFound),
		ui.Text(much), ui.Text(mass(r.Net)), value, licence}}
}

// mass and amount stand under a head that names the unit.
func mass(m *quantity.Mg) string {
	if m == nil {
		return ""
	}
	return ui.Qty(m.Kg(), 1)
}

func amount(f *quantity.Fen) string {
	if f == nil {
		return ""
	}
	return ui.Qty(f.Fixed(), 2)
}

func licenceTone(state string) string {
	switch state {
	case "valid", "not_needed":
		return "ok"
	case "unknown":
		return "warn"
	}
	return "err"
}

func joined(parts ...string) string {
	var said []string
	for _, s := range parts {
		if s != "" {
			said = append(said, s)
		}
	}
	return strings.Join(said, " · ")
}

func legs() []string { return []string{"origin", "exit_port", "transit", "destination"} }

// flow draws the routes by mass; those of unknown mass have no width and stay in the table.
func flow(ctx context.Context, routes []goods.Route) *ui.FlowMap {
	m := &ui.FlowMap{Unit: "kg", TableHref: "#routes"}
	for _, l := range legs() {
		m.Columns = append(m.Columns, i18n.T(ctx, "goods.route."+l))
	}
	var total quantity.Mg
	for _, r := range routes {
		if r.Net == nil || !r.Net.IsPositive() {
			continue
		}
		total = total.Plus(*r.Net)
		m.Routes = append(m.Routes, ui.Route{Stops: []string{r.Origin, r.ExitPort, r.Transit, r.Destination}, Value: r.Net.Kg(), Text: mass(r.Net)})
	}
	if len(m.Routes) == 0 {
		return nil
	}
	m.Finding = i18n.T(ctx, "goods.flow.finding", "kg", cases.Kilograms(&total), "n", len(m.Routes))
	return m
}

func (h *HTTP) routeTable(rd web.Reading, v *cases.Tab, routes []goods.Route) ui.Table {
	ctx := rd.Ctx
	t := ui.Table{Caption: i18n.T(ctx, "goods.routes.caption"), Empty: ui.EmptyState{Text: i18n.T(ctx, "goods.routes.empty")},
		Columns: []ui.Column{{Label: i18n.T(ctx, "goods.col.item"), Title: true}}}
	for _, l := range legs() {
		t.Columns = append(t.Columns, ui.Column{Label: i18n.T(ctx, "goods.route."+l)})
	}
	t.Columns = append(t.Columns, ui.Column{Label: i18n.T(ctx, "goods.col.net"), Num: true}, ui.Column{Label: i18n.T(ctx, "goods.col.status")},
		ui.Column{Label: i18n.T(ctx, "goods.col.source")})
	if v.Head.MayAct {
		t.Columns = append(t.Columns, ui.Column{Label: i18n.T(ctx, "goods.col.remove"), Unlisted: true})
	}
	action := v.Base + "/routes/remove"
	for _, r := range routes {
		of := r.ItemName
		if of == "" {
			of = i18n.T(ctx, "goods.route.all")
		}
		cells := []templ.Component{ui.Text(of)}
		for _, stop := range []string{r.Origin, r.ExitPort, r.Transit, r.Destination} {
			if stop == "" {
				cells = append(cells, views.Unknown(i18n.T(ctx, "goods.route.unknown")))
				continue
			}
			cells = append(cells, ui.Text(stop))
		}
		status := ui.Tag{Label: i18n.T(ctx, "goods.status."+r.Status), Tone: "warn"}
		if r.Status == "confirmed" {
			status.Tone = "ok"
		}
		cells = append(cells, ui.Text(mass(r.Net)), ui.StateTag(status), ui.Text(h.source(ctx, r.Source)))
		if v.Head.MayAct {
			cells = append(cells, views.Remove(action, rd.Key(action), rd.Cursor(routeMark(v), time.Unix(0, 0), r.ID), of))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

// form is a form with what was typed, else what is known.
type form struct {
	ctx   context.Context
	rows  *law.Form // its fields in the tables
	in    url.Values
	known map[string]string
	bad   *errs.E
}

// source is what was written, or the channel of the case where the route came with its registration.
func (h *HTTP) source(ctx context.Context, s string) string {
	return h.Book().EnumLabel("source_kind", s).In(ctx)
}

// value is what stands in a field: what was typed, else what is known.
func (f form) value(name string) string {
	if f.in != nil {
		return f.in.Get(name)
	}
	return f.known[name]
}

func (f form) field(name, kind string, options []ui.Option) ui.Field {
	row := f.rows.Field(name)
	x := ui.Field{Name: name, Type: kind, Label: row.Label.In(f.ctx), Hint: row.Hint.In(f.ctx),
		Optional: !row.Required.Always, Value: f.value(name), Options: options}
	if f.bad != nil {
		for _, b := range f.bad.Fields {
			if b.Name == name && x.Error == "" {
				x.Error = i18n.T(f.ctx, b.Key, b.Args...)
			}
		}
	}
	return x
}

func coded(ctx context.Context, area, none string, codes []string) []ui.Option {
	var out []ui.Option
	if none != "" {
		out = append(out, ui.Option{Label: i18n.T(ctx, none)})
	}
	for _, c := range codes {
		out = append(out, ui.Option{Value: c, Label: i18n.T(ctx, area+c)})
	}
	return out
}

func (h *HTTP) units(ctx context.Context, mass bool) []ui.Option {
	out := []ui.Option{{Label: i18n.T(ctx, "goods.form.no_unit")}}
	for _, u := range h.Book().Enum("unit") {
		if !mass || quantity.IsMass(u.Code) {
			out = append(out, ui.Option{Value: u.Code, Label: u.Label.In(ctx)})
		}
	}
	return out
}

// minerals suggests the elements of the control list; other words may be typed.
func (h *HTTP) minerals(ctx context.Context, on time.Time) []ui.Option {
	seen := map[string]bool{}
	var out []ui.Option
	for _, x := range h.Book().Items(on, "") {
		if !seen[x.ElementZH] {
			seen[x.ElementZH] = true
			out = append(out, ui.Option{Value: x.ElementZH, Label: i18n.Pick(ctx, x.ElementZH, x.ElementEN)})
		}
	}
	return out
}

func (h *HTTP) formPage(rd web.Reading, v *cases.Tab, old *goods.Row, in url.Values, bad *errs.E) views.FormPage {
	ctx := rd.Ctx
	title, action := i18n.T(ctx, "goods.new.title"), v.Base
	f := form{ctx: ctx, rows: h.Book().Form("goods"), in: in, bad: bad, known: map[string]string{"mineral": v.Head.Mineral, "unit": "kg"}}
	a := ui.ActForm{Dense: true, Submit: i18n.T(ctx, "goods.form.save"), Cancel: &ui.Action{Label: i18n.T(ctx, "goods.form.cancel"), Href: v.Base}}
	if old != nil {
		title, action = i18n.T(ctx, "goods.edit.title", "name", old.Name), v.Base+"/"+old.Ref
		a.Version = strconv.Itoa(old.Version)
		if typed := f.in.Get("version"); typed != "" { // what was typed before is about the row as it was then
			a.Version = typed
		}
		f.known = map[string]string{"name": old.Name, "listed": h.Desk.NameToday(old.Listed), "mineral": old.Mineral, "form": old.Form, "purity": old.Purity,
			"hs_declared": old.HSDeclared, "hs_found": old.HSFound, "quantity": quantity.Trimmed(old.Quantity),
			"unit": old.Unit, "value_method": old.ValueMethod, "licence_state": old.LicenceState, "licence_note": old.LicenceNote}
		if old.ActOn != nil {
			f.known["act_on"] = old.ActOn.Format(time.DateOnly)
		}
		if old.Value != nil {
			f.known["value"] = old.Value.Yuan().String()
		}
	}
	a.Action, a.Key = action, rd.Key(action)
	a.Fields = []ui.Field{f.field("name", "text", nil), f.field("mineral", "text", h.minerals(ctx, rd.Now)), f.field("act_on", "date", nil),
		f.field("listed", "select", h.listed(ctx, f.value("name"), f.value("mineral"), rd.Now)), f.field("quantity", "decimal", nil),
		f.field("unit", "select", h.units(ctx, false)), f.field("value", "money", nil),
		f.field("value_method", "select", coded(ctx, "goods.method.", "goods.form.no_method", goods.ValueMethods)),
		f.field("licence_state", "select", coded(ctx, "goods.licence.", "goods.form.no_licence", goods.LicenceStates)), f.field("licence_note", "text", nil),
		f.field("hs_declared", "text", nil),
		f.field("hs_found", "text", nil), f.field("form", "text", nil), f.field("purity", "text", nil)}
	page := views.FormPage{Frame: rd.Frame("P10", title), Identity: v.Bar, Title: title, Form: a, Help: i18n.T(ctx, "goods.form.help")}
	page.Frame.Error = bad != nil
	if bad != nil {
		page.Form.Problems, page.Form.Guards = acts.Problems(ctx, bad)
	}
	if old != nil {
		remove := action + "/remove"
		page.Remove = &ui.ActForm{Action: remove, Key: rd.Key(remove), Submit: i18n.T(ctx, "goods.remove.submit")}
	}
	return page
}

func (h *HTTP) routePage(rd web.Reading, v *cases.Tab, s *goods.Sheet, in url.Values, bad *errs.E) views.FormPage {
	ctx := rd.Ctx
	items := []ui.Option{{Label: i18n.T(ctx, "goods.route.all")}}
	for _, r := range s.Items {
		items = append(items, ui.Option{Value: r.Ref, Label: r.Name})
	}
	f := form{ctx: ctx, rows: h.Book().Form("goods_route"), in: in, bad: bad, known: map[string]string{"unit": "kg"}}
	title, action := i18n.T(ctx, "goods.route.title"), v.Base+"/routes/new"
	page := views.FormPage{Frame: rd.Frame("P10", title), Identity: v.Bar, Title: title, Help: i18n.T(ctx, "goods.route.help")}
	page.Frame.Error = bad != nil
	page.Form = ui.ActForm{Action: action, Key: rd.Key(action), Submit: i18n.T(ctx, "goods.form.save"),
		Cancel: &ui.Action{Label: i18n.T(ctx, "goods.form.cancel"), Href: v.Base}, Fields: []ui.Field{
			f.field("item", "select", items), f.field("origin", "text", nil), f.field("exit_port", "text", nil), f.field("transit", "text", nil),
			f.field("destination", "text", nil),
			f.field("quantity", "decimal", nil), f.field("unit", "select", h.units(ctx, true)),
			f.field("status", "radios", coded(ctx, "goods.status.", "", []string{"confirmed", "suspected"})), f.field("source", "text", nil)}}
	if bad != nil {
		page.Form.Problems, page.Form.Guards = acts.Problems(ctx, bad)
	}
	return page
}
