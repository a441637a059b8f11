package party

import (
	"context"
	"time"

	"gorm.io/gorm"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// partyRow is a person or an organisation named on a case.
type partyRow struct {
	ID                                 int64 `gorm:"primaryKey"`
	Ref                                string
	CaseID                             int64
	Kind, Name, NameLatin, FormerNames string
	Part, IDKind, IDNumber             string
	Country, Address, Note             string
	Subject                            bool
	CreatedBy                          int64
	CreatedAt                          time.Time
}

func (partyRow) TableName() string { return "parties" }

func insert(ctx context.Context, tx *audit.Tx, ref string, caseID int64, in Input) (id int64, err error) {
	row := partyRow{Ref: ref, CaseID: caseID, Kind: in.Kind, Name: in.Name, NameLatin: in.NameLatin, FormerNames: in.FormerNames, Part: in.Part,
		IDKind: in.IDKind, IDNumber: in.IDNumber, Country: in.Country, Address: in.Address, Note: in.Note, Subject: in.Subject,
		CreatedBy: tx.Who.UserID, CreatedAt: tx.Now}
	err = gorm.G[partyRow](tx.Gorm()).Create(ctx, &row)
	return row.ID, err
}

func update(ctx context.Context, tx *audit.Tx, id int64, in Input) error {
	n, err := gorm.G[partyRow](tx.Gorm()).Where("id = ? AND version = ? AND removed_at IS NULL", id, in.Version).Set(database.Set{
		"kind": in.Kind, "name": in.Name, "name_latin": in.NameLatin, "former_names": in.FormerNames, "part": in.Part, "id_kind": in.IDKind,
		"id_number": in.IDNumber, "country": in.Country, "address": in.Address, "note": in.Note, "subject": in.Subject,
		"version": database.Next("version"),
	}).Update(ctx)
	return database.OneOr(n, err, errs.New(errs.Conflict, "procedure.stale"))
}

func remove(ctx context.Context, tx *audit.Tx, id int64) error {
	if _, err := gorm.G[linkRow](tx.Gorm()).Where("(from_id = ? OR to_id = ?) AND removed_at IS NULL", id, id).
		Set(database.Set{"removed_at": tx.Now}).Update(ctx); err != nil {
		return err
	}
	return database.One(gorm.G[partyRow](tx.Gorm()).Where("id = ?", id).Set(database.Set{"removed_at": tx.Now, "version": database.Next("version")}).Update(ctx))
}

// linkRow says how two parties of a case belong together.
type linkRow struct {
	ID, CaseID, FromID, ToID int64
	Relation, Status, Source string
	EvidenceID               *int64
	CreatedBy                int64
	CreatedAt                time.Time
}

func (linkRow) TableName() string { return "party_links" }

func insertLink(ctx context.Context, tx *audit.Tx, caseID, from, to int64, in LinkInput, item *int64) (id int64, err error) {
	row := linkRow{CaseID: caseID, FromID: from, ToID: to, Relation: in.Relation, Status: in.Status, Source: in.Source, EvidenceID: item,
		CreatedBy: tx.Who.UserID, CreatedAt: tx.Now}
	err = gorm.G[linkRow](tx.Gorm()).Create(ctx, &row)
	return row.ID, err
}

func removeLink(ctx context.Context, tx *audit.Tx, caseID, id int64) error {
	n, err := gorm.G[linkRow](tx.Gorm()).Where("id = ? AND case_id = ? AND removed_at IS NULL", id, caseID).Set(database.Set{"removed_at": tx.Now}).Update(ctx)
	return database.OneOr(n, err, errs.New(errs.NotFound, "errs.not_found"))
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
