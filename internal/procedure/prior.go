package procedure

import (
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Prior fills in what a track knows of the answers to a form on an object, for the people of an agency: its own facts are newer than
// what somebody typed earlier.
type Prior func(agency int64, t matter.Target, f *matter.File, out law.Values)

// Prior is what the file already knows under the names that forms use: earlier input first, then what each track knows.
func (e *Engine) Prior(agency int64, t matter.Target, f *matter.File) law.Values {
	out := law.Values{}
	on := f.CaseOf(t)
	for i := range f.Acts {
		p := &f.Acts[i]
		if own := t.Entity != law.Evidence || p.TargetID == t.ID && p.Entity == t.Entity; own && on != nil && p.CaseID == on.ID && p.AgencyID == agency {
			for k, v := range p.Input {
				out[k] = v
			}
		}
	}
	delete(out, "opinion")
	delete(out, "reason")
	for _, known := range e.reg.priors {
		known(agency, t, f, out)
	}
	return out
}
