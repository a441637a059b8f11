package procedure

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/deadline"
	"touchstone/internal/entity"
	"touchstone/internal/errs"
	"touchstone/internal/law"
)

// The statements that read one matter. Each names its columns in the order its scan function takes them.
const (
	sqlCases = `SELECT id, matter_id, lead_agency_id, org_unit_id, ref, machine, state, round, version, title, mineral, lead_basis, source_kind,
  competence_basis, marking, compartmented, complex_or_major, economic_crime, coalesce(source_referral_id, 0), violation_ended_on,
  registered_at, filed_at, quantity_mg, value_fen, created_by, summary, typology, public_case, decided_at, closed_at
FROM cases WHERE matter_id = @matter ORDER BY id`
	sqlReferrals = `SELECT id, from_case_id, from_agency_id, from_unit_id, coalesce(to_agency_id, 0), coalesce(to_case_id, 0), coalesce(parent_id, 0),
  ref, state, destination, offence, facts, version, team, package_version, package_digest, opened_at, sent_at, received_at, reservation,
  to_text, marking, compartmented, coalesce((SELECT string_agg(u.name_zh, '、' ORDER BY u.id) FROM users u WHERE u.id = ANY (team)), ''),
  coalesce((SELECT string_agg(u.name_en, ', ' ORDER BY u.id) FROM users u WHERE u.id = ANY (team)), '')
FROM referrals WHERE matter_id = @matter ORDER BY id`
	sqlItems = `SELECT i.referral_id, i.item_no, coalesce(i.document_id, 0), i.evidence_ids, i.note, i.not_applicable
FROM referral_items i JOIN referrals r ON r.id = i.referral_id WHERE r.matter_id = @matter ORDER BY i.referral_id, i.item_no`
	sqlEvidence = `SELECT e.id, e.case_id, e.no, e.ref, e.state, e.track, e.name, e.kind, e.measure, e.finding, e.version, e.holder_agency_id,
  coalesce(e.holder_user_id, 0), coalesce(e.giver_id, 0), coalesce(e.to_agency_id, 0), coalesce(e.custody_case_id, 0), coalesce(e.parent_id, 0),
  e.collector_id, e.co_collector_id, coalesce(e.quantity::text, ''), e.unit, e.net_mg, e.gross_mg, e.seal_no, e.storage_place,
  (SELECT count(*) FROM evidence_files x WHERE x.evidence_id = e.id),
  (SELECT count(*) FROM evidence_files x WHERE x.evidence_id = e.id AND
     NOT coalesce((SELECT k.ok FROM evidence_checks k WHERE k.file_id = x.id AND k.algorithm = 'sha256' AND NOT k.missing ORDER BY k.id DESC LIMIT 1), true)),
  (SELECT count(*) FROM evidence_files x WHERE x.evidence_id = e.id
    AND (SELECT k.missing FROM evidence_checks k WHERE k.file_id = x.id AND k.algorithm = 'sha256' ORDER BY k.id DESC LIMIT 1)),
  (SELECT count(*) FROM evidence_files x WHERE x.evidence_id = e.id
    AND NOT EXISTS (SELECT FROM evidence_checks k WHERE k.file_id = x.id AND k.algorithm = 'sha256')),
  e.collected_at, e.place, e.method, e.source_person, e.original_or_copy, e.original_location, e.exclusion_reason, e.holder_text,
  coalesce((SELECT g.ref FROM goods_items g WHERE g.id = e.goods_item_id), ''), e.flagged,
  coalesce((SELECT string_agg(u.name_zh, '、' ORDER BY u.id) FROM users u WHERE u.id IN (e.collector_id, e.co_collector_id)), ''),
  coalesce((SELECT string_agg(u.name_en, ', ' ORDER BY u.id) FROM users u WHERE u.id IN (e.collector_id, e.co_collector_id)), ''),
  coalesce((SELECT string_agg(u.name_zh, '、' ORDER BY u.id) FROM users u WHERE u.id IN (e.holder_user_id, e.giver_id)), ''),
  coalesce((SELECT string_agg(u.name_en, ', ' ORDER BY u.id) FROM users u WHERE u.id IN (e.holder_user_id, e.giver_id)), ''),
  (SELECT coalesce(jsonb_agg(jsonb_build_object('Ref', x.ref, 'Digest', x.digest, 'Declared', x.declared_digest, 'Name', x.name, 'Size', x.size::text, 'Media',
    x.media)
     ORDER BY x.id), '[]') FROM evidence_files x WHERE x.evidence_id = e.id)
FROM evidence_items e WHERE e.matter_id = @matter ORDER BY e.id`
	sqlHandovers = `SELECT id, case_id, from_agency_id, coalesce(to_agency_id, 0), ref, state, version, sent_at,
  indicators, register_no, holder, channel, external_ref, greatest(marking, (SELECT c.marking FROM cases c WHERE c.id = case_id)), compartmented, opened_at
    FROM mss_handovers WHERE matter_id = @matter ORDER BY id`
	sqlPersons = `SELECT p.id, p.case_id, p.ref, p.state, p.name, p.version, coalesce((SELECT y.ref FROM parties y WHERE y.id = p.party_id), '') FROM persons p
		WHERE p.matter_id = @matter ORDER BY p.id`
	sqlRecords = `SELECT id, case_id, ref, entity, label, version FROM records WHERE matter_id = @matter ORDER BY id`
	sqlActs    = `SELECT x.id, x.case_id, x.target_id, x.row_id, x.event, x.variant, x.entity, x.from_state, x.to_state, x.round, x.actor_id,
		coalesce(x.proposer_id, 0),
  x.actor_name, coalesce(u.name_en, ''), x.proposer_name, x.actor_role, x.proposer_role, x.agency_id, x.also, x.input, x.at, x.twin_of IS NOT NULL, x.edition
FROM acts x LEFT JOIN users u ON u.id = x.actor_id WHERE x.matter_id = @matter ORDER BY x.id`
	sqlDocs = `SELECT id, case_id, target_kind, target_id, ref, code, number, title, digest, round, version, act_id, issued_at FROM documents
		WHERE matter_id = @matter ORDER BY id`
	sqlClocks = `SELECT id, case_id, target_id, code, state, target_kind, started_at, due_at, minimum, steps, owner_agency_id, paused_at, closed_at, pause_basis,
		basis, provisional, edition
FROM clocks WHERE matter_id = @matter ORDER BY id`
	sqlMembers = `SELECT m.case_id, m.user_id, u.username, u.name_zh, m.part, m.lead, u.certificate_no, u.certificate_to, u.agency_id, u.name_en
FROM case_members m JOIN cases c ON c.id = m.case_id JOIN users u ON u.id = m.user_id WHERE c.matter_id = @matter AND m.from_at <= $2 AND m.to_at > $2
  ORDER BY m.case_id, m.user_id`
	sqlGoods = `SELECT g.id, g.case_id, g.name, g.mineral, g.control_code, g.control_state, g.net_mg, g.value_fen, g.ref, g.listed_item,
  g.form, g.purity, g.control_basis, g.act_on, g.hs_declared, g.hs_found, coalesce(g.quantity::text, ''), g.unit, g.value_method, g.licence_state,
    g.licence_note
FROM goods_items g JOIN cases c ON c.id = g.case_id WHERE c.matter_id = @matter AND g.removed_at IS NULL ORDER BY g.id`
	sqlParties = `SELECT p.id, p.case_id, p.ref, p.name, p.kind, p.subject, p.name_latin, p.former_names, p.part, p.id_kind, p.id_number, p.country, p.address,
		p.note
FROM parties p JOIN cases c ON c.id = p.case_id WHERE c.matter_id = @matter AND p.removed_at IS NULL ORDER BY p.id`
	sqlDecisions = `SELECT d.id, d.case_id, d.kind, d.sanctions, d.fine_fen, d.confiscated_fen, d.made_at, d.violation, d.deviation, d.reasons, d.calculation::text
FROM decisions d JOIN cases c ON c.id = d.case_id WHERE c.matter_id = @matter ORDER BY d.id`
	sqlProposals = `SELECT a.ref, a.state, a.event, a.row_id, a.entity, a.target_id, a.proposer_id, a.decider_roles FROM approvals a
WHERE a.matter_id = @matter AND (a.state = 'OPEN' OR a.state = 'RETURNED' AND NOT EXISTS (SELECT FROM approvals later
  WHERE later.target_kind = a.target_kind AND later.target_id = a.target_id AND later.event = a.event AND later.id > a.id)) ORDER BY a.id`
	sqlAgencies = `SELECT id, code, kind, name_zh, name_en, own_penalty_power, accounts FROM agencies ORDER BY id`
)

