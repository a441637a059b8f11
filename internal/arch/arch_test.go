package arch_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// layers: imports go to a lower number only (R1). Views and tests have their own rule.
func layers() map[string]int {
	out := map[string]int{}
	for n, names := range map[int]string{
		0: "internal/actor internal/errs internal/canon internal/i18n internal/ids internal/law internal/names internal/quantity internal/written internal/entity " +
			"policies migrations static",
		1: "internal/database internal/pglocal internal/blob internal/job",
		2: "internal/access internal/audit internal/web",
		3: "internal/people internal/matter internal/identity internal/deadline internal/document internal/procedure",
		4: "internal/deadline/badge internal/acts internal/cases internal/intake internal/party internal/goods internal/evidence",
		5: "internal/admincase internal/referral internal/criminalcase internal/msshandover internal/penalty",
		6: "internal/identity/page internal/goods/page internal/evidence/page internal/penalty/page internal/admincase/page internal/referral/page " +
			"internal/msshandover/page internal/papers",
		7: "internal/inbox internal/report",
		8: "internal/app",
		9: "cmd/touchstone",
	} {
		for _, name := range strings.Fields(names) {
			out[name] = n
		}
	}
	return out
}

// sideways are the imports inside one layer that the architecture names.
func sideways() []string {
	return []string{
		"internal/acts internal/deadline/badge", "internal/cases internal/deadline/badge",
		"internal/cases internal/acts", "internal/party internal/acts", "internal/intake internal/acts",
		"internal/party internal/cases", "internal/intake internal/cases",
		"internal/referral internal/admincase", "internal/criminalcase internal/referral", "internal/msshandover internal/admincase",
		"internal/admincase internal/penalty",
		// grants are read with the session by the one condition
		"internal/procedure internal/deadline", "internal/procedure internal/people", "internal/identity internal/people",
		"internal/procedure internal/document", "internal/procedure internal/matter", "internal/matter internal/deadline",
		"internal/job internal/database", // a job is inserted on what the act runs on
	}
}

// unlayered packages are outside the tree of features: tests, views, the rules themselves.
func unlayered(p string) bool {
	return slices.Contains([]string{"internal/arch", "internal/procedure/enginetest"}, p) || strings.HasPrefix(p, "internal/testkit") ||
		strings.HasPrefix(p, "views/") || strings.HasPrefix(p, "tools/")
}

type pkg struct {
	Dir, ImportPath                    string
	GoFiles, TestGoFiles, XTestGoFiles []string
	Imports, TestImports, XTestImports []string
	rel                                string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=Dir,ImportPath,GoFiles,TestGoFiles,XTestGoFiles,Imports,TestImports,XTestImports", "./...")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		p.rel = strings.TrimPrefix(p.ImportPath, "touchstone/")
		all = append(all, p)
	}
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func ours(imports []string) []string {
	var out []string
	for _, i := range imports {
		if rel, ok := strings.CutPrefix(i, "touchstone/"); ok {
			out = append(out, rel)
		}
	}
	return out
}

// R1: imports go to a lower layer; an unlisted package fails, a listed one that is gone fails. A new neighbour is
// a decision about the house and not a side effect of an import.
func TestLayers(t *testing.T) {
	layer, seen := layers(), map[string]bool{}
	for _, p := range packages(t) {
		if unlayered(p.rel) {
			continue
		}
		n, known := layer[p.rel]
		if !known {
			t.Errorf("%s is in no layer: add it to the map, with a reason in architecture", p.rel)
			continue
		}
		seen[p.rel] = true
		for _, i := range ours(p.Imports) {
			switch m, ok := layer[i]; {
			case strings.HasPrefix(i, "views/"):
				if n < 2 {
					t.Errorf("%s (layer %d) imports %s: views are for layer 2 and up", p.rel, n, i)
				}
			case strings.HasPrefix(i, "internal/testkit"), i == "internal/procedure/enginetest":
				t.Errorf("%s imports %s outside a test", p.rel, i)
			case !ok:
				t.Errorf("%s imports %s, which is in no layer", p.rel, i)
			case m > n, m == n && n != 0 && !slices.Contains(sideways(), p.rel+" "+i):
				t.Errorf("%s (layer %d) imports %s (layer %d): only downwards", p.rel, n, i, m)
			}
		}
	}
	for name := range layer {
		if !seen[name] {
			t.Errorf("%s stands in the map of layers and is gone", name)
		}
	}
}

