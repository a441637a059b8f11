package enginetest

import (
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/i18n"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
)

// day is a moment of the whole file, in the order in which its things happened.
func day(n int) time.Time { return time.Date(2026, 3, n, 8, 0, 0, 0, time.UTC) }

func dayOf(n int) *time.Time {
	d := day(n)
	return &d
}

// WholeFile is a matter with two files in which nothing is left blank: that of the commerce organ 7, and that of the police organ 8 to
// which it was referred. A fact that its signer must see is on it.
func WholeFile() *matter.File {
	mass, value := quantity.Milligrams(1_250_500), quantity.Fens(990_000)
	return &matter.File{MatterID: 1,
		Agencies: map[int64]matter.Agency{7: {ID: 7, Code: "com", NameZH: "商务机关", NameEN: "Commerce"},
			8: {ID: 8, Code: "pol", NameZH: "公安机关", NameEN: "Police"}},
		Cases: []matter.Case{{ID: 11, MatterID: 1, AgencyID: 7, Machine: "admin_case", State: "REVIEW", Ref: "CA-1", Round: 2, Title: "演示事项", Mineral: "gallium",
			LeadBasis: "ECL-34-1", SourceKind: "tip", CompetenceBasis: "place", Marking: actor.WorkSecret, Compartmented: true, ComplexOrMajor: true,
			EconomicCrime: true, SourceReferralID: 52, ViolationEndedOn: dayOf(1), RegisteredAt: day(2), FiledAt: dayOf(3), Quantity: &mass, Value: &value,
			Summary: "经过", Typology: "mislabelled", PublicCase: "PC-1", DecidedAt: dayOf(4), ClosedAt: dayOf(5)},
			{ID: 12, MatterID: 1, AgencyID: 8, Machine: "criminal_case", State: "FILED", Ref: "CR-1", Round: 1, Title: "刑事演示", RegisteredAt: day(6)}},
		Referrals: []matter.Referral{{ID: 51, FromCaseID: 11, FromAgencyID: 7, ToAgencyID: 8, ToCaseID: 12, ParentID: 52, Ref: "RF-1", State: "SENT",
			Destination: "public_security", Offence: "smuggling", Facts: "事实", Team: []int64{5, 6}, TeamZH: "甲、乙", TeamEN: "A, B", PackageVersion: 3,
			PackageDigest: "pd", Reservation: "保留", OpenedAt: day(7), SentAt: dayOf(8), ReceivedAt: dayOf(9), ToText: "某支队", Marking: actor.Internal,
			Compartmented: true, Items: []matter.PackageItem{{ReferralID: 51, No: 1, DocumentID: 21}, {ReferralID: 51, No: 3, EvidenceIDs: []int64{31}},
				{ReferralID: 51, No: 4, NotApplicable: "无需检验"}, {ReferralID: 51, No: 5, Note: "光盘一张"}}},
			{ID: 52, FromCaseID: 12, FromAgencyID: 8, ToAgencyID: 7, Ref: "RF-0", State: "CLOSED", OpenedAt: day(1)}},
		Evidence: []matter.Evidence{{ID: 31, CaseID: 11, No: 1, Ref: "EV-1", State: "SEALED", Track: "administrative", Name: "报关单", Kind: "documentary",
			Measure: "seizure", Finding: "excluded", HolderAgencyID: 7, HolderUser: 5, GiverID: 6, ToAgencyID: 8, CustodyCaseID: 11, ParentID: 32, CollectorID: 5,
			CoCollectorID: 6, Quantity: "2", Unit: "袋", Net: &mass, Gross: &mass, SealNo: "封1", StoragePlace: "库房", BadFiles: 1, CollectedAt: day(10),
			Place: "码头", Method: "copied", Source: "虚构证人", Original: "copy", OriginalPlace: "档案室", ExclusionReason: "非法取得", HolderText: "保管员", GoodsRef: "GD-1",
			Flagged: true, Collectors: i18n.Names{ZH: "甲、乙", Latin: "A, B"}, Keepers: i18n.Names{ZH: "丙", Latin: "C"},
			Stored: []matter.StoredFile{{Ref: "FI-1", Digest: "fd", Declared: "dd", Name: "单据.pdf", Size: "9", Media: "application/pdf"}}},
			{ID: 32, CaseID: 12, No: 7, Ref: "EV-2", State: "COLLECTED", Name: "样品", HolderAgencyID: 8, CollectedAt: day(11)}},
		Handovers: []matter.Handover{{ID: 61, CaseID: 11, FromAgencyID: 7, ToAgencyID: 8, Ref: "MS-1", State: "SENT", SentAt: dayOf(12),
			Indicators: []string{"foreign_power", "secret"}, RegisterNo: "登1", Holder: "机要员", Channel: "courier", ExternalRef: "外1",
			Marking: actor.PointerOnly, Compartmented: true, OpenedAt: day(13)}},
		Persons: []matter.Person{{ID: 71, CaseID: 12, Ref: "PN-1", State: "AT_LARGE", Name: "虚构某", PartyRef: "PT-1"}},
		Records: []matter.Record{{ID: 81, CaseID: 11, Ref: "RC-1", Entity: "request", Label: "协查函"}},
		Docs: []matter.Doc{{ID: 21, CaseID: 11, TargetKind: "case", TargetID: 11, Ref: "DC-1", Code: "DOC-A24", Number: "商1号", Title: "告知书", Digest: "d1",
			Round: 2, Version: 1, IssuedAt: day(14)},
			{ID: 22, CaseID: 11, TargetKind: "referral", TargetID: 51, Ref: "DC-2", Code: "DOC-R04", Number: "商移1号", Title: "移送书", Digest: "d2", Round: 2, Version: 2,
				IssuedAt: day(15)},
			{ID: 23, CaseID: 11, TargetKind: "mss_handover", TargetID: 61, Ref: "DC-3", Code: "DOC-S01", Title: "指引单", Digest: "d3", Round: 2, Version: 1,
				IssuedAt: day(16)},
			{ID: 24, CaseID: 12, TargetKind: "case", TargetID: 12, Ref: "DC-4", Code: "DOC-C01", Title: "另案文书", Digest: "d4", Round: 1, Version: 1,
				IssuedAt: day(17)}},
		Clocks: []matter.Clock{{ID: 91, CaseID: 11, TargetID: 11, TargetKind: "case", Code: "TIN-010", State: "PAUSED", StartedAt: day(2), DueAt: day(20),
			Minimum: true, Extended: []law.Extension{{Amount: 10}}, PausedAt: dayOf(18), PauseBasis: "APL 60", Basis: "product rule", Provisional: true},
			{ID: 92, CaseID: 11, TargetID: 51, TargetKind: "referral", Code: "RCV-010", State: "RUNNING", StartedAt: day(8), DueAt: day(9)},
			{ID: 93, CaseID: 11, TargetID: 11, TargetKind: "case", Code: "TIN-020", State: "MET", StartedAt: day(2), DueAt: day(12)}},
		Members: []matter.Member{{CaseID: 11, UserID: 5, Username: "wang", Name: "甲", NameEN: "A", Part: "handler", Lead: true, AgencyID: 7},
			{CaseID: 12, UserID: 9, Username: "zhao", Name: "丁", NameEN: "D", Part: "handler", Lead: true, AgencyID: 8}},
		Goods: []matter.Goods{{ID: 101, CaseID: 11, Name: "镓锭", Mineral: "gallium", Net: &mass, Value: &value, Ref: "GD-1", ListedItem: "金属镓", Form: "锭",
			Purity: "99.99%", ActOn: dayOf(1), HSDeclared: "81129290", HSFound: "81129230", Quantity: "3", Unit: "箱", ValueMethod: "invoice", LicenceState: "none",
			LicenceNote: "未申领"}, {ID: 102, CaseID: 12, Ref: "GD-2", Name: "锗锭"}},
		Parties: []matter.Party{{ID: 41, CaseID: 11, Ref: "PT-1", Name: "虚构贸易有限公司", Kind: "organisation", Subject: true, NameLatin: "Fictitious",
			FormerNames: "旧名",
			Part:        "offender", IDKind: "uscc", IDNumber: "91440300MA5FAKE00X", Country: "CN", Address: "某路1号", Note: "备注"},
			{ID: 42, CaseID: 11, Ref: "PT-2", Name: "虚构证人", Kind: "person"}, {ID: 43, CaseID: 12, Ref: "PT-3", Name: "另案当事人", Subject: true}},
		Decisions: []matter.Decision{{ID: 111, CaseID: 11, Kind: "PENALTY", Sanctions: []string{"fine", "warning"}, Fine: quantity.Fens(50_000),
			Confiscated: quantity.Fens(60_000), MadeAt: day(19),
			Violation: "ECL-34-1", Deviation: "none", Reasons: "理由", Calculation: `{"a":1}`}},
		Acts: []matter.Past{{ID: 121, CaseID: 11, TargetID: 51, Entity: law.Referral, Event: "referral.opened", RowID: "TRF-01", Round: 1,
			Input: law.Values{"new_facts": "新的事实"}},
			{ID: 122, CaseID: 11, TargetID: 11, Entity: law.AdminCase, Event: "penalty_prior_notice.approved", RowID: "TAC-05", Round: 2,
				Input: law.Values{"sanction": "罚款"}}},
	}
}

// Asking is a proposal of the second submission of an organ's officer on one thing of the whole file.
func Asking(machine law.Machine, id, caseID, agency int64, rowID string) *procedure.Approval {
	return &procedure.Approval{Ref: "AP-1", State: "OPEN", Event: "matter.decided", RowID: rowID, Entity: machine, TargetID: id, MatterID: 1, CaseID: caseID,
		AgencyID: agency, ProposerID: 5, ProposerRole: actor.UnitHead, DeciderRoles: []string{"agency_head"}, OpenedAt: day(20), Revision: 2,
		Input: law.Values{"sanction": "警告"}}
}
