package ui

import "math"

// The drawing area of a network, in pixels, as wide as its box is at the narrowest (app.css). The width is shown as a
// percentage: in a wider box everything only stands further apart.
const (
	narrowGraph = 340.0
	bigGraph    = 760.0
	fewNodes    = 12 // more of them need the big drawing
	graphRounds = 300
	labelWidth  = 122.0
	labelMargin = 64.0
	labelHeight = 76.0 // a node, the two lines under it, and the word of a link
	labelRoom   = 48.0 // below a node, for two lines
)

func graphWidth(nodes int) float64 {
	if nodes > fewNodes {
		return bigGraph
	}
	return narrowGraph
}

func graphHeight(nodes int) float64 {
	if nodes > fewNodes {
		return math.Max(420, 60+labelHeight*math.Ceil(float64(nodes)/5))
	}
	if nodes < 2 {
		return 84
	}
	return math.Max(230, 100+34*float64(nodes))
}

// spot is where a node is drawn.
type spot struct{ X, Y float64 }

// layoutGraph places the nodes so that their distance on paper is near their distance in
// links (stress majorisation). Ring start, fixed rounds, no chance and no map: the same
// graph is drawn the same way every time, in every process.
func layoutGraph(nodes []Node, edges []Edge) ([]spot, float64) {
	width, height := graphWidth(len(nodes)), graphHeight(len(nodes))
	at := ring(nodes, edges)
	majorise(at, distances(nodes, edges), focusOf(nodes))
	fit(at, width, height)
	for range 40 {
		if !nudge(at, width, height) {
			break
		}
	}
	for i := range at {
		at[i] = spot{math.Round(at[i].X), math.Round(at[i].Y)}
	}
	return at, height
}

func focusOf(nodes []Node) int {
	for i, n := range nodes {
		if n.Focus {
			return i
		}
	}
	return -1
}

func indexOf(nodes []Node, id string) int {
	for i, n := range nodes {
		if n.ID == id {
			return i
		}
	}
	return -1
}

// ring is the start: the focus in the middle, the rest around it, flatter than a circle
// because pages are wider than they are high.
func ring(nodes []Node, edges []Edge) []spot {
	at := make([]spot, len(nodes))
	for k, i := range ringOrder(nodes, edges) {
		angle := 2*math.Pi*float64(k)/float64(len(nodes)) + 0.4
		at[i] = spot{1.6 * math.Cos(angle), math.Sin(angle)}
	}
	return at
}

// ringOrder walks the ring so that linked nodes are neighbours; otherwise the rounds end
// with links that cross for no reason.
func ringOrder(nodes []Node, edges []Edge) []int {
	focus, last := focusOf(nodes), -1
	taken := make([]bool, len(nodes))
	var order []int
	for len(order) < len(nodes) {
		next := -1
		for i := range nodes {
			if taken[i] || i == focus {
				continue
			}
			if last >= 0 && linked(edges, nodes[last].ID, nodes[i].ID) {
				next = i
				break
			}
			if next < 0 {
				next = i
			}
		}
		if next < 0 {
			break
		}
		taken[next], last = true, next
		order = append(order, next)
	}
	return order
}

func linked(edges []Edge, a, b string) bool {
	for _, e := range edges {
		if (e.From == a && e.To == b) || (e.From == b && e.To == a) {
			return true
		}
	}
	return false
}

// distances counts links between every pair (Floyd); what is not joined stands apart.
func distances(nodes []Node, edges []Edge) [][]float64 {
	n := len(nodes)
	d := make([][]float64, n)
	for i := range d {
		d[i] = make([]float64, n)
		for j := range d[i] {
			if i != j {
				d[i][j] = 4
			}
		}
	}
	for _, e := range edges {
		if a, b := indexOf(nodes, e.From), indexOf(nodes, e.To); a >= 0 && b >= 0 && a != b {
			d[a][b], d[b][a] = 1, 1
		}
	}
	for k := range n {
		for i := range n {
			for j := range n {
				d[i][j] = math.Min(d[i][j], d[i][k]+d[k][j])
			}
		}
	}
	return d
}

func majorise(at []spot, d [][]float64, focus int) {
	for range graphRounds {
		for i := range at {
			if i == focus {
				continue
			}
			var sum spot
			weight := 0.0
			for j := range at {
				if i == j {
					continue
				}
				dx, dy := at[i].X-at[j].X, at[i].Y-at[j].Y
				far, w := math.Max(math.Hypot(dx, dy), 1e-6), 1/(d[i][j]*d[i][j])
				sum.X += w * (at[j].X + d[i][j]*dx/far)
				sum.Y += w * (at[j].Y + d[i][j]*dy/far)
				weight += w
			}
			if weight > 0 {
				at[i] = spot{sum.X / weight, sum.Y / weight}
			}
		}
	}
}

// fit stretches the drawing over the area, leaving room for the labels.
func fit(at []spot, width, height float64) {
	lo, hi := spot{math.Inf(1), math.Inf(1)}, spot{math.Inf(-1), math.Inf(-1)}
	for _, p := range at {
		lo = spot{math.Min(lo.X, p.X), math.Min(lo.Y, p.Y)}
		hi = spot{math.Max(hi.X, p.X), math.Max(hi.Y, p.Y)}
	}
	for i, p := range at {
		at[i] = spot{stretch(p.X, lo.X, hi.X, labelMargin, width-labelMargin), stretch(p.Y, lo.Y, hi.Y, 20, height-labelRoom)}
	}
}

func stretch(v, lo, hi, from, to float64) float64 {
	if hi-lo < 1e-9 {
		return (from + to) / 2
	}
	return from + (v-lo)/(hi-lo)*(to-from)
}

// nudge moves nodes apart whose labels would touch, and says whether any did.
func nudge(at []spot, width, height float64) bool {
	moved := false
	for i := range at {
		for j := i + 1; j < len(at); j++ {
			dx, dy := at[j].X-at[i].X, at[j].Y-at[i].Y
			overX, overY := labelWidth-math.Abs(dx), labelHeight-math.Abs(dy)
			if overX <= 0 || overY <= 0 {
				continue
			}
			moved = true
			if overY < overX {
				shift := math.Copysign(overY/2+1, dy)
				at[i].Y, at[j].Y = at[i].Y-shift, at[j].Y+shift
			} else {
				shift := math.Copysign(overX/2+1, dx)
				at[i].X, at[j].X = at[i].X-shift, at[j].X+shift
			}
			at[i], at[j] = inside(at[i], width, height), inside(at[j], width, height)
		}
	}
	return moved
}

func inside(p spot, width, height float64) spot {
	return spot{math.Min(width-labelMargin, math.Max(labelMargin, p.X)), math.Min(height-labelRoom, math.Max(20, p.Y))}
}
