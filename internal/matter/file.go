package matter

import "slices"

// File is one matter as the guards see it. Slices are ordered by id, so the last element is the newest.
type File struct {
	MatterID  int64
	Cases     []Case
	Referrals []Referral
	Evidence  []Evidence
	Handovers []Handover
	Persons   []Person
	Records   []Record
	Acts      []Past
	Docs      []Doc
	Clocks    []Clock
	Members   []Member
	Goods     []Goods
	Parties   []Party
	Decisions []Decision
	Proposals []Proposal // what waits for a decision or came back from one
	Agencies  map[int64]Agency

	Whole    bool            // everything of the matter was read; a page that needs less fills in what it has
	Readable map[string]bool // papers and items that the reader may open; nil: nobody asked
	Opened   []int64         // the cases of the matter that the reader of the page may open

	facts map[any]any
}

// Opens tells whether the reader of the page may open a case of the matter: whoever decides, or signs for an item, often
// may not.
func (f *File) Opens(caseID int64) bool { return slices.Contains(f.Opened, caseID) }

func byID[T any](xs []T, id func(*T) int64, want int64) *T {
	for i := range xs {
		if id(&xs[i]) == want {
			return &xs[i]
		}
	}
	return nil
}

// Offers tells whether a form may offer a paper or an item to the reader, and a page link to it; what nobody asked about is
// judged when the act is done.
func (f *File) Offers(ref string) bool { return f.Readable == nil || f.Readable[ref] }

// Link is the address of a paper or an item for a reader who may open it, else "".
func (f *File) Link(base, ref string) string {
	if !f.Offers(ref) {
		return ""
	}
	return base + ref
}
