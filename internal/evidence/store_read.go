package evidence

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/blob"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/quantity"
)

// File is one stored file of an item, with what the last verification found.
type File struct {
	ID, ItemID, AgencyID, CaseID int64
	Ref, Name, Digest            string
	Declared                     string
	Size                         int64
	Media, MediaClaimed          string
	UploadedBy, UploadedByEN     string
	UploadedAt                   time.Time
	Flagged                      bool
	Bad                          bool       // the bytes are others than were recorded
	Missing                      bool       // there were none at the last reading; that says nothing about what they are
	VerifiedAt                   *time.Time // last good verification
	AlteredAt                    *time.Time // when other bytes were last found; before VerifiedAt: it has thawed
	SM3                          string     // digest of the second algorithm, once the job has made it
	LookedInside                 bool       // its kind was told by what is in it; else by its first bytes alone
}

// Address is where the bytes of the file lie.
func (f File) Address() blob.Ref {
	return blob.Ref{Agency: f.AgencyID, Case: f.CaseID, Digest: f.Digest, Size: f.Size}
}

// Of the checks of a file the one written down last counts, whatever the clocks said by which they were made.
const sqlFiles = `SELECT f.id, f.evidence_id, f.agency_id, f.case_id, f.ref, f.name, f.digest, f.declared_digest, f.size, f.media, f.media_claimed,
	coalesce(u.name_zh, ''), coalesce(u.name_en, ''),
  f.uploaded_at, e.flagged, NOT coalesce((SELECT k.ok FROM evidence_checks k WHERE k.file_id = f.id AND k.algorithm = 'sha256' AND NOT k.missing
    ORDER BY k.id DESC LIMIT 1), true),
  coalesce((SELECT k.missing FROM evidence_checks k WHERE k.file_id = f.id AND k.algorithm = 'sha256' ORDER BY k.id DESC LIMIT 1), false),
  (SELECT k.at FROM evidence_checks k WHERE k.file_id = f.id AND k.algorithm = 'sha256' AND k.ok ORDER BY k.id DESC LIMIT 1),
  (SELECT k.at FROM evidence_checks k WHERE k.file_id = f.id AND k.algorithm = 'sha256' AND NOT k.ok AND NOT k.missing ORDER BY k.id DESC LIMIT 1),
  coalesce((SELECT k.digest FROM evidence_checks k WHERE k.file_id = f.id AND k.algorithm = 'sm3' ORDER BY k.id DESC LIMIT 1), ''), f.looked_inside
FROM evidence_files f JOIN evidence_items e ON e.id = f.evidence_id LEFT JOIN users u ON u.id = f.uploaded_by `

// FilesOf lists the files of an item at every address it has, oldest first.
func FilesOf(ctx context.Context, q database.Q, item int64) ([]File, error) {
	rows, err := q.Query(ctx, sqlFiles+"WHERE f.evidence_id = $1 ORDER BY f.id", item)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[File])
}

// FileByRef finds a file; the caller has decided by its item who may read it.
func FileByRef(ctx context.Context, q database.Q, ref string) (*File, error) {
	rows, err := q.Query(ctx, sqlFiles+"WHERE f.ref = $1", ref)
	if err != nil {
		return nil, err
	}
	f, err := pgx.CollectExactlyOneRow(rows, pgx.RowToAddrOfStructByPos[File])
	if database.NoRows(err) {
		return nil, errs.New(errs.NotFound, "errs.not_found")
	}
	return f, err
}

// destination is the receiving case of an item.
type destination struct {
	CaseID, AgencyID int64
	Ref              string
}

// copyPlan finds where an item's bytes go and which files are not there yet. Where only the number of a case is kept here none
// of them goes: they stay under the address of the case that collected them.
func copyPlan(ctx context.Context, q database.Q, item int64) (destination, []File, error) {
	var to destination
	err := q.QueryRow(ctx, `SELECT coalesce(e.custody_case_id, 0), coalesce(c.lead_agency_id, 0), e.ref FROM evidence_items e
		LEFT JOIN cases c ON c.id = e.custody_case_id WHERE e.id = $1`, item).
		Scan(&to.CaseID, &to.AgencyID, &to.Ref)
	if err != nil || to.CaseID == 0 {
		return to, nil, err
	}
	rows, err := q.Query(ctx, sqlFiles+`WHERE f.evidence_id = $1 AND f.case_id = e.case_id
  AND NOT EXISTS (SELECT 1 FROM evidence_files g WHERE g.evidence_id = $1 AND g.case_id = $2 AND g.digest = f.digest AND g.name = f.name)
  AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = $2 AND c.marking >= $3) ORDER BY f.id`, item, to.CaseID, int16(actor.PointerOnly))
	if err != nil {
		return to, nil, err
	}
	files, err := pgx.CollectRows(rows, pgx.RowToStructByPos[File])
	return to, files, err
}

