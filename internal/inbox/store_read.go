package inbox

import (
	"context"
	"regexp"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/cases"
	"touchstone/internal/deadline/badge"
	"touchstone/internal/entity"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// Item is one thing in the inbox.
type Item struct {
	Source     string // approval, task, returned, receive, turn, handover, assigned, owed, handlers, notice
	ID         int64
	Ref        string // of the approval
	Entity     law.Machine
	Event      string
	RowID      string // of a proposal
	Target     string // reference of the object
	State      string // of the object
	CaseRef    string // with the title: of a file that the reader may open
	Offence    string // of a referral
	Title      string
	Machine    law.Machine
	From       string // who asks
	FromEN     string
	FromKind   string
	DueAt      time.Time
	Clock      *badge.Row
	At         time.Time // opened, or decided
	Outcome    string    // of a decided proposal
	Decision   string
	DecidedBy  string
	DecidedEN  string
	OpenedByMe bool
	Read       bool
	Marking    actor.Marking // of the case it is about
}

// noDue sorts what has no period behind everything that has one.
const noDue = `'9999-12-31'::timestamptz`

// The id of a row of the inbox is that of its source, eight times, plus a number for the source: a key of its own. Cases that
// lack handlers have the numbers below nought.

// objectRef is the reference of the thing that a row x stands on.
var objectRef = entity.RefSQL("x.target_kind", "x.target_id")

// itemColumns are read of the page's rows only. A row is marked as the page is that it opens.
var itemColumns = `x.src, x.id, x.ref, x.entity, x.event, x.row_id, coalesce(` + objectRef +
	`, ''), CASE WHEN {case.read} OR x.src = 'handlers' THEN c.ref ELSE '' END, CASE WHEN {case.read} THEN c.title ELSE '' END,
  CASE x.target_kind WHEN 'referral' THEN (SELECT offence FROM referrals WHERE id = x.target_id)
    ELSE '' END, c.machine, c.state, coalesce(wu.name_zh, ''), coalesce(wu.name_en, ''), coalesce(g.kind, ''), x.due, x.at,
  coalesce(k.code, ''), coalesce(k.state, ''), coalesce(k.started_at, '0001-01-01'), coalesce(k.due_at, '0001-01-01'), coalesce(k.extensions, 0),
  coalesce(k.edition, ''), ` + access.Stricter("c.marking", "x.target_kind", "x.target_id")

const itemJoins = ` JOIN cases c ON c.id = x.case_id LEFT JOIN agencies g ON g.id = x.agency LEFT JOIN users wu ON wu.id = x.who
LEFT JOIN LATERAL (SELECT * FROM clocks k WHERE k.state = 'RUNNING' AND NOT k.minimum AND k.due_at = x.due
  AND (k.target_kind = x.target_kind AND k.target_id = x.target_id OR k.case_id = x.case_id)
  ORDER BY k.target_id = x.target_id DESC, k.id LIMIT 1) k ON true`

// sqlTodo is what waits for the reader: proposals to decide, acts that another act asks of one of his roles, steps
// that only his role can take, referrals to sign for, handovers to count and accept, cases that were given to
// him and on which nobody has begun, own proposals that came back, and what a period asks of him on a referral of a case he
// handles, and cases of his unit that lost a handler and for which he names another.
const sqlTodo = `(
  SELECT 'approval' AS src, a.id * 8 AS id, a.ref, a.entity, a.event, a.row_id, a.target_kind, a.target_id, a.case_id, a.proposer_id AS who,
    u.agency_id AS agency, coalesce(a.due_at, ` + noDue + `) AS due, a.opened_at AS at
  FROM approvals a JOIN cases c ON c.id = a.case_id JOIN users u ON u.id = a.proposer_id
  WHERE a.state = 'OPEN' AND a.agency_id = @agency AND a.proposer_id <> @user AND {approval.decide}
    AND {plays a.decider_roles a.matter_id decides}
  UNION ALL
  SELECT 'task', tk.id * 8 + 1, '', tk.entity, tk.event, '', tk.target_kind, tk.target_id, tk.case_id, NULL, tk.agency_id,
    coalesce((SELECT min(k.due_at) FROM clocks k WHERE k.target_kind = tk.target_kind AND k.target_id = tk.target_id AND k.state = 'RUNNING' AND NOT k.minimum
      AND k.owner_agency_id = @agency), ` + noDue + `), tk.opened_at
  FROM tasks tk JOIN cases c ON c.id = tk.case_id
  WHERE tk.done_at IS NULL AND tk.agency_id = @agency AND tk.roles && @roles AND {case.act}
    AND {plays tk.roles tk.matter_id acts}
    AND (tk.target_kind <> 'referral' OR EXISTS (SELECT FROM referrals r WHERE r.id = tk.target_id AND {referral.read}))
    AND (tk.target_kind <> 'mss' OR EXISTS (SELECT FROM mss_handovers mh JOIN cases c ON c.id = mh.case_id WHERE mh.id = tk.target_id AND {mss.read}))
  UNION ALL
  SELECT 'returned', a.id * 8 + 2, a.ref, a.entity, a.event, a.row_id, a.target_kind, a.target_id, a.case_id, a.decided_by, d.agency_id, coalesce(a.due_at, ` +
	noDue + `), coalesce(a.decided_at, a.opened_at)
  FROM approvals a JOIN cases c ON c.id = a.case_id LEFT JOIN users d ON d.id = a.decided_by
  WHERE a.proposer_id = @user AND {approval.read}
    AND (a.state = 'RETURNED' OR a.state = 'DECIDED' AND a.decision = ANY (@back_events)
      AND NOT EXISTS (SELECT FROM acts since WHERE since.case_id = a.case_id AND since.target_kind = a.target_kind AND since.target_id = a.target_id
        AND since.id > a.act_id))
    AND NOT EXISTS (SELECT FROM approvals later WHERE later.target_kind = a.target_kind AND later.target_id = a.target_id AND later.event = a.event
      AND later.id > a.id)
  UNION ALL
  SELECT 'turn', c.id * 8 + 3, '', c.machine, ev.event, '', 'case', c.id, c.id, NULL, c.lead_agency_id, c.next_due, c.updated_at
  FROM unnest(@turn_states::text[], @turn_events::text[], @turn_papers::text[], @turn_roles::text[]) AS ev(state, event, papers, roles)
    JOIN cases c ON c.state = split_part(ev.state, '/', 2) AND c.machine || '/' || c.state = ev.state
  WHERE c.lead_agency_id = @agency AND {case.act} AND {plays string_to_array(ev.roles,'|') c.matter_id acts}
    AND NOT EXISTS (SELECT FROM approvals o WHERE o.target_kind = 'case' AND o.target_id = c.id AND o.state = 'OPEN' AND o.event = ev.event)
    AND NOT EXISTS (SELECT FROM unnest(string_to_array(ev.papers, ' ')) AS n(code)
      WHERE NOT EXISTS (SELECT FROM documents d WHERE d.case_id = c.id AND d.code = n.code))
  UNION ALL
  SELECT 'receive', r.id * 8 + 4, r.ref, 'referral', 'referral.received', '', 'referral', r.id, r.from_case_id, NULL, r.from_agency_id,
    coalesce((SELECT min(k.due_at) FROM clocks k WHERE k.target_kind = 'referral' AND k.target_id = r.id AND k.state = 'RUNNING' AND NOT k.minimum), ` + noDue +
	`), r.sent_at
  FROM referrals r WHERE r.` + matter.SQLUnsigned + ` AND r.to_agency_id = @agency AND r.sent_at IS NOT NULL AND @receives AND {referral.act}
  UNION ALL
  SELECT 'handover', h.id * 8 + 5, h.ref, 'evidence_item', 'evidence.transfer_accepted', '', 'handover', h.id, h.case_id, NULL, h.from_agency_id, ` + noDue +
	`, h.offered_at
  FROM handovers h JOIN cases c ON c.id = h.case_id
  WHERE h.state = 'OFFERED' AND h.to_agency_id = @agency AND @takes AND {handover.act}
  UNION ALL
  SELECT 'assigned', c.id * 8 + 6, '', c.machine, '', '', 'case', c.id, c.id, gb.id, gb.agency_id, c.next_due, given.from_at
  FROM case_members given JOIN cases c ON c.id = given.case_id JOIN users gb ON gb.id = given.granted_by
  WHERE given.user_id = @user AND given.part = 'handler' AND given.to_at > @now AND given.from_at <= @now AND given.from_at > @lately
    AND given.granted_by <> @user
    AND c.machine || '/' || c.state = ANY (@given_states) AND {case.act}
    AND NOT EXISTS (SELECT FROM acts since JOIN case_members too ON too.case_id = since.case_id AND too.user_id = since.actor_id AND too.part = 'handler'
      WHERE since.case_id = c.id AND since.at > given.from_at)
  UNION ALL
  SELECT 'owed', r.id * 8 + 7, '', 'referral', ev.event, '', 'referral', r.id, r.from_case_id, NULL, r.from_agency_id, k.due_at, k.started_at
  FROM case_members mine JOIN referrals r ON r.from_case_id = mine.case_id
    JOIN unnest(@owed_states::text[], @owed_events::text[], @owed_clocks::text[]) AS ev(state, event, clock) ON ev.state = r.state
    JOIN clocks k ON k.target_kind = 'referral' AND k.target_id = r.id AND k.code = ev.clock AND k.state = 'RUNNING'
  WHERE mine.user_id = @user AND mine.part = 'handler' AND mine.from_at <= @now AND mine.to_at > @now AND r.from_agency_id = @agency AND {referral.act}
    AND NOT EXISTS (SELECT FROM tasks tk WHERE tk.target_kind = 'referral' AND tk.target_id = r.id AND tk.event = ev.event AND tk.done_at IS NULL)
  UNION ALL
  SELECT 'handlers', -c.id, '', c.machine, '` + cases.HandlersOwed +
	`', '', 'case', c.id, c.id, NULL, c.lead_agency_id, CASE WHEN {case.read} THEN c.next_due ELSE ` + noDue + ` END, c.handlers_owed_at
  FROM cases c WHERE c.handlers_owed_at IS NOT NULL AND c.org_unit_id = @unit AND @names AND {case.assign}
) x`

// plays is the condition that the reader can play one of some roles in a matter, whatever he did, is or was named to do in
// it (procedure.DutiesOf): what he could not do is nothing that waits for him.
var plays = regexp.MustCompile(`\{plays (\S+) (\S+) (\S+)\}`)

func playable(sql string) string {
	return plays.ReplaceAllStringFunc(sql, func(m string) string {
		x := plays.FindStringSubmatch(m)
		return "EXISTS (SELECT FROM unnest(" + x[1] + ") AS r (role) WHERE r.role = ANY (@roles) AND NOT EXISTS (SELECT FROM " + procedure.DutiesOf(x[2]) +
			" d JOIN unnest(@" + x[3] + "_had::text[], @" + x[3] +
			"_role::text[]) AS k (had, role) ON k.role = r.role AND k.had = CASE d.role WHEN '' THEN d.what ELSE d.role END))"
	})
}

// sqlTodoPage cuts the page before it looks up what its rows say.
var sqlTodoPage = `SELECT ` + itemColumns + ` FROM (SELECT x.* FROM ` + sqlTodo +
	` WHERE @first OR (x.due, x.id) > (@after_due, @after_id) ORDER BY x.due, x.id LIMIT @limit) x` +
	itemJoins + ` ORDER BY x.due, x.id`

const sqlTodoCount = `SELECT count(*)::int, count(*) FILTER (WHERE z.due < @tomorrow)::int FROM (SELECT x.due FROM ` + sqlTodo + ` LIMIT 100) z`

// scanItem reads itemColumns. The case behind a referral or a handover that came from elsewhere is not the receiver's to know: its
// title and reference stay out, as those of every case that the reader may not open.
func scanItem(r pgx.CollectableRow) (i Item, err error) {
	var k badge.Row
	err = r.Scan(&i.Source, &i.ID, &i.Ref, &i.Entity, &i.Event, &i.RowID, &i.Target, &i.CaseRef, &i.Title, &i.Offence, &i.Machine, &i.State, &i.From, &i.FromEN,
		&i.FromKind, &i.DueAt, &i.At, &k.Code, &k.State, &k.StartedAt, &k.DueAt, &k.Extensions, &k.Edition, &i.Marking)
	if k.Code != "" {
		i.Clock = &k
	}
	return i, err
}

func collect(b *pgx.Batch, sql string, args []any, into *[]Item) {
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, scanItem)
		*into = got
		return err
	})
}

