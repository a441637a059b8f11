package matter_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/policies"
)

// kin is a matter with everything twice or more: two files of the commerce organ 7, of which 11 sent two referrals; of the first
// the police 8 opened 12; the referral 53 of the older file became 13 of another organ. What a thing is asked for must be its own.
func kin() *matter.File {
	return &matter.File{MatterID: 1,
		Cases: []matter.Case{
			{ID: 10, MatterID: 1, AgencyID: 7, Machine: "admin_case", State: "CLOSED", Ref: "CA-0", Version: 3, Title: "旧案", Marking: actor.Public},
			{ID: 11, MatterID: 1, AgencyID: 7, Machine: "admin_case", State: "REVIEW", Ref: "CA-1", Round: 2, Version: 4, Title: "新案", Marking: actor.WorkSecret},
			{ID: 12, MatterID: 1, AgencyID: 8, Machine: "criminal_case", State: "FILED", Ref: "CR-1", Version: 5, SourceReferralID: 51, Marking: actor.Internal},
			{ID: 13, MatterID: 1, AgencyID: 9, Machine: "criminal_case", State: "FILED", Ref: "CR-2", Version: 6, SourceReferralID: 53}},
		Referrals: []matter.Referral{{ID: 51, FromCaseID: 11, FromAgencyID: 7, ToAgencyID: 8, Ref: "RF-1", State: "SENT", Version: 7,
			Items: []matter.PackageItem{{No: 2, DocumentID: 22}, {No: 3, EvidenceIDs: []int64{33, 31}}}},
			{ID: 52, FromCaseID: 11, FromAgencyID: 7, ToAgencyID: 9, Ref: "RF-2", State: "DRAFT", Version: 8},
			{ID: 53, FromCaseID: 10, FromAgencyID: 7, ToAgencyID: 9, Ref: "RF-3", State: "CLOSED", Version: 9}},
		Evidence: []matter.Evidence{{ID: 30, CaseID: 10, Ref: "EV-0", State: "COLLECTED", Version: 10}, {ID: 31, CaseID: 11, CustodyCaseID: 12, Ref: "EV-1",
			State: "SEALED", Version: 11,
			Name: "报关单"}, {ID: 32, CaseID: 11, ParentID: 31, Ref: "EV-2", State: "COLLECTED", Version: 12, Name: "样品"}},
		Handovers: []matter.Handover{{ID: 60, CaseID: 10, Ref: "MS-0", State: "OPEN", Version: 1}, {ID: 61, CaseID: 11, Ref: "MS-1", State: "SENT", Version: 13,
			Marking: actor.PointerOnly}},
		Persons: []matter.Person{{ID: 70, CaseID: 13, Ref: "PN-0", State: "DETAINED", Version: 2}, {ID: 71, CaseID: 12, Ref: "PN-1", State: "AT_LARGE",
			Version: 14}},
		Records: []matter.Record{{ID: 80, CaseID: 10, Ref: "RC-0", Entity: "request"}, {ID: 81, CaseID: 11, Ref: "RC-1", Entity: "request", Version: 15},
			{ID: 82, CaseID: 11, Ref: "RC-2", Entity: "licence_check"}},
		Members: []matter.Member{{CaseID: 10, UserID: 4, Part: "handler"}, {CaseID: 11, UserID: 5, Part: "handler"}, {CaseID: 11, UserID: 6, Part: "reader"},
			{CaseID: 12, UserID: 9, Part: "handler"}},
		Opened: []int64{10, 11, 12},
	}
}

// numbersOf writes what was found.
func numbersOf(ts []matter.Target) []int64 {
	var out []int64
	for _, t := range ts {
		out = append(out, t.ID)
	}
	return out
}

// thing is an object of the matter.
func thing(m law.Machine, id int64) matter.Target { return matter.Target{Entity: m, ID: id} }

