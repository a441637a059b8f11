package app_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestReferrals_TheListNamesNoClosedFile: who reads a referral by his post in the store, and not the file it comes from,
// reads the crime in the list as on its page, and not the title of the file; who handles it reads the title.
func TestReferrals_TheListNamesNoClosedFile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toFiling, toReport, toReceived, toFiled)
	title, ref := w.file().Admin().Title, w.referral().Ref
	s.as("custodian").Get("/cases/" + w.file().Admin().Ref).Want(http.StatusNotFound)
	for who, named := range map[string]bool{"custodian": false, "officer": true} {
		row := s.as(who).Get("/referrals").Want(http.StatusOK).One("main tr[data-ref='" + ref + "']").Text()
		if strings.Contains(row, title) != named {
			t.Errorf("%s reads %q", who, row)
		}
		if page := s.as(who).Get("/referrals/" + ref).Want(http.StatusOK); strings.Contains(page.Body, title) != named {
			t.Errorf("%s reads the title on the page", who)
		}
	}
}
