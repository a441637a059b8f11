package acts

import (
	"context"

	"touchstone/internal/law"
	"touchstone/views/ui"
)

// PageField is a field of a page's form as its row has it: what it is called, what the hint says, whether it must be filled.
func PageField(ctx context.Context, form *law.Form, name string) ui.Field {
	x := form.Field(name)
	return ui.Field{Name: x.Name, Type: x.Type, Label: x.Label.In(ctx), Hint: x.Hint.In(ctx),
		Optional: !x.Required.Always}
}
