package papers

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/web"
	"touchstone/views/papers"
	"touchstone/views/ui"
)

// Doubtful lists the papers of the reader's agency that carry equal numbers, from the time before numbers were unique
// (P15). Only papers that the reader may open are compared, so that the list tells nothing of other matters.
func (h *HTTP) Doubtful(c echo.Context) error {
	ctx, who := web.Context(c), web.Actor(c)
	if !h.Access.Can(who, access.Document, access.Read) {
		return errs.New(errs.Forbidden, "access.forbidden")
	}
	var rows []doubt
	if err := h.DB.Batch(ctx, func(b *database.Pipe) { queueDoubtful(b, h.Access, who, &rows) }); err != nil {
		return err
	}
	title := i18n.T(ctx, "papers.doubtful.title")
	p := papers.Doubtful{Frame: web.Frame(c, "P15", title), Head: ui.Heading{Title: title, Sub: i18n.T(ctx, "papers.doubtful.sub")},
		Note: i18n.T(ctx, "papers.doubtful.note")}
	p.Table = ui.Table{Caption: title, Empty: ui.EmptyState{Text: i18n.T(ctx, "papers.doubtful.empty")},
		Columns: []ui.Column{{Label: i18n.T(ctx, "papers.col.title"), Title: true},
			{Label: i18n.T(ctx, "papers.col.number")}, {Label: i18n.T(ctx, "papers.doubtful.case")}, {Label: i18n.T(ctx, "papers.doubtful.issued")}}}
	for _, d := range rows {
		actor.Opened(ctx, d.Marking)
		p.Table.Rows = append(p.Table.Rows, ui.Row{Ref: d.Ref, Cells: []templ.Component{ui.LinkTo("/documents/"+d.Ref, d.Title), ui.Mono(d.Number),
			ui.Text(d.CaseTitle), ui.Day(d.IssuedAt)}})
	}
	return web.Render(c, http.StatusOK, papers.Equal(p))
}
