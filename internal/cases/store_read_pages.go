package cases

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/deadline/badge"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
)

// file is the case that a page is about, if its reader may see it: every statement of the page begins with it, so that
// the whole page is one batch and a hidden case costs what an absent one costs.
const file = `WITH f AS (SELECT c.* FROM cases c WHERE c.ref = @ref AND {case.read?}) `

// Here is the key of the case that a page is about, for the statements of the tabs in other packages: @ref is its
// reference. Without the right to read it is null, and so is everything compared with it.
const Here = `(SELECT c.id FROM cases c WHERE c.ref = @ref AND {case.read?})`

// seen keeps what stands on a referral or on a pointer to state security from readers of the case who may not see
// that referral or pointer. x is the row with target_kind and target_id.
const seen = `(x.target_kind NOT IN ('referral', 'mss')
  OR x.target_kind = 'referral' AND EXISTS (SELECT FROM referrals r WHERE r.id = x.target_id AND {referral.read})
  OR x.target_kind = 'mss' AND EXISTS (SELECT FROM mss_handovers mh JOIN cases c ON c.id = mh.case_id WHERE mh.id = x.target_id AND {mss.read}))`

// Head is a case as the top of its pages shows it, with what the reader may do.
type Head struct {
	ID, MatterID       int64
	Ref                string
	Machine            law.Machine
	State              string
	Version, Round     int
	Title, Summary     string
	Mineral, LeadBasis string
	Typology           string
	SourceKind         string
	Marking            actor.Marking
	Compartmented      bool
	Complex            bool
	CompetenceBasis    string
	Quantity           *quantity.Mg
	Value              *quantity.Fen
	RegisteredAt       time.Time
	FiledAt, ClosedAt  *time.Time
	DecidedAt          *time.Time
	UpdatedAt          time.Time
	ViolationEndedOn   *time.Time
	TipRef, PublicCase string
	SourceReferral     string // of a criminal case: the referral that opened it
	AgencyID           int64
	AgencyCode         string
	AgencyKind         string
	AgencyZH, AgencyEN string
	AgencyShort        string
	UnitZH, UnitEN     string
	UnitID             int64
	Members            []Person
	Partners           []Partner
	Next               *badge.Row
	Counts             Counts
	Duties             []procedure.Duty // what the reader is in this matter
	MayAct, MayComment bool
	MayGrant, MayAsk   bool
	MayAssign          bool
	MayExport          bool

	found bool
}

// Person is somebody named on a case.
type Person struct {
	NameZH   string       `json:"zh"` // empty of a person of another agency (security K30)
	NameEN   string       `json:"en"`
	Username string       `json:"u"`
	Part     string       `json:"p"`
	Lead     bool         `json:"l"`
	Holds    []actor.Role `json:"-"` // of a colleague who may be named
	ID       int64        `json:"i"`
	AgencyZH string       `json:"az"`
	AgencyEN string       `json:"ae"`
	Kind     string       `json:"k"`
	Until    *time.Time   `json:"t"`
	Since    *time.Time   `json:"s"`
	Basis    string       `json:"b"`
	ByZH     string       `json:"gz"`
	ByEN     string       `json:"ge"`
	Mine     bool         `json:"m"` // of the case's own agency
}

// Partner is another agency that works on the same goods: the addressee or the origin of a referral.
type Partner struct {
	Kind string `json:"k"`
	ZH   string `json:"zh"`
	EN   string `json:"en"`
}

// Counts stand behind the tabs; each counts the rows that its page would list.
type Counts struct {
	Timeline, Parties, Goods, Evidence, Measures, Documents, Decisions, Access int
}

