package referral

import (
	"math"
	"slices"

	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// The destinations. Which one is right is the routing question (Customs Law 5; MPS 28; CPL 4).
const (
	PublicSecurity       = "PUBLIC_SECURITY"
	CustomsAntiSmuggling = "CUSTOMS_ANTI_SMUGGLING"
	StateSecurity        = "STATE_SECURITY"
)

// Items is how many items the package has (D310 6): transfer letter, investigation report, list of things involved,
// inspection reports or appraisal opinions, other material.
const Items = 5

// MayBeAbsent are the items that a matter may lack; the reason is then stated.
var MayBeAbsent = []int{4, 5}

// PackagePapers are the documents that are an item of the package by themselves, in the order of the items. Nothing but a referral
// issues them. The scope "carried" of policies/access names them once more; a test holds the two together.
func PackagePapers() [Items]string {
	return [Items]string{"DOC-R04", "DOC-R05", "DOC-R06", "DOC-R07", "DOC-R08"}
}

// IssuedFor is the document that is an item of the package by itself.
func IssuedFor(no int) string { return PackagePapers()[no-1] }

// KindOf maps a destination to the kind of organ it means.
func KindOf(destination string) string {
	switch destination {
	case PublicSecurity:
		return "public_security"
	case CustomsAntiSmuggling:
		return "customs_anti_smuggling"
	case StateSecurity:
		return "state_security"
	}
	return ""
}

// DestinationOf is the destination that an organ of that kind stands for, or "".
func DestinationOf(kind string) string {
	for _, d := range []string{PublicSecurity, CustomsAntiSmuggling, StateSecurity} {
		if KindOf(d) == kind {
			return d
		}
	}
	return ""
}

// Chosen returns what the draft names for an item, or nil.
func Chosen(r *matter.Referral, no int) *matter.PackageItem {
	for i := range r.Items {
		if r.Items[i].No == no {
			return &r.Items[i]
		}
	}
	return nil
}

// Present tells whether an item of the package is there: something is named for it, its document is issued, or it is
// said why there is none. The transfer letter is made from the referral's own facts when it is sent.
func Present(f *matter.File, r *matter.Referral, no int) bool {
	if no == 1 && r.Offence != "" && r.Facts != "" {
		return true
	}
	if it := Chosen(r, no); it != nil {
		if it.DocumentID != 0 || len(it.EvidenceIDs) > 0 || it.Note != "" {
			return true
		}
		if it.NotApplicable != "" && slices.Contains(MayBeAbsent, no) {
			return true
		}
	}
	return DocumentOf(f, r, IssuedFor(no)) != nil
}

// DocumentOf is the newest official paper of that code on one referral, or nil. Target numbers are unique per kind only:
// the codes are those that nothing but a referral issues.
func DocumentOf(f *matter.File, r *matter.Referral, code string) *matter.Doc {
	return paperBefore(f, r, code, math.MaxInt64)
}

// paperBefore is the newest one made before an act, or nil.
func paperBefore(f *matter.File, r *matter.Referral, code string, actID int64) *matter.Doc {
	for i := len(f.Docs) - 1; i >= 0; i-- {
		if d := &f.Docs[i]; d.Code == code && d.TargetID == r.ID && d.ActID < actID {
			return d
		}
	}
	return nil
}

// Absent lists the numbers of the items that are still missing.
func Absent(f *matter.File, r *matter.Referral) []int {
	var out []int
	for no := 1; no <= Items; no++ {
		if !Present(f, r, no) {
			out = append(out, no)
		}
	}
	return out
}

// Target is a referral as the engine names it.
func Target(id int64) matter.Target { return matter.Target{Entity: law.Referral, ID: id} }
