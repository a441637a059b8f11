package inbox

import (
	"context"
	"time"

	"gorm.io/gorm"

	"touchstone/internal/audit"
	"touchstone/internal/database"
)

// noticeRow is news for an account.
type noticeRow struct{ ID int64 }

func (noticeRow) TableName() string { return "notices" }

// markRead marks the news of who acts, up to one of them, and returns how many there were.
func markRead(ctx context.Context, tx *audit.Tx, at time.Time, id int64) (int, error) {
	return gorm.G[noticeRow](tx.Gorm()).Where("user_id = ? AND read_at IS NULL AND (created_at, id) <= (?, ?)", tx.Who.UserID, at, id).
		Set(database.Set{"read_at": tx.Now}).Update(ctx)
}
