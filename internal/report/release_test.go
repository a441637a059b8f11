package report

import (
	"fmt"
	"strings"
	"testing"
)

// page is what the readers of one month's page learn about one stage: the figures of the month by mineral, where the
// stage has any, and the year to date.
func page(year []monthRow, month, stage int) string {
	f := figures{Totals: totals{Least: 5}, Months: upTo(year, month)}
	for _, r := range f.Months {
		f.Totals.Pipeline[stage] += r.N
		if r.Month == month && stage == stageApproved {
			f.Totals.Referrals += r.N
			f.Minerals = append(f.Minerals, mineralRow{Mineral: r.Mineral, Referrals: r.N})
		}
	}
	s := summarise(f, month)
	cells := []int{s.Pipeline[stage], s.Referrals}
	for _, m := range s.ByMineral {
		cells = append(cells, m.Referrals)
	}
	var b strings.Builder
	for _, i := range cells {
		if s.shown(i) {
			fmt.Fprint(&b, s.Cells[i].Value, " ")
		} else {
			b.WriteString("x ")
		}
	}
	return b.String()
}

func upTo(year []monthRow, month int) []monthRow {
	var out []monthRow
	for _, r := range year {
		if r.Month <= month {
			out = append(out, r)
		}
	}
	return out
}

// span is the least and the greatest value that a count has in the worlds that look alike.
type span struct{ lo, hi int64 }

// lookAlike puts the worlds together whose readers see the same on all pages of the year, and returns the smallest
// range that a count of 1 to 4 in one month is left with. It knows the rules: the reader is taken to know them too.
// months months with parts counts each of 0 to most; worlds in which a count is above trusted are not judged, because
// the edge of the enumeration narrows them.
func lookAlike(stage, months, parts int, most, trusted int64) (narrowest int64, worst string) {
	n := months * parts
	year := make([]monthRow, n)
	seen := map[string][]span{}
	walk := func(visit func(key string, counts []int64)) {
		counts := make([]int64, n)
		for {
			for i := range year {
				year[i] = monthRow{Stage: stage, Month: i/parts + 1, Mineral: fmt.Sprint(i % parts), N: counts[i]}
			}
			var key strings.Builder
			for m := 1; m <= months; m++ {
				key.WriteString(page(year, m, stage) + "|")
			}
			sums := append([]int64{}, counts...)
			for m := range months { // the total of a month is a cell too
				t := int64(0)
				for p := range parts {
					t += counts[m*parts+p]
				}
				sums = append(sums, t)
			}
			visit(key.String(), sums)
			i := 0
			for ; i < n && counts[i] == most; i++ {
				counts[i] = 0
			}
			if i == n {
				return
			}
			counts[i]++
		}
	}
	walk(func(key string, c []int64) {
		s, ok := seen[key]
		if !ok {
			s = make([]span, len(c))
			for i, v := range c {
				s[i] = span{v, v}
			}
		}
		for i, v := range c {
			s[i] = span{min(s[i].lo, v), max(s[i].hi, v)}
		}
		seen[key] = s
	})
	narrowest = most
	walk(func(key string, c []int64) {
		for _, v := range c[:n] {
			if v > trusted {
				return
			}
		}
		for i, v := range c {
			if s := seen[key][i]; v > 0 && v < 5 && s.hi-s.lo < narrowest {
				narrowest, worst = s.hi-s.lo, fmt.Sprint(c, " seen as ", key)
			}
		}
	})
	return narrowest, worst
}

// TestReleases_NoSequenceOfPagesGivesAMonthAway: whoever keeps every page of a year and knows how figures are withheld
// is left with at least three values for every count of 1 to 4. Seen to fail with the year to date shown whenever the
// month of its own page was.
func TestReleases_NoSequenceOfPagesGivesAMonthAway(t *testing.T) {
	for name, x := range map[string]struct {
		stage, months, parts int
		most, trusted        int64
	}{
		"without figures of the month": {0, 4, 1, 8, 5}, "with figures of the month": {stageApproved, 4, 1, 8, 5}, "by mineral": {stageApproved, 2, 2, 9, 6},
	} {
		if n, worst := lookAlike(x.stage, x.months, x.parts, x.most, x.trusted); n < 2 {
			t.Errorf("%s: a count is left with %d values: %s", name, n+1, worst)
		}
	}
}

// The difference of two years to date that are shown is never a small count.
func TestReleases_Differences(t *testing.T) {
	counts := []int64{7, 2, 2, 1, 0, 3, 0, 9, 4, 0, 0, 1}
	var year []monthRow
	for i, n := range counts {
		year = append(year, monthRow{Stage: 0, Month: i + 1, N: n})
	}
	shown := map[int]int64{}
	total := int64(0)
	for m := 1; m <= len(counts); m++ {
		total += counts[m-1]
		if releases(year, m, 5)[0] {
			shown[m] = total
		}
	}
	if want := fmt.Sprint(map[int]int64{1: 7, 4: 12, 5: 12, 8: 24, 12: 29}); fmt.Sprint(shown) != want {
		t.Errorf("shown %v, want %v", shown, want)
	}
}

func TestSteps(t *testing.T) {
	for in, want := range map[int64]int64{0: 0, 3: 3, 5: 5, 9: 5, 10: 10, 41: 40} {
		if got := steps(in, 5); got != want {
			t.Errorf("%d: %d, want %d", in, got, want)
		}
	}
}
