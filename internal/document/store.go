package document

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"touchstone/internal/database"
)

// paperRow is an issued document: number, template and frozen data.
type paperRow struct {
	ID               int64 `gorm:"primaryKey"`
	Ref              string
	MatterID, CaseID int64
	TargetKind       string
	TargetID         int64
	Code, Title      string
	Number           string
	Version, Round   int
	Direction        string
	TemplateVersion  string
	Data             string `gorm:"type:jsonb"`
	Digest           string
	ActID, AgencyID  int64
	IssuedBy         int64
	IssuedAt         time.Time
}

func (paperRow) TableName() string { return "documents" }

// seriesRow is a series of numbers of an agency in a year, or, in the year nought, the mark of a matter.
type seriesRow struct {
	AgencyID int64
	Series   string
	Year, N  int
	Mark     *string
}

func (seriesRow) TableName() string { return "document_series" }

// offerMark keeps a mark for a matter. Nothing is written where another matter has it: the next round draws again.
func offerMark(ctx context.Context, w database.Writer, agency int64, key, mark string) error {
	return gorm.G[seriesRow](w.Gorm(), clause.OnConflict{DoNothing: true}).Create(ctx, &seriesRow{AgencyID: agency, Series: key, Mark: &mark})
}

// keptMark is the mark that a matter has.
func keptMark(ctx context.Context, q database.Q, agency int64, key string) (mark string, err error) {
	err = q.QueryRow(ctx, "SELECT mark FROM document_series WHERE agency_id = $1 AND series = $2 AND year = 0", agency, key).Scan(&mark)
	return mark, err
}

const nextVersion = `(SELECT coalesce(max(version), 0) + 1 FROM documents WHERE matter_id = $1 AND target_kind = $2 AND target_id = $3 AND code = $4)`

// versionOf is the version of a paper that has no number.
func versionOf(ctx context.Context, q database.Q, r Request) (version int, err error) {
	err = q.QueryRow(ctx, "SELECT "+nextVersion, r.MatterID, r.TargetKind, r.TargetID, r.Code).Scan(&version)
	return version, err
}

// take counts a series on, and tells whether an older paper of the agency has that number. Others who number in the same
// series wait here until the act has ended; an act that is undone gives its number back. The version counts the papers of this kind
// on their object.
func take(ctx context.Context, q database.Q, r Request, series string, year int, before string) (number string, version int, taken bool, err error) {
	err = q.QueryRow(ctx, `WITH s AS (INSERT INTO document_series (agency_id, series, year, n) VALUES ($5,$6,$7,1)
  ON CONFLICT (agency_id, series, year) DO UPDATE SET n = document_series.n + 1 RETURNING $8::text || n || '号' AS number)
SELECT s.number, `+nextVersion+`, EXISTS (SELECT FROM documents d WHERE d.agency_id = $5 AND d.number = s.number AND d.number <> '') FROM s`,
		r.MatterID, r.TargetKind, r.TargetID, r.Code, r.AgencyID, series, year, before).Scan(&number, &version, &taken)
	return number, version, taken, err
}