// LoadFile reads one matter in one round trip; now decides which memberships are in force.
func LoadFile(ctx context.Context, q database.Q, book *law.Edition, id int64, now time.Time) (*File, error) {
	var x matter
	err := database.Batch(ctx, q, func(b *pgx.Batch) { x.queue(b, book, family{Matter: "$1", Args: []any{id}, Now: now}) })
	if err != nil {
		return nil, fmt.Errorf("procedure: load matter: %w", err)
	}
	return x.filed(), nil
}

// Opening is the matter of an object, asked for in the batch of a page. Opened takes it when the batch has run.
type Opening struct {
	matter
	who    actor.Actor
	target access.Target
	id     int64
	mark   actor.Marking
}

// QueueOpen asks for the matter of an object that the reader may see: every statement joins the scope, so that what is
// hidden costs and says the same as what is not there.
func (e *Engine) QueueOpen(b *pgx.Batch, who actor.Actor, kind, ref string, now time.Time) *Opening {
	t := access.Target{Kind: access.Kind(entity.ByPath(kind).Kind), Ref: ref}
	one, args := e.access.One(who, access.Read, t)
	return e.queueOpen(b, who, t, entity.ByPath(kind).Table, one, args, now)
}

// QueueFormOf is QueueForm for an object that the page finds by something else than its reference: one is a derived
// table, made by access, with its id or without a row.
func (e *Engine) QueueFormOf(b *pgx.Batch, who actor.Actor, kind, one string, args []any, now time.Time) *Opening {
	o := e.queueOpen(b, who, access.Target{Kind: access.Kind(entity.ByPath(kind).Kind)}, entity.ByPath(kind).Table, one, args, now)
	e.QueueOfficers(b, who, now, &o.File)
	return o
}

