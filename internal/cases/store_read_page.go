package cases

import (
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/deadline/badge"
	"touchstone/internal/entity"
	"touchstone/internal/law"
	"touchstone/internal/quantity"
)

// content is what the overview of a case shows below its head. Each part is one statement of the page's batch.
type content struct {
	Clocks    []badge.Row
	Recent    []Entry
	Parties   []partyLine
	Links     []linkLine
	Goods     []goodsLine
	Routes    []routeLine
	Items     custodySum
	Waiting   []approvalLine
	Tasks     []taskLine
	Referrals []referralLine
	Pointers  []pointerLine
	Screen    string // the answer to the referral screen in the report of this round; empty: none yet
	Docs      []docLine
	Done      []doneLine
}

// owesReferral: the screen said "refer" and no referral was opened from the case.
func (c *content) owesReferral(caseID int64) bool {
	return c.Screen == "refer" && !slices.ContainsFunc(c.Referrals, func(r referralLine) bool { return r.FromCase == caseID })
}

type partyLine struct {
	ID      int64  `json:"i"`
	Ref     string `json:"ref"`
	Kind    string `json:"k"`
	Name    string `json:"n"`
	Latin   string `json:"e"`
	Part    string `json:"p"`
	Subject bool   `json:"s"`
}

type linkLine struct {
	From      int64  `json:"f"`
	To        int64  `json:"t"`
	Relation  string `json:"r"`
	Suspected bool   `json:"s"`
}

type goodsLine struct {
	ID      int64         `json:"i"`
	Name    string        `json:"n"`
	Mineral string        `json:"m"`
	Form    string        `json:"f"`
	Purity  string        `json:"p"`
	Code    string        `json:"c"`
	Control string        `json:"cs"`
	Net     *quantity.Mg  `json:"g"`
	Value   *quantity.Fen `json:"v"`
	Licence string        `json:"l"`
	Note    string        `json:"ln"`
}

type routeLine struct {
	Origin      string       `json:"o"`
	Exit        string       `json:"x"`
	Transit     string       `json:"t"`
	Destination string       `json:"d"`
	Net         *quantity.Mg `json:"g"`
}

// custodySum is the state of the items of a case in numbers.
type custodySum struct {
	Items, Files, Bad, Unchecked int
	Holders                      []holderLine
}

type holderLine struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
	N  int    `json:"n"`
}

type approvalLine struct {
	Ref       string       `json:"ref"`
	Entity    string       `json:"en"`
	Event     string       `json:"ev"`
	RowID     string       `json:"ri"`
	Proposer  string       `json:"p"`
	InEnglish string       `json:"pe"` // the proposer's name
	Mine      bool         `json:"m"`
	Decide    bool         `json:"d"`
	State     string       `json:"s"`
	Roles     []actor.Role `json:"r"`
	DueAt     *time.Time   `json:"due"`
	Opinion   string       `json:"o"`
	TargetRef string       `json:"t"`
	TargetID  int64        `json:"ti"`
	By        int64        `json:"by"`
	Seen      bool         `json:"rd"` // the reader may open it; of any other it is known only that it waits
}

type taskLine struct {
	Entity string   `json:"en"`
	Event  string   `json:"ev"`
	Roles  []string `json:"r"`
	Mine   bool     `json:"m"`
	Kind   string   `json:"k"`
	Ref    string   `json:"t"`
}

// docLine is the newest paper of its kind on the matter: what there is decides which step comes next.
type docLine struct {
	Code   string `json:"c"`
	Round  int    `json:"r"`
	CaseID int64  `json:"i"`
}

// doneLine is an act of the present round on the case itself: what was done rules some steps out.
type doneLine struct {
	ID    int64    `json:"i"`
	Event string   `json:"e"`
	Also  []string `json:"a"`
}

type pointerLine struct {
	Ref   string `json:"ref"`
	State string `json:"s"`
}

// objectRef is the reference of the thing that a row x stands on.
var objectRef = entity.RefSQL("x.target_kind", "x.target_id")

var sqlClocks = file +
	`SELECT x.code, x.state, x.entity, coalesce(a.event, ''), x.started_at, x.due_at, x.minimum, x.provisional, x.pause_basis, x.extensions, x.paused_at,
		x.closed_at,
  CASE WHEN x.owner_agency_id <> @agency THEN g.short_zh ELSE '' END, CASE WHEN x.owner_agency_id <> @agency THEN g.name_en ELSE '' END, x.target_kind,
  CASE WHEN x.target_kind = 'case' THEN '' ELSE coalesce(` + objectRef + `, '') END, x.edition
FROM f JOIN clocks x ON x.matter_id = f.matter_id JOIN agencies g ON g.id = x.owner_agency_id LEFT JOIN acts a ON a.id = x.start_act_id
WHERE (x.case_id = f.id OR x.target_kind = 'referral' AND EXISTS (SELECT FROM referrals r WHERE r.id = x.target_id
  AND (r.from_case_id = f.id OR r.to_case_id = f.id) AND {referral.read}))
  AND ` + seen + ` ORDER BY x.state IN ('RUNNING', 'PAUSED') DESC, x.minimum, x.due_at, x.id LIMIT 60`

