package matter

import (
	"time"

	"touchstone/internal/i18n"
	"touchstone/internal/quantity"
)

// Evidence is an item with its custody state.
type Evidence struct {
	ID, CaseID                 int64
	No                         int
	Ref, State, Track          string
	Name, Kind, Measure        string
	Finding                    string
	Version                    int
	HolderAgencyID, HolderUser int64
	GiverID, ToAgencyID        int64
	CustodyCaseID, ParentID    int64
	CollectorID, CoCollectorID int64
	Quantity, Unit             string
	Net, Gross                 *quantity.Mg
	SealNo, StoragePlace       string
	Files                      int
	BadFiles                   int
	MissingFiles, UnreadFiles  int // not there, or not to be read, when they were last read; never read since they were stored
	CollectedAt                time.Time
	Place, Method              string
	Source                     string // who gave it
	Original, OriginalPlace    string
	ExclusionReason            string
	HolderText, GoodsRef       string
	Flagged                    bool
	Collectors, Keepers        i18n.Names // who collected it; who holds and who gives it
	Stored                     []StoredFile
}

// StoredFile is a file of an item as it was stored.
type StoredFile struct {
	Ref, Digest, Declared, Name, Size, Media string
}

// Item returns the evidence item with that id, or nil.
func (f *File) Item(id int64) *Evidence {
	return byID(f.Evidence, func(e *Evidence) int64 { return e.ID }, id)
}

// ItemsOf returns the evidence items of a case.
func (f *File) ItemsOf(caseID int64) []Evidence {
	var out []Evidence
	for _, e := range f.Evidence {
		if e.CaseID == caseID {
			out = append(out, e)
		}
	}
	return out
}
