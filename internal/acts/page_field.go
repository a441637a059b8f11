package acts

import (
	"context"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/views/ui"
)

// PageField is a field of a page's form as its row has it: what it is called, what the hint says, whether it must be filled.
func PageField(ctx context.Context, form *law.Form, name string) ui.Field {
	x := form.Field(name)
	return ui.Field{Name: x.Name, Type: x.Type, Label: i18n.Pick(ctx, x.LabelZH, x.LabelEN), Hint: i18n.Pick(ctx, x.HintZH, x.HintEN),
		Optional: !x.Required.Always}
}
