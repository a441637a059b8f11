package cases_test

import (
	"testing"
	"time"

	"touchstone/internal/cases"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/policies"
)

func TestGuards(t *testing.T) {
	t.Parallel()
	b, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	guards := cases.Track(cases.Deps{Book: law.Fixed(b)}).Guards
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, law.Zone())
	soon, gone := now.AddDate(1, 0, 0), now.AddDate(0, 0, -1)
	member := func(id int64, name, part string, to *time.Time) matter.Member {
		return matter.Member{CaseID: 1, UserID: id, Username: name, Name: "虚构" + name, Part: part, CertificateNo: "ZJ", CertificateTo: to}
	}
	two := []string{"officer", "officer2"}
	for _, q := range []struct {
		name, guard, row string
		file             func(f *matter.File)
		input            law.Values
		fails            bool
		proposer         int64
		child            bool // the act makes something in the case
	}{
		{name: "identity number in the summary", guard: "informant_identity_separate", row: "ADM-T01", input: law.Values{"summary": "举报人张某，11010519491231002X，称"},
			fails: true},
		{name: "mobile number", guard: "informant_identity_separate", row: "ADM-T01", input: law.Values{"summary": "电话13800138000。"}, fails: true},
		{name: "a customs declaration number is no person", guard: "informant_identity_separate", row: "ADM-T01",
			input: law.Values{"summary": "报关单号530120250012345678"}},
		{name: "a mobile number in groups", guard: "informant_identity_separate", row: "ADM-T01", input: law.Values{"summary": "电话１３８ ００１３ ８０００"}, fails: true},
		{name: "a handler bears the Latin name of a party", guard: "handlers_no_interest", row: "ADM-T02", input: law.Values{"handlers": two}, fails: true,
			file: func(f *matter.File) {
				f.Members[0].NameEN, f.Parties = "Lin Zhiyuan", []matter.Party{{CaseID: 1, Name: "虚构公司", NameLatin: "LIN  zhiyuan"}}
			}},
		{name: "a handler bears a former name of a party", guard: "handlers_no_interest", row: "ADM-T02", input: law.Values{"handlers": two}, fails: true,
			file: func(f *matter.File) {
				f.Parties = []matter.Party{{CaseID: 1, Name: "虚构公司", FormerNames: "甲某；虚构officer"}}
			}},
		{name: "handlers typed in full-width letters", guard: "two_officers_present", row: "ADM-T21",
			input: law.Values{"officers": []string{"ｏｆｆｉｃｅｒ", "Ｏｆｆｉｃｅｒ２\u200b"}}},
		{name: "duplicates not looked at", guard: "duplicate_search_done", row: "ADM-T01", fails: true},
		{name: "the intake officer alone", guard: "assignee_not_sole_intake", row: "ADM-T02", input: law.Values{"handlers": []string{"intake", "INTAKE"}},
			fails: true, file: func(f *matter.File) { f.Members = []matter.Member{member(9, "intake", "support", &soon)} }},
		{name: "with a colleague", guard: "assignee_not_sole_intake", row: "ADM-T02", input: law.Values{"handlers": []string{"intake", "officer"}}},
		{name: "nothing against them", guard: "handlers_no_interest", row: "ADM-T02", input: law.Values{"handlers": two}},
		{name: "a handler bears the name of a party", guard: "handlers_no_interest", row: "ADM-T02", input: law.Values{"handlers": two, "note": "两人均声明无利害关系"},
			fails: true, file: func(f *matter.File) { f.Parties = []matter.Party{{CaseID: 1, Name: "虚构officer"}} }},
		{name: "own power of an agency that has none", guard: "competence_basis_recorded", row: "ADM-T05", input: law.Values{"competence_basis": "own"}, fails: true,
			file: func(f *matter.File) { f.Agencies[1] = matter.Agency{ID: 1} }},
		{name: "own power", guard: "competence_basis_recorded", row: "ADM-T05", input: law.Values{"competence_basis": "own"}},
		{name: "commissioned without instrument", guard: "competence_basis_recorded", row: "ADM-T05", input: law.Values{"competence_basis": "commissioned"},
			fails: true},
		{name: "assistance is no competence", guard: "competence_basis_recorded", row: "ADM-T05", input: law.Values{"competence_basis": "assistance"}, fails: true},
		{name: "two years and a day", guard: "not_time_barred", row: "ADM-T05",
			input: law.Values{"violation_ended_on": time.Date(2024, 2, 26, 0, 0, 0, 0, law.Zone())}, fails: true},
		{name: "two years", guard: "not_time_barred", row: "ADM-T05", input: law.Values{"violation_ended_on": time.Date(2024, 3, 2, 0, 0, 0, 0, law.Zone())}},
		{name: "end unknown", guard: "not_time_barred", row: "ADM-T05"},
		{name: "certificate ran out yesterday", guard: "two_qualified_handlers", row: "ADM-T05", input: law.Values{"handlers": two}, fails: true,
			file: func(f *matter.File) { f.Members[1].CertificateTo = &gone }},
		{name: "certificate ends today", guard: "two_qualified_handlers", row: "ADM-T05", input: law.Values{"handlers": two},
			file: func(f *matter.File) { f.Members[1].CertificateTo = &now }},
		{name: "the same person twice", guard: "two_officers_present", row: "ADM-T21", input: law.Values{"officers": []string{"officer", "Officer"}}, fails: true},
		{name: "somebody who is not on the case", guard: "two_officers_present", row: "ADM-T21", input: law.Values{"officers": []string{"officer", "stranger"}},
			fails: true},
		{name: "a reader is no officer", guard: "two_officers_present", row: "ADM-T21", input: law.Values{"officers": two}, fails: true,
			file: func(f *matter.File) { f.Members[1].Part = "reader" }},
		{name: "two of the case", guard: "two_officers_present", row: "ADM-T21", input: law.Values{"officers": two}},
		{name: "nobody named: the handlers", guard: "two_officers_present", row: "RA-02"},
		{name: "collector and second collector", guard: "two_officers_present", row: "RA-02", input: law.Values{"co_collector": "officer2"}},
		{name: "collector alone", guard: "two_officers_present", row: "RA-02", input: law.Values{"co_collector": "officer"}, fails: true},
		{name: "the collector is another", guard: "two_officers_present", row: "RA-02", input: law.Values{"collector": "officer2", "co_collector": "officer"}},
		{name: "the collector is a stranger", guard: "two_officers_present", row: "RA-02", input: law.Values{"collector": "stranger", "co_collector": "officer2"},
			fails: true},
		{name: "who proposed collected", guard: "two_officers_present", row: "RA-02", input: law.Values{"co_collector": "officer"}, proposer: 11},
		{name: "who proposed is on another case", guard: "two_officers_present", row: "RA-02", input: law.Values{"co_collector": "officer"}, proposer: 11,
			fails: true, file: func(f *matter.File) { f.Members[1].CaseID = 2 }},
		{name: "an officer of another case", guard: "two_officers_present", row: "ADM-T21", input: law.Values{"officers": two}, fails: true,
			file: func(f *matter.File) { f.Members[1].CaseID = 2 }},
		{name: "something new in the case", guard: "two_officers_present", row: "ADM-T21", input: law.Values{"officers": two}, child: true},
		{name: "in no case", guard: "two_officers_present", row: "ADM-T21", input: law.Values{"officers": two}, file: func(f *matter.File) { f.Cases = nil },
			fails: true},
		{name: "a third handler without a certificate", guard: "two_qualified_handlers", row: "ADM-T05",
			input: law.Values{"handlers": []string{"officer", "officer2", "stranger"}}, fails: true},
		{name: "a third one whom the act does not name", guard: "two_qualified_handlers", row: "ADM-T05",
			file: func(f *matter.File) {
				f.Members = append(f.Members, matter.Member{CaseID: 1, UserID: 12, Username: "officer3", Part: "handler"})
			}},
		{name: "no certificate at all", guard: "two_qualified_handlers", row: "ADM-T05", fails: true,
			file: func(f *matter.File) { f.Members[0].CertificateNo = "" }},
		{name: "competence of no case", guard: "competence_basis_recorded", row: "ADM-T05",
			input: law.Values{"competence_basis": "commissioned", "commission_document": []string{"x"}}, fails: true,
			file: func(f *matter.File) { f.Cases = nil }},
		{name: "commissioned with its instrument", guard: "competence_basis_recorded", row: "ADM-T05",
			input: law.Values{"competence_basis": "commissioned", "commission_document": []string{"x"}}},
		{name: "the end as the file has it, too long ago", guard: "not_time_barred", row: "ADM-T05", fails: true, file: func(f *matter.File) {
			ended := time.Date(2024, 2, 26, 0, 0, 0, 0, time.UTC)
			f.Cases[0].ViolationEndedOn = &ended
		}},
		{name: "the end as the file has it", guard: "not_time_barred", row: "ADM-T05", file: func(f *matter.File) {
			ended := time.Date(2024, 3, 2, 0, 0, 0, 0, time.UTC)
			f.Cases[0].ViolationEndedOn = &ended
		}},
		{name: "of no case", guard: "not_time_barred", row: "ADM-T05", fails: true, file: func(f *matter.File) { f.Cases = nil }},
		{name: "no lead on file", guard: "assignee_not_sole_intake", row: "ADM-T02", input: law.Values{"handlers": []string{"intake"}},
			file: func(f *matter.File) { f.Acts = nil }},
		{name: "a lead that a handler took in", guard: "assignee_not_sole_intake", row: "ADM-T02", input: law.Values{"handlers": []string{"intake"}},
			file: func(f *matter.File) { f.Acts[0].ActorRole = "case_handler" }},
		{name: "a party of another case", guard: "handlers_no_interest", row: "ADM-T02", input: law.Values{"handlers": two},
			file: func(f *matter.File) { f.Parties = []matter.Party{{CaseID: 2, Name: "虚构officer"}} }},
	} {
		t.Run(q.guard+"/"+q.name, func(t *testing.T) {
			t.Parallel()
			f := matter.File{
				Cases:    []matter.Case{{ID: 1, AgencyID: 1, Machine: "admin_case", Round: 1, RegisteredAt: now}},
				Members:  []matter.Member{member(10, "officer", "handler", &soon), member(11, "officer2", "handler", &soon)},
				Acts:     []matter.Past{{ID: 1, TargetID: 1, Entity: law.AdminCase, Event: "admin_lead.registered", ActorID: 9, ActorRole: "intake_officer"}},
				Agencies: map[int64]matter.Agency{1: {ID: 1, OwnPenaltyPower: true}},
			}
			if q.file != nil {
				q.file(&f)
			}
			a := &procedure.Act{Row: b.Act(q.row), Target: matter.Target{Entity: law.AdminCase, ID: 1}, Now: now, Input: q.input}
			a.Who.Username, a.Who.UserID = "officer", 10
			if q.proposer != 0 {
				a.Proposer = &procedure.Signer{ID: q.proposer}
			}
			if q.child {
				a.Target, a.Parent = matter.Target{Entity: law.Evidence}, a.Target
			}
			if a.Input == nil {
				a.Input = law.Values{}
			}
			if got := guards[q.guard](a, &f); got.Failed != q.fails {
				t.Errorf("failed = %v (%s), want %v", got.Failed, got.Detail, q.fails)
			}
		})
	}
}
