package enginetest_test

import (
	"slices"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// offered are the events that somebody may do to the file in memory, in the order of the page.
func offered(t *testing.T, who actor.Actor, f *matter.File, duties ...procedure.Duty) (events []string) {
	t.Helper()
	procedure.SetDuties(f, who, duties)
	for _, s := range pure(t).Steps(who, matter.Target{Entity: law.AdminCase, ID: 11}, f) {
		events = append(events, s.Row.Event)
	}
	return events
}

// TestSteps_AreThoseOfTheRole: what moves the file on comes first, then what ends it, then what is only recorded, what its papers do
// not allow yet, and last what is not built; a duty takes from a person what it forbids him.
func TestSteps_AreThoseOfTheRole(t *testing.T) {
	_, f := inMemory()
	recorded := []string{"inquiry.ended", "oddity.recorded", "hearing.fixed", "paper.issued"}
	then := func(first ...string) []string { return append(append(first, recorded...), "riddle.recorded") }
	who := func(roles ...actor.Role) actor.Actor { return actor.Actor{UserID: 5, AgencyID: 7, Roles: roles} }
	for _, x := range []struct {
		who    actor.Actor
		duties []procedure.Duty
		want   []string
	}{
		{who(actor.CaseHandler), nil, then("matter.decided", "matter.reported")},
		{who(actor.CaseHandler, actor.PrincipalHead), nil, then("matter.decided", "matter.reported", "matter.passed_up")},
		{who(actor.UnitHead), nil, []string{"matter.sent_back", "matter.decided"}},
		{who(actor.AgencyHead), nil, nil}, // he decides on what waits, and begins nothing
		{who(actor.LegalReviewer), nil, []string{"review.passed"}},
		{who(actor.LegalReviewer), []procedure.Duty{{How: "did", Role: actor.CaseHandler}}, nil},
		{who(actor.PSIntake), nil, nil},
	} {
		if got := offered(t, x.who, f, x.duties...); !slices.Equal(got, x.want) {
			t.Errorf("%q with %v: %q, want %q", x.who.Roles, x.duties, got, x.want)
		}
	}
	f.Docs = nil
	want := append(append([]string{"matter.reported"}, recorded...), "matter.decided", "riddle.recorded")
	if got := offered(t, who(actor.CaseHandler), f); !slices.Equal(got, want) {
		t.Errorf("without the notice: %q", got)
	}
}

// TestSteps_WhatWaitsIsNobodys: a step that was proposed waits for its deciders, and is offered to nobody.
func TestSteps_WhatWaitsIsNobodys(t *testing.T) {
	e, on := pure(t), matter.Target{Entity: law.AdminCase, ID: 11}
	_, f := inMemory()
	if got := e.NextFor(on, f); !slices.Contains(got, actor.UnitHead) || slices.Contains(got, actor.AgencyHead) {
		t.Errorf("before it is proposed the way on is that of %q", got)
	}
	f.Proposals = []matter.Proposal{{Ref: "AP-1", State: "OPEN", Event: "matter.decided", RowID: "TAC-05", Entity: law.AdminCase, TargetID: 11,
		Roles: []actor.Role{actor.AgencyHead}}}
	unit := actor.Actor{UserID: 5, AgencyID: 7, Roles: []actor.Role{actor.UnitHead}}
	if got := offered(t, unit, f); !slices.Equal(got, []string{"matter.sent_back"}) {
		t.Errorf("while it waits: %q", got)
	}
	if got := e.Proposed(unit, on, f); len(got) != 1 || got[0].Row.Event != "matter.decided" || got[0].Waits == nil {
		t.Errorf("what waits: %+v", got)
	}
	if got := e.NextFor(on, f); !slices.Contains(got, actor.AgencyHead) {
		t.Errorf("while it waits the way on is that of %q", got)
	}
}