func (e *Engine) queueOpen(b *pgx.Batch, who actor.Actor, t access.Target, table, one string, args []any, now time.Time) *Opening {
	o := &Opening{who: who, target: t}
	m := family{Matter: "(SELECT matter_id FROM " + table + " WHERE id = (SELECT o.id FROM " + one + " o))", Args: args, Now: now}
	o.queue(b, e.book(), m)
	e.queueDuties(b, who, m, &o.File)
	e.queueReadable(b, who, m, &o.File)
	b.Queue("SELECT opened.id, "+access.MarkOf(t.Kind, "opened.id")+" FROM "+one+" opened", args...).QueryRow(func(row pgx.Row) error {
		if err := row.Scan(&o.id, &o.mark); !database.NoRows(err) {
			return err
		}
		return nil
	})
	sql, named := e.scopedIn(who, "SELECT c.id FROM cases c WHERE c.matter_id = {matter} AND {case.read}", m)
	b.Queue(sql, named...).Query(func(rows pgx.Rows) (err error) {
		o.File.Opened, err = pgx.CollectRows(rows, pgx.RowTo[int64])
		return err
	})
	return o
}

// QueueForm is QueueOpen for a page with the form of an act: who may be named in it comes along.
func (e *Engine) QueueForm(b *pgx.Batch, who actor.Actor, kind, ref string, now time.Time) *Opening {
	o := e.QueueOpen(b, who, kind, ref, now)
	e.QueueOfficers(b, who, now, &o.File)
	return o
}

// Opened is the matter that a batch has read, with the object's id. What the reader may not see is not found, or known;
// only that asks once more.
func (e *Engine) Opened(ctx context.Context, q database.Q, o *Opening) (*File, int64, error) {
	if o.id == 0 {
		_, err := e.access.Visible(ctx, q, o.who, o.target.Kind, o.target.Ref)
		if err == nil {
			err = errs.New(errs.NotFound, "errs.not_found")
		}
		return nil, 0, err
	}
	actor.Opened(ctx, o.mark)
	return o.filed(), o.id, nil
}

// Open is QueueOpen and Opened for a page that asks for nothing else.
func (e *Engine) Open(ctx context.Context, q database.Q, who actor.Actor, kind, ref string, now time.Time) (*File, int64, error) {
	var o *Opening
	if err := database.Batch(ctx, q, func(b *pgx.Batch) { o = e.QueueOpen(b, who, kind, ref, now) }); err != nil {
		return nil, 0, fmt.Errorf("procedure: load matter: %w", err)
	}
	return e.Opened(ctx, q, o)
}

