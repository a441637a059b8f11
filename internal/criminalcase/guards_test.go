package criminalcase

import (
	"maps"
	"testing"
	"time"

	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/policies"
)

var now = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

func world() *matter.File {
	return &matter.File{
		Cases: []matter.Case{{ID: 1, AgencyID: 1, Machine: "admin_case"},
			{ID: 2, AgencyID: 2, Machine: "criminal_case", State: "INVESTIGATING", SourceReferralID: 3}},
		Referrals: []matter.Referral{{ID: 3, FromCaseID: 1, State: "LINKED"}},
	}
}

func TestGuards(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	all := procedure.ByAct(law.Fixed(book)).Guards // those of a column, too
	maps.Copy(all, tables{law.Fixed(book)}.guards())
	type prepare = func(*procedure.Act, *matter.File)
	state := func(s string) prepare { return func(_ *procedure.Act, f *matter.File) { f.Cases[1].State = s } }
	person := func(s string) prepare {
		return func(_ *procedure.Act, f *matter.File) { f.Persons = []matter.Person{{CaseID: 2, State: s}} }
	}
	clock := func(kind string, id int64, code string, due time.Time) prepare {
		return func(_ *procedure.Act, f *matter.File) {
			f.Clocks = []matter.Clock{{Code: code, TargetKind: kind, TargetID: id, CaseID: 2, State: "RUNNING", DueAt: due}}
		}
	}
	past := func(n int, event string, in law.Values) prepare {
		return func(_ *procedure.Act, f *matter.File) {
			for range n {
				f.Acts = append(f.Acts, matter.Past{Entity: law.CriminalCase, TargetID: 2, Event: event, Input: in})
			}
		}
	}
	item := func(e matter.Evidence) prepare {
		return func(_ *procedure.Act, f *matter.File) { f.Evidence = append(f.Evidence, e) }
	}
	for _, c := range []struct {
		name, guard string
		in          law.Values
		prepare     prepare
		passes      bool
	}{
		{"filed", "criminal_case_is_filed", nil, nil, true},
		{"under review", "criminal_case_is_filed", nil, state("FILING_REVIEW"), false},
		{"not filed", "criminal_case_is_filed", nil, state("NOT_FILED"), false},
		{"nobody held", "suspects_released", nil, person("RELEASED"), true},
		{"somebody arrested", "suspects_released", nil, person("ARRESTED"), false},
		{"delivered is not released", "suspects_released", nil, person("SENTENCE_EXECUTION"), false},
		{"delivered is settled", "persons_settled", nil, person("SENTENCE_EXECUTION"), true},
		{"on bail is not settled", "persons_settled", nil, person("BAILED"), false},
		{"nothing held", "property_released", nil, item(matter.Evidence{CaseID: 2, State: "RELEASED"}), true},
		{"something stored", "property_released", nil, item(matter.Evidence{CaseID: 1, CustodyCaseID: 2, State: "IN_STORAGE"}), false},
		{"an account frozen", "property_released", nil, clock("record", 9, "CRM-061", now), false},
		{"statements of the agency, none taken again", "statements_recollected", nil, item(matter.Evidence{CaseID: 1, Kind: "party_statement"}), false},
		{"taken again", "statements_recollected", nil, func(a *procedure.Act, f *matter.File) {
			item(matter.Evidence{CaseID: 1, Kind: "party_statement"})(a, f)
			item(matter.Evidence{CaseID: 2, Kind: "suspect_statement"})(a, f)
		}, true},
		{"returned once", "supplement_rounds_left", nil, past(1, "prosecution.returned_for_supplement", nil), true},
		{"returned twice", "supplement_rounds_left", nil, past(2, "prosecution.returned_for_supplement", nil), false},
		{"appeal period over", "no_appeal_in_time", nil, clock("case", 2, "CRM-081", now.AddDate(0, 0, -1)), true},
		{"appeal period runs", "no_appeal_in_time", nil, clock("case", 2, "CRM-081", now.AddDate(0, 0, 1)), false},
		{"no receipt on record", "no_appeal_in_time", nil, nil, false},
		{"appealed late", "within_appeal_period", nil, clock("case", 2, "CRM-081", now.AddDate(0, 0, -1)), false},
		{"nothing to tell", "agency_told", nil, nil, true},
		{"withdrawal not told", "agency_told", nil, clock("case", 2, "REF-070", now), false},
		{"said to be done, but no reverse transfer", "reverse_transfer_settled", law.Values{"reverse_transfer": "done"}, nil, false},
		{"done", "reverse_transfer_settled", law.Values{"reverse_transfer": "done"}, func(_ *procedure.Act, f *matter.File) { f.Referrals[0].State = "REVERSED" },
			true},
		{"not needed", "reverse_transfer_settled", law.Values{"reverse_transfer": "not_needed"}, nil, true},
		{"not needed, though a penalty is due", "reverse_transfer_settled", law.Values{"reverse_transfer": "not_needed"},
			past(1, "criminal_case.withdrawn", law.Values{"penalty_due": true}), false},
		{"conditions answered with no", "conclusion_conditions_met", law.Values{"criteria": false}, nil, false},
		{"conditions confirmed", "conclusion_conditions_met", law.Values{"criteria": true}, nil, true},
		{"conditions not answered", "conclusion_conditions_met", nil, nil, false},
		{"an item in the keeping of the criminal case", "criminal_case_is_filed", nil, func(a *procedure.Act, f *matter.File) {
			item(matter.Evidence{ID: 7, CaseID: 1, CustodyCaseID: 2})(a, f)
			a.Target = matter.Target{Entity: law.Evidence, ID: 7}
		}, true},
		{"an item of the agency", "criminal_case_is_filed", nil, func(a *procedure.Act, f *matter.File) {
			item(matter.Evidence{ID: 7, CaseID: 1})(a, f)
			a.Target = matter.Target{Entity: law.Evidence, ID: 7}
		}, false},
		{"a case that has the number of an item", "criminal_case_is_filed", nil, item(matter.Evidence{ID: 2, CaseID: 1}), true},
		{"something new in the case", "criminal_case_is_filed", nil, func(a *procedure.Act, _ *matter.File) {
			a.Target, a.Parent = matter.Target{Entity: law.Person}, a.Target
		}, true},
		{"in no case", "criminal_case_is_filed", nil, func(a *procedure.Act, _ *matter.File) { a.Target = matter.Target{} }, false},
		{"a freeze that ended", "property_released", nil, func(a *procedure.Act, f *matter.File) {
			clock("record", 9, "CRM-061", now)(a, f)
			f.Clocks[0].State = "MET"
		}, true},
		{"a freeze in another case", "property_released", nil, func(a *procedure.Act, f *matter.File) {
			clock("record", 9, "CRM-061", now)(a, f)
			f.Clocks[0].CaseID = 5
		}, true},
		{"somebody held in another case", "suspects_released", nil, func(_ *procedure.Act, f *matter.File) {
			f.Persons = []matter.Person{{CaseID: 5, State: "ARRESTED"}}
		}, true},
		{"of no referral", "statements_recollected", nil, func(_ *procedure.Act, f *matter.File) { f.Cases[1].SourceReferralID = 0 }, true},
		{"of no case", "statements_recollected", nil, func(a *procedure.Act, _ *matter.File) { a.Target.ID = 99 }, false},
		{"another case was returned", "supplement_rounds_left", nil, func(a *procedure.Act, f *matter.File) {
			past(2, "prosecution.returned_for_supplement", nil)(a, f)
			f.Acts[0].TargetID, f.Acts[1].Entity = 5, law.AdminCase
		}, true},
		{"other acts", "supplement_rounds_left", nil, past(2, "prosecution.supplemented", nil), true},
		{"no period yet", "within_appeal_period", nil, nil, true},
		{"within the period", "within_appeal_period", nil, clock("case", 2, "CRM-081", now.AddDate(0, 0, 1)), true},
		{"told", "agency_told", nil, func(a *procedure.Act, f *matter.File) {
			clock("case", 2, "REF-070", now)(a, f)
			f.Clocks[0].State = "MET"
		}, true},
		{"not told, on the referral", "agency_told", nil, clock("referral", 3, "REF-070", now), false},
		{"another referral's", "agency_told", nil, clock("referral", 9, "REF-070", now), true},
		{"another case's", "agency_told", nil, clock("case", 3, "REF-070", now), true},
		{"a record's", "agency_told", nil, clock("record", 2, "REF-070", now), true},
		{"another period", "agency_told", nil, clock("case", 2, "REF-060", now), true},
		{"of no case", "agency_told", nil, func(a *procedure.Act, _ *matter.File) { a.Target.ID = 99 }, false},
		{"not answered", "reverse_transfer_settled", nil, nil, false},
		{"of no case", "reverse_transfer_settled", law.Values{"reverse_transfer": "done"}, func(a *procedure.Act, _ *matter.File) { a.Target.ID = 99 }, false},
		{"done without a referral", "reverse_transfer_settled", law.Values{"reverse_transfer": "done"},
			func(_ *procedure.Act, f *matter.File) { f.Cases[1].SourceReferralID = 0 }, true},
		{"a penalty is due in another case", "reverse_transfer_settled", law.Values{"reverse_transfer": "not_needed"}, func(a *procedure.Act, f *matter.File) {
			past(1, "criminal_case.withdrawn", law.Values{"penalty_due": true})(a, f)
			f.Acts[0].TargetID = 5
		}, true},
		{"due and transferred", "reverse_transfer_settled", law.Values{"reverse_transfer": "not_needed"}, func(a *procedure.Act, f *matter.File) {
			past(1, "criminal_case.withdrawn", law.Values{"penalty_due": true})(a, f)
			f.Referrals[0].State = "REVERSED"
		}, true},
	} {
		a := &procedure.Act{Row: &law.Act{}, Target: matter.Target{Entity: law.CriminalCase, ID: 2}, Now: now, Input: c.in}
		f := world()
		if c.prepare != nil {
			c.prepare(a, f)
		}
		if got := !all[c.guard](a, f).Failed; got != c.passes {
			t.Errorf("%s (%s): passes %v", c.name, c.guard, got)
		}
	}
}

func TestAgencyToBeTold_NotByItsOwnTwin(t *testing.T) {
	t.Parallel()
	a := &procedure.Act{Target: matter.Target{Entity: law.CriminalCase, ID: 2}}
	if !agencyToBeTold(a, world()) {
		t.Error("a transfer by itself leaves the referrer to be told")
	}
	a.Origin = &procedure.Act{}
	if agencyToBeTold(a, world()) {
		t.Error("the re-route tells it in the same act")
	}
}
