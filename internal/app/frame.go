package app

import (
	"context"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/i18n"
)

// counts are the badges of the navigation, one batch for the whole frame: key as in web's menus, with ".due" for what
// is mine and due. What a page must know first travels with them.
func (a *App) counts(ctx context.Context, who actor.Actor, more ...func(*database.Pipe)) (map[string]int, error) {
	return a.features.inbox.Counts(ctx, who, more...)
}

// fieldLabel is what the forms call a field, for error pages that give the text back.
func (a *App) fieldLabel(ctx context.Context, name string) string {
	zh, en := a.labels[name].zh, a.labels[name].en
	return i18n.Pick(ctx, zh, en)
}

type label struct{ zh, en string }

// formLabels collects the labels of all forms; where two forms name one field differently, the first one counts.
func (a *App) formLabels() map[string]label {
	out := map[string]label{}
	for _, form := range a.Book.Forms {
		for _, f := range form.Fields {
			if _, ok := out[f.Name]; !ok {
				out[f.Name] = label{f.LabelZH, f.LabelEN}
			}
		}
	}
	return out
}
