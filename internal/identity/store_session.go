package identity

import (
	"context"
	"time"

	"gorm.io/gorm"

	"touchstone/internal/audit"
	"touchstone/internal/database"
)

// sessionRow is a session of an account. Of its token only the hash is kept.
type sessionRow struct {
	TokenHash                        []byte
	UserID                           int64
	Data                             []byte // of no use to us; the library wants a place for it
	Address, Agent                   string
	CreatedAt, LastSeenAt, ExpiresAt time.Time
}

func (sessionRow) TableName() string { return "user_sessions" }

func insertSession(ctx context.Context, tx *database.Tx, row sessionRow) error {
	row.Data = []byte{}
	return gorm.G[sessionRow](tx.Gorm()).Create(ctx, &row)
}

// endBeyond ends the sessions of an account that are more than so many; the newest stay.
func endBeyond(ctx context.Context, tx *database.Tx, user int64, most int, now time.Time) error {
	_, err := gorm.G[sessionRow](tx.Gorm()).Where(`user_id = ? AND expires_at > ? AND token_hash NOT IN
  (SELECT token_hash FROM user_sessions WHERE user_id = ? AND expires_at > ? ORDER BY created_at DESC, token_hash LIMIT ?)`, user, now, user, now, most).
		Set(database.Set{"expires_at": now}).Update(ctx)
	return err
}

// deleteSession ends a session of the account; the number of rows tells whether there was one.
func deleteSession(ctx context.Context, tx *audit.Tx, userID int64, id string) (int, error) {
	return gorm.G[sessionRow](tx.Gorm()).Where("user_id = ? AND left(encode(token_hash, 'hex'), 12) = ?", userID, id).Delete(ctx)
}

func deleteByHash(ctx context.Context, tx *database.Tx, hash []byte) error {
	_, err := gorm.G[sessionRow](tx.Gorm()).Where("token_hash = ?", hash).Delete(ctx)
	return err
}

// updateSeen does nothing for a session that rested too long, or that was seen later.
func updateSeen(ctx context.Context, tx *database.Tx, hash []byte, now, awake time.Time) error {
	_, err := gorm.G[sessionRow](tx.Gorm()).Where("token_hash = ? AND last_seen_at < ? AND last_seen_at > ?", hash, now, awake).
		Set(database.Set{"last_seen_at": now}).Update(ctx)
	return err
}

func deleteOldSessions(ctx context.Context, tx *database.Tx, before time.Time) error {
	_, err := gorm.G[sessionRow](tx.Gorm()).Where("expires_at < ?", before).Delete(ctx)
	return err
}
