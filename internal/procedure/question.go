package procedure

import (
	"context"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// Question is an act that somebody is asked for: on which object, by which rows.
type Question struct {
	Event          string
	Target, Parent matter.Target // Target.ID 0: the act creates its object under Parent
	File           *matter.File
	Rows           []*law.Act // the rows of the event that the present state admits
	Who            actor.Actor
	Prior          law.Values // more than the file knows (a tip)
}

// Subject is the object whose file the act stands on.
func (a *Question) Subject() matter.Target {
	if a.Target.ID == 0 {
		return a.Parent
	}
	return a.Target
}

// Row is the one that the chosen variant means.
func (a *Question) Row(variant string) (*law.Act, error) {
	if variant == "" && len(a.Rows) == 1 {
		return a.Rows[0], nil
	}
	for _, r := range a.Rows {
		if r.Variant == variant {
			return r, nil
		}
	}
	if variant == "" {
		return nil, errs.Invalid(errs.Field{Name: "variant", Key: "law.variant_needed"})
	}
	return nil, errs.Invalid(errs.Field{Name: "variant", Key: "law.no_such_variant"})
}

// Proposed tells rows that a person starts and another decides.
func Proposed(row *law.Act) bool { return row.FourEyes && row.ProposalAct == "" }

// prior is what the file and the page know of the answers.
func (e *Engine) Known(a *Question) law.Values {
	out := e.Prior(a.Who.AgencyID, a.Subject(), a.File)
	priorPapers(a, out)
	for k, v := range a.Prior {
		out[k] = v
	}
	return out
}

// Figures are what the file itself says about an act, by the feature that knows the law.
func (e *Engine) Figures(ctx context.Context, row *law.Act, t matter.Target, in law.Values, f *matter.File) []Line {
	fn := e.reg.figures[row.Event]
	if fn == nil {
		return nil
	}
	return fn(ctx, &Act{Row: row, Target: t, From: f.State(t), Input: in}, f)
}

// priorPapers: a field that asks for a paper starts from the kind of paper that the table names for it, of those that the
// agency holds or was sent, or from nothing.
func priorPapers(a *Question, out law.Values) {
	t := a.Subject()
	desk, pack := a.File.DeskOf(a.Who.AgencyID, t), a.File.Carrying(t)
	for _, row := range a.Rows {
		if row.Form == nil {
			continue
		}
		for _, x := range row.Form.Fields {
			if x.Papers() != nil {
				delete(out, x.Name)
			}
			for _, code := range x.Papers() {
				if d := a.File.Document(code); d != nil && !out.Has(x.Name) && a.File.Offers(d.Ref) && (desk != nil && d.CaseID == desk.ID || pack.Carries(d.ID, 0)) {
					out[x.Name] = []string{d.Ref}
				}
			}
		}
	}
}