// TestLinked_IsTheFamily: clocks, twins and tasks reach what hangs together with an object by its own referrals, oldest first, and
// nothing of a neighbour's.
func TestLinked_IsTheFamily(t *testing.T) {
	t.Parallel()
	f := kin()
	for _, x := range []struct {
		on   matter.Target
		kind law.Machine
		want []int64
	}{
		{thing(law.AdminCase, 11), law.AdminCase, []int64{11}}, {thing(law.AdminCase, 11), law.CriminalCase, []int64{12}},
		{thing(law.AdminCase, 10), law.CriminalCase, []int64{13}}, {thing(law.AdminCase, 11), law.Referral, []int64{51, 52}},
		{thing(law.CriminalCase, 12), law.AdminCase, []int64{11}}, {thing(law.CriminalCase, 12), law.Referral, []int64{51}},
		{thing(law.Referral, 51), law.Referral, []int64{51}}, {thing(law.Referral, 51), law.CriminalCase, []int64{12}},
		{thing(law.Referral, 51), law.AdminCase, []int64{11}}, {thing(law.Referral, 52), law.CriminalCase, nil},
		{thing(law.Referral, 52), law.AdminCase, []int64{11}}, {thing(law.Referral, 99), law.AdminCase, nil},
		{thing(law.Evidence, 31), law.AdminCase, []int64{11}}, {thing(law.Evidence, 31), law.CriminalCase, []int64{12}},
		{thing(law.Evidence, 31), law.Evidence, []int64{31, 32}}, {thing(law.Evidence, 30), law.Evidence, []int64{30}},
		{thing(law.Evidence, 99), law.Evidence, nil}, {thing(law.AdminCase, 11), law.Evidence, []int64{31, 32}},
		{thing(law.Referral, 53), law.Evidence, []int64{30}}, {thing(law.AdminCase, 11), law.Person, []int64{71}},
		{thing(law.AdminCase, 10), law.Person, []int64{70}}, {thing(law.Person, 71), law.CriminalCase, []int64{12}},
		{thing(law.Person, 71), law.AdminCase, []int64{11}}, {thing(law.AdminCase, 11), law.MSSHandover,
			[]int64{61}},
		{thing(law.MSSHandover, 61), law.AdminCase, []int64{11}}, {thing(law.AdminCase, 11), "request", []int64{81}},
		{thing(law.AdminCase, 11), "licence_check", []int64{82}}, {thing("request", 81), law.Referral, []int64{51, 52}}, {thing(law.AdminCase, 99),
			law.Referral, nil},
	} {
		if got := numbersOf(f.Linked(x.on, x.kind)); !slices.Equal(got, x.want) {
			t.Errorf("%v has of %s %v, want %v", x.on, x.kind, got, x.want)
		}
	}
	f.Evidence[1].CustodyCaseID = 13
	if got := numbersOf(f.Linked(thing(law.Evidence, 31), law.CriminalCase)); !slices.Equal(got, []int64{12, 13}) {
		t.Errorf("an item in other hands hangs together with %v", got)
	}
	f.Cases[2].SourceReferralID = 0
	if got := numbersOf(f.Linked(thing(law.CriminalCase, 12), law.Referral)); got != nil {
		t.Errorf("a criminal case of its own has the referrals %v", got)
	}
}

// TestObject_SaysWhatItIs: reference, state and version of an object are its own; of what is not there, none; what is not made yet is
// new, and a record has no state.
func TestObject_SaysWhatItIs(t *testing.T) {
	t.Parallel()
	f := kin()
	for _, x := range []struct {
		on         matter.Target
		ref, state string
		version    int
		stands     int64
	}{
		{thing(law.AdminCase, 11), "CA-1", "REVIEW", 4, 11}, {thing(law.CriminalCase, 12), "CR-1", "FILED", 5, 12}, {thing(law.Referral, 52), "RF-2", "DRAFT",
			8, 11},
		{thing(law.Evidence, 32), "EV-2", "COLLECTED", 12, 11}, {thing(law.Evidence, 31), "EV-1", "SEALED", 11, 12}, {thing(law.MSSHandover, 61), "MS-1",
			"SENT", 13, 11},
		{thing(law.Person, 71), "PN-1", "AT_LARGE", 14, 12}, {thing("request", 81), "RC-1", "", 15, 11}, {thing(law.AdminCase, 99), "", "", 0, 0},
		{thing(law.Referral, 99), "", "", 0, 0}, {thing(law.Evidence, 99), "", "", 0, 0}, {thing(law.MSSHandover, 99), "", "", 0, 0}, {thing(law.Person, 99),
			"", "", 0, 0},
		{thing("request", 99), "", "", 0, 0}, {thing(law.AdminCase, 0), "", law.New, 0, 0},
	} {
		var stands int64
		if c := f.CaseOf(x.on); c != nil {
			stands = c.ID
		}
		if f.Ref(x.on) != x.ref || f.State(x.on) != x.state || f.Version(x.on) != x.version || stands != x.stands {
			t.Errorf("%v is %s, %s, %d on %d", x.on, f.Ref(x.on), f.State(x.on), f.Version(x.on), stands)
		}
	}
	for path, want := range map[string]matter.Target{"cases/11": thing(law.AdminCase, 11), "cases/12": thing(law.CriminalCase, 12),
		"referrals/51": thing(law.Referral, 51),
		"evidence/31":  thing(law.Evidence, 31),
		"records/82":   {"licence_check", 82}, "cases/99": {}, "records/99": {}, "cases/82": {}, "records/11": {}} {
		first, rest, _ := strings.Cut(path, "/")
		id := int64(rest[0]-'0')*10 + int64(rest[1]-'0')
		if got := f.TargetOf(first, id); got != want {
			t.Errorf("%s is %v", path, got)
		}
	}
	if f.RefOf("case", 11) != "CA-1" || f.RefOf("referral", 51) != "RF-1" || f.RefOf("record", 81) != "RC-1" || f.RefOf("evidence", 11) != "" {
		t.Errorf("by kind: %s, %s, %s", f.RefOf("case", 11), f.RefOf("referral", 51), f.RefOf("record", 81))
	}
}

