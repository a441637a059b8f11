package intake

import (
	"context"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
)

// queryList reads one page of tips.
func (h *HTTP) queryList(ctx context.Context, who actor.Actor, states []string, after *access.Mark, into *[]Tip) error {
	return h.DB.Batch(ctx, func(b *pgx.Batch) { Tips(b, h.Access, who, states, after, pageSize, into) })
}

// queryOne reads one tip with what its reader may do, and whether the case that came of it is the reader's to see.
func (h *HTTP) queryOne(ctx context.Context, who actor.Actor, ref string) (*Tip, rights, error) {
	var found []Tip
	var may rights
	sql, args := h.Access.Scoped(who, `SELECT {tip.triage?}, {tip.unmask?}, {tip.act?}, EXISTS (SELECT FROM cases c WHERE c.id = t.case_id AND {case.read})
		FROM tips t WHERE t.ref = @ref AND {tip.read?}`,
		map[string]any{"ref": ref})
	err := h.DB.Batch(ctx, func(b *pgx.Batch) {
		TipByRef(b, h.Access, who, ref, &found)
		b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
			defer rows.Close()
			if rows.Next() {
				if err := rows.Scan(&may.triage, &may.unmask, &may.act, &may.sees); err != nil {
					return err
				}
			}
			return rows.Err()
		})
	})
	if err != nil || len(found) != 1 {
		return nil, may, err
	}
	return &found[0], may, nil
}
