package audit

import (
	"context"

	"touchstone/internal/database"
)

// The first text that is not the one of which its event holds the digest, or is gone; and the first that belongs to no
// event. Texts that were carried from older events, which hold the words themselves, are compared with those.
const (
	sqlWordsOfEvents = `SELECT e.stream, e.n, d.key, e.at, e.action, t.digest IS NULL
FROM audit_events e CROSS JOIN LATERAL jsonb_each_text(e.details->'texts') d LEFT JOIN audit_text_digests t ON t.stream = e.stream AND t.n = e.n AND t.field = d.key
WHERE jsonb_typeof(e.details->'texts') = 'object' AND t.digest IS DISTINCT FROM d.value ORDER BY 1, 2, 3 LIMIT 1`
	sqlWordsOfNobody = `SELECT t.stream, t.n, t.field, e.at, e.action, false
FROM audit_text_digests t LEFT JOIN audit_events e ON e.stream = t.stream AND e.n = t.n
WHERE coalesce(e.details->'texts'->>t.field, 'sha256:' || encode(sha256(convert_to((e.details->t.field)::text, 'UTF8')), 'hex')) IS DISTINCT FROM t.digest ORDER BY 1, 2, 3 LIMIT 1`
)

// words compares every text with its digest in the ledger.
func (v *verifier) words(ctx context.Context) error {
	for _, sql := range []string{sqlWordsOfEvents, sqlWordsOfNobody} {
		bad, gone := Bad{What: "text", Problem: BadText}, false
		var action *string
		err := v.q.QueryRow(ctx, sql).Scan(&bad.Stream, &bad.N, &bad.Ref, &bad.At, &action, &gone)
		if database.NoRows(err) {
			continue
		}
		if err != nil {
			return err
		}
		if gone {
			bad.Problem = TextMissing
		}
		if action != nil {
			bad.Action = *action
		}
		v.report.FirstBad = &bad
		return nil
	}
	return nil
}
