package deadline

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/law"
)

// clockRow is a clock on an object.
type clockRow struct {
	ID                   int64 `gorm:"primaryKey"`
	MatterID, CaseID     int64
	Entity, TargetKind   string
	TargetID             int64
	Code, State          string
	StartedAt, DueAt     time.Time
	Minimum, Provisional bool
	OwnerRole            string
	OwnerAgencyID        int64
	Basis                string
	Steps                string `gorm:"type:jsonb"`
	PausedAt             *time.Time
	StartActID           int64
	Edition              string
}

func (clockRow) TableName() string { return "clocks" }

// insertClocks leaves those alone that run already.
func insertClocks(tx *audit.Tx, rows []clockRow) {
	database.CreateLater(tx, rows, clause.OnConflict{Columns: []clause.Column{{Name: "target_kind"}, {Name: "target_id"}, {Name: "code"}},
		TargetWhere: clause.Where{Exprs: []clause.Expression{gorm.Expr("state IN ('RUNNING','PAUSED')")}}, DoNothing: true})
}

// begun is a clock of an object that runs or pauses.
const begun = "target_kind = ? AND target_id = ? AND code = ? AND state IN ('RUNNING','PAUSED')"

// closeClock: under the editions of some days what ends late has lapsed.
func closeClock(tx *audit.Tx, m Move, lapses []string) {
	database.ChangeLater[clockRow](tx, nil, database.Set{
		"state": gorm.Expr("CASE WHEN due_at >= least(?, paused_at) THEN 'MET' WHEN left(edition, 10) = ANY(?) THEN 'LAPSED' ELSE 'LATE' END", m.From,
			database.Texts(lapses)), "closed_at": m.Now, "close_act_id": m.ActID,
	}, begun, m.TargetKind, m.TargetID, m.Code)
}

func carryClocks(tx *audit.Tx, referral, agency, caseID int64) {
	database.ChangeLater[clockRow](tx, nil, database.Set{"case_id": caseID}, "target_kind = 'referral' AND target_id = ? AND owner_agency_id = ? AND case_id <> ?",
		referral, agency, caseID)
}

func pauseClock(tx *audit.Tx, m Move) {
	database.ChangeLater[clockRow](tx, nil, database.Set{"state": "PAUSED", "paused_at": m.Now, "pause_basis": m.Basis}, begun+" AND state = 'RUNNING'",
		m.TargetKind, m.TargetID, m.Code)
}

// lockClock finds a clock that is begun, in one state only where that is said.
func lockClock(ctx context.Context, tx *audit.Tx, m Move, only string) (clockRow, error) {
	return gorm.G[clockRow](tx.Gorm(), clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Where(begun+" AND (? = '' OR state = ?)", m.TargetKind, m.TargetID, m.Code, only, only).Take(ctx)
}

func runClock(tx *audit.Tx, id int64, due law.Due, steps string, extensions int) {
	database.ChangeLater[clockRow](tx, nil, database.Set{"state": "RUNNING", "paused_at": nil, "due_at": due.Due, "provisional": due.Provisional, "steps": steps,
		"extensions": extensions}, "id = ?", id)
}

func lapseClocks(ctx context.Context, tx *audit.Tx, cases []int64, days, codes []string) (int, error) {
	return gorm.G[clockRow](tx.Gorm()).Where("state = 'RUNNING' AND due_at < ? AND case_id = ANY(?)", tx.Now, database.IDs(cases)).
		Where("(left(edition, 10), code) IN (SELECT * FROM unnest(?::text[], ?::text[]))", database.Texts(days), database.Texts(codes)).
		Set(database.Set{"state": "LAPSED", "closed_at": clause.Column{Name: "due_at"}}).Update(ctx)
}

// dueCases have a clock that ran out. The edition is told by its day.
func dueCases(ctx context.Context, q database.Q, now time.Time, days, codes []string) (ids []int64, err error) {
	err = q.QueryRow(ctx, `SELECT coalesce(array_agg(DISTINCT case_id), '{}') FROM clocks WHERE state = 'RUNNING' AND due_at < $1
  AND (left(edition, 10), code) IN (SELECT * FROM unnest($2::text[], $3::text[]))`, now, days, codes).Scan(&ids)
	return ids, err
}
