package acts

import (
	"context"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/procedure"
)

// note keeps that a file was found altered, or else missing, and says it once.
func (h *HTTP) note(ctx context.Context, p Paper, altered bool) error {
	last, err := readingOf(ctx, h.DB.Read(), p.Ref)
	if err != nil || altered && last.Altered || !altered && last.Missing {
		return err
	}
	_, err = h.Log.Write(ctx, actor.Automatic("approval"), audit.Key{}, func(tx *audit.Tx) error {
		if err := procedure.KeepReading(ctx, tx, last.File, altered, !altered); err != nil {
			return err
		}
		if altered {
			return tx.Record(ctx, p.said(p.Altered))
		}
		if err := procedure.TellMissing(ctx, tx, h.Engine.Policy()); err != nil {
			return err
		}
		return tx.Record(ctx, p.said("paper.missing"))
	})
	return err
}
