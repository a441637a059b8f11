package identity

import (
	"context"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/i18n"
)

// Preferences is how somebody wants the pages to look.
type Preferences struct {
	Lang, Theme, Density string
	Shortcuts            bool
}

func (p Preferences) check(ctx context.Context) error {
	var bad []errs.Field
	one := func(name, v string, allowed ...string) {
		for _, a := range allowed {
			if v == a {
				return
			}
		}
		bad = append(bad, errs.Field{Name: name, Key: "me.unknown_choice"})
	}
	one("lang", p.Lang, i18n.Languages(ctx)...)
	one("theme", p.Theme, "auto", "light", "dark")
	one("density", p.Density, "compact", "comfortable")
	if bad != nil {
		return errs.Invalid(bad...)
	}
	return nil
}

// SavePreferences keeps the reader's own choices.
func (i *Identity) SavePreferences(ctx context.Context, who actor.Actor, key audit.Key, p Preferences) error {
	if err := p.check(ctx); err != nil {
		return err
	}
	_, err := i.log.Write(ctx, who, key, func(tx *audit.Tx) error {
		if err := updatePreferences(ctx, tx, who.UserID, p); err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{
			Action: "preferences.saved", Kind: "account", TargetID: who.UserID, TargetName: who.Name,
			Details: map[string]any{"lang": p.Lang, "theme": p.Theme, "density": p.Density, "shortcuts": p.Shortcuts},
		})
	})
	return err
}

// EndSession ends one of the reader's own sessions, named by the prefix of its hash.
func (i *Identity) EndSession(ctx context.Context, who actor.Actor, key audit.Key, id string) error {
	_, err := i.log.Write(ctx, who, key, func(tx *audit.Tx) error {
		n, err := deleteSession(ctx, tx, who.UserID, id)
		if err != nil {
			return err
		}
		if n != 1 {
			return errs.New(errs.NotFound, "errors.text.not_found")
		}
		return tx.Record(ctx, audit.Event{Action: "session.ended", Kind: "account", TargetID: who.UserID, TargetName: who.Name})
	})
	return err
}
