package page

import (
	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/goods"
	"touchstone/internal/quantity"
)

// The pages find their case by its reference, in the batch of its head; a case that the reader may not see gives no
// rows.

// queueSheet asks for the items and routes of the case; the sums are the page's to make.
func (h *HTTP) queueSheet(b *pgx.Batch, who actor.Actor, ref string, s *goods.Sheet) {
	named := map[string]any{"ref": ref}
	sql, args := h.Access.Scoped(who, goods.ItemsOf(cases.Here), named)
	database.Many(b, &s.Items, sql, pgx.RowToStructByPos[goods.Row], args...)
	sql, args = h.Access.Scoped(who, goods.RoutesOf(cases.Here), named)
	database.Many(b, &s.Routes, sql, pgx.RowToStructByPos[goods.Route], args...)
}

// queueRow asks for one item of the case; without a reference for none.
func (h *HTTP) queueRow(b *pgx.Batch, who actor.Actor, ref, item string, into **goods.Row) {
	if item == "" {
		return
	}
	sql, args := h.Access.Scoped(who, goods.SQLRow+"WHERE g.case_id = "+cases.Here+" AND g.ref = @item AND g.removed_at IS NULL",
		map[string]any{"ref": ref, "item": item})
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, pgx.RowToAddrOfStructByPos[goods.Row])
		if len(got) == 1 {
			*into = got[0]
		}
		return err
	})
}

// weighed is what the physical evidence of a case weighs, as far as the reader may see it.
type weighed struct {
	Items, Unweighed int
	Net              *quantity.Mg
}

// queueWeighed adds up the things of the case, samples left out: their mass is part of what they were taken from.
func (h *HTTP) queueWeighed(b *pgx.Batch, who actor.Actor, ref string, w *weighed) {
	sql, args := h.Access.Scoped(who,
		`SELECT count(*)::int, (count(*) FILTER (WHERE coalesce(e.net_mg, e.gross_mg) IS NULL))::int, sum(coalesce(e.net_mg, e.gross_mg))
FROM evidence_items e JOIN cases c ON c.id = COALESCE(e.custody_case_id, e.case_id) JOIN cases o ON o.id = e.case_id
WHERE e.case_id = `+cases.Here+` AND e.kind = 'physical' AND e.parent_id IS NULL AND e.finding <> 'excluded' AND {evidence.read}`, map[string]any{"ref": ref})
	b.Queue(sql, args...).QueryRow(func(row pgx.Row) error { return row.Scan(&w.Items, &w.Unweighed, &w.Net) })
}
