package acts

import (
	"context"

	"touchstone/internal/errs"
	"touchstone/internal/i18n"
	"touchstone/views/ui"
)

// CredentialField is where a form asks for the credential. It never carries a value back.
func CredentialField(ctx context.Context, hint string, bad []errs.Field) ui.Field {
	f := credentialField(ctx, bad)
	f.Hint = i18n.T(ctx, hint)
	return f
}

// FieldsOf are the fields that a refusal names; none of no refusal.
func FieldsOf(e *errs.E) []errs.Field {
	if e == nil {
		return nil
	}
	return e.Fields
}

func credentialField(ctx context.Context, bad []errs.Field) ui.Field {
	return ui.Field{Name: "credential", Type: "password", Label: i18n.T(ctx, "act.sign.credential"), Hint: i18n.T(ctx, "act.sign.credential_hint"),
		Autocomplete: "current-password", Error: fieldError(ctx, bad, "credential")}
}
