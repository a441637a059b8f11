package procedure

import (
	"context"
	"sort"
	"strings"

	"touchstone/internal/i18n"
	"touchstone/views/ui"
)

// changes compares two revisions of a proposal field by field, then its papers and items.
func (e *Engine) changes(ctx context.Context, d *decisionView, old *Approval) []ui.Change {
	now, w := d.P, e.words(ctx, d)
	form := formOf(e.book, now.RowID)
	var out []ui.Change
	before, after := w.facts(form, old.Input), w.facts(form, now.Input)
	at := map[string]string{}
	for _, f := range before {
		at[f.Label] = f.Value
	}
	for _, f := range after {
		if at[f.Label] != f.Value {
			out = append(out, ui.Change{Label: f.Label, Old: at[f.Label], New: f.Value})
		}
		delete(at, f.Label)
	}
	for _, f := range before {
		if _, gone := at[f.Label]; gone {
			out = append(out, ui.Change{Label: f.Label, Old: f.Value})
		}
	}
	for _, part := range []string{"documents", "evidence"} {
		out = append(out, e.changedParts(ctx, part, old.Shown, now.Shown)...)
	}
	return out
}

func (e *Engine) changedParts(ctx context.Context, part string, old, now map[string]any) []ui.Change {
	a, _ := old[part].(map[string]any)
	b, _ := now[part].(map[string]any)
	var keys []string
	for k := range b {
		if a[k] != b[k] {
			keys = append(keys, k)
		}
	}
	sort.Strings(keys)
	var out []ui.Change
	for _, k := range keys {
		out = append(out, ui.Change{Label: i18n.T(ctx, "act.part."+part), Old: firstWords(a[k]), New: k + " " + firstWords(b[k])})
	}
	return out
}

func firstWords(v any) string {
	s, _ := v.(string)
	head, _, _ := strings.Cut(s, " sha256:")
	return head
}
