package inbox

import (
	"context"
	"time"

	"gorm.io/gorm"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
)

// noticeRow is news for an account.
type noticeRow struct{ ID int64 }

func (noticeRow) TableName() string { return "notices" }

func (h *HTTP) read(ctx context.Context, who actor.Actor, key audit.Key, at time.Time, id int64) error {
	_, err := h.Log.Write(ctx, who, key, func(tx *audit.Tx) error {
		n, err := gorm.G[noticeRow](tx.Gorm()).Where("user_id = ? AND read_at IS NULL AND (created_at, id) <= (?, ?)", who.UserID, at, id).
			Set(database.Set{"read_at": tx.Now}).Update(ctx)
		if err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{Action: "notices.read", Kind: "account", TargetID: who.UserID, TargetName: who.Name, Details: map[string]any{"count": n}})
	})
	return err
}
