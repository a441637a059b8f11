package app

import (
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/web"
)

// counts are the badges of the navigation, one batch for the whole frame: key as in web's menus, with ".due" for what
// is mine and due. What a page must know first travels with them.
func (a *App) counts(ctx context.Context, who actor.Actor, more ...func(*database.Pipe)) (map[string]int, error) {
	return a.features.inbox.Counts(ctx, who, more...)
}

// fieldLabel is what the form of a route calls a field, for error pages that give the text back. A route whose forms are
// known borrows no label from another: a wrong one would be worse than none.
func (a *App) fieldLabel(c echo.Context, asks []string, name string) string {
	ctx := web.Context(c)
	forms := a.formsOf(c.Param("event"), asks)
	if len(forms) == 0 {
		forms = a.Book().Forms
	}
	for _, form := range forms {
		if x := form.Field(name); x != nil {
			return x.Label.In(ctx)
		}
	}
	if key := pageLabels()[name]; key != "" {
		return i18n.T(ctx, key)
	}
	return ""
}

// formsOf are the forms of an event, else those that a page asks for.
func (a *App) formsOf(event string, asks []string) []*law.Form {
	var out []*law.Form
	for _, row := range a.Book().Acts {
		if event != "" && row.Event == event && row.Form != nil && !slices.Contains(out, row.Form) {
			out = append(out, row.Form)
		}
	}
	for _, id := range asks {
		out = append(out, a.Book().Form(id))
	}
	return out
}

// pageLabels are the texts by which pages call the fields that no form of the tables has.
func pageLabels() map[string]string {
	return map[string]string{"variant": "act.form.variant", "answer": "evidence.answer.label", "credential": "act.sign.credential"}
}
