package cases

import (
	"context"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/people"
)

// sharedViews are the views w that a unit keeps: shared, by people o who are in it. Whoever leaves takes his along, and their
// places are free.
const sharedViews = `case_views w JOIN users o ON w.shared AND o.id = w.user_id AND o.unit_id = w.unit_id AND o.disabled_at IS NULL`

// sqlShelf is one row: the view the list opens with, the views that the reader sees, and the handlers of the reader's own
// unit. A view of another unit, one that is private to somebody else, or one whose owner has left the unit, is not there.
var sqlShelf = `SELECT me.case_view,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('r', x.ref, 'n', x.name, 'q', x.query, 's', x.shared AND x.unit_id = @unit, 'm', x.user_id = @user, 'zh',
    x.name_zh, 'en', x.name_en) ORDER BY x.user_id <> @user, x.id), '[]')
    FROM (SELECT w.*, '' AS name_zh, '' AS name_en FROM case_views w WHERE w.user_id = @user
      UNION ALL SELECT w.*, o.name_zh, o.name_en FROM ` + sharedViews + ` WHERE w.unit_id = @unit AND w.user_id <> @user) x),
  (SELECT coalesce(jsonb_agg(jsonb_build_object('i', u.id, 'u', u.username, 'zh', u.name_zh, 'en', u.name_en) ORDER BY u.id), '[]') FROM (SELECT * FROM users h
      WHERE h.unit_id = @unit AND h.id <> @user AND ` +
	people.Holds("h.id", "IN ('case_handler', 'ps_investigator')", "@now") + ` ORDER BY h.id LIMIT 100) u WHERE {user.read})
FROM users me WHERE me.id = @user`

// queueShelf asks for it in whatever batch goes first.
func (h *HTTP) queueShelf(b *pgx.Batch, who actor.Actor, into *shelf) {
	sql, args := h.Access.Scoped(who, sqlShelf, nil)
	b.Queue(sql, args...).QueryRow(func(row pgx.Row) error { return row.Scan(&into.Default, &into.Views, &into.Handlers) })
}

// queryShelf asks for it alone.
func (h *HTTP) queryShelf(ctx context.Context, who actor.Actor, into *shelf) error {
	return h.DB.Batch(ctx, func(b *pgx.Batch) { h.queueShelf(b, who, into) })
}

// queryList reads one page of the list, with the counts of the tabs and the closed rows where a page shows them.
func (h *HTTP) queryList(p presenter, f Filter, spec access.ListSpec, page bool, into *listed) error {
	return h.DB.Batch(p.ctx, func(b *pgx.Batch) {
		lines(b, h.Access, p.who, spec, &into.lines)
		if page {
			counts(b, h.Access, p.who, h.viewSpecs(f, into.shelf, p), &into.counts)
			pointers(b, h.Access, p.who, &into.pointers)
		}
	})
}
