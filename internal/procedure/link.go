package procedure

import (
	"touchstone/internal/access"
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

// state returns the present state of an object; "" for entities without a machine, law.New when ID is 0.
func (f *File) State(t Target) string {
	if t.ID == 0 {
		return law.New
	}
	switch t.Entity {
	case "admin_case", "criminal_case":
		if c := f.Case(t.ID); c != nil {
			return c.State
		}
	case "referral":
		if r := f.Referral(t.ID); r != nil {
			return r.State
		}
	case "evidence_item":
		if e := f.Item(t.ID); e != nil {
			return e.State
		}
	case "mss_handover":
		if h := f.MSS(t.ID); h != nil {
			return h.State
		}
	case "person_in_criminal_case":
		if p := f.Person(t.ID); p != nil {
			return p.State
		}
	}
	return ""
}

// version returns the version of an object as its pages print it.
func (f *File) Version(t Target) int {
	switch t.Entity {
	case "admin_case", "criminal_case":
		if c := f.Case(t.ID); c != nil {
			return c.Version
		}
	case "referral":
		if r := f.Referral(t.ID); r != nil {
			return r.Version
		}
	case "evidence_item":
		if e := f.Item(t.ID); e != nil {
			return e.Version
		}
	case "mss_handover":
		if h := f.MSS(t.ID); h != nil {
			return h.Version
		}
	case "person_in_criminal_case":
		if p := f.Person(t.ID); p != nil {
			return p.Version
		}
	default:
		if r := f.Record(t.ID); r != nil {
			return r.Version
		}
	}
	return 0
}

// Ref returns the random reference of an object, as pages and the ledger name it.
func (f *File) Ref(t Target) string {
	switch t.Entity {
	case "admin_case", "criminal_case":
		if c := f.Case(t.ID); c != nil {
			return c.Ref
		}
	case "referral":
		if r := f.Referral(t.ID); r != nil {
			return r.Ref
		}
	case "evidence_item":
		if e := f.Item(t.ID); e != nil {
			return e.Ref
		}
	case "mss_handover":
		if h := f.MSS(t.ID); h != nil {
			return h.Ref
		}
	case "person_in_criminal_case":
		if p := f.Person(t.ID); p != nil {
			return p.Ref
		}
	default:
		if r := f.Record(t.ID); r != nil {
			return r.Ref
		}
	}
	return ""
}

// kindOf maps a machine to the kind of row it lives in, as clocks, approvals and access name it.
func KindOf(m law.Machine) string {
	switch m {
	case "admin_case", "criminal_case":
		return "case"
	case "referral":
		return "referral"
	case "evidence_item":
		return "evidence"
	case "mss_handover":
		return "mss"
	case "person_in_criminal_case":
		return "person"
	}
	return "record"
}

// accessKind and table name, for the first part of an act's URL, the kind that access knows and the table it is in.
func AccessKind(urlKind string) access.Kind {
	switch urlKind {
	case "cases":
		return access.Case
	case "referrals":
		return access.Referral
	case "evidence":
		return access.Evidence
	case "persons":
		return access.Person
	case "mss":
		return access.MSS
	}
	return access.Record
}

func table(urlKind string) string {
	switch urlKind {
	case "cases":
		return "cases"
	case "referrals":
		return "referrals"
	case "evidence":
		return "evidence_items"
	case "persons":
		return "persons"
	case "mss":
		return "mss_handovers"
	}
	return "records"
}

// targetOf names an object of the file by the first part of its URL.
func (f *File) TargetOf(urlKind string, id int64) Target {
	switch urlKind {
	case "cases":
		if c := f.Case(id); c != nil {
			return Target{law.Machine(c.Machine), id}
		}
	case "referrals":
		return Target{law.Referral, id}
	case "evidence":
		return Target{law.Evidence, id}
	case "persons":
		return Target{law.Person, id}
	case "mss":
		return Target{law.MSSHandover, id}
	}
	if r := f.Record(id); r != nil {
		return Target{law.Machine(r.Entity), id}
	}
	return Target{}
}

// urlKind is the first part of the URL of a machine's objects.
func URLKind(m law.Machine) string {
	switch m {
	case "admin_case", "criminal_case":
		return "cases"
	case "referral":
		return "referrals"
	case "evidence_item":
		return "evidence"
	case "mss_handover":
		return "mss"
	case "person_in_criminal_case":
		return "persons"
	}
	return "records"
}
