package procedure

import (
	"context"

	"touchstone/internal/database"

	"github.com/jackc/pgx/v5"
)

// officeHolder is a person of the agency with the office.
type officeHolder struct {
	ID                                           int64
	Username, NameZH, NameEN, OfficeZH, OfficeEN string
	Mentioned                                    bool // the account stands in the proposal
}

// sqlNamed are the people of a proposal: those whose accounts stand in it, who made and who decided it, and the handlers
// of its case. A decider reads names, not accounts. What it finds is shown only together with the proposal, which is read
// under the reader's own access.
const sqlNamed = `SELECT u.id, u.username, u.name_zh, u.name_en, o.name_zh, o.name_en,
  u.username IN (SELECT v #>> '{}' FROM jsonb_path_query(a.input, 'strict $.**') v)
FROM approvals a JOIN users u ON u.agency_id = a.agency_id JOIN org_units o ON o.id = u.unit_id
WHERE a.ref = $1 AND (u.id IN (a.proposer_id, a.decided_by) OR u.username IN (SELECT v #>> '{}' FROM jsonb_path_query(a.input, 'strict $.**') v)
  OR EXISTS (SELECT FROM case_members m WHERE m.case_id = a.case_id AND m.user_id = u.id)) ORDER BY u.id`

func (e *Engine) queueNamed(b *pgx.Batch, ref string, into *[]officeHolder) {
	b.Queue(sqlNamed, ref).Query(func(rows pgx.Rows) (err error) {
		*into, err = pgx.CollectRows(rows, pgx.RowToStructByPos[officeHolder])
		return err
	})
}

// namedIn is queueNamed for a page that is shown once more after a refusal.
func (e *Engine) namedIn(ctx context.Context, q database.Q, ref string) (out []officeHolder, err error) {
	err = database.Batch(ctx, q, func(b *pgx.Batch) { e.queueNamed(b, ref, &out) })
	return out, err
}
