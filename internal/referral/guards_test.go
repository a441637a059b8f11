package referral

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
	"touchstone/policies"
)

var now = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

func world() *matter.File {
	return &matter.File{
		Cases: []matter.Case{{ID: 1, AgencyID: 1, Machine: "admin_case", State: "INVESTIGATING"},
			{ID: 2, AgencyID: 2, Machine: "criminal_case", State: "FILING_REVIEW", SourceReferralID: 3}},
		Referrals: []matter.Referral{{ID: 3, FromCaseID: 1, FromAgencyID: 1, ToAgencyID: 2, State: "UNDER_FILING_REVIEW", Destination: PublicSecurity,
			Offence: "cl_151_3", Facts: "事实", Team: []int64{10, 11},
			OpenedAt: now.AddDate(0, 0, -9)}},
		Agencies: map[int64]matter.Agency{1: {ID: 1, Code: "mofcom", Kind: "commerce"}, 2: {ID: 2, Code: "szpsb", Kind: "public_security"},
			4: {ID: 4, Code: "hpasb", Kind: "customs_anti_smuggling"}},
	}
}

func on(in law.Values) *procedure.Act {
	return &procedure.Act{Row: &law.Act{}, Target: matter.Target{Entity: law.Referral, ID: 3}, Parent: matter.Target{Entity: law.AdminCase, ID: 1}, Now: now,
		Who: actor.Actor{UserID: 10, AgencyID: 2}, Input: in}
}

func clock(code string, late bool) matter.Clock {
	due := now.AddDate(0, 0, 1)
	if late {
		due = now.AddDate(0, 0, -1)
	}
	return matter.Clock{Code: code, TargetKind: "referral", TargetID: 3, State: "RUNNING", DueAt: due}
}

type prepare = func(*procedure.Act, *matter.File)

func from(state string) prepare {
	return func(a *procedure.Act, _ *matter.File) { a.From = state }
}

// approvedPaper: the head approved by act 7; the investigation report was made by these acts.
func approvedPaper(event string, madeBy ...int64) prepare {
	return func(a *procedure.Act, f *matter.File) {
		a.From, a.Row = "APPROVED", &law.Act{Event: event}
		f.Acts = []matter.Past{{ID: 7, Entity: law.Referral, TargetID: 3, Event: "referral.approved"}}
		for _, act := range madeBy {
			f.Docs = append(f.Docs, matter.Doc{ID: act, Code: "DOC-R05", TargetID: 3, ActID: act})
		}
	}
}

// penalised: a penalty was decided, and annulled that many days later (0: not at all).
func penalised(annulled int) prepare {
	return func(_ *procedure.Act, f *matter.File) {
		f.Decisions = []matter.Decision{{CaseID: 1, Kind: "PENALTY", MadeAt: now.AddDate(0, 0, -3)}}
		if annulled > 0 {
			f.Acts = []matter.Past{{Entity: law.AdminCase, TargetID: 1, Event: "admin_decision.changed_or_annulled", At: now.AddDate(0, 0, annulled-3)}}
		}
	}
}

