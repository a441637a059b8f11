package cases

import (
	"context"
	"strings"

	"touchstone/internal/access"
	"touchstone/internal/audit"
	"touchstone/internal/database"
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
	return database.Structs[place](ctx, tx, `UPDATE case_members m SET to_at = $2 FROM cases c WHERE c.id = m.case_id AND m.user_id = $1 AND m.to_at > $2
		RETURNING c.id, c.ref, m.part`, user, tx.Now)
}

func handledNow(ctx context.Context, tx *audit.Tx, user int64) ([]int64, error) {
	return database.Values[int64](ctx, tx, "SELECT case_id FROM case_members WHERE user_id = $1 AND part = 'handler' AND to_at > $2 ORDER BY case_id", user,
		tx.Now)
}

func leaveTeams(ctx context.Context, tx *audit.Tx, user int64) (int, error) {
	n, err := tx.Exec(ctx, "UPDATE referrals SET team = array_remove(team, $1) WHERE team @> ARRAY[$1]::bigint[]", user)
	return int(n), err
}

func dropViews(ctx context.Context, tx *audit.Tx, user int64) (int, error) {
	if _, err := tx.Exec(ctx, "UPDATE users SET case_view = '' WHERE id = $1 AND case_view <> ''", user); err != nil {
		return 0, err
	}
	n, err := tx.Exec(ctx, "DELETE FROM case_views WHERE user_id = $1", user)
	return int(n), err
}

// dropRequests closes what a person asked for in a post that he leaves: it was for that post.
func dropRequests(ctx context.Context, tx *audit.Tx, user int64) (int, error) {
	n, err := tx.Exec(ctx, "UPDATE access_requests SET state = 'REFUSED', decided_at = $2 WHERE requester_id = $1 AND state = 'OPEN'", user, tx.Now)
	return int(n), err
}
