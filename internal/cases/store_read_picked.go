package cases

import (
	"github.com/jackc/pgx/v5"

	"touchstone/internal/database"
)

// sqlPicked reads ticked cases by reference, under the condition of reading them or of naming their handlers: who may only
// name is told the reference and who is left. Of another agency's people it reads no name.
var sqlPicked = `SELECT c.id, c.ref, CASE WHEN {case.read} THEN c.title ELSE '' END, c.machine, CASE WHEN {case.read} THEN c.state
	ELSE '' END, c.version, c.marking, {case.assign?}, {case.read},
  (SELECT coalesce(jsonb_agg(jsonb_build_object('u', hu.username, 'zh', hu.name_zh, 'en', hu.name_en) ORDER BY h.lead DESC, hu.id), '[]') ` +
	handlersNow("@now") + ` AND hu.agency_id = @agency)
FROM cases c WHERE c.ref = ANY (@refs) AND ({case.read} OR {case.assign?}) ORDER BY CASE WHEN {case.read} THEN c.next_due END, c.id`

// queryPicked reads the ticked cases and the people who may be named for them, in one batch.
func (h *HTTP) queryPicked(p presenter, refs []tick, into *selection) error {
	names := make([]string, len(refs))
	for i, t := range refs {
		names[i] = t.Ref
	}
	var found []pickedCase
	err := h.DB.Batch(p.ctx, func(b *pgx.Batch) {
		sql, args := h.Access.Scoped(p.who, sqlPicked, map[string]any{"refs": names})
		database.Many(b, &found, sql, func(r pgx.CollectableRow) (x pickedCase, err error) {
			err = r.Scan(&x.ID, &x.Ref, &x.Title, &x.Machine, &x.State, &x.Version, &x.Marking, &x.May, &x.Open, &x.Owners)
			return x, err
		}, args...)
		h.queueColleagues(b, p.who, &into.people)
	})
	if err == nil {
		into.put(found, refs)
	}
	return err
}
