package cases

import (
	"context"
	"strings"

	"touchstone/internal/access"
	"touchstone/internal/audit"
	"touchstone/internal/database"

	"gorm.io/gorm"
)

// inHand are the items that are with a person, or that he is handing over.
func inHand(ctx context.Context, tx *audit.Tx, user int64) (string, error) {
	refs, err := database.Values[string](ctx, tx, "SELECT ref FROM evidence_items WHERE holder_user_id = $1 OR giver_id = $1 ORDER BY id LIMIT 20", user)
	return strings.Join(refs, " "), err
}

// lockCasesOf takes the turns of the matters in which a person is named or proposed something, in order, and then locks the cases on which he is:
// whoever names or ends handlers of one of them waits.
func lockCasesOf(ctx context.Context, tx *audit.Tx, user int64) error {
	ids, err := database.Values[int64](ctx, tx, `SELECT case_id FROM case_members WHERE user_id = $1 AND to_at > $2 UNION SELECT from_case_id FROM referrals
		WHERE team @> ARRAY[$1]::bigint[]
UNION SELECT case_id FROM approvals WHERE proposer_id = $1 AND state = 'OPEN'`, user, tx.Now)
	if err != nil {
		return err
	}
	if err := access.TakeTurns(ctx, tx, ids); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `SELECT 1 FROM cases WHERE id IN (SELECT case_id FROM case_members WHERE user_id = $1 AND to_at > $2) ORDER BY id FOR UPDATE`, user,
		tx.Now)
	return err
}

// endPlaces ends every place of a person on a case now, running or still to begin.
func endPlaces(ctx context.Context, tx *audit.Tx, user int64) ([]place, error) {
	return database.Changed[place](ctx, tx, database.Set{"to_at": tx.Now}, []string{"case_id", "part", "(SELECT c.ref FROM cases c WHERE c.id = case_id) AS ref"},
		"user_id = ? AND to_at > ?", user, tx.Now)
}

func handledNow(ctx context.Context, tx *audit.Tx, user int64) ([]int64, error) {
	return database.Values[int64](ctx, tx, "SELECT case_id FROM case_members WHERE user_id = $1 AND part = 'handler' AND to_at > $2 ORDER BY case_id", user,
		tx.Now)
}

// teamRow is who works on a referral.
type teamRow struct{ ID int64 }

func (teamRow) TableName() string { return "referrals" }

func leaveTeams(ctx context.Context, tx *audit.Tx, user int64) (int, error) {
	return gorm.G[teamRow](tx.Gorm()).Where("team @> ?::bigint[]", database.IDs{user}).
		Set(database.Set{"team": gorm.Expr("array_remove(team, ?::bigint)", user)}).Update(ctx)
}

func dropViews(ctx context.Context, tx *audit.Tx, user int64) (int, error) {
	if _, err := gorm.G[opener](tx.Gorm()).Where("id = ? AND case_view <> ''", user).Set(database.Set{"case_view": ""}).Update(ctx); err != nil {
		return 0, err
	}
	return gorm.G[viewRow](tx.Gorm()).Where("user_id = ?", user).Delete(ctx)
}

// dropRequests closes what a person asked for in a post that he leaves: it was for that post.
func dropRequests(ctx context.Context, tx *audit.Tx, user int64) (int, error) {
	return gorm.G[asked](tx.Gorm()).Where("requester_id = ? AND state = 'OPEN'", user).
		Set(database.Set{"state": "REFUSED", "decided_at": tx.Now}).Update(ctx)
}
