package acts

import (
	"context"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/entity"
	"touchstone/internal/errs"
	"touchstone/internal/procedure"
	"touchstone/internal/web"
)

// closedLanding is where somebody goes whose own decision closed the file to him: it had been open by his duty alone.
const closedLanding = "/inbox?done=decided"

// See sends the reader to the receipt of an act. A receipt that is shown again, and the page that a decision leads to, are
// asked for anew: what is closed to the reader by now is not named, not even in an address (security D9).
func (h *HTTP) See(c echo.Context, r procedure.Receipt, decided bool) error {
	if !r.Replayed && !decided {
		return web.See(c, r.Location)
	}
	open, err := h.opens(web.Context(c), web.Actor(c), r.Location)
	switch {
	case err != nil:
		return err
	case open:
		return web.See(c, r.Location)
	case r.Replayed:
		return errs.New(errs.NotFound, "errs.not_found")
	}
	return web.See(c, closedLanding)
}

// opens tells whether the reader may open the object of an address of ours.
func (h *HTTP) opens(ctx context.Context, who actor.Actor, location string) (bool, error) {
	u, err := url.Parse(location)
	if err != nil {
		return false, err
	}
	part := strings.SplitN(strings.TrimPrefix(u.Path, "/"), "/", 3) // kind/ref/…
	if len(part) < 2 {
		return true, nil // a list, which asks by itself
	}
	kind := access.Approval
	if part[0] != "approvals" {
		kind = access.Kind(entity.ByPath(part[0]).Kind)
	}
	return h.Engine.Policy().May(ctx, h.DB.Read(), who, access.Read, access.Target{Kind: kind, Ref: part[1]})
}
