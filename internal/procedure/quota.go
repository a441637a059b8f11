package procedure

import (
	"context"
	"strconv"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/law"
)

// quota is how much may still be stored: by an account on a day, and in a case.
type quota struct {
	day, file       int64 // what is there already
	perDay, perFile int64 // what there may be (limits.csv)
}

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

// admits refuses n further bytes that are too many, and counts nothing.
func (x *quota) admits(n int64) error {
	y := *x
	return y.more(n)
}

// more counts n further bytes, and refuses those that are too many.
func (x *quota) more(n int64) error {
	x.day += n
	x.file += n
	switch {
	case x.file > x.perFile:
		return full("procedure.quota_case", x.perFile)
	case x.day > x.perDay:
		return full("procedure.quota_day", x.perDay)
	}
	return nil
}

func full(key string, limit int64) error {
	return errs.New(errs.TooLarge, key, "max", strconv.FormatInt(limit>>30, 10)+" GiB")
}
