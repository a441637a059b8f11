package arch_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// rawWrites is how many statements that write are written by hand, and no more: rows are gorm's (README, "gorm").
const rawWrites = 15

// writes is the beginning of a statement that writes, also of a part of one.
var writes = regexp.MustCompile(`\b(INSERT INTO [a-z_]+|UPDATE ([a-z_]+ ([a-z]+ )?SET\b|$)|DELETE FROM)`)

// TestRawWrites counts string literals with INSERT, UPDATE or DELETE in the program, without tests and what serves them, migrations,
// the rows of benchmarks (volume) and the chain (audit).
func TestRawWrites(t *testing.T) {
	t.Parallel()
	var found []string
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel := filepath.ToSlash(strings.TrimPrefix(path, "../../"))
		if d.IsDir() {
			switch rel {
			case "internal/volume", "internal/audit", "internal/testkit", "internal/arch", "migrations", "tools":
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(rel, ".go") || strings.HasSuffix(rel, "_test.go") || strings.HasSuffix(rel, "_templ.go") {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, at := range rawIn(t, rel, src) {
			found = append(found, at)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != rawWrites {
		t.Errorf("%d statements that write are written by hand, the README says %d:\n%s", len(found), rawWrites, strings.Join(found, "\n"))
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), strconv.Itoa(rawWrites)+" statements that write are written by hand") {
		t.Errorf("the README does not say that %d statements that write are written by hand", rawWrites)
	}
}

func rawIn(t *testing.T, rel string, src []byte) (found []string) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, rel, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(lit.Value)
		if err == nil && writes.MatchString(text) {
			found = append(found, set.Position(lit.Pos()).String())
		}
		return true
	})
	return found
}

// TestRawWrites_Counts what it should.
func TestRawWrites_Counts(t *testing.T) {
	t.Parallel()
	src := "package p\nvar a = []string{`INSERT INTO x (a) VALUES (1)`, \"UPDATE x y SET a = 1\", `WITH s AS (UPDATE x SET a = 1)`, \"DELETE FROM x\", " +
		"`ON CONFLICT (a) DO UPDATE SET a = 1`, `SELECT 1 FROM x FOR UPDATE`, \"UPDATE \" + t + \" SET a\"}\n"
	if got := len(rawIn(t, "p.go", []byte(src))); got != 5 {
		t.Errorf("%d of five counted", got)
	}
}
