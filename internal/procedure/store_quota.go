package procedure

import (
	"context"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/law"
)

// quotaOf reads what an account has stored today and what a case holds.
func quotaOf(ctx context.Context, q database.Q, book *law.Edition, who actor.Actor, caseID int64, now time.Time) (*quota, error) {
	x := &quota{perDay: book.Bytes(law.UploadPerDay), perFile: book.Bytes(law.UploadPerCase)}
	return x, q.QueryRow(ctx, `SELECT
  (SELECT coalesce(sum(size), 0)::bigint FROM evidence_files WHERE uploaded_by = $1 AND uploaded_at >= $2) + (SELECT coalesce(sum(size), 0)::bigint
    FROM attachments WHERE created_by = $1 AND created_at >= $2),
  (SELECT coalesce(sum(size), 0)::bigint FROM evidence_files WHERE case_id = $3 AND $3 <> 0) + (SELECT coalesce(sum(size), 0)::bigint FROM attachments
    WHERE case_id = $3 AND $3 <> 0)`,
		who.UserID, law.DayOf(now), caseID).Scan(&x.day, &x.file)
}

// countUploadsAlone lets the forms of one account count their uploads one after the other.
func countUploadsAlone(ctx context.Context, tx *audit.Tx) error {
	_, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('upload:' || $1::bigint, 0))", tx.Who.UserID)
	return err
}

// holdAddresses holds them together with others; the keys are sorted.
func holdAddresses(ctx context.Context, tx *audit.Tx, keys []int64) error {
	_, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock_shared(k) FROM unnest($1::bigint[]) k", keys)
	return err
}
