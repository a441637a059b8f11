package identity

import (
	"context"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
)

func insertKind(ctx context.Context, tx *audit.Tx, kind string) error {
	return one(tx.Exec(ctx, `INSERT INTO settings (key, value) VALUES ('kind', $1)`, kind))
}

func updateSignedIn(ctx context.Context, tx *audit.Tx, id int64) error {
	return one(tx.Exec(ctx, `UPDATE users SET failures = 0, locked_until = NULL, last_sign_in_at = $2 WHERE id = $1`, id, tx.Now))
}

func updateForgiven(ctx context.Context, tx *audit.Tx, id int64) error {
	return one(tx.Exec(ctx, `UPDATE users SET sign_failures = 0, sign_locked_until = NULL WHERE id = $1`, id))
}

// counter is where wrong credentials are counted: the columns of one count, its action, and its time of lock.
type counter struct{ failures, until, action string }

// The two counters. A stranger who guesses at somebody's sign-in must not stop him from signing, so neither moves the
// other.
func atSignIn() counter  { return counter{"failures", "locked_until", "session.refused"} }
func atSigning() counter { return counter{"sign_failures", "sign_locked_until", "credential.refused"} }

// updateFailed counts on the locked row, so that parallel guesses cannot share one number.
func updateFailed(ctx context.Context, tx *audit.Tx, id int64, c counter) (n int, err error) {
	err = tx.QueryRow(ctx, `UPDATE users SET `+c.failures+` = `+c.failures+` + 1 WHERE id = $1 RETURNING `+c.failures, id).Scan(&n)
	return n, err
}

func updateLock(ctx context.Context, tx *audit.Tx, id int64, c counter, until time.Time) error {
	return one(tx.Exec(ctx, `UPDATE users SET `+c.until+` = $2 WHERE id = $1`, id, until))
}

func updatePreferences(ctx context.Context, tx *audit.Tx, id int64, p Preferences) error {
	return one(tx.Exec(ctx, `UPDATE users SET lang = $2, theme = $3, density = $4, shortcuts = $5 WHERE id = $1`,
		id, p.Lang, p.Theme, p.Density, p.Shortcuts))
}

func deleteSession(ctx context.Context, tx *audit.Tx, userID int64, id string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM user_sessions WHERE user_id = $1 AND left(encode(token_hash, 'hex'), 12) = $2`, userID, id)
}

// one makes sure that a command touched the row it meant.
func one(n int64, err error) error {
	if err == nil && n != 1 {
		return errs.New(errs.Conflict, "errors.text.conflict")
	}
	return err
}

type newUser struct {
	ref, username, zh, en, kind, hash, certificate string
	agencyID, unitID                               int64
	clearance                                      actor.Marking
	qualified                                      bool
}

func insertAgency(ctx context.Context, tx *audit.Tx, a demoAgency) (id int64, err error) {
	err = tx.QueryRow(ctx, `INSERT INTO agencies (code, kind, name_zh, name_en, short_zh, region, own_penalty_power, accounts)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`, a.code, a.kind, a.zh, a.en, a.short, a.region, a.ownPower, a.accounts).Scan(&id)
	return id, err
}

func insertUnit(ctx context.Context, tx *audit.Tx, agencyID int64, u demoUnit) (id int64, err error) {
	err = tx.QueryRow(ctx, `INSERT INTO org_units (agency_id, code, name_zh, name_en) VALUES ($1, $2, $3, $4) RETURNING id`,
		agencyID, u.code, u.zh, u.en).Scan(&id)
	return id, err
}

func insertUser(ctx context.Context, tx *audit.Tx, u newUser) (id int64, err error) {
	var until *time.Time
	if u.certificate != "" {
		_, to := demoPeriod()
		until = &to
	}
	err = tx.QueryRow(ctx, `INSERT INTO users (ref, agency_id, unit_id, username, name_zh, name_en, certificate_no, certificate_to,
			reviewer_qualified, clearance, credential_kind, password_hash, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id`,
		u.ref, u.agencyID, u.unitID, u.username, u.zh, u.en, u.certificate, until, u.qualified, int16(u.clearance), u.kind, u.hash, tx.Now).Scan(&id)
	return id, err
}

func insertGrant(ctx context.Context, tx *audit.Tx, userID, agencyID int64, role actor.Role, presiding bool) error {
	from, to := demoPeriod()
	return one(tx.Exec(ctx, `INSERT INTO role_grants (user_id, role, agency_id, presiding, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6)`,
		userID, string(role), agencyID, presiding, from, to))
}
