package app_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestEvidence_NamesInEnglish: who collected an item and who signed its custody stand in the original script, on English
// pages with the romanised name behind it.
func TestEvidence_NamesInEnglish(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	item := s.matter(toWaiting).file().Evidence[0].Ref
	for lang, want := range map[string]string{"zh": "林知远", "en": "林知远 (Lin Zhiyuan)"} {
		p := s.as("officer").Get("/evidence/" + item + "?lang=" + lang).Want(http.StatusOK)
		text := p.One("main").Text()
		if n := strings.Count(text, want); n < 2 || lang == "en" && n != strings.Count(text, "林知远") || lang == "zh" && strings.Contains(text, "Lin Zhiyuan") {
			t.Errorf("%s: the collector stands %d times as %q: %s", lang, n, want, text)
		}
	}
}
