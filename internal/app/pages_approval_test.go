package app_test

import (
	"net/http"
	"strings"
	"testing"

	"touchstone/internal/testkit"
)

const toReviewed = toConcluded + ";penalty_prior_notice.approved ch>ah;penalty_prior_notice.served[hearing=offered] ch;defence.closed ch"

// shows checks that a page says each of the words.
func shows(t *testing.T, p *testkit.Page, words ...string) {
	t.Helper()
	text := p.Text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%s does not say %q: %s", p.URL.Path, w, text)
		}
	}
}

// sign chooses a decision on a proposal and goes to its signature.
func (s *site) sign(who, ref, decision string, more map[string][]string) *testkit.Page {
	s.t.Helper()
	f := s.as(who).Get("/approvals/"+ref).Want(http.StatusOK).Form("form[action$='/sign']").Set("decision", decision).Set("read", "yes")
	for name, v := range more {
		f.Set(name, v...)
	}
	return f.Submit().Want(http.StatusOK)
}

// TestApproval_LegalReview: the way on stands first and nothing is chosen; what both decisions ask for is not called
// optional; the reviewer is a person with an office; and the penalty under review is there to be seen.
func TestApproval_LegalReview(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter(toReviewed + ";admin_case.legal_review_requested uh")
	ref := s.ref("SELECT ref FROM approvals WHERE event = 'admin_case.legal_review_requested' AND state = 'OPEN'")
	p := s.as("legal").Get("/approvals/" + ref).Want(http.StatusOK)
	if got := p.Attrs("input[name=decision]", "value"); len(got) != 2 || got[0] != "legal_review.passed" || p.Has("input[name=decision][checked]") {
		t.Errorf("decisions %v", got)
	}
	if p.Has("#f-points .opt") || p.Has("label[for='f-opinion'] .opt") || p.Count(".decide .opt") != 0 {
		t.Error("what every decision asks for is called optional")
	}
	shows(t, p, "苏砚秋（法制处）", "罚款", "第三十四条第(一)项", "法制审核意见书")
	if strings.Contains(p.Text(), "ECL-34-1") {
		t.Error("a code stands where the offence should")
	}
	shows(t, s.sign("legal", ref, "legal_review.passed", map[string][]string{"points": {"facts"}, "opinion": {"同意"}}), "苏砚秋（法制处）", "罚款", "事实", "待决定")
}

// TestApproval_SignsWhatItShows: the page of the signature says who, what, how much, by which article, which papers, and
// what follows, for a referral and for the decision of the receiving organ.
func TestApproval_SignsWhatItShows(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toConcluded, toReport)
	ref := s.ref("SELECT ref FROM approvals WHERE event = 'referral.report_submitted' AND state = 'OPEN'")
	p := s.sign("principal", ref, "referral.approved", nil)
	shows(t, p, "走私国家禁止进出口的货物、物品罪", w.referral().Facts, "CNY", "法定移送材料", "批准后移送（24 小时）", "《行政执法机关移送涉嫌犯罪案件的规定》第五条", "结果将告知")
	if p.Count("[data-sha256], .hash") == 0 {
		t.Error("no digest of a paper")
	}
}

// TestApproval_FilingDecision: the head of the receiving organ sees outcome, offence and number, and of the sender's
// file nothing that the package does not carry.
func TestApproval_FilingDecision(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toReview)
	path := "/referrals/" + w.referral().Ref + "/acts/referral.filing_decided"
	f := s.as("ps.officer").Get(path).Want(http.StatusOK).Form("form[data-act='referral.filing_decided']")
	f.Set("variant", "outcome=file").Set("offence", "cl_151_3").Set("criteria", "yes")
	ref := f.Submit().Want(http.StatusOK).URL.Path
	p := s.sign("ps.head", strings.TrimPrefix(ref, "/approvals/"), "referral.filing_decided", nil)
	shows(t, p, "立案", "罪名", w.referral().Ref, w.referral().Facts)
	if text := p.One("main").Text(); strings.Contains(text, "林知远") || strings.Contains(text, "沈书瑶") {
		t.Error("another agency's people are named")
	}
	for _, d := range w.file().Docs {
		if d.CaseID == w.file().Admin().ID && strings.HasPrefix(d.Code, "DOC-A") && strings.Contains(p.Body, d.Ref) {
			t.Errorf("the receiver is shown %s of the sender's file", d.Code)
		}
	}
}

// TestDocument_SaysNoCodes: an official paper names people, offences and papers, not accounts, codes and references.
func TestDocument_SaysNoCodes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter(toConcluded)
	for code, want := range map[string]string{"DOC-A05": "林知远", "DOC-A24": "《"} {
		p := s.as("officer").Get("/documents/" + s.ref("SELECT ref FROM documents WHERE code = $1", code)).Want(http.StatusOK)
		text := p.Text()
		if !strings.Contains(text, want) || strings.Contains(text, "officer2") || strings.Contains(text, "ECL-34-1") || strings.Contains(text, "EV-") {
			t.Errorf("%s: %s", code, text)
		}
	}
}
