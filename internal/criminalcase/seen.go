package criminalcase

import (
	"context"

	"touchstone/internal/law"
	"touchstone/internal/procedure"
)

// seen is the person whom the proposal is about.
func seen(_ context.Context, s *procedure.Sight) {
	id, on := s.On(law.Person)
	x := s.File.Person(id)
	if !on || x == nil {
		return
	}
	s.Under("person", func() {
		s.Text("name", x.Name)
		s.Text("ref", x.Ref)
		s.State(law.Person, x.State)
		s.Text("party", x.PartyRef)
	})
}
