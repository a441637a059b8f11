package procedure

import (
	"touchstone/internal/actor"
	"touchstone/internal/law"
	"touchstone/internal/matter"
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
