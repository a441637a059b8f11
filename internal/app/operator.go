package app

import (
	"context"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// Verify recomputes the chains, the tree and the digests of everything that is stored.
func (a *App) Verify(ctx context.Context) (audit.Report, error) {
	q, err := a.DB.As(ctx, database.RoleAudit)
	if err != nil {
		return audit.Report{}, err
	}
	return audit.Verify(ctx, q, audit.Checks{Blobs: a.verifyBlobs})
}

const (
	storedFiles = `SELECT id, ref, agency_id, case_id, digest, size FROM evidence_files WHERE id > $1 ORDER BY id LIMIT 200`
	storedPaper = `SELECT id, ref, agency_id, case_id, digest, size FROM attachments WHERE id > $1 ORDER BY id LIMIT 200`
)

type stored struct {
	id   int64
	ref  string
	blob blob.Ref
}

// verifyBlobs reads every stored file. It asks for a few hundred at a time: no statement stays open while bytes are read.
func (a *App) verifyBlobs(ctx context.Context) (int64, *audit.Bad, error) {
	var checked int64
	for _, list := range []string{storedFiles, storedPaper} {
		for after := int64(0); ; {
			files, err := a.stored(ctx, list, after)
			if err != nil || len(files) == 0 {
				if err != nil {
					return checked, nil, err
				}
				break
			}
			for _, f := range files {
				problem, err := a.verifyBlob(ctx, f.blob)
				if err != nil {
					return checked, nil, err
				}
				checked++
				if problem != "" {
					return checked, &audit.Bad{What: "blob", Ref: f.ref, Problem: problem}, nil
				}
				after = f.id
			}
		}
	}
	return checked, nil, nil
}

func (a *App) stored(ctx context.Context, sql string, after int64) ([]stored, error) {
	rows, err := a.DB.Read().Query(ctx, sql, after)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []stored
	for rows.Next() {
		var f stored
		if err := rows.Scan(&f.id, &f.ref, &f.blob.Agency, &f.blob.Case, &f.blob.Digest, &f.blob.Size); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, rows.Err()
}

func (a *App) verifyBlob(ctx context.Context, ref blob.Ref) (audit.Problem, error) {
	err := blob.Verify(ctx, a.Blobs, ref)
	switch {
	case err == nil:
		return "", nil
	case errs.Is(err, errs.NotFound):
		return audit.BlobMissing, nil
	case errs.Is(err, errs.Conflict):
		return audit.BlobAltered, nil
	}
	return "", err
}

// Explain tells which scopes let a user do something to a thing, or why none does.
func (a *App) Explain(ctx context.Context, username string, action access.Action, t access.Target) ([]access.Reason, error) {
	who := actor.Actor{Username: username}
	var clearance int16
	var roles []string
	err := a.DB.Read().QueryRow(ctx, `SELECT u.id, u.unit_id, u.agency_id, ga.kind, u.clearance, ARRAY(SELECT g.role FROM role_grants g
  WHERE g.user_id = u.id AND g.valid_from <= $2 AND g.valid_to > $2 AND g.revoked_at IS NULL ORDER BY g.role)
FROM users u JOIN agencies ga ON ga.id = u.agency_id WHERE u.username = $1 AND u.disabled_at IS NULL`, username, a.Clock()).
		Scan(&who.UserID, &who.UnitID, &who.AgencyID, &who.AgencyKind, &clearance, &roles)
	if database.NoRows(err) {
		return nil, errs.New(errs.NotFound, "access.explain.user", "user", username)
	}
	if err != nil {
		return nil, err
	}
	who.Clearance = actor.Marking(clearance)
	for _, r := range roles {
		who.Roles = append(who.Roles, actor.Role(r))
	}
	return a.Access().Explain(ctx, a.DB.Read(), who, action, t)
}