// TestDesk_IsOnesOwn: an officer acts on the object's file where his organ keeps it, else on the newest file of his organ, and an organ
// without a file has none.
func TestDesk_IsOnesOwn(t *testing.T) {
	t.Parallel()
	f := kin()
	for _, x := range []struct {
		agency int64
		on     matter.Target
		want   int64
	}{{7, thing(law.AdminCase, 10), 10}, {7, thing(law.CriminalCase, 12), 11}, {8, thing(law.Referral, 51), 12}, {9, thing(law.AdminCase, 11), 13}, {5,
		thing(law.AdminCase, 11), 0}} {
		var got int64
		if c := f.DeskOf(x.agency, x.on); c != nil {
			got = c.ID
		}
		if got != x.want {
			t.Errorf("organ %d acts on %v at %d, want %d", x.agency, x.on, got, x.want)
		}
	}
	if f.Admin().ID != 11 || f.Criminal().ID != 13 || (&matter.File{}).Admin() != nil || f.CriminalOf(51).ID != 12 || f.CriminalOf(52) != nil ||
		f.CriminalOf(0) != nil {
		t.Errorf("the newest are %v and %v", f.Admin(), f.Criminal())
	}
	if r := f.ReferralsOf(11); len(r) != 2 || r[0].ID != 51 || r[1].ID != 52 {
		t.Errorf("sent from 11: %v", r)
	}
	if m := f.Handlers(11); len(m) != 1 || m[0].UserID != 5 {
		t.Errorf("handlers of 11: %v", m)
	}
	if i := f.ItemsOf(11); len(i) != 2 || i[0].ID != 31 {
		t.Errorf("items of 11: %v", i)
	}
	if m := f.Ends(thing(law.Referral, 51)); len(m) != 2 || m[0].UserID != 5 || m[1].UserID != 9 {
		t.Errorf("ends of the referral: %v", m)
	}
	if a, b := f.Ends(thing(law.Referral, 52)), f.Ends(thing(law.AdminCase, 51)); len(a) != 1 || b != nil || f.Ends(thing(law.Referral, 99)) != nil {
		t.Errorf("ends: %v, %v", a, b)
	}
}

// TestMark_IsThatOfTheObject: a pointer to state security has its own marking, everything else that of its file; where there is no
// file, that which everybody of an organ may read.
func TestMark_IsThatOfTheObject(t *testing.T) {
	t.Parallel()
	f := kin()
	for on, want := range map[matter.Target]actor.Marking{{law.MSSHandover, 61}: actor.PointerOnly, {law.AdminCase, 11}: actor.WorkSecret, {law.AdminCase,
		61}: actor.Internal,
		{law.Referral, 53}: actor.Public, {law.MSSHandover, 99}: actor.Internal} {
		if got := f.MarkOf(on); got != want {
			t.Errorf("%v is %v", on, got)
		}
	}
	if !f.PointerOnly(thing(law.MSSHandover, 61)) || f.PointerOnly(thing(law.AdminCase, 11)) || (*matter.File)(nil).PointerOnly(thing(law.AdminCase, 11)) {
		t.Error("what is kept by its number alone")
	}
	f.Cases[1].Marking = actor.PointerOnly
	f.Handovers[1].Marking = actor.Internal
	if !f.PointerOnly(thing(law.MSSHandover, 61)) || !f.PointerOnly(thing(law.Referral, 51)) {
		t.Error("what stands on a file that is kept by its number alone")
	}
}

