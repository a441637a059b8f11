// Command mutate breaks the program in many small ways, one at a time, and asks the tests which of them they notice.
//
//	mutate [-some N] [-suite NAME] [-dir DIR]
//
// A suite of suites.csv is a package whose code is broken, or tables whose lines are, and the package whose tests must notice.
// All breaks of a suite are compiled into one test binary, each off until the environment chooses it; a break costs one run of
// the tests that pass it. What no test notices is printed; what changes nothing is named in equivalent.csv with its reason.
package main

import (
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"hash/crc32"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	mustDie = 95 // percent of the mutants
	mayBe   = 2  // percent that change nothing
)

// mutant is a break that can be chosen, and the tests that pass it, the fastest first.
type mutant struct {
	key        string
	env, tests []string
}

func main() {
	some := flag.Int("some", 0, "try so many of each suite, chosen by their names; 0: all")
	only := flag.String("suite", "", "one suite")
	dir := flag.String("dir", "tools/mutate", "where suites.csv and equivalent.csv are")
	flag.Parse()
	equivalent := map[string]bool{}
	for _, row := range rows(*dir + "/equivalent.csv") {
		equivalent[row[0]] = true
	}
	var killed, tried, same int
	for _, row := range rows(*dir + "/suites.csv") {
		if *only != "" && *only != row[0] {
			continue
		}
		s := suite{name: row[0], breaks: row[1], tests: row[2], tables: strings.Fields(row[3]), took: map[string]time.Duration{}, sources: map[string][]byte{}}
		all, err := s.mutants()
		stop(s.name, err)
		began, before := time.Now(), len(all)
		all = slices.DeleteFunc(all, func(m mutant) bool { return equivalent[m.key] })
		same += before - len(all)
		all = chosen(all, *some)
		alive := s.survivors(all)
		k := len(all) - len(alive)
		fmt.Printf("%s%s: %d of %d killed in %s\n", strings.Join(alive, ""), s.name, k, len(all), time.Since(began).Round(time.Second))
		killed, tried = killed+k, tried+len(all)
		_ = os.RemoveAll(s.dir)
	}
	fmt.Printf("%d of %d killed, %d change nothing\n", killed, tried, same)
	if killed*100 < mustDie*tried || same*100 > mayBe*tried || tried == 0 {
		os.Exit(1)
	}
}

func stop(what string, err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "mutate: %s: %v\n", what, err)
		os.Exit(2)
	}
}

func rows(name string) [][]string {
	text, err := os.ReadFile(name)
	all, bad := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	stop(name, errors.Join(err, bad))
	return all[1:]
}

// chosen takes the same ones each time, spread over the files by a sum of their names.
func chosen(all []mutant, some int) []mutant {
	sum := func(m mutant) int { return int(crc32.ChecksumIEEE([]byte(m.key))) }
	slices.SortFunc(all, func(a, b mutant) int { return sum(a) - sum(b) })
	if some > 0 && len(all) > some {
		return all[:some]
	}
	return all
}

// survivors tries each mutant, two at a time, and names those that no test notices.
func (s *suite) survivors(all []mutant) (alive []string) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	turns := make(chan struct{}, 2)
	for _, m := range all {
		turns <- struct{}{}
		wg.Go(func() {
			dead := slices.ContainsFunc(m.tests, func(name string) bool {
				_, err := s.test(3*s.took[name]+5*time.Second, m.env, "-test.failfast", "-test.run", "^"+name+"$")
				return err != nil // or it does not end
			})
			mu.Lock()
			defer mu.Unlock()
			if !dead {
				alive = append(alive, "survived: "+m.key+"\n")
			}
			<-turns
		})
	}
	wg.Wait()
	slices.Sort(alive)
	return alive
}
