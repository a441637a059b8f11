package criminalcase

import (
	"testing"
	"time"

	"touchstone/internal/law"
	"touchstone/internal/procedure"
)

var now = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

func world() *procedure.File {
	return &procedure.File{
		Cases:     []procedure.Case{{ID: 1, AgencyID: 1, Machine: "admin_case"}, {ID: 2, AgencyID: 2, Machine: "criminal_case", State: "INVESTIGATING", SourceReferralID: 3}},
		Referrals: []procedure.Referral{{ID: 3, FromCaseID: 1, State: "LINKED"}},
	}
}

func TestGuards(t *testing.T) {
	t.Parallel()
	type prepare = func(*procedure.Act, *procedure.File)
	state := func(s string) prepare { return func(_ *procedure.Act, f *procedure.File) { f.Cases[1].State = s } }
	person := func(s string) prepare {
		return func(_ *procedure.Act, f *procedure.File) { f.Persons = []procedure.Person{{CaseID: 2, State: s}} }
	}
	clock := func(kind string, id int64, code string, due time.Time) prepare {
		return func(_ *procedure.Act, f *procedure.File) {
			f.Clocks = []procedure.Clock{{Code: code, TargetKind: kind, TargetID: id, CaseID: 2, State: "RUNNING", DueAt: due}}
		}
	}
	past := func(n int, event string, in law.Values) prepare {
		return func(_ *procedure.Act, f *procedure.File) {
			for range n {
				f.Acts = append(f.Acts, procedure.Past{Entity: law.CriminalCase, TargetID: 2, Event: event, Input: in})
			}
		}
	}
	item := func(e procedure.Evidence) prepare {
		return func(_ *procedure.Act, f *procedure.File) { f.Evidence = append(f.Evidence, e) }
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
		{"nothing held", "property_released", nil, item(procedure.Evidence{CaseID: 2, State: "RELEASED"}), true},
		{"something stored", "property_released", nil, item(procedure.Evidence{CaseID: 1, CustodyCaseID: 2, State: "IN_STORAGE"}), false},
		{"an account frozen", "property_released", nil, clock("record", 9, "CRM-061", now), false},
		{"statements of the agency, none taken again", "statements_recollected", nil, item(procedure.Evidence{CaseID: 1, Kind: "party_statement"}), false},
		{"taken again", "statements_recollected", nil, func(a *procedure.Act, f *procedure.File) {
			item(procedure.Evidence{CaseID: 1, Kind: "party_statement"})(a, f)
			item(procedure.Evidence{CaseID: 2, Kind: "suspect_statement"})(a, f)
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
		{"done", "reverse_transfer_settled", law.Values{"reverse_transfer": "done"}, func(_ *procedure.Act, f *procedure.File) { f.Referrals[0].State = "REVERSED" }, true},
		{"not needed", "reverse_transfer_settled", law.Values{"reverse_transfer": "not_needed"}, nil, true},
		{"not needed, though a penalty is due", "reverse_transfer_settled", law.Values{"reverse_transfer": "not_needed"}, past(1, "criminal_case.withdrawn", law.Values{"penalty_due": true}), false},
		{"conditions answered with no", "conclusion_conditions_met", law.Values{"criteria": false}, nil, false},
		{"conditions confirmed", "conclusion_conditions_met", law.Values{"criteria": true}, nil, true},
	} {
		a := &procedure.Act{Row: &law.Act{}, Target: procedure.Target{Entity: law.CriminalCase, ID: 2}, Now: now, Input: c.in}
		f := world()
		if c.prepare != nil {
			c.prepare(a, f)
		}
		if got := !guards()[c.guard](a, f).Failed; got != c.passes {
			t.Errorf("%s (%s): passes %v", c.name, c.guard, got)
		}
	}
}

func TestAgencyToBeTold_NotByItsOwnTwin(t *testing.T) {
	t.Parallel()
	a := &procedure.Act{Target: procedure.Target{Entity: law.CriminalCase, ID: 2}}
	if !agencyToBeTold(a, world()) {
		t.Error("a transfer by itself leaves the referrer to be told")
	}
	a.Origin = &procedure.Act{}
	if agencyToBeTold(a, world()) {
		t.Error("the re-route tells it in the same act")
	}
}
