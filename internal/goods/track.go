package goods

import (
	"context"
	"strings"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
)

// Track is what the goods give the engine: what the list says of them, for whoever proposes and decides.
func Track(book *law.Book) procedure.Track {
	return procedure.Track{Listing: Desk{Book: book}.listing}
}

// listing is what the page of the goods shows, as a decider reads it: the state, and what is missing to say more.
func (d Desk) listing(ctx context.Context, g procedure.Goods) procedure.Listing {
	r := Row{Name: g.Name, Mineral: g.Mineral, Listed: g.ListedItem, ActOn: g.ActOn, HSDeclared: g.HSDeclared, HSFound: g.HSFound,
		ControlState: g.ControlState, ControlCode: g.ControlCode, ControlBasis: g.ControlBasis}
	f := d.shown(r)
	out := procedure.Listing{State: f.State}
	out.Code, out.Basis = codesAndBasis(f, r)
	zh, en := i18n.With(ctx, i18n.ZH), i18n.With(ctx, i18n.EN)
	switch f.State {
	case NotControlled:
		out.Note, out.NoteZH, out.NoteEN = "reference", i18n.T(zh, "goods.control.reference"), i18n.T(en, "goods.control.reference")
	case Undetermined:
		var kinds []string
		for _, gap := range f.Gaps {
			kinds = append(kinds, gap.Kind)
		}
		out.Note, out.NoteZH, out.NoteEN = strings.Join(kinds, ";"), d.allMissing(zh, f.Gaps, "；"), d.allMissing(en, f.Gaps, "; ")
	}
	return out
}

func (d Desk) allMissing(ctx context.Context, gaps []Gap, between string) string {
	said := make([]string, len(gaps))
	for i, g := range gaps {
		said[i] = d.missing(ctx, g)
	}
	return i18n.T(ctx, "goods.gap.title") + strings.Join(said, between)
}
