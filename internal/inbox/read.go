package inbox

import (
	"context"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
)

// read is done with the news up to one of them.
func (h *HTTP) read(ctx context.Context, who actor.Actor, key audit.Key, at time.Time, id int64) error {
	_, err := h.Log.Write(ctx, who, key, func(tx *audit.Tx) error {
		n, err := markRead(ctx, tx, at, id)
		if err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{Action: "notices.read", Kind: "account", TargetID: who.UserID, TargetName: who.Name, Details: map[string]any{"count": n}})
	})
	return err
}
