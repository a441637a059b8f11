package referral

import (
	"context"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/database"
)

// filesOf reads the stored files of items, by item.
func filesOf(ctx context.Context, q database.Q, items []int64) (map[int64][]FileCopy, error) {
	rows, err := q.Query(ctx, `SELECT f.evidence_id, f.ref, f.name, f.size, f.digest FROM evidence_files f JOIN evidence_items e ON e.id = f.evidence_id
WHERE f.evidence_id = ANY($1) AND f.case_id = e.case_id ORDER BY f.id`, items)
	if err != nil {
		return nil, err
	}
	out := map[int64][]FileCopy{}
	var item int64
	var c FileCopy
	_, err = pgx.ForEachRow(rows, []any{&item, &c.Ref, &c.Name, &c.Size, &c.Digest}, func() error {
		out[item] = append(out[item], c)
		return nil
	})
	return out, err
}