func (h *HTTP) todo(b *pgx.Batch, who actor.Actor, after *access.Mark, limit int, into *[]Item) {
	named := h.turn(who)
	named["first"], named["limit"], named["after_due"], named["after_id"] = after == nil, limit, time.Time{}, int64(0)
	if after != nil {
		named["after_due"], named["after_id"] = after.Due, after.ID
	}
	sql, args := h.Access.Scoped(who, playable(sqlTodoPage), named)
	collect(b, sql, args, into)
}

// Proposals, decided or made: newest first. The file behind one, where it is closed to the reader (that of a referral which
// came from elsewhere, that of an item he keeps), is not named.
var proposalColumns = `a.id, a.ref, a.entity, a.event, a.row_id, ` + entity.RefSQL("a.target_kind", "a.target_id", "referral",
	"evidence") +
	`, CASE WHEN {case.read} THEN c.ref ELSE '' END, CASE WHEN {case.read} THEN c.title ELSE '' END, c.machine, c.state,
  u.name_zh, u.name_en, g.kind, coalesce(a.due_at, '9999-12-31'),
  a.state, a.decision, coalesce(d.name_zh, ''), coalesce(d.name_en, ''), a.opened_at, coalesce(a.decided_at, a.opened_at), ` +
	access.MarkHere(access.Approval) + `
FROM approvals a JOIN cases c ON c.id = a.case_id JOIN users u ON u.id = a.proposer_id JOIN agencies g ON g.id = u.agency_id
  LEFT JOIN users d ON d.id = a.decided_by `

