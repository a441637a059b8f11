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
			if l := e.called(form, name, code); l.ZH != "" {
				out[i] = l
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

// called is what the argument of that name is called; empty where it is no code.
func (e *Engine) called(form *law.Form, name, code string) (l i18n.Label) {
	switch name {
	case "field":
		if x := e.fieldNamed(form, code); x != nil {
			l.ZH, l.EN = x.LabelZH, x.LabelEN
		}
	case "paper":
		if d := e.book().Document(code); d != nil {
			l.ZH, l.EN = d.NameZH, d.NameEN
		}
	case "clock":
		if k := e.book().Clock(code); k != nil {
			l.ZH, l.EN = k.NameZH, k.NameEN
		}
	case "sanction":
		l.ZH, l.EN = e.book().EnumLabel("sanction", code)
	case "indicator":
		l = i18n.Both("referral.indicator." + code)
	case "basis":
		l.ZH, l.EN = e.book().Cite(code), e.book().CiteEN(code)
	}
	return l
}
