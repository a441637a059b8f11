package admincase_test

import (
	"testing"

	"touchstone/internal/admincase"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
)

type change = func(f *matter.File)

// acts are put on file as they come.
func acts(all ...matter.Past) change {
	return func(f *matter.File) { f.Acts = append(f.Acts, all...) }
}

func papers(codes ...string) change {
	return func(f *matter.File) {
		for _, c := range codes {
			f.Docs = append(f.Docs, doc(c, 1))
		}
	}
}

func both(all ...change) change {
	return func(f *matter.File) {
		for _, c := range all {
			c(f)
		}
	}
}

func clock(code, due string) change {
	return func(f *matter.File) {
		f.Clocks = append(f.Clocks, matter.Clock{TargetKind: "case", TargetID: 1, Code: code, State: "RUNNING", DueAt: on(due)})
	}
}

func decision(kind string, sanctions ...string) change {
	return func(f *matter.File) {
		f.Decisions = append(f.Decisions, matter.Decision{CaseID: 1, Kind: kind, Sanctions: sanctions, MadeAt: on("2026-03-05 09:00")})
	}
}

func disputed(caseID int64) change {
	return func(f *matter.File) {
		f.Goods = append(f.Goods, matter.Goods{CaseID: caseID, ControlState: "disputed"})
	}
}

// handover is a note to state security: of which case, in which state, sent or not.
func handover(caseID int64, state string, sent bool) change {
	return func(f *matter.File) {
		h := matter.Handover{CaseID: caseID, State: state}
		if sent {
			at := on("2026-03-05 09:00")
			h.SentAt = &at
		}
		f.Handovers = append(f.Handovers, h)
	}
}

