package app

import (
	"context"
	"strconv"

	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// The rows that stored files belong to, as the auditor's role may see them: by number, a few hundred at a time.
const (
	rowsOfFiles = `SELECT a, coalesce(fields->>'ref', ''), coalesce((fields->>'agency_id')::bigint, 0), coalesce((fields->>'case_id')::bigint, 0),
		coalesce(fields->>'digest', ''), coalesce((fields->>'size')::bigint, 0)
FROM audit_facts_evidence_files WHERE a > $1 ORDER BY a LIMIT 200`
	rowsOfPaper = `SELECT a, coalesce(fields->>'ref', ''), coalesce((fields->>'agency_id')::bigint, 0), coalesce((fields->>'case_id')::bigint, 0),
		coalesce(fields->>'digest', ''), coalesce((fields->>'size')::bigint, 0)
FROM audit_facts_attachments WHERE a > $1 ORDER BY a LIMIT 200`
)

// storedFiles compares stored bytes with the digests in their rows.
type storedFiles struct {
	q     database.Q
	blobs blob.Store
}

type storedFile struct {
	id   int64
	ref  string
	blob blob.Ref
}

// verify reads every stored file and tells of each that does not hold. No statement stays open while bytes are read.
func (s storedFiles) verify(ctx context.Context, tell func(audit.Bad)) (checked int64, err error) {
	for _, list := range []struct{ table, sql string }{{"evidence_files", rowsOfFiles}, {"attachments", rowsOfPaper}} {
		for after := int64(0); ; {
			files, err := s.list(ctx, list.sql, after)
			if err != nil {
				return checked, err
			}
			if len(files) == 0 {
				break
			}
			for _, f := range files {
				problem, err := s.problem(ctx, f.blob)
				if err != nil {
					return checked, err
				}
				if problem != "" {
					tell(audit.Bad{What: "blob", Stream: audit.CaseStream(f.blob.Case), Table: list.table, Row: strconv.FormatInt(f.id, 10), Ref: f.ref, Problem: problem})
				}
				checked, after = checked+1, f.id
			}
		}
	}
	return checked, nil
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

func (s storedFiles) problem(ctx context.Context, ref blob.Ref) (audit.Problem, error) {
	if !ref.Valid() { // the row names no place where bytes could lie
		return audit.BlobMissing, nil
	}
	err := blob.Verify(ctx, s.blobs, ref)
	switch {
	case err == nil:
		return "", nil
	case errs.Is(err, errs.NotFound):
		return audit.BlobMissing, nil
	case errs.Is(err, errs.Conflict):
		return audit.BlobAltered, nil
	case ctx.Err() == nil && blob.Answers(ctx, s.blobs) == nil: // this one alone cannot be read, and the others still are
		return audit.BlobUnread, nil
	}
	return "", err
}
