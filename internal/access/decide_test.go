package access_test

import (
	"context"
	"strings"
	"testing"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/database"
)

// A target without reference and key asks about the kind; what has no reference is picked by its key alone; what the database
// cannot answer is no.
func TestMay_OfTheKindOfAThingAndOfNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	clockOf := s.target(access.Clock, "own_unit")
	for name, c := range map[string]struct {
		target access.Target
		action access.Action
		want   bool
	}{
		"the kind":                  {access.Target{Kind: access.Case}, access.Read, true},
		"the kind, not permitted":   {access.Target{Kind: access.Case}, access.Assign, false},
		"a kind without rows":       {access.Target{Kind: access.PublicRecord, ID: 7}, access.Read, true},
		"by its key":                {access.Target{Kind: access.Clock, ID: clockOf.ID}, access.Read, true},
		"by the key of no thing":    {access.Target{Kind: access.Clock, ID: 1 << 40}, access.Read, false},
		"by a word that it lacks":   {access.Target{Kind: access.Clock, Ref: "CL-1"}, access.Read, false},
		"by its key beside a word":  {access.Target{Kind: access.Clock, ID: clockOf.ID, Ref: "CL-1"}, access.Read, true},
		"the reference is stronger": {access.Target{Kind: access.Case, ID: s.target(access.Case, "own_unit").ID, Ref: "CA-none"}, access.Read, false},
	} {
		if got, err := s.p.May(t.Context(), s.db.Read(), officer, c.action, c.target); err != nil || got != c.want {
			t.Errorf("%s: %v, %v; want %v", name, got, err, c.want)
		}
	}
	var nobody database.Q // no question, no statement
	if got, err := s.p.MayMany(t.Context(), nobody, officer, nil); err != nil || len(got) != 0 {
		t.Errorf("of nothing: %v, %v", got, err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if got, err := s.p.May(gone, s.db.Read(), officer, access.Read, s.target(access.Case, "own_unit")); err == nil || got {
		t.Errorf("without an answer: %v, %v", got, err)
	}
	if err := s.p.Require(gone, s.db.Read(), officer, access.Read, s.target(access.Case, "own_unit")); err == nil {
		t.Error("without an answer it is required and given")
	}
	for action, want := range map[access.Action]bool{access.Read: true, access.Assign: false} {
		if err := s.p.Require(t.Context(), nobody, officer, action, access.Target{Kind: access.Case}); err == nil != want {
			t.Errorf("%s of the kind is required: %v", action, err)
		}
	}
}

// Who keeps an item is shown the thing that is asked of him, and nothing of its file.
func TestBare_IsWhatNothingElseOpens(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	custodian := as(me, here, us, actor.Internal, actor.EvidenceCustodian)
	both := as(me, here, us, actor.Internal, actor.EvidenceCustodian, actor.CaseHandler)
	for _, c := range []struct {
		who  actor.Actor
		name string
		want bool
	}{
		{custodian, "decided_by_me_item_held_here", true},
		{custodian, "returned_to_me_item_compartmented", true},
		{custodian, "own_unit_asked_of_me", false},
		{custodian, "proposed_by_me_compartmented_named", false},
		{both, "own_unit", false},
		{both, "returned_to_me_item_compartmented", true},
		{officer, "own_unit", false},
	} {
		var bare bool
		if err := database.Batch(t.Context(), s.db.Read(), func(b *database.Pipe) {
			s.p.QueueBare(b, c.who, access.Read, s.target(access.Approval, c.name), &bare)
		}); err != nil || bare != c.want {
			t.Errorf("%v on %s: bare %v, %v", c.who.Roles, c.name, bare, err)
		}
	}
	b := &database.Pipe{}
	s.p.QueueBare(b, officer, access.Read, s.target(access.Approval, "own_unit"), new(bool))
	if b.Len() != 0 {
		t.Error("who has no such scope costs a statement")
	}
}

// People with the same roles ask with the same text, whichever was given first, and the thing's own row is asked before a further
// table.
func TestStatements_AreOneTextAndAskTheRowFirst(t *testing.T) {
	t.Parallel()
	p := load(t)
	kinds := 0
	for _, kind := range access.Kinds() {
		target := access.Target{Kind: kind, ID: 1}
		one, _ := p.One(as(me, here, us, actor.Internal, actor.CaseHandler, actor.AgencyHead, actor.EvidenceCustodian), access.Read, target)
		other, _ := p.One(as(me, here, us, actor.Internal, actor.EvidenceCustodian, actor.AgencyHead, actor.CaseHandler), access.Read, target)
		if one != other {
			t.Errorf("%s: two texts\n%s\n%s", kind, one, other)
		}
		if strings.Contains(one, "c.org_unit_id = $") && strings.Contains(one, " OR EXISTS (SELECT FROM case_members") {
			kinds++
			if strings.Index(one, "c.org_unit_id = $") > strings.Index(one, "EXISTS (SELECT FROM case_members m WHERE m.case_id = c.id") {
				t.Errorf("%s: a further table is asked before the row\n%s", kind, one)
			}
		}
	}
	if kinds < 4 {
		t.Errorf("%d kinds have both", kinds)
	}
}
