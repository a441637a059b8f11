package identity

import (
	"context"
	"crypto/sha256"
	"time"

	"gorm.io/gorm"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/people"
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

// owner is whose session a token opened.
func (t *sessionStore) owner(ctx context.Context, token string) (userID int64, err error) {
	hash := sha256.Sum256([]byte(token))
	err = t.db.Read().QueryRow(ctx, `SELECT user_id FROM user_sessions WHERE token_hash = $1`, hash[:]).Scan(&userID)
	return userID, err
}

// findSQL is the one statement of a request: the session, its user and the grants in force. A user who was disabled,
// or whose credential belongs to the other kind of installation, has no session.
var findSQL = `SELECT jsonb_build_object(
	'id', left(encode(s.token_hash, 'hex'), 12), 'user_id', u.id, 'username', u.username, 'name_zh', u.name_zh, 'name_en', u.name_en,
	'agency_id', a.id, 'agency_code', a.code, 'agency_kind', a.kind, 'agency_zh', a.name_zh, 'agency_en', a.name_en,
	'unit_id', o.id, 'unit_zh', o.name_zh, 'unit_en', o.name_en, 'clearance', u.clearance,
	'lang', u.lang, 'theme', u.theme, 'density', u.density,
	'kept', EXISTS (SELECT FROM kept_texts k WHERE k.user_id = u.id AND k.until > $2),
	'opened', s.created_at, 'seen', s.last_seen_at, 'step_up', s.step_up_at,
	'grants', ` + people.Grants("u.id", "$2") + `)
	FROM user_sessions s JOIN users u ON u.id = s.user_id JOIN agencies a ON a.id = u.agency_id JOIN org_units o ON o.id = u.unit_id
	WHERE s.token_hash = $1 AND s.expires_at > $2 AND u.disabled_at IS NULL AND u.credential_kind = $3`

// standingSQL reads what a session stands for, as findSQL does, and keeps it until the transaction ends: nobody is
// disabled, moved, deprived of a role or signed out between the question and the commit, and whoever was before is seen
// by the statement that waits for the row. A role that is given meanwhile has no row yet to keep; it opens nothing that
// the request was judged by.
var (
	standingFrom = ` FROM user_sessions s JOIN users u ON u.id = s.user_id
	WHERE s.user_id = $1 AND left(encode(s.token_hash, 'hex'), 12) = $2 AND s.expires_at > $3 AND u.disabled_at IS NULL AND u.credential_kind = $4`
	grantsFrom = " " + people.Held("$1", "$3")

	standingSQL = `WITH held AS MATERIALIZED (SELECT u.agency_id, u.unit_id, u.clearance, s.last_seen_at` + standingFrom + ` FOR SHARE OF u FOR KEY SHARE OF s),
	grants AS MATERIALIZED (SELECT g.role, g.presiding` + grantsFrom + ` FOR SHARE)
	SELECT jsonb_build_object('agency_id', h.agency_id, 'unit_id', h.unit_id, 'clearance', h.clearance, 'seen', h.last_seen_at, 'grants',
	coalesce((SELECT jsonb_agg(jsonb_build_object('role', role, 'presiding', presiding) ORDER BY role) FROM grants), '[]')) FROM held h`

	standsSQL = `SELECT jsonb_build_object('agency_id', u.agency_id, 'unit_id', u.unit_id, 'clearance', u.clearance, 'seen', s.last_seen_at, 'grants',
	coalesce((SELECT jsonb_agg(jsonb_build_object('role', g.role, 'presiding', g.presiding) ORDER BY g.role)` + grantsFrom + `), '[]'))` + standingFrom
)
