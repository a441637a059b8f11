package papers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/law"
	"touchstone/internal/web"
	"touchstone/views/document"
)

// Prints serves official documents.
type Prints struct {
	Book   law.Current
	DB     *database.DB
	Log    *audit.Log
	Access *access.Policy
	Demo   bool
}

// Show renders the snapshot; a document of a marked case is read on record, before its first byte is shown.
func (h *Prints) Show(c echo.Context) error {
	ctx, who := web.Context(c), web.Actor(c)
	d, err := readSnapshot(ctx, h.DB.Read(), h.Access, who, c.Param("did"))
	if err != nil {
		return err
	}
	e := audit.Event{Stream: audit.CaseStream(d.CaseID), Kind: "document", TargetID: d.ID, TargetRef: d.Ref, TargetName: d.Code, CaseID: d.CaseID}
	if err := h.Log.ViewedMarked(ctx, who, d.Marking, e); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, document.Document(h.page(ctx, d, who, web.Now(c))))
}
