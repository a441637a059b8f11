package page

import (
	"slices"

	"github.com/a-h/templ"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/web"
	views "touchstone/views/evidence"
	"touchstone/views/ui"
)

// custodyViews are the tabs of the custodian's list.
func custodyViews() []string { return []string{"held", "incoming", "outgoing"} }

const custodyLimit = 200

func (h *HTTP) custodyPage(rd web.Reading) (views.Custody, error) {
	who := rd.Who
	p := h.words(rd)
	view := rd.Query.Get("view")
	if !slices.Contains(custodyViews(), view) {
		view = "held"
	}
	var rows []kept
	err := h.DB.Batch(p.ctx, func(b *database.Pipe) {
		h.queueKeeping(b, who, view, custodyLimit+1, &rows)
		p.ask(b)
	})
	if err != nil {
		return views.Custody{}, err
	}
	title := p.t("evidence.custody.title")
	page := views.Custody{Frame: rd.Frame("P25", title), Head: ui.Heading{Title: title, Sub: who.AgencyName}}
	for _, v := range custodyViews() {
		href := "/custody"
		if v != "held" {
			href += "?view=" + v
		}
		page.Tabs = append(page.Tabs, ui.Tab{Label: p.t("evidence.custody." + v), Href: href, Current: v == view})
	}
	if len(rows) > custodyLimit {
		rows = rows[:custodyLimit]
		page.Note = p.t("evidence.custody.more", "n", custodyLimit)
	}
	bad := 0
	page.Table = ui.Table{Caption: title, Empty: ui.EmptyState{Text: p.t("evidence.custody.empty." + view)},
		Columns: append([]ui.Column{{Label: p.t("evidence.col.case"), NoWrap: true}}, p.columns(false)...)}
	for _, r := range rows {
		actor.Opened(p.ctx, r.Marking)
		bad += min(r.Bad, 1)
		line := p.row(r.Row, r.checks, false)
		of := templ.Component(ui.Mono(r.OwnRef))
		if offerable(p.book, r.Row) && h.hands(who) {
			of = views.Offered(r.OwnRef, offerAddress(r.OwnRef, r.Ref))
		}
		line.Cells = append([]templ.Component{of}, line.Cells...)
		page.Table.Rows = append(page.Table.Rows, line)
	}
	if bad > 0 {
		page.Alarm = &ui.Notice{Tone: "err", Alert: true, Text: p.t("evidence.list.mismatch", "n", bad)}
	}
	return page, nil
}

// offerAddress is where an item is offered: with others of the reader's own file, else alone.
func offerAddress(ownCase, item string) string {
	if ownCase == "" {
		return "/evidence/" + item + "/acts/" + eventOffer
	}
	return "/cases/" + ownCase + "/handovers/new?evidence=" + item
}
