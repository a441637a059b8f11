package goods

import (
	"context"
	"slices"
	"strings"
	"time"

	"touchstone/internal/i18n"
	"touchstone/views/ui"
)

// listed are the items of the control list to pick from, those of the element first: each with the announcement that
// controls it and the day since when, for the list of the day of the act decides.
func (h *HTTP) listed(ctx context.Context, name, mineral string, on time.Time) []ui.Option {
	out := []ui.Option{{Label: i18n.T(ctx, "goods.form.look_up")}}
	near := h.Desk.ofElement(name, mineral, on)
	for _, x := range append(near, h.Book.Items(on, "")...) {
		if slices.ContainsFunc(out, func(o ui.Option) bool { return o.Value == x.NameZH }) {
			continue
		}
		out = append(out, ui.Option{Value: x.NameZH, Label: joined(i18n.Pick(ctx, x.ElementZH, x.ElementEN), i18n.Pick(ctx, x.NameZH, x.NameEN),
			i18n.T(ctx, "goods.form.since", "date", x.EffectiveOn.Format(time.DateOnly), "basis", i18n.Pick(ctx, h.Book.Cite(x.Announcement), x.Announcement)))})
	}
	return out
}

// matched names the items of the list that the goods were taken for, where they bear another name.
func (h *HTTP) matched(ctx context.Context, r Row) string {
	if r.ActOn == nil || r.ControlBasis == "" {
		return ""
	}
	hits := h.Desk.named(r.Listed, *r.ActOn)
	if r.Listed == "" {
		hs := r.HSFound
		if hs == "" {
			hs = r.HSDeclared
		}
		hits = h.Desk.fitting(r.Name, r.Mineral, hs, *r.ActOn)
	}
	var names []string
	for _, x := range hits {
		if name := i18n.Pick(ctx, x.NameZH, x.NameEN); x.Announcement == r.ControlBasis && name != r.Name && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, i18n.T(ctx, "act.list"))
}
