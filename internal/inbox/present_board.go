package inbox

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"touchstone/internal/actor"
	"touchstone/internal/cases"
	"touchstone/internal/deadline/badge"
	"touchstone/internal/i18n"
	"touchstone/internal/procedure"
	viewclocks "touchstone/views/clocks"
	"touchstone/views/ui"
)

// groups of the board, in the order of urgency.
func groups() []string { return []string{"over", "today", "near", "later", "paused"} }

func groupOf(state string) string {
	switch state {
	case "over", "held":
		return "over"
	case "urgent":
		return "today"
	case "near":
		return "near"
	case "paused":
		return "paused"
	}
	return "later"
}

// ignored names the filters of the address that were not understood.
func (p presenter) ignored(names []string) string {
	labels := make([]string, len(names))
	for i, n := range names {
		labels[i] = p.t("clocks.filter." + n)
	}
	return p.t("clocks.board.bad", "names", strings.Join(labels, p.t("cases.list_separator")))
}

// board fills the deadline board: figures, then one table in the order of the ends, then the owners.
func (p presenter) board(page *viewclocks.Board, f filter, lines []clockLine) {
	if len(lines) > boardLimit {
		lines = lines[:boardLimit]
		page.More = p.t("clocks.board.more", "n", boardLimit)
	}
	slices.SortStableFunc(lines, func(a, b clockLine) int { return cmp.Compare(a.Rests(), b.Rests()) }) // what does not count presses nobody
	n, owners := map[string]int{}, map[string]*owner{}
	t := ui.Table{Caption: p.t("clocks.board.title"), Columns: []ui.Column{{Label: p.t("clocks.col.case"), Title: true}, {Label: p.t("clocks.col.rule")},
		{Label: p.t("clocks.col.ref")},
		{Label: p.t("clocks.col.stage")}, {Label: p.t("clocks.col.left"), Clock: true}, {Label: p.t("clocks.col.due"), Sort: "ascending"},
		{Label: p.t("clocks.col.owner")}},
		Empty: ui.EmptyState{Text: p.t("clocks.board.empty")}}
	for _, l := range lines {
		actor.Opened(p.ctx, l.Marking)
		badge := badge.Present(p.ctx, p.book, l.Row, p.now)
		g := groupOf(badge.State)
		n[g]++
		count(owners, l, i18n.Name(p.ctx, l.OwnerZHName, l.OwnerENName), g)
		ref := l.Ref
		if l.Target != "" {
			ref = l.Target
		}
		t.Rows = append(t.Rows, ui.Row{Ref: l.Ref, Hot: l.Mine && (g == "over" || g == "today"),
			Cells: []templ.Component{ui.LinkTo("/cases/"+l.Ref, procedure.Written(l.Title)),
				ui.Sub(badge.Name, badge.Basis), ui.Mono(ref), ui.StateTag(cases.StateTag(p.ctx, p.book, l.Machine, l.CaseState)), ui.ClockBadge(badge),
				viewclocks.NoWrap(badge.DueText), viewclocks.NoWrap(orElse(i18n.Name(p.ctx, l.OwnerZHName, l.OwnerENName), p.t("clocks.unassigned")))}})
	}
	page.Table = t
	for _, g := range groups() {
		page.Figures = append(page.Figures, ui.Fig{Code: "clocks." + g, Label: p.t("clocks.board." + g), Value: strconv.Itoa(n[g])})
	}
	for _, s := range scopes() {
		page.Scopes = append(page.Scopes, ui.Tab{Label: p.t("clocks.filter." + s), Href: "/clocks?scope=" + s, Current: s == f.Scope})
	}
	page.Owners = p.owners(f, owners)
	if f.Owner != "" {
		page.OwnerAll = "/clocks?scope=" + f.Scope
	}
	if len(lines) > 0 {
		page.Head.Actions = []ui.Action{{Label: p.t("clocks.board.open_nearest"), Href: "/cases/" + lines[0].Ref, Primary: true}}
	}
}

// owner is one person's share of the board.
type owner struct {
	id, name          string
	over, today, near int
	all               int
}

func count(owners map[string]*owner, l clockLine, name, group string) {
	o := owners[l.OwnerID]
	if o == nil {
		o = &owner{id: l.OwnerID, name: name}
		owners[l.OwnerID] = o
	}
	o.all++
	switch group {
	case "over":
		o.over++
	case "today":
		o.today++
	case "near":
		o.near++
	}
}

// owners are the people behind the periods, each a filter, whoever is late first.
func (p presenter) owners(f filter, owners map[string]*owner) []ui.Tab {
	var list []*owner
	for _, o := range owners {
		list = append(list, o)
	}
	slices.SortFunc(list, func(a, b *owner) int {
		if a.over != b.over {
			return b.over - a.over
		}
		if a.all != b.all {
			return b.all - a.all
		}
		return cmp.Compare(a.id, b.id)
	})
	var out []ui.Tab
	for _, o := range list {
		if o.id == "" {
			continue
		}
		out = append(out, ui.Tab{Label: o.name, Href: "/clocks?scope=" + f.Scope + "&owner=" + o.id, Current: f.Owner == o.id,
			Count: p.t("clocks.board.share", "over", o.over, "n", o.all)})
	}
	return out
}