// edges are the questions that stand close to the line: each of them was answered alike with and without a condition of the rule.
func edges() []question {
	served := past(4, "penalty_prior_notice.served", "hearing=offered", law.Values{"served_at": on("2026-03-03 09:00")})
	whole := law.Values{"sanctions": []string{"warning"}, "legal_basis": "x", "document": []string{"DC-1"}}
	without := func(field string) law.Values {
		v := law.Values{}
		for k, x := range whole {
			if k != field {
				v[k] = x
			}
		}
		return v
	}
	report := func(turnover string, amount string) law.Values {
		v := law.Values{"report": []string{"x"}, "evidence": []string{"EV-1"}}
		if turnover != "" {
			v["turnover_state"] = turnover
		}
		if amount != "" {
			v["turnover"] = money(amount)
		}
		return v
	}
	referralOf := func(state string, items ...int64) change {
		return func(f *matter.File) {
			f.Referrals = append(f.Referrals, matter.Referral{ID: 1, FromCaseID: 1, State: state, Items: []matter.PackageItem{{EvidenceIDs: items}}})
		}
	}
	heavyGoods := func(f *matter.File) { f.Goods = []matter.Goods{{CaseID: 1, Net: mg(20_000_000_000)}} }
	investigator := func(set func(*matter.Past)) change {
		p := matter.Past{ID: 9, ActorID: 30, ActorRole: "case_handler"}
		set(&p)
		return acts(p)
	}
	proof := law.Values{"execution_proof": []string{"x"}}
	return []question{
		{name: "the papers up to the filing, of a case without decision", guard: "file_complete", row: "ADM-T26b",
			file: papers("DOC-A01", "DOC-A03", "DOC-A05", "DOC-A09")},
		{name: "a penalty leaves more", guard: "file_complete", row: "ADM-T26b", fails: true,
			file: both(decision("PENALTY"), papers("DOC-A01", "DOC-A03", "DOC-A05", "DOC-A09"))},
		{name: "all that a penalty leaves", guard: "file_complete", row: "ADM-T26b",
			file: both(decision("PENALTY"), papers("DOC-A01", "DOC-A03", "DOC-A05", "DOC-A09", "DOC-A24", "DOC-A25", "DOC-A28", "DOC-A31", "DOC-A33"))},
		{name: "all that a transfer leaves", guard: "file_complete", row: "ADM-T26b",
			file: both(decision("TRANSFER"), papers("DOC-A01", "DOC-A03", "DOC-A05", "DOC-A09", "DOC-R02", "DOC-R04"))},
		{name: "a transfer without its papers", guard: "file_complete", row: "ADM-T26b", fails: true,
			file: both(decision("TRANSFER"), papers("DOC-A01", "DOC-A03", "DOC-A05", "DOC-A09", "DOC-R02"))},
		{name: "all that no penalty leaves", guard: "file_complete", row: "ADM-T26b",
			file: both(decision("NO_PENALTY_MINOR"), papers("DOC-A01", "DOC-A03", "DOC-A05", "DOC-A09", "DOC-A24", "DOC-A32", "DOC-A33"))},
		{name: "an item that stands", guard: "no_excluded_evidence_in_basis", row: "ADM-T19", input: law.Values{"evidence": []string{"EV-1"}}},
		{name: "an item whose state says it is excluded", guard: "no_excluded_evidence_in_basis", row: "ADM-T19", input: law.Values{"evidence": []string{"EV-1"}},
			fails: true, file: func(f *matter.File) { f.Evidence[0].State = "EXCLUDED" }},
		{name: "a referral that has the number of the case", guard: "no_excluded_evidence_in_basis", row: "ADM-T19", input: law.Values{"evidence": []string{"EV-1"}},
			file: referralOf("SENT", 9)},
		{name: "a package on an item that stands", guard: "no_excluded_evidence_in_basis", row: "REF-T04", of: matter.Target{Entity: law.Referral, ID: 1},
			file: referralOf("SENT", 1)},
		{name: "a package on an excluded item", guard: "no_excluded_evidence_in_basis", row: "REF-T04", of: matter.Target{Entity: law.Referral, ID: 1},
			fails: true, file: both(referralOf("SENT", 1), func(f *matter.File) { f.Evidence[0].State = "EXCLUDED" })},
		{name: "a package on an item of nobody", guard: "no_excluded_evidence_in_basis", row: "REF-T04", of: matter.Target{Entity: law.Referral, ID: 1},
			fails: true, file: referralOf("SENT", 9)},
		{name: "a referral that ended", guard: "no_open_referral", row: "ADM-T26", file: referralOf("CLOSED_NOT_FILED")},
		{name: "a referral that is open", guard: "no_open_referral", row: "ADM-T26", fails: true, file: referralOf("SENT")},
		{name: "no judgment", guard: "judgment_recorded", row: "ADM-T28", fails: true},
		{name: "the judgment as a file", guard: "judgment_recorded", row: "ADM-T28", input: law.Values{"document": []string{"x"}}},
		{name: "the judgment on record", guard: "judgment_recorded", row: "ADM-T28", file: papers("DOC-C16")},
		{name: "a defence without a notice", guard: "prior_notice_and_defence_done", row: "ADM-T19", fails: true, file: acts(past(5, "defence.closed", "", nil))},
		{name: "a defence before the notice", guard: "prior_notice_and_defence_done", row: "ADM-T19", fails: true,
			file: acts(served, past(3, "defence.closed", "", nil))},
		{name: "no fine beside another's", guard: "one_act_one_fine", row: "ADM-T19", input: law.Values{"sanctions": []string{"warning"}},
			file: func(f *matter.File) { f.Decisions = []matter.Decision{{CaseID: 2, Fine: quantity.Fens(1)}} }},
		{name: "another's decision without a fine", guard: "one_act_one_fine", row: "ADM-T19", input: law.Values{"sanctions": []string{"fine"}},
			file: func(f *matter.File) { f.Decisions = []matter.Decision{{CaseID: 2}} }},
		{name: "own fine stands", guard: "one_act_one_fine", row: "ADM-T19", input: law.Values{"sanctions": []string{"fine"}}, fails: true,
			file: func(f *matter.File) {
				f.Decisions = []matter.Decision{{CaseID: 1, Fine: quantity.Fens(1), MadeAt: on("2026-03-05 09:00")}}
			}},
		{name: "asked in time, written down later", guard: "hearing_request_in_time_or_accepted", row: "ADM-T10",
			input: law.Values{"received_at": on("2026-03-09 09:00")}, file: clock("ADM-050", "2026-03-10 00:00")},
		{name: "asked late", guard: "hearing_request_in_time_or_accepted", row: "ADM-T10", fails: true, input: law.Values{"received_at": on("2026-03-10 00:01")},
			file: clock("ADM-050", "2026-03-10 00:00")},
		{name: "asked now, late", guard: "hearing_request_in_time_or_accepted", row: "ADM-T10", fails: true, file: clock("ADM-050", "2026-03-10 00:00")},
		{name: "asked now, in time", guard: "hearing_request_in_time_or_accepted", row: "ADM-T10", file: clock("ADM-050", "2026-04-10 00:00")},
		{name: "a whole notice is served", guard: "prior_notice_complete", row: "ADM-T09c", file: acts(past(3, "penalty_prior_notice.approved", "", whole))},
		{name: "nothing was approved", guard: "prior_notice_complete", row: "ADM-T09c", input: whole, fails: true},
		{name: "a whole notice", guard: "prior_notice_complete", row: "RA-12", input: whole},
		{name: "a notice of nothing", guard: "prior_notice_complete", row: "RA-12", input: without("sanctions"), fails: true},
		{name: "a notice on no ground", guard: "prior_notice_complete", row: "RA-12", input: without("legal_basis"), fails: true},
		{name: "a notice without paper", guard: "prior_notice_complete", row: "RA-12", input: without("document"), fails: true},
		{name: "the hearing as it was fixed", guard: "hearing_notice_lead_time", row: "ADM-T11", now: "2026-03-20 09:00",
			file: both(acts(past(1, "hearing.requested", "", law.Values{"held_at": on("2026-03-13 09:00")}), past(2, "hearing.notice_served", "", nil)),
				clock("ADM-051", "2026-03-12 00:00"))},
		{name: "a hearing without a notice", guard: "hearing_notice_lead_time", row: "ADM-T11", now: "2026-03-20 09:00", fails: true,
			input: law.Values{"held_at": on("2026-03-13 09:00")},
			file:  clock("ADM-051", "2026-03-12 00:00")},
		{name: "a hearing that lies ahead", guard: "hearing_notice_lead_time", row: "ADM-T11", now: "2026-03-20 09:00", fails: true,
			input: law.Values{"held_at": on("2026-03-21 09:00")},
			file:  both(acts(past(2, "hearing.notice_served", "", nil)), clock("ADM-051", "2026-03-12 00:00"))},
		{name: "five days from the service, which has no time of its own", guard: "defence_heard_or_waived", row: "ADM-T13", now: "2026-03-10 00:00",
			input: law.Values{"defence_outcome": "period_over"}, file: acts(past(4, "penalty_prior_notice.served", "hearing=offered", law.Values{}))},
		{name: "they are not over", guard: "defence_heard_or_waived", row: "ADM-T13", now: "2026-03-08 00:00", fails: true,
			input: law.Values{"defence_outcome": "period_over"}, file: acts(past(4, "penalty_prior_notice.served", "hearing=offered", law.Values{}))},
		{name: "who proposes runs nothing yet", guard: "hearing_officer_not_investigator", row: "ADM-T11", who: 10, prop: true},
		{name: "the five days are over", guard: "hearing_period_over", row: "ADM-T13", file: both(acts(served), clock("ADM-050", "2026-03-10 00:00"))},
		{name: "they are not", guard: "hearing_period_over", row: "ADM-T13", fails: true, file: both(acts(served), clock("ADM-050", "2026-04-10 00:00"))},
		{name: "no period began", guard: "hearing_period_over", row: "ADM-T13", fails: true, file: acts(served)},
		{name: "somebody else investigated", guard: "decider_not_investigator", row: "ADM-T19", file: investigator(func(*matter.Past) {})},
		{name: "who investigated once", guard: "decider_not_investigator", row: "ADM-T19", fails: true,
			file: investigator(func(p *matter.Past) { p.ActorID = 20 })},
		{name: "who did something else", guard: "decider_not_investigator", row: "ADM-T19",
			file: investigator(func(p *matter.Past) { p.ActorID, p.ActorRole = 20, "agency_head" })},
		{name: "who proposed as an investigator", guard: "decider_not_investigator", row: "ADM-T19", fails: true,
			file: investigator(func(p *matter.Past) { p.ActorRole, p.ProposerID, p.ProposerRole = "unit_head", 20, "case_handler" })},
		{name: "what another proposed", guard: "decider_not_investigator", row: "ADM-T19",
			file: investigator(func(p *matter.Past) { p.ActorRole, p.ProposerID, p.ProposerRole = "unit_head", 31, "case_handler" })},
		{name: "what an act caused", guard: "decider_not_investigator", row: "ADM-T19", file: investigator(func(p *matter.Past) { p.ActorID, p.Twin = 20, true })},
		{name: "no proof", guard: "all_sanctions_executed", row: "ADM-T25", fails: true, file: decision("PENALTY", "warning")},
		{name: "no goods are left", guard: "all_sanctions_executed", row: "ADM-T25", input: proof, file: decision("PENALTY", "confiscate_goods")},
		{name: "goods are left", guard: "all_sanctions_executed", row: "ADM-T25", input: proof, fails: true,
			file: both(decision("PENALTY", "confiscate_goods"), func(f *matter.File) { f.Evidence[0].Measure = "admin" })},
		{name: "goods that were confiscated are left", guard: "all_sanctions_executed", row: "ADM-T25", input: proof, fails: true,
			file: both(decision("PENALTY", "confiscate_goods"), func(f *matter.File) { f.Evidence[0].State = "CONFISCATED" })},
		{name: "goods of a penalty that takes none", guard: "all_sanctions_executed", row: "ADM-T25", input: proof,
			file: both(decision("PENALTY", "warning"), func(f *matter.File) { f.Evidence[0].Measure = "admin" })},
		{name: "who decided confirms", guard: "decider_is_not_collector", row: "ADM-T25", who: 10, fails: true, file: acts(past(6, "admin_decision.made", "", nil))},
		{name: "another confirms", guard: "decider_is_not_collector", row: "ADM-T25", file: acts(past(6, "admin_decision.made", "", nil))},
		{name: "nobody decided", guard: "decider_is_not_collector", row: "ADM-T25"},
		{name: "an action before the service", guard: "remedy_periods_over", row: "ADM-T24",
			file: acts(past(6, "litigation.filed", "", nil), past(7, "admin_decision.served", "", nil), past(9, "remedy_periods.expired", "", nil))},
		{name: "nothing was served", guard: "remedy_periods_over", row: "ADM-T24", fails: true, file: acts(past(9, "remedy_periods.expired", "", nil))},
		{name: "ended before the service", guard: "remedy_periods_over", row: "ADM-T24", fails: true,
			file: acts(past(6, "remedy_periods.expired", "", nil), past(7, "admin_decision.served", "", nil))},
		{name: "disputed goods of another case", guard: "identification_attached_if_disputed", row: "ADM-T07", file: disputed(2)},
		{name: "disputed goods", guard: "identification_attached_if_disputed", row: "ADM-T07", fails: true, file: disputed(1)},
		{name: "disputed goods that were identified", guard: "identification_attached_if_disputed", row: "ADM-T07",
			file: both(disputed(1), acts(past(3, "identification.concluded", "", nil)))},
		{name: "a note to state security that came back", guard: "no_unanswered_referral_screen", row: "ADM-T03", file: handover(1, "RETURNED", false)},
		{name: "a note that was not sent", guard: "no_unanswered_referral_screen", row: "ADM-T03", fails: true, file: handover(1, "DRAFT", false)},
		{name: "a note that was sent", guard: "no_unanswered_referral_screen", row: "ADM-T03", file: both(handover(1, "SENT", true), handover(2, "DRAFT", false))},
		{name: "twenty tonnes that were referred", guard: "no_unanswered_referral_screen", row: "ADM-T03", file: both(heavyGoods, referralOf("SENT"))},
		{name: "twenty tonnes that a report answered", guard: "no_unanswered_referral_screen", row: "ADM-T03",
			file: both(heavyGoods, acts(past(3, "investigation_report.submitted", "", nil)))},
		{name: "a report that leaves the turnover open", guard: "report_complete", row: "ADM-T07", input: report("", ""), fails: true},
		{name: "established with its amount", guard: "report_complete", row: "ADM-T07", input: report("ESTABLISHED", "1")},
		{name: "a handler of the case is named to review", guard: "reviewer_not_investigator", row: "ADM-T14", input: law.Values{"reviewer": "officer"}, file: staff,
			fails: true},
		{name: "somebody else reviews", guard: "reviewer_not_investigator", row: "ADM-T18"},
		{name: "who proposes does not review yet", guard: "reviewer_not_investigator", row: "ADM-T18", who: 10, prop: true},
		{name: "no case has no ground", guard: "no_legal_review_ground", row: "ADM-T15", file: func(f *matter.File) { f.Cases = nil }},
		{name: "a hearing is a ground", guard: "no_legal_review_ground", row: "ADM-T15", fails: true, file: acts(past(3, "hearing.held", "", nil))},
		{name: "so is one that ended early", guard: "no_legal_review_ground", row: "ADM-T15", fails: true, file: acts(past(3, "hearing.terminated", "", nil))},
		{name: "a complex case is one", guard: "no_legal_review_ground", row: "ADM-T15", fails: true,
			file: func(f *matter.File) { f.Cases[0].ComplexOrMajor = true }},
	}
}

