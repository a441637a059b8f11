package cases

import (
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// prior is what the agency's own file knows: who handles it, on what ground, and when the violation ended.
func prior(agency int64, t matter.Target, f *matter.File, out law.Values) {
	c := f.DeskOf(agency, t)
	if c == nil {
		return
	}
	var handlers []string
	for _, m := range f.Handlers(c.ID) {
		handlers = append(handlers, m.Username)
	}
	if len(handlers) > 0 {
		out["handlers"], out["team"], out["officers"] = handlers, handlers, handlers
	}
	if c.LeadBasis != "" {
		out["lead_basis"] = c.LeadBasis
	}
	if c.ViolationEndedOn != nil {
		out["violation_ended_on"] = *c.ViolationEndedOn
	}
}
