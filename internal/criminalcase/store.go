package criminalcase

import (
	"context"
	"fmt"

	"touchstone/internal/audit"
)

type newCase struct {
	Ref, Machine, State      string
	MatterID, SourceReferral int64
	Title, Summary, Mineral  string
	SourceKind               string
	Marking                  int16
	Compartmented            bool
}

func insertMatter(ctx context.Context, tx *audit.Tx, ref string) (id int64, err error) {
	err = tx.QueryRow(ctx, "INSERT INTO matters (ref, opened_at) VALUES ($1,$2) RETURNING id", ref, tx.Now).Scan(&id)
	return id, err
}

func insertCase(ctx context.Context, tx *audit.Tx, n newCase) (id int64, err error) {
	err = tx.QueryRow(ctx,
		`INSERT INTO cases (ref, machine, matter_id, lead_agency_id, org_unit_id, state, title, summary, mineral, source_kind, source_referral_id,
  marking, compartmented, registered_at, updated_at, created_by)
VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,nullif($11::bigint,0),$12,$13,$14,$14,$15) RETURNING id`,
		n.Ref, n.Machine, n.MatterID, tx.Who.AgencyID, tx.Who.UnitID, n.State, n.Title, n.Summary, n.Mineral, n.SourceKind, n.SourceReferral,
		n.Marking, n.Compartmented, tx.Now, tx.Who.UserID).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("criminalcase: insert case: %w", err)
	}
	return id, nil
}

func linkReferral(ctx context.Context, tx *audit.Tx, referral, caseID int64) error {
	if referral == 0 {
		return nil
	}
	_, err := tx.Exec(ctx, "UPDATE referrals SET to_case_id = $2 WHERE id = $1", referral, caseID)
	return err
}

// putMember names a person on the case; who is named again keeps the stronger part.
func putMember(ctx context.Context, tx *audit.Tx, caseID, user int64, part string, lead bool, basis string, marking int16) error {
	_, err := tx.Exec(ctx, `INSERT INTO case_members (case_id, user_id, part, lead, from_at, granted_by, basis, marking, handled)
VALUES ($1,$2,$3,$4,$5,$6,$7,$8, CASE $3 WHEN 'reader' THEN '' ELSE $3 END)
ON CONFLICT (case_id, user_id) DO UPDATE SET part = EXCLUDED.part, lead = case_members.lead
  OR EXCLUDED.lead, to_at = EXCLUDED.to_at, granted_by = EXCLUDED.granted_by,
  basis = EXCLUDED.basis, marking = EXCLUDED.marking, handled = CASE 'handler' WHEN case_members.handled THEN 'handler'
    ELSE coalesce(nullif(EXCLUDED.handled, ''), case_members.handled) END`, caseID, user, part, lead, tx.Now, tx.Who.UserID, basis, marking)
	return err
}
