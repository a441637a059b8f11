package evidence

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
)

// newItem is a row of evidence_items.
type newItem struct {
	Ref                      string
	CaseID, MatterID         int64
	State, Track, Name, Kind string
	CollectedAt              time.Time
	Place, Method            string
	Collector, CoCollector   int64
	SourcePerson, Original   string
	OriginalAt               string
	Quantity, Unit           string
	Net                      *quantity.Mg
	HolderAgency, HolderUser int64
	CreatedAt                time.Time
}

// insertItem numbers the item within its case: the family is locked, so the next number is free.
func insertItem(ctx context.Context, tx *audit.Tx, n newItem) (int64, error) {
	var id int64
	err := tx.QueryRow(ctx,
		`INSERT INTO evidence_items (ref, case_id, matter_id, no, state, track, name, kind, collected_at, place, method, collector_id, co_collector_id,
  source_person, original_or_copy, original_location, quantity, unit, net_mg, holder_agency_id, holder_user_id, created_at)
SELECT $1,$2,$3,(SELECT coalesce(max(no), 0) + 1 FROM evidence_items
  WHERE case_id = $2),$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,nullif($16,'')::numeric,$17,$18,$19,$20,$21
RETURNING id`,
		n.Ref, n.CaseID, n.MatterID, n.State, n.Track, n.Name, n.Kind, n.CollectedAt, n.Place, n.Method, n.Collector, n.CoCollector,
		n.SourcePerson, n.Original, n.OriginalAt, n.Quantity, n.Unit, n.Net, n.HolderAgency, n.HolderUser, n.CreatedAt).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("evidence: insert item: %w", err)
	}
	return id, nil
}

// insertSample copies the parent's origin and holder to the child; its state is the act's.
func insertSample(ctx context.Context, tx *audit.Tx, ref string, parent int64, a *procedure.Act, taken quantity.Mg, seal string) (int64, error) {
	var id int64
	err := tx.QueryRow(ctx,
		`INSERT INTO evidence_items (ref, case_id, matter_id, no, state, track, name, kind, collected_at, place, method, collector_id, co_collector_id,
  source_person, quantity, unit, net_mg, gross_mg, seal_no, storage_place, measure, holder_agency_id, holder_user_id, custody_case_id, parent_id, created_at)
SELECT $1, p.case_id, p.matter_id, (SELECT max(no) + 1 FROM evidence_items
  WHERE case_id = p.case_id), $2, p.track, p.name || '（' || $3 || '）', p.kind, $4, p.place, 'sampled',
  p.collector_id, p.co_collector_id, p.source_person, 1, 'piece', $5, $5, $6, p.storage_place, p.measure, p.holder_agency_id, p.holder_user_id,
    p.custody_case_id, p.id, $4
FROM evidence_items p WHERE p.id = $7 RETURNING id`,
		ref, a.To, a.Input.Str("sample_no"), tx.Now, taken, seal, parent).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("evidence: insert sample: %w", err)
	}
	return id, nil
}

func insertFile(ctx context.Context, tx *audit.Tx, ref string, item int64, u procedure.Upload) error {
	_, err := tx.Exec(ctx,
		`INSERT INTO evidence_files (ref, evidence_id, agency_id, case_id, digest, name, size, media, media_claimed, uploaded_by, uploaded_at, looked_inside)
VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,true)`, ref, item, u.AgencyID, u.CaseID, u.Digest, u.Name, u.Size, u.Media, Claimed(u.Name), tx.Who.UserID, tx.Now)
	return err
}

// change names the columns that custody moves and their new values; nil is NULL.
type change map[string]any

// changeable are the columns this package writes. The custody state and version are procedure's.
var changeable = []string{"measure", "finding", "exclusion_reason", "holder_agency_id", "holder_user_id", "holder_text", "giver_id", "to_agency_id",
	"custody_case_id", "seal_no", "storage_place", "quantity", "net_mg", "gross_mg", "flagged"}

func set(ctx context.Context, tx *audit.Tx, item int64, c change) error {
	var cols []string
	for col := range c {
		if !slices.Contains(changeable, col) {
			return errs.Wrap(errs.Internal, "errs.internal", fmt.Errorf("evidence: column %q", col))
		}
		cols = append(cols, col)
	}
	slices.Sort(cols)
	args := []any{item}
	for i, col := range cols {
		args = append(args, c[col])
		cols[i] = fmt.Sprintf("%s = $%d", col, i+2)
	}
	n, err := tx.Exec(ctx, "UPDATE evidence_items SET "+strings.Join(cols, ", ")+" WHERE id = $1", args...)
	if err == nil && n != 1 {
		err = errs.New(errs.NotFound, "errs.not_found")
	}
	return err
}

