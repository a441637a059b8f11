package admincase

import (
	"slices"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// Events about somebody's recusal, and the fields that name him.
const (
	recusalAsked, askedOf      = "recusal.requested", "person"
	recusalDecided, recusedOne = "recusal.decided", "recused_person"
)

// recusalConcernedDoesNotDecide: APL 43; CPL 31; MPS 35. Nobody decides on his own recusal, whoever proposed it. It is about
// whom the proposal names; while a request against the decider himself waits, he decides on that of another who was asked to
// step aside too, and on nothing else: a decision about nobody who was would be the answer to his own.
func recusalConcernedDoesNotDecide(a *act, f *file) verdict {
	about, open := a.Input.Str(recusedOne), openRecusals(f)
	called := func(v string) bool {
		return slices.ContainsFunc(f.PersonNames(v), func(name string) bool { return procedure.Called(a.Who, name) })
	}
	asked := slices.ContainsFunc(open, called)
	another := slices.ContainsFunc(open, func(v string) bool { return f.SamePerson(v, about) })
	return when(a.Proposing || !called(about) && (!asked || another))
}

// OpenRecusals are the names of those who were asked to step aside and on whom it was not decided yet.
func OpenRecusals(f *file) []string {
	open := openRecusals(f)
	for i, v := range open {
		open[i] = f.PersonName(v)
	}
	return open
}

// openRecusals are what was typed or picked for them. A decision of the time when none named anybody answers what was asked
// before it.
func openRecusals(f *file) []string {
	var open []string
	for i := range f.Acts {
		switch p := &f.Acts[i]; p.Event {
		case recusalAsked:
			open = append(open, p.Input.Str(askedOf))
		case recusalDecided:
			about := p.Input.Str(recusedOne)
			open = slices.DeleteFunc(open, func(v string) bool { return about == "" || f.SamePerson(v, about) })
		}
	}
	return open
}

// prior: on whom it was decided is decided; a form starts from the first who waits.
func prior(agency int64, t matter.Target, f *file, out law.Values) {
	if f.DeskOf(agency, t) == nil {
		return
	}
	delete(out, recusedOne)
	if open := OpenRecusals(f); len(open) > 0 {
		out[recusedOne] = open[0]
	}
}
