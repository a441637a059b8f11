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

// sqlBeside are the files that hold SQL and are no store, each with its reason. None may be added.
func sqlBeside() map[string]string {
	return map[string]string{
		"internal/app/demo.go":              "the demonstration, joins internal/demo",
		"internal/app/demo_plain.go":        "the demonstration, joins internal/demo",
		"internal/app/demo_play.go":         "the demonstration, joins internal/demo",
		"internal/app/volume.go":            "rows for benchmarks, joins internal/volume",
		"internal/app/volume_track.go":      "rows for benchmarks, joins internal/volume",
		"internal/app/installation.go":      "what the operator asks, joins internal/operate",
		"internal/app/operator.go":          "what the operator asks, joins internal/operate",
		"internal/app/operator_files.go":    "what the operator asks, joins internal/operate",
		"internal/app/orphans.go":           "what the operator asks, joins internal/operate",
		"internal/app/orphans_clock.go":     "what the operator asks, joins internal/operate",
		"internal/cases/handlers.go":        "conditions of which other statements are made",
		"internal/cases/member.go":          "one look at the members that it judges",
		"internal/cases/project.go":         "the copies of a case, one statement each beside its reason",
		"internal/deadline/clock.go":        "the clocks, one table",
		"internal/document/issue.go":        "the snapshots, one table",
		"internal/identity/http_session.go": "a session, which is no fact of a case",
		"internal/identity/session.go":      "a session, which is no fact of a case",
		"internal/identity/standing.go":     "what a session stands for, kept until the transaction ends",
		"internal/intake/vault.go":          "the vault of informants, which reads by a role of its own",
		"internal/procedure/admit.go":       "turns are taken where it is decided in which order",
		"internal/procedure/fire.go":        "an act's row",
		"internal/procedure/quota.go":       "what an account brought within a day",
	}
}

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

// SQL stands in store files, so that whoever asks what a package does to the database reads those.
func TestSQLStandsInStores(t *testing.T) {
	t.Parallel()
	low := []string{"internal/audit", "internal/access", "internal/job", "internal/database", "internal/testkit", "migrations"}
	seen := map[string]bool{}
	eachText(t, func(p pkg, file, text, at string) {
		if !statement.MatchString(text) || strings.HasPrefix(file, "store") || slices.Contains(low, p.rel) || strings.HasPrefix(p.rel, "tools/") {
			return
		}
		name := p.rel + "/" + file
		if seen[name] = true; sqlBeside()[name] == "" {
			t.Errorf("%s: SQL stands in store*.go", at)
		}
	})
	for name := range sqlBeside() {
		if !seen[name] {
			t.Logf("%s holds no SQL any more", name)
		}
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