func addStep(ctx context.Context, tx *audit.Tx, a *procedure.Act, e *procedure.Evidence, s step) error {
	_, err := tx.Exec(ctx,
		`INSERT INTO custody_entries (evidence_id, n, action, from_holder, to_holder, place, method, giver_id, giver_name, receiver_id, receiver_name, seal_no,
			hash_state, note, act_id, at)
SELECT $1, (SELECT coalesce(max(n), 0) + 1 FROM custody_entries
  WHERE evidence_id = $1), $2,$3,$4,$5,$6,nullif($7::bigint,0),$8,nullif($9::bigint,0),$10,$11,$12,$13,$14,$15`,
		e.ID, s.action, s.from, s.to, s.place, s.method, s.giver.id, s.giver.name, s.receiver.id, s.receiver.name, s.seal, hashState(e), s.note, a.ID, tx.Now)
	if err != nil {
		return fmt.Errorf("evidence: custody entry: %w", err)
	}
	return nil
}

func nameOf(ctx context.Context, tx *audit.Tx, user int64) (string, error) {
	var name string
	err := tx.QueryRow(ctx, `SELECT name_zh FROM users WHERE id = $1`, user).Scan(&name)
	if database.NoRows(err) {
		return "", nil
	}
	return name, err
}

type newList struct {
	Ref                          string
	MatterID, CaseID, ReferralID int64
	From, To, Giver              int64
	Carrier                      string
}

func insertList(ctx context.Context, tx *audit.Tx, n newList) (int64, error) {
	var id int64
	err := tx.QueryRow(ctx, `INSERT INTO handovers (ref, matter_id, case_id, referral_id, from_agency_id, to_agency_id, state, carrier, offered_by, offered_at)
VALUES ($1,$2,$3,nullif($4::bigint,0),$5,$6,'OFFERED',$7,$8,$9) RETURNING id`,
		n.Ref, n.MatterID, n.CaseID, n.ReferralID, n.From, n.To, n.Carrier, n.Giver, tx.Now).Scan(&id)
	return id, err
}

// putOnList writes down what the list says of the item: what is recorded of it now.
func putOnList(ctx context.Context, tx *audit.Tx, list, item int64) error {
	n, err := tx.Exec(ctx, `INSERT INTO handover_items (handover_id, evidence_id, listed_quantity, listed_mg, listed_seal)
SELECT $1, id, quantity, gross_mg, seal_no FROM evidence_items WHERE id = $2`, list, item)
	if err == nil && n != 1 {
		err = errs.New(errs.NotFound, "errs.not_found")
	}
	return err
}

// openList finds a list of the same person, case and direction that is still being filled.
func openList(ctx context.Context, tx *audit.Tx, ref string, caseID, to int64) (int64, error) {
	var id int64
	err := tx.QueryRow(ctx, `SELECT id FROM handovers WHERE ref = $1 AND case_id = $2 AND to_agency_id = $3 AND offered_by = $4 AND state = 'OFFERED' FOR UPDATE`,
		ref, caseID, to, tx.Who.UserID).Scan(&id)
	if database.NoRows(err) {
		return 0, errs.Invalid(errs.Field{Name: FieldList, Key: "form.reference"})
	}
	return id, err
}

// answer notes what the receiver said about an item and found of it, beside what the list says, and closes lists on
// which nothing waits any more.
func answer(ctx context.Context, tx *audit.Tx, item int64, outcome, note string, found Measured) error {
	var list int64
	err := tx.QueryRow(ctx,
		`UPDATE handover_items SET outcome = $2, note = $3, counted_quantity = nullif($4, '')::numeric, counted_mg = $5, counted_seal = nullif($6, '')
			WHERE evidence_id = $1 AND outcome = ''
  AND handover_id = (SELECT max(h.id) FROM handovers h JOIN handover_items i ON i.handover_id = h.id WHERE i.evidence_id = $1 AND i.outcome = ''
    AND h.state = 'OFFERED')
RETURNING handover_id`, item, outcome, note, found.Quantity, found.Gross, found.SealNo).Scan(&list)
	if err != nil {
		return fmt.Errorf("evidence: answer item %d: %w", item, err)
	}
	_, err = tx.Exec(ctx,
		`UPDATE handovers SET state = 'CLOSED', closed_at = $2 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM handover_items WHERE handover_id = $1 AND outcome = '')`,
		list, tx.Now)
	return err
}

