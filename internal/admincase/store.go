package admincase

import (
	"context"
	"slices"
	"strings"

	"touchstone/internal/audit"
	"touchstone/internal/database"
)

// account is a person who is named in an act without being on the case.
type account struct {
	ID, AgencyID      int64
	ReviewerQualified bool
	Roles             string
}

func (u account) holds(role string) bool { return slices.Contains(strings.Fields(u.Roles), role) }

const sqlAccount = `SELECT u.id, u.agency_id, u.reviewer_qualified, coalesce((SELECT string_agg(g.role, ' ') FROM role_grants g
  WHERE g.user_id = u.id AND g.valid_from <= $2 AND g.valid_to > $2 AND g.revoked_at IS NULL), '')
FROM users u WHERE u.disabled_at IS NULL AND `

func accountNamed(ctx context.Context, tx *audit.Tx, username string) (account, error) {
	return oneAccount(ctx, tx, sqlAccount+"u.username = lower($1)", username)
}

func accountByID(ctx context.Context, tx *audit.Tx, id int64) (account, error) {
	return oneAccount(ctx, tx, sqlAccount+"u.id = $1", id)
}

func oneAccount(ctx context.Context, tx *audit.Tx, sql string, key any) (u account, err error) {
	err = tx.QueryRow(ctx, sql, key, tx.Now).Scan(&u.ID, &u.AgencyID, &u.ReviewerQualified, &u.Roles)
	if database.NoRows(err) {
		return account{}, nil
	}
	return u, err
}
