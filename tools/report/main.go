// Command report reads the events of "go test -json" and says what a person wants to know of them.
//
//	report test            failures in full, one line a package, and the closing line "N passed, N failed"
//	report bench FILE      the benchmarks with their ratios; FILE receives them as JSON
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
)

type event struct {
	Action, Package, Test, Output, ImportPath string
	Elapsed                                   float64
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: report test | report bench FILE")
		os.Exit(2)
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 64<<20)
	var ok bool
	switch {
	case os.Args[1] == "test":
		ok = tests(in)
	case os.Args[1] == "bench" && len(os.Args) == 3:
		ok = benchmarks(in, os.Args[2])
	}
	if !ok {
		os.Exit(1)
	}
}

func tests(in *bufio.Scanner) bool {
	var passed, failed, skipped int
	said := map[string][]string{} // what a test printed, until it is known how it ended
	broken := map[string]int{}    // failed tests by package
	var skips []string
	var took []event
	for in.Scan() {
		var e event
		if json.Unmarshal(in.Bytes(), &e) != nil {
			fmt.Println(in.Text())
			continue
		}
		id := e.Package + " " + e.Test
		switch e.Action {
		case "build-output":
			fmt.Print(e.Output)
		case "output":
			said[id] = append(said[id], e.Output)
		case "pass":
			if e.Test == "" {
				fmt.Printf("ok    %-50s %6.1fs\n", e.Package, e.Elapsed)
			} else {
				passed++
				took = append(took, e)
			}
			delete(said, id)
		case "skip":
			if e.Test != "" {
				skipped++
				skips = append(skips, id+"\n"+strings.Join(said[id], ""))
			}
			delete(said, id)
		case "fail":
			if e.Test == "" {
				if broken[e.Package] == 0 { // did not build, timed out or died outside a test
					failed++
				}
				fmt.Printf("FAIL  %-50s %6.1fs\n%s", e.Package, e.Elapsed, strings.Join(said[id], ""))
			} else {
				failed++
				broken[e.Package]++
				fmt.Printf("FAIL  %s\n%s", id, strings.Join(said[id], ""))
			}
			delete(said, id)
		}
	}
	for id, lines := range said { // never ended: the process died
		if strings.HasSuffix(id, " ") {
			continue
		}
		fmt.Printf("UNFINISHED  %s\n%s", id, strings.Join(lines, ""))
	}
	for _, s := range skips {
		fmt.Print("skipped ", s)
	}
	slowest(took)
	fmt.Printf("%d passed, %d failed", passed, failed)
	if skipped > 0 {
		fmt.Printf(", %d skipped", skipped)
	}
	fmt.Println()
	return failed == 0 && passed > 0 && in.Err() == nil
}

// slowest names the tests that took longest, waiting for others beside them counted in. Parts of a test are not told apart.
func slowest(took []event) {
	const named = 20
	took = slices.DeleteFunc(took, func(e event) bool { return strings.Contains(e.Test, "/") })
	slices.SortFunc(took, func(a, b event) int { return cmp.Compare(b.Elapsed, a.Elapsed) })
	for _, e := range took[:min(named, len(took))] {
		fmt.Printf("slow  %6.1fs  %s %s\n", e.Elapsed, e.Package, e.Test)
	}
}

// measure is one line of bench.json. A benchmark reports "ours", "baseline" and "ratio" by ReportMetric, and, where
// something was promised of the ratio, "goal_max" or "goal_min". A goal that is missed is said and breaks nothing.
type measure struct {
	Name     string  `json:"name"`
	Ratio    float64 `json:"ratio"`
	Ours     float64 `json:"ours"`
	Baseline float64 `json:"baseline"`
	Unit     string  `json:"unit"`
	N        int     `json:"n"`
	Goal     float64 `json:"goal,omitempty"`
	Bound    string  `json:"bound,omitempty"` // max or min
	Met      *bool   `json:"met,omitempty"`   // nil: no goal
}

// judge compares the ratio with the goal.
func (m *measure) judge() {
	if m.Bound != "" {
		met := m.Bound == "max" && m.Ratio <= m.Goal || m.Bound == "min" && m.Ratio >= m.Goal
		m.Met = &met
	}
}

func (m *measure) String() string {
	verdict := "no goal"
	if m.Met != nil {
		verdict = fmt.Sprintf("%s %.2f %s", map[string]string{"max": "<=", "min": ">="}[m.Bound], m.Goal, map[bool]string{true: "met", false: "NOT MET"}[*m.Met])
	}
	return fmt.Sprintf("%-76s ratio %7.3f  %-16s  ours %11.3f  baseline %11.3f %s", m.Name, m.Ratio, verdict, m.Ours, m.Baseline, m.Unit)
}

func benchmarks(in *bufio.Scanner, file string) bool {
	ok, text := true, map[string]string{}
	all := []measure{}
	for in.Scan() {
		var e event
		if json.Unmarshal(in.Bytes(), &e) != nil {
			continue
		}
		switch e.Action {
		case "build-output":
			fmt.Print(e.Output)
		case "fail":
			ok = false
			fmt.Println("FAIL", e.Package, e.Test)
		case "output":
			text[e.Package] += e.Output
		}
	}
	met, goals := 0, 0
	for _, pkg := range slices.Sorted(maps.Keys(text)) {
		for line := range strings.Lines(text[pkg]) {
			m, found := parse(pkg, strings.Fields(line))
			if !found {
				continue
			}
			all = append(all, m)
			fmt.Println(m.String())
			if m.Met != nil {
				goals++
				met += map[bool]int{true: 1}[*m.Met]
			}
		}
	}
	fmt.Printf("%d of %d goals met\n", met, goals)
	b, err := json.MarshalIndent(all, "", "  ")
	if err == nil {
		err = os.WriteFile(file, append(b, '\n'), 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return ok && err == nil
}

// parse reads "BenchmarkX-2  10  1234 ns/op  0.61 ratio  770 ours_MB/s  1260 baseline_MB/s  0.6 goal_min".
func parse(pkg string, f []string) (measure, bool) {
	for len(f) > 0 && !strings.HasPrefix(f[0], "Benchmark") {
		f = f[1:]
	}
	if len(f) < 4 {
		return measure{}, false
	}
	n, err := strconv.Atoi(f[1])
	if err != nil {
		return measure{}, false
	}
	m, found := measure{Name: pkg + "." + f[0], N: n}, false
	for i := 2; i+1 < len(f); i += 2 {
		v, err := strconv.ParseFloat(f[i], 64)
		if err != nil {
			return measure{}, false
		}
		what, unit, _ := strings.Cut(f[i+1], "_")
		switch what {
		case "ratio":
			m.Ratio, found = v, true
		case "ours":
			m.Ours, m.Unit = v, unit
		case "baseline":
			m.Baseline = v
		case "goal":
			m.Goal, m.Bound = v, unit
		}
	}
	m.judge()
	return m, found
}
