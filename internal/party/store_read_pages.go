package party

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/views/ui"
)

// items are the pieces of evidence of a case that its reader may point to as the source of a link.
func (h *HTTP) items(ctx context.Context, who actor.Actor, caseID int64) ([]ui.Option, error) {
	sql, args := h.Access.Scoped(who, `SELECT e.ref, e.no, e.name FROM evidence_items e JOIN cases c ON c.id = COALESCE(e.custody_case_id, e.case_id) JOIN cases o ON o.id = e.case_id
WHERE (e.case_id = @case OR e.custody_case_id = @case) AND {evidence.read} ORDER BY e.case_id, e.no LIMIT 500`, map[string]any{"case": caseID})
	rows, err := h.DB.Read().Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (o ui.Option, err error) {
		var no int
		err = r.Scan(&o.Value, &no, &o.Label)
		o.Label = fmt.Sprintf("%03d %s", no, o.Label)
		return o, err
	})
}
