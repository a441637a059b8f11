package procedure

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/entity"
	"touchstone/internal/errs"
	"touchstone/internal/people"
)

type actRow struct {
	ID                         int64 `gorm:"primaryKey"`
	MatterID, CaseID           int64
	Entity, RootKind           string
	RootID                     int64
	TargetKind                 string
	TargetID                   int64
	RowID, Event, Variant      string
	FromState, ToState         string
	Round                      int
	ActorID                    int64
	ActorName, ActorRole       string
	AgencyID                   int64
	ProposerID                 *int64
	ProposerName, ProposerRole string
	ApprovalID, TwinOf         *int64
	FromPaper                  bool
	Edition                    string
	Also, Notes                string `gorm:"type:text[]"`
	Input                      string `gorm:"type:jsonb"`
	At                         time.Time
}

func (actRow) TableName() string { return "acts" }

// insertAct writes the act and sets its id.
func insertAct(ctx context.Context, tx *audit.Tx, row *actRow) error {
	if err := gorm.G[actRow](tx.Gorm()).Create(ctx, row); err != nil {
		return fmt.Errorf("procedure: insert act %s: %w", row.RowID, err)
	}
	return nil
}

// moved is what an act changes of its object beside its effects.
type moved struct {
	To      string
	Version int  // that the page printed: it protects the minutes between page and click
	Stamp   bool // of a case: the dates that lists and reports read
	Round   bool // a new round of an administrative case begins: papers of the old one no longer count
}

func updateState(tx *audit.Tx, t Target, m moved) {
	table := entity.Of(t.Entity).Table
	set := "version = version + 1"
	args := []any{t.ID, m.Version}
	with := func(column string, v any) {
		args = append(args, v)
		set += fmt.Sprintf(", %s = $%d", column, len(args))
	}
	if table != "records" {
		with("state", m.To)
	}
	if m.Stamp {
		with("updated_at", tx.Now)
		if col := map[string]string{"FILED": "filed_at", "DECIDED": "decided_at", "CLOSED": "closed_at"}[m.To]; col != "" {
			with(col, tx.Now)
		}
	}
	if m.Round {
		set += ", round = round + 1"
	}
	tx.Later(exactly("procedure.stale"), "UPDATE "+table+" SET "+set+" WHERE id = $1 AND version = $2", args...)
}

type approvalRow struct {
	ID                    int64 `gorm:"primaryKey"`
	Ref                   string
	MatterID, CaseID      int64
	Entity, RootKind      string
	RootID                int64
	TargetKind            string
	TargetID              int64
	RowID, Event, Variant string
	DeciderRoles          string `gorm:"type:text[]"`
	AgencyID, UnitID      int64
	ProposerID            int64
	ProposerRole          string
	Input, Shown          string `gorm:"type:jsonb"`
	Digest                string
	Revision              int
	State                 string
	OpenedAt              time.Time
	OpeningActID          *int64
	Clock                 string
	DueAt                 *time.Time
	Edition               string
}

func (approvalRow) TableName() string { return "approvals" }

// insertApproval keeps a proposal with the copies by which deciders list it; cases.Project keeps them from then on.
func insertApproval(ctx context.Context, tx *audit.Tx, row *approvalRow) error {
	if err := gorm.G[approvalRow](tx.Gorm()).Create(ctx, row); err != nil {
		return fmt.Errorf("procedure: insert approval %s: %w", row.Event, err)
	}
	tx.Later(nil, `UPDATE approvals a SET case_due = c.next_due, case_marking = c.marking, case_agency_id = c.lead_agency_id FROM cases c WHERE a.id = $1
		AND c.id = a.case_id`, row.ID)
	return nil
}

// earlierOf counts the submissions of the same step on the same object in the same file and agency, this one included, and finds the last before it.
func earlierOf(ctx context.Context, tx *audit.Tx, p *Approval) (revision int, x Earlier, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) + 1, coalesce((array_agg(ref ORDER BY id DESC))[1], ''), coalesce((array_agg(opinion ORDER BY id DESC))[1], '')
		FROM approvals
