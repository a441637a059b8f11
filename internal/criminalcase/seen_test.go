package criminalcase

import (
	"testing"

	"touchstone/internal/law"
	"touchstone/internal/procedure/enginetest"
)

// Who signs is shown the person on whom he decides, and nobody where he decides on another thing.
func TestSeen_OfTheWholeFile(t *testing.T) {
	t.Parallel()
	track := Track(Deps{})
	enginetest.Shows(t, track, "person", enginetest.Asking(law.Person, 71, 12, 8, "TAC-05"))
	for _, p := range []law.Machine{law.Person, law.Referral} {
		id := map[law.Machine]int64{law.Person: 99, law.Referral: 71}[p]
		if said := enginetest.Said(t, track, enginetest.Asking(p, id, 12, 8, "TAC-05"), enginetest.WholeFile()); len(said) != 0 {
			t.Errorf("%s %d: %s", p, id, enginetest.Written(said))
		}
	}
}
