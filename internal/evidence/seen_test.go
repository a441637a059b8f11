package evidence

import (
	"testing"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure/enginetest"
)

// Who signs is shown the items of his organ's file, of another's those that its referral carries, and the one that he decides on; their
// keepers only where they are people of his organ.
func TestSeen_OfTheWholeFile(t *testing.T) {
	t.Parallel()
	track := Track(Deps{})
	enginetest.Shows(t, track, "own", enginetest.Asking(law.AdminCase, 11, 11, 7, "TAC-05"))
	enginetest.Shows(t, track, "police", enginetest.Asking(law.Referral, 51, 11, 8, "TAC-05"))
	enginetest.Shows(t, track, "person", enginetest.Asking(law.Person, 71, 12, 8, "TAC-05"))
	enginetest.Shows(t, track, "evidence", enginetest.Asking(law.Evidence, 31, 11, 8, "TAC-05"))
}

// What is not there is no fact.
func TestSeen_OfABlankItemNothing(t *testing.T) {
	t.Parallel()
	f := &matter.File{Cases: []matter.Case{{ID: 11, AgencyID: 7}}, Evidence: []matter.Evidence{{ID: 31, CaseID: 11, Ref: "EV-1", State: "COLLECTED"}}}
	said := enginetest.Said(t, Track(Deps{}), enginetest.Asking(law.Evidence, 31, 11, 7, ""), f)
	if got := enginetest.Keys(said, ""); got != "evidence:EV-1:no evidence:EV-1:state evidence:EV-1:collectors" {
		t.Error(got)
	}
}
