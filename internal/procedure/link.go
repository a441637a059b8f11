package procedure

import (
	"touchstone/internal/entity"
	"touchstone/internal/law"
)

// linked lists, oldest first, the objects of one kind that hang together with another object: the referral of
// a case, the case a referral came from, the criminal case it opened, the items of a file. Clocks, twins and
// tasks reach exactly these.
func (f *File) linked(t Target, kind law.Machine) []Target {
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

func (f *File) onCase(c *Case, kind law.Machine) []Target {
	if c == nil {
		return nil
	}
	var out []Target
	switch kind {
	case "admin_case", "criminal_case":
		if law.Machine(c.Machine) == kind {
			out = append(out, Target{kind, c.ID})
		}
	case "referral":
		for _, r := range f.ReferralsOf(c.ID) {
			out = append(out, Target{kind, r.ID})
		}
	case "evidence_item":
		for _, e := range f.Evidence {
			if e.CaseID == c.ID || e.CustodyCaseID == c.ID {
				out = append(out, Target{kind, e.ID})
			}
		}
	case "person_in_criminal_case":
		for _, p := range f.Persons {
			if p.CaseID == c.ID {
				out = append(out, Target{kind, p.ID})
			}
		}
	case "mss_handover":
		for _, h := range f.Handovers {
			if h.CaseID == c.ID {
				out = append(out, Target{kind, h.ID})
			}
		}
	default:
		for _, r := range f.Records {
			if r.CaseID == c.ID && r.Entity == string(kind) {
				out = append(out, Target{kind, r.ID})
			}
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

// object is a thing of the file as acts see it: its reference, its state and its version; all empty where it is not there.
type object struct {
	ref, state string
	version    int
}

func (f *File) object(t Target) (o object) {
	switch entity.Of(t.Entity).Kind {
	case "case":
		if c := f.Case(t.ID); c != nil {
			o = object{c.Ref, c.State, c.Version}
		}
	case "referral":
		if r := f.Referral(t.ID); r != nil {
			o = object{r.Ref, r.State, r.Version}
		}
	case "evidence":
		if e := f.Item(t.ID); e != nil {
			o = object{e.Ref, e.State, e.Version}
		}
	case "mss":
		if h := f.MSS(t.ID); h != nil {
			o = object{h.Ref, h.State, h.Version}
		}
	case "person":
		if p := f.Person(t.ID); p != nil {
			o = object{p.Ref, p.State, p.Version}
		}
	default:
		if r := f.Record(t.ID); r != nil {
			o = object{ref: r.Ref, version: r.Version}
		}
	}
	return o
}

// State returns the present state of an object; "" for what has none, law.New when ID is 0.
func (f *File) State(t Target) string {
	if t.ID == 0 {
		return law.New
	}
	return f.object(t).state
}

// Version returns the version of an object as its pages print it.
func (f *File) Version(t Target) int { return f.object(t).version }

// Ref returns the random reference of an object, as pages and the ledger name it.
func (f *File) Ref(t Target) string { return f.object(t).ref }

// TargetOf names an object of the file by the first part of its address.
func (f *File) TargetOf(path string, id int64) Target {
	e := entity.ByPath(path)
	if len(e.Machines) == 1 {
		return Target{e.Machines[0], id}
	}
	if c := f.Case(id); c != nil && e.Kind == "case" {
		return Target{law.Machine(c.Machine), id}
	}
	if r := f.Record(id); r != nil && !e.Moves {
		return Target{law.Machine(r.Entity), id}
	}
	return Target{}
}
