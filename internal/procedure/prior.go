package procedure

import (
	"github.com/shopspring/decimal"

	"touchstone/internal/law"
)

// Prior is what the file already knows under the names that forms use: earlier input first, then the file's own
// facts, which are newer.
func (e *Engine) Prior(agency int64, t Target, f *File) law.Values {
	out := law.Values{}
	on, c := f.CaseOf(t), f.DeskOf(agency, t)
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
	if _, ok := out["destination"]; !ok && on != nil {
		out["destination"] = "PUBLIC_SECURITY"
	}
	e.priorItem(t, f, out)
	e.priorReferral(agency, t, f, out)
	if c != nil {
		e.priorCase(c, f, out)
	}
	return out
}

// priorCase: what the agency's own file knows.
func (e *Engine) priorCase(c *Case, f *File, out law.Values) {
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
	e.priorPenalty(c, f, out)
	delete(out, recusedOne) // on whom it was decided is decided
	if open := f.OpenRecusals(); len(open) > 0 {
		out[recusedOne] = open[0]
	}
}

// priorItem: what is known of the item itself; another item's seal or weight is none of its business.
func (e *Engine) priorItem(t Target, f *File, out law.Values) {
	item := f.Item(t.ID)
	if t.Entity != law.Evidence || item == nil {
		return
	}
	if item.SealNo != "" {
		out["seal_no"] = item.SealNo
	}
	if item.StoragePlace != "" {
		out["storage_place"] = item.StoragePlace
	}
	if q, err := decimal.NewFromString(item.Quantity); err == nil {
		out["quantity"] = q
	}
	if item.Gross != nil {
		out["weight"] = item.Gross.Kilograms()
	}
}

func (e *Engine) priorReferral(agency int64, t Target, f *File, out law.Values) {
	r := f.Referral(t.ID)
	if t.Entity != "referral" || r == nil {
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
	kind := map[string]string{"PUBLIC_SECURITY": "public_security", "CUSTOMS_ANTI_SMUGGLING": "customs_anti_smuggling",
		"STATE_SECURITY": "state_security"}[r.Destination]
	for _, a := range f.Agencies {
		if a.Kind == kind && a.Accounts {
			if known, ok := out["receiving_organ"].(string); !ok || known > a.Code {
				out["receiving_organ"] = a.Code
			}
		}
	}
}

// priorPenalty: what the prior notice proposed is where the decision starts.
func (e *Engine) priorPenalty(c *Case, f *File, out law.Values) {
	if p := f.LastIn(c, "penalty_prior_notice.approved"); p != nil {
		for _, k := range []string{"sanctions", "fine", "deviation_ground", "legal_basis", "evidence"} {
			if v, ok := p.Input[k]; ok {
				out[k] = v
			}
		}
	}
}
