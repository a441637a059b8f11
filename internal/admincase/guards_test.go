package admincase_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"touchstone/internal/admincase"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
	"touchstone/policies"
)

func book(t testing.TB) *law.Edition {
	t.Helper()
	b, err := law.Newest(policies.FS())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func on(s string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", s, law.Zone())
	if err != nil {
		panic(err)
	}
	return at
}

func money(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func mg(n int64) *quantity.Mg {
	m := quantity.Milligrams(n)
	return &m
}

func fen(n int64) *quantity.Fen {
	f := quantity.Fens(n)
	return &f
}

// past is an act of case 1 in round 1.
func past(id int64, event, variant string, in law.Values) matter.Past {
	return matter.Past{ID: id, CaseID: 1, TargetID: 1, Event: event, Variant: variant, Entity: law.AdminCase, Round: 1, ActorID: 10, ActorRole: "case_handler",
		Input: in, At: on("2026-03-02 09:00")}
}

func doc(code string, round int) matter.Doc {
	return matter.Doc{CaseID: 1, Code: code, Round: round}
}

// base is a commerce case with one handler, its party and one paper of evidence.
func base(state string) matter.File {
	return matter.File{
		Cases:    []matter.Case{{ID: 1, AgencyID: 1, Machine: "admin_case", State: state, Round: 1, RegisteredAt: on("2026-03-01 09:00")}},
		Members:  []matter.Member{{CaseID: 1, UserID: 10, Username: "officer", Name: "虚构甲", Part: "handler", CertificateNo: "1"}},
		Parties:  []matter.Party{{ID: 1, CaseID: 1, Name: "虚构公司", Kind: "organisation", Subject: true}},
		Evidence: []matter.Evidence{{ID: 1, CaseID: 1, Ref: "EV-1", State: "COLLECTED", HolderAgencyID: 1}},
		Agencies: map[int64]matter.Agency{1: {ID: 1, OwnPenaltyPower: true}},
	}
}

// staff are the accounts that an act names: a qualified reviewer and one who is not.
func staff(f *matter.File) {
	procedure.SetAccounts(f, []procedure.Account{{ID: 20, AgencyID: 1, Username: "legal", Active: true, Qualified: true},
		{ID: 21, AgencyID: 1, Username: "hearing", Active: true}})
}

type question struct {
	name  string
	guard string
	row   string
	file  func(f *matter.File)
	input law.Values
	who   int64
	prop  bool
	fails bool
	now   string
	of    matter.Target // the case, if nothing else
}

func TestGuards(t *testing.T) {
	t.Parallel()
	b := book(t)
	guards := admincase.Track(law.Fixed(b)).Guards
	notice := func(sanctions []string, fine string) matter.Past {
		v := law.Values{"sanctions": sanctions, "legal_basis": "ECL-34-1", "document": []string{"DC-1"}}
		if fine != "" {
			v["fine"] = money(fine)
		}
		return past(3, "penalty_prior_notice.approved", "", v)
	}
	served := past(4, "penalty_prior_notice.served", "hearing=offered", law.Values{"served_at": on("2026-03-03 09:00")})
	closed := past(5, "defence.closed", "", law.Values{})
	fine := law.Values{"sanctions": []string{"fine"}, "fine": money("500000")}
	for _, q := range append(edges(), []question{
		{name: "nobody answered the screen", guard: "referral_screen_answered", row: "ADM-T07", fails: true},
		{name: "the report answers", guard: "referral_screen_answered", row: "ADM-T07", input: law.Values{"referral_screen": "need_facts"}},
		{name: "no penalty after an answer to refer", guard: "referral_screen_answered", row: "ADM-T16", fails: true,
			file: func(f *matter.File) {
				f.Acts = append(f.Acts, past(2, "investigation_report.submitted", "", law.Values{"referral_screen": "refer"}))
			}},
		{name: "a lead of 20 tonnes is not closed in silence", guard: "no_unanswered_referral_screen", row: "ADM-T03", fails: true,
			file: func(f *matter.File) { f.Goods = []matter.Goods{{CaseID: 1, Net: mg(20_000_000_000)}} }},
		{name: "below the line", guard: "no_unanswered_referral_screen", row: "ADM-T03",
			file: func(f *matter.File) { f.Goods = []matter.Goods{{CaseID: 1, Net: mg(19_999_999_999)}} }},
		{name: "preserved item waits", guard: "preserved_items_disposed", row: "ADM-T07", fails: true,
			file: func(f *matter.File) { f.Evidence[0].State = "REGISTERED_PRESERVED" }},
		{name: "report on evidence that is not on file", guard: "report_complete", row: "ADM-T07", fails: true,
			input: law.Values{"report": []string{"x"}, "turnover_state": "NONE", "evidence": []string{"EV-9"}}},
		{name: "report complete", guard: "report_complete", row: "ADM-T07",
			input: law.Values{"report": []string{"x"}, "turnover_state": "NONE", "evidence": []string{"EV-1"}}},
		{name: "established without amount", guard: "report_complete", row: "ADM-T07", fails: true,
			input: law.Values{"report": []string{"x"}, "turnover_state": "ESTABLISHED", "evidence": []string{"EV-1"}}},
		{name: "identification still out", guard: "identification_attached_if_disputed", row: "ADM-T07", fails: true,
			file: func(f *matter.File) { f.Acts = append(f.Acts, past(2, "identification.requested", "", nil)) }},
		{name: "notice approved and served already", guard: "prior_notice_approved", row: "ADM-T09c", fails: true,
			file: func(f *matter.File) { f.Acts = append(f.Acts, notice([]string{"fine"}, "1"), served) }},
		{name: "notice of an earlier round", guard: "prior_notice_approved", row: "ADM-T09", fails: true,
			file: func(f *matter.File) { f.Cases[0].Round = 2; f.Acts = append(f.Acts, notice([]string{"fine"}, "1")) }},
		{name: "a fine without an amount", guard: "prior_notice_complete", row: "RA-12", fails: true,
			input: law.Values{"sanctions": []string{"fine"}, "legal_basis": "x", "document": []string{"DC-1"}}},
		{name: "a fine always gives a hearing", guard: "hearing_not_required", row: "ADM-T09b", fails: true,
			file: func(f *matter.File) { f.Acts = append(f.Acts, notice([]string{"fine"}, "1")) }},
		{name: "a warning does not", guard: "hearing_not_required", row: "ADM-T09b",
			file: func(f *matter.File) { f.Acts = append(f.Acts, notice([]string{"warning"}, "")) }},
		{name: "hearing asked for too late", guard: "hearing_request_in_time_or_accepted", row: "ADM-T10", fails: true, now: "2026-03-20 09:00",
			file: func(f *matter.File) {
				f.Clocks = []matter.Clock{{TargetKind: "case", TargetID: 1, Code: "ADM-050", State: "LAPSED", DueAt: on("2026-03-10 23:59")}}
			}},
		{name: "the handler runs no hearing", guard: "hearing_officer_not_investigator", row: "ADM-T11", who: 10, fails: true},
		{name: "the handler is not named to run it", guard: "hearing_officer_not_investigator", row: "ADM-T10", input: law.Values{"hearing_officer": "officer"},
			fails: true},
		{name: "somebody else runs it", guard: "hearing_officer_not_investigator", row: "ADM-T11", who: 11},
		{name: "hearing before the seven days", guard: "hearing_notice_lead_time", row: "ADM-T11", fails: true, now: "2026-03-20 09:00",
			input: law.Values{"held_at": on("2026-03-11 09:00")},
			file: func(f *matter.File) {
				f.Acts = append(f.Acts, past(2, "hearing.notice_served", "", nil))
				f.Clocks = []matter.Clock{{TargetKind: "case", TargetID: 1, Code: "ADM-051", State: "RUNNING", Minimum: true, DueAt: on("2026-03-12 00:00")}}
			}},
		{name: "hearing after them", guard: "hearing_notice_lead_time", row: "ADM-T11", now: "2026-03-20 09:00", input: law.Values{"held_at": on("2026-03-12 09:00")},
			file: func(f *matter.File) {
				f.Acts = append(f.Acts, past(2, "hearing.notice_served", "", nil))
				f.Clocks = []matter.Clock{{TargetKind: "case", TargetID: 1, Code: "ADM-051", State: "RUNNING", Minimum: true, DueAt: on("2026-03-12 00:00")}}
			}},
		{name: "a statement came, so it is reviewed", guard: "defence_heard_or_waived", row: "ADM-T13", now: "2026-06-01 09:00", fails: true,
			input: law.Values{"defence_outcome": "period_over"},
			file:  func(f *matter.File) { f.Acts = append(f.Acts, served, past(6, "statement.received", "", nil)) }},
		{name: "waived without paper", guard: "defence_heard_or_waived", row: "ADM-T13", input: law.Values{"defence_outcome": "waived"}, fails: true,
			file: func(f *matter.File) { f.Acts = append(f.Acts, served) }},
		{name: "five working days are not over", guard: "defence_heard_or_waived", row: "ADM-T13", now: "2026-03-10 12:00", fails: true,
			input: law.Values{"defence_outcome": "period_over"}, file: func(f *matter.File) { f.Acts = append(f.Acts, served) }},
		{name: "they are", guard: "defence_heard_or_waived", row: "ADM-T13", now: "2026-03-11 00:00",
			input: law.Values{"defence_outcome": "period_over"}, file: func(f *matter.File) { f.Acts = append(f.Acts, served) }},
		{name: "a fine is always reviewed", guard: "no_legal_review_ground", row: "ADM-T15", fails: true,
			file: func(f *matter.File) { f.Acts = append(f.Acts, notice([]string{"fine"}, "1")) }},
		{name: "review of an earlier round", guard: "legal_review_passed_if_required", row: "ADM-T19", input: fine, fails: true,
			file: func(f *matter.File) {
				f.Cases[0].Round = 2
				f.Acts = append(f.Acts, past(6, "legal_review.passed", "", nil))
			}},
		{name: "a qualified reviewer is named", guard: "reviewer_qualified", row: "ADM-T14", input: law.Values{"reviewer": "legal"}, file: staff},
		{name: "a reviewer without the qualification", guard: "reviewer_qualified", row: "ADM-T14", input: law.Values{"reviewer": "hearing"}, file: staff,
			fails: true},
		{name: "nobody reviews", guard: "reviewer_qualified", row: "ADM-T14", input: law.Values{"reviewer": "nobody"}, file: staff, fails: true},
		{name: "who investigated once is named to review", guard: "reviewer_not_investigator", row: "ADM-T14", input: law.Values{"reviewer": "legal"}, fails: true,
			file: func(f *matter.File) { staff(f); f.Acts = []matter.Past{{ActorID: 20, ActorRole: "case_handler"}} }},
		{name: "somebody who stands apart is named to review", guard: "reviewer_not_investigator", row: "ADM-T14", input: law.Values{"reviewer": "legal"},
			file: staff},
		{name: "the handler reviews nothing", guard: "reviewer_not_investigator", row: "ADM-T18", who: 10, fails: true},
		{name: "major without discussion", guard: "collective_discussion_recorded", row: "ADM-T19", fails: true,
			file: func(f *matter.File) { f.Cases[0].ComplexOrMajor = true }},
		{name: "major with discussion", guard: "collective_discussion_recorded", row: "ADM-T19", file: func(f *matter.File) {
			f.Cases[0].ComplexOrMajor = true
			f.Acts = append(f.Acts, past(6, "collective_discussion.recorded", "", nil))
			f.Docs = append(f.Docs, doc("DOC-A30", 1))
		}},
		{name: "who investigated does not decide", guard: "decider_not_investigator", row: "ADM-T19", who: 10, fails: true},
		{name: "while it is proposed nobody decides yet", guard: "decider_not_investigator", row: "ADM-T19", who: 10, prop: true},
		{name: "invariant i: no notice, no penalty", guard: "prior_notice_and_defence_done", row: "ADM-T19", input: fine, fails: true},
		{name: "invariant i: defence still open", guard: "prior_notice_and_defence_done", row: "ADM-T19", input: fine, fails: true,
			file: func(f *matter.File) { f.Acts = append(f.Acts, served) }},
		{name: "invariant i: both done", guard: "prior_notice_and_defence_done", row: "ADM-T19", input: fine,
			file: func(f *matter.File) { f.Acts = append(f.Acts, served, closed) }},
		{name: "invariant vi: a referral is open", guard: "no_fine_while_referral_open", row: "ADM-T19", input: fine, fails: true,
			file: func(f *matter.File) {
				f.Referrals = []matter.Referral{{ID: 1, FromCaseID: 1, State: "UNDER_FILING_REVIEW"}}
			}},
		{name: "invariant vi: not filed stays open until closed", guard: "no_fine_while_referral_open", row: "ADM-T19", input: fine, fails: true,
			file: func(f *matter.File) {
				f.Referrals = []matter.Referral{{ID: 1, FromCaseID: 1, State: "NOT_FILED"}}
			}},
		{name: "invariant vi: ended", guard: "no_fine_while_referral_open", row: "ADM-T19", input: fine,
			file: func(f *matter.File) {
				f.Referrals = []matter.Referral{{ID: 1, FromCaseID: 1, State: "CLOSED_NOT_FILED"}}
			}},
		{name: "the screen said refer and nobody did", guard: "no_fine_while_referral_open", row: "ADM-T19", input: fine, fails: true,
			file: func(f *matter.File) {
				f.Acts = append(f.Acts, past(2, "investigation_report.submitted", "", law.Values{"referral_screen": "refer"}))
			}},
		{name: "a warning goes on while a referral is open", guard: "no_fine_while_referral_open", row: "ADM-T19",
			input: law.Values{"sanctions": []string{"warning"}},
			file:  func(f *matter.File) { f.Referrals = []matter.Referral{{ID: 1, FromCaseID: 1, State: "SENT"}} }},
		{name: "fined by another organ", guard: "one_act_one_fine", row: "ADM-T19", input: fine, fails: true,
			file: func(f *matter.File) { f.Decisions = []matter.Decision{{CaseID: 2, Fine: quantity.Fens(1)}} }},
		{name: "own decision was annulled", guard: "one_act_one_fine", row: "ADM-T19", input: fine,
			file: func(f *matter.File) {
				f.Decisions = []matter.Decision{{CaseID: 1, Fine: quantity.Fens(1), MadeAt: on("2026-03-01 09:00")}}
				f.Acts = append(f.Acts, past(9, "admin_decision.changed_or_annulled", "", nil))
			}},
		{name: "heavier than noticed", guard: "no_heavier_penalty_after_defence", row: "ADM-T19", input: fine, fails: true,
			file: func(f *matter.File) { f.Acts = append(f.Acts, notice([]string{"fine"}, "499999.99")) }},
		{name: "another sanction than noticed", guard: "no_heavier_penalty_after_defence", row: "ADM-T19",
			input: law.Values{"sanctions": []string{"warning", "licence_ban"}}, fails: true,
			file: func(f *matter.File) { f.Acts = append(f.Acts, notice([]string{"warning"}, "")) }},
		{name: "as noticed", guard: "no_heavier_penalty_after_defence", row: "ADM-T19", input: fine,
			file: func(f *matter.File) { f.Acts = append(f.Acts, notice([]string{"fine", "warning"}, "500000")) }},
		{name: "invariant vii: an excluded item in the basis", guard: "no_excluded_evidence_in_basis", row: "ADM-T19",
			input: law.Values{"evidence": []string{"EV-1"}}, fails: true,
			file: func(f *matter.File) { f.Evidence[0].Finding = "excluded" }},
		{name: "an item of nobody", guard: "no_excluded_evidence_in_basis", row: "ADM-T19", input: law.Values{"evidence": []string{"EV-2"}}, fails: true},
		{name: "the court fined", guard: "no_fine_after_criminal_fine", row: "ADM-T19", input: fine, fails: true,
			file: func(f *matter.File) {
				f.Acts = append(f.Acts, past(7, "criminal_judgment.effective", "outcome=further_sanction", law.Values{"criminal_fine": true}))
			}},
		{name: "elements without a party", guard: "decision_elements_complete", row: "ADM-T19", fails: true,
			input: law.Values{"sanctions": []string{"warning"}, "legal_basis": "x", "performance": "x", "evidence": []string{"EV-1"}},
			file:  func(f *matter.File) { f.Parties = nil }},
		{name: "a fine line without an amount", guard: "decision_elements_complete", row: "ADM-T19", fails: true,
			input: law.Values{"sanctions": []string{"fine"}, "legal_basis": "x", "performance": "x", "evidence": []string{"EV-1"}}},
		{name: "all elements", guard: "decision_elements_complete", row: "ADM-T19",
			input: law.Values{"sanctions": []string{"warning"}, "legal_basis": "x", "performance": "x", "evidence": []string{"EV-1"}}},
		{name: "a draft referral carries no transfer", guard: "approved_referral_exists", row: "ADM-T20", fails: true,
			file: func(f *matter.File) {
				f.Referrals = []matter.Referral{{FromCaseID: 1, State: "REPORT_SUBMITTED"}}
			}},
		{name: "e-mail without consent", guard: "electronic_service_consented", row: "ADM-T21", input: law.Values{"service_method": "electronic"}, fails: true},
		{name: "e-mail with consent", guard: "electronic_service_consented", row: "ADM-T21",
			input: law.Values{"service_method": "electronic", "consent": []string{"确认书.pdf"}}},
		{name: "half the fine is not the fine", guard: "all_sanctions_executed", row: "ADM-T25", input: law.Values{"execution_proof": []string{"x"}}, fails: true,
			file: func(f *matter.File) {
				f.Decisions = []matter.Decision{{CaseID: 1, Kind: "PENALTY", Sanctions: []string{"fine"}, Fine: quantity.Fens(100_00)}}
				f.Acts = append(f.Acts, past(7, "admin_decision.served", "", nil),
					past(8, "fine.paid", "", law.Values{"amount": money("50"), "payment_channel": "bank", "receipt_no": "1"}))
			}},
		{name: "paid in two parts", guard: "all_sanctions_executed", row: "ADM-T25", input: law.Values{"execution_proof": []string{"x"}},
			file: func(f *matter.File) {
				paid := law.Values{"amount": money("50"), "payment_channel": "bank", "receipt_no": "1"}
				f.Decisions = []matter.Decision{{CaseID: 1, Kind: "PENALTY", Sanctions: []string{"fine"}, Fine: quantity.Fens(100_00)}}
				f.Acts = append(f.Acts, past(7, "admin_decision.served", "", nil), past(8, "fine.paid", "", paid), past(9, "fine.paid", "", paid))
			}},
		{name: "cash", guard: "fine_collected_by_bank", row: "RA-19", input: law.Values{"amount": money("50"), "receipt_no": "1"}, fails: true},
		{name: "the party went to court", guard: "remedy_periods_over", row: "ADM-T24", fails: true,
			file: func(f *matter.File) {
				f.Acts = append(f.Acts, past(7, "admin_decision.served", "", nil), past(8, "litigation.filed", "", nil), past(9, "remedy_periods.expired", "", nil))
			}},
		{name: "the demand is two days old", guard: "enforcement_demand_period_over", row: "ADM-T24", fails: true, now: "2026-03-05 09:00",
			file: func(f *matter.File) {
				f.Clocks = []matter.Clock{{TargetKind: "case", TargetID: 1, Code: "ADM-071", State: "RUNNING", Minimum: true, DueAt: on("2026-03-18 00:00")}}
			}},
		{name: "goods in the store", guard: "all_property_disposed", row: "ADM-T26", fails: true,
			file: func(f *matter.File) { f.Evidence[0].State, f.Evidence[0].Kind = "IN_STORAGE", "physical" }},
		{name: "a paper in the store", guard: "all_property_disposed", row: "ADM-T26",
			file: func(f *matter.File) { f.Evidence[0].State, f.Evidence[0].Kind = "IN_STORAGE", "documentary" }},
		{name: "a seized paper in the store", guard: "all_property_disposed", row: "ADM-T26", fails: true,
			file: func(f *matter.File) {
				f.Evidence[0].State, f.Evidence[0].Kind, f.Evidence[0].Measure = "IN_STORAGE", "documentary", "admin"
			}},
		{name: "a paper under preservation", guard: "all_property_disposed", row: "ADM-T26", fails: true,
			file: func(f *matter.File) {
				f.Evidence[0].State, f.Evidence[0].Kind = "REGISTERED_PRESERVED", "documentary"
			}},
		{name: "goods in another organ's store", guard: "all_property_disposed", row: "ADM-T26",
			file: func(f *matter.File) {
				f.Evidence[0].State, f.Evidence[0].Kind, f.Evidence[0].HolderAgencyID = "IN_STORAGE", "physical", 2
			}},
		{name: "publish what was blocked", guard: "publication_decided_with_secrecy_review", row: "ADM-T26",
			input: law.Values{"publication": "publish", "secrecy_result": "blocked"}, fails: true},
		{name: "file without its decision paper", guard: "file_complete", row: "ADM-T26b", fails: true, file: func(f *matter.File) {
			f.Decisions = []matter.Decision{{CaseID: 1, Kind: "NO_PENALTY_MINOR"}}
			for _, c := range []string{"DOC-A01", "DOC-A03", "DOC-A05", "DOC-A09", "DOC-A24", "DOC-A33"} {
				f.Docs = append(f.Docs, doc(c, 1))
			}
		}},
		{name: "inquiry before filing", guard: "case_is_filed", row: "RA-06", fails: true,
			file: func(f *matter.File) { f.Cases[0].State = "PRELIM_VERIFICATION" }},
	}...) {
		t.Run(q.guard+"/"+q.name, func(t *testing.T) {
			t.Parallel()
			f := base("READY_TO_DECIDE")
			if q.file != nil {
				q.file(&f)
			}
			row := b.Act(q.row)
			if row == nil {
				t.Fatalf("no row %s", q.row)
			}
			a := &procedure.Act{Row: row, Target: matter.Target{Entity: law.AdminCase, ID: 1}, Now: on("2026-04-01 09:00"), Input: q.input, Proposing: q.prop}
			if q.now != "" {
				a.Now = on(q.now)
			}
			if a.Input == nil {
				a.Input = law.Values{}
			}
			a.Who.UserID = 20
			if q.of != (matter.Target{}) {
				a.Target = q.of
			}
			if q.who != 0 {
				a.Who.UserID = q.who
			}
			if got := guards[q.guard](a, &f); got.Failed != q.fails {
				t.Errorf("failed = %v (%s), want %v", got.Failed, got.Detail, q.fails)
			}
		})
	}
}

func TestScreen_TellsWhatFired(t *testing.T) {
	t.Parallel()
	f := base("INVESTIGATING")
	f.Goods = []matter.Goods{{CaseID: 1, Net: mg(12_000_000_000), Value: fen(199_999_99)}, {CaseID: 1, Net: mg(8_000_000_000)},
		{CaseID: 2, Value: fen(1 << 40)}}
	got := admincase.Screen(&f, &f.Cases[0])
	if len(got) != 1 || got[0].Code != "quantity" {
		t.Errorf("got %+v", got)
	}
	f.Goods[1].Net = mg(7_999_999_999)
	if got := admincase.Screen(&f, &f.Cases[0]); len(got) != 0 {
		t.Errorf("a milligram below the line: %+v", got)
	}
	f.Goods[1].Net = mg(quantity.MostMg)
	for range 10_000 { // more than an int64 holds
		f.Goods = append(f.Goods, f.Goods[1])
	}
	if got := admincase.Screen(&f, &f.Cases[0]); len(got) != 1 {
		t.Errorf("of many: %+v", got)
	}
	if got := admincase.Screen(&f, nil); got != nil {
		t.Errorf("of no case: %+v", got)
	}
	f.Goods[1].Value = fen(1)
	if got = admincase.Screen(&f, &f.Cases[0]); len(got) != 2 || got[1].Code != "value" {
		t.Errorf("got %+v", got)
	}
}

// TestScreen_TradeOfLicences: as the lead says; another lead's typology is no indicator.
func TestScreen_TradeOfLicences(t *testing.T) {
	t.Parallel()
	for typology, want := range map[string]int{"licence_trade": 1, "transit": 0} {
		f := base("INVESTIGATING")
		f.Acts = append(f.Acts, past(1, "admin_lead.registered", "", law.Values{"typology": []string{typology}}))
		if got := admincase.Screen(&f, &f.Cases[0]); len(got) != want || want == 1 && (got[0].Code != "licence_trade" || got[0].Basis == "") {
			t.Errorf("%s: %+v", typology, got)
		}
	}
}

// TestTrack_NamesWhatItLacks names the one rule for which the file holds no fact.
func TestTrack_NamesWhatItLacks(t *testing.T) {
	t.Parallel()
	guards := admincase.Track(law.Fixed(book(t))).Guards
	if guards["no_redo_ordered"] != nil {
		t.Error("no_redo_ordered: the instrument's wording is no fact of the file; if it has become one, test it")
	}
}
