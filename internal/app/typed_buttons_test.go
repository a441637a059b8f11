package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestTyped_Buttons: what a button of a page sends has a name for people where it is wrong, and what only the program reads is not
// given back to them. Seen to fail with "other field".
func TestTyped_Buttons(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.matter(toFiling, withEvidence)
	item := s.ref("SELECT ref FROM evidence_items ORDER BY id LIMIT 1")
	for lang, x := range map[string][2]string{"zh": {"查证结果", "其他字段"}, "en": {"Finding", "Other field"}} {
		s.as("officer").Get("/?lang=" + lang).Want(http.StatusOK)
		if p := s.as("officer").Post("/evidence/"+item+"/finding", url.Values{"finding": {"zz"}}); p.Status != http.StatusUnprocessableEntity ||
			!strings.Contains(p.Text(), x[0]) || strings.Contains(p.Text(), x[1]) {
			t.Errorf("%s: %d %.400s", lang, p.Status, p.One("main").Text())
		}
		p := s.as("officer").Post("/evidence/"+item+"/finding", url.Values{"finding": {"zz"}, "read_since": {`{"set":[{"key":"case:x"}]}`}, "do": {"return"},
			"note": {"写下的文字"}})
		if strings.Contains(p.Text(), "case:x") || strings.Contains(p.Text(), "return") || !strings.Contains(p.Text(), "写下的文字") {
			t.Errorf("%s: %.600s", lang, p.One("main").Text())
		}
	}
}
