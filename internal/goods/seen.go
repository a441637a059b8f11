package goods

import (
	"context"

	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// seen are the goods of the organ's own file, with what the control list says of them: who decides reads the same as their page.
func (d Desk) seen(ctx context.Context, s *procedure.Sight) {
	for _, g := range s.File.Goods {
		if s.Own && g.CaseID == s.Case.ID {
			s.Under("goods:"+g.Ref, func() { seenItem(s, g, d.listing(ctx, g)) })
		}
	}
}

func seenItem(s *procedure.Sight, g matter.Goods, l listing) {
	s.Text("name", g.Name)
	s.Fact("mineral", procedure.KindMineral, g.Mineral)
	s.Text("form", g.Form)
	s.Text("purity", g.Purity)
	s.Amount("quantity", g.Quantity, g.Unit)
	s.Mass("net_g", g.Net)
	s.Fen("value_fen", g.Value)
	s.Words("value_method", "goods.method", g.ValueMethod)
	s.Text("control_code", l.Code)
	s.Fact("control_basis", procedure.KindLaw, l.Basis)
	s.Words("control_state", "goods.control", l.State)
	s.Named("control_note", l.Note, l.NoteZH, l.NoteOthers)
	s.Text("listed_item", g.ListedItem)
	s.Date("act_on", g.ActOn)
	s.Text("hs_declared", g.HSDeclared)
	s.Text("hs_found", g.HSFound)
	s.Words("licence_state", "goods.licence", g.LicenceState)
	s.Text("licence_note", g.LicenceNote)
}
