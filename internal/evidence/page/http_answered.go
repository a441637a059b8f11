package page

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/web"
)

// taken tells whether a form says again what it said before, with nothing left to say. What it says of an item that was
// answered otherwise, by somebody else or by himself, is not dropped without a word: it is refused, with its text.
func (h *HTTP) taken(c echo.Context, l *readList, in url.Values) (bool, error) {
	ctx, who := web.Context(c), web.Actor(c)
	if !h.answers(who, l) {
		return false, nil
	}
	again := false
	for _, it := range l.Items {
		if it.Outcome == "" || in.Get("answer-"+it.Ref) == "" {
			continue
		}
		_, found, err := h.Log.Earlier(ctx, who, evidence.KeyFor(audit.Key(web.AuditKey(c)), it.ID))
		if err == nil && !found {
			err = errs.New(errs.Conflict, "evidence.handover.not_taken")
		}
		if err != nil {
			return false, err
		}
		again = true
	}
	if l.State == stateOffered {
		return false, nil
	}
	if !again {
		return false, errs.New(errs.Conflict, "evidence.handover.not_taken")
	}
	return true, nil
}