func TestConditions(t *testing.T) {
	t.Parallel()
	b := book(t)
	row := &law.Act{Stops: []law.Ref{{Code: "ADM-050"}}}
	end := func(change func(*matter.Clock)) change {
		return both(clock("ADM-050", "2026-03-10 00:00"), func(f *matter.File) { change(&f.Clocks[0]) })
	}
	paid := func(id int64, yuan string) matter.Past {
		return past(id, "fine.paid", "", law.Values{"amount": money(yuan)})
	}
	fined := func(f *matter.File) {
		f.Decisions = []matter.Decision{{CaseID: 1, Kind: "PENALTY", Fine: quantity.Fens(100_00)}}
		acts(past(7, "admin_decision.served", "", nil))(f)
	}
	for _, q := range []struct {
		name, cond string
		file       change
		input      law.Values
		holds      bool
	}{
		{"after the end", "late", clock("ADM-050", "2026-03-10 00:00"), nil, true},
		{"before it", "late", clock("ADM-050", "2026-05-10 00:00"), nil, false},
		{"no period", "late", nil, nil, false},
		{"another period", "late", clock("ADM-051", "2026-03-10 00:00"), nil, false},
		{"another case's", "late", end(func(k *matter.Clock) { k.TargetID = 2 }), nil, false},
		{"one that is only a minimum", "late", end(func(k *matter.Clock) { k.Minimum = true }), nil, false},
		{"one that was met", "late", end(func(k *matter.Clock) { k.State = "MET" }), nil, false},
		{"one that lapsed", "late", end(func(k *matter.Clock) { k.State = "LAPSED" }), nil, true},
		{"the last one counts", "late", both(clock("ADM-050", "2026-03-10 00:00"), clock("ADM-050", "2026-05-10 00:00")), nil, false},
		{"to be published", "decision_published", acts(past(9, "admin_case.closed", "", law.Values{"publication": "publish"})), nil, true},
		{"not to be published", "decision_published", acts(past(9, "admin_case.closed", "", law.Values{"publication": "not_publish"})), nil, false},
		{"not closed", "decision_published", nil, nil, false},
		{"a fine", "fine_imposed", decision("PENALTY", "fine"), nil, true},
		{"a ban", "fine_imposed", decision("PENALTY", "licence_ban"), nil, false},
		{"no decision", "fine_imposed", nil, nil, false},
		{"goods", "goods_confiscated", decision("PENALTY", "confiscate_goods"), nil, true},
		{"a ban of licences", "licence_ban_ordered", decision("PENALTY", "licence_ban"), nil, true},
		{"a ban of a person", "person_ban_ordered", decision("PENALTY", "person_ban"), nil, true},
		{"complex", "collective_discussion_required", func(f *matter.File) { f.Cases[0].ComplexOrMajor = true }, nil, true},
		{"not complex", "collective_discussion_required", nil, nil, false},
		{"no case", "collective_discussion_required", func(f *matter.File) { f.Cases = nil }, nil, false},
		{"a fine is reviewed", "legal_review_required", nil, law.Values{"sanctions": []string{"fine"}}, true},
		{"a warning is not", "legal_review_required", nil, law.Values{"sanctions": []string{"warning"}}, false},
		{"an unpaid fine", "sanction_unperformed", both(decision("PENALTY", "fine"), func(f *matter.File) { f.Decisions[0].Fine = quantity.Fens(1) }), nil, true},
		{"nothing unperformed", "sanction_unperformed", decision("PENALTY", "warning"), nil, false},
		{"the last part", "fine_settled", both(fined, acts(paid(8, "60"))), law.Values{"amount": money("40")}, true},
		{"not the last part", "fine_settled", both(fined, acts(paid(8, "59"))), law.Values{"amount": money("40")}, false},
		{"this act is on file already", "fine_settled", both(fined, acts(paid(0, "60"))), law.Values{"amount": money("60")}, false},
		{"no fine to settle", "fine_settled", nil, law.Values{"amount": money("60")}, false},
		{"of state security", "mss_decision", nil, nil, false},
	} {
		f := base("READY_TO_DECIDE")
		if q.file != nil {
			q.file(&f)
		}
		a := &procedure.Act{Row: row, Target: matter.Target{Entity: law.AdminCase, ID: 1}, Now: on("2026-04-01 09:00"), Input: q.input}
		if got := admincase.Track(law.Fixed(b)).Conds[q.cond](a, &f); got != q.holds {
			t.Errorf("%s (%s): holds %v", q.name, q.cond, got)
		}
	}
}
