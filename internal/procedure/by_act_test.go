package procedure

import (
	"slices"
	"testing"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/policies"
)

// hour is a moment of one day.
func hour(n int) time.Time { return time.Date(2026, 3, 2, n, 0, 30, 0, time.UTC) }

// TestApprovers_WhoDecides: APL 57, 58; D310 5. Persons are compared; the principal head holds the role and the post; neither is asked
// of who only proposes.
func TestApprovers_WhoDecides(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		a            Act
		other, chief bool // met
	}{
		{Act{Who: actor.Actor{UserID: 5, Principal: true}, Role: "principal_head", Proposer: &Signer{ID: 6}}, true, true},
		{Act{Who: actor.Actor{UserID: 5, Principal: true}, Role: "principal_head", Proposer: &Signer{ID: 5}}, false, true},
		{Act{Who: actor.Actor{UserID: 5}, Role: "principal_head"}, true, false}, {Act{Who: actor.Actor{UserID: 5, Principal: true}, Role: "agency_head"}, true,
			false},
		{Act{Who: actor.Actor{UserID: 5}, Role: "unit_head", Proposing: true, Proposer: &Signer{ID: 5}}, true, true},
	} {
		if approverIsNotProposer(&x.a, nil).Failed == x.other || approverIsPrincipalHead(&x.a, nil).Failed == x.chief {
			t.Errorf("%+v", x.a)
		}
	}
}

// TestPresent_TheFieldsOfTheRule: a rule of fields asks for each of them, for a yes where it is a question; files are spared where none
// may come.
func TestPresent_TheFieldsOfTheRule(t *testing.T) {
	t.Parallel()
	row := &law.Act{Form: &law.Form{Fields: []*law.Field{{Name: "proof", Type: "file"}, {Name: "text", Type: "text"}}}}
	f := &matter.File{Cases: []matter.Case{{ID: 1, Machine: "admin_case", Marking: actor.PointerOnly}, {ID: 2, Machine: "admin_case"}}}
	on := func(id int64, in law.Values) *Act {
		return &Act{Row: row, Target: thing(law.AdminCase, id), Input: in}
	}
	for i, x := range []struct {
		a    *Act
		want string
	}{{on(2, law.Values{"proof": "a", "text": "b"}), ""}, {on(2, law.Values{"text": "b"}), "proof"}, {on(2, law.Values{"proof": "a"}), "text"}, {on(1,
		law.Values{"text": "b"}), ""},
		{on(1, law.Values{}), "text"}, {on(2, law.Values{"proof": "a", "text": false}), "text"}, {on(2, law.Values{"proof": "a", "text": true}), ""}} {
		v := present("proof", "text")(x.a, f)
		if v.Failed != (x.want != "") || v.Failed && v.Args[1] != x.want {
			t.Errorf("%d: %+v, want %q missing", i, v, x.want)
		}
	}
}

