package document

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"touchstone/internal/canon"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/law"
)

// TemplateVersion names the rendering a snapshot was made for; a changed layout gets a new one.
const TemplateVersion = "2026-11"

// Request is one document to be issued by one act.
type Request struct {
	Code             string
	MatterID, CaseID int64
	TargetKind       string
	TargetID         int64
	Round            int
	ActID            int64
	AgencyID         int64
	AgencyShort      string // as it stands in the number, 商
	Compartmented    bool
	By               int64
	Now              time.Time
	Data             map[string]any // data paths of documents.csv and what the page shows
	Ref              string
	Random           io.Reader // draws the mark of a compartmented matter
}

// Issued is the document as its act and receipt name it.
type Issued struct {
	ID                       int64
	Ref, Code, Number, Title string
	Digest                   string
}

// Issue numbers, freezes and stores a document. Papers from outside (direction in) get no number of ours.
func Issue(ctx context.Context, q database.Q, d *law.Document, r Request) (Issued, error) {
	out := Issued{Ref: r.Ref, Code: r.Code, Title: d.NameZH}
	if !d.Incoming {
		n, err := nextNumber(ctx, q, r)
		if err != nil {
			return out, err
		}
		out.Number = n
	}
	version, err := nextVersion(ctx, q, r)
	if err != nil {
		return out, err
	}
	data := map[string]any{"code": r.Code, "title": d.NameZH, "number": out.Number, "version": version, "issued_at": r.Now.Format(time.RFC3339), "fields": r.Data}
	frozen := canon.New("document").Map(data)
	if err := frozen.Err(); err != nil {
		return out, fmt.Errorf("document: digest %s: %w", r.Code, err)
	}
	out.Digest = frozen.Sum()
	b, err := json.Marshal(data)
	if err != nil {
		return out, err
	}
	direction := "out"
	if d.Incoming {
		direction = "in"
	}
	err = q.QueryRow(ctx,
		`INSERT INTO documents (ref, matter_id, case_id, target_kind, target_id, code, title, number, version, round, direction, template_version, data, digest,
			act_id, agency_id, issued_by, issued_at)
VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18) RETURNING id`,
		r.Ref, r.MatterID, r.CaseID, r.TargetKind, r.TargetID, r.Code, d.NameZH, out.Number, version, r.Round, direction, TemplateVersion, string(b), out.Digest,
		r.ActID, r.AgencyID, r.By, r.Now).Scan(&out.ID)
	if err != nil {
		return out, fmt.Errorf("document: issue %s: %w", r.Code, err)
	}
	return out, nil
}

// nextNumber takes the next official number (文号) of the series that the paper belongs to: of open files the agency has
// one for each kind and year, without gaps; a compartmented matter has its own, whose word carries its mark, so that
// neither tells of the other (security D8). A number that an older paper carries is passed over.
func nextNumber(ctx context.Context, q database.Q, r Request) (string, error) {
	series, word := r.Code, r.AgencyShort+r.Code[4:]
	if r.Compartmented {
		mark, err := markOf(ctx, q, r)
		if err != nil {
			return "", fmt.Errorf("document: mark of the matter: %w", err)
		}
		series, word = series+"·"+mark, word+"·"+mark
	}
	year := r.Now.In(law.Zone()).Year()
	for {
		number, taken, err := take(ctx, q, r.AgencyID, series, year, fmt.Sprintf("%s〔%d〕", word, year))
		if err != nil {
			return "", fmt.Errorf("document: number %s: %w", r.Code, err)
		}
		if !taken {
			return number, nil
		}
	}
}

// take counts a series on, and tells whether an older paper of the agency has that number. Others who number in the same
// series wait here until the act has ended; an act that is undone gives its number back.
func take(ctx context.Context, q database.Q, agency int64, series string, year int, before string) (number string, taken bool, err error) {
	err = q.QueryRow(ctx, `WITH s AS (INSERT INTO document_series (agency_id, series, year, n) VALUES ($1,$2,$3,1)
  ON CONFLICT (agency_id, series, year) DO UPDATE SET n = document_series.n + 1 RETURNING $4::text || n || '号' AS number)
SELECT s.number, EXISTS (SELECT FROM documents d WHERE d.agency_id = $1 AND d.number = s.number AND d.number <> '') FROM s`, agency, series, year,
		before).Scan(&number, &taken)
	return number, taken, err
}

// marks are two characters; an agency whose marks run out draws three.
const (
	markLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	markSize    = 2
	markTries   = 64
)

// markOf is the mark of a matter in an agency, drawn when its first compartmented paper is numbered.
func markOf(ctx context.Context, q database.Q, r Request) (mark string, err error) {
	key := fmt.Sprintf("MARK/%d", r.MatterID)
	for try := range 2 * markTries {
		err := q.QueryRow(ctx, "SELECT mark FROM document_series WHERE agency_id = $1 AND series = $2 AND year = 0", r.AgencyID, key).Scan(&mark)
		if !database.NoRows(err) {
			return mark, err
		}
		if mark, err = draw(r.Random, markSize+try/markTries); err != nil {
			return "", err
		}
		// nothing is written where another matter has this mark: the next round draws again
		if _, err = q.Exec(ctx, "INSERT INTO document_series (agency_id, series, year, n, mark) VALUES ($1,$2,0,0,$3) ON CONFLICT DO NOTHING", r.AgencyID, key,
			mark); err != nil {
			return "", err
		}
	}
	return "", errs.New(errs.Conflict, "database.conflict")
}

func draw(random io.Reader, size int) (string, error) {
	b := make([]byte, size)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	for i := range b {
		b[i] = markLetters[int(b[i])%len(markLetters)] // 32 letters divide 256
	}
	return string(b), nil
}

func nextVersion(ctx context.Context, q database.Q, r Request) (int, error) {
	var v int
	err := q.QueryRow(ctx, `SELECT coalesce(max(version), 0) + 1 FROM documents WHERE matter_id = $1 AND target_kind = $2 AND target_id = $3 AND code = $4`,
		r.MatterID, r.TargetKind, r.TargetID, r.Code).Scan(&v)
	return v, err
}
