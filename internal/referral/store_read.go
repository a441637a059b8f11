package referral

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/procedure"
)

// filesOf reads the stored files of items, by item.
func filesOf(ctx context.Context, q database.Q, items []int64) (map[int64][]FileCopy, error) {
	rows, err := q.Query(ctx, `SELECT f.evidence_id, f.ref, f.name, f.size, f.digest FROM evidence_files f JOIN evidence_items e ON e.id = f.evidence_id
WHERE f.evidence_id = ANY($1) AND f.case_id = e.case_id ORDER BY f.id`, items)
	if err != nil {
		return nil, err
	}
	out := map[int64][]FileCopy{}
	var item int64
	var c FileCopy
	_, err = pgx.ForEachRow(rows, []any{&item, &c.Ref, &c.Name, &c.Size, &c.Digest}, func() error {
		out[item] = append(out[item], c)
		return nil
	})
	return out, err
}

// Row is a referral in a list.
type Row struct {
	ID                      int64
	Ref, State, Destination string
	Offence                 string
	CaseRef, CaseTitle      string // of the origin file; a receiver sees the title only
	FromAgency, ToAgency    string // codes
	FromName, ToName        string
	SentAt, ReceivedAt      *time.Time
	NextDue                 time.Time
	Reservation             string
	Clock                   *procedure.Clock // the running clock that presses most
}

const rowColumns = `r.id, r.ref, r.state, r.destination, r.offence, o.ref, o.title, fa.code, coalesce(ta.code, ''), fa.name_zh, coalesce(ta.name_zh, ''), r.sent_at, r.received_at, r.next_due, r.reservation,
  coalesce((SELECT jsonb_build_object('Code', k.code, 'State', k.state, 'StartedAt', k.started_at, 'DueAt', k.due_at) FROM clocks k
    WHERE k.target_kind = 'referral' AND k.target_id = r.id AND k.state IN ('RUNNING', 'PAUSED') AND NOT k.minimum ORDER BY k.due_at LIMIT 1), 'null')`

const rowJoins = `JOIN cases o ON o.id = r.from_case_id JOIN agencies fa ON fa.id = r.from_agency_id LEFT JOIN agencies ta ON ta.id = r.to_agency_id`

func scanRow(r pgx.CollectableRow) (x Row, err error) {
	var clock []byte
	err = r.Scan(&x.ID, &x.Ref, &x.State, &x.Destination, &x.Offence, &x.CaseRef, &x.CaseTitle, &x.FromAgency, &x.ToAgency, &x.FromName, &x.ToName,
		&x.SentAt, &x.ReceivedAt, &x.NextDue, &x.Reservation, &clock)
	if err == nil {
		err = json.Unmarshal(clock, &x.Clock)
	}
	return x, err
}

// list reads a page of referrals in the order of their next clock.
func list(ctx context.Context, q database.Q, p *access.Policy, who actor.Actor, spec access.ListSpec) ([]Row, error) {
	sql, args := p.List(who, access.Referral, access.Read, spec)
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanRow)
}

// OfCase lists the referrals opened from a case, newest first.
func OfCase(ctx context.Context, q database.Q, caseID int64) ([]Row, error) {
	rows, err := q.Query(ctx, "SELECT "+rowColumns+" FROM referrals r "+rowJoins+" WHERE r.from_case_id = $1 ORDER BY r.id DESC", caseID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanRow)
}

// Detail is everything the pages of one referral show. Whoever may read the referral may read this; the origin file
// itself stays closed to the receiver.
type Detail struct {
	Row
	Version, PackageVersion  int
	Facts, PackageDigest     string
	FromCaseID, MatterID     int64
	ToAgencyID, FromAgencyID int64
	ParentRef, ToCaseRef     string
	Team                     []Person
	OpenedAt                 time.Time
	ReceivedBy               string
	Items                    []Choice
	Packages                 []Frozen
	Receipts                 []Receipt
	History                  []Past
	Children                 []string // references of re-routed referrals
}

// Person is a member of the team.
type Person struct{ Username, Name string }

// Choice is what the draft names for an item.
type Choice struct {
	No                        int
	DocRef, DocCode, DocTitle string
	Evidence                  []Named
	Note, NotApplicable       string
}

// Named is an evidence item by reference and name.
type Named struct {
	Ref  string `json:"ref"`
	No   int    `json:"no"`
	Name string `json:"name"`
}

// Frozen is one version of the package.
type Frozen struct {
	Version  int
	Digest   string
	FrozenAt time.Time
	Content  Package
}

// Receipt is a signed slip.
type Receipt struct {
	SignedName, Digest, Reservation string
	At                              time.Time
}