// TestService_NotBeforeThePaperWasMade: APL 44, 61. What is served was there: after the act that brought the object to its state and the
// newest of the papers that the row asks for, to the minute.
func TestService_NotBeforeThePaperWasMade(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	notServedBeforeMade := notServedBeforeMade(law.Fixed(book))
	on := thing(law.AdminCase, 1)
	row := &law.Act{DocsRequired: []law.DocNeed{{AnyOf: []string{"DOC-X1", "DOC-X2"}}, {AnyOf: []string{"DOC-X3"}, Cond: "some"}}}
	f := &matter.File{Acts: []matter.Past{{Entity: law.AdminCase, TargetID: 1, From: "A", To: "B", At: hour(1)}, {Entity: law.AdminCase, TargetID: 1, From: "B",
		To: "C",
		At: hour(4)},
		{Entity: law.AdminCase, TargetID: 1, From: "C", To: "C", At: hour(9)}, {Entity: law.AdminCase, TargetID: 2, From: "A", To: "B", At: hour(9)},
		{Entity: law.Evidence, TargetID: 1, From: "A", To: "B", At: hour(9)}}}
	served := func(at time.Time) bool {
		return !notServedBeforeMade(&Act{Row: row, Target: on, Input: law.Values{"served_at": at}}, f).Failed
	}
	if served(hour(3)) || !served(hour(4)) || !served(hour(4).Truncate(time.Minute)) || served(hour(4).Add(-time.Minute)) || !served(time.Time{}) {
		t.Error("a service before the decision")
	}
	f.Docs = []matter.Doc{{Code: "DOC-X2", IssuedAt: hour(6)}, {Code: "DOC-X3", IssuedAt: hour(8)}, {Code: "DOC-X4", IssuedAt: hour(8)}}
	if served(hour(5)) || !served(hour(6)) {
		t.Error("a service before its paper, or after another one")
	}
	f.Docs[0].IssuedAt = hour(2)
	if served(hour(3)) || !served(hour(4)) {
		t.Error("a paper that is older than the state")
	}
	if notServedBeforeMade(&Act{Row: row, Target: on, Input: law.Values{}}, f).Failed {
		t.Error("where nothing was served nothing is too early")
	}
}

// TestEvidenceKind_ThatComesAsAFile: CPL 50; APL 46. A thing does not.
func TestEvidenceKind_ThatComesAsAFile(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]bool{"documentary": true, "audio_visual": true, "electronic_data": true, "inspection_record": true,
		"appraisal_opinion": true,
		"physical":          false, "": false} {
		if got := theLaw(t).Condition("evidence_kind_is_file").Answered(law.Values{"evidence_kind": kind}); got != want {
			t.Errorf("%s: %t", kind, got)
		}
	}
}

// timed is a row whose form asks for times of every meaning.
func timed() *law.Act {
	f := &law.Form{Fields: []*law.Field{{Name: "held_at"}}}
	for _, name := range []string{"occurred_at", "served_at", "received_at", "executed_at", "started_at"} {
		f.Fields = append(f.Fields, &law.Field{Name: name, Meaning: law.Occurred})
	}
	for _, name := range []string{"new_due_on", "new_end_on", "new_limit_on"} {
		f.Fields = append(f.Fields, &law.Field{Name: name, Meaning: law.EndsOn})
	}
	return &law.Act{Form: f}
}

// TestOccurred_OfATwin: what happens on the other machine happened when its origin says it did.
func TestOccurred_OfATwin(t *testing.T) {
	t.Parallel()
	twin := &Act{Row: &law.Act{}, Origin: &Act{Row: timed()}, Now: hour(9), Input: law.Values{"served_at": hour(4)}}
	if got := occurred(twin); !got.Equal(hour(4)) {
		t.Errorf("%v", got)
	}
}

// TestOccurred_IsWhatHappened: periods run from the moment that the form names, if it has come, else from that of the act.
func TestOccurred_IsWhatHappened(t *testing.T) {
	t.Parallel()
	now := hour(9)
	for i, x := range []struct {
		in   law.Values
		want time.Time
	}{{law.Values{"occurred_at": hour(3)}, hour(3)}, {law.Values{"served_at": hour(4)}, hour(4)}, {law.Values{"received_at": hour(5)}, hour(5)},
		{law.Values{"executed_at": hour(6)}, hour(6)}, {law.Values{"started_at": hour(7)}, hour(7)}, {law.Values{"occurred_at": hour(12)}, now},
		{law.Values{"occurred_at": now}, now},
		{law.Values{"occurred_at": hour(12), "served_at": hour(2)}, hour(2)}, {law.Values{"held_at": hour(2)}, now}} {
		if got := occurred(&Act{Row: timed(), Now: now, Input: x.in}); !got.Equal(x.want) {
			t.Errorf("%d: %v, want %v", i, got, x.want)
		}
	}
}

