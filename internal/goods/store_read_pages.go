package goods

import (
	"context"

	"touchstone/internal/actor"
)

// weighed is what the physical evidence of a case weighs, as far as the reader may see it.
type weighed struct {
	Items, Unweighed int
	NetG             *int64
}

// weighedOf adds up the things of the case, samples left out: their mass is part of what they were taken from.
func (h *HTTP) weighedOf(ctx context.Context, who actor.Actor, caseID int64) (w weighed, err error) {
	sql, args := h.Access.Scoped(who, `SELECT count(*)::int, (count(*) FILTER (WHERE coalesce(e.net_g, e.gross_g) IS NULL))::int, sum(coalesce(e.net_g, e.gross_g))::bigint
FROM evidence_items e JOIN cases c ON c.id = COALESCE(e.custody_case_id, e.case_id) JOIN cases o ON o.id = e.case_id
WHERE e.case_id = @case AND e.kind = 'physical' AND e.parent_id IS NULL AND e.finding <> 'excluded' AND {evidence.read}`, map[string]any{"case": caseID})
	err = h.DB.Read().QueryRow(ctx, sql, args...).Scan(&w.Items, &w.Unweighed, &w.NetG)
	return w, err
}
