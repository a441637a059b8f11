package ui

import (
	"context"
	"math"
)

// line is an edge in coordinates with the place of its word.
type line struct {
	X1, Y1, X2, Y2, LX, LY, Class, Label string
}

// box is a piece of the drawing that something covers.
type box struct{ Left, Top, Right, Bottom float64 }

func (b box) over(c box) float64 {
	w, h := math.Min(b.Right, c.Right)-math.Max(b.Left, c.Left), math.Min(b.Bottom, c.Bottom)-math.Max(b.Top, c.Top)
	if w <= 0 || h <= 0 {
		return 0
	}
	return w * h
}

// Widths of letters in the drawing, a little more than they are: a Han character counts two units.
const (
	nameUnit = 6.4
	wordUnit = 5.9
	wordHalf = 8.0
)

func units(s string) float64 {
	n := 0.0
	for _, r := range s {
		n++
		if r > 0x2E7F {
			n++
		}
	}
	return n
}

// covered is what the nodes and the names under them cover.
func covered(ctx context.Context, nodes []Node, at []spot) []box {
	var out []box
	for i, n := range nodes {
		p := at[i]
		out = append(out, box{p.X - 15, p.Y - 13, p.X + 15, p.Y + 13})
		for k, s := range labelLines(nodeLabel(ctx, n)) {
			half, base := units(s)*nameUnit/2, p.Y+labelTop+labelStep*float64(k)
			out = append(out, box{p.X - half, base - 11, p.X + half, base + 3})
		}
	}
	return out
}

// lines are the edges; the word of each stands on its line, or close to it, where it covers the least.
func lines(ctx context.Context, g Graph, at []spot) []line {
	var out []line
	width := graphWidth(len(g.Nodes))
	taken := covered(ctx, g.Nodes, at)
	for _, e := range g.Edges {
		a, b := indexOf(g.Nodes, e.From), indexOf(g.Nodes, e.To)
		if a < 0 || b < 0 {
			continue
		}
		class := "edge"
		if e.Suspected {
			class += " susp"
		}
		word, place := wordPlace(at[a], at[b], units(e.Label)*wordUnit/2, width, taken)
		taken = append(taken, place)
		out = append(out, line{X1: percent(at[a].X, width), Y1: px(at[a].Y), X2: percent(at[b].X, width), Y2: px(at[b].Y),
			LX: percent(word.X, width), LY: px(word.Y), Class: class, Label: e.Label})
	}
	return out
}

// wordPlace tries places along the line from its middle outwards, then beside it, and takes the first of the best.
func wordPlace(a, b spot, half, width float64, taken []box) (spot, box) {
	var best spot
	var place box
	least := math.Inf(1)
	for _, off := range []float64{0, -12, 12, -20, 20, -30, 30} {
		for _, t := range []float64{0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74} {
			p := spot{a.X + (b.X-a.X)*t, a.Y + (b.Y-a.Y)*t + off}
			p.X = math.Min(width-half, math.Max(half, p.X))
			at := box{p.X - half, p.Y - wordHalf, p.X + half, p.Y + wordHalf}
			cost := math.Abs(off)*1.5 + math.Abs(t-0.5)*20
			if at.Top < 0 {
				cost += 1000
			}
			for _, x := range taken {
				cost += at.over(x)
			}
			if cost < least {
				best, place, least = p, at, cost
			}
		}
	}
	return spot{math.Round(best.X), math.Round(best.Y)}, place
}