// Row is an item in the list of a case.
type Row struct {
	ID                             int64
	Ref                            string
	No                             int
	Name, Kind, State, Track       string
	Measure, Finding               string
	Quantity, Unit                 string
	Net, Gross                     *quantity.Mg
	SealNo, Place                  string
	HolderAgency, Holder, HolderEN string // the organ, the person
	HolderAt                       string // words where neither keeps it
	CollectedAt                    time.Time
	Files, Bad                     int
	Digest                         string // of the first file
	LastAction                     string
	LastAt                         *time.Time
	ParentRef                      string
	Version                        int
	CaseID                         int64
	CaseRef                        string
	NextDue                        *time.Time // the pressing clock of the item
	NextClock                      string
	Marking                        actor.Marking // of the case that keeps it
}

const RowColumns = `e.id, e.ref, e.no, e.name, e.kind, e.state, e.track, e.measure, e.finding, coalesce(e.quantity::text, ''), e.unit, e.net_mg, e.gross_mg,
	e.seal_no, e.storage_place,
  h.name_zh, coalesce(u.name_zh, ''), coalesce(u.name_en, ''), e.holder_text, e.collected_at, coalesce(x.n, 0), coalesce(x.bad, 0), coalesce(x.digest, ''),
    coalesce(s.action, ''), s.at,
  coalesce(p.ref, ''), e.version, e.case_id, o.ref, k.due_at, coalesce(k.code, ''), coalesce((SELECT kept.marking FROM cases kept
    WHERE kept.id = e.custody_case_id), o.marking)`

const RowFrom = `
FROM evidence_items e JOIN agencies h ON h.id = e.holder_agency_id JOIN cases o ON o.id = e.case_id LEFT JOIN users u ON u.id = e.holder_user_id
  LEFT JOIN evidence_items p ON p.id = e.parent_id
LEFT JOIN LATERAL (SELECT count(*)::int AS n, min(f.digest) FILTER (WHERE f.id = m.first) AS digest,
    (count(*) FILTER (WHERE NOT coalesce((SELECT c.ok FROM evidence_checks c WHERE c.file_id = f.id AND c.algorithm = 'sha256' AND NOT c.missing
      ORDER BY c.id DESC LIMIT 1), true)))::int AS bad
  FROM evidence_files f, (SELECT min(id) AS first FROM evidence_files WHERE evidence_id = e.id) m WHERE f.evidence_id = e.id) x ON true
LEFT JOIN LATERAL (SELECT action, at FROM custody_entries WHERE evidence_id = e.id ORDER BY n DESC LIMIT 1) s ON true
LEFT JOIN LATERAL (SELECT due_at, code FROM clocks WHERE target_kind = 'evidence' AND target_id = e.id AND state = 'RUNNING' AND NOT minimum ORDER BY due_at
  LIMIT 1) k ON true `

const SQLRow = "SELECT " + RowColumns + RowFrom

// List is the evidence of a case, its own and what it has in its keeping; items with damaged bytes come first. The
// caller has decided that the reader may see the case.
func List(ctx context.Context, q database.Q, caseID int64) ([]Row, error) {
	rows, err := q.Query(ctx, SQLRow+"WHERE e.case_id = $1 OR e.custody_case_id = $1 ORDER BY (coalesce(x.bad, 0) > 0) DESC, e.case_id, e.no", caseID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Row])
}

// Step is one entry of the custody chain.
type Step struct {
	N                       int
	Action, From, To        string
	Place, Method           string
	Giver, GiverEN          string
	Receiver, ReceiverEN    string
	SealNo, HashState, Note string
	Event                   string // the act
	At                      time.Time
}

// Detail is everything the page of an item shows.
type Detail struct {
	Row
	CollectedPlace, Method     string
	Collector, CollectorEN     string
	CoCollector, CoCollectorEN string
	SourcePerson               string
	OriginalOrCopy, OriginalAt string
	ExclusionReason            string
	Flagged                    bool
	ToAgency, Giver            string
	CustodyCaseRef             string
	Content                    []File
	Chain                      []Step
	Samples                    []Row
	Differences                []Difference
}