// family says whose matter is read: an SQL expression with its arguments.
type family struct {
	Matter string
	Args   []any
	Now    time.Time
}

func (m family) fill(sql string) (string, []any) {
	args := m.Args
	if strings.Contains(sql, "$2") {
		args = append(slices.Clone(args), m.Now)
		sql = strings.ReplaceAll(sql, "$2", "$"+strconv.Itoa(len(args)))
		return strings.ReplaceAll(sql, "@matter", m.Matter), args
	}
	if !strings.Contains(sql, "@matter") {
		args = nil
	}
	return strings.ReplaceAll(sql, "@matter", m.Matter), args
}

// matter is a file while its rows come in.
type matter struct {
	File     File
	items    []PackageItem
	agencies []Agency
}

func into[T any](b *pgx.Batch, m family, sql string, out *[]T, scan func(pgx.CollectableRow) (T, error)) {
	sql, args := m.fill(sql)
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, scan)
		*out = got
		return err
	})
}

func scanCase(r pgx.CollectableRow) (c Case, err error) {
	err = r.Scan(&c.ID, &c.MatterID, &c.AgencyID, &c.UnitID, &c.Ref, &c.Machine, &c.State, &c.Round, &c.Version, &c.Title, &c.Mineral, &c.LeadBasis, &c.SourceKind,
		&c.CompetenceBasis, &c.Marking, &c.Compartmented, &c.ComplexOrMajor, &c.EconomicCrime, &c.SourceReferralID, &c.ViolationEndedOn,
		&c.RegisteredAt, &c.FiledAt, &c.Quantity, &c.Value, &c.CreatedBy, &c.Summary, &c.Typology, &c.PublicCase, &c.DecidedAt, &c.ClosedAt)
	return c, err
}

func scanReferral(r pgx.CollectableRow) (x Referral, err error) {
	err = r.Scan(&x.ID, &x.FromCaseID, &x.FromAgencyID, &x.FromUnitID, &x.ToAgencyID, &x.ToCaseID, &x.ParentID, &x.Ref, &x.State, &x.Destination,
		&x.Offence, &x.Facts, &x.Version, &x.Team, &x.PackageVersion, &x.PackageDigest, &x.OpenedAt, &x.SentAt, &x.ReceivedAt, &x.Reservation,
		&x.ToText, &x.Marking, &x.Compartmented, &x.TeamZH, &x.TeamEN)
	return x, err
}

func scanItem(r pgx.CollectableRow) (i PackageItem, err error) {
	err = r.Scan(&i.ReferralID, &i.No, &i.DocumentID, &i.EvidenceIDs, &i.Note, &i.NotApplicable)
	return i, err
}

func scanEvidence(r pgx.CollectableRow) (e Evidence, err error) {
	err = r.Scan(&e.ID, &e.CaseID, &e.No, &e.Ref, &e.State, &e.Track, &e.Name, &e.Kind, &e.Measure, &e.Finding, &e.Version, &e.HolderAgencyID,
		&e.HolderUser, &e.GiverID, &e.ToAgencyID, &e.CustodyCaseID, &e.ParentID, &e.CollectorID, &e.CoCollectorID, &e.Quantity, &e.Unit,
		&e.Net, &e.Gross, &e.SealNo, &e.StoragePlace, &e.Files, &e.BadFiles, &e.MissingFiles, &e.UnreadFiles, &e.CollectedAt, &e.Place, &e.Method, &e.Source,
		&e.Original, &e.OriginalPlace, &e.ExclusionReason, &e.HolderText, &e.GoodsRef, &e.Flagged, &e.Collectors.ZH, &e.Collectors.EN, &e.Keepers.ZH, &e.Keepers.EN,
		&e.Stored)
	return e, err
}

func scanHandover(r pgx.CollectableRow) (h Handover, err error) {
	err = r.Scan(&h.ID, &h.CaseID, &h.FromAgencyID, &h.ToAgencyID, &h.Ref, &h.State, &h.Version, &h.SentAt,
		&h.Indicators, &h.RegisterNo, &h.Holder, &h.Channel, &h.ExternalRef, &h.Marking, &h.Compartmented, &h.OpenedAt)
	return h, err
}