WHERE target_kind = $1 AND target_id = $2 AND event = $3 AND ($4 = 0 OR id < $4) AND agency_id = $5 AND case_id = $6`, entity.Of(p.Entity).Kind, p.TargetID,
		p.Event, p.ID, p.AgencyID, p.CaseID).Scan(&revision, &x.Ref, &x.Opinion)
	return revision, x, err
}

// closeApproval ends an open proposal; exactly one row, or somebody was faster.
func closeApproval(tx *audit.Tx, id int64, state, decision, code, opinion string, actID *int64) {
	tx.Later(exactly("procedure.already_decided"), `UPDATE approvals SET state = $2, decision = $3, reason_code = $4, opinion = $5, act_id = $6, decided_at = $7,
  decided_by = $8 WHERE id = $1 AND state = 'OPEN'`, id, state, decision, code, opinion, actID, tx.Now, tx.Who.UserID)
}

// withdrawOpen closes proposals that an act has overtaken: the object left the state they were made for. An act that opened none
// keeps none: nothing is NULL to the database, which is not the same as an empty list.
func withdrawOpen(tx *audit.Tx, t Target, keep []int64) {
	tx.Later(nil, `UPDATE approvals SET state = 'WITHDRAWN', decision = 'overtaken', decided_at = $3
WHERE target_kind = $1 AND target_id = $2 AND state = 'OPEN' AND NOT id = ANY(coalesce($4::bigint[], '{}'))`, entity.Of(t.Entity).Kind, t.ID, tx.Now, keep)
}

// withdrawn is a proposal that waits no more because its proposer left his post.
type withdrawn struct {
	ID, CaseID, UnitID, RootID, TargetID int64
	Ref, Event, RootKind, TargetKind     string
}

// WithdrawAllOf takes back the stored proposals of somebody who leaves his post, records each in the chain of its root, and
// tells the heads of his unit, whose officers propose anew. What was proposed by an act of the tables stands: the act is the
// agency's. It tells how many there were.
func WithdrawAllOf(ctx context.Context, tx *audit.Tx, user int64, why string) (int, error) {
	gone, err := database.Structs[withdrawn](ctx, tx, `UPDATE approvals SET state = 'WITHDRAWN', decision = 'withdraw', decided_at = $2 WHERE proposer_id = $1
		AND state = 'OPEN' AND opening_act_id IS NULL
RETURNING id, case_id, unit_id, root_id, target_id, ref, event, root_kind, target_kind`, user, tx.Now)
	if err != nil {
		return 0, err
	}
	for _, w := range gone {
		if err := tellHeads(ctx, tx, w); err != nil {
			return 0, err
		}
		if err := tx.Record(ctx, audit.Event{Stream: audit.Stream(fmt.Sprintf("%s:%d", w.RootKind, w.RootID)), Action: "approval.withdraw", Kind: "approval",
			TargetID: w.ID, TargetRef: w.Ref, TargetName: w.Event, CaseID: w.CaseID, Details: map[string]any{"event": w.Event, "because": why}}); err != nil {
			return 0, err
		}
	}
	return len(gone), nil
}

// tellHeads leaves word of a proposal that was taken back for the heads of the unit that made it.
func tellHeads(ctx context.Context, tx *audit.Tx, w withdrawn) error {
	kind, id := "case", w.CaseID
	if w.TargetKind == "referral" {
		kind, id = w.TargetKind, w.TargetID
	}
	_, err := tx.Exec(ctx, `INSERT INTO notices (agency_id, user_id, kind, target_kind, target_id, created_at)
SELECT u.agency_id, u.id, 'approval.withdraw', $2, $3, $4 FROM users u WHERE u.unit_id = $1 AND u.disabled_at IS NULL AND EXISTS (SELECT FROM role_grants g
  WHERE g.user_id = u.id AND g.role IN ('unit_head', 'ps_unit_head') AND `+people.InForce("g", "$4")+`)`, w.UnitID, kind, id, tx.Now)
	return err
}

func openTask(tx *audit.Tx, a *Act, t Target, event string, caseID, agency int64, roles []string, matter int64) {
	tx.Later(nil, `INSERT INTO tasks (matter_id, case_id, entity, target_kind, target_id, event, roles, agency_id, origin_act_id, opened_at)
VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`, matter, caseID, string(t.Entity), entity.Of(t.Entity).Kind, t.ID, event, roles, agency, a.ID, tx.Now)
}

func closeTasks(tx *audit.Tx, a *Act, matter int64) {
	tx.Later(nil, `UPDATE tasks SET done_at = $1, done_act_id = $2 WHERE matter_id = $3 AND entity = $4 AND event = $5 AND done_at IS NULL`,
		tx.Now, a.ID, matter, string(a.Target.Entity), a.Row.Event)
}

// insertNotice keeps the kind of an object and its number; of an object that the inbox has no page for, its case.
func insertNotice(tx *audit.Tx, users []int64, event string, t Target, c *Case) {
	kind, id := entity.Of(t.Entity).Kind, t.ID
	if kind != "referral" && c != nil {
		kind, id = "case", c.ID
	}
	tx.Later(nil, `INSERT INTO notices (agency_id, user_id, kind, target_kind, target_id, created_at)
