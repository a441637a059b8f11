package cases

import (
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/law"
	"touchstone/internal/people"
	"touchstone/internal/procedure"
)

// Project returns the function that keeps the copies which lists and reports read, for the cases an act has touched.
// It runs in the act's transaction, after clocks and documents. Whoever calls it has the turn of the matters of those cases
// (access.Turn), so that nobody else writes the copies meanwhile. It writes only what has changed: most cases, referrals and
// pointers of a matter are not touched by an act, some are hidden from who acts, and he waits for none of them.
func Project(book law.Current) procedure.Projector {
	return func(tx *audit.Tx, caseIDs []int64) {
		if len(caseIDs) == 0 {
			return
		}
		p := newProjection(book().On(tx.Now))
		for _, step := range []func(*audit.Tx, []int64){p.sums, p.due, p.owed, p.roots, p.facts} {
			step(tx, caseIDs)
		}
	}
}

// projection holds what the tables say in the form the statements take: which roles are an agency's own (a period of
// the party or the court is nobody's task here), and the stage of every state.
type projection struct {
	roles                    []string
	machines, states, stages []string
	terminal                 []bool
	filing                   []string    // states of a referral whose organ filed
	running                  [2][]string // machines and states that are no end
}

func newProjection(book *law.Edition) projection {
	p := projection{filing: book.StatesThat(law.Referral, law.Filed)}
	for _, r := range book.Roles {
		p.roles = append(p.roles, string(r.Code))
	}
	for _, s := range book.States {
		p.machines, p.states = append(p.machines, string(s.Machine)), append(p.states, s.Code)
		p.stages, p.terminal = append(p.stages, s.Stage), append(p.terminal, s.Terminal)
		if !s.Terminal {
			p.running[0], p.running[1] = append(p.running[0], string(s.Machine)), append(p.running[1], s.Code)
		}
	}
	return p
}

// sums: NULL is unknown, which differs from nothing; a row that states no mass adds none.
func (p projection) sums(tx *audit.Tx, ids []int64) {
	tx.Later(nil, `UPDATE cases c SET quantity_mg = s.g, value_fen = s.v
FROM (SELECT x.id, sum(i.net_mg) AS g, sum(i.value_fen) AS v
  FROM cases x LEFT JOIN goods_items i ON i.case_id = x.id AND i.removed_at IS NULL WHERE x.id = ANY($1) GROUP BY x.id) s
WHERE c.id = s.id AND (c.quantity_mg IS DISTINCT FROM s.g OR c.value_fen IS DISTINCT FROM s.v)`, ids)
}

// due: the earliest running clock that the case's own agency owes on the case, its items, persons and referrals
// (clocks.case_id is the owing agency's file), copied to the members and to the proposals that wait, so that lists by either have
// their own order.
func (p projection) due(tx *audit.Tx, ids []int64) {
	tx.Later(nil, `UPDATE cases c SET next_due = coalesce(k.due_at, '9999-12-31'), next_clock = coalesce(k.code, '')
FROM cases x LEFT JOIN LATERAL (SELECT due_at, code FROM clocks k
  WHERE k.case_id = x.id AND k.state = 'RUNNING' AND NOT k.minimum AND k.owner_agency_id = x.lead_agency_id AND k.owner_role = ANY($2)
  ORDER BY k.due_at, k.id LIMIT 1) k ON true
WHERE x.id = ANY($1) AND c.id = x.id AND (c.next_due, c.next_clock) IS DISTINCT FROM (coalesce(k.due_at, '9999-12-31'), coalesce(k.code, ''))`, ids,
		p.roles)
	tx.Later(nil, `UPDATE case_members m SET next_due = c.next_due, marking = c.marking FROM cases c
WHERE c.id = m.case_id AND c.id = ANY($1) AND (m.next_due, m.marking) IS DISTINCT FROM (c.next_due, c.marking)`, ids)
	tx.Later(nil, `UPDATE approvals a SET case_due = c.next_due, case_marking = c.marking, case_agency_id = c.lead_agency_id FROM cases c
WHERE c.id = a.case_id AND a.state = 'OPEN' AND c.id = ANY($1) AND (a.case_due, a.case_marking, a.case_agency_id) IS DISTINCT
  FROM (c.next_due, c.marking, c.lead_agency_id)`, ids)
}

