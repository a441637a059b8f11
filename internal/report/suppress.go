package report

// cell is a count that a page wants to show.
type cell struct {
	Value  int64
	Hidden bool
}

// sum says that a cell is the total of others, and that the reader knows it.
type sum struct {
	Total int
	Parts []int
}

// grid is all cells of a report with everything that ties them together.
type grid struct {
	Cells []cell
	Sums  []sum
}

func (g *grid) add(v int64) int {
	g.Cells = append(g.Cells, cell{Value: v})
	return len(g.Cells) - 1
}

// shown tells whether a cell may be shown.
func (g *grid) shown(i int) bool { return !g.Cells[i].Hidden }

// suppress withholds every count from 1 to less than the least that may be shown, and then further ones until no
// withheld count can be computed, or narrowed to three values, from what is shown. A 0 is shown: it speaks of nobody.
func (g *grid) suppress(least int64) {
	for i := range g.Cells {
		if v := g.Cells[i].Value; v > 0 && v < least {
			g.Cells[i].Hidden = true
		}
	}
	for g.protect(least) || g.untie() {
	}
}

// protect withholds one more cell where a sum still gives one away. It reports whether it did.
func (g *grid) protect(least int64) bool {
	for _, s := range g.Sums {
		hidden := g.hidden(s.Parts)
		total := g.Cells[s.Total]
		switch {
		case total.Hidden && len(hidden) == 0 && total.Value > 0: // the shown parts add up to it
		case total.Hidden || len(hidden) == 0 || g.vague(hidden, least):
			continue
		}
		if g.hideOne(s) {
			return true
		}
	}
	return false
}

func (g *grid) hidden(parts []int) []int {
	var out []int
	for _, p := range parts {
		if g.Cells[p].Hidden {
			out = append(out, p)
		}
	}
	return out
}

// vague: several withheld cells whose known sum leaves each of them at least four values; and at least three for a
// reader who guesses, rightly, that each is a small one.
func (g *grid) vague(hidden []int, least int64) bool {
	n, all, small := int64(len(hidden)), int64(0), true
	for _, i := range hidden {
		all += g.Cells[i].Value
		small = small && g.Cells[i].Value < least
	}
	if n < 2 || all-n < 3 {
		return false
	}
	if !small {
		return true
	}
	return min(least-1, all-(n-1))-max(1, all-(n-1)*(least-1)) >= 2
}

// hideOne withholds the smallest count of a sum that is still shown, the total last.
func (g *grid) hideOne(s sum) bool {
	best := -1
	for _, p := range s.Parts {
		if c := g.Cells[p]; !c.Hidden && c.Value > 0 && (best < 0 || c.Value < g.Cells[best].Value) {
			best = p
		}
	}
	if best < 0 && !g.Cells[s.Total].Hidden {
		best = s.Total
	}
	if best < 0 {
		return false
	}
	g.Cells[best].Hidden = true
	return true
}

// untie looks at all sums at once: a withheld cell that they determine together takes another one with it.
func (g *grid) untie() bool {
	i := g.determined()
	if i < 0 {
		return false
	}
	for _, s := range g.Sums {
		in := s.Total == i
		for _, p := range s.Parts {
			in = in || p == i
		}
		if in && g.hideOne(s) {
			return true
		}
	}
	for _, s := range g.Sums { // its own sums have nothing left to withhold: it follows by way of another
		if len(g.hidden(append([]int{s.Total}, s.Parts...))) > 0 && g.hideOne(s) {
			return true
		}
	}
	return false
}

// determined finds a withheld cell whose value the sums give exactly, by elimination over the unknown ones; -1: none.
func (g *grid) determined() int {
	var unknown []int
	column := map[int]int{}
	for i, c := range g.Cells {
		if c.Hidden {
			column[i] = len(unknown)
			unknown = append(unknown, i)
		}
	}
	var rows [][]float64
	for _, s := range g.Sums {
		row := make([]float64, len(unknown))
		used := false
		set := func(i int, v float64) {
			if k, ok := column[i]; ok {
				row[k] += v
				used = true
			}
		}
		set(s.Total, -1)
		for _, p := range s.Parts {
			set(p, 1)
		}
		if used {
			rows = append(rows, row)
		}
	}
	return single(reduce(rows), unknown)
}

// single finds a row with one unknown left.
func single(rows [][]float64, unknown []int) int {
	for _, row := range rows {
		found, n := -1, 0
		for k, v := range row {
			if !zero(v) {
				found, n = k, n+1
			}
		}
		if n == 1 {
			return unknown[found]
		}
	}
	return -1
}

// reduce brings rows to reduced echelon form.
func reduce(rows [][]float64) [][]float64 {
	at := 0
	for col := 0; len(rows) > 0 && col < len(rows[0]) && at < len(rows); col++ {
		pivot := at
		for pivot < len(rows) && zero(rows[pivot][col]) {
			pivot++
		}
		if pivot == len(rows) {
			continue
		}
		rows[at], rows[pivot] = rows[pivot], rows[at]
		f := rows[at][col]
		for k := range rows[at] {
			rows[at][k] /= f
		}
		for r := range rows {
			if r == at || zero(rows[r][col]) {
				continue
			}
			f := rows[r][col]
			for k := range rows[r] {
				rows[r][k] -= f * rows[at][k]
			}
		}
		at++
	}
	return rows
}

func zero(v float64) bool { return v < 1e-9 && v > -1e-9 }
