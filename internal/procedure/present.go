package procedure

import (
	"slices"
	"strings"

	"touchstone/internal/matter"
)

// Collector is the account of who collected an item: as the form says, else who proposed or does the act.
func (a *Act) Collector(f *matter.File) string {
	if name := a.Input.Str("collector"); name != "" {
		return name
	}
	if a.Proposer == nil {
		return a.Who.Username
	}
	for _, m := range f.Members {
		if m.UserID == a.Proposer.ID {
			return m.Username
		}
	}
	return ""
}

// Present are the accounts that an act names as present: those of its field officers, else the collector and the second person.
// An account is one person however its name is written.
func (a *Act) Present(f *matter.File) []string {
	names := a.Input.List("officers")
	if len(names) == 0 && a.Input.Has("co_collector") {
		names = []string{a.Collector(f), a.Input.Str("co_collector")}
	}
	var out []string
	for _, name := range names {
		if !slices.ContainsFunc(out, func(x string) bool { return strings.EqualFold(x, name) }) {
			out = append(out, name)
		}
	}
	return out
}
