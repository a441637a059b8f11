package cases

import (
	"context"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
)

// NoteInput is a note on a case.
type NoteInput struct {
	Text string
	Key  audit.Key
}

// Note puts a note on the timeline of a case. A note changes nothing; it is kept in the ledger like everything else
// and cannot be taken back: who errs writes another one.
func (d Desk) Note(ctx context.Context, who actor.Actor, caseID int64, in NoteInput) error {
	if err := d.Book().Form("case_note").Typed("text", &in.Text); err != nil {
		return err
	}
	_, err := d.Log.Write(ctx, who, in.Key, func(tx *audit.Tx) error {
		c, err := d.lock(ctx, tx, access.Comment, caseID)
		if err != nil {
			return err
		}
		return tx.Record(ctx, c.event("note.added", map[string]any{"text": in.Text}))
	})
	return err
}
