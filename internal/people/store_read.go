package people

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/written"
)

// inForce is the condition that a grant of a role, under an alias of role_grants, holds at a moment: begun, not ended, not
// revoked. Every look at roles in SQL takes it from here; what the scopes of policies/access say in their own words is held
// against it by a test.
func inForce(alias, at string) string {
	return alias + ".valid_from <= " + at + " AND " + alias + ".valid_to > " + at + " AND " + alias + ".revoked_at IS NULL"
}

// Held are the grants g of somebody that hold at a moment, behind the words of a query. user and at are expressions or
// placeholders of the statement.
func Held(user, at string) string {
	return "FROM role_grants g WHERE g.user_id = " + user + " AND " + inForce("g", at)
}

// Holds is the condition that somebody holds a role of which the rest is true: "= ANY ($3)".
func Holds(user, role, at string) string {
	return "EXISTS (SELECT " + Held(user, at) + " AND g.role " + role + ")"
}

// Roles are the roles that somebody holds, in order.
func Roles(user, at string) string {
	return "ARRAY(SELECT g.role " + Held(user, at) + " ORDER BY g.role)"
}

// Grants are the same as a document, each with its end and whether he presides in it.
func Grants(user, at string) string {
	return "coalesce((SELECT jsonb_agg(jsonb_build_object('role', g.role, 'presiding', g.presiding, 'to', g.valid_to) ORDER BY g.role) " +
		Held(user, at) + "), '[]')"
}

// persons is one row a person, with the roles in force at $1.
var persons = `SELECT u.id, u.agency_id, u.username, u.name_zh, u.name_en, u.disabled_at IS NULL, u.reviewer_qualified, u.clearance, ` +
	Roles("u.id", "$1") + ` FROM users u WHERE `

// QueueNamed asks for the accounts that are named: by account, or by the keys of names, that of the account included.
func QueueNamed(b *pgx.Batch, accounts, keys []string, at time.Time, into *[]Person) {
	queue(b, into, `lower(u.username) = ANY ($2) OR name_key(u.username) = ANY ($3)
  OR name_key(u.name_zh) = ANY ($3) OR name_key(u.name_en) = ANY ($3) ORDER BY u.id`, at, accounts, keys)
}

// QueueHolders asks for the people of an agency who may act in one of some roles.
func QueueHolders(b *pgx.Batch, agency int64, roles []actor.Role, at time.Time, into *[]Person) {
	codes := make([]string, len(roles))
	for i, r := range roles {
		codes[i] = string(r)
	}
	queue(b, into, `u.agency_id = $2 AND u.disabled_at IS NULL AND `+Holds("u.id", "= ANY ($3)", "$1")+` ORDER BY u.username LIMIT 200`, at, agency, codes)
}

func queue(b *pgx.Batch, into *[]Person, where string, args ...any) {
	database.Many(b, into, persons+where, pgx.RowToStructByPos[Person], args...)
}

// Colleague is somebody of an agency by user name who can act now, or nobody. He stays what he is until the act is over: whoever
// names a colleague has taken the account before the file. An account of another organ is none, and nobody waits for it.
func Colleague(ctx context.Context, q database.Q, agency int64, username string, at time.Time) (p Person, err error) {
	err = q.QueryRow(ctx, persons+`u.username = $2 AND u.agency_id = $3 AND u.disabled_at IS NULL FOR SHARE OF u`, at, written.Account(username), agency).
		Scan(&p.ID, &p.AgencyID, &p.Username, &p.NameZH, &p.NameEN, &p.Active, &p.Qualified, &p.Clearance, &p.Roles)
	if database.NoRows(err) {
		return Person{}, nil
	}
	return p, err
}
