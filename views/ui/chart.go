package ui

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"touchstone/internal/i18n"
)

// barRoom is the share of the width the longest bar may take; its number needs the rest.
const barRoom = 80.0

func maxBar(bars []Bar) float64 {
	m := 0.0
	for _, b := range bars {
		m = max(m, b.Value)
	}
	return m
}

func barWidth(v, most float64) string {
	return percent(v*barRoom/100, most)
}

// segment is a part of a stacked bar in percent.
type segment struct {
	X, Width, Class, Label string
}

// segments lays the parts of a bar side by side. A withheld part has a fixed width: its
// length must not tell its value.
func segments(s Stack, most float64) []segment {
	const hidden = 3.0
	x := 0.0
	var out []segment
	for _, p := range s.Parts {
		w, class := 0.0, "s-"+p.Tone
		if most > 0 {
			w = p.Value * (barRoom - 8) / most
		}
		if p.Withheld {
			w, class = hidden, "hid"
		}
		if w <= 0 {
			continue
		}
		out = append(out, segment{X: pc(x), Width: pc(max(w-0.3, 0.4)), Class: class, Label: p.Label})
		x += w
	}
	return out
}

func stackEnd(s Stack, most float64) string {
	x := 0.0
	for _, p := range s.Parts {
		switch {
		case p.Withheld:
			x += 3
		case most > 0:
			x += p.Value * (barRoom - 8) / most
		}
	}
	return pc(x)
}

func maxStack(stacks []Stack) float64 {
	m := 0.0
	for _, s := range stacks {
		sum := 0.0
		for _, p := range s.Parts {
			if !p.Withheld {
				sum += p.Value
			}
		}
		m = max(m, sum)
	}
	return m
}

func anyWithheld(stacks []Stack) bool {
	for _, s := range stacks {
		for _, p := range s.Parts {
			if p.Withheld {
				return true
			}
		}
	}
	return false
}

func pc(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) + "%" }

func px(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// The trend is drawn 140 px high with room for labels above and below.
const (
	trendTop    = 18.0
	trendBottom = 112.0
)

func trendX(i, n int) string {
	if n < 2 {
		return "50%"
	}
	return pc(4 + float64(i)*88/float64(n-1))
}

func trendMax(list []Series) float64 {
	m := 1.0
	for _, s := range list {
		for _, p := range s.Points {
			m = max(m, p.Value)
		}
	}
	return m
}

func trendY(v, most float64) string { return px(trendBottom - v/most*(trendBottom-trendTop)) }

func trendText(v float64) string { return Thousands(strconv.FormatFloat(v, 'f', -1, 64)) }

// everyOther thins month labels out when there are many.
func everyOther(i, n int) bool { return n <= 7 || (n-1-i)%3 == 0 }

func suffix(i int) string {
	if i == 0 {
		return ""
	}
	return strconv.Itoa(min(i, 1) + 1)
}

// flowTable is the same routes in a table.
func flowTable(ctx context.Context, m FlowMap) Table {
	t := Table{Caption: i18n.T(ctx, "ui.route.caption"), Columns: []Column{
		{Label: i18n.T(ctx, "ui.route.path"), Title: true},
		{Label: i18n.T(ctx, "ui.route.weight", "unit", m.Unit), Num: true},
	}}
	if m.CountHead != "" {
		t.Columns = append(t.Columns, Column{Label: m.CountHead, Num: true})
	}
	for _, r := range m.Routes {
		cells := []templ.Component{Text(routeWords(ctx, r)), Text(r.Text)}
		if m.CountHead != "" {
			cells = append(cells, Text(r.Count))
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	return t
}

// Graph limits of one drawing; above them the table alone is shown.
const (
	maxNodes = 40
	maxEdges = 80
)

func tooBig(g Graph) bool { return len(g.Nodes) > maxNodes || len(g.Edges) > maxEdges }

func nodeClass(n Node) string {
	class := "node"
	switch n.Kind {
	case "person":
		class += " person"
	case "closed":
		class += " shut"
	}
	if n.Focus {
		class += " focus-n"
	}
	return class
}

func nodeLetter(ctx context.Context, n Node) string {
	switch n.Kind {
	case "person":
		return i18n.T(ctx, "ui.graph.person")
	case "closed":
		return "⊘"
	}
	return i18n.T(ctx, "ui.graph.organisation")
}

// The lines under a node: at most two, each as wide as the margin of the drawing allows. The whole name stands in the
// table beside.
const (
	labelTop   = 27.0
	labelStep  = 14.0
	labelUnits = 18 // a Han character counts two
)

// labelLines breaks a name where a line is full: between words where there are any, otherwise between characters.
func labelLines(s string) []string {
	first, rest := cutLabel(s)
	if rest == "" {
		return []string{first}
	}
	second, more := cutLabel(rest)
	if more != "" {
		second += "…"
	}
	return []string{first, second}
}

// nodeName is how a link to a node is read out: its kind, then exactly what is written under it.
func nodeName(ctx context.Context, n Node) string {
	return nodeLetter(ctx, n) + " " + strings.Join(labelLines(nodeLabel(ctx, n)), "")
}

func cutLabel(s string) (line, rest string) {
	width, blank := 0, 0
	for i, r := range s {
		if r == ' ' {
			blank = i
		}
		width++
		if r > 0x2E7F {
			width++
		}
		if width <= labelUnits {
			continue
		}
		if blank > 0 {
			return s[:blank+1], s[blank+1:] // the blank stays: a reader's software joins the lines
		}
		return s[:i], s[i:]
	}
	return s, ""
}

func nodeLabel(ctx context.Context, n Node) string {
	if n.Kind == "closed" {
		return i18n.T(ctx, "ui.graph.closed")
	}
	return n.Label
}
