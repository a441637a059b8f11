package ui

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"sort"
	"strconv"
	"strings"

	"touchstone/internal/i18n"
)

const (
	maxStops   = 12     // per column; the rest is "other"
	flowWidth  = 1000.0 // the bands' own width; the page stretches it
	stopWidth  = 8.0
	stopGap    = 12.0
	minSlot    = 34.0 // room for the two lines of a label
	flowTop    = 24.0
	otherStop  = "\x00other"
	unknownTop = "\x00unknown"
)

// band is one stretch of one route between two columns.
type band struct {
	Class, Path string
}

// stopBox is a place in a column, drawn as a bar with its label beside it.
type stopBox struct {
	Label, Text, Class string
	X, Y, Height       float64
	Last               bool
}

// flowDrawing is a FlowMap in coordinates.
type flowDrawing struct {
	Bands  []band
	Stops  []stopBox
	Heads  []stopBox
	Height float64
}

type flowNode struct {
	name  string
	sum   *big.Rat
	value float64 // of the sum, to draw by
	y     float64
	in    float64 // how far incoming bands have filled it
	out   float64
}

// drawFlow lays the routes out from left to right. Every route keeps one colour, that of
// its first stop; a route that passes a column by runs below the places of that column.
func drawFlow(ctx context.Context, m FlowMap) flowDrawing {
	routes := fold(m)
	columns := make([][]*flowNode, len(m.Columns))
	for c := range m.Columns {
		columns[c] = nodesOf(routes, c)
	}
	total := 0.0
	for _, r := range routes {
		total += size(r.exact())
	}
	if total <= 0 {
		return flowDrawing{Height: flowTop}
	}
	most := 1
	for _, c := range columns {
		most = max(most, len(c))
	}
	body := max(100, float64(most)*minSlot)
	scale := body * 0.82 / total
	d := flowDrawing{}
	for c, nodes := range columns {
		d.Height = max(d.Height, stackNodes(nodes, scale))
		d.Heads = append(d.Heads, stopBox{Label: m.Columns[c], X: columnX(c, len(columns)), Last: c == len(columns)-1})
	}
	d.Height += 10 // room for the second line of the last label
	sortRoutes(routes, columns)
	for _, r := range routes {
		d.Bands = append(d.Bands, bandsOf(r, columns, scale, colourOf(columns[0], r.Stops[0]))...)
	}
	for c, nodes := range columns {
		for _, n := range nodes {
			if n.name == NoStop {
				continue
			}
			d.Stops = append(d.Stops, boxOf(ctx, m, n, c, len(columns), scale))
		}
	}
	return d
}

// fold gives every route a stop in every column and folds small places into "other".
func fold(m FlowMap) []Route {
	routes := make([]Route, 0, len(m.Routes))
	for _, r := range m.Routes {
		stops := make([]string, len(m.Columns))
		for c := range stops {
			stops[c] = unknownTop
			if c < len(r.Stops) && r.Stops[c] != "" {
				stops[c] = r.Stops[c]
			}
		}
		routes = append(routes, Route{Stops: stops, Value: r.Value})
	}
	for c := range m.Columns {
		nodes := nodesOf(routes, c)
		if len(nodes) <= maxStops {
			continue
		}
		kept := map[string]bool{unknownTop: true, NoStop: true}
		for _, n := range nodes[:maxStops-1] {
			kept[n.name] = true
		}
		for i := range routes {
			if !kept[routes[i].Stops[c]] {
				routes[i].Stops[c] = otherStop
			}
		}
	}
	return routes
}

// nodesOf are the places of a column, the heaviest first; what passes by,
// other and unknown come last, in this order.
func nodesOf(routes []Route, c int) []*flowNode {
	var nodes []*flowNode
	for _, r := range routes {
		i := slices.IndexFunc(nodes, func(n *flowNode) bool { return n.name == r.Stops[c] })
		if i < 0 {
			nodes = append(nodes, &flowNode{name: r.Stops[c], sum: new(big.Rat)})
			i = len(nodes) - 1
		}
		nodes[i].sum.Add(nodes[i].sum, r.exact())
	}
	for _, n := range nodes {
		n.value = size(n.sum)
	}
	sort.SliceStable(nodes, func(a, b int) bool {
		if ra, rb := rank(nodes[a].name), rank(nodes[b].name); ra != rb {
			return ra < rb
		}
		if nodes[a].value != nodes[b].value {
			return nodes[a].value > nodes[b].value
		}
		return nodes[a].name < nodes[b].name
	})
	return nodes
}

