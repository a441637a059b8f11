package goods

import (
	"context"
	"slices"
	"strings"
	"time"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
)

// Described are the items that decide the state, as the goods are not called anyway; their conditions; and where the list
// prints their customs codes, if that is not the basis.
func (d Desk) Described(ctx context.Context, f Finding, r Row) (names, thresholds []string, printed string) {
	var in []string
	for _, x := range f.Items {
		if name := i18n.Pick(ctx, x.NameZH, x.NameEN); name != r.Name {
			names = once(names, name)
		}
		if x.ThresholdZH != "" {
			thresholds = once(thresholds, i18n.T(ctx, "goods.control.threshold", "text", i18n.Pick(ctx, x.ThresholdZH, x.ThresholdEN)))
		}
		if r.ActOn != nil && x.Announcement != x.BasisOn(*r.ActOn) && x.HS != "" {
			in = once(in, i18n.Pick(ctx, d.Book().Cite(ctx, x.Announcement), x.Announcement))
		}
	}
	if len(in) > 0 {
		printed = i18n.T(ctx, "goods.control.printed", "basis", strings.Join(in, i18n.T(ctx, "act.list")))
	}
	return names, thresholds, printed
}

// CodesAndBasis go with what is shown: those of the items that the list names today, else those that were found with it.
func CodesAndBasis(f Finding, r Row) (codes, basis string) {
	if len(f.Items) == 0 && (r.ControlState == "" || f.State == r.ControlState) {
		return r.ControlCode, r.ControlBasis
	}
	return strings.Join(f.Codes, ";"), f.Basis
}

// Today are goods with the state that is shown of them, for what is counted from it.
func (d Desk) Today(items []Row) []Row {
	out := slices.Clone(items)
	for i := range out {
		out[i].ControlState = d.Shown(out[i]).State
	}
	return out
}

// Shown is what the page says of goods: the state that was found when they were written, with what the list says today
// of the same facts. Not listed, and suspended, stand only as long as the list says nothing harder.
func (d Desk) Shown(r Row) Finding {
	f := d.controlOf(r.facts())
	state := r.ControlState
	if state == "" { // entered with the case, before anybody looked it up
		state = Undetermined
	}
	switch {
	case state == f.State, state == NotControlled, state == Suspended && f.State != NotControlled:
		return f
	case state == Undetermined:
		return undetermined(Gap{Kind: GapLookUp})
	}
	return Finding{State: state, Basis: r.ControlBasis}
}

// facts is what the look-up needs of goods that are written.
func (r Row) facts() Input {
	in := Input{Name: r.Name, Mineral: r.Mineral, Listed: r.Listed, HSDeclared: r.HSDeclared, HSFound: r.HSFound}
	if r.ActOn != nil {
		in.ActOn = *r.ActOn
	}
	return in
}

// Missing says a gap in words.
func (d Desk) Missing(ctx context.Context, g Gap) string {
	args := []any{"hs", g.HS, "items", d.itemNames(ctx, g.Items), "threshold", thresholds(ctx, g.Items)}
	kind := g.Kind
	if g.Unsure {
		kind += "_unsure"
	}
	if len(g.Items) > 0 {
		x := g.Items[0]
		basis, date := x.EarlierBasis, x.EffectiveOn
		if g.Kind == GapAfterSuspension {
			basis, date = x.Announcement, x.SuspendedUntil
			if !x.ExtensionReported.IsZero() {
				kind += "_reported"
			}
		}
		args = append(args, "basis", d.Book().Cite(ctx, basis), "date", date.Format(time.DateOnly), "reported",
			x.ExtensionReported.Format(time.DateOnly))
	}
	return i18n.T(ctx, "goods.gap."+kind, args...)
}

// thresholds are the conditions of rows of the list, each once.
func thresholds(ctx context.Context, items []law.ItemOn) string {
	var out []string
	for _, x := range items {
		if x.ThresholdZH != "" {
			out = once(out, i18n.Pick(ctx, x.ThresholdZH, x.ThresholdEN))
		}
	}
	return strings.Join(out, i18n.T(ctx, "goods.gap.and"))
}

// itemNames names rows of the list, the first five of them.
func (d Desk) itemNames(ctx context.Context, items []law.ItemOn) string {
	var names []string
	for _, x := range items {
		names = once(names, i18n.Pick(ctx, x.NameZH, x.NameEN))
	}
	more := len(names) - 5
	if more > 0 {
		names = names[:5]
	}
	text := strings.Join(names, i18n.T(ctx, "goods.gap.and"))
	if more > 0 {
		text += i18n.T(ctx, "goods.gap.more", "n", more)
	}
	return text
}

func once(all []string, s string) []string {
	if slices.Contains(all, s) {
		return all
	}
	return append(all, s)
}

// Since is from which day on an item is controlled, and by what: each day with its own basis.
func (d Desk) Since(ctx context.Context, x law.ItemOn) string {
	say := func(day time.Time, basis string) string {
		return i18n.T(ctx, "goods.form.since", "date", day.Format(time.DateOnly), "basis", i18n.Pick(ctx, d.Book().Cite(ctx, basis), basis))
	}
	text := say(x.EffectiveOn, x.Announcement)
	if x.LaterBasis != "" {
		text += i18n.T(ctx, "goods.form.then", "since", say(x.LaterFrom, x.LaterBasis))
	}
	return text
}
