package acts

import (
	"context"
	"slices"
	"strings"

	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
)

// explain is a refusal in one sentence.
func (e *Desk) explain(ctx context.Context, err error) string {
	x, ok := errs.As(e.named(ctx, err))
	if !ok {
		return ""
	}
	return i18n.T(ctx, x.Key, x.Args...)
}

// named says roles in a refusal by their names and articles by their laws: whoever reads it knows no codes.
func (e *Desk) named(ctx context.Context, err error) error {
	x, ok := errs.As(err)
	if ok && len(x.Guards) > 0 {
		y := *x
		y.Guards = slices.Clone(x.Guards)
		for i := range y.Guards {
			y.Guards[i].Cited = law.Cited{Book: e.Book(), Basis: y.Guards[i].Basis}
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
			y.Args[i] = e.RoleNames(ctx, procedure.RolesFrom(strings.Split(s, "|")))
		}
	}
	return &y
}

// appointmentName says an appointment in words: as the table of appointments names it, else as the field of the form does.
func (e *Desk) appointmentName(ctx context.Context, code string) string {
	if a := e.Book().Appointment(code); a != nil {
		return a.Label.In(ctx)
	}
	if x := e.Book().NamedField(code); x != nil {
		return x.Label.In(ctx)
	}
	return code
}