// TestCarries_WhatIsInThePackage: a referral carries the papers and the items of its package, and nothing by the number nought.
func TestCarries_WhatIsInThePackage(t *testing.T) {
	t.Parallel()
	f := kin()
	r := f.Carrying(thing(law.Referral, 51))
	if !r.Carries(22, 0) || !r.Carries(0, 31) || r.Carries(23, 0) || r.Carries(0, 30) || r.Carries(0, 0) || (*matter.Referral)(nil).Carries(22, 31) {
		t.Error("what is in the package")
	}
	if f.Carrying(thing(law.AdminCase, 51)) != nil {
		t.Error("a file carries no package")
	}
}

// TestPast_IsTheNewestOfItsOwn: of what happened the newest act counts, by its own name or a further one, on that object, and in the
// round of the file that runs.
func TestPast_IsTheNewestOfItsOwn(t *testing.T) {
	t.Parallel()
	f := kin()
	on := thing(law.AdminCase, 11)
	f.Acts = []matter.Past{{ID: 1, Entity: law.AdminCase, TargetID: 11, Event: "a", Round: 1}, {ID: 2, Entity: law.AdminCase, TargetID: 11, Event: "b",
		Also: []string{"a", "d"}, Round: 2},
		{ID: 3, Entity: law.AdminCase, TargetID: 11, Event: "c", Round: 1}, {ID: 4, Entity: law.AdminCase, TargetID: 10, Event: "b", Also: []string{"c"}},
		{ID: 5, Entity: law.Evidence, TargetID: 11, Event: "a"}}
	c := f.Case(11)
	for what, x := range map[string]struct {
		got  *matter.Past
		want int64
	}{"last a": {f.Last("a"), 5}, "last c": {f.Last("c"), 4}, "last d": {f.Last("d"), 2}, "last e": {f.Last("e"), 0}, "a on 11": {f.LastOn(on, "a"), 2},
		"b on 11": {f.LastOn(on, "b"), 2},
		"b on 10": {f.LastOn(thing(law.AdminCase, 10), "b"), 4}, "a on the item": {f.LastOn(thing(law.Evidence, 11), "a"), 5}, "a in this round": {f.LastIn(c,
			"a"), 2},
		"c in this round": {f.LastIn(c, "c"), 0}, "a in no file": {f.LastIn(nil, "a"), 0}, "e in this round": {f.LastIn(c, "e"), 0}} {
		var id int64
		if x.got != nil {
			id = x.got.ID
		}
		if id != x.want {
			t.Errorf("%s is act %d, want %d", what, id, x.want)
		}
	}
	f.Clocks = []matter.Clock{{ID: 1, Code: "K", TargetKind: "case", TargetID: 11, State: "MET"}, {ID: 2, Code: "K", TargetKind: "case", TargetID: 11,
		State: "PAUSED"},
		{ID: 3, Code: "K", TargetKind: "referral", TargetID: 11}, {ID: 4, Code: "K", TargetKind: "case", TargetID: 12}, {ID: 5, Code: "L", TargetKind: "case",
			TargetID: 11, State: "LATE"}}
	if k := f.Clock("case", 11, "K"); k == nil || k.ID != 2 || f.Clock("case", 13, "K") != nil || !f.Counting("K") || f.Counting("L") || f.Counting("M") {
		t.Errorf("the clock is %v", k)
	}
}

