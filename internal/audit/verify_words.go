package audit

import "context"

// Texts that are not the ones of which their event holds the digest, or are gone; and those that belong to no event. Texts
// that were carried from older events, which hold the words themselves, are compared with those. A salt of another length
// has taken from the text or given to it.
const (
	sqlWordsOfEvents = `SELECT coalesce(e.stream, ''), coalesce(e.n, 0), d.key, e.at, coalesce(e.action, ''), t.digest IS NULL
FROM audit_events e CROSS JOIN LATERAL jsonb_each_text(CASE jsonb_typeof(e.details->'texts') WHEN 'object' THEN e.details->'texts' ELSE '{}' END) d
  LEFT JOIN audit_text_digests t ON t.stream = e.stream AND t.n = e.n AND t.field = d.key
WHERE e.details ? 'texts' AND (t.digest IS DISTINCT FROM d.value OR t.salted IS DISTINCT FROM 16) ORDER BY 1, 2, 3`
	sqlWordsOfNobody = `SELECT coalesce(t.stream, ''), coalesce(t.n, 0), coalesce(t.field, ''), e.at, coalesce(e.action, ''), e.details->>t.field IS NULL
FROM audit_text_digests t LEFT JOIN audit_events e ON e.stream = t.stream AND e.n = t.n
WHERE e.details->'texts'->>t.field IS NULL
  AND (t.salted IS DISTINCT FROM 0 OR ('sha256:' || encode(sha256(convert_to((e.details->t.field)::text, 'UTF8')), 'hex')) IS DISTINCT FROM t.digest)
    ORDER BY 1, 2, 3`
	sqlMaskedWords = `SELECT coalesce(stream, ''), coalesce(n, 0), coalesce(field, '') FROM audit_text_digests WHERE masked ORDER BY stream, n, field`
)

// words compares every text with its digest in the ledger.
func (v *verifier) words(ctx context.Context) error {
	if err := v.text(ctx, sqlWordsOfEvents, TextMissing); err != nil {
		return err
	}
	return v.text(ctx, sqlWordsOfNobody, TextAdded)
}

// text names the texts that a statement finds; its last column tells which of them are the other problem.
func (v *verifier) text(ctx context.Context, sql string, other Problem) error {
	rows, err := v.q.Query(ctx, sql)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		bad, isOther := Bad{What: "text", Table: "audit_texts", Problem: BadText}, false
		var at moment
		if err := rows.Scan(&bad.Stream, &bad.N, &bad.Ref, &at, &bad.Action, &isOther); err != nil {
			return err
		}
		bad.At, bad.Row = at.told(), bad.Ref
		if isOther {
			bad.Problem = other
		}
		v.tell(bad)
	}
	return rows.Err()
}

// masked lists words in which a number of a person was masked when they were stored: they are not what was typed.
func (v *verifier) masked(ctx context.Context) error {
	rows, err := v.q.Query(ctx, sqlMaskedWords)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var w Words
		if err := rows.Scan(&w.Stream, &w.N, &w.Field); err != nil {
			return err
		}
		if v.report.Masked++; len(v.report.MaskedWords) < listed {
			v.report.MaskedWords = append(v.report.MaskedWords, w)
		}
	}
	return rows.Err()
}