SELECT agency_id, id, $2, $3, $4, $5 FROM users WHERE id = ANY($1) ORDER BY id`, users, event, kind, id, tx.Now)
}

// insertAlarm tells everybody who holds one of the roles and has not yet read the same.
func insertAlarm(ctx context.Context, tx *audit.Tx, roles []string, kind string) error {
	_, err := tx.Exec(ctx, `INSERT INTO notices (agency_id, user_id, kind, target_kind, target_id, created_at)
SELECT u.agency_id, u.id, $1, 'installation', 0, $2 FROM users u WHERE u.disabled_at IS NULL
  AND EXISTS (SELECT FROM role_grants g WHERE g.user_id = u.id AND g.role = ANY($3) AND `+people.InForce("g", "$2")+`)
  AND NOT EXISTS (SELECT FROM notices x WHERE x.user_id = u.id AND x.kind = $1 AND x.target_kind = 'installation' AND x.read_at IS NULL)`, kind, tx.Now, roles)
	return err
}

// countMissing counts the files that were missing when they were last read, no further than asked.
func countMissing(ctx context.Context, tx *audit.Tx, most int) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) FROM (
(SELECT DISTINCT k.file_id FROM evidence_checks k WHERE k.missing
  AND NOT EXISTS (SELECT FROM evidence_checks l WHERE l.file_id = k.file_id AND l.algorithm = 'sha256' AND l.id > k.id) LIMIT $1)
UNION ALL (SELECT file_id FROM attachment_readings WHERE missing LIMIT $1)) x`, most).Scan(&n)
	return n, err
}

// KeepReading keeps how a file of an act or a proposal was found. What was altered stays so where it is missing now.
func KeepReading(ctx context.Context, tx *audit.Tx, file int64, altered, missing bool) error {
	_, err := tx.Exec(ctx, `INSERT INTO attachment_readings AS r (file_id, altered, missing, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (file_id) DO UPDATE SET altered = excluded.altered OR excluded.missing AND r.altered, missing = excluded.missing, at = excluded.at`, file, altered,
		missing, tx.Now)
	return err
}

// insertAttachment keeps a file of an act, or of a proposal that is not decided yet.
func insertAttachment(ctx context.Context, tx *audit.Tx, ref string, u Upload, act, approval int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO attachments (ref, agency_id, case_id, act_id, approval_id, field, name, size, digest, media, created_by, created_at)
VALUES ($1,$2,$3,$4,nullif($5::bigint, 0),$6,$7,$8,$9,$10,$11,$12)`, ref, u.AgencyID, u.CaseID, act, approval, u.Field, u.Name, u.Size, u.Digest, u.Media,
		tx.Who.UserID, tx.Now)
	return err
}

// attachProposed makes the files of a stored proposal those of the act that decides it.
func attachProposed(ctx context.Context, tx *audit.Tx, a *Act) error {
	if len(a.Uploads) == 0 {
		return nil
	}
	n, err := tx.Exec(ctx, `UPDATE attachments SET act_id = $2 WHERE approval_id = $1 AND act_id = 0`, a.approval, a.ID)
	if err == nil && n != int64(len(a.Uploads)) {
		return errs.New(errs.Conflict, "procedure.changed_since")
	}
	return err
}

func toJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// returnApproval gives an open proposal back without anybody having decided.
func returnApproval(tx *audit.Tx, id int64, code string) {
	tx.Later(exactly("procedure.already_decided"), `UPDATE approvals SET state = 'RETURNED', decision = 'return', reason_code = $2, decided_at = $3
WHERE id = $1 AND state = 'OPEN'`, id, code, tx.Now)
}

func restateApproval(tx *audit.Tx, id int64, shown, digest string) {
	tx.Later(exactly("procedure.already_decided"), `UPDATE approvals SET shown = $2, digest = $3 WHERE id = $1 AND state = 'OPEN'`, id, shown, digest)
}

// exactly one row is changed, or somebody was faster, which the key says; more than one is our fault.
func exactly(key string) func(int64) error {
	return func(n int64) error {
		switch n {
		case 1:
			return nil
		case 0:
			return errs.New(errs.Conflict, key)
		}
		return errs.New(errs.Internal, "errs.internal")
	}
}
