package page

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/cases"
	"touchstone/internal/database"
	"touchstone/internal/deadline/badge"
	"touchstone/internal/errs"
	"touchstone/internal/evidence"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
)

// checks is what re-reading the bytes of an item has said so far.
type checks struct {
	Unchecked int
	Oldest    *time.Time // of each file the last result; the oldest of them
	Missing   int        // files that were not there at the last reading
}

// checksOf are the columns of checks for the item e.
const checksOf = `(SELECT count(*) FROM evidence_files f WHERE f.evidence_id = e.id
	AND NOT EXISTS (SELECT FROM evidence_checks k WHERE k.file_id = f.id AND k.algorithm = 'sha256'))::int,
  (SELECT min(last.at) FROM evidence_files f, LATERAL (SELECT k.at FROM evidence_checks k WHERE k.file_id = f.id AND k.algorithm = 'sha256' ORDER BY k.id DESC
    LIMIT 1) last WHERE f.evidence_id = e.id),
  (SELECT count(*) FROM evidence_files f, LATERAL (SELECT k.missing FROM evidence_checks k WHERE k.file_id = f.id AND k.algorithm = 'sha256' ORDER BY k.id DESC
    LIMIT 1) last WHERE f.evidence_id = e.id AND last.missing)::int`

// kept is an item in a list, with what is known about its bytes.
type kept struct {
	evidence.Row
	checks
	OwnRef string // of the file of the reader's organ that it is of or in whose keeping it is; another organ's is not said
}

// ownRef is OwnRef for the item e.
const ownRef = `CASE WHEN o.lead_agency_id = @agency THEN o.ref
	ELSE coalesce((SELECT k.ref FROM cases k WHERE k.id = e.custody_case_id AND k.lead_agency_id = @agency), '') END`

// itemTables are the things that the fragments of items speak of: the item, the case that keeps it, the case it is of.
const itemTables = `evidence_items e JOIN cases c ON c.id = COALESCE(e.custody_case_id, e.case_id) JOIN cases o ON o.id = e.case_id `

// seenItems is the condition that keeps a list to what its reader may see; every list of items begins with it.
const seenItems = `WHERE e.id IN (SELECT e.id FROM ` + itemTables + `
  WHERE {evidence.read} AND `

func (h *HTTP) queueItems(b *pgx.Batch, who actor.Actor, where string, named map[string]any, into *[]kept) {
	sql, args := h.Access.Scoped(who, "SELECT "+evidence.RowColumns+", "+checksOf+", "+ownRef+evidence.RowFrom+where, named)
	database.Many(b, into, sql, pgx.RowToStructByPos[kept], args...)
}

// queueList asks for the evidence of a case as far as its reader may see it: its own items and those in its keeping,
// damaged ones first.
func (h *HTTP) queueList(b *pgx.Batch, who actor.Actor, ref string, into *[]kept) {
	h.queueItems(b, who, seenItems+"(e.case_id = "+cases.Here+" OR e.custody_case_id = "+cases.Here+")) ORDER BY (coalesce(x.bad, 0) > 0) DESC, e.case_id, e.no",
		map[string]any{"ref": ref}, into)
}

// inStore is what a custodian could hand over now, of the case with that key: in the reader's own store, and not seized
// (see offerable).
func inStore(key string) string {
	return "(e.case_id = " + key + " OR e.custody_case_id = " + key + ") AND e.state = ANY (@stored) AND e.measure <> '" + evidence.MeasureAdmin +
		"' AND e.holder_agency_id = @agency"
}

// stored are the arguments of inStore.
func (h *HTTP) stored(ref string) map[string]any {
	return map[string]any{"ref": ref, "stored": h.Book().StatesThat(law.Evidence, law.Stored)}
}

// offerable: a thing under administrative seizure leaves the organ by the decision that ends the seizure (ACL 21, 27),
// not by an offer.
func offerable(book *law.Edition, r evidence.Row) bool {
	return book.Is(law.Evidence, r.State, law.Stored) && r.Measure != evidence.MeasureAdmin
}

// The key of the case of which things are handed over. That the reader may see it is asked of nobody: a custodian need
// not see the case to hand over what lies in the store. It is one of his own organ: of another's he knows no reference.
const (
	byCase     = "(SELECT id FROM cases WHERE ref = @ref AND lead_agency_id = @agency)"
	byReferral = "(SELECT from_case_id FROM referrals WHERE ref = @ref)"
)

// queueOfferable asks for the items that could be handed over.
func (h *HTTP) queueOfferable(b *pgx.Batch, who actor.Actor, key, ref string, into *[]evidence.Row) {
	sql, args := h.Access.Scoped(who, evidence.SQLRow+seenItems+inStore(key)+") ORDER BY e.case_id, e.no", h.stored(ref))
	database.Many(b, into, sql, pgx.RowToStructByPos[evidence.Row], args...)
}

