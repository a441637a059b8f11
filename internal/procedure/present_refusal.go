package procedure

import (
	"context"
	"slices"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
)

// explain is a refusal in one sentence.
func (e *Engine) explain(ctx context.Context, err error) string {
	x, ok := asE(e.named(ctx, err))
	if !ok {
		return ""
	}
	return i18n.T(ctx, x.Key, x.Args...)
}

// named says roles in a refusal by their names and articles by their laws: whoever reads it knows no codes.
func (e *Engine) named(ctx context.Context, err error) error {
	x, ok := asE(err)
	if ok && len(x.Guards) > 0 {
		y := *x
		y.Guards = slices.Clone(x.Guards)
		for i := range y.Guards {
			y.Guards[i].Basis = e.book.CiteEN(y.Guards[i].Basis)
		}
		return &y
	}
	if !ok || !slices.Contains([]string{"procedure.duty_clash", "procedure.duty_appointed", "procedure.duty_named", "procedure.role_missing"}, x.Key) {
		return err
	}
	y := *x
	y.Args = slices.Clone(x.Args)
	for i := 1; i < len(y.Args); i += 2 {
		s, _ := y.Args[i].(string)
		if y.Args[i-1] == "as" {
			y.Args[i] = e.appointmentName(ctx, s)
		} else {
			y.Args[i] = e.RoleNames(ctx, rolesFrom(strings.Split(s, "|")))
		}
	}
	return &y
}

// appointmentName says an appointment in words: as the table of appointments names it, else as the field of the form does.
func (e *Engine) appointmentName(ctx context.Context, code string) string {
	if a := e.book.Appointment(code); a != nil {
		return i18n.Pick(ctx, a.LabelZH, a.LabelEN)
	}
	if x := e.book.NamedField(code); x != nil {
		return i18n.Pick(ctx, x.LabelZH, x.LabelEN)
	}
	return code
}

// inWords calls what a guard names by what tables and pages call it: whoever is refused knows no codes.
func (e *Engine) inWords(form *law.Form, args []any) []any {
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
	for _, f := range e.book.Forms {
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
		if d := e.book.Document(code); d != nil {
			l.ZH, l.EN = d.NameZH, d.NameEN
		}
	case "clock":
		if k := e.book.Clock(code); k != nil {
			l.ZH, l.EN = k.NameZH, k.NameEN
		}
	case "sanction":
		l.ZH, l.EN = e.book.EnumLabel("sanction", code)
	case "indicator":
		l = i18n.Both("referral.indicator." + code)
	case "basis":
		l.ZH, l.EN = e.book.Cite(code), e.book.CiteEN(code)
	}
	return l
}

func rolesFrom(ss []string) []actor.Role {
	out := make([]actor.Role, len(ss))
	for i, s := range ss {
		out[i] = actor.Role(s)
	}
	return out
}
