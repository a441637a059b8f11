package cases

import (
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
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
}

// RequestLine is a request for access as the lists show it. The asker sees the decision, never the case's title.
type RequestLine struct {
	ID                 int64
	Ref, State         string
	CaseRef, CaseTitle string
	Requester, Agency  string
	Purpose, Reason    string
	Days               int
	CreatedAt          time.Time
	DecidedAt          *time.Time
	DecidedBy          string
	Mine               bool
	Marking            actor.Marking
}

// Requests queues the newest requests that the reader may see (P27), scoped by access.
func Requests(b *pgx.Batch, p *access.Policy, who actor.Actor, limit int, into *[]RequestLine) {
	sql, args := p.Within(who, access.AccessRequest, access.Read, `SELECT q.id, q.ref, q.state, c.ref, CASE WHEN q.requester_id = @me THEN '' ELSE c.title END,
  u.name_zh, a.name_zh, q.purpose, q.reason, q.days, q.created_at, q.decided_at, coalesce(d.name_zh, ''), q.requester_id = @me, c.marking
FROM {scope} v JOIN access_requests q ON q.id = v.id JOIN cases c ON c.id = q.case_id JOIN users u ON u.id = q.requester_id
JOIN agencies a ON a.id = u.agency_id LEFT JOIN users d ON d.id = q.decided_by
ORDER BY q.created_at DESC, q.id DESC LIMIT @limit`, map[string]any{"me": who.UserID, "limit": limit})
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (l RequestLine, err error) {
			err = r.Scan(&l.ID, &l.Ref, &l.State, &l.CaseRef, &l.CaseTitle, &l.Requester, &l.Agency, &l.Purpose, &l.Reason, &l.Days, &l.CreatedAt, &l.DecidedAt,
				&l.DecidedBy, &l.Mine, &l.Marking)
			return l, err
		})
		*into = got
		return err
	})
}

// requestRow is one request for access, for its page.
const requestColumns = `q.id, q.ref, q.state, c.ref, CASE WHEN q.requester_id = @user THEN '' ELSE c.title END, u.name_zh, u.name_en, g.name_zh, g.name_en, q.purpose,
  CASE WHEN q.state = 'REFUSED' AND q.requester_id = @user THEN '' ELSE q.reason END, q.days, q.created_at, q.decided_at, coalesce(d.name_zh, ''), q.requester_id = @user, c.marking, {access_request.decide} AND q.requester_id <> @user AND q.state = 'OPEN'
FROM access_requests q JOIN cases c ON c.id = q.case_id JOIN users u ON u.id = q.requester_id JOIN agencies g ON g.id = u.agency_id LEFT JOIN users d ON d.id = q.decided_by `

type requestRow struct {
	RequestLine
	NameEN, AgencyEN string
	Decide           bool
}

func scanRequest(r pgx.CollectableRow) (x requestRow, err error) {
	err = r.Scan(&x.ID, &x.Ref, &x.State, &x.CaseRef, &x.CaseTitle, &x.Requester, &x.NameEN, &x.Agency, &x.AgencyEN, &x.Purpose, &x.Reason, &x.Days, &x.CreatedAt, &x.DecidedAt,
		&x.DecidedBy, &x.Mine, &x.Marking, &x.Decide)
	return x, err
}

// requestRows reads requests under one more condition.
func (h *HTTP) requestRows(p presenter, where string, named map[string]any) (out []requestRow, err error) {
	err = h.DB.Batch(p.ctx, func(b *pgx.Batch) { h.queueRequests(b, p.who, where, named, &out) })
	return out, err
}

// queueRequests asks for them. Open ones come first, then the latest.
func (h *HTTP) queueRequests(b *pgx.Batch, who actor.Actor, where string, named map[string]any, into *[]requestRow) {
	sql, args := h.Access.Scoped(who, "SELECT "+requestColumns+"WHERE {access_request.read} AND "+where+" ORDER BY q.state = 'OPEN' DESC, q.created_at DESC, q.id DESC LIMIT 100", named)
	b.Queue(sql, args...).Query(func(rows pgx.Rows) (err error) {
		*into, err = pgx.CollectRows(rows, scanRequest)
		return err
	})
}
