package evidence

import (
	"slices"
	"strings"

	"touchstone/internal/law"
	"touchstone/internal/procedure"
)

// Officers are the usernames that an act names as present: those of the field officers, else the collector (by
// default the person who acts) and the second one. An account is one person however its name is written.
func Officers(a *procedure.Act) []string {
	names := slices.Clone(a.Input.List("officers"))
	if len(names) == 0 && a.Input.Has("co_collector") {
		names = append(names, Collector(a), a.Input.Str("co_collector"))
	}
	slices.SortFunc(names, func(x, y string) int { return strings.Compare(strings.ToLower(x), strings.ToLower(y)) })
	return slices.CompactFunc(names, strings.EqualFold)
}

// Collector is who collected an item.
func Collector(a *procedure.Act) string {
	if name := a.Input.Str("collector"); name != "" {
		return name
	}
	return a.Who.Username
}

// named tells whether a name written in a form is that of somebody on the file, by account or by name in either language.
func named(f *procedure.File, who string) bool {
	return slices.ContainsFunc(f.Members, func(m procedure.Member) bool { return m.Called(who) })
}

// caseOf is the case in which an act on evidence happens: the parent of a new item, or the case that has an item in
// its keeping.
func caseOf(a *procedure.Act, f *procedure.File) *procedure.Case {
	if e := f.Item(a.Target.ID); a.Target.Entity == law.Evidence && e != nil {
		return f.Case(Custodian(e))
	}
	if c := f.CaseOf(a.Target); c != nil {
		return c
	}
	return f.CaseOf(a.Parent)
}