func proposals(b *pgx.Batch, p *access.Policy, who actor.Actor, where, order string, after *access.Mark, limit int, into *[]Item) {
	named := map[string]any{"limit": limit, "first": after == nil, "before": time.Time{}, "before_id": int64(0)}
	if after != nil {
		named["before"], named["before_id"] = after.Due, after.ID
	}
	sql, args := p.Scoped(who, "SELECT "+proposalColumns+"WHERE "+where+" AND {approval.read} AND (@first OR ("+order+", a.id) < (@before, @before_id)) ORDER BY "+
		order+" DESC, a.id DESC LIMIT @limit", named)
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (i Item, err error) {
			i.Source = "approval"
			var opened, decided time.Time
			err = r.Scan(&i.ID, &i.Ref, &i.Entity, &i.Event, &i.RowID, &i.Target, &i.CaseRef, &i.Title, &i.Machine, &i.State, &i.From, &i.FromEN, &i.FromKind, &i.DueAt,
				&i.Outcome, &i.Decision, &i.DecidedBy, &i.DecidedEN, &opened, &decided, &i.Marking)
			i.At = decided
			if order == "a.opened_at" {
				i.At = opened
			}
			return i, err
		})
		*into = got
		return err
	})
}

// noticesSeen: a notice stores kind and target only; what it says is read now, under the reader's own conditions
// (security K16). A notice whose target is closed to the reader is not there.
const noticesSeen = `notices x
LEFT JOIN LATERAL (SELECT r.ref, r.from_case_id, r.marking FROM referrals r WHERE x.target_kind = 'referral' AND r.id = x.target_id
  AND {referral.read}) r ON true
LEFT JOIN LATERAL (SELECT c.ref, CASE WHEN {case.read} THEN c.title ELSE '' END AS title, c.marking FROM cases c
  WHERE c.id = CASE x.target_kind WHEN 'case' THEN x.target_id ELSE r.from_case_id END AND ({case.read} OR x.kind = '` + cases.HandlersOwed +
	`' AND {case.assign})) c ON true
LEFT JOIN LATERAL (SELECT q.ref FROM access_requests q LEFT JOIN cases c ON c.ref = q.case_ref WHERE x.target_kind = 'access_request' AND q.id = x.target_id
  AND {access_request.read}) q ON true
WHERE x.user_id = @user AND (c.ref IS NOT NULL OR r.ref IS NOT NULL OR q.ref IS NOT NULL OR x.target_kind = '` + installation + `' AND @keeps)`

