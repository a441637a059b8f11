package page

import (
	"context"
	"slices"
	"strings"
	"time"

	"touchstone/internal/goods"
	"touchstone/internal/i18n"
	views "touchstone/views/goods"
	"touchstone/views/ui"
)

// listed are the items of the control list to pick from, those of the element first: each with the announcement that
// controls it and the day since when, for the list of the day of the act decides.
func (h *HTTP) listed(ctx context.Context, name, mineral string, on time.Time) []ui.Option {
	out := []ui.Option{{Label: i18n.T(ctx, "goods.form.look_up")}}
	near := h.Desk.Near(name, mineral, on)
	for _, x := range append(near, h.Book().Items(on, "")...) {
		if slices.ContainsFunc(out, func(o ui.Option) bool { return o.Value == x.NameZH }) {
			continue
		}
		out = append(out, ui.Option{Value: x.NameZH, Label: joined(i18n.Pick(ctx, x.ElementZH, x.ElementEN), i18n.Pick(ctx, x.NameZH, x.NameEN),
			i18n.Pick(ctx, x.ThresholdZH, x.ThresholdEN), h.Desk.Since(ctx, x))})
	}
	return out
}

// control is the cell of the list: what it says of the goods, on what basis, and what is missing to say more.
func (h *HTTP) control(ctx context.Context, r goods.Row) views.Control {
	f := h.Desk.Shown(r)
	codes, basis := goods.CodesAndBasis(f, r)
	c := views.Control{Tag: ui.Tag{Label: i18n.T(ctx, "goods.control."+f.State), Tone: controlTone(f.State)}, Codes: strings.ReplaceAll(codes, ";", " · "),
		Basis: i18n.Pick(ctx, h.Book().Cite(ctx, basis), basis)}
	switch f.State {
	case goods.NotControlled:
		c.Remark = i18n.T(ctx, "goods.control.reference")
	case goods.Undetermined:
		for _, g := range f.Gaps {
			c.Missing = append(c.Missing, views.Missing{Kind: g.Kind, Text: h.Desk.Missing(ctx, g)})
		}
	}
	for _, g := range f.Beside {
		c.Beside = append(c.Beside, views.Missing{Kind: g.Kind, Text: h.Desk.Missing(ctx, g)})
	}
	if f.Basis == "" {
		return c
	}
	names, thresholds, printed := h.Desk.Described(ctx, f, r)
	c.Item, c.Thresholds, c.Printed = strings.Join(names, i18n.T(ctx, "act.list")), thresholds, printed
	return c
}

func controlTone(state string) string {
	return map[string]string{goods.Controlled: "err", goods.Suspended: "warn", goods.Undetermined: "warn", goods.NotControlled: "ok"}[state]
}
