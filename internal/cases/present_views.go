package cases

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"touchstone/internal/i18n"
	views "touchstone/views/cases"
	"touchstone/views/ui"
)

// viewFilter is what a saved view asks for today.
func (p presenter) viewFilter(v savedView) Filter {
	return parseFilter(v.values(), defaultView(p.who), p.book(), p.handlers)
}

// tabs are the built-in views and the saved ones with their counts, and the way to save the present filter. A count is
// the number of rows behind the tab.
func (p presenter) tabs(f Filter, s shelf, n []int64) []ui.Tab {
	var out []ui.Tab
	saved := false
	for _, v := range s.Views {
		g := p.viewFilter(v)
		t := ui.Tab{Label: v.Name, Href: "/cases?" + v.Query, Star: p.t("cases.views.star"), Current: !saved && f.same(g)}
		saved = saved || t.Current
		out = append(out, t)
	}
	var all []ui.Tab
	for _, v := range viewNames() {
		all = append(all, ui.Tab{Label: p.t("cases.view." + v), Href: "/cases?view=" + v, Current: v == f.View && !saved})
	}
	all = append(all, out...)
	for i := range all {
		if i < len(n) {
			all[i].Count = count(n[i], viewCap)
		}
	}
	return append(all, ui.Tab{Label: p.t("cases.views.save_as"), Href: "/cases/views?" + f.Query().Encode(), End: true})
}

// viewsPage is the reader's views, with the filter that is going to be saved where one is asked.
func (p presenter) viewsPage(s shelf, f *Filter, key func(action string) string) views.Views {
	page := views.Views{Head: ui.Heading{Title: p.t("cases.views.title"), Back: &ui.Action{Label: p.t("cases.list.title"), Href: "/cases"}}}
	if f != nil {
		page.Head.Back.Href = f.address()
		page.Asked = p.conditions(*f)
		page.Save = p.saveForm(*f, key("/cases/views"))
	}
	page.Table = ui.Table{Caption: p.t("cases.views.caption"), Columns: []ui.Column{{Label: p.t("cases.views.col.name"), Title: true},
		{Label: p.t("cases.views.col.asks")},
		{Label: p.t("cases.views.col.who")}, {Label: p.t("cases.views.col.do")}}, Empty: ui.EmptyState{Text: p.t("cases.views.hint")}}
	page.Table.Rows = p.viewRows(s, key)
	page.Open = p.openForm(s, key("/cases/views/default"))
	return page
}

// conditions are a filter in words.
func (p presenter) conditions(f Filter) []ui.Fact {
	out := []ui.Fact{{Label: p.t("cases.filter.view"), Value: p.t("cases.view." + f.View)}}
	for _, x := range p.dictionary() {
		if v := f.value(x.name); v != "" {
			out = append(out, ui.Fact{Label: p.t("cases.filter." + x.name), Value: x.label(v)})
		}
	}
	return out
}

func (p presenter) saveForm(f Filter, key string) *ui.ActForm {
	name := p.field(p.book().Form("saved_view"), "name")
	name.Narrow = true
	return &ui.ActForm{Action: "/cases/views", Key: key, Submit: p.t("cases.views.save"), Hidden: []ui.Pair{{Name: "query", Value: f.Query().Encode()}},
		Fields: []ui.Field{
			name,
			p.chosen("saved_view", "shared", "radios", "no", []ui.Option{{Value: "no", Label: p.t("cases.views.private")},
				{Value: "yes", Label: p.t("cases.views.shared"), Hint: p.t("cases.views.shared_hint")}}),
			p.chosen("saved_view", "default", "check", "", nil),
		}}
}

// viewRows are the saved views; what is one's own can be taken away.
func (p presenter) viewRows(s shelf, key func(string) string) []ui.Row {
	var out []ui.Row
	for _, v := range s.Views {
		remove := ui.Text("")
		if v.Mine {
			action := "/cases/views/" + v.Ref + "/remove"
			remove = views.Press(ui.ActForm{Action: action, Key: key(action), Submit: p.t("cases.views.remove")}, v.Name)
		}
		out = append(out, ui.Row{Cells: []templ.Component{ui.LinkTo("/cases?"+v.Query, v.Name), ui.Text(p.words(p.viewFilter(v))), ui.Text(p.seenBy(v)), remove}})
	}
	return out
}

// openForm chooses the view with which the list opens.
func (p presenter) openForm(s shelf, key string) *ui.ActForm {
	f := p.field(p.book().Form("view_choice"), "view")
	f.Type, f.Narrow, f.Optional = "select", true, false
	f.Options = []ui.Option{{Label: p.t("cases.views.by_role", "view", p.t("cases.view."+defaultView(p.who)))}}
	for _, v := range viewNames() {
		f.Options = append(f.Options, ui.Option{Value: v, Label: p.t("cases.view." + v)})
	}
	for _, v := range s.Views {
		f.Options = append(f.Options, ui.Option{Value: v.Ref, Label: v.Name})
	}
	if slices.ContainsFunc(f.Options, func(o ui.Option) bool { return o.Value == s.Default }) {
		f.Value = s.Default
	}
	return &ui.ActForm{Action: "/cases/views/default", Key: key, Submit: p.t("cases.views.choose"), Fields: []ui.Field{f}}
}

func (p presenter) seenBy(v savedView) string {
	switch {
	case !v.Shared:
		return p.t("cases.views.private")
	case v.Mine:
		return p.t("cases.views.shared")
	default:
		return p.t("cases.views.shared_by", "name", i18n.Name(p.ctx, v.OwnerZH, v.OwnerEN))
	}
}

// words are a filter in one line; what it does not understand any more is named.
func (p presenter) words(f Filter) string {
	var parts []string
	for _, x := range p.conditions(f) {
		parts = append(parts, x.Label+p.t("cases.colon")+x.Value)
	}
	if s := p.ignored(f); s != "" {
		parts = append(parts, s)
	}
	return strings.Join(parts, " · ")
}
