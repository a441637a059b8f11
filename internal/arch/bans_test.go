package arch_test

import (
	"go/ast"
	"go/token"
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
