package report

import (
	"testing"

	"pgregory.net/rapid"
)

// attack is a reader who knows the sums and that every withheld count is at least 1: it returns, for each withheld
// cell, the least and the greatest value that fits everything shown. It tries every value of the withheld parts up to a
// little above the largest count; withheld totals follow from them.
func attack(g *grid) map[int][2]int64 {
	out, guess := map[int][2]int64{}, make([]int64, len(g.Cells))
	totals := map[int]bool{}
	for _, s := range g.Sums {
		totals[s.Total] = true
	}
	var free []int
	most := int64(8)
	for i, c := range g.Cells {
		guess[i] = c.Value
		if c.Hidden {
			out[i] = [2]int64{1 << 40, -1}
			if !totals[i] {
				free, most = append(free, i), max(most, c.Value+2)
			}
		}
	}
	var try func(k int)
	try = func(k int) {
		if k < len(free) {
			for guess[free[k]] = 1; guess[free[k]] <= most; guess[free[k]]++ {
				try(k + 1)
			}
			return
		}
		said := map[int]bool{}
		for _, s := range g.Sums {
			n := int64(0)
			for _, p := range s.Parts {
				n += guess[p]
			}
			if g.Cells[s.Total].Hidden && !said[s.Total] {
				guess[s.Total], said[s.Total] = n, true
			}
			if n != guess[s.Total] || g.Cells[s.Total].Hidden && n < 1 {
				return
			}
		}
		for i, r := range out {
			out[i] = [2]int64{min(r[0], guess[i]), max(r[1], guess[i])}
		}
	}
	try(0)
	return out
}

// No withheld cell can be computed from what is shown, and none is left with fewer than three values.
func TestSuppress_NothingFollows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		least := int64(5)
		g := &grid{}
		count := rapid.Int64Range(0, 12)
		minerals := rapid.IntRange(1, 3).Draw(t, "minerals")
		var parts []int
		total := int64(0)
		for range minerals {
			v := count.Draw(t, "v")
			total += v
			parts = append(parts, g.add(v))
		}
		all := g.add(total)
		g.Sums = append(g.Sums, sum{all, parts})
		if rapid.Bool().Draw(t, "two ways") { // the same total split in another way, one part of which is a total too
			n := rapid.Int64Range(0, total).Draw(t, "over")
			a := rapid.Int64Range(0, n).Draw(t, "a")
			over := g.add(n)
			x, y, rest := g.add(a), g.add(n-a), g.add(total-n)
			g.Sums = append(g.Sums, sum{over, []int{x, y}}, sum{all, []int{x, y, rest}})
		}
		g.suppress(least)
		for i, c := range g.Cells {
			if !c.Hidden && c.Value > 0 && c.Value < least {
				t.Fatalf("cell %d shows %d", i, c.Value)
			}
		}
		for i, r := range attack(g) {
			if r[1]-r[0] < 2 {
				t.Fatalf("cell %d is one of %v; %+v", i, r, *g)
			}
		}
	})
}

// A total that is withheld follows from another total over the same parts, beside a zero: that one is withheld too.
func TestSuppress_ATotalByWayOfAnother(t *testing.T) {
	g := &grid{}
	parts := []int{g.add(3), g.add(1), g.add(1)}
	all, over := g.add(5), g.add(5)
	x, y, rest := g.add(1), g.add(4), g.add(0)
	g.Sums = []sum{{all, parts}, {over, []int{x, y}}, {all, []int{x, y, rest}}}
	g.suppress(5)
	for i, r := range attack(g) {
		if r[1]-r[0] < 2 {
			t.Errorf("cell %d is one of %v; %+v", i, r, *g)
		}
	}
}

// Without the second cell the attack finds the first: the test above can fail.
func TestAttack_FindsALoneCell(t *testing.T) {
	g := &grid{}
	parts := []int{g.add(3), g.add(9), g.add(8)}
	g.Sums = []sum{{g.add(20), parts}}
	g.Cells[parts[0]].Hidden = true
	if r := attack(g)[parts[0]]; r != [2]int64{3, 3} {
		t.Fatalf("%v", r)
	}
	g.suppress(5)
	if g.shown(parts[2]) || !g.shown(parts[1]) {
		t.Error("the smallest of the others goes with it")
	}
}

func TestSuppress_ZeroIsShownAndTotalsFollow(t *testing.T) {
	g := &grid{}
	parts := []int{g.add(0), g.add(2)}
	total := g.add(2)
	g.Sums = []sum{{total, parts}}
	g.suppress(5)
	if !g.shown(parts[0]) || g.shown(parts[1]) || g.shown(total) {
		t.Errorf("%+v", g.Cells)
	}
}