func TestGuards(t *testing.T) {
	t.Parallel()
	state := func(s string) prepare { return func(_ *procedure.Act, f *matter.File) { f.Cases[0].State = s } }
	clocks := func(cs ...matter.Clock) prepare {
		return func(_ *procedure.Act, f *matter.File) { f.Clocks = cs }
	}
	to := func(d string) prepare {
		return func(_ *procedure.Act, f *matter.File) { f.Referrals[0].Destination = d }
	}
	fine := func(days int) prepare {
		return func(_ *procedure.Act, f *matter.File) {
			f.Decisions = []matter.Decision{{CaseID: 1, Fine: quantity.Fens(1), MadeAt: now.AddDate(0, 0, days)}}
		}
	}
	decided := func(by int64) prepare {
		return func(_ *procedure.Act, f *matter.File) {
			f.Acts = []matter.Past{{Entity: law.Referral, TargetID: 3, Event: "referral.filing_decided", ActorID: by, ProposerID: 98}}
		}
	}
	gone := func(a *procedure.Act, _ *matter.File) { a.Target.ID = 99 }
	for _, c := range []struct {
		name, guard string
		in          law.Values
		prepare     prepare
		passes      bool
	}{
		{"crime and facts", "crime_ground_recorded", law.Values{"suspected_offence": "cl_153", "facts": "x"}, nil, true},
		{"no facts", "crime_ground_recorded", law.Values{"suspected_offence": "cl_153", "facts": "  "}, nil, false},
		{"two in the team", "team_of_two_named", law.Values{"team": []string{"a", "b"}}, nil, true},
		{"one twice", "team_of_two_named", law.Values{"team": []string{"a", "a"}}, nil, false},
		{"under investigation", "origin_case_admits_referral", nil, nil, true},
		{"closed, on new facts", "origin_case_admits_referral", nil, state("CLOSED"), true},
		{"a lead not looked at", "origin_case_admits_referral", nil, state("LEAD_REGISTERED"), false},
		{"after a penalty, nothing new", "new_facts_after_penalty", nil, penalised(0), false},
		{"after a penalty, on new facts", "new_facts_after_penalty", law.Values{"new_facts": "查获另一批货物"}, penalised(0), true},
		{"after a penalty that was annulled", "new_facts_after_penalty", nil, penalised(1), true},
		{"before any penalty", "new_facts_after_penalty", nil, nil, true},
		{"a member submits", "submitter_in_team", nil, nil, true},
		{"another submits", "submitter_in_team", nil, func(a *procedure.Act, _ *matter.File) { a.Who.UserID = 12 }, false},
		{"with a report", "referral_report_complete", law.Values{"report": []string{"x"}}, nil, true},
		{"without a report", "referral_report_complete", nil, nil, false},
		{"a fine before the ground was known", "no_fine_substituted", nil, fine(-30), true},
		{"a fine after it", "no_fine_substituted", nil, fine(-1), false},
		{"a paper the head saw is made anew", "package_as_approved", nil, approvedPaper("referral.investigation_report_prepared", 5), false},
		{"a paper he did not see is made", "package_as_approved", nil, approvedPaper("referral.investigation_report_prepared", 9), true},
		{"sent as approved", "package_as_approved", nil, approvedPaper("referral.sent", 5), true},
		{"sent with another paper", "package_as_approved", nil, approvedPaper("referral.sent", 5, 9), false},
		{"reopened on new facts", "reopen_ground_recorded", law.Values{"reopen_ground": "new_facts"}, from("NOT_APPROVED"), true},
		{"a correction of what was refused", "reopen_ground_recorded", law.Values{"reopen_ground": "correction"}, from("NOT_APPROVED"), false},
		{"a correction before the sending", "reopen_ground_recorded", law.Values{"reopen_ground": "correction"}, from("APPROVED"), true},
		{"the organ of the destination", "destination_routed", law.Values{"receiving_organ": "szpsb"}, nil, true},
		{"an organ of another kind", "destination_routed", law.Values{"receiving_organ": "hpasb"}, nil, false},
		{"customs police for customs", "destination_routed", law.Values{"receiving_organ": "hpasb"}, to(CustomsAntiSmuggling), true},
		{"an unknown organ", "destination_routed", law.Values{"receiving_organ": "nowhere"}, nil, false},
		{"a copy went out", "copy_to_procuratorate", law.Values{"copied_to": "检察院"}, nil, true},
		{"no copy", "copy_to_procuratorate", nil, nil, false},
		{"receipt with differences", "receipt_not_refusable", law.Values{"reservation": "缺页"}, nil, true},
		{"the addressee signs", "receiver_is_destination", nil, nil, true},
		{"another organ signs", "receiver_is_destination", nil, func(a *procedure.Act, _ *matter.File) { a.Who.AgencyID = 4 }, false},
		{"asked in time", "supplement_within_24h", nil, clocks(clock("REF-031", false)), true},
		{"asked late", "supplement_within_24h", nil, clocks(clock("REF-031", true)), false},
		{"nothing seized before filing", "non_coercive_checks_only", nil, nil, true},
		{"seized before filing", "non_coercive_checks_only", nil, func(_ *procedure.Act, f *matter.File) {
			f.Evidence = []matter.Evidence{{CaseID: 2, Measure: "criminal"}}
		}, false},
		{"no decision yet", "no_decision_yet", nil, nil, true},
		{"decided already", "no_decision_yet", nil, decided(1), false},
		{"state security", "destination_is_state_security", nil, to(StateSecurity), true},
		{"no remedies there", "destination_under_decree_310", nil, to(StateSecurity), false},
		{"another decides on reconsideration", "legal_office_not_original_decider", nil, decided(99), true},
		{"the same person", "legal_office_not_original_decider", nil, decided(10), false},
		{"who proposed the refusal", "legal_office_not_original_decider", nil, func(a *procedure.Act, f *matter.File) { decided(99)(a, f); a.Who.UserID = 98 },
			false},
		{"within three days", "within_reconsideration_period", nil, clocks(clock("REF-060", false)), true},
		{"after three days", "within_reconsideration_period", nil, clocks(clock("REF-060", true)), false},
		{"review past three days", "filing_review_overdue", nil, clocks(clock("REF-040", true)), true},
		{"review within three days", "filing_review_overdue", nil, clocks(clock("REF-040", false)), false},
		{"economic crime within ten days", "filing_review_overdue", nil, func(_ *procedure.Act, f *matter.File) {
			f.Cases[1].EconomicCrime, f.Clocks = true, []matter.Clock{clock("REF-040", true), clock("REF-041", false)}
		}, false},
		{"extended and within thirty days", "filing_review_overdue", nil, func(_ *procedure.Act, f *matter.File) {
			f.Acts = []matter.Past{{Entity: law.Referral, TargetID: 3, Event: "referral.review_extended"}}
			f.Clocks = []matter.Clock{clock("REF-042", false)}
		}, false},
		{"informed", "agency_informed_of_result", law.Values{"informed_on": now}, nil, true},
		{"not informed", "agency_informed_of_result", nil, nil, false},
		{"facts of no crime", "crime_ground_recorded", law.Values{"facts": "x"}, nil, false},
		{"opened from no case", "origin_case_admits_referral", nil, func(a *procedure.Act, _ *matter.File) { a.Parent = matter.Target{} }, false},
		{"an organ for no referral", "destination_routed", law.Values{"receiving_organ": "szpsb"}, gone, false},
		{"nobody receives no referral", "receiver_is_destination", nil, gone, false},
		{"no remedies of no referral", "destination_under_decree_310", nil, gone, false},
		{"remedies against public security", "destination_under_decree_310", nil, nil, true},
		{"nothing was approved", "package_as_approved", nil, from("APPROVED"), true},
		{"a fine in another case", "no_fine_substituted", nil, func(a *procedure.Act, f *matter.File) { fine(-1)(a, f); f.Decisions[0].CaseID = 2 }, true},
		{"a fine in words", "no_fine_substituted", nil, func(_ *procedure.Act, f *matter.File) {
			f.Decisions = []matter.Decision{{CaseID: 1, Sanctions: []string{"fine"}, MadeAt: f.Referrals[0].OpenedAt}}
		}, false},
		{"an extension with ground and reason", "extension_ground_recorded", law.Values{"ground": "x", "reason": "y"}, nil, true},
		{"an extension without ground", "extension_ground_recorded", law.Values{"reason": "y"}, nil, false},
		{"an extension without reason", "extension_ground_recorded", law.Values{"ground": "x"}, nil, false},
		{"seized in the agency's case", "non_coercive_checks_only", nil, func(_ *procedure.Act, f *matter.File) {
			f.Evidence = []matter.Evidence{{CaseID: 1, Measure: "criminal"}}
		}, true},
		{"a person is held", "non_coercive_checks_only", nil, func(_ *procedure.Act, f *matter.File) {
			f.Persons = []matter.Person{{CaseID: 2, State: "DETAINED"}}
		}, false},
		{"a person was released", "non_coercive_checks_only", nil, func(_ *procedure.Act, f *matter.File) {
			f.Persons = []matter.Person{{CaseID: 2, State: "RELEASED"}}
		}, true},
		{"no criminal case yet", "non_coercive_checks_only", nil, func(_ *procedure.Act, f *matter.File) { f.Cases = f.Cases[:1] }, true},
		{"the criminal case asks", "non_coercive_checks_only", nil, func(a *procedure.Act, f *matter.File) {
			a.Target = matter.Target{Entity: law.CriminalCase, ID: 2}
			f.Evidence = []matter.Evidence{{CaseID: 2, Measure: "criminal"}}
		}, false},
		{"no period runs", "filing_review_overdue", nil, nil, false},
		{"a period that was met", "filing_review_overdue", nil, func(_ *procedure.Act, f *matter.File) {
			f.Clocks = []matter.Clock{clock("REF-040", true)}
			f.Clocks[0].State = "MET"
		}, false},
		{"extended and past thirty days", "filing_review_overdue", nil, func(_ *procedure.Act, f *matter.File) {
			f.Acts = []matter.Past{{Entity: law.Referral, TargetID: 3, Event: "referral.review_extended"}}
			f.Clocks = []matter.Clock{clock("REF-042", true)}
		}, true},
		{"extended again", "filing_review_overdue", nil, func(_ *procedure.Act, f *matter.File) {
			f.Acts = []matter.Past{{Entity: law.Referral, TargetID: 3, Event: "referral.review_extended"}}
			f.Clocks = []matter.Clock{clock("REF-042", true), clock("REF-043", false)}
		}, false},
	} {
		a, f := on(c.in), world()
		if c.prepare != nil {
			c.prepare(a, f)
		}
		if got := !guards()[c.guard](a, f).Failed; got != c.passes {
			t.Errorf("%s (%s): passes %v", c.name, c.guard, got)
		}
	}
}