// queueFirst asks for the matter of the first of them, for the form of its act.
func (h *HTTP) queueFirst(b *pgx.Batch, who actor.Actor, key, ref string, now time.Time) *procedure.Opening {
	one, args := h.Access.Scoped(who, "(SELECT e.id FROM "+itemTables+"WHERE {evidence.read} AND "+inStore(key)+" ORDER BY e.case_id, e.no LIMIT 1)",
		h.stored(ref))
	return h.Acts.Engine.QueueFormOf(b, who, "evidence", one, args, now)
}

// queueKeeping asks for what an agency holds or what is on its way to it, the pressing clock first.
func (h *HTTP) queueKeeping(b *pgx.Batch, who actor.Actor, view string, limit int, into *[]kept) {
	where := map[string]string{
		"held":     "e.holder_agency_id = @agency AND e.state <> ALL (@in_transit)",
		"incoming": "e.state = ANY (@in_transit) AND e.to_agency_id = @agency",
		"outgoing": "e.state = ANY (@in_transit) AND e.holder_agency_id = @agency",
	}[view]
	h.queueItems(b, who, seenItems+where+" AND e.state = ANY (@held)) ORDER BY (coalesce(x.bad, 0) > 0) DESC, k.due_at NULLS LAST, e.id LIMIT @limit",
		map[string]any{"held": h.Book().StatesThat(law.Evidence, law.Held), "in_transit": h.Book().StatesThat(law.Evidence, law.InTransit), "limit": limit}, into)
}

// queueItem asks for everything of an item's page beside its matter: the item, what its reader may do with it, what is
// known about its bytes, and the handover list on which it waits for the other side.
func (h *HTTP) queueItem(b *pgx.Batch, who actor.Actor, ref string, v *view) {
	one, args := h.Access.One(who, access.Read, access.Target{Kind: access.Evidence, Ref: ref})
	key := "(SELECT o.id FROM " + one + " o)"
	v.Item.Queue(b, key, args...)
	evidence.Single(b, "SELECT "+checksOf+" FROM evidence_items e WHERE e.id = "+key, args,
		func(row pgx.Rows) error { return row.Scan(&v.Checks.Unchecked, &v.Checks.Oldest, &v.Checks.Missing) })
	evidence.Single(b, `SELECT h.ref FROM handovers h JOIN handover_items i ON i.handover_id = h.id
WHERE i.evidence_id = `+key+` AND i.outcome = '' AND h.state = 'OFFERED' ORDER BY h.id DESC LIMIT 1`, args,
		func(row pgx.Rows) error { return row.Scan(&v.Waiting) })
	sql, args := h.Access.Scoped(who, "SELECT coalesce({evidence.view_content?}, false), coalesce({evidence.act?}, false), coalesce({case.read}, false) FROM "+
		itemTables+"WHERE e.ref = @ref AND {evidence.read?}",
		map[string]any{"ref": ref})
	evidence.Single(b, sql, args, func(row pgx.Rows) error { return row.Scan(&v.May.Content, &v.May.Act, &v.May.Case) })
}

// listLine is a handover list in a table.
type listLine struct {
	ID                 int64
	Ref, State         string
	CaseRef            string
	FromZH, FromEN     string
	ToZH, ToEN, ToText string
	OfferedBy          string
	OfferedByEN        string
	OfferedAt          time.Time
	Items, Waiting     int
	Incoming           bool
	Clock              string // of the referral that the list belongs to
	ClockState         string
	StartedAt, DueAt   *time.Time
	ClosedAt           *time.Time
	Edition            string // of the tables, by which the clock runs
	Marking            actor.Marking
}

const listColumns = `h.id, h.ref, h.state, c.ref, fa.name_zh, fa.name_en, coalesce(ta.name_zh, ''), coalesce(ta.name_en, ''), h.to_text, u.name_zh, u.name_en,
	h.offered_at,
  (SELECT count(*) FROM handover_items i WHERE i.handover_id = h.id)::int, (SELECT count(*) FROM handover_items i WHERE i.handover_id = h.id
    AND i.outcome = '')::int,
  h.to_agency_id = @mine, coalesce(k.code, ''), coalesce(k.state, ''), k.started_at, k.due_at, k.closed_at, coalesce(k.edition, ''), c.marking`

const listJoins = `JOIN agencies fa ON fa.id = h.from_agency_id LEFT JOIN agencies ta ON ta.id = h.to_agency_id JOIN users u ON u.id = h.offered_by
LEFT JOIN LATERAL (SELECT code, state, started_at, due_at, closed_at, edition FROM clocks WHERE target_kind = 'referral' AND target_id = h.referral_id
  AND code = '` +
	handoverClock + `' ORDER BY id DESC LIMIT 1) k ON true`

// handoverClock is the period of D310 art. 12: three days from the notice of filing.
const handoverClock = "REF-050"

