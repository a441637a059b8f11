package arch_test

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// ban is a selector that must not be called, and what to do instead (R6, R7).
type ban struct {
	selector string
	allowed  func(rel, file string) bool
	instead  string
}

func bans() []ban {
	never := func(string, string) bool { return false }
	outer := func(rel, _ string) bool { return rel == "cmd/touchstone" || rel == "internal/testkit" }
	return []ban{
		{".Save", never, "gorm's Save inserts what it cannot update; use an explicit update and count the rows"},
		{".Or", never, "gorm's Or escapes a scope; use a derived table"},
		{".Preload", never, "read what the page needs in its batch"},
		{".Unscoped", never, "there is no soft delete"},
		{".AutoMigrate", never, "migrations are SQL files"},
		{"time.Now", outer, "use tx.Now or the injected clock"},
		{"context.Background", outer, "take the caller's context"},
		{"context.TODO", never, "take the caller's context"},
		{"c.Bind", never, "echo lets the body override the path; use web.Form"},
		{"c.FormFile", never, "use web.Upload"},
		{"c.MultipartForm", never, "use web.Upload"},
		{"c.FormValue", never, "use web.Form"},
		{".Error", func(_, file string) bool {
			return !strings.HasPrefix(file, "http") && !strings.HasPrefix(file, "present")
		},
			"what an error says is for the log; use i18n"},
		{".Begin", beginner, "a transaction begins in audit.Write"},
		{".BeginTx", beginner, "a transaction begins in audit.Write"},
		{".Do", func(rel, _ string) bool {
			return slices.Contains([]string{"internal/procedure", "internal/testkit", "internal/pglocal"}, rel)
		},
			"browser, import and demonstration hand in forms: Submission.Submit, Engine.Hand"},
		{".WithChallenge", func(rel, file string) bool { return rel+"/"+file == "internal/app/demo_play.go" },
			"whoever acts signs himself; only the persons of the demonstration's stories are nobody"},
	}
}

// beginner may begin a transaction of its own. The run of the readings of files begins as well, and that is no transaction.
func beginner(rel, file string) bool {
	return slices.Contains([]string{"internal/audit", "internal/job", "internal/database", "internal/testkit", "migrations"}, rel) ||
		slices.Contains([]string{"internal/identity/session.go", "internal/evidence/run.go", "internal/evidence/page/http_runs.go"}, rel+"/"+file)
}

// R7: what is written in audit.Write is a use case: no handler, presenter, guard, effect or store begins it.
func TestWriteStandsInUseCases(t *testing.T) {
	t.Parallel()
	n := 0
	eachFile(t, func(p pkg, name string, f *ast.File, fset *token.FileSet) {
		if p.rel == "internal/audit" || strings.HasPrefix(p.rel, "tools/") {
			return
		}
		ast.Inspect(f, func(x ast.Node) bool {
			call, ok := x.(*ast.CallExpr)
			if !ok || !opensWrite(call) {
				return true
			}
			n++
			for _, begins := range []string{"http", "present", "guards", "effects", "store"} {
				if strings.HasPrefix(name, begins) {
					t.Errorf("%s: audit.Write stands in a use case", fset.Position(call.Pos()))
				}
			}
			return true
		})
	})
	if n < 25 {
		t.Errorf("only %d calls of audit.Write were found", n)
	}
}

// opensWrite tells whether a call hands a function of a transaction to a method Write.
func opensWrite(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Write" || len(call.Args) == 0 {
		return false
	}
	fn, ok := call.Args[len(call.Args)-1].(*ast.FuncLit)
	return ok && len(fn.Type.Params.List) == 1 && isTx(fn.Type.Params.List[0].Type)
}

// Only Chinese, the language of the tables, has a name in the code: which others there are, files say. The commands answer a terminal
// in one, and the reasons of the access rules are still written in two beside their SQL.
func TestNoLanguageButChinese(t *testing.T) {
	t.Parallel()
	allowed := []string{"cmd/touchstone/env.go", "internal/access/scope.go"}
	var found []string
	eachFile(t, func(p pkg, name string, f *ast.File, fset *token.FileSet) {
		ast.Inspect(f, func(x ast.Node) bool {
			if lit, ok := x.(*ast.BasicLit); ok && lit.Value == `"en"` {
				if found = append(found, p.rel+"/"+name); !slices.Contains(allowed, p.rel+"/"+name) {
					t.Errorf("%s: a language is named; ask i18n which there are", fset.Position(lit.Pos()))
				}
			}
			return true
		})
	})
	for _, name := range allowed {
		if !slices.Contains(found, name) {
			t.Errorf("%s names none any more: take it from the list", name)
		}
	}
}

// A struct as a condition, or as what is written, leaves out what is zero: the condition widens, the column keeps its old value. Text
// and database.Set say what is meant.
func TestGormIsToldInWords(t *testing.T) {
	t.Parallel()
	n := 0
	eachFile(t, func(p pkg, _ string, f *ast.File, fset *token.FileSet) {
		ast.Inspect(f, func(x ast.Node) bool {
			call, ok := x.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || !slices.Contains([]string{"Where", "Not", "Update", "Updates", "UpdateColumns", "First", "Take", "Delete"}, sel.Sel.Name) {
				return true
			}
			n++
			for _, arg := range call.Args {
				if of, ok := arg.(*ast.UnaryExpr); ok {
					arg = of.X
				}
				lit, ok := arg.(*ast.CompositeLit)
				if !ok {
					continue
				}
				if _, named := lit.Type.(*ast.Ident); named {
					t.Errorf("%s: %s of a struct", fset.Position(call.Pos()), sel.Sel.Name)
				}
			}
			return true
		})
	})
	if n < 40 {
		t.Errorf("only %d conditions were found", n)
	}
}

func TestBannedCalls(t *testing.T) {
	eachFile(t, func(p pkg, name string, f *ast.File, fset *token.FileSet) {
		if strings.HasPrefix(p.rel, "tools/") { // what developers run: no request, no database
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, _ := sel.X.(*ast.Ident)
			for _, b := range bans() {
				recv, method, _ := strings.Cut(b.selector, ".")
				if sel.Sel.Name == method && (recv == "" || x != nil && x.Name == recv) && !b.allowed(p.rel, name) {
					t.Errorf("%s: %s is banned: %s", fset.Position(call.Pos()), b.selector, b.instead)
				}
			}
			return true
		})
	})
}
