package referral

import (
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// prior is what a referral knows: where it goes and why, the things that it carries, and an organ that can receive it here. Without
// one, public security is where a crime is referred to (D310 3).
func prior(agency int64, t matter.Target, f *matter.File, out law.Values) {
	if _, ok := out["destination"]; !ok && f.CaseOf(t) != nil {
		out["destination"] = PublicSecurity
	}
	r := f.Referral(t.ID)
	if t.Entity != law.Referral || r == nil {
		return
	}
	out["destination"], out["offence"] = r.Destination, r.Offence
	var items []string
	for _, i := range f.ItemsOf(r.FromCaseID) {
		if i.Finding != "excluded" && (r.FromAgencyID == agency || r.Carries(0, i.ID)) {
			items = append(items, i.Ref)
		}
	}
	if len(items) > 0 {
		out["evidence"] = items
	}
	for _, a := range f.Agencies {
		if a.Kind == KindOf(r.Destination) && a.Accounts {
			if known, ok := out["receiving_organ"].(string); !ok || known > a.Code {
				out["receiving_organ"] = a.Code
			}
		}
	}
}
