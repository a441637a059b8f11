package app_test

import (
	"net/http"
	"strings"
	"testing"

	"touchstone/internal/errs"
	"touchstone/internal/law"
	"touchstone/internal/matter"
	"touchstone/internal/procedure"
	"touchstone/internal/testkit"
)

// TestWaiting_IsNotOfferedAgain: what was proposed stands on every page of its object as waiting, with the way to its
// approval, and is proposed a second time by nobody; what came back leads its proposer to what was said to it.
func TestWaiting_IsNotOfferedAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter("admin_lead.registered in;admin_lead.assigned uh;verification_report.submitted ch")
	path := "/cases/" + w.file().Admin().Ref
	kept := s.form("unithead", path+"/acts/admin_case.filed", "admin_case.filed", filingForm())
	s.form("unithead", path+"/acts/admin_case.filed", "admin_case.filed", filingForm()).Submit().Want(http.StatusOK)
	var ref string
	w.scan("SELECT ref FROM approvals WHERE state = 'OPEN'", nil, &ref)
	for _, at := range []string{"", "/decisions"} {
		p := s.as("unithead").Get(path + at).Want(http.StatusOK)
		if p.Has("[data-act-link='admin_case.filed']") || !p.Has("main .tasks a[href='/approvals/"+ref+"']") {
			t.Errorf("%s offers what waits, or does not say that it waits: %s", at, p.One("main").Text())
		}
	}
	if p := s.as("unithead").Get(path + "/documents").Want(http.StatusOK); p.Has("[href$='/acts/admin_case.filed']") {
		t.Errorf("the paper of what waits is offered: %s", p.One("main").Text())
	}
	if p := s.as("unithead").Get(path + "/acts/admin_case.filed").Want(http.StatusOK); p.URL.Path != "/approvals/"+ref {
		t.Errorf("the form of what waits is at %s", p.URL.Path)
	}
	s.refuse(map[string]wrong{
		"proposed twice": {send: func() *testkit.Page { return kept.Submit() }, status: http.StatusConflict, page: "P40", kept: filingForm().Get("opinion")},
	})

	f := s.as("head").Get("/approvals/"+ref).Want(http.StatusOK).Form("form[action$='/sign']").Set("decision", "return").Set("opinion",
		"请补充管辖依据与首先立案情况。").Set("reason_code", "evidence_insufficient")
	f.Submit().Want(http.StatusOK).Form("form[action$='/decide']").Submit().Want(http.StatusOK)
	p := s.as("unithead").Get(path).Want(http.StatusOK)
	if b := p.One("main a.btn-1"); b.Attr("href") != "/approvals/"+ref || !strings.HasPrefix(b.Text(), "补正后再提请") || p.Has("[href$='/acts/admin_case.filed']") ||
		strings.Contains(p.Text(), "当前由以下人员办理") {
		t.Errorf("what came back: %q to %s: %s", b.Text(), b.Attr("href"), p.One("main").Text())
	}
	if p := s.as("unithead").Get(path + "/decisions").Want(http.StatusOK); p.Has("[href$='/acts/admin_case.filed']") ||
		!p.Has(".tasks a[href='/approvals/"+ref+"']") {
		t.Errorf("what came back, beside the decisions: %s", p.One("main").Text())
	}
	again := s.as("unithead").Get("/approvals/" + ref).Want(http.StatusOK)
	if !again.Has("a[href$='/acts/admin_case.filed']") {
		t.Errorf("no way to propose it anew: %s", again.One("main").Text())
	}
	s.form("unithead", path+"/acts/admin_case.filed", "admin_case.filed", filingForm()).Submit().Want(http.StatusOK)
	if p := s.as("unithead").Get(path).Want(http.StatusOK); strings.Contains(p.Text(), "补正后再提请") {
		t.Errorf("proposed anew, and still to be corrected: %s", p.One("main").Text())
	}
}

// TestWaiting_EngineRefusesASecond: the answer is a conflict with its reason, before anything else is looked at.
func TestWaiting_EngineRefusesASecond(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toReview)
	r := matter.Target{Entity: law.Referral, ID: w.referral().ID}
	cmd := procedure.Command{Target: r, Version: -1, Event: "referral.filing_decided", Variant: "outcome=file",
		Input: law.Values{"outcome": "file", "criteria": "yes"}}
	if _, err := w.engine.Do(t.Context(), w.people["pv"], cmd); err != nil {
		t.Fatal(explain(err))
	}
	for _, variant := range []string{"outcome=file", "outcome=refuse"} {
		cmd.Variant = variant
		_, err := w.engine.Do(t.Context(), w.people["pv2"], cmd)
		if !errs.Is(err, errs.Conflict) || !strings.Contains(explain(err), "already_proposed") {
			t.Errorf("a second proposal, %s: %v", variant, explain(err))
		}
	}
	for _, at := range []string{"", "/decide"} {
		p := s.as("ps.officer").Get("/referrals/" + w.referral().Ref + at).Want(http.StatusOK)
		if p.Has("[data-act-link='referral.filing_decided']") || !p.Has("main .tasks a[href^='/approvals/']") {
			t.Errorf("%s offers the decision that waits, or does not say that it waits: %s", at, p.One("main").Text())
		}
	}
}

// TestReferral_SaysWhoIsToAct: the page of the decision offers an investigator what is his in each state, and where nothing
// is it names who acts, never his own role and never an organ that the referral does not concern.
func TestReferral_SaysWhoIsToAct(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, at := range []struct {
		to    string
		offer string
		waits string
	}{
		{toSent, "", "等待：受案人员"},
		{toSent + ";referral.received pi", "referral.review_started", ""},
		{toReview, "referral.filing_decided", ""},
		{toReview + ";referral.filing_decided[outcome=refuse] pv>pc;supervision.suggested ch>ph", "", "等待："},
	} {
		w := s.matter(at.to)
		delete(s.seen, "ps.officer") // a session as fresh as the clock
		p := s.as("ps.officer").Get("/referrals/" + w.referral().Ref + "/decide").Want(http.StatusOK)
		said := ""
		if p.Has("main .note[role=status]") {
			said = p.One("main .note[role=status]").Text()
		}
		if at.offer != "" && !p.Has("[data-act-link='"+at.offer+"']") || (at.waits == "") != (said == "") || !strings.Contains(said, at.waits) ||
			strings.Contains(said, "侦查人员") || strings.Contains(said, "国安") {
			t.Errorf("%s: says %q: %s", at.to[len(toWaiting):], said, p.One("main").Text())
		}
	}
}
