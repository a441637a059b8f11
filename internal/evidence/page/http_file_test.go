package page

import (
	"testing"

	"touchstone/internal/errs"
	"touchstone/internal/evidence"
)

func TestDownload_NeverRendersWhatIsDangerous(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		f      evidence.File
		inline bool
	}{
		"a picture":                   {evidence.File{Media: "image/png"}, true},
		"a page":                      {evidence.File{Media: "text/html"}, false},
		"a drawing that may script":   {evidence.File{Media: "image/svg+xml"}, false},
		"a flagged picture":           {evidence.File{Media: "image/png", Flagged: true}, false},
		"a picture that claims to be": {evidence.File{Media: "image/png", MediaClaimed: "application/pdf"}, false},
		"a damaged picture":           {evidence.File{Media: "image/png", Bad: true}, false},
	} {
		c.f.Name = "图 1.png"
		h := Headers(c.f, "")
		if got := h["Content-Type"] == c.f.Media; got != c.inline || h["X-Content-Type-Options"] != "nosniff" || h["Content-Security-Policy"] == "" {
			t.Errorf("%s: %v", name, h)
		}
	}
	if _, err := evidence.Open(t.Context(), nil, evidence.File{Size: evidence.WholeFirst + 1, Bad: true}); !errs.Is(err, errs.Conflict) {
		t.Errorf("a frozen file was opened: %v", err)
	}
}