const sqlHead = file +
	`SELECT f.id, f.matter_id, f.ref, f.machine, f.state, f.version, f.round, f.title, f.summary, f.mineral, f.lead_basis, f.typology, f.source_kind,
  f.marking, f.compartmented, f.complex_or_major, f.competence_basis, f.quantity_mg, f.value_fen, f.registered_at, f.filed_at, f.closed_at, f.decided_at,
    f.updated_at,
  f.violation_ended_on, coalesce(CASE WHEN {tip.read} THEN t.ref END, ''), f.public_case,
  coalesce((SELECT r.ref FROM referrals r WHERE r.id = f.source_referral_id AND {referral.read}), ''),
  g.id, g.code, g.kind, g.name_zh, g.name_en, g.short_zh, n.name_zh, n.name_en, f.org_unit_id,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('zh', CASE WHEN u.agency_id = @agency THEN u.name_zh ELSE '' END, 'en',
    CASE WHEN u.agency_id = @agency THEN u.name_en ELSE '' END, 'u', CASE WHEN u.agency_id = @agency THEN u.username
      ELSE u.ref END, 'p', m.part, 'l', m.lead, 'i', u.id, 'az', ug.short_zh, 'ae', ug.name_en, 'k', ug.kind,
      't', CASE WHEN m.to_at < '9999-01-01' THEN m.to_at END, 's', m.from_at, 'b', m.basis, 'gz', CASE WHEN b.agency_id = @agency THEN b.name_zh
        ELSE '' END, 'ge', CASE WHEN b.agency_id = @agency THEN b.name_en ELSE '' END, 'm', u.agency_id = f.lead_agency_id)
          ORDER BY m.lead DESC, m.part, u.id), '[]')
    FROM case_members m JOIN users u ON u.id = m.user_id JOIN agencies ug ON ug.id = u.agency_id LEFT JOIN users b ON b.id = m.granted_by
    WHERE m.case_id = f.id AND m.from_at <= @now AND m.to_at > @now),
  (SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('k', p.kind, 'zh', p.short_zh, 'en', p.name_en)), '[]') FROM referrals r
    JOIN agencies p ON p.id = CASE WHEN r.from_case_id = f.id THEN r.to_agency_id ELSE r.from_agency_id END
    WHERE (r.from_case_id = f.id OR r.to_case_id = f.id) AND r.sent_at IS NOT NULL AND {referral.read}),
  k.code, coalesce(k.state, ''), coalesce(k.started_at, '0001-01-01'), coalesce(k.due_at, '0001-01-01'), coalesce(k.minimum, false), coalesce(k.extensions, 0),
    coalesce(k.provisional, false), coalesce(k.edition, ''),
  (SELECT count(*) FROM (SELECT FROM acts x WHERE x.case_id = f.id AND ` + seen + ` LIMIT 1000) z)::int
    + (SELECT count(*) FROM (SELECT FROM audit_events e WHERE e.case_id = f.id AND e.stream = 'case:' || f.id AND NOT e.details ? 'act'
      AND e.action <> ALL (@silent) LIMIT 1000) z)::int,
  (SELECT count(*) FROM (SELECT FROM parties p WHERE p.case_id = f.id AND p.removed_at IS NULL LIMIT 1000) z)::int,
  (SELECT count(*) FROM (SELECT FROM goods_items i WHERE i.case_id = f.id AND i.removed_at IS NULL LIMIT 1000) z)::int,
  (SELECT count(*) FROM (SELECT FROM evidence_items e JOIN cases c ON c.id = COALESCE(e.custody_case_id, e.case_id) JOIN cases o ON o.id = e.case_id
    WHERE (e.case_id = f.id OR e.custody_case_id = f.id) AND {evidence.read} LIMIT 1000) z)::int,
  (SELECT count(*) FROM (SELECT FROM evidence_items e JOIN cases c ON c.id = COALESCE(e.custody_case_id, e.case_id) JOIN cases o ON o.id = e.case_id
    WHERE (e.case_id = f.id OR e.custody_case_id = f.id) AND e.measure <> '' AND {evidence.read} LIMIT 1000) z)::int,
  (SELECT count(*) FROM (SELECT FROM documents d JOIN cases c ON c.id = d.case_id WHERE d.case_id = f.id AND {document.read} LIMIT 1000) z)::int,
  (SELECT count(*) FROM (SELECT FROM referrals r WHERE (r.from_case_id = f.id OR r.to_case_id = f.id) AND {referral.read} LIMIT 1000) z)::int
    + (SELECT count(*) FROM (SELECT FROM decisions d WHERE d.case_id = f.id LIMIT 1000) z)::int,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('h', z.how, 'r', z.role, 'w', z.what)), '[]') FROM {duties} z),
  (SELECT ARRAY[{case.act?}, {case.comment?}, {case.grant?}, {case.assign?}, {case.export?}] FROM cases c WHERE c.id = f.id)
FROM f JOIN agencies g ON g.id = f.lead_agency_id JOIN org_units n ON n.id = f.org_unit_id LEFT JOIN tips t ON t.id = f.tip_id
LEFT JOIN LATERAL (SELECT * FROM clocks k WHERE k.case_id = f.id AND k.code = f.next_clock AND k.due_at = f.next_due AND k.state = 'RUNNING' LIMIT 1) k ON true`

// Queue asks for the head of a case in a page's own batch. What comes back is filled when the batch has run; Check
// tells whether the case was there.
func (h Headers) Queue(b *pgx.Batch, who actor.Actor, ref string) *Head {
	out := &Head{}
	named := procedure.DutyArgs(h.Book(), who)
	named["ref"], named["silent"] = ref, silent()
	sql, args := h.Access.Scoped(who, strings.Replace(sqlHead, "{duties}", procedure.DutiesOf("f.matter_id"), 1), named)
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		defer rows.Close()
		if rows.Next() {
			if err := out.scan(rows); err != nil {
				return err
			}
			out.found = true
		}
		return rows.Err()
	})
	return out
}