// installation is the kind of the notices to those who answer for it.
const installation = "installation"

const sqlNotices = `SELECT x.id, x.kind, x.target_kind, x.created_at, x.read_at IS NOT NULL, coalesce(c.ref, ''), coalesce(c.title, ''), coalesce(r.ref, q.ref,
	''), coalesce(greatest(c.marking, r.marking), @internal) FROM ` + noticesSeen + `
AND (@first OR (x.created_at, x.id) < (@before, @before_id)) ORDER BY x.created_at DESC, x.id DESC LIMIT @limit`

func notices(b *pgx.Batch, p *access.Policy, who actor.Actor, after *access.Mark, limit int, into *[]Item) {
	named := map[string]any{"limit": limit, "first": after == nil, "before": time.Time{}, "before_id": int64(0), "internal": int16(actor.Internal),
		"keeps": procedure.Keeps(p, who)}
	if after != nil {
		named["before"], named["before_id"] = after.Due, after.ID
	}
	sql, args := p.Scoped(who, sqlNotices, named)
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (i Item, err error) {
			i.Source = "notice"
			var kind, other string
			err = r.Scan(&i.ID, &i.Event, &kind, &i.At, &i.Read, &i.CaseRef, &i.Title, &other, &i.Marking)
			i.Entity = law.AdminCase
			switch kind {
			case "referral":
				i.Entity, i.Target = law.Referral, other
			case installation:
				i.Source = installation
			case "access_request":
				i.Source, i.Ref = "request", other
			case "case":
				if i.Event == cases.HandlersOwed {
					i.Source = "handlers"
				}
			}
			return i, err
		})
		*into = got
		return err
	})
}