// TestStatedLimit_IsWrittenInTheAct: a day is meant to its last second in Beijing; a limit that an effect set goes before it.
func TestStatedLimit_IsWrittenInTheAct(t *testing.T) {
	t.Parallel()
	e, due := &Engine{}, hour(5)
	day := time.Date(2026, 4, 1, 0, 0, 0, 0, law.Zone())
	end := time.Date(2026, 4, 1, 23, 59, 59, 0, law.Zone())
	for i, x := range []struct {
		a    Act
		want *time.Time
	}{{Act{}, nil}, {Act{Input: law.Values{"new_due_on": day}}, &end}, {Act{Input: law.Values{"new_end_on": day}}, &end},
		{Act{Input: law.Values{"new_limit_on": day}}, &end},
		{Act{Input: law.Values{"new_due_on": day}, Due: &due}, &due}} {
		x.a.Row = timed()
		got := e.statedLimit(&x.a)
		if (got == nil) != (x.want == nil) || got != nil && !got.Equal(*x.want) {
			t.Errorf("%d: %v, want %v", i, got, x.want)
		}
	}
}

// TestOwing_WhoOwesAClock: the roles of the receiving side owe on the file that the referral opened, before that on the one it came
// from; everybody else where the object stands.
func TestOwing_WhoOwesAClock(t *testing.T) {
	t.Parallel()
	f := kin()
	f.Referrals = append(f.Referrals, matter.Referral{ID: 54, FromCaseID: 11})
	for i, x := range []struct {
		on           matter.Target
		role         string
		file, agency int64
	}{
		{thing(law.Referral, 51), "ps_intake", 12, 8}, {thing(law.Referral, 51), "mss_liaison", 12, 8}, {thing(law.Referral, 51), "case_handler", 11, 7},
		{thing(law.Referral, 52), "ps_intake", 11, 9}, {thing(law.Referral, 54), "ps_intake", 11, 7}, {thing(law.Referral, 51), "ps", 11, 7},
		{thing(law.Referral, 51), "msse", 11, 7},
		{thing(law.AdminCase, 11), "ps_intake", 11, 7}, {thing(law.Evidence, 31), "ps_intake", 12, 8}, {thing(law.AdminCase, 99), "case_handler", 0, 0},
	} {
		if file, agency := owing(f, x.on, theLaw(t).Receiving(x.role)); file != x.file || agency != x.agency {
			t.Errorf("%d: %d of %d, want %d of %d", i, file, agency, x.file, x.agency)
		}
	}
}

// TestDocuments_TheOneThatFits: of alternatives that which goes with the way of collecting, else the first; a twin does not issue what
// its origin did.
func TestDocuments_TheOneThatFits(t *testing.T) {
	t.Parallel()
	book := theLaw(t)
	all := []string{"DOC-A09", "DOC-A12", "DOC-A13", "DOC-A14", "DOC-A10", "DOC-C04", "DOC-C05"}
	for method, want := range map[string]string{"inquiry": "DOC-A12", "copied": "DOC-A13", "sampled": "DOC-A14", "on_site": "DOC-A10", "collected": "DOC-A10",
		"interrogation": "DOC-C04",
		"search":        "DOC-C05", "": "DOC-A09", "other": "DOC-A09"} {
		if got := book.RecordOf(all, method); got != want {
			t.Errorf("%s: %s", method, got)
		}
	}
	if got := book.RecordOf([]string{"DOC-A09"}, "search"); got != "DOC-A09" {
		t.Errorf("the only one is %s", got)
	}
	o := &Act{Row: &law.Act{DocsIssued: []law.DocNeed{{AnyOf: []string{"DOC-A09"}}, {AnyOf: []string{"DOC-A12", "DOC-A13"}}}}}
	if !originIssued(o, "DOC-A13") || !originIssued(o, "DOC-A09") || originIssued(o, "DOC-A14") {
		t.Error("what the origin issued")
	}
	want := map[string]string{"commerce": "商管", "customs": "关缉", "public_security": "公", "customs_anti_smuggling": "关缉侦", "state_security": "安",
		"prosecutor": "协"}
	for kind, mark := range want {
		if got := book.NumberMark(kind); got != mark {
			t.Errorf("%s is %s", kind, got)
		}
	}
}