// ruled are the packages that hold rules only: whoever gives the engine a track, and what the engine stands on.
func ruled() []string {
	return []string{"internal/procedure", "internal/matter", "internal/deadline", "internal/document", "internal/identity", "internal/goods", "internal/evidence",
		"internal/penalty", "internal/admincase", "internal/referral", "internal/criminalcase", "internal/msshandover"}
}

// The engine and the tracks know no pages, directly or through another package: what they answer is law for browser, import
// and demonstration alike.
func TestRules_KnowNoPages(t *testing.T) {
	args := []string{"list", "-deps", "-f", "{{.ImportPath}}"}
	for _, p := range ruled() {
		cmd := exec.Command("go", append(args, "touchstone/"+p)...)
		cmd.Dir = root(t)
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("go list: %v", err)
		}
		for _, dep := range strings.Fields(string(out)) {
			if strings.HasPrefix(dep, "touchstone/views/") || slices.Contains([]string{"touchstone/internal/web", "github.com/labstack/echo/v4", "github.com/a-h/templ"},
				dep) {
				t.Errorf("%s reaches %s", p, dep)
			}
		}
	}
}

// Views import only views/ui, views/layout, i18n, templ, static and the standard library: what is not in the props
// cannot leak.
func TestViewsKnowNoFeature(t *testing.T) {
	for _, p := range packages(t) {
		if !strings.HasPrefix(p.rel, "views/") {
			continue
		}
		for _, i := range p.Imports {
			rel, own := strings.CutPrefix(i, "touchstone/")
			third := strings.Contains(strings.Split(i, "/")[0], ".") && i != "github.com/a-h/templ" && !strings.HasPrefix(i, "github.com/a-h/templ/")
			if third || own && !slices.Contains([]string{"views/ui", "views/layout", "internal/i18n", "static"}, rel) {
				t.Errorf("%s imports %s: a view knows its props, words and components", p.rel, i)
			}
		}
	}
}

// TestKitIsExternal: tests that use the kit are external, so that they use a package as others do.
func TestKitIsExternal(t *testing.T) {
	for _, p := range packages(t) {
		if slices.Contains(p.TestImports, "touchstone/internal/testkit") {
			t.Errorf("%s: a test that imports testkit must be in package %s_test", p.rel, path.Base(p.rel))
		}
	}
}

// library says where a library may be imported, so that a move to its successor touches few files.
type library struct {
	prefix  string
	allowed func(rel, file string) bool
	why     string
}

func libraries() []library {
	in := func(rel string, names ...string) bool { return slices.Contains(names, rel) }
	return []library{
		{"gorm.io/", func(rel, file string) bool {
			return strings.HasPrefix(file, "store") && !strings.HasPrefix(file, "store_read") || in(rel, "internal/database", "internal/audit", "internal/testkit")
		}, "R2: gorm is for commands, in store*.go beside the pages' store_read*.go"},
		{"github.com/jackc/pgx", func(rel, file string) bool {
			return strings.HasPrefix(file, "store_read") || in(rel, "internal/database", "internal/access", "internal/audit", "internal/job", "internal/testkit",
				"internal/pglocal", "migrations")
		}, "R2: pages read through pgx, in store_read*.go"},
		{"github.com/labstack/echo", func(rel, file string) bool {
			return strings.HasPrefix(file, "http") || in(rel, "internal/web", "internal/app", "internal/testkit")
		}, "R3: echo v4 has a successor with other signatures; a presenter takes web.Reading"},
		{"github.com/casbin", func(rel, _ string) bool { return rel == "internal/access" }, "R4: casbin's main line has moved on"},
		{"net/http", func(rel, file string) bool {
			return strings.HasPrefix(file, "http") || strings.HasPrefix(file, "present") ||
				in(rel, "internal/web", "internal/app", "internal/testkit", "cmd/touchstone")
		}, "R5: a use case knows no HTTP"},
	}
}

// R2–R5: each library lives behind few files.
func TestLibraries(t *testing.T) {
	eachFile(t, func(p pkg, name string, f *ast.File, _ *token.FileSet) {
		for _, i := range f.Imports {
			target := strings.Trim(i.Path.Value, `"`)
			for _, l := range libraries() {
				match := target == l.prefix || strings.HasPrefix(target, l.prefix) && l.prefix != "net/http"
				if match && !l.allowed(p.rel, name) {
					t.Errorf("%s/%s imports %s. %s", p.rel, name, target, l.why)
				}
			}
		}
	})
}