func TestConditions(t *testing.T) {
	t.Parallel()
	item := func(e matter.Evidence) prepare {
		return func(_ *procedure.Act, f *matter.File) { f.Evidence = []matter.Evidence{e} }
	}
	gone := func(a *procedure.Act, _ *matter.File) { a.Target.ID = 99 }
	security := func(_ *procedure.Act, f *matter.File) { f.Referrals[0].Destination = StateSecurity }
	ended := func(events ...string) prepare { // event, the case, and whether a penalty is due
		return func(_ *procedure.Act, f *matter.File) {
			for i := 0; i < len(events); i += 3 {
				f.Acts = append(f.Acts, matter.Past{Entity: law.CriminalCase, Event: events[i], TargetID: map[string]int64{"own": 2, "other": 5}[events[i+1]],
					Input: law.Values{"penalty_due": events[i+2] == "due"}})
			}
		}
	}
	for _, c := range []struct {
		name, cond string
		prepare    prepare
		holds      bool
	}{
		{"public security", "destination_criminal", nil, true},
		{"state security", "destination_criminal", security, false},
		{"of no referral", "destination_criminal", gone, false},
		{"state security", "destination_state_security", security, true},
		{"public security", "destination_state_security", nil, false},
		{"of no referral", "destination_state_security", gone, false},
		{"nothing examined", "examination_done", item(matter.Evidence{ID: 7, CaseID: 1, Kind: "physical"}), false},
		{"an inspection record", "examination_done", item(matter.Evidence{CaseID: 1, Kind: "inspection_record"}), true},
		{"an opinion", "examination_done", item(matter.Evidence{CaseID: 1, Kind: "appraisal_opinion"}), true},
		{"an opinion in another case", "examination_done", item(matter.Evidence{CaseID: 2, Kind: "appraisal_opinion"}), false},
		{"came back from its examination", "examination_done", func(a *procedure.Act, f *matter.File) {
			item(matter.Evidence{ID: 7, CaseID: 1, Kind: "physical"})(a, f)
			f.Acts = []matter.Past{{Entity: law.Evidence, TargetID: 7, Event: "evidence.returned_from_appraisal"}}
		}, true},
		{"of no referral", "examination_done", gone, false},
		{"nothing ended", "no_penalty_due_after_end", nil, false},
		{"no criminal case", "no_penalty_due_after_end", func(_ *procedure.Act, f *matter.File) { f.Cases = f.Cases[:1] }, false},
		{"withdrawn, none is due", "no_penalty_due_after_end", ended("criminal_case.withdrawn", "own", ""), true},
		{"withdrawn, one is due", "no_penalty_due_after_end", ended("criminal_case.withdrawn", "own", "due"), false},
		{"another case was", "no_penalty_due_after_end", ended("criminal_case.withdrawn", "other", ""), false},
		{"the last answer counts", "no_penalty_due_after_end", ended("criminal_case.withdrawn", "own", "due", "non_prosecution.decided", "own", ""), true},
		{"what is no ending does not", "no_penalty_due_after_end", ended("criminal_case.withdrawn", "own", "", "investigation.reopened", "own", "due"), true},
		{"a judgment leaves it to itself", "no_penalty_due_after_end", ended("criminal_case.withdrawn", "own", "", "criminal_judgment.effective", "own", ""), false},
		{"the ending itself", "no_penalty_due_after_end", func(a *procedure.Act, _ *matter.File) {
			a.Target = matter.Target{Entity: law.CriminalCase, ID: 2}
		}, true},
		{"the ending says it is due", "no_penalty_due_after_end", func(a *procedure.Act, _ *matter.File) {
			a.Target, a.Input = matter.Target{Entity: law.CriminalCase, ID: 2}, law.Values{"penalty_due": true}
		}, false},
		{"a penalty of the case", "penalty_decided", penalised(0), true},
		{"it was annulled", "penalty_decided", penalised(1), false},
		{"no penalty", "penalty_decided", func(_ *procedure.Act, f *matter.File) {
			f.Decisions = []matter.Decision{{CaseID: 1, Kind: "TRANSFER"}}
		}, false},
		{"no decision", "penalty_decided", nil, false},
	} {
		a, f := on(law.Values{}), world()
		if c.prepare != nil {
			c.prepare(a, f)
		}
		if got := conditions()[c.cond](a, f); got != c.holds {
			t.Errorf("%s (%s): holds %v", c.name, c.cond, got)
		}
	}
}

