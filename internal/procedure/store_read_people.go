package procedure

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/people"
)

// officersSQL lists the people of an agency whom a form may name, with the roles in which it may.
var officersSQL = `SELECT u.username, u.name_zh, u.name_en, array_agg(DISTINCT g.role) FROM users u JOIN role_grants g ON g.user_id = u.id
WHERE u.agency_id = $1 AND u.disabled_at IS NULL AND ` + people.InForce("g", "$2") + `
  AND g.role = ANY ($3)
GROUP BY u.id ORDER BY u.username LIMIT 200`

// officer is somebody who may be named in a form.
type officer struct {
	Username, NameZH, NameEN string
	Roles                    []string
}

// QueueOfficers asks who may be named in a form of the reader's agency.
func (e *Engine) QueueOfficers(b *pgx.Batch, who actor.Actor, now time.Time, f *File) {
	var roles []string
	for _, r := range e.book().Roles {
		if len(r.NamedAs) > 0 {
			roles = append(roles, string(r.Code))
		}
	}
	b.Queue(officersSQL, who.AgencyID, now, roles).Query(func(rows pgx.Rows) (err error) {
		f.officers, err = pgx.CollectRows(rows, pgx.RowToStructByPos[officer])
		f.asked = true
		return err
	})
}

// OfficeHolder is a person of the agency with the office.
type OfficeHolder struct {
	ID                                           int64
	Username, NameZH, NameEN, OfficeZH, OfficeEN string
	Mentioned                                    bool // the account stands in the proposal
}

// sqlNamed are the people of a proposal: those whose accounts stand in it, who made and who decided it, and the handlers
// of its case. A decider reads names, not accounts. It joins the reader's own access: a proposal that is hidden costs what one
// costs that is not there.
const sqlNamed = `SELECT u.id, u.username, u.name_zh, u.name_en, o.name_zh, o.name_en,
  u.username IN (SELECT v #>> '{}' FROM jsonb_path_query(a.input, 'strict $.**') v)
FROM approvals a JOIN users u ON u.agency_id = a.agency_id JOIN org_units o ON o.id = u.unit_id
WHERE a.id = (SELECT o.id FROM @one o) AND (u.id IN (a.proposer_id, a.decided_by)
  OR u.username IN (SELECT v #>> '{}' FROM jsonb_path_query(a.input, 'strict $.**') v)
  OR EXISTS (SELECT FROM case_members m WHERE m.case_id = a.case_id AND m.user_id = u.id)) ORDER BY u.id`

func queueNamed(b *pgx.Batch, one string, args []any, into *[]OfficeHolder) {
	b.Queue(strings.ReplaceAll(sqlNamed, "@one", one), args...).Query(func(rows pgx.Rows) (err error) {
		*into, err = pgx.CollectRows(rows, pgx.RowToStructByPos[OfficeHolder])
		return err
	})
}

// OfficersOf are the people that the page has asked for; a form that is shown once more after a refusal asks now.
func (e *Engine) OfficersOf(ctx context.Context, q database.Q, who actor.Actor, f *File, now time.Time) ([]officer, error) {
	if !f.asked {
		if err := database.Batch(ctx, q, func(b *pgx.Batch) {
			e.QueueOfficers(b, who, now, f)
			if f.MatterID != 0 {
				e.queueReadable(b, who, family{matter: "$1", args: []any{f.MatterID}}, f)
			}
		}); err != nil {
			return nil, err
		}
	}
	return f.officers, nil
}
