package document

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"touchstone/internal/canon"
	"touchstone/internal/database"
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
	err = q.QueryRow(ctx, `INSERT INTO documents (ref, matter_id, case_id, target_kind, target_id, code, title, number, version, round, direction, template_version, data, digest, act_id, agency_id, issued_by, issued_at)
VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18) RETURNING id`,
		r.Ref, r.MatterID, r.CaseID, r.TargetKind, r.TargetID, r.Code, d.NameZH, out.Number, version, r.Round, direction, TemplateVersion, string(b), out.Digest, r.ActID, r.AgencyID, r.By, r.Now).Scan(&out.ID)
	if err != nil {
		return out, fmt.Errorf("document: issue %s: %w", r.Code, err)
	}
	return out, nil
}

// nextNumber takes the next official number (文号) of the agency's series and year; compartmented cases have
// their own series, so that gaps show nothing (security D8).
func nextNumber(ctx context.Context, q database.Q, r Request) (string, error) {
	series := r.Code
	if r.Compartmented {
		series = fmt.Sprintf("%s/%d", r.Code, r.MatterID)
	}
	var n int
	year := r.Now.In(law.Zone()).Year()
	err := q.QueryRow(ctx, `INSERT INTO document_series (agency_id, series, year, n) VALUES ($1,$2,$3,1)
ON CONFLICT (agency_id, series, year) DO UPDATE SET n = document_series.n + 1 RETURNING n`, r.AgencyID, series, year).Scan(&n)
	if err != nil {
		return "", fmt.Errorf("document: number %s: %w", r.Code, err)
	}
	return fmt.Sprintf("%s%s〔%d〕%d号", r.AgencyShort, r.Code[4:], year, n), nil
}

func nextVersion(ctx context.Context, q database.Q, r Request) (int, error) {
	var v int
	err := q.QueryRow(ctx, `SELECT coalesce(max(version), 0) + 1 FROM documents WHERE matter_id = $1 AND target_kind = $2 AND target_id = $3 AND code = $4`,
		r.MatterID, r.TargetKind, r.TargetID, r.Code).Scan(&v)
	return v, err
}
