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