// read is Queue in a batch of its own, with what else the page asks for.
func (h Headers) read(ctx context.Context, q database.Q, who actor.Actor, ref string, more []func(*database.Pipe)) (*Head, error) {
	var out *Head
	err := database.Batch(ctx, q, func(b *pgx.Batch) {
		out = h.Queue(b, who, ref)
		for _, ask := range more {
			ask(b)
		}
	})
	return out, err
}

// gone: the page asks again, in the reader's browser.
func (h *Head) gone() error { return errs.New(errs.Busy, "errs.busy") }

func (h *Head) scan(rows pgx.Rows) error {
	var k badge.Row
	var code *string
	var may []bool
	n := &h.Counts
	err := rows.Scan(&h.ID, &h.MatterID, &h.Ref, &h.Machine, &h.State, &h.Version, &h.Round, &h.Title, &h.Summary, &h.Mineral, &h.LeadBasis, &h.Typology,
		&h.SourceKind, &h.Marking, &h.Compartmented, &h.Complex, &h.CompetenceBasis, &h.Quantity, &h.Value, &h.RegisteredAt, &h.FiledAt, &h.ClosedAt, &h.DecidedAt,
		&h.UpdatedAt, &h.ViolationEndedOn, &h.TipRef, &h.PublicCase, &h.SourceReferral,
		&h.AgencyID, &h.AgencyCode, &h.AgencyKind, &h.AgencyZH, &h.AgencyEN, &h.AgencyShort, &h.UnitZH, &h.UnitEN, &h.UnitID, &h.Members, &h.Partners,
		&code, &k.State, &k.StartedAt, &k.DueAt, &k.Minimum, &k.Extensions, &k.Provisional, &k.Edition,
		&n.Timeline, &n.Parties, &n.Goods, &n.Evidence, &n.Measures, &n.Documents, &n.Decisions, &h.Duties, &may)
	if err != nil {
		return err
	}
	n.Access = len(h.Members)
	if code != nil {
		k.Code = *code
		h.Next = &k
	}
	if len(may) == 5 {
		h.MayAct, h.MayComment, h.MayGrant, h.MayAssign, h.MayExport = may[0], may[1], may[2], may[3], may[4]
	}
	return nil
}

// procedureFile is as much of the matter as the engine's list of steps asks for: the state of the case and of its
// referrals, and what the reader is in the matter.
func (h *Head) procedureFile(who actor.Actor, referrals []referralLine) *matter.File {
	f := &matter.File{MatterID: h.MatterID, Cases: []matter.Case{{ID: h.ID, AgencyID: h.AgencyID, UnitID: h.UnitID, Ref: h.Ref,
		Machine: string(h.Machine), State: h.State, Round: h.Round, Version: h.Version, Title: h.Title, Mineral: h.Mineral, Marking: h.Marking}}}
	for _, r := range referrals {
		f.Referrals = append(f.Referrals, matter.Referral{ID: r.ID, FromCaseID: r.FromCase, FromAgencyID: r.FromAgency, Ref: r.Ref, State: r.State})
	}
	procedure.SetDuties(f, who, h.Duties)
	return f
}

// referralLine is a referral of the case that the reader may see.
type referralLine struct {
	ID         int64      `json:"i"`
	FromCase   int64      `json:"fc"`
	FromAgency int64      `json:"fa"`
	Ref        string     `json:"ref"`
	State      string     `json:"s"`
	Offence    string     `json:"o"`
	ToKind     string     `json:"k"`
	ToZH       string     `json:"zh"`
	ToEN       string     `json:"en"`
	ToText     string     `json:"t"`
	Sent       *time.Time `json:"at"`
}

// Line is a case in a list.
type Line struct {
	ID         int64
	Ref, Title string
	Machine    law.Machine
	State      string
	Mineral    string
	Quantity   *quantity.Mg
	Value      *quantity.Fen
	Marking    actor.Marking
	NextDue    time.Time
	Next       *badge.Row
	Kind       string // of the agency that leads
	ZH, EN     string
	Partners   []Partner
	OwnerZH    string
	OwnerEN    string
	Mine       bool
	UpdatedAt  time.Time
}

