package actor_test

import (
	"testing"

	"touchstone/internal/actor"
)

func TestHas_KnowsOnlyHeldRoles(t *testing.T) {
	a := actor.Actor{UserID: 7, Roles: []actor.Role{actor.CaseHandler}}
	if !a.Has(actor.CaseHandler) || a.Has(actor.UnitHead) {
		t.Fatal("Has does not follow Roles")
	}
	if !a.HasAny(actor.UnitHead, actor.CaseHandler) || a.HasAny() || a.HasAny(actor.UnitHead) {
		t.Fatal("HasAny does not follow Roles")
	}
	if a.IsSystem() || !actor.Automatic("sealer").IsSystem() {
		t.Fatal("only the automatic actor is the system")
	}
}

func TestParseMarking_IsTheInverseOfString(t *testing.T) {
	for m := actor.Public; m <= actor.PointerOnly; m++ {
		if got, ok := actor.ParseMarking(m.String()); !ok || got != m {
			t.Errorf("%v read back as %v, %v", m, got, ok)
		}
	}
	// An unknown word must never open anything.
	if got, ok := actor.ParseMarking("public"); ok || got != actor.PointerOnly {
		t.Errorf("unknown marking read as %v, %v", got, ok)
	}
}
