package audit

import (
	"cmp"
	"container/heap"
	"fmt"
	"slices"
)

// mostOrders is how many beginnings of a history are tried before the clock decides.
const mostOrders = 20_000

// inTime puts the history of a fact that stands on several chains (an account that moved with its unit) into the order in
// which it happened. On each chain the numbers tell; between chains it is the order in which every write found what the
// one before had left, and the last left what stands there now; or the fewest did not. Two chains need not agree about the time, so the clock decides only
// between
// orders that are equally good. What tells nothing of what it found is older than such notes, and comes first.
func inTime(history []claim, now string) []claim {
	chains := byChain(history)
	if len(chains) < 2 {
		return history
	}
	var out []claim
	for state := gone; ; state = out[len(out)-1].digest {
		oldest := -1
		for i, c := range chains {
			if len(c) > 0 && c[0].found == "" && (oldest < 0 || c[0].earlier(chains[oldest][0])) {
				oldest = i
			}
		}
		if oldest < 0 {
			return append(out, ordered(chains, state, now)...)
		}
		out = append(out, chains[oldest][0])
		chains[oldest] = chains[oldest][1:]
	}
}

func (c claim) earlier(o claim) bool {
	return decided(c.at.at.Compare(o.at.at), cmp.Compare(c.n, o.n)) < 0
}

// fits tells whether a write found what there was.
func (c claim) fits(state string) bool { return c.found == "" || c.found == state }

func byChain(history []claim) (chains [][]claim) {
	from := 0
	for i := range history {
		if i+1 == len(history) || history[i+1].stream != history[i].stream {
			chains = append(chains, history[from:i+1])
			from = i + 1
		}
	}
	return chains
}

// order is the beginning of a possible history: how far each chain has been followed, and what was last.
type order struct {
	taken         []int
	last          claim
	length, wrong int
	before        *order
}

type orders []*order

func (o orders) Len() int      { return len(o) }
func (o orders) Swap(i, j int) { o[i], o[j] = o[j], o[i] }
func (o *orders) Push(x any)   { *o = append(*o, x.(*order)) }
func (o *orders) Pop() any {
	all := *o
	last := all[len(all)-1]
	*o = all[:len(all)-1]
	return last
}

// Less: the fewest contradictions first, then the longest, then the one that goes on with the earliest.
func (o orders) Less(i, j int) bool {
	a, b := o[i], o[j]
	if c := decided(a.wrong-b.wrong, b.length-a.length); c != 0 {
		return c < 0
	}
	return a.last.earlier(b.last)
}

// ordered finds the best order of several chains between two states.
func ordered(chains [][]claim, state, now string) []claim {
	total := 0
	for _, c := range chains {
		total += len(c)
	}
	open, seen := orders{{taken: make([]int, len(chains)), last: claim{digest: state}}}, map[string]bool{}
	for tried := 0; ; tried++ { // there is always one that goes on: the last of those that begin alike is not skipped
		o, _ := heap.Pop(&open).(*order)
		if o.length == total {
			return o.claims()
		}
		if tried > mostOrders {
			return o.rest(chains, total).claims()
		}
		key := fmt.Sprint(o.taken, o.last.stream, o.last.n)
		if seen[key] {
			continue
		}
		seen[key] = true
		for i, c := range chains {
			if o.taken[i] < len(c) {
				next := o.with(i, c[o.taken[i]])
				if next.length == total && next.last.digest != now {
					next.wrong++
				}
				heap.Push(&open, next)
			}
		}
	}
}

// rest goes on with what fits, and of what fits equally with the earliest.
func (o *order) rest(chains [][]claim, total int) *order {
	for o.length < total {
		best := -1
		for i, c := range chains {
			if o.taken[i] < len(c) && (best < 0 || o.sooner(c[o.taken[i]], chains[best][o.taken[best]])) {
				best = i
			}
		}
		o = o.with(best, chains[best][o.taken[best]])
	}
	return o
}

func (o *order) sooner(a, b claim) bool {
	if x, y := a.fits(o.last.digest), b.fits(o.last.digest); x != y {
		return x
	}
	return a.earlier(b)
}

func (o *order) with(chain int, c claim) *order {
	next := &order{taken: slices.Clone(o.taken), last: c, length: o.length + 1, wrong: o.wrong, before: o}
	next.taken[chain]++
	if !c.fits(o.last.digest) {
		next.wrong++
	}
	return next
}

func (o *order) claims() []claim {
	out := make([]claim, o.length)
	for ; o.length > 0; o = o.before {
		out[o.length-1] = o.last
	}
	return out
}