// TestDocument_OfTheRound: the newest paper of a code counts; a notice of an earlier round of its file does not, whatever is older.
func TestDocument_OfTheRound(t *testing.T) {
	t.Parallel()
	f := kin()
	f.Docs = []matter.Doc{{ID: 1, Code: "DOC-A24", CaseID: 11, Round: 2, PerRound: true},
		{ID: 2, Code: "DOC-A01", CaseID: 11, Round: 1}, {ID: 3, Code: "DOC-A01", CaseID: 11,
			Round: 1},
		{ID: 4, Code: "DOC-A30", CaseID: 11, Round: 2, PerRound: true}, {ID: 5, Code: "DOC-A24", CaseID: 11, Round: 1, PerRound: true}}
	if d := f.Document("DOC-A01"); d == nil || d.ID != 3 {
		t.Errorf("the paper is %v", d)
	}
	if d := f.Document("DOC-A30"); d == nil || d.ID != 4 {
		t.Errorf("the paper of the round is %v", d)
	}
	if d := f.Document("DOC-A24"); d != nil {
		t.Errorf("the notice of the old round counts: %v", d)
	}
	if f.Document("DOC-A02") != nil {
		t.Error("a paper that is not there")
	}
	day := func(n int) time.Time { return time.Date(2026, 3, n, 9, 0, 0, 0, time.UTC) }
	f.Decisions = []matter.Decision{{ID: 1, CaseID: 11, MadeAt: day(1)}, {ID: 2, CaseID: 11, MadeAt: day(5)}, {ID: 3, CaseID: 10, MadeAt: day(6)}}
	if f.DecisionOf(11).ID != 2 || f.DecisionOf(12) != nil {
		t.Errorf("the decision is %v", f.DecisionOf(11))
	}
	f.Acts = []matter.Past{{Entity: law.AdminCase, TargetID: 11, Event: "admin_decision.changed_or_annulled", At: day(5)}}
	if !f.Undone(&f.Decisions[0]) || !f.Undone(&f.Decisions[1]) || f.Undone(&f.Decisions[2]) {
		t.Error("what was annulled at the moment it was made, or afterwards, is undone; another file's is not")
	}
	f.Acts[0].At = day(4)
	if f.Undone(&f.Decisions[1]) {
		t.Error("what was made afterwards is not undone")
	}
}

// TestTitle_ForWhoMayOpenIt: a file is named to whoever may open it; an item has its own name before it.
func TestTitle_ForWhoMayOpenIt(t *testing.T) {
	t.Parallel()
	f := kin()
	for on, want := range map[matter.Target]string{{law.AdminCase, 11}: "新案", {law.Referral, 53}: "旧案", {law.CriminalCase, 13}: "", {law.Evidence,
		32}: "样品 · 新案",
		{law.Evidence, 99}: "", {law.AdminCase, 31}: ""} {
		if got := f.Title(on); got != want {
			t.Errorf("%v is %q", on, got)
		}
	}
	f.Opened = nil
	if got := f.Title(thing(law.Evidence, 31)); got != "报关单" {
		t.Errorf("the item is %q to whoever may not open its file", got)
	}
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	zh, en := i18n.With(t.Context(), i18n.ZH), i18n.With(t.Context(), "en")
	d := matter.Doc{Code: "DOC-R02", Title: "题"}
	if d.Name(zh, book) != "题" || d.Name(en, book) == "题" || (matter.Doc{Code: "DOC-X", Title: "题"}).Name(en, book) != "题" {
		t.Errorf("the paper is %q, %q", d.Name(zh, book), d.Name(en, book))
	}
}

// TestProposal_OfTheStep: what waits is that of the same object and step, and so is what came back.
func TestProposal_OfTheStep(t *testing.T) {
	t.Parallel()
	on := thing(law.AdminCase, 11)
	f := &matter.File{Proposals: []matter.Proposal{{Ref: "1", State: "OPEN", Event: "a", Entity: law.Evidence, TargetID: 11}, {Ref: "2", State: "OPEN",
		Event:  "a",
		Entity: law.AdminCase, TargetID: 12},
		{Ref: "3", State: "OPEN", Event: "b", Entity: law.AdminCase, TargetID: 11}, {Ref: "4", State: "RETURNED", Event: "a", Entity: law.AdminCase, TargetID: 11}}}
	if f.Open(on, "a") != nil || f.Open(on, "b").Ref != "3" || f.Returned(on, "a").Ref != "4" || f.Returned(on, "b") != nil {
		t.Errorf("waiting %v, returned %v", f.Open(on, "b"), f.Returned(on, "a"))
	}
}