const (
	boardJoins = `LEFT JOIN LATERAL (SELECT u.username, u.name_zh, u.name_en, bool_or(mm.user_id = @user) OVER w AS mine FROM case_members mm
		JOIN users u ON u.id = mm.user_id
  WHERE mm.case_id = c.id AND mm.part = 'handler' AND mm.from_at <= @now AND mm.to_at > @now WINDOW w AS (PARTITION BY mm.case_id)
    ORDER BY mm.lead DESC, mm.user_id LIMIT 1) own ON true`
	// owed: the periods of the reader's own agency that a person of the agency has to keep.
	owed = `k.state IN ('RUNNING', 'PAUSED') AND NOT k.minimum AND k.owner_agency_id = @agency AND k.owner_role = ANY (@own_roles)
  AND (k.target_kind <> 'mss' OR @sees_pointers)`
	ownCases = ` AND k.case_id IN (SELECT mine.case_id FROM case_members mine WHERE mine.user_id = @user AND mine.part <> 'reader' AND mine.from_at <= @now
		AND mine.to_at > @now)`
	ownUnit = ` AND c.org_unit_id = @unit`
)

// change is something that happened on a case of the reader's.
type change struct {
	At         time.Time
	Entity     string
	Event      string
	RowID      string
	Actor      string
	ActorEN    string
	Kind       string
	Ref, Title string
	From, To   string
	Marking    actor.Marking
}