// Past is one act in the history of the referral.
type Past struct {
	Event, Variant, RowID, From, To string
	Actor, Role, Proposer           string
	Agency                          string
	At                              time.Time
	Also                            []string
}

// Read loads the detail in one round trip.
func Read(ctx context.Context, q database.Q, id int64) (*Detail, error) {
	d := &Detail{}
	b := &pgx.Batch{}
	b.Queue("SELECT "+rowColumns+" FROM referrals r "+rowJoins+" WHERE r.id = $1", id).Query(func(rows pgx.Rows) (err error) {
		d.Row, err = pgx.CollectExactlyOneRow(rows, scanRow)
		return err
	})
	one(b, `SELECT r.version, r.package_version, r.facts, r.package_digest, r.from_case_id, r.matter_id, coalesce(r.to_agency_id, 0), r.from_agency_id,
  coalesce(pr.ref, ''), coalesce(tc.ref, ''), r.opened_at, coalesce(ru.name_zh, '')
FROM referrals r LEFT JOIN referrals pr ON pr.id = r.parent_id LEFT JOIN cases tc ON tc.id = r.to_case_id LEFT JOIN users ru ON ru.id = r.received_by WHERE r.id = $1`,
		[]any{&d.Version, &d.PackageVersion, &d.Facts, &d.PackageDigest, &d.FromCaseID, &d.MatterID, &d.ToAgencyID, &d.FromAgencyID, &d.ParentRef, &d.ToCaseRef, &d.OpenedAt, &d.ReceivedBy}, id)
	many(b, &d.Team, `SELECT u.username, u.name_zh FROM referrals r JOIN users u ON u.id = ANY(r.team) WHERE r.id = $1 ORDER BY u.id`, pgx.RowToStructByPos[Person], id)
	many(b, &d.Items, `SELECT i.item_no, coalesce(x.ref, ''), coalesce(x.code, ''), coalesce(x.title, ''),
  coalesce((SELECT jsonb_agg(jsonb_build_object('ref', e.ref, 'no', e.no, 'name', e.name) ORDER BY e.no) FROM evidence_items e WHERE e.id = ANY(i.evidence_ids)), '[]'), i.note, i.not_applicable
FROM referral_items i LEFT JOIN documents x ON x.id = i.document_id WHERE i.referral_id = $1 ORDER BY i.item_no`, scanChoice, id)
	many(b, &d.Packages, `SELECT version, digest, frozen_at, data FROM referral_packages WHERE referral_id = $1 ORDER BY version`, scanFrozen, id)
	many(b, &d.Receipts, `SELECT signed_name, package_digest, reservation, at FROM receipts WHERE referral_id = $1 ORDER BY id`, pgx.RowToStructByPos[Receipt], id)
	many(b, &d.History, `SELECT a.event, a.variant, a.row_id, a.from_state, a.to_state, a.actor_name, a.actor_role, a.proposer_name, g.name_zh, a.at, a.also
FROM acts a JOIN agencies g ON g.id = a.agency_id WHERE a.target_kind = 'referral' AND a.target_id = $1 AND a.matter_id = (SELECT matter_id FROM referrals WHERE id = $1) ORDER BY a.id`,
		pgx.RowToStructByPos[Past], id)
	many(b, &d.Children, `SELECT ref FROM referrals WHERE parent_id = $1 ORDER BY id`, pgx.RowTo[string], id)
	err := q.SendBatch(ctx, b).Close()
	if database.NoRows(err) {
		return nil, errs.New(errs.NotFound, "errs.not_found")
	}
	return d, err
}

// one queues a statement for one row.
func one(b *pgx.Batch, sql string, into []any, args ...any) {
	b.Queue(sql, args...).QueryRow(func(row pgx.Row) error { return row.Scan(into...) })
}

// many queues a statement for several rows.
func many[T any](b *pgx.Batch, out *[]T, sql string, scan pgx.RowToFunc[T], args ...any) {
	b.Queue(sql, args...).Query(func(rows pgx.Rows) (err error) {
		*out, err = pgx.CollectRows(rows, scan)
		return err
	})
}

func scanChoice(r pgx.CollectableRow) (c Choice, err error) {
	var items []byte
	if err = r.Scan(&c.No, &c.DocRef, &c.DocCode, &c.DocTitle, &items, &c.Note, &c.NotApplicable); err == nil {
		err = json.Unmarshal(items, &c.Evidence)
	}
	return c, err
}

func scanFrozen(r pgx.CollectableRow) (f Frozen, err error) {
	var data []byte
	if err = r.Scan(&f.Version, &f.Digest, &f.FrozenAt, &data); err == nil {
		err = json.Unmarshal(data, &f.Content)
	}
	return f, err
}
