package identity

import (
	"context"

	"gorm.io/gorm"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/people"
	"touchstone/internal/written"
)

// lockPerson takes the account: whoever names it on a case waits.
func lockPerson(ctx context.Context, tx *audit.Tx, username string) (p Person, err error) {
	err = tx.QueryRow(ctx, `SELECT u.id, u.unit_id, u.ref, u.name_zh, u.username, u.disabled_at IS NOT NULL, a.code || '/' || o.code
FROM users u JOIN agencies a ON a.id = u.agency_id JOIN org_units o ON o.id = u.unit_id WHERE u.username = $1 FOR NO KEY UPDATE OF u`,
		written.Account(username)).
		Scan(&p.ID, &p.UnitID, &p.Ref, &p.Name, &p.Username, &p.disabled, &p.unit)
	if database.NoRows(err) {
		return p, errs.New(errs.NotFound, "identity.no_such_account", "user", username)
	}
	return p, err
}

func unitByCode(ctx context.Context, tx *audit.Tx, agency, unit string) (agencyID, unitID int64, err error) {
	err = tx.QueryRow(ctx, `SELECT a.id, o.id FROM agencies a JOIN org_units o ON o.agency_id = a.id WHERE a.code = $1 AND o.code = $2 AND a.accounts`, agency,
		unit).Scan(&agencyID, &unitID)
	if database.NoRows(err) {
		return 0, 0, errs.New(errs.NotFound, "identity.no_such_unit", "agency", agency, "unit", unit)
	}
	return agencyID, unitID, err
}

// revokeGrants ends the roles of a person that run or are still to begin, or one of them, and names them.
func revokeGrants(ctx context.Context, tx *audit.Tx, user int64, only actor.Role) ([]string, error) {
	rows, err := database.Changed[grantRow](ctx, tx, database.Set{"revoked_at": tx.Now}, []string{"role"},
		"user_id = ? AND revoked_at IS NULL AND valid_to > ? AND (? = '' OR role = ?)", user, tx.Now, string(only), string(only))
	var roles []string
	for _, g := range rows {
		roles = append(roles, g.Role)
	}
	return roles, err
}

// endSessions ends the sessions of an account, and what was typed under them waits no longer.
func endSessions(ctx context.Context, tx *audit.Tx, user int64) error {
	if _, err := gorm.G[sessionRow](tx.Gorm()).Where("user_id = ?", user).Delete(ctx); err != nil {
		return err
	}
	_, err := gorm.G[textRow](tx.Gorm()).Where("user_id = ?", user).Delete(ctx)
	return err
}

// reopener is a security administrator in office.
func reopener(ctx context.Context, tx *audit.Tx, username string) (id int64, name string, err error) {
	err = tx.QueryRow(ctx, `SELECT u.id, u.name_zh FROM users u WHERE u.username = $1 AND u.disabled_at IS NULL AND `+
		people.Holds("u.id", "= $2", "$3"), written.Account(username), string(actor.Secadmin),
		tx.Now).Scan(&id, &name)
	if database.NoRows(err) {
		return 0, "", errs.New(errs.Forbidden, "identity.reopen.who", "user", username)
	}
	return id, name, err
}

// updateReopened sets both counts of wrong credentials of a locked account back and says what they were.
func updateReopened(ctx context.Context, tx *audit.Tx, user int64) (signIn, signing int, err error) {
	was, err := gorm.G[userRow](tx.Gorm()).Select("failures", "sign_failures").Where("id = ?", user).Take(ctx)
	if err != nil {
		return 0, 0, err
	}
	return was.Failures, was.SignFailures,
		updateUser(ctx, tx, user, database.Set{"failures": 0, "locked_until": nil, "sign_failures": 0, "sign_locked_until": nil})
}

func updatePost(ctx context.Context, tx *audit.Tx, user, agency, unit int64) error {
	return updateUser(ctx, tx, user, database.Set{"agency_id": agency, "unit_id": unit, "posted_at": tx.Now})
}

func updateDisabled(ctx context.Context, tx *audit.Tx, user int64) error {
	return updateUser(ctx, tx, user, database.Set{"disabled_at": tx.Now})
}