func scanPerson(r pgx.CollectableRow) (p Person, err error) {
	err = r.Scan(&p.ID, &p.CaseID, &p.Ref, &p.State, &p.Name, &p.Version, &p.PartyRef)
	return p, err
}

func scanRecord(r pgx.CollectableRow) (x Record, err error) {
	err = r.Scan(&x.ID, &x.CaseID, &x.Ref, &x.Entity, &x.Label, &x.Version)
	return x, err
}

func scanPast(book *law.Edition) func(pgx.CollectableRow) (Past, error) {
	return func(r pgx.CollectableRow) (p Past, err error) {
		var input []byte
		err = r.Scan(&p.ID, &p.CaseID, &p.TargetID, &p.RowID, &p.Event, &p.Variant, &p.Entity, &p.From, &p.To, &p.Round, &p.ActorID, &p.ProposerID,
			&p.ActorName, &p.ActorEN, &p.ProposerName, &p.ActorRole, &p.ProposerRole, &p.AgencyID, &p.Also, &input, &p.At, &p.Twin, &p.Edition)
		if err != nil {
			return p, err
		}
		p.Input, err = p.Form(book).Stored(input)
		return p, err
	}
}

// formOf is the form of a row; nil for a row that has none.
func formOf(book *law.Edition, rowID string) *law.Form {
	if row := book.Act(rowID); row != nil {
		return row.Form
	}
	return nil
}

func scanDoc(r pgx.CollectableRow) (d Doc, err error) {
	err = r.Scan(&d.ID, &d.CaseID, &d.TargetKind, &d.TargetID, &d.Ref, &d.Code, &d.Number, &d.Title, &d.Digest, &d.Round, &d.Version, &d.ActID, &d.IssuedAt)
	return d, err
}

func scanClock(r pgx.CollectableRow) (c Clock, err error) {
	var steps []byte
	err = r.Scan(&c.ID, &c.CaseID, &c.TargetID, &c.Code, &c.State, &c.TargetKind, &c.StartedAt, &c.DueAt, &c.Minimum, &steps, &c.OwnerAgencyID, &c.PausedAt,
		&c.ClosedAt, &c.PauseBasis, &c.Basis, &c.Provisional, &c.Edition)
	if err != nil {
		return c, err
	}
	w, err := deadline.ReadWorking(steps)
	c.Extended = w.Extensions
	return c, err
}

func scanMember(r pgx.CollectableRow) (m Member, err error) {
	err = r.Scan(&m.CaseID, &m.UserID, &m.Username, &m.Name, &m.Part, &m.Lead, &m.CertificateNo, &m.CertificateTo, &m.AgencyID, &m.NameEN)
	return m, err
}

func scanGoods(r pgx.CollectableRow) (g Goods, err error) {
	err = r.Scan(&g.ID, &g.CaseID, &g.Name, &g.Mineral, &g.ControlCode, &g.ControlState, &g.Net, &g.Value, &g.Ref, &g.ListedItem, &g.Form, &g.Purity,
		&g.ControlBasis, &g.ActOn, &g.HSDeclared, &g.HSFound, &g.Quantity, &g.Unit, &g.ValueMethod, &g.LicenceState, &g.LicenceNote)
	return g, err
}

func scanParty(r pgx.CollectableRow) (p Party, err error) {
	err = r.Scan(&p.ID, &p.CaseID, &p.Ref, &p.Name, &p.Kind, &p.Subject, &p.NameLatin, &p.FormerNames, &p.Part, &p.IDKind, &p.IDNumber, &p.Country, &p.Address,
		&p.Note)
	return p, err
}

func scanDecision(r pgx.CollectableRow) (d Decision, err error) {
	err = r.Scan(&d.ID, &d.CaseID, &d.Kind, &d.Sanctions, &d.Fine, &d.Confiscated, &d.MadeAt, &d.Violation, &d.Deviation, &d.Reasons, &d.Calculation)
	return d, err
}

func scanAgency(r pgx.CollectableRow) (a Agency, err error) {
	err = r.Scan(&a.ID, &a.Code, &a.Kind, &a.NameZH, &a.NameEN, &a.OwnPenaltyPower, &a.Accounts)
	return a, err
}

