package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// side are the accounts that play one agency's side.
type side struct{ officer, second, unithead, legal, head, principal, store string }

// opening brings a matter from the public record to its investigation, with one paper collected.
func (a side) opening(lead string) []move {
	return []move{
		{"", a.officer, "admin_lead.registered", "", "co_handler=" + a.second + "|marking=INTERNAL|received_at=@now|" + lead},
		{"3 hours", a.unithead, "admin_lead.assigned", "", "handlers=" + a.officer + "|handlers=" + a.second},
		{"3 days", a.officer, "verification_report.submitted", "", "report=核查报告|first_filer_result=未见其他机关立案"},
		{"1 days", a.unithead, "admin_case.filed", a.head, "competence_basis=own|criteria=yes|first_filer_result=未见其他机关立案"},
		{"1 days", a.officer, "admin_investigation.started", "", ""},
		{"2 days", a.officer, "evidence.collected", "",
			"name=出口货物报关单|evidence_kind=documentary|collected_at=@now|place=申报地海关|collection_method=copied|co_collector=" + a.second +
				"|original_or_copy=copy|original_location=申报地海关|files=报关单.pdf"},
	}
}

// penalty goes from the report of an investigation to the request for legal review.
func (a side) penalty(report, notice string) []move {
	return []move{
		{"9 days", a.officer, "investigation_report.submitted", a.unithead, "report=调查终结报告|referral_screen=no_crime|" + report},
		{"2 days", a.officer, "penalty_prior_notice.approved", a.head, "document=事先告知书稿|" + notice},
		{"1 days", a.officer, "penalty_prior_notice.served", "", "variant=hearing=offered|served_at=@now|service_method=direct|service_proof=送达回证.pdf"},
		{"2 days", a.officer, "statement.received", "", "facts=当事人承认未取得许可，请求从轻。"},
		{"due:ADM-050", a.officer, "defence.closed", "", "defence_outcome=reviewed|review_result=陈述意见已逐项复核。"},
		{"1 days", a.unithead, "admin_case.legal_review_requested", "", "reviewer=" + a.legal + "|review_ground=product_default"},
	}
}

func (r *replay) penalised(a side, report, notice, decision string) {
	r.t.Helper()
	r.play(a.penalty(report, notice)...)
	r.decide("2 days", a.legal, "legal_review.passed", "points=facts|points=law|points=discretion|opinion=裁量有据，程序合法。")
	r.play(move{"1 days", a.unithead, "admin_decision.made", a.head, "variant=kind=PENALTY|performance=十五日内缴至指定银行|" + decision},
		move{"2 days", a.officer, "admin_decision.served", "", "served_at=@now|service_method=direct|recipient=当事人|service_proof=送达回证.pdf"})
}

func mofcomSide() side {
	return side{"officer", "officer2", "unithead", "legal", "head", "principal", "custodian"}
}

func customsSide() side {
	return side{"cus.handler", "cus.handler2", "cus.unithead", "cus.reviewer", "cus.chief", "cus.principal", "cus.store"}
}

// PC-30: a fine of 20,000 yuan, far below the minimum of 500,000, for co-operation, admission and a licence obtained later.
func TestReplay_PC30_FineBelowTheMinimum(t *testing.T) {
	t.Parallel()
	r := newReplay(t, "PC-30", "2025-11-17")
	a := customsSide()
	r.play(a.opening(
		"source_kind=customs|mineral=钕铁硼磁体（含镝0.36%）|party=来源未具名的企业|lead_basis=ECL-34-1|typology=no_licence|value=66143.20|violation_ended_on=2025-07-04")...)
	const why = "配合调查、承认违法，事后取得出口许可，减轻处罚（APL 32）。"
	r.penalised(a, "turnover_state=ESTABLISHED|turnover=66143.20|circumstances=confessed",
		"sanctions=fine|fine=20000|deviation_ground=confessed|legal_basis=ECL-34-1",
		"deviation_ground=confessed|decider_opinion="+why)
	r.ends(outcome{states: map[string]string{"admin_case": "SERVED"}, clocks: []string{"ADM-070=2026-01-04", "ADM-080=2026-02-24", "ADM-084=2026-06-22"},
		papers: []string{"DOC-A05", "DOC-A24", "DOC-A25", "DOC-A26", "DOC-A29", "DOC-A31"}, kind: "PENALTY", fine: 20000,
		reasons: []string{"ECL-34-1", "confessed", why, `"min": "500000.00"`, `"turnover": "66143.20"`}})
}

