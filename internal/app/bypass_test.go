package app_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/internal/law"
	"touchstone/internal/testkit"
)

// TestWrong_WhatAFormMayNotBeTalkedInto: a service dated before the paper it serves or its approval, a name typed where a file is asked,
// a version that no page prints, a period that does not run.
func TestWrong_WhatAFormMayNotBeTalkedInto(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toConcluded)
	s.clock.Advance(24 * time.Hour)
	w.proceed("penalty_prior_notice.approved ch>ah")
	path := "/cases/" + w.file().Admin().Ref
	const served = "penalty_prior_notice.served"
	notice := func(set url.Values) *testkit.Form {
		f := s.form("officer", path+"/acts/"+served, served, url.Values{"variant": {"hearing=offered"}, "service_method": {"direct"},
			"served_at": {s.clock.Now().In(law.Zone()).Format("2006-01-02T15:04")}})
		for name, v := range set {
			f.Force(name, v...)
		}
		return f
	}
	real := func(f *testkit.Form) *testkit.Form {
		return f.File("service_proof", "送达回证.pdf", []byte("%PDF-1.4\n"))
	}
	s.as("officer") // signing in writes
	s.refuse(map[string]wrong{
		"served before it was made": {send: func() *testkit.Page { return real(notice(url.Values{"served_at": {"2026-05-12T08:00"}})).Submit() }, status: 422,
			page:  "P14",
			marks: []string{"[data-error-for='served_at']", "[data-guard='not_served_before_made']"}},
		"served before it was approved": {send: func() *testkit.Page {
			return real(notice(url.Values{"served_at": {s.clock.Now().Add(-12 * time.Hour).In(law.Zone()).Format("2006-01-02T15:04")}})).Submit()
		}, status: 422, page: "P14", marks: []string{"[data-error-for='served_at']", "[data-guard='not_served_before_made']"}},
		"a file that is only a name": {send: func() *testkit.Page { return notice(url.Values{"service_proof": {"ghost.pdf"}}).Submit() }, status: 422, page: "P14",
			marks: []string{"[data-error-for='service_proof'], [data-guard]"}},
		"a file without a byte": {send: func() *testkit.Page { return notice(nil).File("service_proof", "送达回证.pdf", nil).Submit() }, status: 422, page: "P14",
			marks: []string{"[data-error-for='service_proof']"}},
		"by e-mail without consent": {send: func() *testkit.Page { return real(notice(url.Values{"service_method": {"electronic"}})).Submit() }, status: 422,
			page:  "P14",
			marks: []string{"[data-error-for='consent']"}},
		"served tomorrow": {send: func() *testkit.Page {
			return real(notice(url.Values{"served_at": {s.clock.Now().Add(24 * time.Hour).In(law.Zone()).Format("2006-01-02T15:04")}})).Submit()
		}, status: 422, page: "P14", marks: []string{"[data-error-for='served_at']"}},
		"a version below all": {send: func() *testkit.Page { return real(notice(url.Values{"version": {"-1"}})).Submit() }, status: 409, page: "P40",
			marks: []string{"main a[href='" + path + "']"}},
		"a period that does not run": {send: func() *testkit.Page {
			return s.form("officer", path+"/acts/clock.paused", "clock.paused", url.Values{"legal_basis": {"《行政处罚法》第60条"}, "reason": {written}}).Force("clock",
				"ADM-040").Submit()
		}, status: 422, page: "P14", marks: []string{"[data-error-for='clock']", "[data-guard='named_clock_admits']"}},
	})
}

// TestService_ByElectronicMeans: with the signed consent a paper is served electronically (APL 61), from the form to the
// consent that stands on file.
func TestService_ByElectronicMeans(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toConcluded)
	s.clock.Advance(24 * time.Hour)
	w.proceed("penalty_prior_notice.approved ch>ah")
	const served = "penalty_prior_notice.served"
	form := func(method string) *testkit.Form {
		return s.form("officer", "/cases/"+w.file().Admin().Ref+"/acts/"+served, served,
			url.Values{"variant": {"hearing=offered"}, "served_at": {s.clock.Now().In(law.Zone()).Format("2006-01-02T15:04")}}).Force("service_method", method)
	}
	for i, x := range []struct{ method, field string }{{"ELECTRONIC", "service_method"}, {"ｅｌｅｃｔｒｏｎｉｃ", "service_method"}, {"electronic,direct", "service_method"},
		{"电子", "service_method"}, {"email", "service_method"}, {"0", "service_method"}, {"", "service_method"},
		{"\u200b", "service_method"}, {"electronic\u202e", "service_method"}, {"electronic", "consent"}, {" electronic\u200b", "consent"},
		{"electronic", "consent"}} {
		p := form(x.method).File("service_proof", "送达回证.pdf", []byte("%PDF-1.4 1\n"))
		if i == 11 { // a file without a byte is no consent
			p.File("consent", "电子送达确认书.pdf", nil)
		}
		if got := p.Submit(); got.Status != http.StatusUnprocessableEntity || !got.Has("[data-error-for='"+x.field+"']") {
			t.Errorf("%q: %d %.300s", x.method, got.Status, got.One("main").Text())
		}
	}
	f := form("electronic")
	f.File("service_proof", "送达回证.pdf", []byte("%PDF-1.4 1\n")).File("consent", "电子送达确认书.pdf", []byte("%PDF-1.4 2\n")).Submit().Want(http.StatusOK)
	if n := s.number("SELECT count(*) FROM attachments WHERE field = 'consent' AND act_id <> 0"); n != 1 {
		t.Errorf("%d consents are on file", n)
	}
	if state := w.file().Admin().State; state != "PRIOR_NOTICE_SERVED" {
		t.Errorf("the case is %s", state)
	}
}

// TestReferral_FormsShowWhatIsCarried: the forms of a referral offer its receiver what the package carries and nothing
// else of the sender's file.
func TestReferral_FormsShowWhatIsCarried(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toReview)
	form := s.as("ps.officer").Get("/referrals/" + w.referral().Ref + "/acts/referral.agency_notified").Want(http.StatusOK).Body
	for _, d := range w.file().Docs {
		if d.CaseID == w.file().Admin().ID && strings.HasPrefix(d.Code, "DOC-A") && strings.Contains(form, d.Ref) {
			t.Errorf("the receiver is offered %s %s of the sender's file", d.Code, d.Title)
		}
	}
}

// TestReferral_ReceiverReadsThePackage: every paper of the package opens for the organ that it was sent to, and not
// before it was sent.
func TestReferral_ReceiverReadsThePackage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toWaiting)
	opens := func(want int) (n int) {
		for _, d := range w.file().Docs {
			if !slices.Contains([]string{"DOC-R04", "DOC-R05", "DOC-R06", "DOC-R07", "DOC-R08"}, d.Code) {
				continue
			}
			n++
			if got := s.as("ps.officer").Get("/documents/" + d.Ref).Status; got != want {
				t.Errorf("%s %s: %d, want %d", d.Code, d.Title, got, want)
			}
		}
		return n
	}
	if opens(http.StatusNotFound) < 2 {
		t.Error("no package")
	}
	w.proceed("referral.approved ph;referral.sent ch")
	if opens(http.StatusOK) < 3 {
		t.Error("the letter is missing")
	}
}
