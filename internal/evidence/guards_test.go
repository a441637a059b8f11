package evidence

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"touchstone/internal/actor"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
	"touchstone/policies"
)

var now = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

func mg(n int64) *quantity.Mg {
	m := quantity.Milligrams(n)
	return &m
}

// notStarted leaves the case before the act that names its investigators.
func notStarted(_ *procedure.Act, f *matter.File) { f.Acts = nil }

// world is a case of agency 1 with two handlers (10, 11), a custodian (20) and one stored thing.
func world() *matter.File {
	f := &matter.File{
		Cases: []matter.Case{{ID: 1, AgencyID: 1, Machine: "admin_case", State: "INVESTIGATING", CompetenceBasis: "own"}},
		Evidence: []matter.Evidence{{ID: 5, CaseID: 1, Ref: "EV-5", State: "IN_STORAGE", Kind: Physical, Quantity: "3", Unit: "piece", Gross: mg(1_500_000),
			SealNo:         "F-1",
			HolderAgencyID: 1, HolderUser: 20, GiverID: 20, CollectorID: 10, CoCollectorID: 11}},
		Members: []matter.Member{{CaseID: 1, UserID: 10, Username: "a", Name: "甲", Part: "handler", AgencyID: 1},
			{CaseID: 1, UserID: 11, Username: "b", Name: "乙", Part: "handler", AgencyID: 1}},
		Acts:     []matter.Past{{CaseID: 1, TargetID: 1, Entity: law.AdminCase, Event: "criminal_investigation.started"}},
		Agencies: map[int64]matter.Agency{1: {ID: 1, Code: "mofcom", Kind: "commerce"}, 2: {ID: 2, Code: "szpsb", Kind: "public_security"}},
	}
	procedure.SetAccounts(f, []procedure.Account{{ID: 12, AgencyID: 1, Username: "c", Active: true, Roles: []actor.Role{actor.CaseHandler}},
		{ID: 40, AgencyID: 2, Username: "p", NameZH: "侦 查员", Active: false, Roles: []actor.Role{actor.PSInvestigator}},
		{ID: 41, AgencyID: 1, Username: "l", Active: true, Roles: []actor.Role{actor.LegalReviewer}}})
	return f
}

// party puts a party on the case.
func party(part, name string) func(*procedure.Act, *matter.File) {
	return func(_ *procedure.Act, f *matter.File) {
		f.Parties = append(f.Parties, matter.Party{CaseID: 1, Ref: "PT-1", Part: part, Name: name})
	}
}

// worksOnIt puts a party on the case, and an officer of another organ with an account who did something in the matter, by the name 丙.
func worksOnIt(part, name string) func(*procedure.Act, *matter.File) {
	return func(a *procedure.Act, f *matter.File) {
		party(part, name)(a, f)
		procedure.Accounts(f)[1].NameZH = "丙"
		f.Acts = append(f.Acts, matter.Past{CaseID: 1, ActorID: procedure.Accounts(f)[1].ID})
	}
}

// gone is the reference of a party that the matter does not have.
const gone = "PT-YKDR-56R3-T"

func on(in law.Values) *procedure.Act {
	return &procedure.Act{Row: &law.Act{}, Target: matter.Target{Entity: law.Evidence, ID: 5}, Now: now,
		Who:  actor.Actor{UserID: 30, Username: "z", Name: "辛", AgencyID: 2},
		Role: actor.EvidenceCustodian, Input: in}
}

// none: what the act is about is not on the file.
func none(a *procedure.Act, _ *matter.File) { a.Target.ID, a.Parent = 99, matter.Target{} }

// sent: the act is about a referral whose package names the thing, which is in that state.
func sent(state string) func(*procedure.Act, *matter.File) {
	return func(a *procedure.Act, f *matter.File) {
		a.Target = matter.Target{Entity: law.Referral, ID: 3}
		f.Evidence[0].State = state
		f.Referrals = []matter.Referral{{ID: 3, FromCaseID: 1, FromAgencyID: 1, ToAgencyID: 2, State: "FILED",
			Items: []matter.PackageItem{{No: 3, EvidenceIDs: []int64{5}}}}}
	}
}

