package procedure

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/views/ui"
)

// Choices are what the reader may pick from in an act's form: people, papers and items of the file.
type Choices struct {
	Officers  []Officer
	Agencies  []ui.Option // code, name
	Documents []ui.Option
	Evidence  []ui.Option
	Parties   []ui.Option
	Laws      []ui.Option // violation codes
	Cite      func(basis string) string

	named func(field string) []actor.Role // whom a field may name, by role
}

// FormFields presents the form of an act. in holds what was typed before (nil: a first visit), prior what the
// file already knows: no value is asked twice.
func FormFields(ctx context.Context, row *law.Act, in url.Values, prior law.Values, now time.Time, ch Choices, bad []errs.Field) []ui.Field {
	if row.Form == nil {
		return nil
	}
	known := row.Form.Encode(prior)
	var out []ui.Field
	for _, x := range row.Form.Fields {
		f := ui.Field{Name: x.Name, Type: x.Type, Label: i18n.Pick(ctx, x.LabelZH, x.LabelEN), Hint: i18n.Pick(ctx, x.HintZH, x.HintEN),
			Optional: !x.Required.Always, Multiple: x.Multiple(), Options: options(ctx, x, row, ch)}
		if in != nil {
			f.Values = in[x.Name]
		} else if f.Values = preset(x, known, now); len(f.Values) == 0 && onFile(row, x) {
			f.Values = known[x.Name]
		}
		if len(f.Values) > 0 {
			f.Value = f.Values[0]
		}
		f.Value = local(x, f.Value)
		if said := labelOf(f.Options, f.Value); x.Type == "legal_basis" && f.Hint == "" && said != f.Value {
			f.Hint = said // the box holds a code; beneath its label stand the words
		}
		for _, b := range bad {
			if b.Name == x.Name && f.Error == "" {
				f.Error = i18n.T(ctx, b.Key, b.Args...)
			}
		}
		out = append(out, f)
	}
	return out
}

// labelOf is the label of the option that was chosen; what is no option stands for itself.
func labelOf(options []ui.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}

// onFile: a referral's forms start from what the file holds: its evidence, the crime that was named.
func onFile(row *law.Act, x *law.Field) bool {
	return row.Entity == law.Referral && slices.Contains([]string{"evidence", "offence"}, x.Name)
}

// preset is what a field shows on a first visit.
func preset(x *law.Field, known url.Values, now time.Time) []string {
	switch {
	case x.DefaultValue() != "":
		return []string{x.DefaultValue()}
	case x.Default == "now":
		return []string{now.In(law.Zone()).Format(time.RFC3339)}
	case x.Default == "prior", x.Papers() != nil, x.Type == "officers2": // who handles the case is on file; no value is asked twice
		return known[x.Name]
	}
	return nil
}

// local writes a stored moment the way a date box wants it, in legal time.
func local(x *law.Field, s string) string {
	if x.Type != "datetime" {
		return s
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return s
	}
	return t.In(law.Zone()).Format("2006-01-02T15:04")
}

func options(ctx context.Context, x *law.Field, row *law.Act, ch Choices) []ui.Option {
	switch x.Type {
	case "officer", "officers2":
		return ch.officers(x.Name)
	case "org":
		if x.Name == "receiving_organ" { // a party of the case is no organ
			return ch.Agencies
		}
		return append(slices.Clone(ch.Agencies), ch.Parties...)
	case "person":
		return ch.Parties
	case "documents":
		return append(slices.Clone(ch.Documents), ch.Evidence...)
	case "evidence_items":
		return ch.Evidence
	case "legal_basis":
		return ch.laws(x, row)
	}
	var out []ui.Option
	for _, v := range x.Options {
		out = append(out, ui.Option{Value: v.Code, Label: i18n.Pick(ctx, v.LabelZH, v.LabelEN)})
	}
	return out
}

// Officer is somebody who may be named, by username and name, with the roles in which.
type Officer struct {
	ui.Option
	Roles []string
}

// officers are the people who may be named in a field.
func (ch Choices) officers(field string) []ui.Option {
	if ch.named == nil {
		return nil
	}
	roles := ch.named(field)
	var out []ui.Option
	for _, o := range ch.Officers {
		if slices.ContainsFunc(o.Roles, func(r string) bool { return slices.Contains(roles, actor.Role(r)) }) {
			out = append(out, o.Option)
		}
	}
	return out
}

// laws suggests the articles of the act itself before the violations; what is suspected is only ever a violation.
func (ch Choices) laws(x *law.Field, row *law.Act) []ui.Option {
	if x.Name == "lead_basis" || ch.Cite == nil || row.Basis == "" {
		return ch.Laws
	}
	return append([]ui.Option{{Value: ch.Cite(row.Basis), Label: ch.Cite(row.Basis)}}, ch.Laws...)
}

// VariantField lets the person choose between the outcomes of an event.
func VariantField(ctx context.Context, rows []*law.Act, chosen string, problem string) *ui.Field {
	if len(rows) < 2 {
		return nil
	}
	f := &ui.Field{Name: "variant", Type: "radios", Label: i18n.T(ctx, "act.form.variant"), Value: chosen, Error: problem}
	for _, r := range rows {
		f.Options = append(f.Options, ui.Option{Value: r.Variant, Label: i18n.Pick(ctx, r.VariantLabelZH, r.VariantLabelEN)})
	}
	return f
}

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
	kind := map[string]string{"PUBLIC_SECURITY": "public_security", "CUSTOMS_ANTI_SMUGGLING": "customs_anti_smuggling", "STATE_SECURITY": "state_security"}[r.Destination]
	for _, a := range f.Agencies {
		if a.Kind == kind && a.Accounts {
			if known, ok := out["receiving_organ"].(string); !ok || known > a.Code {
				out["receiving_organ"] = a.Code
			}
		}
	}
}

// priorPapers: a field that asks for a paper starts from the kind of paper that the table names for it, of those that the
// agency holds or was sent, or from nothing.
func priorPapers(a *Asking, out law.Values) {
	t := a.subject()
	desk, pack := a.File.DeskOf(a.Who.AgencyID, t), a.File.carrying(t)
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