// PC-31: first offence, slight harm, corrected: no penalty (APL 33), with education.
func TestReplay_PC31_FirstOffenceNoPenalty(t *testing.T) {
	t.Parallel()
	r := newReplay(t, "PC-31", "2025-12-01")
	a := customsSide()
	r.play(a.opening(
		"source_kind=customs|mineral=铋（低温锡膏）|party=来源未具名的企业|lead_basis=ECL-34-1|typology=no_licence" +
			"|quantity=45|unit=piece|value=7336|violation_ended_on=2025-05-21")...)
	r.play(move{"9 days", a.officer, "investigation_report.submitted", a.unithead,
		"report=调查终结报告|referral_screen=no_crime|turnover_state=ESTABLISHED|turnover=7336|circumstances=harm_reduced"},
		move{"3 days", a.unithead, "admin_case.no_penalty_proposed", "", "no_penalty_ground=first_time|reason=初次违法，危害后果轻微并及时改正。"},
		move{"2 days", a.unithead, "admin_decision.made", a.head,
			"variant=kind=NO_PENALTY_MINOR|no_penalty_ground=first_time|education=已当面教育并改正|decider_opinion=初次违法，危害轻微，已改正，不予处罚。"},
		move{"2 days", a.officer, "admin_decision.served", "", "served_at=@now|service_method=direct|recipient=当事人|service_proof=送达回证.pdf"})
	r.ends(outcome{states: map[string]string{"admin_case": "SERVED"}, clocks: []string{"ADM-080=2026-02-24", "ADM-084=2026-06-24"},
		papers: []string{"DOC-A24", "DOC-A32"},
		kind:   "NO_PENALTY_MINOR", reasons: []string{"first_time", "危害轻微"}})
}

// PC-35: a fine of 154,300 yuan and the confiscation of illegal income, as an act of smuggling without evaded duty. The
// value of the goods and the income are not stated: assumed here.
func TestReplay_PC35_FineAndConfiscation(t *testing.T) {
	t.Parallel()
	r := newReplay(t, "PC-35", "2025-12-08")
	a := customsSide()
	r.play(a.opening("source_kind=customs|mineral=锗（光学元件）|party=来源未具名的企业|lead_basis=CUS-9-2|typology=misdeclaration|value=190000")...)
	r.penalised(a, "turnover_state=ESTABLISHED|turnover=190000|illegal_income=42000", "sanctions=fine|sanctions=confiscate_income|fine=154300|legal_basis=CUS-9-2",
		"")
	r.ends(outcome{states: map[string]string{"admin_case": "SERVED"}, clocks: []string{"ADM-070=2026-01-27", "ADM-080=2026-03-13", "ADM-084=2026-07-13"},
		papers: []string{"DOC-A25", "DOC-A31"},
		kind:   "PENALTY", fine: 154300, reasons: []string{"CUS-9-2", "confiscate_income", `"illegal_income": "42000.00"`}})
	var confiscated int64
	r.scan(nil, `SELECT confiscated_fen FROM decisions`, &confiscated)
	if confiscated != 4200000 {
		t.Errorf("%d fen confiscated", confiscated)
	}
}

// PC-21: a lead from state security about a bottle of gallium in luggage; the company is punished, the carrier who knew
// nothing is educated. Amounts are not stated: the minimum is assumed.
func TestReplay_PC21_StateSecurityLeadToAct(t *testing.T) {
	t.Parallel()
	r := newReplay(t, "PC-21", "2024-09-02")
	a := mofcomSide()
	r.play(a.opening(
		"source_kind=state_security|mineral=镓|party=来源未具名的企业|lead_basis=ECL-34-1|typology=personal_carriage" +
			"|typology=no_licence|value=30000|violation_ended_on=2024-08-20")...)
	r.penalised(a, "turnover_state=NONE", "sanctions=fine|fine=500000|legal_basis=ECL-34-1", "decider_opinion=公司及员工明知须经许可而以行李携带出境。")
	r.ends(outcome{states: map[string]string{"admin_case": "SERVED"}, clocks: []string{"ADM-070=2024-10-21", "ADM-080=2024-12-03", "ADM-084=2025-04-07"},
		papers: []string{"DOC-A05", "DOC-A31"},
		kind:   "PENALTY", fine: 500000, reasons: []string{"ECL-34-1", "携带出境"}})
	r.play(a.opening(
		"source_kind=state_security|mineral=镓|party=来源未具名的携带人|lead_basis=ECL-34-1|typology=personal_carriage|value=30000|violation_ended_on=2024-08-20")...)
	r.play(move{"5 days", a.officer, "investigation_report.submitted", a.unithead, "report=调查终结报告|referral_screen=no_crime|turnover_state=NONE"},
		move{"2 days", a.unithead, "admin_case.no_penalty_proposed", "", "no_penalty_ground=no_fault|reason=携带人不知情，数量少，未造成实际危害。"},
		move{"2 days", a.unithead, "admin_decision.made", a.head, "variant=kind=NO_PENALTY_NOT_ESTABLISHED|no_penalty_ground=no_fault|decider_opinion=携带人不知情，教育后放行。"})
	r.decision(outcome{kind: "NO_PENALTY_NOT_ESTABLISHED", reasons: []string{"no_fault", "不知情"}})
}

