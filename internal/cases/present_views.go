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
	if f == nil {
		page.Hint = p.t("cases.views.hint")
	} else {
		page.Head.Back.Href = f.address()
		page.Asked = p.conditions(*f)
		page.Save = p.saveForm(*f, key("/cases/views"))
	}
	page.Table = ui.Table{Caption: p.t("cases.views.caption"), Columns: []ui.Column{{Label: p.t("cases.views.col.name"), Title: true}, {Label: p.t("cases.views.col.asks")},
		{Label: p.t("cases.views.col.who")}, {Label: p.t("cases.views.col.opens")}, {Label: p.t("cases.views.col.do")}}}
	page.Table.Rows = p.viewRows(s, key)
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
	return &ui.ActForm{Action: "/cases/views", Key: key, Submit: p.t("cases.views.save"), Hidden: []ui.Pair{{Name: "query", Value: f.Query().Encode()}}, Fields: []ui.Field{
		{Name: "name", Type: "text", Label: p.t("cases.views.name"), Hint: p.t("cases.views.name_hint", "n", longestName), Narrow: true},
		{Name: "shared", Type: "radios", Label: p.t("cases.views.col.who"), Value: "no", Options: []ui.Option{{Value: "no", Label: p.t("cases.views.private")},
			{Value: "yes", Label: p.t("cases.views.shared"), Hint: p.t("cases.views.shared_hint")}}},
		{Name: "default", Type: "check", Label: p.t("cases.views.open_with_this")},
	}}
}

// viewRows are the saved views and the built-in ones; the list opens with one of them.
func (p presenter) viewRows(s shelf, key func(string) string) []ui.Row {
	chosen := s.Default
	if s.find(chosen) == nil && !slices.Contains(viewNames(), chosen) {
		chosen = ""
	}
	var out []ui.Row
	row := func(code, name, href, asks, who string, remove templ.Component) {
		out = append(out, ui.Row{Cells: []templ.Component{ui.LinkTo(href, name), ui.Text(asks), ui.Text(who), p.opens(code, chosen, name, key), remove}})
	}
	nothing := ui.Text("")
	for _, v := range s.Views {
		remove := nothing
		if v.Mine {
			action := "/cases/views/" + v.Ref + "/remove"
			remove = views.Press(ui.ActForm{Action: action, Key: key(action), Submit: p.t("cases.views.remove")}, v.Name)
		}
		row(v.Ref, v.Name, "/cases?"+v.Query, p.words(p.viewFilter(v)), p.seenBy(v), remove)
	}
	role := defaultView(p.who)
	row("", p.t("cases.views.by_role"), "/cases?view="+role, p.t("cases.view."+role), p.t("cases.views.everybody"), nothing)
	for _, v := range viewNames() {
		row(v, p.t("cases.view."+v), "/cases?view="+v, p.t("cases.views.built_in"), p.t("cases.views.everybody"), nothing)
	}
	return out
}

// opens says that the list opens with this view, or is the button for it.
func (p presenter) opens(code, chosen, name string, key func(string) string) templ.Component {
	if code == chosen {
		return ui.Text(p.t("cases.views.opens"))
	}
	const action = "/cases/views/default"
	return views.Press(ui.ActForm{Action: action, Key: key(action), Hidden: []ui.Pair{{Name: "view", Value: code}}, Submit: p.t("cases.views.open_with")}, name)
}

func (p presenter) seenBy(v savedView) string {
	switch name := i18n.Name(p.ctx, v.OwnerZH, v.OwnerEN); {
	case !v.Shared:
		return p.t("cases.views.private")
	case v.Mine || name == "":
		return p.t("cases.views.shared")
	default:
		return p.t("cases.views.shared_by", "name", name)
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
