package penalty

import (
	"testing"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure/enginetest"
	"touchstone/policies"
)

// Who signs is shown the newest decision of his organ's file and what was proposed to the party in the notice of this round, but not
// where that notice itself is what he signs.
func TestSeen_OfTheWholeFile(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	track := Track(law.Fixed(book))
	own := enginetest.Asking(law.AdminCase, 11, 11, 7, "TAC-05")
	enginetest.Shows(t, track, "own", own)
	f := enginetest.WholeFile()
	row := book.Event("penalty_prior_notice.approved")[0].ID
	f.Acts[1].RowID, f.Acts[1].Input = row, law.Values{"sanctions": []string{"warning"}}
	const notice = "penalty:sanctions"
	if x := enginetest.Said(t, track, own, f).Find(notice); x.At(0) != "warning" || string(x.Kind) != "field:"+row+"/sanctions" {
		t.Errorf("the notice: %v", x)
	}
	for what, change := range map[string]func(*matter.File){"of another round": func(f *matter.File) { f.Acts[1].Round = 1 },
		"of another organ": func(f *matter.File) { f.Cases[0].AgencyID = 8 }, "itself": func(*matter.File) { own.Event = "penalty_prior_notice.approved" }} {
		f := enginetest.WholeFile()
		f.Acts[1].RowID, f.Acts[1].Input = row, law.Values{"sanctions": []string{"warning"}}
		if change(f); enginetest.Said(t, track, own, f).Find(notice) != nil {
			t.Errorf("the notice %s is shown", what)
		}
	}
}

// Of a decision that says nothing, and of another organ's, nothing is shown.
func TestSeen_OfABlankDecisionNothing(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	blank := &matter.File{Cases: []matter.Case{{ID: 11, AgencyID: 7}}, Decisions: []matter.Decision{{CaseID: 11, Calculation: "{}"}}}
	others := enginetest.WholeFile()
	others.Cases[0].AgencyID = 8
	for what, f := range map[string]*matter.File{"a blank one": blank, "another organ's": others} {
		if said := enginetest.Said(t, Track(law.Fixed(book)), enginetest.Asking(law.AdminCase, 11, 11, 7, ""), f); len(said) != 0 {
			t.Errorf("%s: %s", what, enginetest.Written(said))
		}
	}
}
