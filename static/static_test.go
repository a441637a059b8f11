package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestVendor_FilesAreUnchanged(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("VENDOR")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(string(raw)) {
		f := strings.Fields(line)
		if len(f) != 5 || f[0] == "#" {
			continue
		}
		content, err := os.ReadFile(f[0])
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(content)
		if got := hex.EncodeToString(sum[:]); got != f[4] {
			t.Errorf("%s: %s, VENDOR says %s", f[0], got, f[4])
		}
		seen++
	}
	if seen < 2 {
		t.Errorf("VENDOR names %d files", seen)
	}
}

func TestSizes_StayInBudget(t *testing.T) {
	t.Parallel()
	if n := zipped(t, "app.css"); n > 14_000 {
		t.Errorf("app.css: %d bytes zipped, budget 14000", n)
	}
	own := zipped(t, "enhance.js")
	if own > 7_000 {
		t.Errorf("enhance.js: %d bytes zipped, budget 7000", own)
	}
	if n := own + zipped(t, "htmx.min.js"); n > 24_000 {
		t.Errorf("scripts: %d bytes zipped, budget 24000", n)
	}
}

// A rule outside the layers would beat every layer.
func TestCSS_EveryRuleIsInALayer(t *testing.T) {
	t.Parallel()
	raw, err := FS().Open("app.css")
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(raw); err != nil {
		t.Fatal(err)
	}
	css := regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAllString(b.String(), "")
	depth, start := 0, 0
	for i, c := range css {
		switch c {
		case ';':
			if depth == 0 {
				start = i + 1
			}
		case '{':
			if depth == 0 {
				head := strings.TrimSpace(css[start:i])
				if !strings.HasPrefix(head, "@layer") && !strings.HasPrefix(head, "@font-face") {
					t.Errorf("rule outside a layer: %s", head)
				}
			}
			depth++
		case '}':
			depth--
			if depth == 0 {
				start = i + 1
			}
		}
	}
	if depth != 0 {
		t.Errorf("braces do not match: %d", depth)
	}
}

func TestRead_KnowsOnlyTheCurrentHash(t *testing.T) {
	t.Parallel()
	content, kind, ok := Read(strings.TrimPrefix(URL("app.css"), Prefix))
	if !ok || len(content) == 0 || !strings.HasPrefix(kind, "text/css") {
		t.Fatalf("own URL not read: %v %q", ok, kind)
	}
	for _, name := range []string{"app.css", "app.000000000000.css", "../static.go", ""} {
		if _, _, ok := Read(name); ok {
			t.Errorf("%q was read", name)
		}
	}
}

func zipped(t *testing.T, name string) int {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