// owed: since when a case that had two handlers has fewer. The heads of its unit are told once, and owe the naming until two
// are named again.
func (p projection) owed(tx *audit.Tx, ids []int64) {
	lacks := lacksHandlers("$2", "$3", "$4")
	tx.Later(nil, `WITH lost AS (UPDATE cases c SET handlers_owed_at = $2 WHERE c.id = ANY($1) AND c.handlers_owed_at IS NULL AND `+lacks+`
		RETURNING c.id, c.org_unit_id),
named AS (UPDATE cases c SET handlers_owed_at = NULL WHERE c.id = ANY($1) AND c.handlers_owed_at IS NOT NULL AND NOT `+lacks+`)
INSERT INTO notices (agency_id, user_id, kind, target_kind, target_id, created_at)
SELECT u.agency_id, u.id, $5, 'case', lost.id, $2 FROM lost JOIN users u ON u.unit_id = lost.org_unit_id AND u.disabled_at IS NULL
  WHERE `+people.Holds("u.id", "= ANY ($6)", "$2"),
		ids, tx.Now, p.running[0], p.running[1], HandlersOwed, []string{string(actor.UnitHead), string(actor.PSUnitHead)})
}

// roots: referrals and handovers to state security have lists of their own; either side's period counts there. A referral is closed
// as its case is, also where the case was marked after the referral was opened or sent.
func (p projection) roots(tx *audit.Tx, ids []int64) {
	due := func(table, kind string) string {
		return `coalesce((SELECT min(k.due_at) FROM clocks k WHERE k.target_kind = '` + kind + `' AND k.target_id = ` + table + `.id AND k.state = 'RUNNING'
  AND NOT k.minimum AND k.owner_role = ANY($2)), '9999-12-31')`
	}
	tx.Later(nil, `WITH sent AS (UPDATE referrals r SET next_due = s.due, marking = s.marking, compartmented = s.compartmented
  FROM (SELECT x.id, `+due("x", "referral")+` AS due, c.marking, c.compartmented FROM referrals x JOIN cases c ON c.id = x.from_case_id
    WHERE x.from_case_id = ANY($1) OR x.to_case_id = ANY($1)) s
  WHERE r.id = s.id AND (r.next_due, r.marking, r.compartmented) IS DISTINCT FROM (s.due, s.marking, s.compartmented))
UPDATE mss_handovers m SET next_due = s.due FROM (SELECT x.id, `+due("x", "mss")+` AS due FROM mss_handovers x WHERE x.case_id = ANY($1)) s
WHERE m.id = s.id AND m.next_due IS DISTINCT FROM s.due`, ids, p.roles)
}

// facts writes the narrow row of the reports. Days are those of the legal time zone. A referral's dates stand on the
// case it came from, those of state security on none; the filing of a criminal case stands on both. A case that ended without being closed (a lead
// closed, a case discontinued) ended on the day of the act that did it. The row of a compartmented case is empty: no
// figure counts it, and whoever reads as the reports do learns nothing from it (security D2).
func (p projection) facts(tx *audit.Tx, ids []int64) {
	tx.Later(nil, sqlFacts, ids, p.machines, p.states, p.stages, p.terminal, p.roles, p.filing)
	tx.Later(nil,
		`UPDATE case_facts f SET agency_id = 0, machine = '', mineral = '', typology = '', stage = '', terminal = true, registered_on = '1970-01-01', filed_on = NULL,
  proposed_on = NULL, approved_on = NULL, received_on = NULL, criminal_filed_on = NULL, decided_on = NULL, closed_on = NULL, seized_mg = 0, goods_mg = 0,
    value_fen = 0, fine_fen = 0,
  clocks_ok = 0, clocks_late = 0, next_due = '9999-12-31', route = ''
FROM cases c WHERE c.id = f.case_id AND c.id = ANY($1) AND c.compartmented AND f.machine <> ''`, ids)
}

// factColumns are the columns of case_facts, in their order.
const factColumns = `case_id, agency_id, machine, mineral, typology, stage, terminal, registered_on, filed_on, proposed_on, approved_on,
  received_on, criminal_filed_on, decided_on, closed_on, seized_mg, goods_mg, value_fen, fine_fen, clocks_ok, clocks_late, next_due, route`