var sqlApproval = `SELECT a.id, a.ref, a.state, a.event, a.variant, a.row_id, a.digest, a.entity, a.target_id, a.matter_id, a.case_id, a.agency_id,
  a.proposer_id, p.name_zh, a.proposer_role, a.decider_roles, a.input, a.shown, a.revision, a.opened_at, a.clock, a.due_at, a.decided_at,
  coalesce(a.decided_by, 0), coalesce(d.name_zh, ''), a.decision, a.reason_code, a.opinion, coalesce(a.opening_act_id, 0), a.root_kind, a.root_id, ` +
	access.Stricter("kc.marking", "a.root_kind", "a.root_id") + `,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('ref', t.ref, 'field', t.field, 'name', t.name, 'digest', t.digest, 'media', t.media, 'size', t.size,
    'agencyid', t.agency_id, 'caseid', t.case_id) ORDER BY t.id), '[]')
    FROM attachments t WHERE t.approval_id = a.id OR t.act_id <> 0 AND t.act_id = a.opening_act_id), a.edition
FROM approvals a JOIN cases kc ON kc.id = a.case_id JOIN users p ON p.id = a.proposer_id LEFT JOIN users d ON d.id = a.decided_by `

func (e *Engine) approvalByID(ctx context.Context, q database.Q, id int64) (*Approval, error) {
	rows, err := q.Query(ctx, sqlApproval+"WHERE a.id = $1", id)
	return e.oneApproval(rows, err)
}

// OpenProposal is the newest proposal that waits on an object, of an event or, event empty, of any.
func (e *Engine) OpenProposal(ctx context.Context, q database.Q, t Target, event string) (*Approval, error) {
	rows, err := q.Query(ctx, sqlApproval+"WHERE a.entity = $1 AND a.target_id = $2 AND a.state = 'OPEN' AND ($3 = '' OR a.event = $3) ORDER BY a.id DESC LIMIT 1",
		string(t.Entity), t.ID, event)
	return e.oneApproval(rows, err)
}

// Decided is a proposal with its matter, while the rows come in.
type Decided struct {
	*Opening
	Found, Earlier []*Approval
	Links          map[string]bool // what of the matter the reader may open now
	People         []OfficeHolder
	Bare           bool // of the file behind it he is shown nothing (seen_bare.go)
}

// QueueDecision asks for a proposal that the reader may see, for the matter it stands on while there is something to
// decide or to propose anew, and for the earlier proposals of the same step on the
// same object in the same file and agency, newest first: what another organ or another file said of a thing stays there.
func (e *Engine) QueueDecision(b *pgx.Batch, who actor.Actor, ref string, now time.Time) *Decided {
	t := access.Target{Kind: access.Approval, Ref: ref}
	one, args := e.access.One(who, access.Read, t)
	waiting := "(SELECT id, ref, matter_id FROM approvals WHERE state = 'OPEN' OR state = 'RETURNED' AND proposer_id = " + number(who.UserID) + ") waiting"
	d := &Decided{Opening: e.queueOpen(b, who, t, waiting, one, args, now), Links: map[string]bool{}}
	e.queueLinks(b, who, family{Matter: "(SELECT matter_id FROM approvals WHERE id = (SELECT o.id FROM " + one + " o))", Args: args}, d.Links)
	queueNamed(b, one, args, &d.People)
	e.access.QueueBare(b, who, access.Read, t, &d.Bare)
	ask := func(out *[]*Approval, where string) {
		b.Queue(sqlApproval+where, args...).Query(func(rows pgx.Rows) (err error) {
			*out, err = pgx.CollectRows(rows, e.scanApproval)
			return err
		})
	}
	ask(&d.Found, "WHERE a.id = (SELECT o.id FROM "+one+" o)")
	ask(&d.Earlier, "JOIN approvals this ON this.id = (SELECT o.id FROM "+one+` o)
WHERE a.entity = this.entity AND a.target_kind = this.target_kind AND a.target_id = this.target_id AND a.event = this.event AND a.agency_id = this.agency_id
  AND a.case_id = this.case_id AND a.id < this.id ORDER BY a.id DESC LIMIT 10`)
	return d
}

