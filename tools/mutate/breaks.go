package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// breaker writes the breaks of a source around what they break.
type breaker struct {
	src           []byte
	fn            string // the function that is looked at
	before, after map[int]string
	first         int
	keys          []string // what each breaks, and how
}

const always, never = "(mutantOn(#) || (", "(!mutantOn(#) && ("

// broken is a source with all its breaks in it, numbered from first, each off until it is chosen; and what they are.
func broken(name string, src []byte, first int) (out []byte, keys []string) {
	b := breaker{src: src, before: map[int]string{}, after: map[int]string{}, first: first}
	for _, d := range must(parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)).Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
			b.fn = fn.Name.Name
			ast.Inspect(fn.Body, b.visit)
		}
	}
	for i, c := range src {
		out = append(append(out, b.after[i]+b.before[i]...), c)
	}
	return out, b.keys
}

// text is what a node says: in a set of one file positions are offsets and 1.
func (b *breaker) text(n ast.Node) string { return string(b.src[n.Pos()-1 : n.End()-1]) }

// add writes a break; the outer of two is added first.
func (b *breaker) add(n ast.Node, how, open, shut string) {
	id, from, to := fmt.Sprint(b.first+len(b.keys)), int(n.Pos())-1, int(n.End())-1
	b.before[from] += strings.Replace(open, "#", id, 1)
	b.after[to] = strings.Replace(shut, "#", id, 1) + b.after[to]
	b.keys = append(b.keys, strings.Join(strings.Fields(how+" "+b.fn+" "+b.text(n)), " "))
}

func (b *breaker) visit(n ast.Node) bool {
	switch x := n.(type) {
	case *ast.IfStmt:
		b.sides("always", always, x.Cond)
		b.sides("never", never, x.Cond)
	case *ast.BlockStmt:
		b.drop(x.List)
	case *ast.CaseClause:
		b.drop(x.Body)
	case *ast.BinaryExpr:
		switch x.Op {
		case token.LAND:
			b.sides("without", always, x.X, x.Y)
		case token.LOR:
			b.sides("without", never, x.X, x.Y)
		case token.EQL, token.NEQ:
			if b.text(x.Y) != "nil" { // without a check for nil the next line ends the program, which says nothing of a test
				b.add(x, "negate", "(mutantOn(#) != (", "))")
			}
		case token.LSS, token.LEQ, token.GTR, token.GEQ: // the answer for equal values is turned round
			b.add(x, "bound", "((", ") != (mutantOn(#) && ("+b.text(x.X)+") == ("+b.text(x.Y)+")))")
		}
	}
	return true
}

// drop leaves out a statement that declares nothing.
func (b *breaker) drop(list []ast.Stmt) {
	for _, s := range list {
		a, assigns := s.(*ast.AssignStmt)
		_, calls := s.(*ast.ExprStmt)
		_, counts := s.(*ast.IncDecStmt)
		if calls || counts || assigns && a.Tok != token.DEFINE && b.text(a.Lhs[0]) != "_" {
			b.add(s, "drop", "if !mutantOn(#) { ", " }")
		}
	}
}

// sides breaks conditions; those of a joined one are broken each. What happens after an error is the fault sweep's to try.
func (b *breaker) sides(how, open string, all ...ast.Expr) {
	for _, e := range all {
		if x, ok := e.(*ast.BinaryExpr); !ok || x.Op != token.LAND && x.Op != token.LOR && b.text(x) != "err != nil" {
			b.add(e, how, open, "))")
		}
	}
}

// separators stand between what can be dropped: guards, roles, states, clocks, papers, acts that follow, conditions of a scope.
var separators = map[string]string{"from_states": "|", "allowed_states": "|", "proposer_roles": "|", "decider_roles": "|", "guards": ";", "starts": ";",
	"stops": ";", "extends": ";", "checks": ";", "pauses": ";", "resumes": ";", "emits": ";", "documents_required": ";", "documents_issued": ";", "scope": " AND "}

// without are the breaks of a table: each line with an entry less; the last role, state or condition stays.
func without(file string, table [][]string) (out []mutant) {
	for line, row := range table {
		for i, cell := range row {
			sep := separators[table[0][i]]
			entries := strings.Split(cell, sep)
			for n, entry := range entries {
				less := strings.Join(slices.Concat(entries[:n], entries[n+1:]), sep)
				if line > 0 && sep != "" && entry != "" && (len(entries) > 1 || sep == ";") && strings.Count(less, "(") == strings.Count(less, ")") {
					out = append(out, mutant{key: fmt.Sprintf("%s %s %s without %s", file, row[0], table[0][i], entry),
						env: []string{"MUTANT_FILE=" + file, fmt.Sprintf("MUTANT_CELL=%d %d %s", line, i, cell), "MUTANT_LESS=" + less}})
				}
			}
		}
	}
	return out
}
