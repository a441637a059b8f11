package evidence

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
)

// itemRow is an item of evidence.
type itemRow struct {
	ID                            int64 `gorm:"primaryKey"`
	Ref                           string
	CaseID, MatterID              int64
	No                            database.Number
	State, Track, Name, Kind      string
	CollectedAt                   time.Time
	Place, Method                 string
	CollectorID, CoCollectorID    int64
	SourcePerson, OriginalOrCopy  string
	OriginalLocation              string
	Quantity                      *string
	Unit                          string
	NetMg, GrossMg                *quantity.Mg
	SealNo, StoragePlace, Measure string
	HolderAgencyID                int64
	HolderUserID                  *int64
	CustodyCaseID, ParentID       *int64
	CreatedAt                     time.Time
}

func (itemRow) TableName() string { return "evidence_items" }

// insertItem numbers the item within its case: the family is locked, so the next number is free.
func insertItem(ctx context.Context, tx *audit.Tx, row itemRow) (int64, error) {
	row.No = database.NextOf("(SELECT coalesce(max(no), 0) + 1 FROM evidence_items WHERE case_id = ?)", row.CaseID)
	if err := gorm.G[itemRow](tx.Gorm()).Create(ctx, &row); err != nil {
		return 0, fmt.Errorf("evidence: insert item: %w", err)
	}
	return row.ID, nil
}

// insertSample copies the parent's origin and holder to the child; its state is the act's.
func insertSample(ctx context.Context, tx *audit.Tx, ref string, parent int64, a *procedure.Act, taken quantity.Mg, seal string) (int64, error) {
	row, err := gorm.G[itemRow](tx.Gorm()).Where("id = ?", parent).Take(ctx)
	if err != nil {
		return 0, fmt.Errorf("evidence: sample of %d: %w", parent, err)
	}
	one := "1"
	row.ID, row.Ref, row.State, row.Name, row.CollectedAt, row.Method = 0, ref, a.To, row.Name+"（"+a.Input.Str("sample_no")+"）", tx.Now, "sampled"
	row.OriginalOrCopy, row.OriginalLocation, row.Quantity, row.Unit, row.NetMg, row.GrossMg = "original", "", &one, "piece", &taken, &taken
	row.SealNo, row.ParentID, row.CreatedAt = seal, &parent, tx.Now
	return insertItem(ctx, tx, row)
}

// fileRow is a file of an item.
type fileRow struct {
	ID                           int64 `gorm:"primaryKey"`
	Ref                          string
	EvidenceID, AgencyID, CaseID int64
	Digest, DeclaredDigest, Name string
	Size                         int64
	Media, MediaClaimed          string
	UploadedBy                   int64
	UploadedAt                   time.Time
	LookedInside                 bool
}

func (fileRow) TableName() string { return "evidence_files" }

func fileOf(tx *audit.Tx, ref string, item int64, u procedure.Upload) fileRow {
	return fileRow{Ref: ref, EvidenceID: item, AgencyID: u.AgencyID, CaseID: u.CaseID, Digest: u.Digest, Name: u.Name, Size: u.Size, Media: u.Media,
		MediaClaimed: Claimed(u.Name), UploadedBy: tx.Who.UserID, UploadedAt: tx.Now, LookedInside: true}
}

// insertCopy puts a file of an item at the address of another case, once.
func insertCopy(ctx context.Context, tx *audit.Tx, ref string, item int64, f File) error {
	n, err := gorm.G[fileRow](tx.Gorm()).Where("evidence_id = ? AND case_id = ? AND digest = ? AND name = ?", item, f.CaseID, f.Digest, f.Name).Count(ctx, "*")
	if err != nil || n > 0 {
		return err
	}
	return gorm.G[fileRow](tx.Gorm()).Create(ctx, &fileRow{Ref: ref, EvidenceID: item, AgencyID: f.AgencyID, CaseID: f.CaseID, Digest: f.Digest,
		DeclaredDigest: f.Digest, Name: f.Name, Size: f.Size, Media: f.Media, MediaClaimed: f.MediaClaimed, UploadedBy: tx.Who.UserID, UploadedAt: tx.Now,
		LookedInside: f.LookedInside})
}

// checkRow is how the bytes of a file were found.
type checkRow struct {
	ID, FileID        int64
	Algorithm, Digest string
	OK                bool
	Missing           bool
	ByName            string
	At                time.Time
}

func (checkRow) TableName() string { return "evidence_checks" }

func insertChecks(ctx context.Context, tx *audit.Tx, found ...Checked) error {
	var rows []checkRow
	for _, c := range found {
		rows = append(rows, checkRow{FileID: c.FileID, Algorithm: "sha256", Digest: c.Digest, OK: c.OK, Missing: c.Missing, ByName: tx.Who.Name, At: tx.Now})
	}
	return database.CreateAll(ctx, tx, rows)
}

// change names the columns that custody moves and their new values; nil is NULL.
type change map[string]any

// changeable are the columns this package writes. The custody state and version are procedure's.
var changeable = []string{"measure", "finding", "exclusion_reason", "holder_agency_id", "holder_user_id", "holder_text", "giver_id", "to_agency_id",
	"custody_case_id", "seal_no", "storage_place", "quantity", "net_mg", "gross_mg", "flagged"}

func set(_ context.Context, tx *audit.Tx, item int64, c change) error {
	for col := range c {
		if !slices.Contains(changeable, col) {
			return errs.Wrap(errs.Internal, "errs.internal", fmt.Errorf("evidence: column %q", col))
		}
	}
	database.ChangeLater[itemRow](tx, database.Exactly(errs.New(errs.NotFound, "errs.not_found")), database.Set(c), "id = ?", item)
	return nil
}

func setFinding(ctx context.Context, tx *audit.Tx, item int64, finding string) error {
	n, err := gorm.G[itemRow](tx.Gorm()).Where("id = ? AND finding <> 'excluded'", item).Set(database.Set{"finding": finding}).Update(ctx)
	return database.OneOr(n, err, errs.New(errs.Conflict, "evidence.rule.excluded_stays"))
}

// entryRow is an entry of an item's chain of custody.
type entryRow struct {
	ID, EvidenceID                  int64
	N                               database.Number
	Action, FromHolder, ToHolder    string
	Place, Method                   string
	GiverID                         *int64
	GiverName                       string
	ReceiverID                      *int64
	ReceiverName, SealNo, HashState string
	Note                            string
	ActID                           int64
	At                              time.Time
}

func (entryRow) TableName() string { return "custody_entries" }

func addStep(_ context.Context, tx *audit.Tx, a *procedure.Act, e *matter.Evidence, s step) error {
	row := entryRow{EvidenceID: e.ID, N: database.NextOf("(SELECT coalesce(max(n), 0) + 1 FROM custody_entries WHERE evidence_id = ?)", e.ID),
		Action: s.action, FromHolder: s.from, ToHolder: s.to, Place: s.place, Method: s.method, GiverID: database.NotZero(s.giver.id), GiverName: s.giver.name,
		ReceiverID: database.NotZero(s.receiver.id), ReceiverName: s.receiver.name, SealNo: s.seal, HashState: hashState(e), Note: s.note, ActID: a.ID, At: tx.Now}
	database.CreateLater(tx, []entryRow{row})
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
