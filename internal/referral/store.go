package referral

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"touchstone/internal/access"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// row is a referral.
type row struct {
	ID                       int64 `gorm:"primaryKey"`
	Ref                      string
	MatterID, FromCaseID     int64
	FromAgencyID, FromUnitID int64
	ToAgencyID               *int64
	State, Destination       string
	Offence, Facts           string
	Team                     database.IDs `gorm:"type:bigint[]"`
	ParentID                 *int64
	Marking                  int16
	Compartmented            bool
	PackageVersion           int
	PackageDigest            string
	OpenedAt                 time.Time
	SentAt                   *time.Time
}

func (row) TableName() string { return "referrals" }

func insertDraft(ctx context.Context, tx *audit.Tx, d row) (int64, error) {
	d.OpenedAt = tx.Now
	if err := gorm.G[row](tx.Gorm()).Create(ctx, &d); err != nil {
		return 0, fmt.Errorf("referral: insert draft: %w", err)
	}
	return d.ID, nil
}

// insertChild copies a re-routed referral with its package to the competent organ.
func insertChild(ctx context.Context, tx *audit.Tx, ref string, parent, to int64, destination, state string) (int64, error) {
	r, err := gorm.G[row](tx.Gorm()).Where("id = ?", parent).Take(ctx)
	if err != nil {
		return 0, fmt.Errorf("referral: forward %d: %w", parent, err)
	}
	items, err := gorm.G[chosen](tx.Gorm()).Where("referral_id = ?", parent).Order("item_no").Find(ctx)
	if err != nil {
		return 0, err
	}
	packages, err := gorm.G[packageRow](tx.Gorm()).Where("referral_id = ?", parent).Order("version").Find(ctx)
	if err != nil {
		return 0, err
	}
	r.ID, r.Ref, r.ParentID, r.ToAgencyID, r.Destination, r.State, r.OpenedAt, r.SentAt = 0, ref, &parent, &to, destination, state, tx.Now, &tx.Now
	if err := gorm.G[row](tx.Gorm()).Create(ctx, &r); err != nil {
		return 0, fmt.Errorf("referral: forward: %w", err)
	}
	for i := range items {
		items[i].ReferralID = r.ID
	}
	for i := range packages {
		packages[i].ReferralID = r.ID
	}
	database.CreateLater(tx, items)
	database.CreateLater(tx, packages)
	return r.ID, nil
}

// update changes columns of the referral, which the act has locked.
func update(tx *audit.Tx, id int64, columns database.Set) {
	gone := errs.New(errs.Conflict, "procedure.stale")
	database.ChangeLater[row](tx, database.Exactly(gone), columns, "id = ?", id)
}

// receiptRow is the slip of a receipt.
type receiptRow struct {
	ID, ReferralID, ActID     int64
	SignedBy                  int64
	SignedName, PackageDigest string
	Reservation               string
	At                        time.Time
}

func (receiptRow) TableName() string { return "receipts" }

func setReceived(tx *audit.Tx, a *procedure.Act, r *matter.Referral) {
	reservation := a.Input.Str("reservation")
	update(tx, r.ID, database.Set{"received_at": tx.Now, "received_by": tx.Who.UserID, "reservation": reservation})
	database.CreateLater(tx, []receiptRow{{ReferralID: r.ID, ActID: a.ID, SignedBy: tx.Who.UserID, SignedName: tx.Who.Name, PackageDigest: r.PackageDigest,
		Reservation: reservation, At: tx.Now}})
}

// packageRow is a frozen version of a referral's package.
type packageRow struct {
	ReferralID int64
	Version    int
	Data       string `gorm:"type:jsonb"`
	Digest     string
	FrozenAt   time.Time
	ActID      int64
}

func (packageRow) TableName() string { return "referral_packages" }

func putPackage(tx *audit.Tx, p packageRow) {
	database.CreateLater(tx, []packageRow{p})
	update(tx, p.ReferralID, database.Set{"package_version": p.Version, "package_digest": p.Digest})
}

