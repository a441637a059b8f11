package goods

import (
	"context"
	"slices"
	"strings"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// Track is what the goods give the engine: themselves and what the list says of them, for whoever proposes and decides.
func Track(book law.Current) procedure.Track {
	return procedure.Track{Seen: []procedure.SeenPart{{At: procedure.OfLaw, Say: Desk{Book: book}.seen}}}
}

// listing is what the control list says of goods of the file.
type listing struct {
	State, Code, Basis       string
	Note, NoteZH, NoteOthers string // what is missing to say more, or how far the answer goes: its codes and its words
}

// listing is what the page of the goods shows, as a decider reads it: the state, and what is missing to say more.
func (d Desk) listing(ctx context.Context, g matter.Goods) listing {
	r := Row{Name: g.Name, Mineral: g.Mineral, Listed: g.ListedItem, ActOn: g.ActOn, HSDeclared: g.HSDeclared, HSFound: g.HSFound,
		ControlState: g.ControlState, ControlCode: g.ControlCode, ControlBasis: g.ControlBasis}
	f := d.Shown(r)
	out := listing{State: f.State}
	out.Code, out.Basis = CodesAndBasis(f, r)
	out.NoteZH, out.NoteOthers = i18n.Each(ctx, func(ctx context.Context) string { return d.note(ctx, f, r) })
	if out.NoteZH != "" {
		out.Note = strings.Join(noted(f), ";")
	}
	return out
}

// noted are the kinds of what the note says.
func noted(f Finding) []string {
	var kinds []string
	if f.State == NotControlled {
		kinds = append(kinds, "reference")
	}
	for _, g := range append(slices.Clone(f.Gaps), f.Beside...) {
		kinds = append(kinds, g.Kind)
	}
	for _, x := range f.Items {
		if f.Basis != "" {
			kinds = once(kinds, "item:"+x.NameEN)
		}
	}
	return kinds
}

// note is what the page of the goods says beside state, codes and basis: the items with their conditions, what is missing,
// and the rules that may apply beside the list.
func (d Desk) note(ctx context.Context, f Finding, r Row) string {
	var said []string
	switch {
	case f.State == NotControlled:
		said = append(said, i18n.T(ctx, "goods.control.reference"))
	case f.State == Undetermined:
		said = append(said, d.allMissing(ctx, f.Gaps))
	case f.Basis != "":
		r.Name = "" // a decider reads the item even where the goods are called like it
		names, conditions, printed := d.Described(ctx, f, r)
		if len(names) > 0 {
			said = append(said, strings.Join(names, i18n.T(ctx, "act.list")))
		}
		said = append(said, conditions...)
		if printed != "" {
			said = append(said, printed)
		}
	}
	for _, g := range f.Beside {
		said = append(said, d.Missing(ctx, g))
	}
	return strings.Join(said, i18n.T(ctx, "goods.gap.next"))
}

func (d Desk) allMissing(ctx context.Context, gaps []Gap) string {
	said := make([]string, len(gaps))
	for i, g := range gaps {
		said[i] = d.Missing(ctx, g)
	}
	return i18n.T(ctx, "goods.gap.title") + strings.Join(said, i18n.T(ctx, "goods.gap.next"))
}
