package cases

import (
	"context"
	"time"

	"gorm.io/gorm"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/matter"
)

// tipRow is what a lead takes from the tip it is made from.
type tipRow struct {
	ID, AgencyID, UnitID   int64
	Ref, State, PublicCase string
	Subject                string
	Marking                actor.Marking
}

func (tipRow) TableName() string { return "tips" }

// lockTip finds and locks in one statement, so that nobody waits for a tip that is not his to see (security D10);
// handlers see one once intake has triaged it.
func lockTip(ctx context.Context, tx *audit.Tx, ref string) (t tipRow, err error) {
	err = tx.QueryRow(ctx, `SELECT id, agency_id, unit_id, ref, state, public_case, subject, marking FROM tips
WHERE ref = $1 AND agency_id = $2 AND marking <= $3 AND (state <> 'NEW' OR $4) FOR UPDATE`, ref, tx.Who.AgencyID, int16(tx.Who.Clearance),
		tx.Who.Has(actor.IntakeOfficer)).
		Scan(&t.ID, &t.AgencyID, &t.UnitID, &t.Ref, &t.State, &t.PublicCase, &t.Subject, &t.Marking)
	if database.NoRows(err) {
		return t, errs.New(errs.NotFound, "errs.not_found")
	}
	return t, err
}

// useTip closes the tip with the case it became; both chains say so.
func useTip(ctx context.Context, tx *audit.Tx, t tipRow, caseID int64) error {
	n, err := gorm.G[tipRow](tx.Gorm()).Where("id = ?", t.ID).Set(database.Set{"state": "USED", "case_id": caseID, "version": database.Next("version"),
		"triaged_by": gorm.Expr("coalesce(triaged_by, ?)", tx.Who.UserID), "triaged_at": gorm.Expr("coalesce(triaged_at, ?)", tx.Now)}).Update(ctx)
	if err := database.One(n, err); err != nil {
		return err
	}
	return tx.Record(ctx, audit.Event{Stream: audit.UnitStream(t.UnitID), Action: "tip.used", Kind: "tip", TargetID: t.ID, TargetRef: t.Ref, CaseID: caseID})
}

func setFiled(ctx context.Context, tx *audit.Tx, caseID int64, competence, leadBasis string, ended *time.Time) error {
	set := database.Set{"competence_basis": competence}
	if leadBasis != "" {
		set["lead_basis"] = leadBasis
	}
	if ended != nil {
		set["violation_ended_on"] = ended
	}
	return database.One(gorm.G[matter.NewCase](tx.Gorm()).Where("id = ?", caseID).Set(set).Update(ctx))
}

func setViolationEnded(ctx context.Context, tx *audit.Tx, caseID int64, on *time.Time) error {
	return database.One(gorm.G[matter.NewCase](tx.Gorm()).Where("id = ?", caseID).Set(database.Set{"violation_ended_on": on}).Update(ctx))
}

// marksRow are the marks of a case.
type marksRow struct {
	Marking                       actor.Marking
	Compartmented, ComplexOrMajor bool
}

func (marksRow) TableName() string { return "cases" }

// setMarks sets the marks that are given and says what they were.
func setMarks(ctx context.Context, tx *audit.Tx, caseID int64, in MarkInput) (map[string]any, error) {
	was, err := gorm.G[marksRow](tx.Gorm()).Where("id = ?", caseID).Take(ctx)
	if err != nil {
		return nil, err
	}
	set := database.Set{"version": database.Next("version"), "updated_at": tx.Now}
	if in.Marking != nil {
		set["marking"] = *in.Marking
	}
	if in.Compartmented != nil {
		set["compartmented"] = *in.Compartmented
	}
	if in.ComplexOrMajor != nil {
		set["complex_or_major"] = *in.ComplexOrMajor
	}
	return map[string]any{"marking": was.Marking.String(), "compartmented": was.Compartmented, "complex_or_major": was.ComplexOrMajor},
		database.One(gorm.G[marksRow](tx.Gorm()).Where("id = ?", caseID).Set(set).Update(ctx))
}
