package main

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// point is one place of a source that can be broken: how, what it breaks, and what is written around it.
type point struct {
	id, line         int
	file, how, what  string
	start, op, end   int // op: where the operator of a comparison stands
	open, swap, shut string
}

type finder struct {
	set   *token.FileSet
	src   []byte
	fn    string
	leave map[ast.Node]bool // clauses of if, for and switch: no statement can be put around them
	out   []point
}

const always, never = "(mutantOn(%d) || (", "(!mutantOn(%d) && ("

// pointsOf finds every point of a file.
func pointsOf(name string, src []byte) ([]point, error) {
	f := finder{set: token.NewFileSet(), src: src, leave: map[ast.Node]bool{}}
	file, err := parser.ParseFile(f.set, name, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, d := range file.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
			f.fn = fn.Name.Name
			ast.Inspect(fn.Body, f.visit)
		}
	}
	return f.out, nil
}

func (f *finder) add(n ast.Node, how, open, shut string) *point {
	a, b := f.set.Position(n.Pos()), f.set.Position(n.End())
	what := strings.Join(strings.Fields(f.fn+" "+string(f.src[a.Offset:b.Offset])), " ")
	f.out = append(f.out, point{line: a.Line, file: a.Filename, how: how, what: what, start: a.Offset, end: b.Offset, open: open, shut: shut})
	return &f.out[len(f.out)-1]
}

func (f *finder) visit(n ast.Node) bool {
	switch x := n.(type) {
	case *ast.IfStmt:
		f.leave[x.Init] = true
		f.side(x.Cond, "always", always)
		f.side(x.Cond, "never", never)
	case *ast.ForStmt: // a dropped step never ends
		f.leave[x.Init], f.leave[x.Post] = true, true
	case *ast.SwitchStmt:
		f.leave[x.Init] = true
	case *ast.BinaryExpr:
		f.binary(x, x.Op.String())
	case *ast.ExprStmt, *ast.IncDecStmt, *ast.AssignStmt:
		if a, ok := n.(*ast.AssignStmt); !f.leave[n] && !(ok && (a.Tok == token.DEFINE || named(a.Lhs[0], "_"))) {
			f.add(n, "drop", "if !mutantOn(%d) { ", " }")
		}
	}
	return true
}

// side breaks a condition, or one side of it; the sides of a joined one are broken each. What happens after an error is the
// fault sweep's to try.
func (f *finder) side(e ast.Expr, how, open string) {
	b, ok := e.(*ast.BinaryExpr)
	if !ok || b.Op != token.LAND && b.Op != token.LOR && !(named(b.Y, "nil") && named(b.X, "err")) {
		f.add(e, how, open, "))")
	}
}

func (f *finder) binary(x *ast.BinaryExpr, op string) {
	switch op {
	case "&&", "||":
		open := map[string]string{"&&": always, "||": never}[op]
		f.side(x.X, "without", open)
		f.side(x.Y, "without", open)
	case "==", "!=": // without a check for nil the next line ends the program, which says nothing of a test
		if !named(x.Y, "nil") {
			f.add(x, "negate", "(mutantOn(%d) != (", "))")
		}
	case "<", "<=", ">", ">=":
		p := f.add(x, "bound", "mutantBound(%d, "+strconv.Quote(op)+", ", ")")
		p.op, p.swap = f.set.Position(x.OpPos).Offset, ","+strings.Repeat(" ", len(op)-1)
	}
}

func named(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// broken is a source with all its points in it, each off until it is chosen; no line moves.
func broken(src []byte, ps []point) (out []byte) {
	type edit struct {
		at, order, cut int
		text           string
	}
	var all []edit
	for i, p := range ps {
		all = append(all, edit{p.start, i + 1, 0, fmt.Sprintf(p.open, p.id)}, edit{p.op, 0, len(p.swap), p.swap}, edit{p.end, -i - 1, 0, p.shut})
	}
	slices.SortStableFunc(all, func(a, b edit) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.order, b.order)) })
	last := 0
	for _, e := range all {
		out = append(append(out, src[last:e.at]...), e.text...)
		last = e.at + e.cut
	}
	return append(out, src[last:]...)
}
