package matter

import (
	"context"
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
	PerRound             bool // by the edition that is in force: it counts in its own round alone
}

// under is the paper as an edition of the tables has it.
func (d Doc) under(book *law.Edition) Doc {
	x := book.Document(d.Code)
	d.PerRound = x != nil && x.PerRound
	return d
}

// NewDoc is a paper of which a page knows no more than that it is there.
func NewDoc(book *law.Edition, code string, round int, caseID int64) Doc {
	return Doc{Code: code, Round: round, CaseID: caseID}.under(book)
}

// Document returns the newest valid document of that code on the matter, or nil. Some count only in the round of the case in which
// they were made (tables README, decision 21): an old notice or review can never carry a new penalty.
func (f *File) Document(code string) *Doc {
	for i := len(f.Docs) - 1; i >= 0; i-- {
		d := &f.Docs[i]
		if d.Code != code {
			continue
		}
		if c := f.Case(d.CaseID); d.PerRound && c != nil && d.Round != c.Round {
			return nil
		}
		return d
	}
	return nil
}