// sqlEntries is the history of a case: acts, and events of the ledger that no act stands for, in one order. Reads on
// record stand in the audit pages, not here.
var sqlEntries = file + `SELECT * FROM (
  (SELECT x.at, true, x.id AS id, x.row_id, x.event, x.variant, x.entity, x.from_state, x.to_state,
    CASE WHEN x.agency_id = @agency OR x.actor_id = 0 THEN x.actor_name ELSE '' END, x.actor_role, CASE WHEN x.agency_id = @agency THEN x.proposer_name
      ELSE '' END,
    CASE WHEN x.agency_id = @agency THEN coalesce(pu.name_en, '') ELSE '' END, x.agency_id, g.kind AS kind,
    CASE WHEN x.target_kind = 'case' THEN '' ELSE coalesce(` + objectRef +
	`, '') END, x.also, x.notes, x.twin_of IS NOT NULL, x.from_paper, x.input, '{}'::jsonb, CASE WHEN x.agency_id = @agency THEN coalesce(au.name_en, '')
		ELSE '' END,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('case', f.ref, 'ref', t.ref, 'name', t.name) ORDER BY t.id), '[]') FROM attachments t WHERE t.act_id = x.id
      AND t.act_id <> 0 AND ` + handed + `), x.edition
  FROM f JOIN acts x ON x.case_id = f.id LEFT JOIN agencies g ON g.id = x.agency_id LEFT JOIN users au ON au.id = x.actor_id
    LEFT JOIN users pu ON pu.id = x.proposer_id
  WHERE @acts AND x.entity = ANY (@entities) AND (x.at, x.id) < (@before, @before_id) AND ` + seen + ` ORDER BY x.at DESC, x.id DESC LIMIT @limit)
  UNION ALL
  (SELECT e.at, false, 0, '', e.action, '', e.kind, '', '',
    CASE WHEN g.id = @agency OR e.actor_id = 0 THEN e.actor_name
      ELSE '' END, '', '', '', 0, coalesce(g.kind, ''), e.target_ref, '{}', '{}', false, false, '{}'::jsonb,
    (SELECT e.details - '{facts,facts_before,facts_schema}'::text[] || w.words ||
      CASE WHEN e.kind IN ('party', 'goods') THEN jsonb_build_object('name', coalesce(w.words->>'target_name', e.target_name)) ELSE '{}' END
      FROM (SELECT coalesce(jsonb_object_agg(t.field, t.body::jsonb), '{}') AS words FROM audit_texts t WHERE t.stream = e.stream AND t.n = e.n) w),
        CASE WHEN g.id = @agency THEN coalesce(au.name_en, '') ELSE '' END, '[]'::jsonb, ''
  FROM f JOIN audit_events e ON e.case_id = f.id LEFT JOIN agencies g ON g.code = e.agency LEFT JOIN users au ON au.id = e.actor_id
  WHERE @events AND e.stream = 'case:' || f.id AND NOT e.details ? 'act' AND e.action <> ALL (@silent) AND e.at < @before
    AND (e.kind <> 'approval' OR @approvals) AND (e.action LIKE 'note.%' OR NOT @only_notes) ORDER BY e.at DESC LIMIT @limit)
) z ORDER BY 1 DESC, 3 DESC LIMIT @limit`

const sqlContents = file + `SELECT
  (SELECT coalesce(jsonb_agg(z), '[]') FROM (SELECT p.id AS i, p.ref, p.kind AS k, p.name AS n, p.name_latin AS e, p.part AS p, p.subject AS s FROM parties p
    WHERE p.case_id = f.id AND p.removed_at IS NULL ORDER BY p.subject DESC, p.id LIMIT 41) z),
  (SELECT coalesce(jsonb_agg(z), '[]') FROM (SELECT l.from_id AS f, l.to_id AS t, l.relation AS r, l.status = 'suspected' AS s FROM party_links l
    WHERE l.case_id = f.id AND l.removed_at IS NULL ORDER BY l.id LIMIT 81) z),
  (SELECT coalesce(jsonb_agg(z), '[]')
    FROM (SELECT i.id AS i, i.name AS n, i.mineral AS m, i.form AS f, i.purity AS p, i.control_code AS c, i.control_state AS cs, i.net_mg AS g,
    i.value_fen AS v, i.licence_state AS l, i.licence_note AS ln FROM goods_items i WHERE i.case_id = f.id AND i.removed_at IS NULL ORDER BY i.id LIMIT 40) z),
  (SELECT coalesce(jsonb_agg(z), '[]') FROM (SELECT r.origin AS o, r.exit_port AS x, r.transit AS t, r.destination AS d, r.net_mg AS g FROM goods_routes r
    WHERE r.case_id = f.id AND r.removed_at IS NULL ORDER BY r.id LIMIT 60) z)
FROM f`

