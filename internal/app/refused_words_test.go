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
		g := v.app.Book().Guard(guard)
		if !strings.Contains(text, g.Refusal.Of("en")) || strings.Contains(text, g.Rule.Of("en")) {
			t.Errorf("%s: want %q: %s", where, g.Refusal.Of("en"), text)
		}
	}
	says("checked against", v.as("officer").Get("/cases/new?lang=en").Want(http.StatusOK).One(".rules").Text(), "lead_source_recorded")
	p := v.evidenceForm("officer", "officer2", ref, "documentary").File("files", "a.txt", []byte("虚构")).Force("collection_method", "search").Submit()
	says("refused", p.Want(http.StatusUnprocessableEntity).One(".errsum [data-guard='no_criminal_measure']").Text(), "no_criminal_measure")
}

// TestRefused_NamesWhatIsMissing: a guard that misses a field says its label in the reader's language.
func TestRefused_NamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	ref := v.registered("officer", "officer2", "示例甲贸易有限公司（虚构）", "镓锭")
	unit := v.app.Book().Form("evidence_collected").Field("unit")
	for lang, want := range map[string]string{"zh": "缺少：" + unit.Label.ZH, "en": "Missing: " + unit.Label.Of("en")} {
		v.as("officer").Get("/?lang=" + lang).Want(http.StatusOK)
		p := v.evidenceForm("officer", "officer2", ref, "documentary").File("files", "a.txt", []byte("虚构")).Force("quantity", "3").Force("unit", "").Submit()
		if got := p.Want(http.StatusUnprocessableEntity).One(".errsum [data-guard='evidence_description_complete']").Text(); !strings.Contains(got, want) {
			t.Errorf("%s: want %q: %s", lang, want, got)
		}
	}
}
