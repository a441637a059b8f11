package cases

import (
	"github.com/jackc/pgx/v5"
)

// sqlPicked reads ticked cases by reference, under the condition of reading them; of another agency's people no name.
const sqlPicked = `SELECT c.id, c.ref, c.title, c.machine, c.state, c.version, c.marking, {case.assign},
  (SELECT coalesce(jsonb_agg(jsonb_build_object('zh', u.name_zh, 'en', u.name_en) ORDER BY m.lead DESC, u.id), '[]') FROM case_members m JOIN users u ON u.id = m.user_id
    WHERE m.case_id = c.id AND m.part = 'handler' AND m.from_at <= @now AND m.to_at > @now AND u.agency_id = @agency)
FROM cases c WHERE c.ref = ANY (@refs) AND {case.read} ORDER BY c.next_due, c.id`

// queryPicked reads the ticked cases and the people who may be named for them, in one batch.
func (h *HTTP) queryPicked(p presenter, refs []tick, into *selection) error {
	names := make([]string, len(refs))
	for i, t := range refs {
		names[i] = t.Ref
	}
	var found []pickedCase
	err := h.DB.Batch(p.ctx, func(b *pgx.Batch) {
		sql, args := h.Access.Scoped(p.who, sqlPicked, map[string]any{"refs": names})
		b.Queue(sql, args...).Query(func(rows pgx.Rows) (err error) {
			found, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (x pickedCase, err error) {
				err = r.Scan(&x.ID, &x.Ref, &x.Title, &x.Machine, &x.State, &x.Version, &x.Marking, &x.May, &x.Owners)
				return x, err
			})
			return err
		})
		h.queueColleagues(b, p.who, &into.people)
	})
	if err == nil {
		into.put(found, refs)
	}
	return err
}
