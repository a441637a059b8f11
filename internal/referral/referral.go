package referral

import (
	"math"

	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// The destinations. Which one is right is the routing question (Customs Law 5; MPS 28; CPL 4).
const (
	PublicSecurity       = "PUBLIC_SECURITY"
	CustomsAntiSmuggling = "CUSTOMS_ANTI_SMUGGLING"
	StateSecurity        = "STATE_SECURITY"
)

// IssuedFor is the document that is an item of the package by itself.
func IssuedFor(book *law.Edition, no int) string {
	if d := book.PackageItem(no); d != nil {
		return d.Code
	}
	return ""
}

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
func Present(book *law.Edition, f *matter.File, r *matter.Referral, no int) bool {
	if no == 1 && r.Offence != "" && r.Facts != "" {
		return true
	}
	if it := Chosen(r, no); it != nil {
		if it.DocumentID != 0 || len(it.EvidenceIDs) > 0 || it.Note != "" {
			return true
		}
		if d := book.PackageItem(no); it.NotApplicable != "" && d != nil && d.MayBeAbsent {
			return true
		}
	}
	return DocumentOf(f, r, IssuedFor(book, no)) != nil
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
func Absent(book *law.Edition, f *matter.File, r *matter.Referral) []int {
	var out []int
	for _, item := range book.Package() {
		if !Present(book, f, r, item.PackageItem) {
			out = append(out, item.PackageItem)
		}
	}
	return out
}

// Target is a referral as the engine names it.
func Target(id int64) matter.Target { return matter.Target{Entity: law.Referral, ID: id} }
