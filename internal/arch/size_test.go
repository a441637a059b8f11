package arch_test

import (
	"bytes"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// A line fits a screen beside another one, and a file has one noun.
const (
	widest  = 160 // characters, as an editor counts them: a tab is one
	longest = 400 // lines
)

// writtenFiles visits what people write of the program: Go with its tests, and templates, by its path in the tree.
func writtenFiles(t *testing.T, visit func(rel string, text []byte)) {
	t.Helper()
	top, n := root(t), 0
	err := filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != top && strings.HasPrefix(d.Name(), "."):
			return filepath.SkipDir
		case d.IsDir() || strings.HasSuffix(name, "_templ.go") || !slices.Contains([]string{".go", ".templ"}, filepath.Ext(name)):
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(top, name)
		if err != nil {
			return err
		}
		n++
		visit(filepath.ToSlash(rel), text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 800 {
		t.Errorf("only %d files were found", n)
	}
}

// Sizes: a line of at most 160 characters, a file of at most 400 lines.
func TestSizes(t *testing.T) {
	t.Parallel()
	writtenFiles(t, func(rel string, text []byte) {
		lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		if len(lines) > longest {
			t.Errorf("%s has %d lines, at most %d: give each noun a file", rel, len(lines), longest)
		}
		for i, line := range lines {
			if n := utf8.RuneCountInString(line); n > widest {
				t.Errorf("%s:%d has %d characters, at most %d", rel, i+1, n, widest)
			}
		}
	})
}

// Gofmt: every file stands as gofmt writes it.
func TestGofmt(t *testing.T) {
	t.Parallel()
	writtenFiles(t, func(rel string, text []byte) {
		if filepath.Ext(rel) != ".go" {
			return
		}
		switch want, err := format.Source(text); {
		case err != nil:
			t.Errorf("%s: %v", rel, err)
		case !bytes.Equal(want, text):
			t.Errorf("%s is not as gofmt writes it", rel)
		}
	})
}