// sqlFacts: a route is its four places in their order, each empty where it is not known. The empty row of a compartmented case
// stays.
const sqlFacts = `WITH fact (` + factColumns + `) AS (
SELECT c.id, c.lead_agency_id, c.machine, c.mineral, c.typology, s.stage, s.terminal, (c.registered_at AT TIME ZONE 'Asia/Shanghai')::date,
  (c.filed_at AT TIME ZONE 'Asia/Shanghai')::date,
  (r.proposed AT TIME ZONE 'Asia/Shanghai')::date, (r.approved AT TIME ZONE 'Asia/Shanghai')::date, (r.received AT TIME ZONE 'Asia/Shanghai')::date, ((CASE
    WHEN c.machine = 'criminal_case' THEN c.filed_at ELSE r.filed END) AT TIME ZONE 'Asia/Shanghai')::date, (c.decided_at AT TIME ZONE 'Asia/Shanghai')::date,
  (CASE WHEN s.terminal THEN coalesce(r.ended, c.closed_at, c.updated_at) END AT TIME ZONE 'Asia/Shanghai')::date,
  coalesce((SELECT sum(e.net_mg) FROM evidence_items e WHERE e.case_id = c.id AND e.measure <> ''
    AND e.parent_id IS NULL), 0), coalesce(c.quantity_mg, 0), coalesce(c.value_fen, 0),
  coalesce((SELECT d.fine_fen FROM decisions d WHERE d.case_id = c.id ORDER BY d.id DESC LIMIT 1), 0),
  k.ok, k.late, c.next_due, coalesce((SELECT concat_ws('>', replace(g.origin, '>', ' '), replace(g.exit_port, '>', ' '), replace(g.transit, '>', ' '),
    replace(g.destination, '>', ' '))
    FROM goods_routes g WHERE g.case_id = c.id AND g.removed_at IS NULL ORDER BY g.id LIMIT 1), '')
FROM cases c JOIN unnest($2::text[], $3::text[], $4::text[], $5::bool[]) AS s(machine, state, stage, terminal) ON s.machine = c.machine AND s.state = c.state
CROSS JOIN LATERAL (SELECT min(a.at) FILTER (WHERE a.event = 'referral.report_submitted') AS proposed,
  min(a.at) FILTER (WHERE a.event = 'referral.approved') AS approved,
  min(a.at) FILTER (WHERE a.event = 'referral.received' AND g.kind <> 'state_security') AS received,
  min(a.at) FILTER (WHERE a.target_kind = 'referral' AND a.to_state = ANY($7) AND g.kind <> 'state_security') AS filed,
  max(a.at) FILTER (WHERE a.target_kind = 'case' AND a.target_id = c.id AND a.to_state = c.state) AS ended
  FROM acts a JOIN agencies g ON g.id = a.agency_id WHERE a.case_id = c.id) r
CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE k.state = 'MET')::int AS ok, count(*) FILTER (WHERE k.state = 'LATE')::int AS late
  FROM clocks k WHERE k.case_id = c.id AND NOT k.minimum AND k.owner_agency_id = c.lead_agency_id AND k.owner_role = ANY($6)) k
WHERE c.id = ANY($1) AND NOT (c.compartmented AND EXISTS (SELECT FROM case_facts was WHERE was.case_id = c.id AND was.machine = '')))
INSERT INTO case_facts (` + factColumns + `) SELECT ` + factColumns +
	` FROM fact WHERE NOT EXISTS (SELECT FROM case_facts was WHERE was.case_id = fact.case_id AND was IS NOT DISTINCT FROM fact)
ON CONFLICT (case_id) DO UPDATE SET agency_id = EXCLUDED.agency_id, machine = EXCLUDED.machine, registered_on = EXCLUDED.registered_on,
  mineral = EXCLUDED.mineral, typology = EXCLUDED.typology, stage = EXCLUDED.stage, terminal = EXCLUDED.terminal,
  filed_on = EXCLUDED.filed_on, proposed_on = EXCLUDED.proposed_on, approved_on = EXCLUDED.approved_on, received_on = EXCLUDED.received_on,
  criminal_filed_on = EXCLUDED.criminal_filed_on, decided_on = EXCLUDED.decided_on, closed_on = EXCLUDED.closed_on, seized_mg = EXCLUDED.seized_mg,
  goods_mg = EXCLUDED.goods_mg, value_fen = EXCLUDED.value_fen, fine_fen = EXCLUDED.fine_fen, clocks_ok = EXCLUDED.clocks_ok,
    clocks_late = EXCLUDED.clocks_late,
  next_due = EXCLUDED.next_due, route = EXCLUDED.route`
