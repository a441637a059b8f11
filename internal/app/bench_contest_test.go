package app_test

import (
	"math"
	"slices"
	"testing"
	"time"
)

// contest holds what the program does against a baseline, in turn, so that both see the same machine. A time is the
// median over the rounds of each round's median, and the ratio is the median of the rounds' ratios.
type contest struct {
	goal    float64 // 0: for the record
	atLeast bool    // the goal is a share of the baseline's speed, not a multiple of its time
	unit    string  // of the speed: what there are so many of in a second
	calls   int     // of each side in a round
	weight  int     // how many of the unit one call does; 0: one

	ours, baseline func(i int) error
}

// fewestRounds are played also where one takes longer than the time that a benchmark has.
const fewestRounds = 7

func (c contest) run(b *testing.B) {
	b.Helper()
	c.round(b) // plans, caches, connections
	var ours, baseline, ratio []float64
	once := func() {
		o, base := c.round(b)
		ours, baseline, ratio = append(ours, c.figure(o)), append(baseline, c.figure(base)), append(ratio, c.ratio(o, base))
	}
	for b.Loop() {
		once()
	}
	for len(ours) < fewestRounds {
		once()
	}
	unit, bound := "ms", "max"
	if c.atLeast {
		unit, bound = c.unit+"/s", "min"
	}
	b.ReportMetric(median(ratio), "ratio")
	b.ReportMetric(median(ours), "ours_"+unit)
	b.ReportMetric(median(baseline), "baseline_"+unit)
	if c.goal != 0 {
		b.ReportMetric(c.goal, "goal_"+bound)
	}
}

// round calls both sides alternately, neither always first, and gives the median seconds of one call of each.
func (c contest) round(b *testing.B) (ours, baseline float64) {
	b.Helper()
	var took [2][]float64
	sides := [2]func(int) error{c.ours, c.baseline}
	for i := range c.calls {
		for j := range sides {
			side := (i + j) % 2
			began := time.Now()
			if err := sides[side](i); err != nil {
				b.Fatal(err)
			}
			took[side] = append(took[side], time.Since(began).Seconds())
		}
	}
	return median(took[0]), median(took[1])
}

// figure is what is shown of one side: milliseconds of a call, or how many in a second.
func (c contest) figure(seconds float64) float64 {
	if c.atLeast {
		return float64(max(c.weight, 1)) / seconds
	}
	return 1000 * seconds
}

func (c contest) ratio(ours, baseline float64) float64 {
	if c.atLeast {
		return baseline / ours
	}
	return ours / baseline
}

// median is the middle one, and of two in the middle their mean.
func median(of []float64) float64 {
	if len(of) == 0 {
		return math.NaN()
	}
	s := slices.Sorted(slices.Values(of))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}