// Read loads an item with files, chain and samples in one round trip.
func Read(ctx context.Context, q database.Q, id int64) (*Detail, error) {
	d := &Detail{}
	if err := database.Batch(ctx, q, func(b *pgx.Batch) { d.Queue(b, "$1", id) }); err != nil {
		return nil, err
	}
	if d.ID == 0 {
		return nil, errs.New(errs.NotFound, "errs.not_found")
	}
	return d, nil
}

// Queue asks for all parts of the item with that key, an expression over args; without such an item they stay empty.
func (d *Detail) Queue(b *pgx.Batch, key string, args ...any) {
	Single(b, SQLRow+"WHERE e.id = "+key, args, func(row pgx.Rows) (err error) {
		d.Row, err = pgx.RowToStructByPos[Row](row)
		return err
	})
	Single(b, `SELECT e.place, e.method, c1.name_zh, c1.name_en, c2.name_zh, c2.name_en, e.source_person, e.original_or_copy, e.original_location,
		e.exclusion_reason, e.flagged,
  coalesce(t.name_zh, ''), coalesce(g.name_zh, ''), coalesce(k.ref, '')
FROM evidence_items e JOIN users c1 ON c1.id = e.collector_id JOIN users c2 ON c2.id = e.co_collector_id LEFT JOIN agencies t ON t.id = e.to_agency_id
LEFT JOIN users g ON g.id = e.giver_id LEFT JOIN cases k ON k.id = e.custody_case_id WHERE e.id = `+key, args, func(row pgx.Rows) error {
		return row.Scan(&d.CollectedPlace, &d.Method, &d.Collector, &d.CollectorEN, &d.CoCollector, &d.CoCollectorEN, &d.SourcePerson, &d.OriginalOrCopy,
			&d.OriginalAt, &d.ExclusionReason, &d.Flagged, &d.ToAgency, &d.Giver, &d.CustodyCaseRef)
	})
	database.Many(b, &d.Content, sqlFiles+"WHERE f.evidence_id = "+key+" ORDER BY f.id", pgx.RowToStructByPos[File], args...)
	database.Many(b, &d.Chain,
		`SELECT s.n, s.action, s.from_holder, s.to_holder, s.place, s.method, s.giver_name, coalesce(g.name_en, ''), s.receiver_name, coalesce(r.name_en, ''),
			s.seal_no, s.hash_state, s.note, coalesce(a.event, ''), s.at
FROM custody_entries s LEFT JOIN acts a ON a.id = s.act_id LEFT JOIN users g ON g.id = s.giver_id LEFT JOIN users r ON r.id = s.receiver_id
  WHERE s.evidence_id = `+key+` ORDER BY s.n`, pgx.RowToStructByPos[Step], args...)
	database.Many(b, &d.Differences, `SELECT h.ref, i.note, fa.name_zh, coalesce(ta.name_zh, h.to_text), `+measuredColumns+`
FROM handover_items i JOIN handovers h ON h.id = i.handover_id JOIN evidence_items e ON e.id = i.evidence_id JOIN agencies fa ON fa.id = h.from_agency_id
LEFT JOIN agencies ta ON ta.id = h.to_agency_id WHERE i.evidence_id = `+key+` AND i.outcome = 'difference' ORDER BY h.id`, scanDifference, args...)
	database.Many(b, &d.Samples, SQLRow+"WHERE e.parent_id = "+key+" ORDER BY e.no", pgx.RowToStructByPos[Row], args...)
}

func scanDifference(row pgx.CollectableRow) (d Difference, err error) {
	err = row.Scan(append([]any{&d.ListRef, &d.Note, &d.From, &d.To}, measures(&d.Listed, &d.Counted)...)...)
	return d, err
}

// Handover is a handover list with its items.
type Handover struct {
	ID, CaseID, ToAgencyID, FromAgencyID int64
	Ref, State, Carrier                  string
	CaseRef, CaseTitle, ReferralRef      string
	FromName, ToName                     string
	OfferedBy, OfferedByEN               string
	OfferedAt                            time.Time
	ClosedAt                             *time.Time
	Items                                []Offered
}

// Offered is an item on a list, with what the list says of it, what the receiver said and what the receiver found.
type Offered struct {
	Row
	Outcome, Note   string
	Listed, Counted Measured
}

