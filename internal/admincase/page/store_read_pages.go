package page

import (
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/quantity"
)

// made is a decision with what the calculator said when it was made.
type made struct {
	ID                 int64
	Kind, Violation    string
	Sanctions          []string
	Fine, Confiscated  quantity.Fen
	Calculation        []byte
	Deviation, Reasons string
	MadeAt             time.Time
}

func (m made) calculation() map[string]any {
	out := map[string]any{}
	_ = json.Unmarshal(m.Calculation, &out) // what this program wrote; an older shape shows fewer lines
	return out
}

const sqlMade = `SELECT d.id, d.kind, d.violation, d.sanctions, d.fine_fen, d.confiscated_fen, d.calculation, d.deviation, d.reasons, d.made_at
FROM {scope} s JOIN cases c ON c.id = s.id JOIN decisions d ON d.case_id = c.id WHERE c.ref = @ref ORDER BY d.id DESC LIMIT 20`

// pointer is a handover to state security as its list shows it.
type pointer struct {
	Ref, State, RegisterNo string
	ToZH, ToEN             string
	OpenedAt               time.Time
}

const sqlPointers = `SELECT m.ref, m.state, m.register_no, coalesce(g.name_zh, ''), coalesce(g.name_en, ''), m.opened_at
FROM {scope} s JOIN mss_handovers m ON m.id = s.id JOIN cases c ON c.id = m.case_id LEFT JOIN agencies g ON g.id = m.to_agency_id
WHERE c.ref = @ref ORDER BY m.id DESC LIMIT 50`

// lists is what the page shows beside the file, each part as far as its reader may see it.
type lists struct {
	Decisions []made
	Referrals []int64 // those of the case that the reader may see; the file knows the rest of them
	Pointers  []pointer
}

func (l *lists) queue(b *pgx.Batch, policy *access.Policy, who actor.Actor, ref string) {
	named := map[string]any{"ref": ref}
	sql, args := policy.Within(who, access.Case, access.Read, sqlMade, named)
	b.Queue(sql, args...).Query(collect(pgx.RowToStructByPos[made], &l.Decisions))
	sql, args = policy.Within(who, access.Referral, access.Read,
		`SELECT r.id FROM {scope} s JOIN referrals r ON r.id = s.id JOIN cases c ON c.id = r.from_case_id WHERE c.ref = @ref ORDER BY r.id DESC LIMIT 50`, named)
	b.Queue(sql, args...).Query(collect(pgx.RowTo[int64], &l.Referrals))
	sql, args = policy.Within(who, access.MSS, access.Read, sqlPointers, named)
	b.Queue(sql, args...).Query(collect(pgx.RowToStructByPos[pointer], &l.Pointers))
}

func collect[T any](row pgx.RowToFunc[T], into *[]T) func(pgx.Rows) error {
	return func(rows pgx.Rows) (err error) {
		*into, err = pgx.CollectRows(rows, row)
		return err
	}
}