// referred goes from the draft of a referral to the filing of the criminal case.
func (r *replay) referred(a side, facts, destination string, organ map[string]string) {
	r.t.Helper()
	r.play(move{"4 days", a.officer, "referral.opened", "", "suspected_offence=cl_151_3|destination=" + destination + "|facts=" + facts})
	r.packed(a)
	r.play(move{"1 days", a.officer, "referral.investigation_report_prepared", "", "report=涉嫌犯罪案件调查报告"},
		move{"3 hours", a.officer, "referral.report_submitted", "", "report=移送请示|attest=yes"})
	r.decide("20 hours", a.principal, "referral.approved", "")
	r.play(move{"1 hours", a.unithead, "admin_decision.made", a.principal, "variant=kind=TRANSFER|referral=@ref:referrals"},
		move{"2 hours", a.officer, "referral.sent", "", "receiving_organ=" + organ["code"] + "|copied_to=同级人民检察院|attest=yes"},
		move{"4 hours", organ["intake"], "referral.received", "", ""},
		move{"2 hours", organ["officer"], "referral.review_started", "", ""},
		move{"1 days", organ["officer"], "referral.filing_decided", organ["head"], "variant=outcome=file|offence=cl_151_3|criteria=yes"},
		move{"3 hours", a.officer, "referral.filing_notice_received", "", "received_at=@now|document_no=立案告知书"})
}

// packed chooses what the package still lacks, on its pages.
func (r *replay) packed(a side) {
	r.t.Helper()
	for no := 2; no <= 5; no++ {
		r.clock.Advance(time.Minute)
		page := r.by(a.officer).Get(fmt.Sprintf("/referrals/%s/package/%d", r.refs["referrals"], no)).Want(http.StatusOK)
		f := page.Form(fmt.Sprintf("form[action='/referrals/%s/package/%d']", r.refs["referrals"], no))
		f.Set("note", "纸质材料一份").Submit().Want(http.StatusOK)
	}
}

func customsPolice() map[string]string {
	return map[string]string{"code": "hpasb", "intake": "cus.intake", "officer": "cus.officer", "second": "cus.officer2", "head": "cus.head",
		"store": "cus.custodian"}
}

func cityPolice() map[string]string {
	return map[string]string{"code": "szpsb", "intake": "ps.intake", "officer": "ps.officer", "second": "ps.officer2", "head": "ps.head", "store": "ps.custodian"}
}

// PC-01: more than 166 t of antimony ingots, more than 96 t seized by customs; referred, filed, tried at first instance.
func TestReplay_PC01_SeizedReferredAndTried(t *testing.T) {
	t.Parallel()
	r := newReplay(t, "PC-01", "2025-03-17")
	a, police := customsSide(), customsPolice()
	r.play(a.opening(
		"source_kind=customs|mineral=锑锭|party=来源未具名的团伙|lead_basis=ECL-34-1|typology=no_licence|typology=concealment" +
			"|typology=misdeclaration|quantity=166|unit=t|violation_ended_on=2025-03-10")...)
	r.play(move{"1 days", a.officer, "evidence.collected", "",
		"name=锑锭|evidence_kind=physical|collected_at=@now|place=口岸监管仓库|collection_method=on_site|co_collector=" + a.second + "|quantity=96|unit=t|photos=现场.png"},
		move{"2 hours", a.officer, "evidence.admin_seized", a.head,
			"variant=urgency=ordinary|measure_kind=seize|legal_basis=ECL-34-1|list_delivered=yes|other_seizure_checked=yes|only_case_related=yes"},
		move{"3 hours", a.officer, "evidence.stored", a.store, "seal_no=封-01|storage_place=涉案财物仓库|weight=96500"})
	r.referred(a, "以隐匿、伪报方式无许可证出口锑锭一百六十六吨以上，其中九十六吨以上被查获。", "CUSTOMS_ANTI_SMUGGLING", police)
	r.play(move{"3 hours", a.officer, "evidence.admin_seizure_disposed", a.head,
		"variant=outcome=transferred|legal_basis=ECL-34-1|handover_list=移交清单|receiving_organ=hpasb"},
		move{"1 days", police["store"], "evidence.transfer_accepted", "", "variant=check=match"})
	r.ends(outcome{states: map[string]string{"admin_case": "SUSPENDED_FOR_CRIMINAL", "referral": "HANDED_OVER", "criminal_case": "FILED",
		"evidence_item": "IN_STORAGE"},
		clocks: []string{"ADM-020=2025-06-19"}, papers: []string{"DOC-A17", "DOC-R02", "DOC-R04", "DOC-R05", "DOC-R11", "DOC-R15"}})
	r.play(move{"2 hours", a.officer, "referral.linked", "", "criminal_case=@ref:criminal"},
		move{"1 days", police["officer"], "criminal_investigation.started", "", "officers=" + police["officer"] + "|officers=" + police["second"]},
		move{"60 days", police["officer"], "investigation.concluded", police["head"], "criteria=yes|report=起诉意见书"},
		move{"3 days", police["officer"], "prosecution.case_received", police["head"], "documents=案卷|told_on=@today"},
		move{"1 days", police["officer"], "prosecution.counsel_right_informed", "", ""},
		move{"30 days", police["officer"], "prosecution.indicted", "", "document=起诉书"},
		move{"4 days", police["officer"], "trial.accepted", "", "document=受理通知"},
		move{"50 days", police["officer"], "trial.first_judgment", "", "document=一审判决书|property_result=查获的锑锭没收，主犯罚金一百万元"},
		move{"3 days", police["officer"], "trial.judgment_received", "", "received_at=@now|document_no=判决书送达|document=一审判决书"})
	r.ends(outcome{states: map[string]string{"admin_case": "SUSPENDED_FOR_CRIMINAL", "referral": "LINKED", "criminal_case": "FIRST_JUDGMENT"},
		clocks: []string{"ADM-020=2025-06-19", "CRM-081=2025-09-12"},
		papers: []string{"DOC-C16"}})
}

