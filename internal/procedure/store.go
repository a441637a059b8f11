package procedure

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/entity"
	"touchstone/internal/errs"
	"touchstone/internal/matter"
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
	Also, Notes                database.Texts `gorm:"type:text[]"`
	Input                      string         `gorm:"type:jsonb"`
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
	Version int    // that the page printed: it protects the minutes between page and click
	Moves   bool   // the act is one that moves a case, whose dates lists and reports read
	Stamp   string // the date that the new state sets, if any
	Round   bool   // a new round of an administrative case begins: papers of the old one no longer count
}

// rootRow is an object that acts move; its table is that of the kind.
type rootRow struct{ ID int64 }

func updateState(tx *audit.Tx, t matter.Target, m moved) {
	table := entity.Of(t.Entity).Table
	set := database.Set{"version": database.Next("version")}
	if table != "records" {
		set["state"] = m.To
	}
	if m.Moves {
		set["updated_at"] = tx.Now
	}
	if m.Moves && m.Stamp != "" {
		set[m.Stamp] = tx.Now
	}
	if m.Round {
		set["round"] = database.Next("round")
	}
	database.ChangeLaterIn[rootRow](tx, table, exactly("procedure.stale"), set, "id = ? AND version = ?", t.ID, m.Version)
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
	DeciderRoles          database.Texts `gorm:"type:text[]"`
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
	of := func(column string) any {
		return gorm.Expr("(SELECT c." + column + " FROM cases c WHERE c.id = case_id)")
	}
	database.ChangeLater[approvalRow](tx, nil, database.Set{"case_due": of("next_due"), "case_marking": of("marking"), "case_agency_id": of("lead_agency_id")},
		"id = ? AND case_id IN (SELECT id FROM cases)", row.ID)
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
	changeOpen(tx, id, database.Set{"state": state, "decision": decision, "reason_code": code, "opinion": opinion, "act_id": actID, "decided_at": tx.Now,
		"decided_by": tx.Who.UserID})
}

// changeOpen changes columns of a proposal that waits.
func changeOpen(tx *audit.Tx, id int64, set database.Set) {
	database.ChangeLater[approvalRow](tx, exactly("procedure.already_decided"), set, "id = ? AND state = 'OPEN'", id)
}

// withdrawOpen closes proposals that an act has overtaken: the object left the state they were made for.
func withdrawOpen(tx *audit.Tx, t matter.Target, keep []int64) {
	database.ChangeLater[approvalRow](tx, nil, database.Set{"state": "WITHDRAWN", "decision": "overtaken", "decided_at": tx.Now},
		"target_kind = ? AND target_id = ? AND state = 'OPEN' AND NOT id = ANY(?)", entity.Of(t.Entity).Kind, t.ID, database.IDs(keep))
}

// withdrawn is a proposal that waits no more because its proposer left his post.
type withdrawn struct {
	ID, CaseID, UnitID, RootID, TargetID int64
	Ref, Event, RootKind, TargetKind     string
}

func (withdrawn) TableName() string { return "approvals" }

// WithdrawAllOf takes back the stored proposals of somebody who leaves his post, records each in the chain of its root, and
// tells the heads of his unit, whose officers propose anew. What was proposed by an act of the tables stands: the act is the
// agency's. It tells how many there were.
func WithdrawAllOf(ctx context.Context, tx *audit.Tx, user int64, why string) (int, error) {
	gone, err := database.Changed[withdrawn](ctx, tx, database.Set{"state": "WITHDRAWN", "decision": "withdraw", "decided_at": tx.Now},
		[]string{"id", "case_id", "unit_id", "root_id", "target_id", "ref", "event", "root_kind", "target_kind"},
		"proposer_id = ? AND state = 'OPEN' AND opening_act_id IS NULL", user)
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
	return people.Tell(ctx, tx, people.Notice{Kind: "approval.withdraw", TargetKind: kind, TargetID: id, At: tx.Now},
		`u.unit_id = $5 AND u.disabled_at IS NULL AND `+people.Holds("u.id", "IN ('unit_head', 'ps_unit_head')", "$4"), w.UnitID)
}

// taskRow is a step that an act made somebody's duty.
type taskRow struct {
	ID, MatterID, CaseID  int64
	Entity, TargetKind    string
	TargetID              int64
	Event                 string
	Roles                 database.Texts `gorm:"type:text[]"`
	AgencyID, OriginActID int64
	OpenedAt              time.Time
}

func (taskRow) TableName() string { return "tasks" }

func openTask(tx *audit.Tx, a *Act, t matter.Target, event string, caseID, agency int64, roles []string, matterID int64) {
	database.CreateLater(tx, []taskRow{{MatterID: matterID, CaseID: caseID, Entity: string(t.Entity), TargetKind: entity.Of(t.Entity).Kind, TargetID: t.ID,
		Event: event, Roles: roles, AgencyID: agency, OriginActID: a.ID, OpenedAt: tx.Now}})
}

func closeTasks(tx *audit.Tx, a *Act, matterID int64) {
	database.ChangeLater[taskRow](tx, nil, database.Set{"done_at": tx.Now, "done_act_id": a.ID},
		"matter_id = ? AND entity = ? AND event = ? AND done_at IS NULL", matterID, string(a.Target.Entity), a.Row.Event)
}

