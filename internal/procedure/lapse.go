package procedure

import (
	"context"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
)

// Lapse closes the clocks whose end is the end of a right or of a state, and puts the cases in order again. It
// works off everything due, so a missed run costs nothing.
func (e *Engine) Lapse(ctx context.Context) error {
	who := actor.Automatic("clock")
	due, err := e.clocks.Due(ctx, e.reader, e.now())
	if err != nil || len(due) == 0 {
		return err
	}
	_, err = e.log.Write(ctx, who, audit.Key{}, func(tx *audit.Tx) error {
		if err := access.TakeTurns(ctx, tx, due); err != nil {
			return err
		}
		n, err := e.clocks.Lapse(ctx, tx, due)
		if err != nil {
			return err
		}
		e.project(tx, due)
		return tx.Record(ctx, audit.Event{Action: "clock.lapsed", Kind: "clock", Details: map[string]any{"clocks": n}})
	})
	return err
}
