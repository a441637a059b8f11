package session

import (
	"context"

	"touchstone/internal/i18n"
	"touchstone/views/ui"
)

func form(ctx context.Context, p Login) ui.ActForm {
	f := ui.ActForm{
		Action: "/login", Key: p.Key, Problems: p.Problems, Submit: i18n.T(ctx, "session.submit"),
		Fields: []ui.Field{
			{Name: "username", Type: "text", Label: i18n.T(ctx, "session.username"), Value: p.Username, Autocomplete: "username"},
			{Name: "password", Type: "password", Label: i18n.T(ctx, "session.password"), Autocomplete: "current-password"},
		},
	}
	if p.Next != "" {
		f.Hidden = []ui.Pair{{Name: "next", Value: p.Next}}
	}
	return f
}
