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
	f, err := os.Open(filepath.Join(root(t), "policies", "procedure", "2004-11-01", file))
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

// said is a string in the program's source; as is what it is said as: the method or function whose argument it is, the
// field that it is compared with, "" where it is none of these.
type said struct{ text, as, at string }

// sayings are the strings of the program, tests left out.
func sayings(t *testing.T) []said {
	t.Helper()
	var out []said
	set := token.NewFileSet()
	for _, dir := range []string{"internal", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root(t), dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "/testkit/") ||
				strings.Contains(path, "/enginetest/") { // it has tables of its own
				return err
			}
			file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			as := meanings{}
			ast.Inspect(file, func(n ast.Node) bool {
				as.note(n)
				if x, ok := n.(*ast.BasicLit); ok && x.Kind == token.STRING {
					if text, err := strconv.Unquote(x.Value); err == nil {
						out = append(out, said{text, as[x.Pos()], set.Position(x.Pos()).String()})
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// meanings are what strings are said as, by where they stand.
type meanings map[token.Pos]string

func (m meanings) note(n ast.Node) {
	switch x := n.(type) {
	case *ast.CallExpr:
		m.call(x)
	case *ast.BinaryExpr:
		m.compared(x.X, x.Y)
	case *ast.SwitchStmt:
		for _, c := range x.Body.List {
			for _, y := range c.(*ast.CaseClause).List {
				m.compared(x.Tag, y)
			}
		}
	case *ast.CompositeLit:
		m.literal(x)
	case *ast.RangeStmt:
		m.ranged(x)
	}
}

// ranged: names of fields over which a loop runs that looks them up in what a form was told.
func (m meanings) ranged(x *ast.RangeStmt) {
	list, _ := x.X.(*ast.CompositeLit)
	value, _ := x.Value.(*ast.Ident)
	if list == nil || value == nil {
		return
	}
	ast.Inspect(x.Body, func(n ast.Node) bool {
		if at, ok := n.(*ast.IndexExpr); ok && called(at.X, "in") && called(at.Index, value.Name) {
			for _, e := range list.Elts {
				m[e.Pos()] = "Str"
			}
		}
		return true
	})
}

// called tells whether an expression is just that name.
func called(x ast.Expr, name string) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == name
}

// call: the argument of a method, or of a function of the package; of is(field, code) the second is a code of the first.
func (m meanings) call(x *ast.CallExpr) {
	switch f := x.Fun.(type) {
	case *ast.SelectorExpr:
		if from, plain := calledOn(f); plain && slices.Contains([]string{"i18n", "slog"}, from) {
			return
		}
		for _, a := range x.Args {
			m[a.Pos()] = f.Sel.Name
		}
		switch from, _ := calledOn(f); {
		case f.Sel.Name == "Get" && slices.Contains([]string{"in", "clean"}, from) && len(x.Args) == 1: // of a form, not of a header
			m[x.Args[0].Pos()] = "form.Get"
		case from == "slices" && f.Sel.Name == "Contains" && len(x.Args) == 2:
			if list, ok := x.Args[0].(*ast.CompositeLit); ok {
				for _, e := range list.Elts {
					m.compared(x.Args[1], e)
				}
			}
		}
	case *ast.Ident:
		for _, a := range x.Args {
			m[a.Pos()] = f.Name + "()"
		}
		if field, ok := text(x.Args); ok && f.Name == "is" && len(x.Args) == 2 {
			m[x.Args[1].Pos()] = codeOf + field
		}
	}
}

// codeOf stands before the field whose code a string is.
const codeOf = "code of "

// compared: an event, the field of an upload, or the answer of a field with one of its codes.
func (m meanings) compared(x, y ast.Expr) {
	switch x := x.(type) {
	case *ast.SelectorExpr:
		if x.Sel.Name == "Event" || x.Sel.Name == "Field" {
			m[y.Pos()] = x.Sel.Name
		}
	case *ast.CallExpr:
		sel, method := x.Fun.(*ast.SelectorExpr)
		if field, ok := text(x.Args); method && sel.Sel.Name == "Str" && ok {
			m[y.Pos()] = codeOf + field
		}
	}
}

// literal: the field at which an error stands, and the forms that a route asks for.
func (m meanings) literal(x *ast.CompositeLit) {
	sel, _ := x.Type.(*ast.SelectorExpr)
	from, _ := calledOn(sel)
	for _, e := range x.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		key, _ := pair.Key.(*ast.Ident)
		switch list, ok := pair.Value.(*ast.CompositeLit); {
		case key == nil:
		case ok && key.Name == "Asks":
			for _, e := range list.Elts {
				m[e.Pos()] = "Asks"
			}
		case from == "errs" && sel.Sel.Name == "Field" && key.Name == "Name":
			m[pair.Value.Pos()] = "errs.Field"
		}
	}
}

// text is the first argument, where it is a string.
func text(args []ast.Expr) (string, bool) {
	if len(args) == 0 {
		return "", false
	}
	lit, ok := args[0].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
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
		{what: "period", is: shaped(`^[A-Z]{3}-\d{3}$`), known: column(t, "clocks.csv", "code", nil), fewest: 10},
		{what: "paper", is: shaped(`^DOC-[A-Z]\d{2}[a-z]?$`), known: column(t, "documents.csv", "code", nil)},
		{what: "guard with a period", is: as("ClockOf", "ClocksOf"), known: judging(t, "clock."), fewest: 10},
		{what: "guard with a paper", is: as("PaperOf", "PapersOf"), known: judging(t, "document."), fewest: 4},
		{what: "guard with an answer", is: as("FieldOf"), known: judging(t, "form."), fewest: 2},
		{what: "event", is: as("LastOn", "LastIn", "Last", "Event", "FirstOn"), known: events, fewest: 45},
		{what: "list", is: as("Enum", "EnumLabel"), known: column(t, "enums.csv", "list", nil), fewest: 5},
		{what: "form", is: as("Form", "Asks"), known: column(t, "forms.csv", "form", nil), fewest: 5},
		{what: "field", is: as("Str", "List", "Bool", "Has", "Money", "Time", "Int", "Typed", "Field", "given()", "present()", "yes()", "number()",
			"uploaded()", "is()"),
			// the page of the registration has it, the act does not know it
			known: column(t, "forms.csv", "field", nil), fewest: 200, excused: []string{"duplicates_seen"}},
		{what: "field of a page", is: as("form.Get"), known: column(t, "forms.csv", "field", nil), fewest: 60, excused: append(pageFields(), carriedFields()...)},
		{what: "place of an error", is: as("errs.Field"), known: column(t, "forms.csv", "field", nil), fewest: 60, excused: pageFields()},
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
	for _, x := range strangeCodes(t, all) {
		t.Error(x)
	}
	for form := range pages {
		if !seen["form "+form] {
			t.Errorf("the form %s belongs to no act and no page", form)
		}
	}
}

// judging are the guards whose inputs name something of a kind: a guard that asks the table for it finds it.
func judging(t *testing.T, kind string) map[string]bool {
	t.Helper()
	return column(t, "guards.csv", "id", func(r map[string]string) bool {
		return slices.ContainsFunc(strings.Split(r["inputs"], ";"), func(in string) bool { return strings.HasPrefix(in, kind) })
	})
}

// pageFields are the fields at which errors stand that no form of the tables has: pages add them to any form.
func pageFields() []string {
	return []string{"credential", "variant", "read", "username", // what is signed with, which outcome, what was read, who signs in
		"finding", "upto", // what a button of a page sends
		"start"} // of the command that computes a period
}

// carriedFields are what a page carries for itself: nobody is asked for it by name.
func carriedFields() []string {
	return []string{"do", "link", "clear", "back", "query", // a button, and what it is about
		"version", "proposal", "digest", "public_case", // what the page was made for
		"lang", "theme", "density", "shortcuts"} // how the reader likes it
}

// strangeCodes are answers that a field is compared with and never has: such a branch is dead, or every other one is.
func strangeCodes(t *testing.T, all []said) (out []string) {
	t.Helper()
	n := 0
	for _, s := range all {
		field, ok := strings.CutPrefix(s.as, codeOf)
		if !ok || s.text == "" {
			continue
		}
		codes, listed := map[string]bool{}, false
		for kind := range column(t, "forms.csv", "type", func(r map[string]string) bool { return r["field"] == field }) {
			list, isList := strings.CutPrefix(kind, "enum:")
			listed = listed || isList
			for c := range column(t, "enums.csv", "code", func(r map[string]string) bool { return r["list"] == list }) {
				codes[c] = true
			}
		}
		if !listed {
			continue // not one of a list
		}
		if n++; !codes[s.text] {
			out = append(out, s.at+": "+field+" is never "+strconv.Quote(s.text))
		}
	}
	if n < 12 {
		out = append(out, "only "+strconv.Itoa(n)+" codes were found")
	}
	return out
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
	return func(s said) bool { return slices.Contains(methods, s.as) && name.MatchString(s.text) }
}
