package procedure

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// sqlDuties are the duties of one person on one matter (see Duty), with the names of DutyArgs. It is the one place
// that knows them (names are compared by their keys, all those of picked parties too): the engine, the overview of a case and the inbox ask it.
const sqlDuties = `SELECT y.how, y.role, y.what FROM (
  SELECT 'did' AS how, x.actor_role AS role, '' AS what FROM acts x WHERE x.matter_id = @matter AND x.actor_id = @duty_user AND x.twin_of IS NULL
  UNION ALL SELECT 'did', x.proposer_role, '' FROM acts x WHERE x.matter_id = @matter AND x.proposer_id = @duty_user AND x.twin_of IS NULL
  UNION ALL SELECT 'did', a.proposer_role, '' FROM approvals a WHERE a.matter_id = @matter AND a.proposer_id = @duty_user AND a.state IN ('OPEN', 'RETURNED')
  UNION ALL SELECT 'is', t.role, t.what FROM (
      SELECT CASE WHEN m.part IN ('handler', 'support') THEN m.part ELSE m.handled END AS what, c.machine AS track
        FROM cases c JOIN case_members m ON m.case_id = c.id AND m.user_id = @duty_user WHERE c.matter_id = @matter
      UNION ALL SELECT 'team', o.machine FROM referrals r JOIN cases o ON o.id = r.from_case_id WHERE r.matter_id = @matter AND @duty_user = ANY (r.team)
      UNION ALL SELECT w.what, o.machine FROM evidence_items e JOIN cases o ON o.id = e.case_id
        CROSS JOIN LATERAL (VALUES ('collector', e.collector_id), ('co_collector', e.co_collector_id)) AS w (what, id) WHERE e.matter_id = @matter
          AND w.id = @duty_user
    ) s JOIN unnest(@duty_whats::text[], @duty_tracks::text[], @duty_roles::text[]) AS t (what, track, role) ON t.what = s.what AND t.track = s.track
  UNION ALL SELECT 'named', n.role, n.code FROM (
      SELECT x.event, x.input, x.agency_id FROM acts x WHERE x.matter_id = @matter
      UNION ALL SELECT a.event, a.input, a.agency_id FROM approvals a WHERE a.matter_id = @matter AND a.state = 'OPEN'
    ) f JOIN unnest(@named_events::text[], @named_fields::text[], @named_roles::text[], @named_codes::text[]) AS n (event, field, role,
      code) ON n.event = f.event
      JOIN users me ON me.id = @duty_user
    WHERE f.input -> n.field IS NOT NULL AND CASE n.role
      WHEN '' THEN me.agency_id = f.agency_id AND EXISTS (SELECT FROM (SELECT f.input ->> n.field AS name
        UNION ALL SELECT v FROM parties y, unnest(ARRAY[y.name, y.name_latin, y.former_names] || regexp_split_to_array(y.former_names, '[、，；;\n]')) v
          WHERE y.ref = f.input ->> n.field) s
        WHERE nullif(name_key(s.name), '') IN (name_key(me.name_zh), name_key(me.name_en)))
      ELSE lower((f.input -> n.field)::text)::jsonb @> to_jsonb(lower(me.username)) END
) y WHERE y.role <> '' OR y.what <> '' GROUP BY y.how, y.role, y.what ORDER BY y.how, array_position(@duty_whats::text[], y.what), y.what`

// DutiesOf is a derived table of the duties (how, role, what) of a person on the matter that an SQL expression names; the
// statement takes the names of DutyArgs.
func DutiesOf(expr string) string {
	return "(" + strings.ReplaceAll(sqlDuties, "@matter", expr) + ")"
}

// dutyName is a place in sqlDuties that is filled in.
var dutyName = regexp.MustCompile(`@[a-z_]+`)

// dutiesIn is the statement of the duties of a person in a matter.
func dutiesIn(book *law.Edition, who actor.Actor, m matter.Family) (string, []any) {
	named, args := DutyArgs(book, who), append([]any(nil), m.Args...)
	at := map[string]string{"@matter": m.Matter}
	sql := dutyName.ReplaceAllStringFunc(sqlDuties, func(name string) string {
		if at[name] == "" {
			args = append(args, named[name[1:]])
			at[name] = "$" + strconv.Itoa(len(args))
		}
		return at[name]
	})
	return sql, args
}

// DutyAgainst is the duty that somebody has in a matter and that forbids him to be named to a role in it, or nil: for naming
// that is no act of the tables.
func DutyAgainst(ctx context.Context, q database.Q, book *law.Edition, who actor.Actor, matterID int64, role actor.Role) (*Duty, error) {
	sql, args := dutiesIn(book, who, matter.Family{Matter: "$1", Args: []any{matterID}})
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, fmt.Errorf("procedure: duties: %w", err)
	}
	duties, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Duty])
	return clash(book, duties, role, false), err
}

// queueDuties asks for the duties of a person in the batch that reads a matter.
func (e *Engine) queueDuties(b *pgx.Batch, who actor.Actor, m matter.Family, f *matter.File) {
	sql, args := dutiesIn(e.book(), who, m)
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		duties, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Duty])
		SetDuties(f, who, duties)
		return err
	})
}

// loadFor reads the matter of a locked root with the duties of who acts on it.
func (e *Engine) loadFor(ctx context.Context, q database.Q, who actor.Actor, matterID int64, now time.Time) (*matter.File, error) {
	var x matter.Loading
	m := matter.Family{Matter: "$1", Args: []any{matterID}, Now: now}
	err := database.Batch(ctx, q, func(b *pgx.Batch) {
		x.Queue(b, e.book(), m)
		e.queueDuties(b, who, m, &x.File)
	})
	if err != nil {
		return nil, fmt.Errorf("procedure: load matter: %w", err)
	}
	return x.Filed(), nil
}
