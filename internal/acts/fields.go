package acts

import (
	"context"
	"net/url"
	"slices"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
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
		f := ui.Field{Name: x.Name, Type: x.Type, Label: x.Label.In(ctx), Hint: x.Hint.In(ctx),
			Optional: !x.Required.Always, Multiple: x.Multiple(), Options: options(ctx, x, row, ch)}
		if in != nil {
			f.Values = in[x.Name]
		} else if f.Values = preset(x, known, now); len(f.Values) == 0 && onFile(row, x) {
			f.Values = known[x.Name]
		}
		if len(f.Values) > 0 {
			f.Value = f.Values[0]
		}
		f.Value = procedure.Local(x, f.Value)
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
		out = append(out, ui.Option{Value: v.Code, Label: v.Label.In(ctx)})
	}
	return out
}

// Officer is somebody who may be named, by username and name, with the roles in which.
type Officer struct {
	ui.Option
	Roles []actor.Role
}

// officers are the people who may be named in a field.
func (ch Choices) officers(field string) []ui.Option {
	if ch.named == nil {
		return nil
	}
	roles := ch.named(field)
	var out []ui.Option
	for _, o := range ch.Officers {
		if slices.ContainsFunc(o.Roles, func(r actor.Role) bool { return slices.Contains(roles, r) }) {
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
		f.Options = append(f.Options, ui.Option{Value: r.Variant, Label: r.VariantLabel.In(ctx)})
	}
	return f
}