var sqlCustody = file + `, items AS (SELECT e.id, e.holder_agency_id FROM f, evidence_items e JOIN cases c ON c.id = COALESCE(e.custody_case_id, e.case_id)
	JOIN cases o ON o.id = e.case_id
  WHERE (e.case_id = f.id OR e.custody_case_id = f.id) AND {evidence.read} LIMIT 1000),
files AS (SELECT x.id, (SELECT k.ok FROM evidence_checks k WHERE k.file_id = x.id AND k.algorithm = 'sha256' AND NOT k.missing ORDER BY k.id DESC LIMIT 1) AS ok
  FROM items JOIN evidence_files x ON x.evidence_id = items.id)
SELECT (SELECT count(*) FROM items)::int, (SELECT count(*) FROM files)::int, (SELECT count(*) FILTER (WHERE NOT ok)
  FROM files)::int, (SELECT count(*) FILTER (WHERE ok IS NULL) FROM files)::int,
  (SELECT coalesce(jsonb_agg(z), '[]') FROM (SELECT g.short_zh AS zh, g.name_en AS en, count(*) AS n FROM items JOIN agencies g ON g.id = items.holder_agency_id
    GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT 6) z)
FROM f`

var sqlWork = file + `SELECT
  (SELECT coalesce(jsonb_agg(z), '[]')
    FROM (SELECT a.ref, a.entity AS en, a.event AS ev, u.name_zh AS p, u.name_en AS pe, a.row_id AS ri, a.proposer_id = @user AS m,
      a.state = 'OPEN' AND a.proposer_id <> @user
        AND {approval.decide?} AS d, a.state AS s, a.decider_roles AS r, a.due_at AS due, a.opinion AS o, a.target_id AS ti, a.proposer_id AS by,
          {approval.read} AS rd,
      ` + entity.RefSQL("a.target_kind", "a.target_id", "referral", "evidence") + ` AS t
    FROM approvals a JOIN cases c ON c.id = a.case_id JOIN users u ON u.id = a.proposer_id
    WHERE a.case_id = f.id AND (a.state = 'OPEN' OR a.state = 'RETURNED'
      AND NOT EXISTS (SELECT FROM approvals later WHERE later.target_kind = a.target_kind AND later.target_id = a.target_id
      AND later.event = a.event AND later.id > a.id)) ORDER BY a.due_at NULLS LAST, a.id LIMIT 60) z),
  (SELECT coalesce(jsonb_agg(z), '[]') FROM (SELECT x.entity AS en, x.event AS ev, x.roles AS r, x.agency_id = @agency
    AND x.roles && @roles AS m, x.target_kind AS k, coalesce(` + objectRef + `, '') AS t
    FROM tasks x WHERE x.matter_id = f.matter_id AND x.case_id = f.id AND x.done_at IS NULL AND ` + seen + ` ORDER BY x.opened_at, x.id LIMIT 20) z),
  (SELECT coalesce(jsonb_agg(z), '[]')
    FROM (SELECT r.id AS i, r.from_case_id AS fc, r.from_agency_id AS fa, r.ref, r.state AS s, r.offence AS o, coalesce(g.kind, '') AS k, coalesce(g.short_zh,
      '') AS zh,
      coalesce(g.name_en, '') AS en, r.to_text AS t, r.sent_at AS at FROM referrals r LEFT JOIN agencies g ON g.id = r.to_agency_id
    WHERE (r.from_case_id = f.id OR r.to_case_id = f.id) AND {referral.read} ORDER BY r.id DESC LIMIT 10) z),
  (SELECT coalesce(jsonb_agg(z), '[]') FROM (SELECT mh.ref, mh.state AS s FROM mss_handovers mh JOIN cases c ON c.id = mh.case_id WHERE mh.case_id = f.id
    AND {mss.read} ORDER BY mh.id LIMIT 5) z),
  coalesce((SELECT a.input->>'referral_screen' FROM acts a WHERE a.case_id = f.id AND a.event = 'investigation_report.submitted' AND a.round = f.round
    ORDER BY a.at DESC, a.id DESC LIMIT 1), ''),
  (SELECT coalesce(jsonb_agg(z), '[]') FROM (SELECT DISTINCT ON (d.code) d.code AS c, d.round AS r, d.case_id AS i FROM documents d
    WHERE d.matter_id = f.matter_id ORDER BY d.code, d.id DESC) z),
  (SELECT coalesce(jsonb_agg(z), '[]') FROM (SELECT a.id AS i, a.event AS e, a.also AS a FROM acts a WHERE a.case_id = f.id AND a.target_kind = 'case'
    AND a.target_id = f.id AND a.round = f.round ORDER BY a.id) z)
FROM f`

