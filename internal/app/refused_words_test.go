package app_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestRefused_InEnglish: who is refused in English reads the guard's sentence of refusal, on the page and among what an act
// is checked against, never the rule as if it were met.
func TestRefused_InEnglish(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	says := func(where, text, guard string) {
		t.Helper()
		g := v.app.Book.Guard(guard)
		if !strings.Contains(text, g.RefusalEN) || strings.Contains(text, g.RuleEN) {
			t.Errorf("%s: want %q: %s", where, g.RefusalEN, text)
		}
	}
	says("checked against", v.as("officer").Get("/cases/new?lang=en").Want(http.StatusOK).One(".rules").Text(), "lead_source_recorded")
	p := v.evidenceForm("officer", "officer2", ref, "documentary").File("files", "a.txt", []byte("虚构")).Force("collection_method", "search").Submit()
	says("refused", p.Want(http.StatusUnprocessableEntity).One(".errsum [data-guard='no_criminal_measure']").Text(), "no_criminal_measure")
}
