package msshandover

import (
	"context"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// seen is the pointer that the proposal is about.
func seen(_ context.Context, s *procedure.Sight) {
	id, on := s.On(law.MSSHandover)
	if h := s.File.MSS(id); on && h != nil {
		s.Under("mss", func() { seenHandover(s, h) })
	}
}

func seenHandover(s *procedure.Sight, h *matter.Handover) {
	s.Text("ref", h.Ref)
	s.State(law.MSSHandover, h.State)
	from := s.File.Agencies[h.FromAgencyID]
	s.Named("from", from.Code, from.NameZH, from.NameEN)
	if to, ok := s.File.Agencies[h.ToAgencyID]; ok {
		s.Named("to", to.Code, to.NameZH, to.NameEN)
	}
	s.Fact("marking", procedure.KindMarking, h.Marking.String())
	s.Yes("compartmented", h.Compartmented)
	s.Fact("indicators", procedure.KindEnum+"mss_indicator", h.Indicators...)
	s.Text("register_no", h.RegisterNo)
	s.Text("holder", h.Holder)
	s.Coded("channel", "channel", h.Channel)
	s.Text("external_ref", h.ExternalRef)
	s.Moment("opened_at", &h.OpenedAt)
	s.Moment("sent_at", h.SentAt)
}
