package page

import (
	"slices"

	"touchstone/internal/actor"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/law"
	"touchstone/internal/web"
	views "touchstone/views/evidence"
	"touchstone/views/ui"
)

func (h *HTTP) listPage(rd web.Reading, ref string) (views.ListPage, error) {
	who := rd.Who
	p := h.words(rd)
	var rows []kept
	id, head, err := h.Headers.Header(p.ctx, h.DB.Read(), who, ref, cases.TabEvidence, p.now, p.ask, func(b *database.Pipe) { h.queueList(b, who, ref, &rows) })
	if err != nil {
		return views.ListPage{}, err
	}
	base := "/cases/" + head.Ref
	page := views.ListPage{Frame: rd.Frame("P11", p.t("evidence.list.title", "ref", head.Ref)), Identity: id, Counts: p.counts(rows)}
	bad := 0
	for _, r := range rows {
		bad += min(r.Bad, 1)
		page.Ticks = page.Ticks || offerable(p.book, r.Row) && h.hands(who)
	}
	if bad > 0 {
		page.Alarm = &ui.Notice{Tone: "err", Alert: true, Text: p.t("evidence.list.mismatch", "n", bad)}
	}
	page.Table = ui.Table{Caption: p.t("evidence.list.caption"), Columns: p.columns(page.Ticks), Empty: ui.EmptyState{Text: p.t("evidence.list.empty")}}
	for _, r := range rows {
		page.Table.Rows = append(page.Table.Rows, p.row(r.Row, r.checks, page.Ticks))
	}
	page.Handover = base + "/handovers/new"
	if h.mayCollect(who, head) {
		add := ui.Action{Label: p.t("evidence.list.add"), Href: base + "/evidence/new", Event: "evidence.collected", Primary: true, Key: "new"}
		page.Identity.Actions = append(page.Identity.Actions, add)
		page.Table.Empty.Action = &ui.Action{Label: add.Label, Href: add.Href}
	}
	return page, nil
}

func (h *HTTP) mayCollect(who actor.Actor, head *cases.Head) bool {
	for _, row := range h.Book().Variants(law.Evidence, "evidence.collected", law.New) {
		if row.Variant == trackOf(head.Machine) {
			return head.MayAct && who.HasAny(row.DeciderRoles...)
		}
	}
	return false
}

// counts are how many items are in each state, in the order of the list.
func (p words) counts(rows []kept) []views.Count {
	var out []views.Count
	for _, r := range rows {
		i := slices.IndexFunc(out, func(c views.Count) bool { return c.State.Code == r.State })
		if i < 0 {
			out = append(out, views.Count{State: p.state(r.State)})
			i = len(out) - 1
		}
		out[i].N++
	}
	return out
}
