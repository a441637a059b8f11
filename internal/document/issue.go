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

// Issue numbers, freezes and stores a document, and returns its number. Papers from outside (direction in) get no number of ours.
func Issue(ctx context.Context, w database.Writer, d *law.Document, r Request) (string, error) {
	number, version, direction := "", 0, "out"
	var err error
	if d.Incoming {
		direction = "in"
		version, err = versionOf(ctx, w, r)
	} else {
		number, version, err = nextNumber(ctx, w, r)
	}
	if err != nil {
		return "", err
	}
	data := map[string]any{"code": r.Code, "title": d.Name.ZH, "number": number, "version": version, "issued_at": r.Now.Format(time.RFC3339), "fields": r.Data}
	frozen := canon.New("document").Map(data)
	if err := frozen.Err(); err != nil {
		return "", fmt.Errorf("document: digest %s: %w", r.Code, err)
	}
	b, err := json.Marshal(data)
	if err != nil {
		return "", err
	}
	database.CreateLater(w, []paperRow{{Ref: r.Ref, MatterID: r.MatterID, CaseID: r.CaseID, TargetKind: r.TargetKind, TargetID: r.TargetID, Code: r.Code,
		Title: d.Name.ZH, Number: number, Version: version, Round: r.Round, Direction: direction, TemplateVersion: TemplateVersion, Data: string(b),
		Digest: frozen.Sum(), ActID: r.ActID, AgencyID: r.AgencyID, IssuedBy: r.By, IssuedAt: r.Now}})
	return number, nil
}

// nextNumber takes the next official number (文号) of the series that the paper belongs to: of open files the agency has
// one for each kind and year, without gaps; a compartmented matter has its own, whose word carries its mark, so that
// neither tells of the other (security D8). A number that an older paper carries is passed over.
func nextNumber(ctx context.Context, w database.Writer, r Request) (number string, version int, err error) {
	series, word := r.Code, r.AgencyShort+r.Code[4:]
	if r.Compartmented {
		mark, err := markOf(ctx, w, r)
		if err != nil {
			return "", 0, fmt.Errorf("document: mark of the matter: %w", err)
		}
		series, word = series+"·"+mark, word+"·"+mark
	}
	year := r.Now.In(law.Zone()).Year()
	for {
		number, version, taken, err := take(ctx, w, r, series, year, fmt.Sprintf("%s〔%d〕", word, year))
		if err != nil {
			return "", 0, fmt.Errorf("document: number %s: %w", r.Code, err)
		}
		if !taken {
			return number, version, nil
		}
	}
}

// marks are two characters; an agency whose marks run out draws three.
const (
	markLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	markSize    = 2
	markTries   = 64
)

// markOf is the mark of a matter in an agency, drawn when its first compartmented paper is numbered.
func markOf(ctx context.Context, w database.Writer, r Request) (mark string, err error) {
	key := fmt.Sprintf("MARK/%d", r.MatterID)
	for try := range 2 * markTries {
		mark, err := keptMark(ctx, w, r.AgencyID, key)
		if !database.NoRows(err) {
			return mark, err
		}
		if mark, err = draw(r.Random, markSize+try/markTries); err != nil {
			return "", err
		}
		if err = offerMark(ctx, w, r.AgencyID, key, mark); err != nil {
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
