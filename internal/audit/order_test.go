package audit_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"touchstone/internal/audit"
)

// A history in which nothing fits, on several chains, has more orders than anybody tries: the clock decides about the rest, and
// no claim is lost. Seen to fail: the heap was emptied, and a fact of sixty claims had none, so that it was a row made by hand.
func TestInTime_LosesNoClaim(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 5, 12, 1, 0, 0, 0, time.UTC)
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(8, seed))
		shape := [2]int{2 + r.IntN(5), 0}
		shape[1] = 300 / (shape[0] * shape[0])
		var said []audit.Said
		for c := range shape[0] {
			for n := range shape[1] {
				said = append(said, audit.Said{Stream: audit.UnitStream(int64(c)), N: int64(n + 1), At: at.Add(time.Duration(n*60+r.IntN(60)) * time.Second),
					Found: fmt.Sprint(r.IntN(4)), Digest: fmt.Sprint(r.IntN(4))})
			}
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		out := audit.InTime(said, "now")
		runtime.ReadMemStats(&after)
		if len(out) != len(said) {
			t.Errorf("%d %v: %d of %d claims", seed, shape, len(out), len(said))
		}
		last := map[audit.Stream]int64{}
		for _, s := range out {
			if s.N != last[s.Stream]+1 {
				t.Errorf("%d %v: %s %d follows %d", seed, shape, s.Stream, s.N, last[s.Stream])
			}
			last[s.Stream] = s.N
		}
		if spent := after.TotalAlloc - before.TotalAlloc; spent > 400<<20 {
			t.Errorf("%d %v: %d MB", seed, shape, spent>>20)
		}
	}
}

// Where nothing fits, the rest of a history that has too many orders goes by the clock; what fits goes on before what is earlier.
func TestInTime_TheRestGoesByWhatFitsAndByTheClock(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 5, 12, 1, 0, 0, 0, time.UTC)
	var said []audit.Said
	for c := range 6 {
		for n := range 9 {
			said = append(said, audit.Said{Stream: audit.UnitStream(int64(c)), N: int64(n + 1), At: at.Add(time.Duration(n*60+(c*7+n*5)%11) * time.Second),
				Found: fmt.Sprint("nothing", c, n), Digest: fmt.Sprint(c, n)})
		}
		said[len(said)-1].Found = fmt.Sprint(c, 7) // the last of a chain goes on from the one before
		if c == 3 {
			said[len(said)-2].Found = "" // what tells nothing of what it found fits anywhere
		}
	}
	out := audit.InTime(said, "now")
	next := map[audit.Stream]int64{}
	for i, o := range out {
		for _, s := range said {
			if i < 40 || s.N != next[s.Stream]+1 { // what was tried before it was given up is the beginning
				continue
			}
			fits, went := s.Found == "" || s.Found == out[i-1].Digest, o.Found == "" || o.Found == out[i-1].Digest
			if fits && !went || fits == went && s.At.Before(o.At) {
				t.Errorf("%d: %+v and not %+v follows %+v", i, o, s, out[i-1])
			}
		}
		next[o.Stream] = o.N
	}
}