func (h *HTTP) queueLists(b *pgx.Batch, who actor.Actor, where string, after *access.Mark, limit int, into *[]listLine) {
	sql, args := h.Access.List(who, access.Handover, access.Read, access.ListSpec{Columns: listColumns, Joins: listJoins, Where: where,
		Args: map[string]any{"mine": who.AgencyID}, After: after, Limit: limit})
	database.Many(b, into, sql, pgx.RowToStructByPos[listLine], args...)
}

// readList is a handover list with its clock and matter, and with what its reader may open of it.
type readList struct {
	evidence.Handover
	Marking        actor.Marking
	MatterID       int64
	FromKind, Kind string // kinds of the two agencies
	Clock          *badge.Row
	Open           []int64 // items
	SeesCase       bool
	OwnCase        bool // it is of the reader's organ
	SeesReferral   bool
}

// listByRef reads a list that the reader may see, with what else the page asks for.
func (h *HTTP) listByRef(ctx context.Context, who actor.Actor, ref string, more ...func(*pgx.Batch)) (*readList, error) {
	l := &readList{}
	err := h.DB.Batch(ctx, func(b *pgx.Batch) {
		h.queueReadList(b, who, ref, l)
		for _, ask := range more {
			ask(b)
		}
	})
	if err == nil && l.ID == 0 {
		if _, err = h.Access.Visible(ctx, h.DB.Read(), who, access.Handover, ref); err == nil {
			err = errs.New(errs.NotFound, "errs.not_found")
		}
	}
	if err == nil {
		actor.Opened(ctx, l.Marking)
	}
	return l, err
}

func (h *HTTP) queueReadList(b *pgx.Batch, who actor.Actor, ref string, l *readList) {
	one, args := h.Access.One(who, access.Read, access.Target{Kind: access.Handover, Ref: ref})
	key := "(SELECT v.id FROM " + one + " v)"
	l.Queue(b, key, args...)
	evidence.Single(b, `SELECT `+access.MarkOf(access.Handover,
		"h.id")+`, h.matter_id, fa.kind, coalesce(ta.kind, ''), coalesce(k.code, ''), coalesce(k.state, ''), k.started_at, k.due_at, k.closed_at,
  coalesce(k.edition, '')
FROM handovers h JOIN agencies fa ON fa.id = h.from_agency_id LEFT JOIN agencies ta ON ta.id = h.to_agency_id
LEFT JOIN LATERAL (SELECT code, state, started_at, due_at, closed_at, edition FROM clocks WHERE target_kind = 'referral' AND target_id = h.referral_id
  AND code = '`+
		handoverClock+`' ORDER BY id DESC LIMIT 1) k ON true
WHERE h.id = `+key, args, func(row pgx.Rows) error {
		var k badge.Row
		var started, due *time.Time
		err := row.Scan(&l.Marking, &l.MatterID, &l.FromKind, &l.Kind, &k.Code, &k.State, &started, &due, &k.ClosedAt, &k.Edition)
		if started != nil && due != nil {
			k.StartedAt, k.DueAt, k.TargetKind = *started, *due, "referral"
			l.Clock = &k
		}
		return err
	})
	named := map[string]any{"ref": ref}
	sql, args := h.Access.Scoped(who,
		"SELECT e.id FROM "+itemTables+"WHERE e.id IN (SELECT i.evidence_id FROM handover_items i JOIN handovers h ON h.id = i.handover_id WHERE h.ref = @ref) "+
			"AND {evidence.read}", named)
	database.Many(b, &l.Open, sql, pgx.RowTo[int64], args...)
	sql, args = h.Access.Scoped(who,
		"SELECT coalesce({case.read}, false), c.lead_agency_id = @agency, coalesce({referral.read}, false) FROM handovers h JOIN cases c ON c.id = h.case_id LEFT "+
			"JOIN referrals r ON r.id = h.referral_id WHERE h.ref = @ref", named)
	evidence.Single(b, sql, args, func(row pgx.Rows) error { return row.Scan(&l.SeesCase, &l.OwnCase, &l.SeesReferral) })
}

// fileOf finds a file of an item; a file of another item is not there.
func fileOf(ctx context.Context, q database.Q, item int64, ref string) (*evidence.File, error) {
	f, err := evidence.FileByRef(ctx, q, ref)
	if err != nil {
		return nil, err
	}
	if f.ItemID != item {
		return nil, errs.New(errs.NotFound, "errs.not_found")
	}
	return f, nil
}

// organNames asks for the English names of the organs by their Chinese ones, as custody entries write them.
func organNames(b *pgx.Batch, into map[string]string) {
	b.Queue("SELECT name_zh, name_en FROM agencies").Query(func(rows pgx.Rows) error {
		var zh, en string
		_, err := pgx.ForEachRow(rows, []any{&zh, &en}, func() error {
			into[zh] = en
			return nil
		})
		return err
	})
}