// root is a referral as a plain use case finds it, locked.
type root struct {
	ID, MatterID, CaseID, AgencyID int64
	Ref, State, Title              string
}

func rootByID(ctx context.Context, tx *audit.Tx, id int64) (root, error) {
	r := root{ID: id}
	err := tx.QueryRow(ctx, `SELECT r.matter_id, r.from_case_id, r.from_agency_id, r.ref, r.state, c.title FROM referrals r JOIN cases c ON c.id = r.from_case_id
		WHERE r.id = $1`, id).
		Scan(&r.MatterID, &r.CaseID, &r.AgencyID, &r.Ref, &r.State, &r.Title)
	if database.NoRows(err) {
		return r, errs.New(errs.NotFound, "errs.not_found")
	}
	return r, err
}

// chosen is a row of referral_items.
type chosen struct {
	ReferralID          int64
	ItemNo              int
	DocumentID          *int64
	EvidenceIDs         database.IDs `gorm:"column:evidence_ids;type:bigint[]"`
	Note, NotApplicable string
	SetBy               int64
	SetAt               time.Time
}

func (chosen) TableName() string { return "referral_items" }

// resolve turns references into rows of the origin case; nothing of another file, and nothing that its author may not
// open, can be put into a package.
func (r root) resolve(ctx context.Context, tx *audit.Tx, policy *access.Policy, in ItemInput) (chosen, error) {
	c := chosen{ReferralID: r.ID, ItemNo: in.No, Note: in.Note, NotApplicable: in.NotApplicable}
	if in.Document != "" {
		var id int64
		sql, args := policy.Scoped(tx.Who,
			"SELECT d.id FROM documents d JOIN cases c ON c.id = d.case_id WHERE d.ref = @ref AND d.case_id = @case AND {document.read}",
			map[string]any{"ref": in.Document, "case": r.CaseID})
		err := tx.QueryRow(ctx, sql, args...).Scan(&id)
		if database.NoRows(err) {
			return c, errs.Invalid(errs.Field{Name: "document", Key: "form.reference"})
		}
		if err != nil {
			return c, err
		}
		c.DocumentID = &id
	}
	for _, ref := range in.Evidence {
		var id int64
		var finding string
		sql, args := policy.Scoped(tx.Who, `SELECT e.id, e.finding FROM evidence_items e JOIN cases c ON c.id = COALESCE(e.custody_case_id, e.case_id)
			JOIN cases o ON o.id = e.case_id
WHERE e.ref = @ref AND e.case_id = @case AND {evidence.read}`, map[string]any{"ref": ref, "case": r.CaseID})
		err := tx.QueryRow(ctx, sql, args...).Scan(&id, &finding)
		if database.NoRows(err) {
			return c, errs.Invalid(errs.Field{Name: "evidence", Key: "form.reference"})
		}
		if err != nil {
			return c, err
		}
		if finding == "excluded" {
			return c, errs.Invalid(errs.Field{Name: "evidence", Key: "referral.field.item_excluded", Args: []any{"ref", ref}})
		}
		c.EvidenceIDs = append(c.EvidenceIDs, id)
	}
	return c, nil
}

func putItem(tx *audit.Tx, c chosen) {
	c.SetBy, c.SetAt = tx.Who.UserID, tx.Now
	database.CreateLater(tx, []chosen{c}, clause.OnConflict{Columns: []clause.Column{{Name: "referral_id"}, {Name: "item_no"}},
		DoUpdates: clause.AssignmentColumns([]string{"document_id", "evidence_ids", "note", "not_applicable", "set_by", "set_at"})})
}

func deleteItem(ctx context.Context, tx *audit.Tx, id int64, no int) error {
	n, err := gorm.G[chosen](tx.Gorm()).Where("referral_id = ? AND item_no = ?", id, no).Delete(ctx)
	return database.OneOr(n, err, errs.New(errs.NotFound, "errs.not_found"))
}