// finest are the places of a figure that stops can say.
const finest = 9

// exact is the value of a route; what is no number has no width.
func (r Route) exact() *big.Rat {
	if v, ok := new(big.Rat).SetString(r.Value); ok {
		return v
	}
	return new(big.Rat)
}

// size is a value to draw by.
func size(v *big.Rat) float64 {
	f, _ := v.Float64()
	return f
}

func rank(name string) int {
	switch name {
	case NoStop:
		return 1
	case otherStop:
		return 2
	case unknownTop:
		return 3
	}
	return 0
}

func stackNodes(nodes []*flowNode, scale float64) float64 {
	y := flowTop
	for _, n := range nodes {
		n.y = y
		room := minSlot - stopGap + 2
		if n.name == NoStop {
			room = 0 // no label, no room for one
		}
		y += max(n.value*scale, room) + stopGap
	}
	return y - stopGap
}

func sortRoutes(routes []Route, columns [][]*flowNode) {
	sort.SliceStable(routes, func(a, b int) bool {
		for c := range columns {
			ia, ib := place(columns[c], routes[a].Stops[c]), place(columns[c], routes[b].Stops[c])
			if ia != ib {
				return ia < ib
			}
		}
		return false
	})
}

func place(nodes []*flowNode, name string) int {
	return slices.IndexFunc(nodes, func(n *flowNode) bool { return n.name == name })
}

// colourOf is the colour class of a route by the rank of its first place.
func colourOf(first []*flowNode, name string) string {
	if name == unknownTop {
		return "unk"
	}
	return "k" + strconv.Itoa(place(first, name)%6+1)
}

func bandsOf(r Route, columns [][]*flowNode, scale float64, class string) []band {
	var out []band
	for c := 0; c+1 < len(columns); c++ {
		from, to := columns[c][place(columns[c], r.Stops[c])], columns[c+1][place(columns[c+1], r.Stops[c+1])]
		h := size(r.exact()) * scale
		y1, y2 := from.y+from.out, to.y+to.in
		from.out += h
		to.in += h
		x1, x2 := columnX(c, len(columns))+stopWidth, columnX(c+1, len(columns))
		if from.name == NoStop {
			x1 -= stopWidth
		}
		kind := class
		if to.name == unknownTop || from.name == unknownTop {
			kind = "unk"
		}
		mid := (x1 + x2) / 2
		out = append(out, band{Class: "band " + kind, Path: fmt.Sprintf("M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1fV%.1fC%.1f %.1f %.1f %.1f %.1f %.1fZ",
			x1, y1, mid, y1, mid, y2, x2, y2, y2+h, mid, y2+h, mid, y1+h, x1, y1+h)})
	}
	return out
}

func boxOf(ctx context.Context, m FlowMap, n *flowNode, c, count int, scale float64) stopBox {
	b := stopBox{Label: n.name, X: columnX(c, count), Y: n.y, Height: max(n.value*scale, 2), Last: c == count-1, Class: "stop"}
	switch n.name {
	case unknownTop:
		b.Label, b.Class = i18n.T(ctx, "ui.route.unknown"), "stop hid"
	case otherStop:
		b.Label = i18n.T(ctx, "ui.route.other")
	}
	b.Text = Qty(n.sum.FloatString(finest), 1) + " " + m.Unit
	return b
}

func columnX(c, count int) float64 {
	if count < 2 {
		return 0
	}
	return float64(c) * (flowWidth - stopWidth) / float64(count-1)
}

// routeWords is a route as its table row says it.
func routeWords(ctx context.Context, r Route) string {
	var parts []string
	for _, s := range r.Stops {
		switch s {
		case NoStop:
		case "":
			parts = append(parts, i18n.T(ctx, "ui.route.unknown"))
		default:
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " → ")
}
