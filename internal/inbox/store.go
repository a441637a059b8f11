package inbox

import (
	"context"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
)

func (h *HTTP) read(ctx context.Context, who actor.Actor, key audit.Key, at time.Time, id int64) error {
	_, err := h.Log.Write(ctx, who, key, func(tx *audit.Tx) error {
		n, err := tx.Exec(ctx, `UPDATE notices SET read_at = $1 WHERE user_id = $2 AND read_at IS NULL AND (created_at, id) <= ($3, $4)`, tx.Now, who.UserID, at, id)
		if err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{Action: "notices.read", Kind: "account", TargetID: who.UserID, TargetName: who.Name, Details: map[string]any{"count": n}})
	})
	return err
}
