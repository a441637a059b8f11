package evidence

import (
	"testing"
	"time"

	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/policies"
)

func TestDueFor_ListsWhatTheSenderStillHolds(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	lastItemAccepted := tables{law.Fixed(book)}.lastItemAccepted
	f := world()
	f.Evidence = append(f.Evidence,
		matter.Evidence{ID: 6, CaseID: 1, State: "COLLECTED", Kind: "documentary"},
		matter.Evidence{ID: 7, CaseID: 1, State: "IN_STORAGE", Kind: Physical, CustodyCaseID: 9},
		matter.Evidence{ID: 8, CaseID: 1, State: "IN_TRANSIT", Kind: Physical},
		matter.Evidence{ID: 9, CaseID: 1, State: "RELEASED", Kind: Physical})
	f.Referrals = []matter.Referral{{ID: 3, FromCaseID: 1, State: "FILED"}}
	if due := DueFor(book, f, &f.Referrals[0]); len(due) != 2 || due[0].ID != 5 || due[1].ID != 8 {
		t.Errorf("due %+v", due)
	}
	f.Referrals[0].Items = []matter.PackageItem{{No: 3, EvidenceIDs: []int64{8}}}
	if due := DueFor(book, f, &f.Referrals[0]); len(due) != 1 || due[0].ID != 8 {
		t.Errorf("due by the list %+v", due)
	}
	a := on(nil)
	if lastItemAccepted(a, f) {
		t.Error("item 8 is still on its way")
	}
	a.Target.ID = 8
	if !lastItemAccepted(a, f) {
		t.Error("item 8 is the last")
	}
	f.Referrals[0].State = "LINKED"
	if lastItemAccepted(a, f) {
		t.Error("no filed referral, no last item")
	}
}

// TestCustody_SaysWhatWasRead: the chain says that files match only where all were read and found right. Seen to fail where what
// is missing, or was never read, matched.
func TestCustody_SaysWhatWasRead(t *testing.T) {
	t.Parallel()
	for want, e := range map[string]*matter.Evidence{
		"": {}, "match": {Files: 3}, "unread": {Files: 3, UnreadFiles: 1}, "missing": {Files: 3, UnreadFiles: 1, MissingFiles: 1},
		"mismatch": {Files: 3, MissingFiles: 1, BadFiles: 1},
	} {
		if got := hashState(e); got != want || want != "" && !i18n.Has("evidence.chain.hash."+want) {
			t.Errorf("%+v: %q, want %q", e, got, want)
		}
	}
}

// Invariants v and ix: past its end a hold is unlawful, and no holiday prolongs it.
func TestHold_EndsUnlawfulAndNeverRolls(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 1, 1, 10, 0, 0, 0, law.Zone())
	for d := range 365 {
		from := start.AddDate(0, 0, d)
		due, err := book.Due("ADM-040", from, nil)
		if err != nil {
			t.Fatal(err)
		}
		if want := from.AddDate(0, 0, 30).Format(time.DateOnly); due.DueOn != want {
			t.Fatalf("seized on %s: until %s, not %s", from.Format(time.DateOnly), due.DueOn, want)
		}
	}
	for _, code := range []string{"ADM-030", "ADM-040"} {
		due, err := book.Due(code, start, nil)
		if err != nil {
			t.Fatal(err)
		}
		if b := book.Badge(due, law.Life{}, due.Due.Add(time.Hour), nil); b.State != law.ClockHeld {
			t.Errorf("%s past its end is shown as %s", code, b.State)
		}
	}
}

// TestTakesPart_NamesThePerson: an officer who is not on the case is named as a person; of an account that is nobody's only
// what was typed is known.
func TestTakesPart_NamesThePerson(t *testing.T) {
	t.Parallel()
	f := world()
	procedure.Accounts(f)[0].NameZH, procedure.Accounts(f)[0].NameEN = "丙", "Bing"
	for account, want := range map[string]i18n.Names{"c": {ZH: "丙", Latin: "Bing"}, "nobody": {ZH: "nobody"}} {
		v := (tables{}).takesPart(f, &f.Cases[0], account, false)
		if !v.Failed || len(v.Args) != 2 || v.Args[1] != want {
			t.Errorf("%s: %+v", account, v)
		}
	}
}