// queueLinks asks which papers, items, referrals and files of a proposal's matter the reader may open now: a link leads
// nowhere else.
func (e *Engine) queueLinks(b *pgx.Batch, who actor.Actor, m family, into map[string]bool) {
	sql, args := e.scopedIn(who, `WITH m AS MATERIALIZED (SELECT {matter} AS id)
SELECT d.ref FROM documents d JOIN cases c ON c.id = d.case_id WHERE d.matter_id = (SELECT id FROM m) AND {document.read}
UNION SELECT e.ref FROM evidence_items e JOIN cases c ON c.id = COALESCE(e.custody_case_id, e.case_id) JOIN cases o ON o.id = e.case_id
  WHERE e.matter_id = (SELECT id FROM m) AND {evidence.read}
UNION SELECT r.ref FROM referrals r WHERE r.matter_id = (SELECT id FROM m) AND {referral.read}
UNION SELECT mh.ref FROM mss_handovers mh JOIN cases c ON c.id = mh.case_id WHERE mh.matter_id = (SELECT id FROM m) AND {mss.read}
UNION SELECT p.ref FROM persons p JOIN cases c ON c.id = p.case_id WHERE p.matter_id = (SELECT id FROM m) AND {person.read}
UNION SELECT x.ref FROM records x JOIN cases c ON c.id = x.case_id WHERE x.matter_id = (SELECT id FROM m) AND {record.read}
UNION SELECT c.ref FROM cases c WHERE c.matter_id = (SELECT id FROM m) AND {case.read}`, m)
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		refs, err := pgx.CollectRows(rows, pgx.RowTo[string])
		for _, r := range refs {
			into[r] = true
		}
		return err
	})
}

func (e *Engine) oneApproval(rows pgx.Rows, err error) (*Approval, error) {
	if err != nil {
		return nil, err
	}
	p, err := pgx.CollectExactlyOneRow(rows, e.scanApproval)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, errs.New(errs.NotFound, "errs.not_found")
	}
	return p, err
}

func (e *Engine) scanApproval(r pgx.CollectableRow) (*Approval, error) {
	var p Approval
	var input, shown []byte
	err := r.Scan(&p.ID, &p.Ref, &p.State, &p.Event, &p.Variant, &p.RowID, &p.Digest, &p.Entity, &p.TargetID, &p.MatterID, &p.CaseID, &p.AgencyID,
		&p.ProposerID, &p.ProposerName, &p.ProposerRole, &p.DeciderRoles, &input, &shown, &p.Revision, &p.OpenedAt, &p.Clock, &p.DueAt, &p.DecidedAt,
		&p.DecidedBy, &p.DecidedName, &p.Decision, &p.ReasonCode, &p.Opinion, &p.OpeningActID, &p.RootKind, &p.RootID, &p.Marking, &p.Files, &p.Edition)
	if err != nil {
		return nil, err
	}
	if p.Input, err = p.Form(e.book()).Stored(input); err != nil {
		return nil, err
	}
	return &p, e.readShown(&p, shown)
}

// readShown takes the stored list. What was said to the submission before is part of it and does not change.
func (e *Engine) readShown(p *Approval, shown []byte) error {
	list, format, ok, err := readSeen(shown, e.seal)
	if err != nil {
		return err
	}
	p.Outdated = format != seenFormat
	if p.Shown, p.Legacy = list, !ok; !ok {
		p.Shown, err = legacySeen(p, shown, e.book())
		return err
	}
	x := list.Find("earlier")
	p.Earlier = Earlier{x.At(0), x.At(1)}
	return nil
}

// visibleApproval reads a proposal that the reader may see.
func (e *Engine) visibleApproval(ctx context.Context, q database.Q, who actor.Actor, ref string) (*Approval, error) {
	id, err := e.access.Visible(ctx, q, who, access.Approval, ref)
	if err != nil {
		return nil, err
	}
	return e.approvalByID(ctx, q, id)
}

func outdatedApprovals(ctx context.Context, q database.Q, book *law.Edition) ([]int64, error) {
	rows, err := q.Query(ctx, `SELECT id FROM approvals WHERE state = 'OPEN' AND (shown->>'seen' IS DISTINCT FROM $1
  OR opening_act_id IS NULL AND left(edition, 10) <> $2) ORDER BY id`, seenFormat, book.Day.Format(time.DateOnly))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

// Editions are the names of the editions under which something was done, proposed or begun to count.
func (e *Engine) Editions(ctx context.Context) ([]string, error) {
	rows, err := e.reader.Query(ctx, `SELECT DISTINCT edition FROM acts UNION SELECT DISTINCT edition FROM approvals UNION SELECT DISTINCT edition FROM clocks
ORDER BY 1`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
