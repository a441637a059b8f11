package matter

import (
	"touchstone/internal/entity"
	"touchstone/internal/law"
)

// Linked lists, oldest first, the objects of one kind that hang together with another object: the referral of
// a case, the case a referral came from, the criminal case it opened, the items of a file. Clocks, twins and
// tasks reach exactly these.
func (f *File) Linked(t Target, kind law.Machine) []Target {
	if t.Entity == kind && kind != "evidence_item" {
		return []Target{t}
	}
	var out []Target
	for _, c := range f.familyCases(t) {
		out = append(out, f.onCase(c, kind)...)
	}
	if kind == "referral" {
		out = f.narrowReferrals(t, out)
	}
	return unique(out)
}

// familyCases are the files on both sides of an object's referrals.
func (f *File) familyCases(t Target) []*Case {
	switch t.Entity {
	case "referral":
		r := f.Referral(t.ID)
		if r == nil {
			return nil
		}
		out := []*Case{f.Case(r.FromCaseID)}
		if c := f.CriminalOf(r.ID); c != nil {
			out = append(out, c)
		}
		return out
	case "evidence_item":
		e := f.Item(t.ID)
		if e == nil {
			return nil
		}
		out := f.familyCases(Target{"admin_case", e.CaseID})
		if e.CustodyCaseID != 0 {
			out = append(out, f.Case(e.CustodyCaseID))
		}
		return out
	}
	c := f.CaseOf(t)
	if c == nil {
		return nil
	}
	out := []*Case{c}
	if r := f.Referral(c.SourceReferralID); r != nil {
		out = append([]*Case{f.Case(r.FromCaseID)}, out...)
	}
	for _, r := range f.ReferralsOf(c.ID) {
		if k := f.CriminalOf(r.ID); k != nil {
			out = append(out, k)
		}
	}
	return out
}

// onCase are the objects that move by a machine and stand, or began, on a case.
func (f *File) onCase(c *Case, machine law.Machine) []Target {
	if c == nil {
		return nil
	}
	var out []Target
	for o := range f.objects(entity.Of(machine).Kind) {
		if o.Entity == machine && (o.CaseID == c.ID || o.FromCaseID == c.ID) {
			out = append(out, o.Target)
		}
	}
	return out
}

// narrowReferrals: a criminal case belongs to one referral, not to all of the origin case.
func (f *File) narrowReferrals(t Target, all []Target) []Target {
	if t.Entity != "criminal_case" {
		return all
	}
	if c := f.Case(t.ID); c != nil && c.SourceReferralID != 0 {
		return []Target{{"referral", c.SourceReferralID}}
	}
	return all
}

func unique(ts []Target) []Target {
	seen := map[Target]bool{}
	out := ts[:0:0]
	for _, t := range ts {
		if t.ID != 0 && !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	return out
}
