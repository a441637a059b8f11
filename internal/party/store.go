package party

import (
	"context"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

func insert(ctx context.Context, tx *audit.Tx, ref string, caseID int64, in Input) (id int64, err error) {
	err = tx.QueryRow(ctx,
		`INSERT INTO parties (ref, case_id, kind, name, name_latin, former_names, part, id_kind, id_number, country, address, note, subject, created_by, created_at)
VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15) RETURNING id`,
		ref, caseID, in.Kind, in.Name, in.NameLatin, in.FormerNames, in.Part, in.IDKind, in.IDNumber, in.Country, in.Address, in.Note, in.Subject, tx.Who.UserID,
		tx.Now).Scan(&id)
	return id, err
}

func update(ctx context.Context, tx *audit.Tx, id int64, in Input) error {
	n, err := tx.Exec(ctx,
		`UPDATE parties
			SET kind = $3, name = $4, name_latin = $5, former_names = $6, part = $7, id_kind = $8, id_number = $9, country = $10, address = $11, note = $12,
  subject = $13, version = version + 1 WHERE id = $1 AND version = $2 AND removed_at IS NULL`,
		id, in.Version, in.Kind, in.Name, in.NameLatin, in.FormerNames, in.Part, in.IDKind, in.IDNumber, in.Country, in.Address, in.Note, in.Subject)
	if err == nil && n == 0 {
		return errs.New(errs.Conflict, "procedure.stale")
	}
	return err
}

func remove(ctx context.Context, tx *audit.Tx, id int64) error {
	if _, err := tx.Exec(ctx, "UPDATE party_links SET removed_at = $2 WHERE (from_id = $1 OR to_id = $1) AND removed_at IS NULL", id, tx.Now); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "UPDATE parties SET removed_at = $2, version = version + 1 WHERE id = $1", id, tx.Now)
	return err
}

func insertLink(ctx context.Context, tx *audit.Tx, caseID, from, to int64, in LinkInput, item *int64) (id int64, err error) {
	err = tx.QueryRow(ctx, `INSERT INTO party_links (case_id, from_id, to_id, relation, status, source, evidence_id, created_by, created_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9) RETURNING id`,
		caseID, from, to, in.Relation, in.Status, in.Source, item, tx.Who.UserID, tx.Now).Scan(&id)
	return id, err
}

func removeLink(ctx context.Context, tx *audit.Tx, caseID, id int64) error {
	n, err := tx.Exec(ctx, "UPDATE party_links SET removed_at = $3 WHERE id = $1 AND case_id = $2 AND removed_at IS NULL", id, caseID, tx.Now)
	if err == nil && n == 0 {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	return err
}

// itemOf finds the evidence behind a link; an empty reference is none.
func itemOf(ctx context.Context, tx *audit.Tx, caseID int64, ref string) (*int64, error) {
	if ref == "" {
		return nil, nil
	}
	var id int64
	err := tx.QueryRow(ctx, "SELECT id FROM evidence_items WHERE ref = $1 AND (case_id = $2 OR custody_case_id = $2)", ref, caseID).Scan(&id)
	if database.NoRows(err) {
		return nil, errs.Invalid(errs.Field{Name: "evidence", Key: "form.reference"})
	}
	return &id, err
}
