package app_test

import (
	"net/http"
	"strings"
	"testing"

	"touchstone/internal/actor"
	"touchstone/internal/cases"
	"touchstone/internal/testkit"
)

// TestMark_ReferralFollowsItsCase: a case that is compartmented, or marked higher, after its referral was opened takes the
// referral with it: whoever may not see the file reads it on no page of the referral and in no list.
func TestMark_ReferralFollowsItsCase(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toWaiting + ";referral.approved ph")
	one, referral := w.file().Admin(), "/referrals/"+w.referral().Ref
	mark := func(in cases.MarkInput) {
		t.Helper()
		in.Reason = aReason
		if err := w.desk.Mark(t.Context(), w.people["uh"], one.ID, in); err != nil {
			t.Fatal(err)
		}
	}
	for _, who := range []string{"unithead", "legal", "officer"} {
		s.as(who).Get(referral).Want(http.StatusOK)
	}
	if p := s.as("officer").Get("/inbox"); !strings.Contains(p.Body, referral+"/acts/referral.sent") {
		t.Fatalf("not owed: %.600s", p.Text())
	}
	secret, yes := actor.WorkSecret, true
	if _, err := testkit.Super(t, s.db).Exec(t.Context(), "UPDATE users SET clearance = $1 WHERE username = 'officer'", int(secret)-1); err != nil {
		t.Fatal(err)
	}
	mark(cases.MarkInput{Marking: &secret})
	if p := s.as("officer").Get("/inbox"); strings.Contains(p.Body, referral) || strings.Contains(p.Body, one.Ref) || strings.Contains(p.Body, one.Title) {
		t.Errorf("the inbox of a handler without the clearance: %.900s", p.Text())
	}
	s.as("officer").Get(referral).Want(http.StatusNotFound)
	mark(cases.MarkInput{Compartmented: &yes})
	for who, want := range map[string]int{"unithead": http.StatusNotFound, "legal": http.StatusNotFound, "officer2": http.StatusOK} {
		if p := s.as(who).Get(referral); p.Status != want || s.as(who).Get("/cases/"+one.Ref).Status != want {
			t.Errorf("%s reads the referral of a compartmented case: %d", who, p.Status)
		}
		if p := s.as(who).Get("/cases?view=refer"); strings.Contains(p.Body, one.Ref) != (want == http.StatusOK) {
			t.Errorf("%s: %.600s", who, p.Text())
		}
	}
}