func TestPackage_FiveItemsOrAReason(t *testing.T) {
	t.Parallel()
	f := world()
	r := &f.Referrals[0]
	if got := Absent(f, r); !slices.Equal(got, []int{2, 3, 4, 5}) {
		t.Fatalf("absent %v", got)
	}
	r.Items = []matter.PackageItem{{No: 2, DocumentID: 7}, {No: 3, EvidenceIDs: []int64{1}}, {No: 4, NotApplicable: "未作检验"}, {No: 5, Note: "照片一组"}}
	if v := packageComplete(on(nil), f); v.Failed {
		t.Errorf("complete, but %+v", v)
	}
	r.Items[1] = matter.PackageItem{No: 3, NotApplicable: "没有物品"}
	if got := Absent(f, r); !slices.Equal(got, []int{3}) {
		t.Errorf("the list of things cannot be left out: %v", got)
	}
	f.Docs = []matter.Doc{{Code: "DOC-R06", TargetID: 3}}
	if len(Absent(f, r)) != 0 {
		t.Error("the issued list is the item")
	}
	f.Docs[0].TargetID = 99
	if len(Absent(f, r)) != 1 {
		t.Error("the list of another referral counts")
	}
}

// The receiver opens the papers that are items of the package, and the scope says so in its own words.
func TestPackagePapers_AreThoseTheScopeCarries(t *testing.T) {
	t.Parallel()
	raw, err := fs.ReadFile(policies.FS(), "access/scopes.sql")
	if err != nil {
		t.Fatal(err)
	}
	papers := PackagePapers()
	if want := "d.code IN ('" + strings.Join(papers[:], "', '") + "')"; !strings.Contains(string(raw), want) {
		t.Errorf("no scope reads %s", want)
	}
}

