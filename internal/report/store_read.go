package report

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/quantity"
)

// totals are the figures over everything in scope. Seizures counts the cases behind Seized.
type totals struct {
	Least                                              int64 // the threshold of the installation
	Open, Referrals, Filed, Overdue, Seizures, OpenNow int64
	Seized                                             quantity.Mg
	Pipeline                                           [6]int64
}

// mineralRow is one mineral.
type mineralRow struct {
	Mineral                string
	Open, Referrals, Filed int64
	Seized                 quantity.Mg
	Seizures               int64
}

// agencyRow is one agency: its open cases by what their next clock says, and its clocks that have ended.
type agencyRow struct {
	Code, Kind, ZH, EN        string
	OK, Near, Over, Met, Late int64
}

// routeRow is one way of goods with the cases that took it; an empty route is all that are too few to be named.
type routeRow struct {
	Route string
	Cases int64
	Mass  quantity.Mg
}

// figures is one reading.
type figures struct {
	Totals   totals
	Minerals []mineralRow
	Agencies []agencyRow
	Routes   []routeRow
	Months   []monthRow // of the year, up to the end of the period
}

// counted is what a report is made of: facts in scope; over all agencies without those of state security, which has
// released none, and with the dates of referrals only where they began, so that no case counts twice.
const counted = `WITH f AS (SELECT f.*, g.code, g.kind, g.short_zh, g.name_en, (NOT @all OR f.machine = 'admin_case') AS own,
    f.registered_on < @to AND (f.closed_on IS NULL OR f.closed_on >= @to) AS open, f.registered_on < @to AND f.closed_on IS NULL AS live
  FROM {scope} s JOIN case_facts f ON f.case_id = s.id JOIN agencies g ON g.id = f.agency_id WHERE NOT @all OR g.kind <> 'state_security'),
least AS (SELECT value::bigint AS n FROM settings WHERE key = 'small_cells')
`

const sqlTotals = counted + `SELECT (SELECT n FROM least), count(*) FILTER (WHERE open), count(*) FILTER (WHERE own AND approved_on >= @from
	AND approved_on < @to),
  count(*) FILTER (WHERE own AND criminal_filed_on >= @from AND criminal_filed_on < @to), count(*) FILTER (WHERE live AND next_due < @now),
  coalesce(sum(seized_mg) FILTER (WHERE open), 0), count(*) FILTER (WHERE open AND seized_mg > 0), count(*) FILTER (WHERE live),
  ARRAY[count(*) FILTER (WHERE own AND registered_on >= @january AND registered_on < @to), count(*) FILTER (WHERE own AND filed_on >= @january
    AND filed_on < @to),
    count(*) FILTER (WHERE own AND proposed_on >= @january AND proposed_on < @to), count(*) FILTER (WHERE own AND approved_on >= @january
      AND approved_on < @to),
    count(*) FILTER (WHERE own AND received_on >= @january AND received_on < @to), count(*) FILTER (WHERE own AND criminal_filed_on >= @january
      AND criminal_filed_on < @to)]
FROM f`

const sqlMinerals = counted + `SELECT mineral, open, referrals, filed, seized, seizures FROM (SELECT mineral, count(*) FILTER (WHERE open) AS open,
  count(*) FILTER (WHERE own AND approved_on >= @from AND approved_on < @to) AS referrals, count(*) FILTER (WHERE own AND criminal_filed_on >= @from
    AND criminal_filed_on < @to) AS filed,
  coalesce(sum(seized_mg) FILTER (WHERE open), 0) AS seized, count(*) FILTER (WHERE open AND seized_mg > 0) AS seizures
FROM f GROUP BY mineral) m WHERE open + referrals + filed > 0 ORDER BY mineral`

const sqlAgencies = counted + `SELECT code, kind, short_zh, name_en, count(*) FILTER (WHERE live AND next_due >= @soon), count(*) FILTER (WHERE live
	AND next_due >= @now AND next_due < @soon),
  count(*) FILTER (WHERE live AND next_due < @now), coalesce(sum(clocks_ok), 0)::bigint, coalesce(sum(clocks_late), 0)::bigint
FROM f GROUP BY code, kind, short_zh, name_en ORDER BY kind, code`

const sqlRoutes = counted + `SELECT way, cases, mass FROM (SELECT CASE WHEN n >= (SELECT n FROM least) THEN route
	ELSE '' END AS way, sum(n)::bigint AS cases, sum(g) AS mass
FROM (SELECT route, count(*) AS n, sum(goods_mg) AS g FROM f WHERE open AND translate(route, '>', '') <> '' GROUP BY route) r GROUP BY 1) w
  ORDER BY way = '', cases DESC, way LIMIT 200`

const sqlMonths = counted + `SELECT x.stage, extract(month FROM x.on)::int, CASE WHEN x.stage IN (3, 5) THEN f.mineral ELSE '' END, count(*)
FROM f CROSS JOIN LATERAL (VALUES (0, f.registered_on), (1, f.filed_on), (2, f.proposed_on), (3, f.approved_on), (4, f.received_on), (5,
  f.criminal_filed_on)) x(stage, "on")
WHERE f.own AND x.on >= @january AND x.on < @to GROUP BY 1, 2, 3`

// near is how long before its end a clock counts as near in a report; on its own page each code has its own measure.
const near = 7 * 24 * time.Hour

// read takes everything from one snapshot in one round trip.
func read(ctx context.Context, q database.Q, policy *access.Policy, who actor.Actor, p Period, now time.Time) (figures, error) {
	var out figures
	named := map[string]any{"all": over(who), "from": p.From(), "to": p.To(), "january": p.January(), "now": now, "soon": now.Add(near)}
	err := database.Batch(ctx, q, func(b *pgx.Batch) {
		ask := func(text string, take func(pgx.Rows) error) {
			args := map[string]any{}
			for k, v := range named {
				args[k] = v
			}
			sql, values := policy.Within(who, access.Report, access.Read, text, args)
			b.Queue(sql, values...).Query(take)
		}
		ask(sqlTotals, func(rows pgx.Rows) error {
			t := &out.Totals
			_, err := pgx.CollectExactlyOneRow(rows, func(r pgx.CollectableRow) (x struct{}, err error) {
				var line []int64
				err = r.Scan(&t.Least, &t.Open, &t.Referrals, &t.Filed, &t.Overdue, &t.Seized, &t.Seizures, &t.OpenNow, &line)
				copy(t.Pipeline[:], line)
				return x, err
			})
			return err
		})
		ask(sqlMinerals, collect(&out.Minerals))
		ask(sqlAgencies, collect(&out.Agencies))
		ask(sqlRoutes, collect(&out.Routes))
		ask(sqlMonths, collect(&out.Months))
	})
	return out, err
}

func collect[T any](into *[]T) func(pgx.Rows) error {
	return func(rows pgx.Rows) (err error) {
		*into, err = pgx.CollectRows(rows, pgx.RowToStructByPos[T])
		return err
	}
}

// over tells whether the reader's report spans all agencies.
func over(who actor.Actor) bool { return who.AgencyKind == "coordination" }
