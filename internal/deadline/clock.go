package deadline

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"touchstone/internal/database"
	"touchstone/internal/law"
)

// Keeper moves clocks by the periods and day rules of the tables.
type Keeper struct{ Book *law.Book }

// Move is one change of one clock on one object, caused by one act.
type Move struct {
	Code             string
	TargetKind       string
	TargetID         int64
	Entity           law.Machine
	MatterID, CaseID int64 // CaseID: the owing agency's file
	OwnerAgencyID    int64
	Now, From        time.Time  // From: when the period begins; the act may report something that happened before
	Until            *time.Time // a limit stated in the act or its instrument, instead of the statutory length
	ActID            int64
	Basis            string // pauses: the stated legal basis
}

// Start opens a clock. Starting a running clock does nothing. It returns the moment the period ends.
func (k Keeper) Start(ctx context.Context, q database.Q, m Move) (time.Time, error) {
	c := k.Book.Clock(m.Code)
	due, err := k.Book.Due(m.Code, m.From)
	if err != nil {
		return time.Time{}, fmt.Errorf("deadline: start %s: %w", m.Code, err)
	}
	end, steps := due.Due, map[string]any{"start": due.Start, "due": due.Due, "skipped": due.Skipped, "amount": due.Amount, "unit": due.Unit}
	if m.Until != nil {
		end = *m.Until
		steps["stated_limit"] = end
	}
	b, err := json.Marshal(steps)
	if err != nil {
		return time.Time{}, err
	}
	_, err = q.Exec(ctx, `INSERT INTO clocks (matter_id, case_id, entity, target_kind, target_id, code, state, started_at, due_at, minimum, provisional, owner_role, owner_agency_id, basis, steps, start_act_id)
VALUES ($1,$2,$3,$4,$5,$6,'RUNNING',$7,$8,$9,$10,$11,$12,$13,$14,$15) ON CONFLICT (target_kind, target_id, code) WHERE state IN ('RUNNING','PAUSED') DO NOTHING`,
		m.MatterID, m.CaseID, string(m.Entity), m.TargetKind, m.TargetID, m.Code, m.From, end, due.Minimum, due.Provisional, c.OwnerRole, m.OwnerAgencyID, due.Basis, string(b), m.ActID)
	return end, err
}

// Stop closes a clock: MET in time, LATE after its end, LAPSED when what ended is a right or a state. Stopping
// one that does not run does nothing.
func (k Keeper) Stop(ctx context.Context, q database.Q, m Move) error {
	late := "LATE"
	if c := k.Book.Clock(m.Code); c.OnExpiry == "lapses" || c.MinimumInterval {
		late = "LAPSED"
	}
	_, err := q.Exec(ctx, `UPDATE clocks SET state = CASE WHEN due_at < $4 THEN $5 ELSE 'MET' END, closed_at = $6, close_act_id = $7
WHERE target_kind = $1 AND target_id = $2 AND code = $3 AND state IN ('RUNNING','PAUSED')`,
		m.TargetKind, m.TargetID, m.Code, m.From, late, m.Now, m.ActID)
	return err
}

// Extend moves the end of a running clock: to the limit stated in the act, else by what its row allows.
func (k Keeper) Extend(ctx context.Context, q database.Q, m Move, due time.Time) error {
	end := k.Book.LatestExtension(m.Code, due)
	if m.Until != nil {
		end = *m.Until
	}
	if end.IsZero() {
		return nil
	}
	b, err := json.Marshal(map[string]any{"extended_to": end, "by_act": m.ActID})
	if err != nil {
		return err
	}
	_, err = q.Exec(ctx, `UPDATE clocks SET due_at = $4, extensions = extensions + 1, steps = steps || jsonb_build_object('extension_' || (extensions + 1), $5::jsonb)
WHERE target_kind = $1 AND target_id = $2 AND code = $3 AND state IN ('RUNNING','PAUSED')`, m.TargetKind, m.TargetID, m.Code, end, string(b))
	return err
}

// Pause stops the count on a stated legal basis; nothing in the APL stops the 90 days by itself.
func (k Keeper) Pause(ctx context.Context, q database.Q, m Move) error {
	_, err := q.Exec(ctx, `UPDATE clocks SET state = 'PAUSED', paused_at = $4, pause_basis = $5
WHERE target_kind = $1 AND target_id = $2 AND code = $3 AND state = 'RUNNING'`, m.TargetKind, m.TargetID, m.Code, m.Now, m.Basis)
	return err
}

// Resume lets a paused clock run on; its end moves by the time it stood still.
func (k Keeper) Resume(ctx context.Context, q database.Q, m Move) error {
	_, err := q.Exec(ctx, `UPDATE clocks SET state = 'RUNNING', due_at = due_at + ($4 - paused_at), steps = steps || jsonb_build_object('paused', paused_at, 'resumed', $4::timestamptz), paused_at = NULL
WHERE target_kind = $1 AND target_id = $2 AND code = $3 AND state = 'PAUSED'`, m.TargetKind, m.TargetID, m.Code, m.Now)
	return err
}

// Lapse closes every clock whose expiry ends a right or a state and whose end has passed (README, running:
// such a clock closes itself).
func (k Keeper) Lapse(ctx context.Context, q database.Q, codes []string, now time.Time) (int64, error) {
	return q.Exec(ctx, `UPDATE clocks SET state = 'LAPSED', closed_at = due_at WHERE state = 'RUNNING' AND due_at < $1 AND code = ANY($2)`, now, codes)
}
