package cases

import (
	"context"
	"maps"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/database"
)

// Entry is one line of a case's history: an act of the procedure tables, or an event of the ledger that no act stands
// for (a grant, a read on record, a proposal that was returned).
type Entry struct {
	At             time.Time
	Act            bool
	ID             int64 // of the act; 0 for a ledger event
	RowID, Event   string
	Variant        string
	Entity         string
	From, To       string
	Actor, Role    string
	ActorEN        string
	Proposer       string
	ProposerEN     string
	AgencyID       int64
	AgencyCode     string // of a ledger event
	TargetRef      string
	Also, Notes    []string
	Twin, Paper    bool
	Input, Details []byte // JSON
	Files          []fileLine
	Edition        string // of the tables, under which an act was done
}

// fileLine is a file that came with an act.
type fileLine struct{ Case, Ref, Name string }

// RequestLine is a request for access as the lists show it. The asker sees what he typed and what he was told, nothing
// of the case.
type RequestLine struct {
	ID                 int64
	Ref, State         string
	CaseRef, CaseTitle string
	Requester, Agency  string
	Purpose, Reason    string
	Days               int
	CreatedAt          time.Time
	AnswerBy           time.Time
	DecidedAt          *time.Time
	DecidedBy          string
	Mine               bool
	Marking            actor.Marking
}

// requestColumns are one request for access, for its page. The case is what the reference finds now, and the asker reads
// nothing of it: a refusal is open to him until he is told (security K29).
const requestColumns = `q.id, q.ref, CASE WHEN q.requester_id <> @user OR q.state = 'GRANTED' THEN q.state WHEN q.told_at IS NOT NULL THEN 'REFUSED'
	ELSE 'OPEN' END, q.case_ref,
  CASE WHEN q.requester_id = @user THEN '' ELSE coalesce(c.title, '') END, u.name_zh, u.name_en, g.name_zh, g.name_en, q.purpose,
  CASE WHEN q.requester_id = @user THEN '' ELSE q.reason END, q.days, q.created_at, q.answer_by, CASE WHEN q.requester_id = @user THEN NULL
    ELSE q.decided_at END,
  CASE WHEN q.requester_id = @user THEN '' ELSE coalesce(d.name_zh, '') END, q.requester_id = @user, CASE WHEN q.requester_id = @user THEN @internal
    ELSE coalesce(c.marking, @internal) END,
  coalesce({case.read}, false), coalesce({access_request.decide?}, false) AND q.requester_id <> @user AND q.state = 'OPEN'
FROM access_requests q LEFT JOIN cases c ON c.ref = q.case_ref JOIN users u ON u.id = q.requester_id JOIN agencies g ON g.id = u.agency_id
  LEFT JOIN users d ON d.id = q.decided_by `

// requestOrder puts open ones first, by what the reader knows of them, then the latest.
const requestOrder = ` ORDER BY (q.state = 'OPEN' OR q.requester_id = @user AND q.state = 'REFUSED' AND q.told_at IS NULL) DESC,
	q.created_at DESC, q.id DESC LIMIT 100`

type requestRow struct {
	RequestLine
	NameEN, AgencyEN string
	Readable, Decide bool // the case; the request
}

func scanRequest(r pgx.CollectableRow) (x requestRow, err error) {
	err = r.Scan(&x.ID, &x.Ref, &x.State, &x.CaseRef, &x.CaseTitle, &x.Requester, &x.NameEN, &x.Agency, &x.AgencyEN, &x.Purpose, &x.Reason, &x.Days, &x.CreatedAt,
		&x.AnswerBy, &x.DecidedAt, &x.DecidedBy, &x.Mine, &x.Marking, &x.Readable, &x.Decide)
	return x, err
}

// requestRows reads requests under one more condition.
func (h *HTTP) requestRows(p presenter, where string, named map[string]any) (out []requestRow, err error) {
	err = h.DB.Batch(p.ctx, func(b *pgx.Batch) { h.queueRequests(b, p.who, where, named, &out) })
	return out, err
}

// queueRequests asks for them.
func (h *HTTP) queueRequests(b *pgx.Batch, who actor.Actor, where string, named map[string]any, into *[]requestRow) {
	named = maps.Clone(named)
	if named == nil {
		named = map[string]any{}
	}
	named["internal"] = int16(actor.Internal)
	sql, args := h.Access.Scoped(who, "SELECT "+requestColumns+"WHERE {access_request.read} AND "+where+requestOrder, named)
	database.Many(b, into, sql, scanRequest, args...)
}

// countOverdue tells whether anybody waits for the answer that his time is over.
func countOverdue(ctx context.Context, q database.Q, now time.Time) (n int, err error) {
	err = q.QueryRow(ctx, "SELECT count(*) FROM access_requests WHERE "+overdue("$1"), now).Scan(&n)
	return n, err
}