// lineColumns and lineJoins read one page's rows; they run for the rows of the page only.
const (
	lineColumns = `c.id, c.ref, c.title, c.machine, c.state, c.mineral, c.quantity_mg, c.value_fen, c.marking, c.next_due, c.updated_at, g.kind, g.short_zh,
		g.name_en,
  (SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('k', p.kind, 'zh', p.short_zh, 'en', p.name_en)), '[]') FROM referrals sent
    JOIN agencies p ON p.id = CASE WHEN sent.from_case_id = c.id THEN sent.to_agency_id ELSE sent.from_agency_id END
    WHERE (sent.from_case_id = c.id OR sent.to_case_id = c.id) AND sent.sent_at IS NOT NULL AND NOT sent.compartmented AND sent.marking <= @clearance),
  coalesce(own.name_zh, ''), coalesce(own.name_en, ''), coalesce(own.mine, false),
  run.code, coalesce(run.state, ''), coalesce(run.started_at, '0001-01-01'), coalesce(run.due_at, '0001-01-01'), coalesce(run.minimum, false),
    coalesce(run.extensions, 0), coalesce(run.provisional, false), coalesce(run.edition, '')`
	lineJoins = `JOIN agencies g ON g.id = c.lead_agency_id
LEFT JOIN LATERAL (SELECT CASE WHEN u.agency_id = @agency THEN u.name_zh ELSE '' END AS name_zh, CASE WHEN u.agency_id = @agency THEN u.name_en
  ELSE '' END AS name_en,
    bool_or(mm.user_id = @user) OVER w AS mine FROM case_members mm JOIN users u ON u.id = mm.user_id
  WHERE mm.case_id = c.id AND mm.part = 'handler' AND mm.from_at <= @now AND mm.to_at > @now WINDOW w AS (PARTITION BY mm.case_id)
    ORDER BY mm.lead DESC, mm.user_id LIMIT 1) own ON true
LEFT JOIN LATERAL (SELECT * FROM clocks k WHERE k.case_id = c.id AND k.code = c.next_clock AND k.due_at = c.next_due AND k.state = 'RUNNING'
  LIMIT 1) run ON true`
)

// lines queues one page of a list.
func lines(b *pgx.Batch, p *access.Policy, who actor.Actor, l access.ListSpec, into *[]Line) {
	l.Columns, l.Joins = lineColumns, lineJoins
	sql, args := p.List(who, access.Case, access.Read, l)
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, scanLine)
		*into = got
		return err
	})
}

func scanLine(r pgx.CollectableRow) (l Line, err error) {
	var k badge.Row
	var code *string
	err = r.Scan(&l.ID, &l.Ref, &l.Title, &l.Machine, &l.State, &l.Mineral, &l.Quantity, &l.Value, &l.Marking, &l.NextDue, &l.UpdatedAt, &l.Kind, &l.ZH, &l.EN,
		&l.Partners, &l.OwnerZH, &l.OwnerEN, &l.Mine, &code, &k.State, &k.StartedAt, &k.DueAt, &k.Minimum, &k.Extensions, &k.Provisional,
		&k.Edition)
	if code != nil {
		k.Code = *code
		l.Next = &k
	}
	return l, err
}

// counts queues how many cases each filter holds.
func counts(b *pgx.Batch, p *access.Policy, who actor.Actor, specs []access.ListSpec, into *[]int64) {
	sql, args := p.Counts(who, access.Case, access.Read, specs)
	b.Queue(sql, args...).QueryRow(func(row pgx.Row) error { return row.Scan(into) })
}

// Pointer is a case that the reader's agency may know to exist, and nothing else (P39).
type Pointer struct {
	Ref, Kind, ZH, EN string
	Because           string // reference of a case that the reader sees and with which it hangs together
}

const sqlPointers = `SELECT c.ref, g.kind, g.short_zh, g.name_en, coalesce((SELECT kin.ref FROM cases kin WHERE kin.matter_id = c.matter_id AND kin.id <> c.id
    AND kin.id IN (SELECT c.id FROM cases c WHERE c.matter_id = kin.matter_id AND {case.read}) ORDER BY kin.id LIMIT 1), '')
FROM case_pointers cp JOIN cases c ON c.id = cp.case_id JOIN agencies g ON g.id = c.lead_agency_id
WHERE cp.agency_id = @agency AND NOT coalesce({case.read}, false) ORDER BY c.ref LIMIT 20`

// pointers queues the closed rows of the list. Their order is that of random references: it tells nothing.
func pointers(b *pgx.Batch, p *access.Policy, who actor.Actor, into *[]Pointer) {
	sql, args := p.Scoped(who, sqlPointers, nil)
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (x Pointer, err error) {
			err = r.Scan(&x.Ref, &x.Kind, &x.ZH, &x.EN, &x.Because)
			return x, err
		})
		*into = got
		return err
	})
}
