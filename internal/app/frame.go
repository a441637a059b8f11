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
	if l, ok := a.labels[name]; ok {
		return i18n.Pick(ctx, l.zh, l.en)
	}
	if key := pageLabels()[name]; key != "" {
		return i18n.T(ctx, key)
	}
	return ""
}

// pageLabels are the texts by which pages call the fields that no form of the tables has.
func pageLabels() map[string]string {
	return map[string]string{"compartmented": "cases.access.compartment",
		"default": "cases.views.open_with_this", "shared": "cases.views.col.who",
		"variant": "act.form.variant", "answer": "evidence.answer.label", "credential": "act.sign.credential"}
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
