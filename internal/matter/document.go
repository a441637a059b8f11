package matter

import (
	"context"
	"slices"
	"time"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
)

// Name is what the paper is called for the reader: its title, in another language the name that the tables give it in it.
func (d Doc) Name(ctx context.Context, book *law.Edition) string {
	if x, lang := book.Document(d.Code), i18n.Lang(ctx); x != nil && lang != i18n.ZH && x.Name.Says(lang) {
		return x.Name.Of(lang)
	}
	return d.Title
}

// Doc is an official document on the file.
type Doc struct {
	ID, CaseID, TargetID int64
	TargetKind           string
	Ref, Code, Number    string
	Title, Digest        string
	Round, Version       int
	ActID                int64
	IssuedAt             time.Time
}

// roundDocs are the papers that count only in the round of the case in which they were made (tables README,
// decision 21): an old notice or review can never carry a new penalty.
var roundDocs = []string{"DOC-A24", "DOC-A25", "DOC-A26", "DOC-A27", "DOC-A28", "DOC-A29", "DOC-A30"}

// Document returns the newest valid document of that code on the matter, or nil.
func (f *File) Document(code string) *Doc {
	for i := len(f.Docs) - 1; i >= 0; i-- {
		d := &f.Docs[i]
		if d.Code != code {
			continue
		}
		if c := f.Case(d.CaseID); slices.Contains(roundDocs, code) && c != nil && d.Round != c.Round {
			return nil
		}
		return d
	}
	return nil
}
