package evidence

import (
	"slices"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// named tells whether a name written in a form is that of somebody on the file, by account or by name in either language.
func named(f *matter.File, who string) bool {
	return slices.ContainsFunc(f.Members, func(m matter.Member) bool { return m.Called(who) })
}

// caseOf is the case in which an act on evidence happens: the parent of a new item, or the case that has an item in
// its keeping.
func caseOf(a *procedure.Act, f *matter.File) *matter.Case {
	if e := f.Item(a.Target.ID); a.Target.Entity == law.Evidence && e != nil {
		return f.Case(Custodian(e))
	}
	if c := f.CaseOf(a.Target); c != nil {
		return c
	}
	return f.CaseOf(a.Parent)
}