func TestItemInput_OneWay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in ItemInput
		ok bool
	}{
		"a document":               {ItemInput{No: 2, Document: "DC"}, true},
		"nothing":                  {ItemInput{No: 2}, false},
		"two ways":                 {ItemInput{No: 2, Document: "DC", Note: "x"}, false},
		"no such item":             {ItemInput{No: 6, Note: "x"}, false},
		"report not applicable":    {ItemInput{No: 2, NotApplicable: "没有报告"}, false},
		"appraisal not applicable": {ItemInput{No: 4, NotApplicable: "未作检验鉴定"}, true},
	} {
		if got := c.in.check() == nil; got != c.ok {
			t.Errorf("%s: accepted %v", name, got)
		}
	}
}

// Invariant ii: the tables know no way to SENT that goes round the principal head and the five items.
func TestSent_OnlyThroughHeadAndPackage(t *testing.T) {
	t.Parallel()
	book, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	has := func(row *law.Act, id string) bool {
		return slices.ContainsFunc(row.Guards, func(g *law.Guard) bool { return g.ID == id })
	}
	for _, row := range book.Acts {
		if row.Entity != law.Referral {
			continue
		}
		switch row.To {
		case "SENT":
			if row.Event == "referral.forwarded" { // the child of a referral that was sent, by re-route only
				continue
			}
			if !slices.Equal(row.From, []string{"APPROVED"}) || !has(row, "package_complete") || !has(row, "hashes_match") {
				t.Errorf("%s leads to SENT from %v", row.ID, row.From)
			}
		case "APPROVED":
			if !has(row, "approver_is_principal_head") || !has(row, "package_complete") || !slices.Equal(row.DeciderRoles, []actor.Role{actor.PrincipalHead}) {
				t.Errorf("%s approves without the principal head", row.ID)
			}
		}
	}
}
