package arch_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// statement is what begins as SQL does.
var statement = regexp.MustCompile(`^\s*(WITH \w+|SELECT|INSERT INTO|UPDATE \w+|DELETE FROM|LOCK TABLE|CREATE|ALTER|TRUNCATE|VACUUM)\s`)

// eachText visits the strings of the program.
func eachText(t *testing.T, visit func(p pkg, file, text, at string)) {
	t.Helper()
	eachFile(t, func(p pkg, name string, f *ast.File, fset *token.FileSet) {
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil {
					visit(p, name, text, fset.Position(lit.Pos()).String())
				}
			}
			return true
		})
	})
}

// SQL stands in store files, so that whoever asks what a package does to the database reads those. The packages that are about
// nothing but the database are stores as a whole.
func TestSQLStandsInStores(t *testing.T) {
	t.Parallel()
	whole := []string{"internal/audit", "internal/access", "internal/job", "internal/database", "internal/testkit", "migrations"}
	found := 0
	eachText(t, func(p pkg, file, text, at string) {
		if !statement.MatchString(text) || slices.Contains(whole, p.rel) || strings.HasPrefix(p.rel, "tools/") {
			return
		}
		if found++; !strings.HasPrefix(file, "store") {
			t.Errorf("%s: SQL stands in store*.go", at)
		}
	})
	if found < 100 {
		t.Errorf("only %d statements found: the search is broken", found)
	}
}

// R10: the state of a file is written by procedure alone; a feature that sets it would be a second engine. A new one is inserted
// with the state of the act's row (act.To), never with a literal.
func TestStateIsWrittenByProcedure(t *testing.T) {
	t.Parallel()
	const roots = `(cases|referrals|evidence_items|mss_handovers|persons|records)`
	update := regexp.MustCompile(`(?is)UPDATE\s+` + roots + `\s+(\w+\s+)?SET\s`)
	sets, ends := regexp.MustCompile(`(?i)\bstate\s*=`), regexp.MustCompile(`(?i)\s(WHERE|FROM|RETURNING)\s`)
	write := func(text string) bool {
		for _, at := range update.FindAllStringIndex(text, -1) {
			if set := ends.Split(text[at[1]:], 2)[0]; sets.MatchString(set) {
				return true
			}
		}
		return false
	}
	insert := regexp.MustCompile(`(?s)INSERT\s+INTO\s+` + roots + `\s*\([^)]*\bstate\b[^)]*\)`)
	literal, inserts := regexp.MustCompile(`'[A-Z][A-Z_]{3,}'`), 0
	eachText(t, func(p pkg, _, text, at string) {
		if p.rel != "internal/procedure" && write(text) {
			t.Errorf("%s: only procedure writes a state", at)
		}
		if insert.MatchString(text) && p.rel != "internal/app" {
			if inserts++; literal.MatchString(text) {
				t.Errorf("%s: a new file has the state of its act's row, no literal", at)
			}
		}
	})
	if inserts < 4 {
		t.Logf("only %d inserts of roots are SQL", inserts)
	}
}

// The state of a row that an effect makes comes from the act: no effect of a track writes one down.
func TestNewRowsHaveTheStateOfTheirAct(t *testing.T) {
	t.Parallel()
	tracks := []string{"internal/cases", "internal/evidence", "internal/referral", "internal/criminalcase", "internal/msshandover", "internal/admincase"}
	state := regexp.MustCompile(`^[A-Z][A-Z_]{3,}$`)
	eachFile(t, func(p pkg, name string, f *ast.File, fset *token.FileSet) {
		if !slices.Contains(tracks, p.rel) || strings.HasPrefix(name, "http") || strings.HasPrefix(name, "present") ||
			p.rel+"/"+name == "internal/cases/store_request.go" { // a request for access has no machine
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			pair, ok := n.(*ast.KeyValueExpr)
			if !ok || !called(pair.Key, "State") {
				return true
			}
			if lit, ok := pair.Value.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil && state.MatchString(text) {
					t.Errorf("%s: a new file has the state of its act's row", fset.Position(lit.Pos()))
				}
			}
			return true
		})
	})
}
