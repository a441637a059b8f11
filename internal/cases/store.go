package cases

import (
	"context"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/people"
	"touchstone/internal/quantity"
)

// newCase is a case as it begins.
type newCase struct {
	Ref, Machine, State                          string
	MatterID                                     int64
	Marking                                      int16
	Title, Summary, Mineral, LeadBasis, Typology string
	SourceKind, PublicCase                       string
	TipID                                        *int64
	ViolationEndedOn                             *time.Time
}

func insertMatter(ctx context.Context, tx *audit.Tx, ref string) (id int64, err error) {
	err = tx.QueryRow(ctx, "INSERT INTO matters (ref, opened_at) VALUES ($1,$2) RETURNING id", ref, tx.Now).Scan(&id)
	return id, err
}

func insertCase(ctx context.Context, tx *audit.Tx, n newCase) (id int64, err error) {
	err = tx.QueryRow(ctx,
		`INSERT INTO cases (ref, machine, matter_id, lead_agency_id, org_unit_id, state, title, summary, mineral, lead_basis, typology, source_kind,
  marking, tip_id, public_case, violation_ended_on, registered_at, updated_at, created_by)
VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$17,$18) RETURNING id`,
		n.Ref, n.Machine, n.MatterID, tx.Who.AgencyID, tx.Who.UnitID, n.State, n.Title, n.Summary, n.Mineral, n.LeadBasis, n.Typology, n.SourceKind,
		n.Marking, n.TipID, n.PublicCase, n.ViolationEndedOn, tx.Now, tx.Who.UserID).Scan(&id)
	return id, err
}

// tipRow is what a lead takes from the tip it is made from.
type tipRow struct {
	ID, AgencyID, UnitID   int64
	Ref, State, PublicCase string
	Subject                string
	Marking                actor.Marking
}

// lockTip finds and locks in one statement, so that nobody waits for a tip that is not his to see (security D10);
// handlers see one once intake has triaged it.
func lockTip(ctx context.Context, tx *audit.Tx, ref string) (t tipRow, err error) {
	err = tx.QueryRow(ctx, `SELECT id, agency_id, unit_id, ref, state, public_case, subject, marking FROM tips
WHERE ref = $1 AND agency_id = $2 AND marking <= $3 AND (state <> 'NEW' OR $4) FOR UPDATE`, ref, tx.Who.AgencyID, int16(tx.Who.Clearance),
		tx.Who.Has(actor.IntakeOfficer)).
		Scan(&t.ID, &t.AgencyID, &t.UnitID, &t.Ref, &t.State, &t.PublicCase, &t.Subject, &t.Marking)
	if database.NoRows(err) {
		return t, errs.New(errs.NotFound, "errs.not_found")
	}
	return t, err
}

// useTip closes the tip with the case it became; both chains say so.
func useTip(ctx context.Context, tx *audit.Tx, t tipRow, caseID int64) error {
	if _, err := tx.Exec(ctx, `UPDATE tips SET state = 'USED', case_id = $2, version = version + 1,
  triaged_by = coalesce(triaged_by, $3), triaged_at = coalesce(triaged_at, $4) WHERE id = $1`, t.ID, caseID, tx.Who.UserID, tx.Now); err != nil {
		return err
	}
	return tx.Record(ctx, audit.Event{Stream: audit.UnitStream(t.UnitID), Action: "tip.used", Kind: "tip", TargetID: t.ID, TargetRef: t.Ref, CaseID: caseID})
}

// membership is one person's place on a case.
type membership struct {
	CaseID, UserID int64
	Part           string
	Lead           bool
	To             *time.Time
	Basis          string
	Marking        int16
}

// putMember names a person on a case. What he handled or supported once stays on record (appointments.csv).
func putMember(ctx context.Context, tx *audit.Tx, m membership) error {
	_, err := tx.Exec(ctx, `INSERT INTO case_members (case_id, user_id, part, lead, from_at, to_at, granted_by, basis, marking, handled)
VALUES ($1,$2,$3,$4,$5,coalesce($6, '9999-12-31'::timestamptz),$7,$8,$9, CASE $3 WHEN 'reader' THEN '' ELSE $3 END)
ON CONFLICT (case_id, user_id) DO UPDATE SET part = EXCLUDED.part, lead = EXCLUDED.lead,
  from_at = CASE WHEN case_members.to_at > EXCLUDED.from_at THEN case_members.from_at ELSE EXCLUDED.from_at END,
  to_at = EXCLUDED.to_at, granted_by = EXCLUDED.granted_by, basis = EXCLUDED.basis, marking = EXCLUDED.marking,
  handled = CASE 'handler' WHEN case_members.handled THEN 'handler' ELSE coalesce(nullif(EXCLUDED.handled, ''), case_members.handled) END`,
		m.CaseID, m.UserID, m.Part, m.Lead, tx.Now, m.To, tx.Who.UserID, m.Basis, m.Marking)
	return err
}

