package deadline

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/law"
)

// Keeper moves clocks by the periods and day rules of the tables.
type Keeper struct{ Book law.Current }

// Move is one change of one clock on one object, caused by one act.
type Move struct {
	Code             string
	TargetKind       string
	TargetID         int64
	Entity           law.Machine
	MatterID, CaseID int64 // CaseID: the owing agency's file
	OwnerAgencyID    int64
	Now, From        time.Time  // From: when the thing happened that starts or stops the clock
	Until            *time.Time // a limit stated in the act or its instrument, instead of the statutory length
	ActID            int64
	Basis            string // the stated legal basis of a pause or extension
}

// Working is how a clock's end was computed, kept with it: what counted as start, what was added or excluded,
// and each step of the count, so that a lawyer can redo it.
type Working struct {
	Extensions []law.Extension `json:"extensions,omitempty"`
	Steps      []law.Step      `json:"steps,omitempty"`
	Skipped    []string        `json:"skipped,omitempty"`
}

// ReadWorking reads the column clocks.steps.
func ReadWorking(b []byte) (Working, error) {
	var w Working
	return w, json.Unmarshal(b, &w)
}

// Start opens clocks; starting a running clock does nothing.
func (k Keeper) Start(tx *audit.Tx, moves ...Move) error {
	var rows []clockRow
	for _, m := range moves {
		var w Working
		if m.Until != nil {
			w.Extensions = append(w.Extensions, law.Extension{Until: *m.Until, Basis: m.Basis})
		}
		book := k.Book().On(m.Now)
		due, steps, err := compute(book, m.Code, m.From, w.Extensions)
		if err != nil {
			return err
		}
		rows = append(rows, clockRow{MatterID: m.MatterID, CaseID: m.CaseID, Entity: string(m.Entity), TargetKind: m.TargetKind, TargetID: m.TargetID,
			Code: m.Code, State: "RUNNING", StartedAt: m.From, DueAt: due.Due, Minimum: due.Minimum, Provisional: due.Provisional,
			OwnerRole: string(book.Clock(m.Code).Owner), OwnerAgencyID: m.OwnerAgencyID, Basis: due.Basis, Steps: steps, StartActID: m.ActID,
			Edition: book.Name()})
	}
	insertClocks(tx, rows)
	return nil
}

func compute(book *law.Edition, code string, from time.Time, ext []law.Extension) (law.Due, string, error) {
	due, err := book.Due(code, from, nil, ext...)
	if err != nil {
		return due, "", fmt.Errorf("deadline: %s: %w", code, err)
	}
	b, err := json.Marshal(Working{Extensions: ext, Steps: due.Steps, Skipped: due.Skipped})
	return due, string(b), err
}

// Stop closes a clock: MET in time, LATE after its end, LAPSED when what ended is a right, a state or a minimum
// interval. Of a paused clock the moment of the pause counts: the time since then is excluded. Stopping one that does
// not run does nothing.
func (k Keeper) Stop(_ context.Context, tx *audit.Tx, m Move) error {
	days, _ := k.which(func(c *law.Clock) bool { return c.Code == m.Code && (c.OnExpiry == law.Lapses || c.Minimum) })
	closeClock(tx, m, days)
	return nil
}

// which are the clocks of every edition that are of a kind: the day of the edition, and the code.
func (k Keeper) which(is func(*law.Clock) bool) (days, codes []string) {
	for _, book := range k.Book().Editions() {
		for _, c := range book.Clocks {
			if is(c) {
				days, codes = append(days, book.Day.Format(time.DateOnly)), append(codes, c.Code)
			}
		}
	}
	return days, codes
}

// Carry puts the clocks of a referral that an agency owes on that agency's own file, once there is one: they begin with
// the receipt, which opens it.
func (k Keeper) Carry(tx *audit.Tx, referral, agency, caseID int64) {
	carryClocks(tx, referral, agency, caseID)
}

// Extend moves the end of a running clock: to the limit stated in the act, else by what its row allows.
func (k Keeper) Extend(ctx context.Context, tx *audit.Tx, m Move) error {
	return k.change(ctx, tx, m, "", func(w *Working, c *law.Clock, _ *time.Time) {
		ext := law.Extension{Amount: c.MaxExtension, Unit: c.MaxExtensionUnit, Basis: m.Basis}
		if m.Until != nil {
			ext = law.Extension{Until: *m.Until, Basis: m.Basis}
		}
		w.Extensions = append(w.Extensions, ext)
	})
}

// Pause stops the count on a stated legal basis; nothing in the APL stops the 90 days by itself.
func (k Keeper) Pause(_ context.Context, tx *audit.Tx, m Move) error {
	pauseClock(tx, m)
	return nil
}

// Resume lets a paused clock run on; the time it stood still does not count.
func (k Keeper) Resume(ctx context.Context, tx *audit.Tx, m Move) error {
	return k.change(ctx, tx, m, "PAUSED", func(w *Working, _ *law.Clock, paused *time.Time) {
		if paused != nil {
			w.Extensions = append(w.Extensions, law.Extension{From: *paused, To: m.Now, Basis: m.Basis})
		}
	})
}

// change recomputes the end of a running clock from its start with everything added since, by the edition under which it began.
func (k Keeper) change(ctx context.Context, tx *audit.Tx, m Move, only string, add func(*Working, *law.Clock, *time.Time)) error {
	c, err := lockClock(ctx, tx, m, only)
	if database.NoRows(err) {
		return nil
	}
	if err != nil {
		return err
	}
	w, err := ReadWorking([]byte(c.Steps))
	if err != nil {
		return err
	}
	book := k.Book().Under(c.Edition)
	add(&w, book.Clock(m.Code), c.PausedAt)
	due, steps, err := compute(book, m.Code, c.StartedAt, w.Extensions)
	if err != nil {
		return err
	}
	runClock(tx, c.ID, due, steps, len(w.Extensions))
	return nil
}

// Lapse closes every clock of some cases whose expiry ends a right or a state and whose end has passed (tables README,
// running: such a clock closes itself). The caller has the turn of their matters: nobody else writes those clocks.
func (k Keeper) Lapse(ctx context.Context, tx *audit.Tx, cases []int64) (int, error) {
	days, codes := k.which(lapses)
	return lapseClocks(ctx, tx, cases, days, codes)
}

// Due lists the cases on which Lapse would close something.
func (k Keeper) Due(ctx context.Context, q database.Q, now time.Time) ([]int64, error) {
	days, codes := k.which(lapses)
	return dueCases(ctx, q, now, days, codes)
}

func lapses(c *law.Clock) bool { return c.OnExpiry == law.Lapses && !c.Minimum }
