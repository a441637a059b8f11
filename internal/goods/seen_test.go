package goods

import (
	"testing"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure/enginetest"
)

// Who signs is shown the goods of his organ's file with what the control list says of them, of another organ's file none.
func TestSeen_OfTheWholeFile(t *testing.T) {
	t.Parallel()
	track := Track(desk(t).Book)
	enginetest.Shows(t, track, "own", enginetest.Asking(law.AdminCase, 11, 11, 7, "TAC-05"))
	enginetest.Shows(t, track, "person", enginetest.Asking(law.Person, 71, 12, 8, "TAC-05"))
	if said := enginetest.Said(t, track, enginetest.Asking(law.Referral, 51, 11, 8, "TAC-05"), enginetest.WholeFile()); len(said) != 0 {
		t.Errorf("of another organ's: %s", enginetest.Written(said))
	}
}

// Of goods that say nothing it is shown that nobody can say whether they are listed.
func TestSeen_OfBlankGoodsWhatIsMissing(t *testing.T) {
	t.Parallel()
	f := &matter.File{Cases: []matter.Case{{ID: 11, AgencyID: 7}}, Goods: []matter.Goods{{CaseID: 11, Ref: "GD-1"}}}
	said := enginetest.Said(t, Track(desk(t).Book), enginetest.Asking(law.AdminCase, 11, 11, 7, ""), f)
	if got := enginetest.Keys(said, ""); got != "goods:GD-1:control_state goods:GD-1:control_note" {
		t.Error(got)
	}
}
