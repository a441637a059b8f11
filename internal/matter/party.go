package matter

import (
	"slices"

	"touchstone/internal/ids"
	"touchstone/internal/names"
)

// Party is a person or organisation on a case.
type Party struct {
	ID, CaseID             int64
	Ref, Name              string
	Kind                   string
	Subject                bool
	NameLatin, FormerNames string
	Part, IDKind, IDNumber string
	Country, Address, Note string
}

// Names are all names of the party: today's, that in Latin letters, the former ones.
func (p Party) Names() []string { return append(names.Several(p.FormerNames), p.Name, p.NameLatin) }

// Called tells whether a name is one of the party's.
func (p Party) Called(name string) bool { return names.Among(name, p.Names()...) }

// Picked is the party of the matter that a field of persons or organs names by its reference, or nil.
func (f *File) Picked(v string) *Party {
	i := slices.IndexFunc(f.Parties, func(p Party) bool { return p.Ref == v })
	if v == "" || i < 0 {
		return nil
	}
	return &f.Parties[i]
}

// PersonName is the name of whom a field of persons or organs names: as it was typed, or of the party that was picked. Whatever
// keeps such a field keeps the name: a reference tells nobody who it was, and a party may be renamed or taken away.
func (f *File) PersonName(v string) string {
	if p := f.Picked(v); p != nil {
		return p.Name
	}
	return v
}

// PersonNames are the names of whom a field of persons names: what was typed, or all names of the party that was picked. Every
// guard that compares people asks for these.
func (f *File) PersonNames(v string) []string {
	if p := f.Picked(v); p != nil {
		return p.Names()
	}
	return []string{v}
}

// SamePerson tells whether two fields of persons name one: they share a name, or are the same reference.
func (f *File) SamePerson(a, b string) bool {
	all := f.PersonNames(b)
	return slices.ContainsFunc(f.PersonNames(a), func(name string) bool { return names.Among(name, all...) })
}

// NamesNobody tells whether a field of persons holds a reference that no party of the matter has: it was taken away since, say.
func (f *File) NamesNobody(v string) bool {
	_, ref := ids.Normal(v)
	return ref && f.Picked(v) == nil
}
