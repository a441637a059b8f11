package app

import (
	"context"
	"strconv"

	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/database"
	"touchstone/internal/errs"
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
