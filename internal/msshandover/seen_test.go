package msshandover

import (
	"testing"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure/enginetest"
)

// Who signs is shown the pointer that he decides on, whole; of a blank one nothing but what it is.
func TestSeen_OfTheWholeFile(t *testing.T) {
	t.Parallel()
	track := Track(Deps{})
	enginetest.Shows(t, track, "mss", enginetest.Asking(law.MSSHandover, 61, 11, 7, "TAC-05"))
	f := &matter.File{Cases: []matter.Case{{ID: 11, AgencyID: 7}}, Handovers: []matter.Handover{{ID: 61, CaseID: 11, FromAgencyID: 7, ToAgencyID: 9,
		Ref: "MS-1", State: "OPEN"}}}
	for id, want := range map[int64]string{61: "mss:ref mss:state mss:marking", 99: ""} {
		if got := enginetest.Keys(enginetest.Said(t, track, enginetest.Asking(law.MSSHandover, id, 11, 7, ""), f), ""); got != want {
			t.Errorf("%d: %s", id, got)
		}
	}
	if got := enginetest.Keys(enginetest.Said(t, track, enginetest.Asking(law.Referral, 61, 11, 7, ""), f), ""); got != "" {
		t.Errorf("another thing of that number: %s", got)
	}
}
