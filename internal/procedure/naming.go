package procedure

import (
	"slices"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
)

// InWords calls what a guard names by what tables and pages call it: whoever is refused knows no codes.
func (e *Engine) InWords(form *law.Form, args []any) []any {
	out := slices.Clone(args)
	for i := 1; i < len(out); i += 2 {
		name, _ := out[i-1].(string)
		if code, ok := out[i].(string); ok {
			if said := e.called(form, name, code); said != nil {
				out[i] = said
			}
		}
	}
	return out
}

// fieldNamed is a field of the form, or the first of that name of any: a guard may miss what another act should have brought.
func (e *Engine) fieldNamed(form *law.Form, name string) *law.Field {
	if form != nil && form.Field(name) != nil {
		return form.Field(name)
	}
	for _, f := range e.book().Forms {
		if x := f.Field(name); x != nil {
			return x
		}
	}
	return nil
}

// called is what the argument of that name is called; nil where it is no code.
func (e *Engine) called(form *law.Form, name, code string) i18n.Sayer {
	switch name {
	case "field":
		if x := e.fieldNamed(form, code); x != nil {
			return x.Label
		}
	case "paper":
		if d := e.book().Document(code); d != nil {
			return d.Name
		}
	case "clock":
		if k := e.book().Clock(code); k != nil {
			return k.Name
		}
	case "sanction":
		if l := e.book().EnumLabel("sanction", code); l.ZH != "" {
			return l
		}
	case "indicator":
		if key := "referral.indicator." + code; i18n.Has(key) {
			return i18n.Sentence(key)
		}
	case "basis":
		if code != "" {
			return law.Cited{Book: e.book(), Basis: code}
		}
	}
	return nil
}
