package app_test

import (
	"net/http"
	"testing"
)

// TestInbox_WordOfWhatOthersDid: whoever proposed learns what became of it, and both ends of a referral learn what the
// other did; once read it is read, a second press changes nothing, and nobody else is told.
func TestInbox_WordOfWhatOthersDid(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter(toReview, "referral.filing_decided[outcome=file] pv>pc")
	unread := func(who string) int { return s.as(who).Get("/inbox?tab=cc").Want(http.StatusOK).Count("td .tag-info") }
	before := unread("officer")
	if before < 3 { // approved, received, filed
		t.Errorf("the sender's handler is told %d times", before)
	}
	if unread("ps.officer") == 0 {
		t.Error("who proposed the filing is not told of the decision")
	}
	for _, who := range []string{"gd.officer", "head", "ss.liaison"} {
		if n := unread(who); n != 0 {
			t.Errorf("%s is told %d times", who, n)
		}
	}
	page := s.as("officer").Get("/inbox?tab=cc")
	if page.Count("a[href^='/referrals/RF-']") < 3 {
		t.Errorf("no links to the referral: %s", page.Text())
	}
	for range 2 { // the second press is the first one's receipt
		page.Form("form[action='/inbox/read']").Submit().Want(http.StatusOK)
	}
	if n := unread("officer"); n != 0 || s.as("officer").Get("/inbox?tab=cc").Has("form[action='/inbox/read']") {
		t.Errorf("%d still unread", n)
	}
	page.Form("form[action='/inbox/read']").Force("upto", "forged").Submit().Want(http.StatusUnprocessableEntity)
}

// TestClocks_ReceivingOrganSeesItsOwn: the periods that begin with the receipt stand on the receiving organ's board and
// on its own file, and on the referral for both ends.
func TestClocks_ReceivingOrganSeesItsOwn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toReview)
	const clock = "[data-clock='REF-040']"
	for _, path := range []string{"/clocks?scope=agency", "/referrals/" + w.referral().Ref, "/cases/" + w.file().Criminal().Ref} {
		if !s.as("ps.officer").Get(path).Want(http.StatusOK).Has(clock) {
			t.Errorf("the receiver at %s sees no REF-040", path)
		}
	}
	if !s.as("officer").Get("/referrals/" + w.referral().Ref).Want(http.StatusOK).Has(clock) {
		t.Error("the sender does not see on the referral when the review ends")
	}
	if s.as("officer").Get("/clocks?scope=agency").Want(http.StatusOK).Has(clock) {
		t.Error("the sender's board holds what another organ owes")
	}
}
