package cases

import (
	"context"
	"time"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/people"

	"gorm.io/gorm"
)

// asked is a request for access: what was typed, and what became of it.
type asked struct {
	ID                  int64 `gorm:"primaryKey"`
	Ref, CaseRef        string
	RequesterID         int64
	Purpose             string
	Days                int
	State               string
	CreatedAt, AnswerBy time.Time
}

func (asked) TableName() string { return "access_requests" }

// insertRequest keeps what was typed. The statement is the same, and touches the same rows, whether or not there is such
// a case (security D10, K29).
func insertRequest(ctx context.Context, tx *audit.Tx, ref string, in RequestInput, answerBy time.Time) (int64, error) {
	row := asked{Ref: ref, CaseRef: in.CaseRef, RequesterID: tx.Who.UserID, Purpose: in.Purpose, Days: in.Days, State: "OPEN", CreatedAt: tx.Now,
		AnswerBy: answerBy}
	err := gorm.G[asked](tx.Gorm()).Create(ctx, &row)
	return row.ID, err
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

func closeRequest(ctx context.Context, tx *audit.Tx, id int64, state, reason string) error {
	n, err := gorm.G[asked](tx.Gorm()).Where("id = ? AND state = 'OPEN'", id).
		Set(database.Set{"state": state, "reason": reason, "decided_by": tx.Who.UserID, "decided_at": tx.Now}).Update(ctx)
	return database.OneOr(n, err, errs.New(errs.Conflict, "cases.request_decided"))
}

// overdue are requests that nobody granted in time and whose askers were not told yet, at a placeholder's time.
func overdue(now string) string {
	return "told_at IS NULL AND state <> 'GRANTED' AND answer_by <= " + now
}

// told is a request whose asker is told that he gets no access.
type told struct {
	ID, RequesterID, UnitID int64
	Ref                     string
}

func (told) TableName() string { return "access_requests" }

// tellRefused answers what is overdue: what was refused and what nobody decided, alike.
func tellRefused(ctx context.Context, tx *audit.Tx) ([]told, error) {
	return database.Changed[told](ctx, tx, database.Set{"state": "REFUSED", "told_at": tx.Now},
		[]string{"id", "requester_id", "(SELECT u.unit_id FROM users u WHERE u.id = requester_id) AS unit_id", "ref"}, overdue("?"), tx.Now)
}

// tell puts a request for access into inboxes, once for each kind of news.
func tell(ctx context.Context, tx *audit.Tx, requestID int64, news string, users ...int64) error {
	return people.Tell(ctx, tx, people.Notice{Kind: news, TargetKind: "access_request", TargetID: requestID, At: tx.Now}, `u.id = ANY($5)
  AND NOT EXISTS (SELECT FROM notices n WHERE n.user_id = u.id AND n.kind = $1 AND n.target_kind = $2 AND n.target_id = $3)`, users)
}

// owners are who is told of a request: who leads the case it names, and, unless the case is compartmented, the heads of
// its unit. Nobody for a reference of no case.
func owners(ctx context.Context, tx *audit.Tx, requestID int64) ([]int64, error) {
	return database.Values[int64](ctx, tx, `SELECT u.id FROM access_requests q JOIN cases c ON c.ref = q.case_ref JOIN users u ON u.agency_id = c.lead_agency_id
		AND u.disabled_at IS NULL AND u.id <> q.requester_id
WHERE q.id = $1 AND q.state = 'OPEN' AND (EXISTS (SELECT FROM case_members m WHERE m.case_id = c.id AND m.user_id = u.id AND m.part = 'handler' AND m.lead
  AND m.from_at <= $2 AND m.to_at > $2)
  OR NOT c.compartmented AND u.unit_id = c.org_unit_id AND EXISTS (SELECT FROM role_grants g WHERE g.user_id = u.id AND g.role = ANY($3) AND `+
		people.InForce("g", "$2")+`))
ORDER BY u.id`, requestID, tx.Now, []string{string(actor.UnitHead), string(actor.PSUnitHead)})
}
