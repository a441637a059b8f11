package app

import (
	"context"
	"time"

	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/database"
)

// The sample by which a store is adopted: a tenth of the files, chosen by chance, and no fewer than a hundred.
const sampleOfFiles = `WITH files AS (SELECT DISTINCT agency_id, case_id, digest, size FROM stored_files)
SELECT agency_id, case_id, digest, size FROM files ORDER BY random() LIMIT greatest(100, (SELECT (count(*) + 9) / 10 FROM files))`

// The rows that stored files belong to, as the auditor's role may see them: by number, a few hundred at a time.
const (
	rowsOfFiles = `SELECT a, coalesce(fields->>'ref', ''), coalesce((fields->>'agency_id')::bigint, 0), coalesce((fields->>'case_id')::bigint, 0),
		coalesce(fields->>'digest', ''), coalesce((fields->>'size')::bigint, 0)
FROM audit_facts_evidence_files WHERE a > $1 ORDER BY a LIMIT 200`
	rowsOfPaper = `SELECT a, coalesce(fields->>'ref', ''), coalesce((fields->>'agency_id')::bigint, 0), coalesce((fields->>'case_id')::bigint, 0),
		coalesce(fields->>'digest', ''), coalesce((fields->>'size')::bigint, 0)
FROM audit_facts_attachments WHERE a > $1 ORDER BY a LIMIT 200`
)

// orphansAmong are the addresses that no row of any table refers to.
const orphansAmong = `SELECT x.agency, x.file, x.digest, x.size
	FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[]) AS x (agency, file, digest, size)
WHERE NOT EXISTS (SELECT FROM stored_files f WHERE f.case_id = x.file AND f.digest = x.digest AND f.agency_id = x.agency)`

// addresses reads agency, case, digest and size.
func addresses(ctx context.Context, q database.Q, sql string, args ...any) ([]blob.Ref, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []blob.Ref
	for rows.Next() {
		var r blob.Ref
		if err := rows.Scan(&r.Agency, &r.Case, &r.Digest, &r.Size); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

func (s storedFiles) list(ctx context.Context, sql string, after int64) ([]storedFile, error) {
	rows, err := s.q.Query(ctx, sql, after)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []storedFile
	for rows.Next() {
		var f storedFile
		if err := rows.Scan(&f.id, &f.ref, &f.blob.Agency, &f.blob.Case, &f.blob.Digest, &f.blob.Size); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, rows.Err()
}

func (a *App) unreferenced(ctx context.Context, refs []blob.Ref) ([]blob.Ref, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	return addresses(ctx, a.DB.Read(), orphansAmong, columnsOf(refs)...)
}

func columnsOf(refs []blob.Ref) []any {
	agency, file, digest, size := make([]int64, len(refs)), make([]int64, len(refs)), make([]string, len(refs)), make([]int64, len(refs))
	for i, r := range refs {
		agency[i], file[i], digest[i], size[i] = r.Agency, r.Case, r.Digest, r.Size
	}
	return []any{agency, file, digest, size}
}

// alone takes the lock of an address for itself: who writes a row with it holds it shared (procedure.Held).
func alone(ctx context.Context, tx *audit.Tx, ref blob.Ref) error {
	_, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", ref.Lock())
	return err
}

// databaseTime is the time by the database's own clock.
func (a *App) databaseTime(ctx context.Context) (now time.Time, err error) {
	err = a.DB.Read().QueryRow(ctx, "SELECT clock_timestamp()").Scan(&now)
	return now, err
}