// PC-02: more than 325 t of gallium, germanium and antimony worth more than 146 million yuan; a forwarder's employee
// helped. Referred to the local public security bureau and filed.
func TestReplay_PC02_ReferredAndFiled(t *testing.T) {
	t.Parallel()
	r := newReplay(t, "PC-02", "2025-03-03")
	a := mofcomSide()
	r.play(a.opening(
		"source_kind=other_organ|mineral=镓、锗、锑|party=来源未具名的企业|lead_basis=ECL-34-1|typology=no_licence" +
			"|typology=misdeclaration|typology=services|quantity=325|unit=t|value=146000000|violation_ended_on=2025-02-28")...)
	r.referred(a, "伪报品名、无许可证出口镓、锗、锑三百二十五吨以上，货值逾一亿四千六百万元，物流公司员工提供帮助。", "PUBLIC_SECURITY", cityPolice())
	r.ends(outcome{states: map[string]string{"admin_case": "SUSPENDED_FOR_CRIMINAL", "referral": "FILED", "criminal_case": "FILED"},
		clocks: []string{"ADM-020=2025-06-05", "REF-050=2025-03-20"},
		papers: []string{"DOC-R02", "DOC-R04", "DOC-R05", "DOC-R11"}})
	// No fine while the same act is with the police (APL 27; D310 11): the pages do not offer it.
	p := r.by(a.officer).Get("/cases/" + r.refs["cases"] + "/acts/penalty_prior_notice.approved")
	if p.Status != http.StatusConflict {
		t.Errorf("a penalty can be proposed in %d", p.Status)
	}
}

// D310 3: a report that answers "refer" leads to the referral, on the case and on the page of both tracks, until one is
// opened.
func TestReplay_TheScreenLeadsToTheReferral(t *testing.T) {
	t.Parallel()
	r := newReplay(t, "PC-01", "2025-03-17")
	a := customsSide()
	r.play(a.opening("source_kind=customs|mineral=锑锭|party=来源未具名的团伙|lead_basis=ECL-34-1|typology=no_licence|quantity=166|unit=t|violation_ended_on=2025-03-10")...)
	r.play(move{"9 days", a.officer, "investigation_report.submitted", a.unithead,
		"report=调查终结报告|referral_screen=refer|turnover_state=ESTABLISHED|turnover=2600000|circumstances=none"})
	page := "/cases/" + r.refs["cases"]
	first := func() string {
		return r.by(a.officer).Get(page).Want(http.StatusOK).Attrs(".tasks a", "data-act-link")[0]
	}
	if got := first(); got != "referral.opened" {
		t.Errorf("the first step after the answer is %q", got)
	}
	if text := r.by(a.officer).Get(page + "/decisions").Want(http.StatusOK).Text(); !strings.Contains(text, "尚未提出移送") {
		t.Error("the page of both tracks does not say that a referral is owed")
	}
	r.play(move{"1 hours", a.officer, "referral.opened", "", "suspected_offence=cl_151_3|facts=无证出口锑锭一百六十六吨以上。|destination=CUSTOMS_ANTI_SMUGGLING"})
	if got := first(); got == "referral.opened" {
		t.Error("a referral that was opened is still asked for")
	}
	if text := r.by(a.officer).Get(page + "/decisions").Text(); strings.Contains(text, "尚未提出移送") {
		t.Error("a referral that was opened is still owed")
	}
}
