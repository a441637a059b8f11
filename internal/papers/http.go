package papers

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/acts"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
	"touchstone/views/papers"
	"touchstone/views/ui"
)

// HTTP serves the documents of a case.
type HTTP struct {
	Engine  *acts.Desk
	Headers cases.Headers
	DB      *database.DB
	Access  *access.Policy
}

// List shows the documents of a case (P15).
func (h *HTTP) List(c echo.Context) error {
	ctx, who, ref := web.Context(c), web.Actor(c), cases.Normal(c.Param("ref"))
	var lines []line
	var head *cases.Head
	var opening *procedure.Opening
	var waiting []procedure.Waiting
	err := h.DB.Batch(ctx, func(b *database.Pipe) {
		head = h.Headers.Queue(b, who, ref)
		queue(b, h.Access, who, ref, &lines)
		opening = h.Engine.QueueOpen(b, who, "cases", ref, web.Now(c))
		h.Engine.QueueWaiting(b, who, ref, &waiting)
	})
	if err != nil {
		return err
	}
	if err := h.Headers.Check(ctx, h.DB.Read(), who, ref, head); err != nil {
		return cases.Closed(c, err)
	}
	title := i18n.T(ctx, "papers.title", "ref", head.Ref)
	p := papers.Page{Frame: web.Frame(c, "P15", title), Identity: h.Headers.Bar(ctx, head, cases.TabDocuments, web.Now(c)),
		Table: table(ctx, h.Engine.Book(), lines)}
	if head.MayAct {
		f, id, err := h.Engine.Opened(ctx, h.DB.Read(), opening)
		if err != nil {
			return err
		}
		p.Offers = h.offers(ctx, who, f, id, waiting)
	}
	return web.Render(c, http.StatusOK, papers.List(p))
}

// offers: a document is made by its act and by nothing else, so what can be made now is what the open acts issue.
func (h *HTTP) offers(ctx context.Context, who actor.Actor, f *matter.File, id int64, waiting []procedure.Waiting) []ui.Step {
	book := h.Engine.Book()
	var out []ui.Step
	t := matter.Target{Entity: law.Machine(f.Case(id).Machine), ID: id}
	for _, s := range append(h.Engine.Steps(who, t, f), h.Engine.Proposed(who, t, f)...) {
		if !s.Built {
			continue
		}
		link := h.Engine.Link(ctx, who, t, f, s)
		seen := map[string]bool{}
		for _, row := range s.Variants {
			for _, need := range row.DocsIssued {
				d := book.Document(need.AnyOf[0])
				if d == nil || seen[d.Code] {
					continue
				}
				seen[d.Code] = true
				offer := ui.Step{Label: d.Name.In(ctx), Event: row.Event, State: "optional", Tag: link.Tag, Href: link.Href,
					Hint: i18n.T(ctx, "papers.by_act", "act", row.Label.In(ctx))}
				if s.Waits != nil {
					offer.State, offer.Href, offer.Hint = "waiting", approvalOf(waiting, s.Waits.Ref), h.Engine.Unseen(ctx, s.Waits).Hint
				}
				out = append(out, offer)
			}
		}
	}
	return out
}

// approvalOf is the page of a proposal that waits, for who may see it.
func approvalOf(seen []procedure.Waiting, ref string) string {
	if slices.ContainsFunc(seen, func(w procedure.Waiting) bool { return w.Ref == ref }) {
		return "/approvals/" + ref
	}
	return ""
}

// issuer is who issued a paper and for whom; of another agency the agency alone (security K30).
func issuer(ctx context.Context, l line) templ.Component {
	agency, name := i18n.Pick(ctx, l.AgencyZH, l.AgencyEN), i18n.Name(ctx, l.ByZH, l.ByEN)
	if name == "" {
		return ui.Text(agency)
	}
	return ui.Sub(name, agency)
}

func table(ctx context.Context, book *law.Edition, lines []line) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "papers.caption"), Empty: ui.EmptyState{Text: i18n.T(ctx, "papers.empty")}, Columns: []ui.Column{
		{Label: i18n.T(ctx, "papers.col.title"), Title: true}, {Label: i18n.T(ctx, "papers.col.number"), NoWrap: true}, {Label: i18n.T(ctx, "papers.col.version")},
		{Label: i18n.T(ctx, "papers.col.state")},
		{Label: i18n.T(ctx, "papers.col.issued")}, {Label: i18n.T(ctx, "papers.col.by"), NoWrap: true}, {Label: i18n.T(ctx, "papers.col.digest")}}}
	for _, l := range lines {
		title := l.Title
		if d := book.Document(l.Code); d != nil {
			title = d.Name.In(ctx)
		}
		state := ui.Tag{Label: i18n.T(ctx, "papers.state.current"), Tone: "ok"}
		switch {
		case l.Version < l.Newest:
			state = ui.Tag{Label: i18n.T(ctx, "papers.state.superseded", "n", l.Newest)}
		case l.Direction == "in":
			state = ui.Tag{Label: i18n.T(ctx, "papers.state.received"), Tone: "info"}
		}
		t.Rows = append(t.Rows, ui.Row{Ref: l.Ref, Cells: []templ.Component{
			ui.LinkTo("/documents/"+l.Ref, title), ui.Text(l.Number), ui.Text(fmt.Sprintf("v%d", l.Version)), ui.StateTag(state),
			ui.Moment(l.IssuedAt), issuer(ctx, l), ui.Hash(strings.TrimPrefix(l.Digest, "sha256:"))}})
	}
	return t
}
