package evidence

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/deadline"
	"touchstone/internal/errs"
)

// checks is what re-reading the bytes of an item has said so far.
type checks struct {
	Unchecked int
	Oldest    *time.Time // of each file the last result; the oldest of them
}

const sqlChecks = `SELECT f.evidence_id, (count(*) FILTER (WHERE k.at IS NULL))::int, min(k.at) FROM evidence_files f
LEFT JOIN LATERAL (SELECT at FROM evidence_checks WHERE file_id = f.id AND algorithm = 'sha256' ORDER BY at DESC, id DESC LIMIT 1) k ON true
WHERE f.evidence_id = ANY (@ids) GROUP BY f.evidence_id`

// seenItems is the condition that keeps a list to what its reader may see; every list of items begins with it.
const seenItems = `WHERE e.id IN (SELECT e.id FROM evidence_items e JOIN cases c ON c.id = COALESCE(e.custody_case_id, e.case_id) JOIN cases o ON o.id = e.case_id
  WHERE {evidence.read} AND `

// listOf is the evidence of a case as far as its reader may see it: its own items and those in its keeping, damaged
// ones first, with what is known about their bytes.
func (h *HTTP) listOf(ctx context.Context, who actor.Actor, caseID int64) ([]Row, map[int64]checks, error) {
	return h.items(ctx, who, seenItems+"(e.case_id = @case OR e.custody_case_id = @case)) ORDER BY (coalesce(x.bad, 0) > 0) DESC, e.case_id, e.no",
		map[string]any{"case": caseID})
}

// offerable are the items of a case that a custodian could hand over now: in the reader's own store.
func (h *HTTP) offerable(ctx context.Context, who actor.Actor, caseRef string) ([]Row, error) {
	rows, _, err := h.items(ctx, who, seenItems+"(o.ref = @case OR c.ref = @case) AND e.state = 'IN_STORAGE' AND e.holder_agency_id = @agency) ORDER BY e.case_id, e.no",
		map[string]any{"case": caseRef})
	return rows, err
}

// keeping is what an agency holds or what is on its way to it, the pressing clock first.
func (h *HTTP) keeping(ctx context.Context, who actor.Actor, view string, limit int) ([]Row, map[int64]checks, error) {
	where := map[string]string{
		"held":     "e.holder_agency_id = @agency AND e.state <> 'IN_TRANSIT'",
		"incoming": "e.state = 'IN_TRANSIT' AND e.to_agency_id = @agency",
		"outgoing": "e.state = 'IN_TRANSIT' AND e.holder_agency_id = @agency",
	}[view]
	return h.items(ctx, who, seenItems+where+" AND e.state = ANY (@held)) ORDER BY (coalesce(x.bad, 0) > 0) DESC, k.due_at NULLS LAST, e.id LIMIT @limit",
		map[string]any{"held": heldStates, "limit": limit})
}

func (h *HTTP) items(ctx context.Context, who actor.Actor, where string, named map[string]any) ([]Row, map[int64]checks, error) {
	sql, args := h.Access.Scoped(who, sqlRow+where, named)
	got, err := h.DB.Read().Query(ctx, sql, args...)
	if err != nil {
		return nil, nil, err
	}
	rows, err := pgx.CollectRows(got, pgx.RowToStructByPos[Row])
	if err != nil {
		return nil, nil, err
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	found, err := checksOf(ctx, h.DB.Read(), ids)
	return rows, found, err
}

func checksOf(ctx context.Context, q database.Q, ids []int64) (map[int64]checks, error) {
	out := map[int64]checks{}
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := q.Query(ctx, sqlChecks, pgx.NamedArgs{"ids": ids})
	if err != nil {
		return nil, err
	}
	var id int64
	var c checks
	_, err = pgx.ForEachRow(rows, []any{&id, &c.Unchecked, &c.Oldest}, func() error {
		out[id] = c
		return nil
	})
	return out, err
}

// waitingList is the handover list on which an item waits for the other side, or "".
func waitingList(ctx context.Context, q database.Q, item int64) (string, error) {
	var ref string
	err := q.QueryRow(ctx, `SELECT h.ref FROM handovers h JOIN handover_items i ON i.handover_id = h.id
WHERE i.evidence_id = $1 AND i.outcome = '' AND h.state = 'OFFERED' ORDER BY h.id DESC LIMIT 1`, item).Scan(&ref)
	if database.NoRows(err) {
		return "", nil
	}
	return ref, err
}

// listLine is a handover list in a table.
type listLine struct {
	ID                 int64
	Ref, State         string
	CaseRef            string
	FromZH, FromEN     string
	ToZH, ToEN, ToText string
	OfferedBy          string
	OfferedAt          time.Time
	Items, Waiting     int
	Incoming           bool
	Clock              string // of the referral that the list belongs to
	ClockState         string
	StartedAt, DueAt   *time.Time
}

const listColumns = `h.id, h.ref, h.state, c.ref, fa.name_zh, fa.name_en, coalesce(ta.name_zh, ''), coalesce(ta.name_en, ''), h.to_text, u.name_zh, h.offered_at,
  (SELECT count(*) FROM handover_items i WHERE i.handover_id = h.id)::int, (SELECT count(*) FROM handover_items i WHERE i.handover_id = h.id AND i.outcome = '')::int,
  h.to_agency_id = @mine, coalesce(k.code, ''), coalesce(k.state, ''), k.started_at, k.due_at`

const listJoins = `JOIN agencies fa ON fa.id = h.from_agency_id LEFT JOIN agencies ta ON ta.id = h.to_agency_id JOIN users u ON u.id = h.offered_by
LEFT JOIN LATERAL (SELECT code, state, started_at, due_at FROM clocks WHERE target_kind = 'referral' AND target_id = h.referral_id AND code = '` + handoverClock + `' ORDER BY id DESC LIMIT 1) k ON true`

// handoverClock is the period of D310 art. 12: three days from the notice of filing.
const handoverClock = "REF-050"

func (h *HTTP) lists(ctx context.Context, who actor.Actor, where string, after *access.Mark, limit int) ([]listLine, error) {
	sql, args := h.Access.List(who, access.Handover, access.Read, access.ListSpec{Columns: listColumns, Joins: listJoins, Where: where,
		Args: map[string]any{"mine": who.AgencyID}, After: after, Limit: limit})
	rows, err := h.DB.Read().Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[listLine])
}