// sqlChanges is what others did since the reader's last visit on the cases he handles; of another agency's people the
// agency stands alone (security K19).
const sqlChanges = `SELECT x.at, x.entity, x.event, x.row_id, CASE WHEN x.agency_id = @agency OR x.actor_id = 0 THEN x.actor_name ELSE '' END,
  CASE WHEN x.agency_id = @agency THEN coalesce(au.name_en, '') ELSE '' END, coalesce(g.kind, ''), c.ref, c.title, x.from_state, x.to_state, c.marking
FROM case_members m JOIN cases c ON c.id = m.case_id JOIN acts x ON x.case_id = c.id LEFT JOIN agencies g ON g.id = x.agency_id
  LEFT JOIN users au ON au.id = x.actor_id
WHERE m.user_id = @user AND m.from_at <= @now AND m.to_at > @now AND m.marking <= @clearance AND x.actor_id <> @user AND x.twin_of IS NULL
  AND x.target_kind NOT IN ('mss') AND (x.target_kind <> 'referral' OR EXISTS (SELECT FROM referrals r WHERE r.id = x.target_id AND {referral.read}))
  AND {case.read}
    AND x.at > coalesce((ARRAY(SELECT e.at FROM audit_events e WHERE e.actor_id = @user AND e.action = 'session.opened' ORDER BY e.at DESC LIMIT 2))[2], @week)
ORDER BY x.at DESC, x.id DESC LIMIT 8`

func changes(b *pgx.Batch, p *access.Policy, who actor.Actor, now time.Time, into *[]change) {
	sql, args := p.Scoped(who, sqlChanges, map[string]any{"week": now.AddDate(0, 0, -7)})
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (x change, err error) {
			err = r.Scan(&x.At, &x.Entity, &x.Event, &x.RowID, &x.Actor, &x.ActorEN, &x.Kind, &x.Ref, &x.Title, &x.From, &x.To, &x.Marking)
			return x, err
		})
		*into = got
		return err
	})
}

// queryHome reads the desk of one person.
func (h *HTTP) queryHome(ctx context.Context, who actor.Actor, now time.Time, into *desk) error {
	return h.DB.Batch(ctx, func(b *pgx.Batch) {
		h.todo(b, who, nil, homeItems+1, &into.todo)
		if h.Access.Can(who, access.Clock, access.Read) {
			where := ""
			if handles(who) {
				where = ownCases
			}
			h.board(b, who, where+" AND k.state = 'RUNNING'", nil, homeClocks, &into.clocks)
		}
		if h.Access.Can(who, access.Case, access.Read) {
			changes(b, h.Access, who, now, &into.changes)
		}
	})
}

// unread counts, as far as a tab needs it, the notices that the reader would see and has not read.
func unread(b *pgx.Batch, p *access.Policy, who actor.Actor, into *int) {
	sql, args := p.Scoped(who, `SELECT count(*)::int FROM (SELECT FROM `+noticesSeen+` AND x.read_at IS NULL LIMIT @most) z`,
		map[string]any{"most": badgeCap + 1, "keeps": procedure.Keeps(p, who)})
	b.Queue(sql, args...).QueryRow(func(r pgx.Row) error { return r.Scan(into) })
}

// tabRows is what a page of the inbox reads.
type tabRows struct {
	items  []Item
	unread int // notices, up to one more than badgeCap
}

// queryTab reads one tab of the inbox.
func (h *HTTP) queryTab(ctx context.Context, who actor.Actor, tab string, after *access.Mark, limit int, into *tabRows) error {
	return h.DB.Batch(ctx, func(b *pgx.Batch) {
		unread(b, h.Access, who, &into.unread)
		switch tab {
		case "done":
			proposals(b, h.Access, who, "a.decided_by = @user", "a.decided_at", after, limit, &into.items)
		case "mine":
			proposals(b, h.Access, who, "a.proposer_id = @user", "a.opened_at", after, limit, &into.items)
		case "cc":
			notices(b, h.Access, who, after, limit, &into.items)
		default:
			h.todo(b, who, after, limit, &into.items)
		}
	})
}
