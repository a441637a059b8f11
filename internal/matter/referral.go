package matter

import (
	"slices"
	"time"

	"touchstone/internal/actor"
)

// Referral is a transfer of a suspected crime between two cases.
type Referral struct {
	ID, FromCaseID, FromAgencyID, FromUnitID int64
	ToAgencyID, ToCaseID, ParentID           int64
	Ref, State, Destination, Offence, Facts  string
	Version                                  int
	Team                                     []int64
	PackageVersion                           int
	PackageDigest, Reservation               string
	OpenedAt                                 time.Time
	SentAt, ReceivedAt                       *time.Time
	ToText                                   string
	Marking                                  actor.Marking
	Compartmented                            bool
	TeamZH, TeamEN                           string // the names of the team
	Items                                    []PackageItem
}

// PackageItem is one of the five items of D310 art. 6 as chosen in the draft.
type PackageItem struct {
	ReferralID    int64
	No            int
	DocumentID    int64
	EvidenceIDs   []int64
	Note          string
	NotApplicable string
}

// Referral returns the referral with that id, or nil.
func (f *File) Referral(id int64) *Referral {
	return byID(f.Referrals, func(r *Referral) int64 { return r.ID }, id)
}

// Carrying is the referral that an act is done to, or nil.
func (f *File) Carrying(t Target) *Referral {
	if t.Entity != "referral" {
		return nil
	}
	return f.Referral(t.ID)
}

// Carries tells whether the package of a referral holds a document (or an item of evidence).
func (r *Referral) Carries(document, item int64) bool {
	return r != nil && slices.ContainsFunc(r.Items, func(i PackageItem) bool {
		return document != 0 && i.DocumentID == document || slices.Contains(i.EvidenceIDs, item)
	})
}

// ReferralsOf returns the referrals opened from a case.
func (f *File) ReferralsOf(caseID int64) []Referral {
	var out []Referral
	for _, r := range f.Referrals {
		if r.FromCaseID == caseID {
			out = append(out, r)
		}
	}
	return out
}

// Ends are the handlers of the cases at both ends of a referral; nobody for another object.
func (f *File) Ends(t Target) []Member {
	r := f.Referral(t.ID)
	if t.Entity != "referral" || r == nil {
		return nil
	}
	out := f.Handlers(r.FromCaseID)
	if c := f.CriminalOf(r.ID); c != nil {
		out = append(out, f.Handlers(c.ID)...)
	}
	return out
}
