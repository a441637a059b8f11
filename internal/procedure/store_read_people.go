package procedure

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/matter"
	"touchstone/internal/people"
)

// QueueOfficers asks who may be named in a form of the reader's agency.
func (e *Engine) QueueOfficers(b *pgx.Batch, who actor.Actor, now time.Time, f *matter.File) {
	var roles []actor.Role
	for _, r := range e.book().Roles {
		if len(r.NamedAs) > 0 {
			roles = append(roles, r.Code)
		}
	}
	people.QueueHolders(b, who.AgencyID, roles, now, &readingOf(f).officers)
	readingOf(f).asked = true
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
	database.Many(b, into, strings.ReplaceAll(sqlNamed, "@one", one), pgx.RowToStructByPos[OfficeHolder], args...)
}

// OfficersOf are the people that the page has asked for; a form that is shown once more after a refusal asks now.
func (e *Engine) OfficersOf(ctx context.Context, q database.Q, who actor.Actor, f *matter.File, now time.Time) ([]people.Person, error) {
	if !readingOf(f).asked {
		if err := database.Batch(ctx, q, func(b *pgx.Batch) {
			e.QueueOfficers(b, who, now, f)
			if f.MatterID != 0 {
				e.queueReadable(b, who, matter.Family{Matter: "$1", Args: []any{f.MatterID}}, f)
			}
		}); err != nil {
			return nil, err
		}
	}
	return readingOf(f).officers, nil
}