// wasSeized: the thing was seized from its holder.
func wasSeized(_ *procedure.Act, f *matter.File) {
	f.Evidence[0].Measure = MeasureAdmin
	f.Acts = append(f.Acts, matter.Past{ID: 2, CaseID: 1, Entity: law.Evidence, TargetID: 5, Event: "evidence.admin_seized"})
}

func both(one, two func(*procedure.Act, *matter.File)) func(*procedure.Act, *matter.File) {
	return func(a *procedure.Act, f *matter.File) { one(a, f); two(a, f) }
}

// bad: a file of the thing is damaged.
func bad(first func(*procedure.Act, *matter.File)) func(*procedure.Act, *matter.File) {
	return func(a *procedure.Act, f *matter.File) { first(a, f); f.Evidence[0].BadFiles = 1 }
}

// came writes how the thing was collected.
func came(track, method string) func(*procedure.Act, *matter.File) {
	return func(_ *procedure.Act, f *matter.File) {
		f.Evidence[0].Track = track
		f.Acts = append(f.Acts, matter.Past{CaseID: 1, TargetID: 5, Entity: law.Evidence, Event: "evidence.collected",
			Input: law.Values{"collection_method": method}})
	}
}

func TestGuards(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	d := func(s string) decimal.Decimal { return decimal.RequireFromString(s) }
	for _, c := range []struct {
		name, guard string
		in          law.Values
		prepare     func(*procedure.Act, *matter.File)
		passes      bool
	}{
		{"two distinct investigators", "two_investigators", law.Values{"officers": []string{"a", "b"}}, nil, true},
		{"the same investigator twice", "two_investigators", law.Values{"officers": []string{"a", "a"}}, nil, false},
		{"an investigator of another organ", "two_investigators", law.Values{"officers": []string{"a", "b"}},
			func(_ *procedure.Act, f *matter.File) { f.Members[1].AgencyID = 9 }, false},
		{"an invented investigator", "two_investigators", law.Values{"officers": []string{"a", "no.such.person"}}, nil, false},
		{"two invented investigators", "two_investigators", law.Values{"officers": []string{"no.such.person", "nobody"}}, nil, false},
		{"one investigator written twice", "two_investigators", law.Values{"officers": []string{"a", "A"}}, nil, false},
		{"a reader of the case", "two_investigators", law.Values{"officers": []string{"a", "b"}},
			func(_ *procedure.Act, f *matter.File) { f.Members[1].Part = "reader" }, false},
		{"an investigator of another case", "two_investigators", law.Values{"officers": []string{"a", "b"}},
			func(_ *procedure.Act, f *matter.File) { f.Members[1].CaseID = 2 }, false},
		{"an invented second collector", "two_investigators", law.Values{"collector": "a", "co_collector": "nobody"}, nil, false},
		{"the handlers of the case", "two_investigators", nil, nil, true},
		{"the investigation has not put anybody on the case", "two_investigators", law.Values{"officers": []string{"a", "c"}}, notStarted, true},
		{"nobody's account before the investigation", "two_investigators", law.Values{"officers": []string{"a", "nobody"}}, notStarted, false},
		{"an account of another organ before the investigation", "two_investigators", law.Values{"officers": []string{"a", "p"}}, notStarted, false},
		{"a reviewer before the investigation", "two_investigators", law.Values{"officers": []string{"a", "l"}}, notStarted, false},
		{"one person before the investigation", "two_investigators", law.Values{"officers": []string{"c", "C"}}, notStarted, false},
		{"another organ before the investigation", "two_investigators", law.Values{"officers": []string{"a", "b"}}, func(a *procedure.Act, f *matter.File) {
			notStarted(a, f)
			f.Members[1].AgencyID = 9
		}, false},
		{"a seal opened by two", "seal_record_made", law.Values{"seal_no": "F-2", "officers": []string{"a", "b"}}, nil, true},
		{"a seal opened with an invented person", "seal_record_made", law.Values{"seal_no": "F-2", "officers": []string{"a", "nobody"}}, nil, false},

		{"a custodian who never investigated", "custodian_not_investigator", nil, nil, true},
		{"a custodian who handles the case", "custodian_not_investigator", nil, func(a *procedure.Act, _ *matter.File) { a.Who.UserID = 10 }, false},
		{"a custodian who acted as handler", "custodian_not_investigator", nil, func(_ *procedure.Act, f *matter.File) {
			f.Acts = []matter.Past{{ActorID: 30, ActorRole: actor.CaseHandler}}
		}, false},
		{"the handler only proposes", "custodian_not_investigator", nil, func(a *procedure.Act, _ *matter.File) {
			a.Proposing, a.Role, a.Who.UserID = true, actor.CaseHandler, 10
		}, true},
		{"the head decides what a handler proposed as custodian", "custodian_not_investigator", nil, func(a *procedure.Act, _ *matter.File) {
			a.Role, a.Proposer = actor.AgencyHead, &procedure.Signer{ID: 10, Role: actor.EvidenceCustodian}
		}, false},

		{"another receives", "receiver_is_not_giver", nil, nil, true},
		{"the giver receives", "receiver_is_not_giver", nil, func(a *procedure.Act, _ *matter.File) { a.Who.UserID = 20 }, false},
		{"the store: who brings and who keeps", "handover_signed_by_both_sides", nil,
			func(a *procedure.Act, _ *matter.File) { a.Proposer = &procedure.Signer{ID: 10} }, true},
		{"the store: one person alone", "handover_signed_by_both_sides", nil, func(a *procedure.Act, _ *matter.File) { a.Proposer = &procedure.Signer{ID: 30} },
			false},
		{"in transit: two persons", "handover_signed_by_both_sides", nil, func(a *procedure.Act, _ *matter.File) { a.From = "IN_TRANSIT" }, true},
		{"in transit: nobody offered", "handover_signed_by_both_sides", nil,
			func(a *procedure.Act, f *matter.File) { a.From = "IN_TRANSIT"; f.Evidence[0].GiverID = 0 }, false},

		{"bytes as recorded", "hashes_match", nil, nil, true},
		{"a damaged file", "hashes_match", nil, func(_ *procedure.Act, f *matter.File) { f.Evidence[0].BadFiles = 1 }, false},
		{"a paper without quantity", "evidence_description_complete", law.Values{"name": "x", "evidence_kind": "documentary", "collected_at": now, "place": "x"}, nil,
			true},
		{"a thing without quantity", "evidence_description_complete", law.Values{"name": "x", "evidence_kind": Physical, "collected_at": now, "place": "x"}, nil,
			false},
		{"a paper counted in nothing", "evidence_description_complete",
			law.Values{"name": "x", "evidence_kind": "documentary", "collected_at": now, "place": "x", "quantity": d("3")}, nil, false},
		{"a thing counted", "evidence_description_complete", law.Values{"name": "x", "evidence_kind": Physical, "collected_at": now, "place": "x", "quantity": d("1"),
			"unit": "kg"}, nil, true},
		{"a search by an administrative organ", "no_criminal_measure", law.Values{"collection_method": "search"}, nil, false},
		{"an interrogation by an administrative organ", "no_criminal_measure", law.Values{"collection_method": "interrogation"}, nil, false},
		{"an inspection by an administrative organ", "no_criminal_measure", law.Values{"collection_method": "on_site"}, nil, true},
		{"an original", "original_or_copy_stated", law.Values{"original_or_copy": "original"}, nil, true},
		{"a copy of nowhere", "original_or_copy_stated", law.Values{"original_or_copy": "copy"}, nil, false},
		{"a copy with its original", "original_or_copy_stated", law.Values{"original_or_copy": "copy", "original_location": "海关"}, nil, true},
		{"electronic data without bytes", "edata_integrity_recorded", law.Values{"evidence_kind": ElectronicData}, nil, false},
		{"electronic data with a digest", "edata_integrity_recorded", law.Values{"evidence_kind": ElectronicData}, func(a *procedure.Act, _ *matter.File) {
			a.Uploads = []procedure.Upload{{Field: "files", Digest: "sha256:x"}}
		}, true},

		{"the head of the case's own organ", "seizure_approval_competent", nil, func(a *procedure.Act, _ *matter.File) { a.Who.AgencyID = 1 }, true},
		{"a head of another organ", "seizure_approval_competent", nil, nil, false},
		{"a delegated power", "seizure_approval_competent", nil, func(a *procedure.Act, f *matter.File) {
			a.Who.AgencyID, f.Cases[0].CompetenceBasis = 1, "commissioned"
		}, false},
		{"only proposed by the other side", "seizure_approval_competent", nil, func(a *procedure.Act, _ *matter.File) { a.Proposing = true }, true},
		{"not seized and asked", "not_already_seized", law.Values{"other_seizure_checked": true}, nil, true},
		{"not asked", "not_already_seized", law.Values{"other_seizure_checked": false}, nil, false},
		{"seized already", "not_already_seized", law.Values{"other_seizure_checked": true},
			func(_ *procedure.Act, f *matter.File) { f.Evidence[0].Measure = MeasureAdmin }, false},
		{"a thing found on the spot goes into the store", "storage_has_title", nil, came("administrative", "on_site"), false},
		{"a thing asked for in an administrative case", "storage_has_title", nil, came("administrative", "collected"), false},
		{"a thing of which nobody knows how it came", "storage_has_title", nil, nil, false},
		{"a thing that its holder gave", "storage_has_title", nil, came("administrative", "provided"), true},
		{"a thing asked for in a criminal case", "storage_has_title", nil, came("criminal", "collected"), true},
		{"a thing found, with the list of its free delivery", "storage_has_title", law.Values{"delivery_list": []string{"清单"}}, came("administrative", "on_site"),
			true},
		{"a seized thing", "storage_has_title", nil, func(_ *procedure.Act, f *matter.File) { f.Evidence[0].Measure = MeasureAdmin }, true},
		{"a paper is taken in", "storage_has_title", nil, func(_ *procedure.Act, f *matter.File) { f.Evidence[0].Kind = "documentary" }, true},
		{"no seizure to extend", "under_admin_seizure", nil, nil, false},
		{"extended before", "seizure_extended_once_only", nil, func(_ *procedure.Act, f *matter.File) {
			f.Acts = []matter.Past{{ID: 1, Entity: law.Evidence, TargetID: 5, Event: "evidence.admin_seized"},
				{ID: 2, Entity: law.Evidence, TargetID: 5, Event: "evidence.admin_seizure_extended"}}
		}, false},
		{"seized anew after an extension", "seizure_extended_once_only", nil, func(_ *procedure.Act, f *matter.File) {
			f.Acts = []matter.Past{{ID: 1, Entity: law.Evidence, TargetID: 5, Event: "evidence.admin_seizure_extended"},
				{ID: 2, Entity: law.Evidence, TargetID: 5, Event: "evidence.admin_seized"}}
		}, true},
		{"no decision confiscates", "confiscation_ordered_by_decision", nil, nil, false},
		{"a decision confiscates", "confiscation_ordered_by_decision", nil, func(_ *procedure.Act, f *matter.File) {
			f.Decisions = []matter.Decision{{CaseID: 1, Sanctions: []string{"confiscate_goods"}}}
		}, true},
		{"the holder signs", "return_receipt_by_rightful_holder", law.Values{"receiver": "王某（虚构）", "receipt": "r.pdf"}, nil, true},
		{"an officer signs for him", "return_receipt_by_rightful_holder", law.Values{"receiver": "甲", "receipt": "r.pdf"}, nil, false},
		{"an officer behind a wide space signs for him", "return_receipt_by_rightful_holder", law.Values{"receiver": "甲\u3000", "receipt": "r.pdf"}, nil, false},
		{"an account takes it", "receiver_is_no_officer", law.Values{"receiver": "P"}, nil, false},
		{"an officer takes it by name", "receiver_is_no_officer", law.Values{"receiver": "侦查员"}, nil, false},
		{"a party of an officer's name takes it", "receiver_is_no_officer", law.Values{"receiver": "侦查员"}, func(_ *procedure.Act, f *matter.File) {
			f.Parties = []matter.Party{{Name: "侦查员"}}
		}, true},
		{"a party of an officer's name is picked and takes it", "receiver_is_no_officer", law.Values{"receiver": "PT-1"}, party("holder", "侦查员"), true},
		{"a party of the name of an officer of the file takes it", "receiver_is_no_officer", law.Values{"receiver": "丙"}, worksOnIt("holder", "丙"), false},
		{"a party of the name of an officer of the file is picked", "receiver_is_no_officer", law.Values{"receiver": "PT-1"}, worksOnIt("holder", "丙"), false},
		{"a party of a former name of an officer of the file is picked", "receiver_is_no_officer", law.Values{"receiver": "PT-1"},
			func(a *procedure.Act, f *matter.File) {
				worksOnIt("holder", "丁")(a, f)
				f.Parties[0].FormerNames = "戊、丙"
			}, false},
		{"a party of the name of an officer whom the act itself names is picked", "receiver_is_no_officer",
			law.Values{"receiver": "PT-1", "officers": []string{"a", "P"}}, party("holder", "侦查员"), false},
		{"a party of the name of an officer whom the act itself names is typed", "receiver_is_no_officer",
			law.Values{"receiver": "侦查员", "officers": []string{"a", "p"}}, party("holder", "侦查员"), false},
		{"a party of the name of who carries it", "receiver_is_no_officer", law.Values{"receiver": "PT-1", "carrier": "p"}, party("holder", "侦查员"), false},
		{"a party of the name of the second collector", "receiver_is_no_officer", law.Values{"receiver": "PT-1", "co_collector": "p"}, party("holder", "侦查员"), false},
		{"a party of the name of the first collector", "receiver_is_no_officer", law.Values{"receiver": "PT-1", "collector": "p"}, party("holder", "侦查员"), false},
		{"a party of an officer's name, with two others named", "receiver_is_no_officer", law.Values{"receiver": "PT-1", "officers": []string{"a", "b"}},
			party("holder", "侦查员"), true},
		{"a party of an account's name is picked", "receiver_is_no_officer", law.Values{"receiver": "PT-1"}, party("holder", "p"), false},
		{"a party that was taken away is picked", "receiver_is_no_officer", law.Values{"receiver": gone}, nil, false},
		{"nobody takes it", "receiver_is_no_officer", nil, nil, true},
		{"the holder is picked and signs", "return_receipt_by_rightful_holder", law.Values{"receiver": "PT-1", "receipt": "r.pdf"}, party("holder", "王某（虚构）"), true},
		{"an officer is picked as a party and signs", "return_receipt_by_rightful_holder", law.Values{"receiver": "PT-1", "receipt": "r.pdf"}, party("holder", "乙"),
			false},
		{"the one who acts is picked as a party and signs", "return_receipt_by_rightful_holder", law.Values{"receiver": "PT-1", "receipt": "r.pdf"},
			party("holder", "辛"), false},
		{"an officer is picked as a party by his name in Latin letters", "return_receipt_by_rightful_holder", law.Values{"receiver": "PT-1", "receipt": "r.pdf"},
			func(a *procedure.Act, f *matter.File) {
				party("holder", "王某（虚构）")(a, f)
				f.Parties[0].NameLatin, f.Members[0].NameEN = "JIA", "Jia"
			}, false},
		{"a party that was taken away signs", "return_receipt_by_rightful_holder", law.Values{"receiver": gone, "receipt": "r.pdf"}, nil, false},
		{"a party that was taken away as witness", "witness_present", law.Values{"witness": gone}, nil, false},
		{"no receipt", "return_receipt_by_rightful_holder", law.Values{"receiver": "王某（虚构）"}, nil, false},
		{"a free thing leaves", "admin_seizure_closed_or_same_agency", law.Values{"receiving_organ": "szpsb"}, nil, true},
		{"a seized thing leaves", "admin_seizure_closed_or_same_agency", law.Values{"receiving_organ": "szpsb"},
			func(_ *procedure.Act, f *matter.File) { f.Evidence[0].Measure = MeasureAdmin }, false},
		{"a seized thing stays in the organ", "admin_seizure_closed_or_same_agency", law.Values{"receiving_organ": "mofcom"},
			func(_ *procedure.Act, f *matter.File) { f.Evidence[0].Measure = MeasureAdmin }, true},
		{"a stranger as witness", "witness_present", law.Values{"witness": "见证人（虚构）"}, nil, true},
		{"an officer as witness", "witness_present", law.Values{"witness": "乙"}, nil, false},
		{"an officer with a mark that nobody sees", "witness_present", law.Values{"witness": "\u200b乙\u00a0"}, nil, false},
		{"an officer by his name in Latin letters as witness", "witness_present", law.Values{"witness": "Lin  ZHIYUAN"},
			func(_ *procedure.Act, f *matter.File) { f.Members[0].NameEN = "Lin Zhiyuan" }, false},
		{"the one who acts by his name in Latin letters as witness", "witness_present", law.Values{"witness": "XIN"},
			func(a *procedure.Act, _ *matter.File) { a.Who.NameEN = "Xin" }, false},
		{"the holder of the thing as witness", "witness_present", law.Values{"witness": "持有人（虚构）"}, party("holder", "持有人（虚构）"), false},
		{"the holder picked as witness", "witness_present", law.Values{"witness": "PT-1"}, party("holder", "持有人（虚构）"), false},
		{"a witness of the matter picked", "witness_present", law.Values{"witness": "PT-1"}, party("witness", "见证人（虚构）"), true},
		{"an officer put on the case as its witness and picked", "witness_present", law.Values{"witness": "PT-1"}, party("witness", "乙"), false},
		{"a colleague without a part in the case as witness", "witness_present", law.Values{"witness": "丙"}, func(a *procedure.Act, f *matter.File) {
			a.Who.AgencyID, procedure.Accounts(f)[0].NameZH = 1, "丙"
		}, false},
		{"who bears the name of an officer of another organ as witness", "witness_present", law.Values{"witness": "丙"},
			func(_ *procedure.Act, f *matter.File) { procedure.Accounts(f)[0].NameZH = "丙" }, true},
		{"an account as witness", "witness_present", law.Values{"witness": "Ｃ"}, nil, false},
		{"a small value, unit head", "high_value_needs_county_head", law.Values{"estimated_value": d("99999")},
			func(a *procedure.Act, _ *matter.File) { a.Role = actor.PSUnitHead }, true},
		{"a high value, unit head", "high_value_needs_county_head", law.Values{"estimated_value": d("100000")},
			func(a *procedure.Act, _ *matter.File) { a.Role = actor.PSUnitHead }, false},
		{"business-critical, unit head", "high_value_needs_county_head", law.Values{"estimated_value": d("1"), "business_critical": true},
			func(a *procedure.Act, _ *matter.File) { a.Role = actor.PSUnitHead }, false},
		{"a high value, county head", "high_value_needs_county_head", law.Values{"estimated_value": d("100000")},
			func(a *procedure.Act, _ *matter.File) { a.Role = actor.PSCountyHead }, true},
		{"a neutral question", "question_neutral", law.Values{"question": "样品的化学成分和纯度是多少？"}, nil, true},
		{"a leading question", "question_neutral", law.Values{"question": "请确认样品属于管制物项"}, nil, false},
		{"seal and weight as sent", "seal_and_weight_match", law.Values{"seal_no": "F-1", "weight": d("1.5")}, nil, true},
		{"the seal typed in full-width signs", "seal_and_weight_match", law.Values{"seal_no": "ｆ－１", "weight": d("1.5")}, nil, true},
		{"the seal with a long dash", "counts_weights_seals_hashes_equal", law.Values{"quantity": d("3"), "seal_no": "F — 1", "weight": d("1.5")}, nil, true},
		{"the seal of another number", "counts_weights_seals_hashes_equal", law.Values{"quantity": d("3"), "seal_no": "F-11", "weight": d("1.5")}, nil, false},
		{"lighter than sent", "seal_and_weight_match", law.Values{"seal_no": "F-1", "weight": d("1.499")}, nil, false},
		{"another seal", "seal_and_weight_match", law.Values{"seal_no": "F-2", "weight": d("1.5")}, nil, false},
		{"all as listed", "counts_weights_seals_hashes_equal", law.Values{"quantity": d("3"), "seal_no": "F-1", "weight": d("1.5")}, nil, true},
		{"one piece short", "counts_weights_seals_hashes_equal", law.Values{"quantity": d("2"), "seal_no": "F-1", "weight": d("1.5")}, nil, false},
		{"damaged on the way", "counts_weights_seals_hashes_equal", law.Values{"quantity": d("3"), "seal_no": "F-1", "weight": d("1.5")},
			func(_ *procedure.Act, f *matter.File) { f.Evidence[0].BadFiles = 1 }, false},
		{"an early sale without approval", "early_sale_approved", law.Values{"disposal_kind": "early_sale"}, nil, false},
		{"an auction without treasury receipt", "proceeds_to_treasury", law.Values{"disposal_kind": "auctioned"}, nil, false},
		{"destruction brings no money", "proceeds_to_treasury", law.Values{"disposal_kind": "destroyed"}, nil, true},
		{"a sample without weight", "sampling_record_complete", law.Values{"sampling_method": "x", "sample_no": "1", "seal_no": "2"}, nil, false},
		{"a sample with weight", "sampling_record_complete", law.Values{"sampling_method": "x", "sample_no": "1", "seal_no": "2", "weight": d("1")}, nil, true},
		{"a sample without seal", "sampling_record_complete", law.Values{"sampling_method": "x", "sample_no": "1", "weight": d("1")}, nil, false},
		{"a seal opened by one", "seal_record_made", law.Values{"seal_no": "F-2", "officers": []string{"a"}}, nil, false},
		{"a seal of no case", "seal_record_made", law.Values{"seal_no": "F-2", "officers": []string{"a", "b"}}, none, false},
		{"the head decides what nobody proposed", "custodian_not_investigator", nil,
			func(a *procedure.Act, _ *matter.File) { a.Role, a.Who.UserID = actor.AgencyHead, 10 }, true},
		{"what a handler proposes to a custodian", "custodian_not_investigator", nil, func(a *procedure.Act, _ *matter.File) {
			a.Role, a.Who.UserID, a.Proposer = actor.AgencyHead, 10, &procedure.Signer{ID: 10, Role: actor.CaseHandler}
		}, true},
		{"another investigated", "custodian_not_investigator", nil, func(_ *procedure.Act, f *matter.File) {
			f.Acts = []matter.Past{{ActorID: 31, ActorRole: actor.CaseHandler, ProposerID: 32, ProposerRole: actor.CaseHandler}}
		}, true},
		{"a custodian who proposed as handler", "custodian_not_investigator", nil, func(_ *procedure.Act, f *matter.File) {
			f.Acts = []matter.Past{{ActorID: 31, ProposerID: 30, ProposerRole: actor.CaseHandler}}
		}, false},
		{"a custodian who did something else", "custodian_not_investigator", nil, func(_ *procedure.Act, f *matter.File) {
			f.Acts = []matter.Past{{ActorID: 30, ActorRole: actor.EvidenceCustodian, ProposerID: 30, ProposerRole: actor.EvidenceCustodian}}
		}, true},
		{"what an act caused", "custodian_not_investigator", nil, func(_ *procedure.Act, f *matter.File) {
			f.Acts = []matter.Past{{ActorID: 30, ActorRole: actor.CaseHandler, Twin: true}}
		}, true},
		{"nothing is received", "receiver_is_not_giver", nil, none, false},
		{"the store: nobody brings it", "handover_signed_by_both_sides", nil, nil, false},
		{"the store: it is only proposed", "handover_signed_by_both_sides", nil, func(a *procedure.Act, _ *matter.File) { a.Proposing = true }, true},
		{"in transit: the giver accepts", "handover_signed_by_both_sides", nil, func(a *procedure.Act, _ *matter.File) { a.From, a.Who.UserID = "IN_TRANSIT", 20 },
			false},
		{"a referral whose things all went over", "handover_signed_by_both_sides", law.Values{"handover_list": []string{"x"}}, sent("RELEASED"), true},
		{"it has no list", "handover_signed_by_both_sides", nil, sent("RELEASED"), false},
		{"a referral of which a thing is still here", "handover_signed_by_both_sides", law.Values{"handover_list": []string{"x"}}, sent("IN_STORAGE"), false},
		{"nothing is left of the list", "every_item_has_handover_record", nil, sent("RELEASED"), true},
		{"a thing is left", "every_item_has_handover_record", nil, sent("IN_STORAGE"), false},
		{"of no referral", "every_item_has_handover_record", nil, none, false},
		{"the files of a package", "hashes_match", nil, sent("IN_STORAGE"), true},
		{"a damaged file in a package", "hashes_match", nil, bad(sent("IN_STORAGE")), false},
		{"a damaged file outside it", "hashes_match", nil, bad(func(a *procedure.Act, f *matter.File) { sent("IN_STORAGE")(a, f); f.Referrals[0].Items = nil }),
			true},
		{"a damaged file that the act names", "hashes_match", law.Values{"evidence": []string{"EV-5"}},
			bad(func(a *procedure.Act, f *matter.File) { sent("IN_STORAGE")(a, f); f.Referrals[0].Items = nil }), false},
		{"a damaged file that it does not name", "hashes_match", law.Values{"evidence": []string{"EV-6"}},
			bad(func(a *procedure.Act, f *matter.File) { sent("IN_STORAGE")(a, f); f.Referrals[0].Items = nil }), true},
		{"no referral has files", "hashes_match", nil, func(a *procedure.Act, _ *matter.File) { a.Target = matter.Target{Entity: law.Referral, ID: 99} },
			false},
		{"a package with a thing of nobody", "hashes_match", nil, func(a *procedure.Act, f *matter.File) { sent("IN_STORAGE")(a, f); f.Evidence = nil }, false},
		{"electronic data without a digest", "edata_integrity_recorded", law.Values{"evidence_kind": ElectronicData}, func(a *procedure.Act, _ *matter.File) {
			a.Uploads = []procedure.Upload{{Field: "files"}}
		}, false},
		{"a digest of something else", "edata_integrity_recorded", law.Values{"evidence_kind": ElectronicData}, func(a *procedure.Act, _ *matter.File) {
			a.Uploads = []procedure.Upload{{Field: "photos", Digest: "sha256:x"}}
		}, false},
		{"a thing that nobody weighed", "counts_weights_seals_hashes_equal", law.Values{"quantity": d("3"), "seal_no": "F-1"},
			func(_ *procedure.Act, f *matter.File) { f.Evidence[0].Gross = nil }, true},
		{"lighter than listed", "counts_weights_seals_hashes_equal", law.Values{"quantity": d("3"), "seal_no": "F-1", "weight": d("1.4")}, nil, false},
		{"a paper is not weighed", "counts_weights_seals_hashes_equal", law.Values{"quantity": d("3"), "seal_no": "F-1"},
			func(_ *procedure.Act, f *matter.File) { f.Evidence[0].Kind = "documentary" }, true},
		{"what has no number is one", "counts_weights_seals_hashes_equal", law.Values{"quantity": d("1"), "seal_no": "F-1", "weight": d("1.5")},
			func(_ *procedure.Act, f *matter.File) { f.Evidence[0].Quantity = "" }, true},
		{"nothing to count", "counts_weights_seals_hashes_equal", law.Values{"quantity": d("3")}, none, false},
		{"nothing is weighed", "seal_and_weight_match", law.Values{"seal_no": "F-1", "weight": d("1.5")}, none, false},
		{"an organ without a name", "admin_seizure_closed_or_same_agency", nil, func(_ *procedure.Act, f *matter.File) {
			f.Evidence[0].Measure, f.Agencies = MeasureAdmin, map[int64]matter.Agency{1: {ID: 1}}
		}, false},
		{"no thing to confiscate", "confiscation_ordered_by_decision", nil, none, false},
		{"a decision that takes nothing", "confiscation_ordered_by_decision", nil, func(_ *procedure.Act, f *matter.File) {
			f.Decisions = []matter.Decision{{CaseID: 1, Sanctions: []string{"fine"}}}
		}, false},
		{"the transfer of an item tells the party itself", "party_told_of_transfer", nil, wasSeized, true},
		{"a referral that took things along untold", "party_told_of_transfer", nil, both(wasSeized, sent("RELEASED")), false},
		{"a referral that told it", "party_told_of_transfer", nil, both(both(wasSeized, sent("RELEASED")), func(_ *procedure.Act, f *matter.File) {
			f.Docs = append(f.Docs, matter.Doc{CaseID: 1, Code: "DOC-R16"})
		}), true},
		{"a referral that took nothing along", "party_told_of_transfer", nil, sent("RELEASED"), true},
		{"an early sale with approval", "early_sale_approved", law.Values{"disposal_kind": "early_sale", "approval": []string{"x"}}, nil, true},
		{"another sale", "early_sale_approved", law.Values{"disposal_kind": "auctioned"}, nil, true},
		{"an auction with its receipt", "proceeds_to_treasury", law.Values{"disposal_kind": "auctioned", "treasury_receipt": []string{"x"}}, nil, true},
	} {
		a, f := on(c.in), world()
		if c.prepare != nil {
			c.prepare(a, f)
		}
		guard := tables{law.Fixed(book)}.guards()[c.guard]
		if guard == nil {
			t.Fatalf("no guard %s", c.guard)
		}
		if got := !guard(a, f).Failed; got != c.passes {
			t.Errorf("%s (%s): passes %v", c.name, c.guard, got)
		}
	}
}
