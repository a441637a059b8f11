package cases

import (
	"context"

	"github.com/labstack/echo/v4"

	"touchstone/internal/acts"
	"touchstone/internal/audit"
	"touchstone/internal/web"
)

// Paper gives out a file of an act to who reads the act on the timeline (P08): what was put on file can be read there.
func (h *HTTP) Paper(c echo.Context) error {
	find := func(ctx context.Context) (*paper, error) {
		return h.paperOf(ctx, web.Actor(c), Normal(c.Param("ref")), c.Param("paper"))
	}
	x, err := find(web.Context(c))
	if err != nil {
		return err
	}
	e := audit.Event{Stream: audit.CaseStream(x.CaseID), Kind: "case", TargetID: x.CaseID, TargetRef: x.CaseRef, CaseID: x.CaseID,
		Details: map[string]any{"file": x.Ref}}
	return h.Acts.Give(c, acts.Paper{Upload: x.Upload, Event: e, Opened: "paper.opened", Altered: "paper.altered", May: func(ctx context.Context) error {
		_, err := find(ctx)
		return err
	}})
}