// TestDocumentData_IsOfItsOwnFile: a paper says the file, its people and its party, and of a referral or an item what it is.
func TestDocumentData_IsOfItsOwnFile(t *testing.T) {
	t.Parallel()
	book := theLaw(t)
	e := &Engine{book: law.Fixed(book)}
	f := kin()
	f.Agencies = map[int64]matter.Agency{7: {ID: 7, NameZH: "商务机关"}, 8: {ID: 8, NameZH: "公安机关"}}
	f.Parties = []matter.Party{{CaseID: 10, Name: "旧案当事人", Subject: true}, {CaseID: 11, Name: "证人"}, {CaseID: 11, Name: "虚构公司", Subject: true, Ref: "PT-1"},
		{CaseID: 11, Name: "第三人", Subject: true}}
	f.Members = append(f.Members, matter.Member{CaseID: 11, Name: "王", Part: "handler"})
	f.Referrals[0].Offence, f.Referrals[0].Facts = "smuggling", "事实"
	f.Evidence[1].No, f.Evidence[1].SealNo = 3, "封1"
	c := f.Case(11)
	act := func(on matter.Target) *Act {
		return &Act{Row: &law.Act{Event: "x", Basis: "APL 1", Form: &law.Form{ID: "f", Fields: []*law.Field{{Name: "who", Type: "person"}, {Name: "note",
			Type: "text"}}}},
			Target: on, Who: actor.Actor{Name: "签发人"}, Role: "unit_head", Input: law.Values{"who": "PT-1", "note": "PT-1"}}
	}
	on := act(thing(law.AdminCase, 11))
	got := e.documentData(on, f, c, f.Agencies[7])
	if got["party"] != "虚构公司" || got["case_ref"] != "CA-1" || got["signed_by"] != "签发人" || got["form"] != "f" || got["offence"] != nil ||
		got["evidence_ref"] != nil || got["proposed_by"] != nil {
		t.Errorf("of a file: %v", got)
	}
	if n, _ := got["named"].(map[string]string); len(n) != 1 || n["PT-1"] != "虚构公司" {
		t.Errorf("named: %v", got["named"])
	}
	if h, _ := got["handlers"].([]string); !slices.Equal(h, []string{"", "王"}) {
		t.Errorf("handlers: %v", got["handlers"])
	}
	on.Proposer = &Signer{Name: "提请人"}
	on.Row.Form, on.Input = nil, nil
	bare := *f
	bare.Members = nil
	got = e.documentData(on, &bare, c, f.Agencies[7])
	if got["proposed_by"] != "提请人" || got["form"] != "" || got["named"] != nil || got["handlers"] != nil {
		t.Errorf("without a form: %v", got)
	}
	got = e.documentData(act(thing(law.Referral, 51)), f, c, f.Agencies[7])
	if got["offence"] != "smuggling" || got["facts"] != "事实" || got["to_agency"] != "公安机关" || got["referral_ref"] != "RF-1" || got["evidence_ref"] != nil {
		t.Errorf("of a referral: %v", got)
	}
	got = e.documentData(act(thing(law.Evidence, 31)), f, c, f.Agencies[7])
	if got["evidence_no"] != 3 || got["seal_no"] != "封1" || got["evidence_ref"] != "EV-1" || got["offence"] != nil {
		t.Errorf("of an item: %v", got)
	}
	if got = e.documentData(act(thing(law.AdminCase, 51)), f, c, f.Agencies[7]); got["offence"] != nil {
		t.Errorf("a number is not enough to be a referral: %v", got)
	}
	if got = e.documentData(act(thing(law.AdminCase, 31)), f, c, f.Agencies[7]); got["evidence_no"] != nil {
		t.Errorf("a number is not enough to be an item: %v", got)
	}
}