func insertCheck(ctx context.Context, tx *audit.Tx, c Checked) error {
	_, err := tx.Exec(ctx, `INSERT INTO evidence_checks (file_id, algorithm, digest, ok, missing, by_name, at) VALUES ($1,'sha256',$2,$3,$4,$5,$6)`,
		c.FileID, c.Digest, c.OK, c.Missing, tx.Who.Name, tx.Now)
	return err
}

func setFinding(ctx context.Context, tx *audit.Tx, item int64, finding string) error {
	n, err := tx.Exec(ctx, "UPDATE evidence_items SET finding = $2 WHERE id = $1 AND finding <> 'excluded'", item, finding)
	if err == nil && n == 0 {
		return errs.New(errs.Conflict, "evidence.rule.excluded_stays")
	}
	return err
}

func insertCopy(ctx context.Context, tx *audit.Tx, ref string, item int64, f File) error {
	_, err := tx.Exec(ctx,
		`INSERT INTO evidence_files (ref, evidence_id, agency_id, case_id, digest, declared_digest, name, size, media, media_claimed, uploaded_by, uploaded_at,
			looked_inside)
SELECT $1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13 WHERE NOT EXISTS (SELECT 1 FROM evidence_files WHERE evidence_id = $2 AND case_id = $4 AND digest = $5
  AND name = $7)`,
		ref, item, f.AgencyID, f.CaseID, f.Digest, f.Digest, f.Name, f.Size, f.Media, f.MediaClaimed, tx.Who.UserID, tx.Now, f.LookedInside)
	return err
}

// giveUp ends the run that nobody carries on, so that another may begin: it has not moved for long, or moved at a time that is
// not yet (a clock was set wrong), or it is a command's and no command is alive, who would hold the lock. Whoever holds it
// himself says so.
func giveUp(ctx context.Context, tx *audit.Tx, held bool) error {
	_, err := tx.Exec(ctx,
		`UPDATE reverifications SET finished_at = $1 WHERE finished_at IS NULL
			AND (moved_at < $2 OR moved_at > $3 OR by_command AND ($4 OR pg_try_advisory_xact_lock($5)))`,
		tx.Now, tx.Now.Add(-idleRun), tx.Now.Add(idleRun), held, int64(RunLock))
	return err
}

// insertRun begins a run; there is one at a time.
func insertRun(ctx context.Context, tx *audit.Tx, everything, byCommand bool, since time.Time) (Run, error) {
	r := Run{Everything: everything, By: tx.Who.Name, StartedAt: tx.Now, MovedAt: tx.Now}
	err := tx.QueryRow(ctx, `INSERT INTO reverifications (everything, by_command, by_name, started_at, moved_at, last_file, last_paper, total)
SELECT $1, $5, $2, $3, $3, file.last, paper.last, file.n + paper.n
FROM (SELECT coalesce(max(f.id), 0) AS last, count(*) AS n FROM evidence_files f WHERE $1 OR `+dueFile("$4")+`) file,
  (SELECT coalesce(max(f.id), 0) AS last, count(*) AS n FROM attachments f WHERE $1 OR `+duePaper("$4")+`) paper RETURNING id, last_file, last_paper, total`,
		everything, r.By, tx.Now, since, byCommand).
		Scan(&r.ID, &r.LastFile, &r.LastPaper, &r.Total)
	if database.Constraint(err) == "reverifications_one_key" {
		return r, errs.New(errs.Conflict, "evidence.rule.run_under_way")
	}
	return r, err
}

// updateRun says how far a run is, unless it is over or has been moved on by somebody else.
func updateRun(ctx context.Context, tx *audit.Tx, from, r Run) (bool, error) {
	n, err := tx.Exec(ctx,
		`UPDATE reverifications SET cursor_id = $4, paper_cursor = $5, done = $6, altered = $7, missing = $8, thawed = $9, moved_at = $10, finished_at = $11
WHERE id = $1 AND cursor_id = $2 AND paper_cursor = $3 AND finished_at IS NULL`, r.ID, from.Cursor, from.PaperCursor, r.Cursor, r.PaperCursor, r.Done,
		r.Altered, r.Missing, r.Thawed, r.MovedAt, r.FinishedAt)
	return n == 1, err
}
