package admincase

import (
	"context"

	"touchstone/internal/audit"
)

// reviews tells whether an account holds the qualification for legal review (APL 58).
func reviews(ctx context.Context, tx *audit.Tx, user int64) (ok bool, err error) {
	err = tx.QueryRow(ctx, "SELECT reviewer_qualified FROM users WHERE id = $1", user).Scan(&ok)
	return ok, err
}
