package procedure

import (
	"context"
	"slices"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/i18n"
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
	if !ok || x.Key != "procedure.duty_clash" && x.Key != "procedure.role_missing" {
		return err
	}
	y := *x
	y.Args = slices.Clone(x.Args)
	for i := 1; i < len(y.Args); i += 2 {
		if s, ok := y.Args[i].(string); ok {
			y.Args[i] = e.RoleNames(ctx, rolesFrom(strings.Split(s, "|")))
		}
	}
	return &y
}

func rolesFrom(ss []string) []actor.Role {
	out := make([]actor.Role, len(ss))
	for i, s := range ss {
		out[i] = actor.Role(s)
	}
	return out
}