// window is a part of a case's history.
type window struct {
	Before    time.Time // exclusive; with BeforeID for acts of the same moment
	BeforeID  int64
	Limit     int
	Entities  []string // nil: every entity
	Acts      bool
	Events    bool // of the ledger
	Approvals bool // proposals among them
	OnlyNotes bool
}

// silent are events of the ledger that say nothing about the case: who looked, and what an act has said already.
func silent() []string { return []string{"case.viewed", "evidence.viewed", "document.viewed"} }

func entries(b *pgx.Batch, p *access.Policy, who actor.Actor, book *law.Edition, ref string, w window, into *[]Entry) {
	if w.Entities == nil {
		for _, m := range book.Entities() {
			w.Entities = append(w.Entities, string(m))
		}
	}
	sql, args := p.Scoped(who, sqlEntries, map[string]any{"ref": ref, "before": w.Before, "before_id": w.BeforeID, "limit": w.Limit, "entities": w.Entities,
		"acts": w.Acts, "events": w.Events, "approvals": w.Approvals, "only_notes": w.OnlyNotes, "silent": silent()})
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (e Entry, err error) {
			err = r.Scan(&e.At, &e.Act, &e.ID, &e.RowID, &e.Event, &e.Variant, &e.Entity, &e.From, &e.To, &e.Actor, &e.Role, &e.Proposer, &e.ProposerEN, &e.AgencyID,
				&e.AgencyCode, &e.TargetRef, &e.Also, &e.Notes, &e.Twin, &e.Paper, &e.Input, &e.Details, &e.ActorEN, &e.Files, &e.Edition)
			return e, err
		})
		*into = got
		return err
	})
}

func clocksOf(b *pgx.Batch, p *access.Policy, who actor.Actor, ref string, into *[]badge.Row) {
	sql, args := p.Scoped(who, sqlClocks, map[string]any{"ref": ref})
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		got, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (k badge.Row, err error) {
			err = r.Scan(&k.Code, &k.State, &k.Entity, &k.StartEvent, &k.StartedAt, &k.DueAt, &k.Minimum, &k.Provisional, &k.PauseBasis, &k.Extensions, &k.PausedAt,
				&k.ClosedAt, &k.OwnerZH, &k.OwnerEN, &k.TargetKind, &k.Subject, &k.Edition)
			return k, err
		})
		*into = got
		return err
	})
}

// queueContent asks for everything of the overview that the head does not hold.
func queueContent(b *pgx.Batch, p *access.Policy, who actor.Actor, book *law.Edition, ref string, now time.Time, into *content) {
	clocksOf(b, p, who, ref, &into.Clocks)
	entries(b, p, who, book, ref, window{Before: now.Add(24 * time.Hour), BeforeID: 1 << 62, Limit: 6, Acts: true, Events: true}, &into.Recent)
	named := map[string]any{"ref": ref}
	one := func(text string, dest ...any) {
		sql, args := p.Scoped(who, text, named)
		b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
			defer rows.Close()
			if rows.Next() {
				if err := rows.Scan(dest...); err != nil {
					return err
				}
			}
			return rows.Err()
		})
	}
	one(sqlContents, &into.Parties, &into.Links, &into.Goods, &into.Routes)
	one(sqlCustody, &into.Items.Items, &into.Items.Files, &into.Items.Bad, &into.Items.Unchecked, &into.Items.Holders)
	one(sqlWork, &into.Waiting, &into.Tasks, &into.Referrals, &into.Pointers, &into.Screen, &into.Docs, &into.Done)
}

// queryCase reads head and content of a case in one round trip.
func (h *HTTP) queryCase(p presenter, ref string) (*Head, *content, error) {
	var head *Head
	got := &content{}
	err := h.DB.Batch(p.ctx, func(b *pgx.Batch) {
		head = h.Headers().Queue(b, p.who, ref)
		queueContent(b, h.Access, p.who, h.Engine.Book(), ref, p.now, got)
	})
	return head, got, err
}

// queryTimeline reads one page of a case's history with its head and its clocks.
func (h *HTTP) queryTimeline(p presenter, ref string, w window) (*Head, []Entry, []badge.Row, error) {
	var head *Head
	var list []Entry
	var clocks []badge.Row
	err := h.DB.Batch(p.ctx, func(b *pgx.Batch) {
		head = h.Headers().Queue(b, p.who, ref)
		entries(b, h.Access, p.who, h.Engine.Book(), ref, w, &list)
		clocksOf(b, h.Access, p.who, ref, &clocks)
	})
	return head, list, clocks, err
}
