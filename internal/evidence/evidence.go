package evidence

import (
	"slices"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
)

// The legal measure on an item, beside its custody state.
const (
	MeasureNone     = ""
	MeasureAdmin    = "admin"
	MeasureCriminal = "criminal"
)

// Findings about an item. Exclusion is an act (evidence.excluded); the other two are noted by the handlers.
const (
	Unverified = "unverified"
	Verified   = "verified"
	Excluded   = "excluded"
)

// Physical is the kind of a thing that is weighed and counted.
const Physical = "physical"

// ElectronicData is the kind that carries a digest.
const ElectronicData = "electronic_data"

// Held tells whether an organ holds the item, so that it must still be returned, handed on or disposed of.
func Held(book *law.Edition, e *matter.Evidence) bool {
	return book.Is(law.Evidence, e.State, law.Held)
}

// Custodian returns the case in whose keeping an item is: the receiving case after a handover, else its own.
func Custodian(e *matter.Evidence) int64 {
	if e.CustodyCaseID != 0 {
		return e.CustodyCaseID
	}
	return e.CaseID
}

// HeldBy lists the items that are in the keeping of a case and held.
func HeldBy(book *law.Edition, f *matter.File, caseID int64) []matter.Evidence {
	var out []matter.Evidence
	for i := range f.Evidence {
		if e := &f.Evidence[i]; Held(book, e) && Custodian(e) == caseID {
			out = append(out, *e)
		}
	}
	return out
}

// DueFor lists what a referral still has to hand over (D310 12): the things of the origin case that the sender
// holds. Where the draft names the items of the list of things involved (item 3), only those count. What exists only
// as bytes travels with the package; papers in the file travel with the file.
func DueFor(book *law.Edition, f *matter.File, r *matter.Referral) []matter.Evidence {
	listed := ListedThings(r)
	var out []matter.Evidence
	for _, e := range f.ItemsOf(r.FromCaseID) {
		if e.CustodyCaseID == 0 && book.Is(law.Evidence, e.State, law.DueStill) && (len(listed) == 0 || slices.Contains(listed, e.ID)) {
			out = append(out, e)
		}
	}
	return out
}

// ListedThings are the evidence ids on the list of things involved (D310 6, item 3).
func ListedThings(r *matter.Referral) []int64 {
	for _, it := range r.Items {
		if it.No == 3 {
			return it.EvidenceIDs
		}
	}
	return nil
}

// weight is what a thing weighs by the form, which asks for kilograms.
func weight(a *procedure.Act) (*quantity.Mg, error) {
	return law.Mass("weight", number(a, "weight"), "kg")
}

// weighs tells whether a thing weighs by the form what is on file.
func weighs(a *procedure.Act, m *quantity.Mg) bool {
	w, err := weight(a)
	return err == nil && m != nil && w.Cmp(*m) == 0
}

// hashState is what the custody chain says about an item's bytes at the moment of a step: only what was read, and found to be
// what was recorded, matches.
func hashState(e *matter.Evidence) string {
	switch {
	case e == nil || e.Files == 0:
		return ""
	case e.BadFiles > 0:
		return "mismatch"
	case e.MissingFiles > 0:
		return "missing"
	case e.UnreadFiles > 0:
		return "unread"
	}
	return "match"
}
