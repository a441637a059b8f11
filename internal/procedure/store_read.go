package procedure

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/entity"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Opening is the matter of an object, asked for in the batch of a page. Opened takes it when the batch has run.
type Opening struct {
	matter.Loading
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
	m := matter.Family{Matter: "(SELECT matter_id FROM " + table + " WHERE id = (SELECT o.id FROM " + one + " o))", Args: args, Now: now}
	o.Queue(b, e.book(), m)
	e.queueDuties(b, who, m, &o.File)
	e.queueReadable(b, who, m, &o.File)
	b.Queue("SELECT opened.id, "+access.MarkOf(t.Kind, "opened.id")+" FROM "+one+" opened", args...).QueryRow(func(row pgx.Row) error {
		if err := row.Scan(&o.id, &o.mark); !database.NoRows(err) {
			return err
		}
		return nil
	})
	sql, named := e.scopedIn(who, "SELECT c.id FROM cases c WHERE c.matter_id = {matter} AND {case.read}", m)
	database.Many(b, &o.File.Opened, sql, pgx.RowTo[int64], named...)
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
func (e *Engine) Opened(ctx context.Context, q database.Q, o *Opening) (*matter.File, int64, error) {
	if o.id == 0 {
		_, err := e.access.Visible(ctx, q, o.who, o.target.Kind, o.target.Ref)
		if err == nil {
			err = errs.New(errs.NotFound, "errs.not_found")
		}
		return nil, 0, err
	}
	actor.Opened(ctx, o.mark)
	return o.Filed(), o.id, nil
}

// Open is QueueOpen and Opened for a page that asks for nothing else.
func (e *Engine) Open(ctx context.Context, q database.Q, who actor.Actor, kind, ref string, now time.Time) (*matter.File, int64, error) {
	var o *Opening
	if err := database.Batch(ctx, q, func(b *pgx.Batch) { o = e.QueueOpen(b, who, kind, ref, now) }); err != nil {
		return nil, 0, fmt.Errorf("procedure: load matter: %w", err)
	}
	return e.Opened(ctx, q, o)
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
func (e *Engine) OpenProposal(ctx context.Context, q database.Q, t matter.Target, event string) (*Approval, error) {
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
	e.queueLinks(b, who, matter.Family{Matter: "(SELECT matter_id FROM approvals WHERE id = (SELECT o.id FROM " + one + " o))", Args: args}, d.Links)
	queueNamed(b, one, args, &d.People)
	e.access.QueueBare(b, who, access.Read, t, &d.Bare)
	ask := func(out *[]*Approval, where string) {
		database.Many(b, out, sqlApproval+where, e.scanApproval, args...)
	}
	ask(&d.Found, "WHERE a.id = (SELECT o.id FROM "+one+" o)")
	ask(&d.Earlier, "JOIN approvals this ON this.id = (SELECT o.id FROM "+one+` o)
WHERE a.entity = this.entity AND a.target_kind = this.target_kind AND a.target_id = this.target_id AND a.event = this.event AND a.agency_id = this.agency_id
  AND a.case_id = this.case_id AND a.id < this.id ORDER BY a.id DESC LIMIT 10`)
	return d
}

// queueLinks asks which papers, items, referrals and files of a proposal's matter the reader may open now: a link leads
// nowhere else.
func (e *Engine) queueLinks(b *pgx.Batch, who actor.Actor, m matter.Family, into map[string]bool) {
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