func endHandlers(ctx context.Context, tx *audit.Tx, caseID int64, keep []int64) error {
	_, err := tx.Exec(ctx, "UPDATE case_members SET to_at = $2 WHERE case_id = $1 AND part = 'handler' AND to_at > $2 AND NOT user_id = ANY($3)", caseID, tx.Now,
		keep)
	return err
}

// endMember ends a membership now.
func endMember(ctx context.Context, tx *audit.Tx, caseID, userID int64) error {
	n, err := tx.Exec(ctx, "UPDATE case_members SET to_at = $3 WHERE case_id = $1 AND user_id = $2 AND to_at > $3", caseID, userID, tx.Now)
	if err == nil && n == 0 {
		return errs.New(errs.Conflict, "cases.not_a_member")
	}
	return err
}

func setFiled(ctx context.Context, tx *audit.Tx, caseID int64, competence, leadBasis string, ended *time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE cases SET competence_basis = $2, lead_basis = CASE WHEN $3 = '' THEN lead_basis ELSE $3 END,
  violation_ended_on = coalesce($4, violation_ended_on) WHERE id = $1`, caseID, competence, leadBasis, ended)
	return err
}

func setViolationEnded(ctx context.Context, tx *audit.Tx, caseID int64, on *time.Time) error {
	_, err := tx.Exec(ctx, "UPDATE cases SET violation_ended_on = $2 WHERE id = $1", caseID, on)
	return err
}

func insertParty(ctx context.Context, tx *audit.Tx, ref string, caseID int64, name string) error {
	_, err := tx.Exec(ctx, `INSERT INTO parties (ref, case_id, kind, name, part, subject, created_by, created_at)
		VALUES ($1,$2,'organisation',$3,'suspect',true,$4,$5)`,
		ref, caseID, name, tx.Who.UserID, tx.Now)
	return err
}

type goods struct {
	Ref        string
	CaseID     int64
	Name, Unit string
	Quantity   *string
	Net        *quantity.Mg
	Value      *quantity.Fen
	ActOn      *time.Time
}

func insertGoods(ctx context.Context, tx *audit.Tx, g goods) (id int64, err error) {
	err = tx.QueryRow(ctx, `INSERT INTO goods_items (ref, case_id, name, mineral, act_on, quantity, unit, net_mg, value_fen, created_by, created_at)
VALUES ($1,$2,$3,$3,$4,$5::numeric,$6,$7,$8,$9,$10) RETURNING id`, g.Ref, g.CaseID, g.Name, g.ActOn, g.Quantity, g.Unit, g.Net, g.Value, tx.Who.UserID,
		tx.Now).Scan(&id)
	return id, err
}

func insertRoute(ctx context.Context, tx *audit.Tx, caseID, item int64, legs [4]string, net *quantity.Mg, source string) error {
	_, err := tx.Exec(ctx, `INSERT INTO goods_routes (case_id, item_id, origin, exit_port, transit, destination, net_mg, source, created_by, created_at)
VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`, caseID, item, legs[0], legs[1], legs[2], legs[3], net, source, tx.Who.UserID, tx.Now)
	return err
}

func setMarks(ctx context.Context, tx *audit.Tx, caseID int64, in MarkInput) (map[string]any, error) {
	var m actor.Marking
	var compartmented, major bool
	if err := tx.QueryRow(ctx, "SELECT marking, compartmented, complex_or_major FROM cases WHERE id = $1", caseID).Scan(&m, &compartmented, &major); err != nil {
		return nil, err
	}
	_, err := tx.Exec(ctx, `UPDATE cases SET marking = coalesce($2::smallint, marking), compartmented = coalesce($3, compartmented),
  complex_or_major = coalesce($4, complex_or_major), version = version + 1, updated_at = $5 WHERE id = $1`, caseID, in.Marking, in.Compartmented,
		in.ComplexOrMajor, tx.Now)
	return map[string]any{"marking": m.String(), "compartmented": compartmented, "complex_or_major": major}, err
}

// insertRequest keeps what was typed. The statement is the same, and touches the same rows, whether or not there is such
// a case (security D10, K29).
func insertRequest(ctx context.Context, tx *audit.Tx, ref string, in RequestInput, answerBy time.Time) (id int64, err error) {
	err = tx.QueryRow(ctx, `INSERT INTO access_requests (ref, case_ref, requester_id, purpose, days, state, created_at, answer_by)
VALUES ($1,$2,$3,$4,$5,'OPEN',$6,$7) RETURNING id`, ref, in.CaseRef, tx.Who.UserID, in.Purpose, in.Days, tx.Now, answerBy).Scan(&id)
	return id, err
}

// request is a request for access, to somebody who may decide it, with what the decision depends on.
type request struct {
	ID, CaseID, RequesterID   int64
	Ref, State, RequesterName string
	Days                      int
	Clearance, Marking        actor.Marking
	RequesterGone             bool // his account is disabled
}

// keepRequester keeps the account of who asked as it is until the act is over.
func keepRequester(ctx context.Context, tx *audit.Tx, id int64) error {
	_, err := tx.Exec(ctx, "SELECT 1 FROM users u JOIN access_requests q ON q.requester_id = u.id WHERE q.id = $1 FOR SHARE OF u", id)
	return err
}

func requestByID(ctx context.Context, tx *audit.Tx, id int64) (r request, err error) {
	err = tx.QueryRow(ctx, `SELECT q.id, c.id, q.requester_id, q.ref, q.state, u.name_zh, q.days, u.clearance, c.marking, u.disabled_at IS NOT NULL
FROM access_requests q JOIN users u ON u.id = q.requester_id JOIN cases c ON c.ref = q.case_ref WHERE q.id = $1`, id).
		Scan(&r.ID, &r.CaseID, &r.RequesterID, &r.Ref, &r.State, &r.RequesterName, &r.Days, &r.Clearance, &r.Marking, &r.RequesterGone)
	return r, err
}

// putReader never lowers a part that the person already has.
func putReader(ctx context.Context, tx *audit.Tx, m membership) error {
	var n int
	if err := tx.QueryRow(ctx, "SELECT count(*) FROM case_members WHERE case_id = $1 AND user_id = $2 AND to_at > $3 AND part <> 'reader'", m.CaseID, m.UserID,
		tx.Now).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return nil
	}
	return putMember(ctx, tx, m)
}

func closeRequest(ctx context.Context, tx *audit.Tx, id int64, state, reason string) error {
	n, err := tx.Exec(ctx, "UPDATE access_requests SET state = $2, reason = $3, decided_by = $4, decided_at = $5 WHERE id = $1 AND state = 'OPEN'",
		id, state, reason, tx.Who.UserID, tx.Now)
	if err == nil && n != 1 {
		return errs.New(errs.Conflict, "cases.request_decided")
	}
	return err
}

// overdue are requests that nobody granted in time and whose askers were not told yet.
const overdue = `told_at IS NULL AND state <> 'GRANTED' AND answer_by <= $1`

// told is a request whose asker is told that he gets no access.
type told struct {
	ID, UserID, UnitID int64
	Ref                string
}

// tellRefused answers what is overdue: what was refused and what nobody decided, alike.
func tellRefused(ctx context.Context, tx *audit.Tx) ([]told, error) {
	rows, err := tx.Query(ctx, `UPDATE access_requests q SET state = 'REFUSED', told_at = $1 FROM users u WHERE u.id = q.requester_id AND `+overdue+`
RETURNING q.id, u.id, u.unit_id, q.ref`, tx.Now)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []told
	for rows.Next() {
		var x told
		if err := rows.Scan(&x.ID, &x.UserID, &x.UnitID, &x.Ref); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rows.Err()
}

// tell puts a request for access into somebody's inbox, once for each kind of news.
func tell(ctx context.Context, tx *audit.Tx, userID, requestID int64, news string) error {
	_, err := tx.Exec(ctx, `INSERT INTO notices (agency_id, user_id, kind, target_kind, target_id, created_at)
SELECT u.agency_id, u.id, $2, 'access_request', $3, $4 FROM users u WHERE u.id = $1
  AND NOT EXISTS (SELECT FROM notices n WHERE n.user_id = u.id AND n.kind = $2 AND n.target_kind = 'access_request' AND n.target_id = $3)`, userID, news,
		requestID, tx.Now)
	return err
}

// owners are who is told of a request: who leads the case it names, and, unless the case is compartmented, the heads of
// its unit. Nobody for a reference of no case.
func owners(ctx context.Context, tx *audit.Tx, requestID int64) ([]int64, error) {
	rows, err := tx.Query(ctx, `SELECT u.id FROM access_requests q JOIN cases c ON c.ref = q.case_ref JOIN users u ON u.agency_id = c.lead_agency_id
		AND u.disabled_at IS NULL AND u.id <> q.requester_id
WHERE q.id = $1 AND q.state = 'OPEN' AND (EXISTS (SELECT FROM case_members m WHERE m.case_id = c.id AND m.user_id = u.id AND m.part = 'handler' AND m.lead
  AND m.from_at <= $2 AND m.to_at > $2)
  OR NOT c.compartmented AND u.unit_id = c.org_unit_id AND `+people.Holds("u.id", "= ANY ($3)", "$2")+`)
ORDER BY u.id`, requestID, tx.Now, []string{string(actor.UnitHead), string(actor.PSUnitHead)})
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, rows.Err()
}