// R9: a transaction is an argument named tx, first after the context, and is stored in no struct: whoever holds
// one can write.
func TestTransactions(t *testing.T) {
	eachFile(t, func(p pkg, _ string, f *ast.File, fset *token.FileSet) {
		if p.rel == "internal/audit" || p.rel == "internal/testkit" {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				checkTxParams(t, fset, n.Type.Params.List)
			case *ast.StructType:
				for _, field := range n.Fields.List {
					if isTx(field.Type) {
						t.Errorf("%s: a struct stores a transaction", fset.Position(field.Pos()))
					}
				}
			}
			return true
		})
	})
}

func checkTxParams(t *testing.T, fset *token.FileSet, params []*ast.Field) {
	t.Helper()
	at := 0
	for _, p := range params {
		if isTx(p.Type) {
			if at > 1 || len(p.Names) != 1 || p.Names[0].Name != "tx" && p.Names[0].Name != "_" {
				t.Errorf("%s: *audit.Tx is named tx and comes first, after ctx", fset.Position(p.Pos()))
			}
		}
		at += max(1, len(p.Names))
	}
}

func isTx(e ast.Expr) bool {
	star, ok := e.(*ast.StarExpr)
	if !ok {
		return false
	}
	sel, ok := star.X.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && x.Name == "audit" && sel.Sel.Name == "Tx"
}

// Performance rule 9: no OFFSET and no unbounded COUNT on request paths; both grow with what others file.
func TestListsArePagedByKey(t *testing.T) {
	offset := regexp.MustCompile(`(?i)\bOFFSET\s+[$0-9@]|OVER\s*\(\s*\)`)
	eachFile(t, func(p pkg, _ string, f *ast.File, fset *token.FileSet) {
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if ok && lit.Kind == token.STRING && offset.MatchString(lit.Value) {
				t.Errorf("%s: page by key, not by OFFSET or OVER ()", fset.Position(lit.Pos()))
			}
			return true
		})
	})
}

// R8: nothing inline in a template: the policy of the pages allows none, and Raw skips escaping.
func TestTemplates(t *testing.T) {
	banned := map[*regexp.Regexp]string{
		regexp.MustCompile(`(?m)^\s*(script|css) \w+\(`):         "script and css blocks are inline",
		regexp.MustCompile(`\sstyle=`):                           "style attributes are refused by the policy",
		regexp.MustCompile(`\son[a-z]+=`):                        "event attributes are refused by the policy",
		regexp.MustCompile(`templ\.(Raw|SafeURL|JSExpression)`):  "skips escaping",
		regexp.MustCompile(`<script(?:\s+(?:defer|async))*\s*>`): "a script without src is inline",
	}
	err := filepath.WalkDir(filepath.Join(root(t), "views"), func(name string, d os.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".templ" {
			return err
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for re, why := range banned {
			if m := re.Find(b); m != nil {
				t.Errorf("%s: %q: %s", name, strings.TrimSpace(string(m)), why)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Names: nothing is called utils, models, common, helpers, service or manager: such a package has no subject.
func TestNames(t *testing.T) {
	vague := regexp.MustCompile(`(?i)^(utils?|models?|common|helpers?|services?|managers?|misc|shared)$`)
	for _, p := range packages(t) {
		if vague.MatchString(path.Base(p.rel)) {
			t.Errorf("%s: a package is named after its subject", p.rel)
		}
		for _, f := range p.GoFiles {
			if vague.MatchString(strings.TrimSuffix(f, ".go")) {
				t.Errorf("%s/%s: a file is named after its noun", p.rel, f)
			}
		}
	}
}

// NoInit: nothing happens before main; what a package needs is handed to it.
func TestNoInit(t *testing.T) {
	eachFile(t, func(p pkg, _ string, f *ast.File, fset *token.FileSet) {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s: no init()", fset.Position(fn.Pos()))
			}
		}
	})
}

// eachFile parses every file of the program (not its tests, not what templ generates).
func eachFile(t *testing.T, visit func(p pkg, name string, f *ast.File, fset *token.FileSet)) {
	t.Helper()
	fset := token.NewFileSet()
	for _, p := range packages(t) {
		for _, name := range p.GoFiles {
			if strings.HasSuffix(name, "_templ.go") {
				continue
			}
			f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			visit(p, name, f, fset)
		}
	}
}