// readList is a handover list with its clock and matter.
type readList struct {
	*Handover
	MatterID       int64
	FromKind, Kind string // kinds of the two agencies
	Clock          *deadline.Row
}

// listByRef reads a list that the reader may see.
func (h *HTTP) listByRef(ctx context.Context, who actor.Actor, ref string) (*readList, error) {
	id, err := h.Access.Visible(ctx, h.DB.Read(), who, access.Handover, ref)
	if err != nil {
		return nil, err
	}
	l := &readList{}
	if l.Handover, err = ReadHandover(ctx, h.DB.Read(), id); err != nil {
		return nil, err
	}
	var k deadline.Row
	var started, due *time.Time
	err = h.DB.Read().QueryRow(ctx, `SELECT h.matter_id, fa.kind, coalesce(ta.kind, ''), coalesce(k.code, ''), coalesce(k.state, ''), k.started_at, k.due_at, k.closed_at
FROM handovers h JOIN agencies fa ON fa.id = h.from_agency_id LEFT JOIN agencies ta ON ta.id = h.to_agency_id
LEFT JOIN LATERAL (SELECT code, state, started_at, due_at, closed_at FROM clocks WHERE target_kind = 'referral' AND target_id = h.referral_id AND code = '`+handoverClock+`' ORDER BY id DESC LIMIT 1) k ON true
WHERE h.id = $1`, id).Scan(&l.MatterID, &l.FromKind, &l.Kind, &k.Code, &k.State, &started, &due, &k.ClosedAt)
	if err != nil {
		return nil, err
	}
	if started != nil && due != nil {
		k.StartedAt, k.DueAt, k.TargetKind = *started, *due, "referral"
		l.Clock = &k
	}
	return l, nil
}

// readable tells which of these items the reader may open.
func (h *HTTP) readable(ctx context.Context, who actor.Actor, items []Offered) (map[int64]bool, error) {
	checks := make([]access.Check, len(items))
	for i, it := range items {
		checks[i] = access.Check{Action: access.Read, Target: access.Target{Kind: access.Evidence, ID: it.ID}}
	}
	yes, err := h.Access.MayMany(ctx, h.DB.Read(), who, checks)
	out := map[int64]bool{}
	for i := range yes {
		out[items[i].ID] = yes[i]
	}
	return out, err
}

// fileOf finds a file of an item; a file of another item is not there.
func fileOf(ctx context.Context, q database.Q, item int64, ref string) (*File, error) {
	f, err := FileByRef(ctx, q, ref)
	if err != nil {
		return nil, err
	}
	if f.ItemID != item {
		return nil, errs.New(errs.NotFound, "errs.not_found")
	}
	return f, nil
}

// organNames are the English names of the organs by their Chinese ones, as custody entries write them.
func organNames(ctx context.Context, q database.Q) (map[string]string, error) {
	rows, err := q.Query(ctx, "SELECT name_zh, name_en FROM agencies")
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	var zh, en string
	_, err = pgx.ForEachRow(rows, []any{&zh, &en}, func() error {
		out[zh] = en
		return nil
	})
	return out, err
}