// Measured is a count in the unit of the item, a gross weight and a seal; what nobody stated is empty.
type Measured struct {
	Quantity string
	Gross    *quantity.Mg
	SealNo   string
}

// Difference is the record of a handover that did not find what the list said (D310 12; MPS 185).
type Difference struct {
	ListRef, Note   string
	From, To        string
	Listed, Counted Measured
}

// measuredColumns are those of Listed and Counted for the item e on the list i. A list closed before they were kept
// says what is recorded now.
const measuredColumns = `coalesce(i.listed_quantity::text, e.quantity::text, ''), coalesce(i.listed_mg, e.gross_mg), coalesce(i.listed_seal, e.seal_no),
  coalesce(i.counted_quantity::text, ''), i.counted_mg, coalesce(i.counted_seal, '')`

// measures are the places for measuredColumns.
func measures(listed, counted *Measured) []any {
	return []any{&listed.Quantity, &listed.Gross, &listed.SealNo, &counted.Quantity, &counted.Gross, &counted.SealNo}
}

const sqlHandover = `SELECT h.id, h.case_id, coalesce(h.to_agency_id, 0), h.from_agency_id, h.ref, h.state, h.carrier, c.ref, c.title, coalesce(r.ref, ''),
	fa.name_zh, coalesce(ta.name_zh, h.to_text),
  u.name_zh, u.name_en, h.offered_at, h.closed_at
FROM handovers h JOIN cases c ON c.id = h.case_id JOIN agencies fa ON fa.id = h.from_agency_id LEFT JOIN agencies ta ON ta.id = h.to_agency_id
LEFT JOIN referrals r ON r.id = h.referral_id JOIN users u ON u.id = h.offered_by `

func scanHandover(r pgx.CollectableRow) (h Handover, err error) {
	err = r.Scan(&h.ID, &h.CaseID, &h.ToAgencyID, &h.FromAgencyID, &h.Ref, &h.State, &h.Carrier, &h.CaseRef, &h.CaseTitle, &h.ReferralRef, &h.FromName, &h.ToName,
		&h.OfferedBy, &h.OfferedByEN, &h.OfferedAt, &h.ClosedAt)
	return h, err
}

// ReadHandover loads a list with its items in one round trip.
func ReadHandover(ctx context.Context, q database.Q, id int64) (*Handover, error) {
	var h Handover
	if err := database.Batch(ctx, q, func(b *pgx.Batch) { h.Queue(b, "$1", id) }); err != nil {
		return nil, err
	}
	if h.ID == 0 {
		return nil, errs.New(errs.NotFound, "errs.not_found")
	}
	return &h, nil
}

// Queue asks for the list with that key, an expression over args, and its items; without such a list they stay empty.
func (h *Handover) Queue(b *pgx.Batch, key string, args ...any) {
	Single(b, sqlHandover+"WHERE h.id = "+key, args, func(row pgx.Rows) error {
		got, err := scanHandover(row)
		got.Items = h.Items
		*h = got
		return err
	})
	answers := map[int64]Offered{}
	b.Queue("SELECT i.evidence_id, i.outcome, i.note, "+measuredColumns+
		" FROM handover_items i JOIN evidence_items e ON e.id = i.evidence_id WHERE i.handover_id = "+key, args...).Query(func(rows pgx.Rows) error {
		for rows.Next() {
			var item int64
			var o Offered
			if err := rows.Scan(append([]any{&item, &o.Outcome, &o.Note}, measures(&o.Listed, &o.Counted)...)...); err != nil {
				return err
			}
			answers[item] = o
		}
		return rows.Err()
	})
	b.Queue(SQLRow+"JOIN handover_items i ON i.evidence_id = e.id WHERE i.handover_id = "+key+" ORDER BY e.no", args...).Query(func(rows pgx.Rows) error {
		items, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Row])
		for _, r := range items {
			o := answers[r.ID]
			o.Row = r
			h.Items = append(h.Items, o)
		}
		return err
	})
}

// HandoversOf lists the handover lists of a case, newest first, without their items.
func HandoversOf(ctx context.Context, q database.Q, caseID int64) ([]Handover, error) {
	rows, err := q.Query(ctx, sqlHandover+"WHERE h.case_id = $1 ORDER BY h.id DESC", caseID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanHandover)
}

// Single queues a statement for one row that need not be there.
func Single(b *pgx.Batch, sql string, args []any, scan func(pgx.Rows) error) {
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		defer rows.Close()
		if rows.Next() {
			if err := scan(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}
