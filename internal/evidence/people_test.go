package evidence

import (
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
)

// TestOnFile_WhoWorksOnTheMatter: CPL 29; MPS 62. Whoever acts, proposed, stands on a case, did anything in it, or took, keeps or gave one
// of its things is no stranger to it; somebody else is.
func TestOnFile_WhoWorksOnTheMatter(t *testing.T) {
	t.Parallel()
	f := &matter.File{Members: []matter.Member{{CaseID: 1, UserID: 3}}, Acts: []matter.Past{{ActorID: 4, ProposerID: 5}},
		Evidence: []matter.Evidence{{HolderUser: 6, GiverID: 7, CollectorID: 8, CoCollectorID: 9}}}
	a := &procedure.Act{Who: actor.Actor{UserID: 1}, Proposer: &procedure.Signer{ID: 2}}
	for id := int64(1); id <= 9; id++ {
		if !onFile(a, f, id) {
			t.Errorf("%d is no stranger", id)
		}
	}
	if onFile(a, f, 10) || onFile(&procedure.Act{Who: actor.Actor{UserID: 1}}, f, 2) {
		t.Error("a stranger works on it")
	}
}

// TestInterested_IsMoreThanAWitness: CPL 62, 127. A party is interested by its reference or by any of its names; a witness of the matter,
// and whom it does not know, is not.
func TestInterested_IsMoreThanAWitness(t *testing.T) {
	t.Parallel()
	f := &matter.File{Parties: []matter.Party{{Ref: "PT-1", Name: "甲", FormerNames: "旧甲", Part: "offender"}, {Ref: "PT-2", Name: "乙", Part: "witness"},
		{Ref: "PT-3", Name: "丙", Part: "witness", Subject: true}, {Ref: "PT-4", Name: "丁"}}}
	for name, want := range map[string]bool{"PT-1": true, "甲": true, "旧甲": true, "PT-2": false, "乙": false, "PT-3": true, "丙": true, "PT-4": true, "戊": false,
		"PT-9": false} {
		if got := interested(f, name); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
