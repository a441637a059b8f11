package referral

import (
	"context"
	"fmt"

	"touchstone/internal/access"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/procedure"
)

type draft struct {
	Ref                string
	MatterID, CaseID   int64
	AgencyID, UnitID   int64
	State, Destination string
	Offence, Facts     string
	Team               []int64
	Marking            int16
	Compartmented      bool
}

func insertDraft(ctx context.Context, tx *audit.Tx, d draft) (int64, error) {
	var id int64
	err := tx.QueryRow(ctx,
		`INSERT INTO referrals (ref, matter_id, from_case_id, from_agency_id, from_unit_id, destination, state, offence, facts, team, marking, compartmented,
			opened_at)
VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13) RETURNING id`,
		d.Ref, d.MatterID, d.CaseID, d.AgencyID, d.UnitID, d.Destination, d.State, d.Offence, d.Facts, d.Team, d.Marking, d.Compartmented, tx.Now).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("referral: insert draft: %w", err)
	}
	return id, nil
}

// insertChild copies a re-routed referral with its package to the competent organ.
func insertChild(ctx context.Context, tx *audit.Tx, ref string, parent, to int64, destination, state string) (int64, error) {
	var id int64
	err := tx.QueryRow(ctx,
		`INSERT INTO referrals (ref, matter_id, from_case_id, from_agency_id, from_unit_id, to_agency_id, destination, state, offence, facts, team, parent_id,
  marking, compartmented, package_version, package_digest, opened_at, sent_at)
SELECT $1, matter_id, from_case_id, from_agency_id, from_unit_id, $3, $4, $5, offence, facts, team, id, marking, compartmented, package_version, package_digest,
  $6, $6
FROM referrals WHERE id = $2 RETURNING id`, ref, parent, to, destination, state, tx.Now).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("referral: forward: %w", err)
	}
	if _, err := tx.Exec(ctx, `INSERT INTO referral_items (referral_id, item_no, document_id, evidence_ids, note, not_applicable, set_by, set_at)
SELECT $1, item_no, document_id, evidence_ids, note, not_applicable, set_by, set_at FROM referral_items WHERE referral_id = $2`, id, parent); err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO referral_packages (referral_id, version, data, digest, frozen_at, act_id)
SELECT $1, version, data, digest, frozen_at, act_id FROM referral_packages WHERE referral_id = $2`, id, parent)
	return id, err
}

func setSent(ctx context.Context, tx *audit.Tx, id, to int64) error {
	_, err := tx.Exec(ctx, "UPDATE referrals SET to_agency_id = $2, sent_at = $3 WHERE id = $1", id, to, tx.Now)
	return err
}

func setReceived(ctx context.Context, tx *audit.Tx, a *procedure.Act, r *procedure.Referral) error {
	reservation := a.Input.Str("reservation")
	if _, err := tx.Exec(ctx, "UPDATE referrals SET received_at = $2, received_by = $3, reservation = $4 WHERE id = $1", r.ID, tx.Now, tx.Who.UserID,
		reservation); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO receipts (referral_id, act_id, signed_by, signed_name, package_digest, reservation, at) VALUES ($1,$2,$3,$4,$5,$6,$7)`,
		r.ID, a.ID, tx.Who.UserID, tx.Who.Name, r.PackageDigest, reservation, tx.Now)
	return err
}

func putPackage(ctx context.Context, tx *audit.Tx, actID, id int64, version int, data, digest string) error {
	if _, err := tx.Exec(ctx, `INSERT INTO referral_packages (referral_id, version, data, digest, frozen_at, act_id) VALUES ($1,$2,$3::text::jsonb,$4,$5,$6)`,
		id, version, data, digest, tx.Now, actID); err != nil {
		return fmt.Errorf("referral: freeze: %w", err)
	}
	_, err := tx.Exec(ctx, "UPDATE referrals SET package_version = $2, package_digest = $3 WHERE id = $1", id, version, digest)
	return err
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
	No                  int
	Document            *int64
	Evidence            []int64
	Note, NotApplicable string
}

// resolve turns references into rows of the origin case; nothing of another file, and nothing that its author may not
// open, can be put into a package.
func (r root) resolve(ctx context.Context, tx *audit.Tx, policy *access.Policy, in ItemInput) (chosen, error) {
	c := chosen{ReferralID: r.ID, No: in.No, Evidence: []int64{}, Note: in.Note, NotApplicable: in.NotApplicable}
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
		c.Document = &id
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
		c.Evidence = append(c.Evidence, id)
	}
	return c, nil
}

func putItem(ctx context.Context, tx *audit.Tx, c chosen) error {
	_, err := tx.Exec(ctx, `INSERT INTO referral_items (referral_id, item_no, document_id, evidence_ids, note, not_applicable, set_by, set_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8)
ON CONFLICT (referral_id, item_no) DO UPDATE SET document_id = EXCLUDED.document_id, evidence_ids = EXCLUDED.evidence_ids, note = EXCLUDED.note,
  not_applicable = EXCLUDED.not_applicable, set_by = EXCLUDED.set_by, set_at = EXCLUDED.set_at`,
		c.ReferralID, c.No, c.Document, c.Evidence, c.Note, c.NotApplicable, tx.Who.UserID, tx.Now)
	return err
}

func deleteItem(ctx context.Context, tx *audit.Tx, id int64, no int) error {
	n, err := tx.Exec(ctx, "DELETE FROM referral_items WHERE referral_id = $1 AND item_no = $2", id, no)
	if err == nil && n == 0 {
		return errs.New(errs.NotFound, "errs.not_found")
	}
	return err
}