// insertNotice keeps the kind of an object and its number; of an object that the inbox has no page for, its case.
func insertNotice(tx *audit.Tx, users []int64, event string, t matter.Target, c *matter.Case) {
	kind, id := entity.Of(t.Entity).Kind, t.ID
	if kind != "referral" && c != nil {
		kind, id = "case", c.ID
	}
	people.TellLater(tx, people.Notice{Kind: event, TargetKind: kind, TargetID: id, At: tx.Now}, "u.id = ANY($5) ORDER BY u.id", users)
}

// insertAlarm tells everybody who holds one of the roles and has not yet read the same.
func insertAlarm(ctx context.Context, tx *audit.Tx, roles []string, kind string) error {
	return people.Tell(ctx, tx, people.Notice{Kind: kind, TargetKind: "installation", At: tx.Now}, `u.disabled_at IS NULL
  AND `+people.Holds("u.id", "= ANY ($5)", "$4")+`
  AND NOT EXISTS (SELECT FROM notices x WHERE x.user_id = u.id AND x.kind = $1 AND x.target_kind = $2 AND x.target_id = $3 AND x.read_at IS NULL)`, roles)
}

// countMissing counts the files that were missing when they were last read, no further than asked.
func countMissing(ctx context.Context, tx *audit.Tx, most int) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) FROM (
(SELECT DISTINCT k.file_id FROM evidence_checks k WHERE k.missing
  AND NOT EXISTS (SELECT FROM evidence_checks l WHERE l.file_id = k.file_id AND l.algorithm = 'sha256' AND l.id > k.id) LIMIT $1)
UNION ALL (SELECT file_id FROM attachment_readings WHERE missing LIMIT $1)) x`, most).Scan(&n)
	return n, err
}

// readingRow is how a file of an act or a proposal was found.
type readingRow struct {
	FileID           int64
	Altered, Missing bool
	At               time.Time
}

func (readingRow) TableName() string { return "attachment_readings" }

// KeepReading keeps how a file of an act or a proposal was found. What was altered stays so where it is missing now.
func KeepReading(ctx context.Context, tx *audit.Tx, file int64, altered, missing bool) error {
	again := clause.OnConflict{Columns: []clause.Column{{Name: "file_id"}}, DoUpdates: append(clause.AssignmentColumns([]string{"missing", "at"}),
		clause.Assignment{Column: clause.Column{Name: "altered"}, Value: gorm.Expr("excluded.altered OR excluded.missing AND attachment_readings.altered")})}
	return gorm.G[readingRow](tx.Gorm(), again).Create(ctx, &readingRow{FileID: file, Altered: altered, Missing: missing, At: tx.Now})
}

// attachmentRow is a file of an act, or of a proposal that is not decided yet.
type attachmentRow struct {
	ID                      int64 `gorm:"primaryKey"`
	Ref                     string
	AgencyID, CaseID, ActID int64
	ApprovalID              *int64
	Field, Name             string
	Size                    int64
	Digest, Media           string
	CreatedBy               int64
	CreatedAt               time.Time
}

func (attachmentRow) TableName() string { return "attachments" }

func attachment(tx *audit.Tx, ref string, u Upload, act, approval int64) attachmentRow {
	return attachmentRow{Ref: ref, AgencyID: u.AgencyID, CaseID: u.CaseID, ActID: act, ApprovalID: database.NotZero(approval), Field: u.Field, Name: u.Name,
		Size: u.Size, Digest: u.Digest, Media: u.Media, CreatedBy: tx.Who.UserID, CreatedAt: tx.Now}
}

// attachProposed makes the files of a stored proposal those of the act that decides it.
func attachProposed(tx *audit.Tx, a *Act) {
	if len(a.Uploads) == 0 {
		return
	}
	all := func(n int64) error {
		if n != int64(len(a.Uploads)) {
			return errs.New(errs.Conflict, "procedure.changed_since")
		}
		return nil
	}
	database.ChangeLater[attachmentRow](tx, all, database.Set{"act_id": a.ID}, "approval_id = ? AND act_id = 0", a.approval)
}

func toJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// returnApproval gives an open proposal back without anybody having decided.
func returnApproval(tx *audit.Tx, id int64, code string) {
	changeOpen(tx, id, database.Set{"state": "RETURNED", "decision": "return", "reason_code": code, "decided_at": tx.Now})
}

func restateApproval(tx *audit.Tx, id int64, shown, digest string) {
	changeOpen(tx, id, database.Set{"shown": shown, "digest": digest})
}

// exactly one row is changed, or somebody was faster, which the key says; more than one is our fault.
func exactly(key string) func(int64) error { return database.Exactly(errs.New(errs.Conflict, key)) }

// matterOf reads of which matter a new object is.
func matterOf(ctx context.Context, tx *audit.Tx, t matter.Target) (id int64, err error) {
	err = tx.QueryRow(ctx, "SELECT matter_id FROM "+entity.Of(t.Entity).Table+" WHERE id = $1", t.ID).Scan(&id)
	return id, err
}
