package identity

import (
	"context"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// lockPerson takes the account: whoever names it on a case waits.
func lockPerson(ctx context.Context, tx *audit.Tx, username string) (p Person, err error) {
	err = tx.QueryRow(ctx, `SELECT u.id, u.unit_id, u.ref, u.name_zh, u.username, u.disabled_at IS NOT NULL, a.code || '/' || o.code
FROM users u JOIN agencies a ON a.id = u.agency_id JOIN org_units o ON o.id = u.unit_id WHERE u.username = lower($1) FOR NO KEY UPDATE OF u`, username).
		Scan(&p.ID, &p.UnitID, &p.Ref, &p.Name, &p.Username, &p.disabled, &p.unit)
	if database.NoRows(err) {
		return p, errs.New(errs.NotFound, "identity.no_such_account", "user", username)
	}
	return p, err
}

func unitByCode(ctx context.Context, tx *audit.Tx, agency, unit string) (agencyID, unitID int64, err error) {
	err = tx.QueryRow(ctx, `SELECT a.id, o.id FROM agencies a JOIN org_units o ON o.agency_id = a.id WHERE a.code = $1 AND o.code = $2 AND a.accounts`, agency, unit).Scan(&agencyID, &unitID)
	if database.NoRows(err) {
		return 0, 0, errs.New(errs.NotFound, "identity.no_such_unit", "agency", agency, "unit", unit)
	}
	return agencyID, unitID, err
}

// revokeGrants ends the roles of a person that run or are still to begin, or one of them, and names them.
func revokeGrants(ctx context.Context, tx *audit.Tx, user int64, only actor.Role) ([]string, error) {
	return database.Values[string](ctx, tx, `UPDATE role_grants SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL AND valid_to > $2 AND ($3 = '' OR role = $3) RETURNING role`, user, tx.Now, string(only))
}

// endSessions ends the sessions of an account, and what was typed under them waits no longer.
func endSessions(ctx context.Context, tx *audit.Tx, user int64) error {
	if _, err := tx.Exec(ctx, `DELETE FROM user_sessions WHERE user_id = $1`, user); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM kept_texts WHERE user_id = $1`, user)
	return err
}

func updatePost(ctx context.Context, tx *audit.Tx, user, agency, unit int64) error {
	return one(tx.Exec(ctx, `UPDATE users SET agency_id = $2, unit_id = $3, posted_at = $4 WHERE id = $1`, user, agency, unit, tx.Now))
}

func updateDisabled(ctx context.Context, tx *audit.Tx, user int64) error {
	return one(tx.Exec(ctx, `UPDATE users SET disabled_at = $2 WHERE id = $1`, user, tx.Now))
}
