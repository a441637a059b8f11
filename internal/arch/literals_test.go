package arch_test

import (
	"encoding/csv"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// column is what stands in a column of a table, as far as keep says.
func column(t *testing.T, file, name string, keep func(map[string]string) bool) map[string]bool {
	t.Helper()
	f, err := os.Open(filepath.Join(root(t), "policies", "procedure", file))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, r := range rows[1:] {
		row := map[string]string{}
		for i, h := range rows[0] {
			row[h] = r[i]
		}
		if keep == nil || keep(row) {
			out[row[name]] = true
		}
	}
	return out
}

// said is a string in the program's source.
type said struct{ text, method, at string }

// sayings are the strings of the program, tests left out; method is the one whose argument a string is, else "".
func sayings(t *testing.T) []said {
	t.Helper()
	var out []said
	set := token.NewFileSet()
	err := filepath.WalkDir(filepath.Join(root(t), "internal"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "/testkit/") {
			return err
		}
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		method := map[token.Pos]string{}
		ast.Inspect(file, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.CallExpr:
				sel, ok := x.Fun.(*ast.SelectorExpr)
				if from, plain := calledOn(sel); ok && !(plain && slices.Contains([]string{"i18n", "slog"}, from)) {
					for _, a := range x.Args {
						method[a.Pos()] = sel.Sel.Name
					}
				}
			case *ast.BinaryExpr:
				if sel, ok := x.X.(*ast.SelectorExpr); ok && sel.Sel.Name == "Event" {
					method[x.Y.Pos()] = "Event"
				}
			case *ast.BasicLit:
				if text, err := strconv.Unquote(x.Value); x.Kind == token.STRING && err == nil {
					out = append(out, said{text, method[x.Pos()], set.Position(x.Pos()).String()})
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestLiterals: what the program calls by the names of the tables is in the tables: periods, papers, events, lists, fields
// and forms. A guard that reads a field that no form has refuses everybody, or nobody.
func TestLiterals(t *testing.T) {
	events := column(t, "transitions.csv", "event", nil)
	for e := range column(t, "recorded_events.csv", "event", nil) {
		events[e] = true
	}
	pages := column(t, "forms.csv", "form", func(r map[string]string) bool { return r["events"] == "" })
	seen := map[string]bool{}
	kinds := []struct {
		what    string
		is      func(said) bool
		known   map[string]bool
		fewest  int
		excused []string
	}{
		{what: "period", is: shaped(`^[A-Z]{3}-\d{3}$`), known: column(t, "clocks.csv", "code", nil), fewest: 20},
		{what: "paper", is: shaped(`^DOC-[A-Z]\d{2}[a-z]?$`), known: column(t, "documents.csv", "code", nil), fewest: 30},
		{what: "event", is: as("LastOn", "Last", "Event", "FirstOn"), known: events, fewest: 40},
		{what: "list", is: as("Enum", "EnumLabel"), known: column(t, "enums.csv", "list", nil), fewest: 5},
		{what: "form", is: as("Form"), known: column(t, "forms.csv", "form", nil), fewest: 5},
		{what: "field", is: as("Str", "List", "Bool", "Has", "Money", "Time", "Int", "Typed"), known: column(t, "forms.csv", "field", nil), fewest: 60, excused: []string{"duplicates_seen"}}, // the page of the registration has it, the act does not know it
	}
	all := sayings(t)
	for _, k := range kinds {
		n := 0
		for _, s := range all {
			if !k.is(s) {
				continue
			}
			n++
			seen[k.what+" "+s.text] = true
			if !k.known[s.text] && !slices.Contains(k.excused, s.text) {
				t.Errorf("%s: no table has the %s %q", s.at, k.what, s.text)
			}
		}
		if n < k.fewest {
			t.Errorf("only %d names of a %s were found", n, k.what)
		}
	}
	for form := range pages {
		if !seen["form "+form] {
			t.Errorf("the form %s belongs to no act and no page", form)
		}
	}
}

// calledOn is the plain name on which a method is called.
func calledOn(sel *ast.SelectorExpr) (string, bool) {
	if sel == nil {
		return "", false
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return "", false
	}
	return id.Name, true
}

func shaped(pattern string) func(said) bool {
	re := regexp.MustCompile(pattern)
	return func(s said) bool { return re.MatchString(s.text) }
}

var name = regexp.MustCompile(`^[a-z][a-z0-9_.]*[a-z0-9]$`)

func as(methods ...string) func(said) bool {
	return func(s said) bool { return slices.Contains(methods, s.method) && name.MatchString(s.text) }
}
