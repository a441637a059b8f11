package app_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestQuestion_NotNamedByItsAnswer: what waits for a decision is named by its question, wherever it stands, and not by the
// answer that one hopes for.
func TestQuestion_NotNamedByItsAnswer(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	w := s.matter(toReviewed + ";admin_case.legal_review_requested uh")
	ref := w.file().Admin().Ref
	approval := "/approvals/" + s.ref("SELECT ref FROM approvals WHERE event = 'admin_case.legal_review_requested' AND state = 'OPEN'")
	for lang, words := range map[string][2]string{"zh": {"法制审核", "法制审核通过"}, "en": {"Legal review", "Legal review passed"}} {
		for _, at := range []struct{ who, path, css string }{
			{"legal", "/inbox", "main tbody a[href='" + approval + "']"},
			{"legal", "/", "main a[href='" + approval + "']:not(.btn)"},
			{"legal", approval, "h1"},
			{"unithead", "/inbox?tab=mine", "main tbody a[href='" + approval + "']"},
			{"unithead", "/cases/" + ref, "main a[href='" + approval + "']"},
			{"unithead", "/cases/" + ref + "/decisions", "main a[href='" + approval + "']"},
		} {
			path := at.path + map[bool]string{true: "&", false: "?"}[strings.Contains(at.path, "?")] + "lang=" + lang
			named := s.as(at.who).Get(path).Want(http.StatusOK).One(at.css).Text()
			if !strings.Contains(named, words[0]) || strings.Contains(named, words[1]) {
				t.Errorf("%s in %s says %q", at.path, lang, named)
			}
		}
	}
}

// TestOffers_NothingThatAStandingGuardRefuses: a notice that was served is not offered for service again until another one
// is approved, on the case and on its page of decisions alike; the guard that says so stands behind the offer.
func TestOffers_NothingThatAStandingGuardRefuses(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const ready = toReviewed + ";admin_case.legal_review_requested uh;legal_review.passed lr"
	served := s.matter(ready, "!penalty_prior_notice.served[hearing=offered] ch because prior_notice_approved").file().Admin().Ref
	approved := s.matter(ready, "penalty_prior_notice.approved ch>ah").file().Admin().Ref
	for ref, want := range map[string]bool{served: false, approved: true} {
		for _, at := range []string{"", "/decisions"} {
			p := s.as("officer").Get("/cases/" + ref + at).Want(http.StatusOK)
			if got := p.Has("main [data-act-link='penalty_prior_notice.served']"); got != want || !p.Has("main [data-act-link]") {
				t.Errorf("%s: the service of the notice is offered: %t, want %t: %s", at, got, want, p.One("main").Text())
			}
		}
	}
}
