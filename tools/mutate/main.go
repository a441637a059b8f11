// Command mutate breaks the program in many small ways, one at a time, and asks the tests which of them they notice.
//
//	mutate [-some N] [-suite NAME] [-dir DIR] [-floor PERCENT]
//
// A suite of suites.csv is a package whose code is broken, or tables whose lines are, and the package whose tests must notice.
// All breaks of a suite are compiled into one test binary, each off until the environment chooses it; a break costs one run of
// the tests that pass it. What no test notices is printed; what changes nothing is named in equivalent.csv with its reason.
package main

import (
	"context"
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

var (
	//go:embed switches.go.txt
	switches string
	//go:embed tables.go.txt
	tables string
)

type suite struct {
	name, breaks, tests string
	tables              []string
	dir                 string
	sources             map[string][]byte
	points              []point
	took                map[string]time.Duration // each test without a break
}

// mutant is a break that can be chosen, and the tests that pass it, the fastest first.
type mutant struct {
	key   string
	env   []string
	tests []string
}

func main() {
	some := flag.Int("some", 0, "try so many of each suite, chosen by their names; 0: all")
	only := flag.String("suite", "", "one suite")
	dir := flag.String("dir", "tools/mutate", "where suites.csv and equivalent.csv are")
	floor := flag.Int("floor", 95, "percent that must be killed")
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
		s := suite{name: row[0], breaks: row[1], tests: row[2], tables: strings.Fields(row[3]), took: map[string]time.Duration{}}
		all, err := s.mutants()
		if err != nil {
			fmt.Fprintf(os.Stderr, "mutate: %s: %v\n", s.name, err)
			os.Exit(2)
		}
		began, before := time.Now(), len(all)
		all = slices.DeleteFunc(all, func(m mutant) bool { return equivalent[m.key] })
		same += before - len(all)
		all = chosen(all, *some)
		k := s.try(all)
		fmt.Printf("%s: %d of %d killed in %s\n", s.name, k, len(all), time.Since(began).Round(time.Second))
		killed, tried = killed+k, tried+len(all)
		_ = os.RemoveAll(s.dir)
	}
	fmt.Printf("%d of %d killed, %d change nothing\n", killed, tried, same)
	if killed*100 < *floor*tried || same*50 > tried || tried == 0 {
		os.Exit(1)
	}
}

func rows(name string) [][]string {
	text, err := os.ReadFile(name)
	all, bad := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err = errors.Join(err, bad); err != nil || len(all) == 0 {
		fmt.Fprintln(os.Stderr, "mutate:", name, err)
		os.Exit(2)
	}
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

// try counts the killed, two at a time.
func (s *suite) try(all []mutant) (killed int) {
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
			if dead {
				killed++
			} else {
				fmt.Println("survived:", m.key)
			}
			<-turns
		})
	}
	wg.Wait()
	return killed
}

func (s *suite) test(limit time.Duration, env []string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(s.dir, "tests"), args...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = s.tests, append(os.Environ(), env...), time.Second
	out, err := cmd.CombinedOutput()
	return string(out), err
}

var atLine = regexp.MustCompile(`(?m)([^\s:/]+\.go):(\d+):`)

// build compiles the tests with every point in; a line that does not compile with its points is left whole.
func (s *suite) build() (err error) {
	if s.dir, err = os.MkdirTemp("", "mutate"); err != nil {
		return err
	}
	names, err := filepath.Glob(filepath.Join(s.breaks, "*.go"))
	s.sources = map[string][]byte{}
	for _, name := range names {
		if left := regexp.MustCompile(`_test\.go$|_templ\.go$|/(http|present|store_read)[^/]*$`); s.breaks == "" || left.MatchString(name) {
			continue // what pages show is looked at by browsers
		}
		src, bad := os.ReadFile(name)
		ps, worse := pointsOf(name, src)
		s.sources[name], s.points, err = src, append(s.points, ps...), errors.Join(err, bad, worse)
	}
	for i := range s.points {
		s.points[i].id = i + 1
	}
	for range 9 {
		replace, bad := s.overlay()
		text, worse := json.Marshal(map[string]any{"Replace": replace})
		overlay := filepath.Join(s.dir, "overlay.json")
		if err = errors.Join(err, bad, worse, os.WriteFile(overlay, text, 0o600)); err != nil {
			return err
		}
		out, failed := exec.Command("go", "test", "-c", "-trimpath", "-vet=off", "-gcflags=-e", "-overlay", overlay, "-o", filepath.Join(s.dir, "tests"), "./"+s.tests).CombinedOutput()
		before := len(s.points)
		for _, at := range atLine.FindAllStringSubmatch(string(out), -1) {
			s.points = slices.DeleteFunc(s.points, func(p point) bool { return filepath.Base(p.file) == at[1] && strconv.Itoa(p.line) == at[2] })
		}
		if failed == nil {
			return nil
		} else if before == len(s.points) {
			return errors.New(string(out))
		}
	}
	return errors.New("does not compile")
}

// mutants builds the suite and runs each test once unbroken: it learns which breaks it passes, and how long it takes.
func (s *suite) mutants() (out []mutant, err error) {
	if err := s.build(); err != nil {
		return nil, err
	}
	list, err := s.test(time.Minute, nil, "-test.list", "^Test")
	passing := map[string][]string{}
	for _, name := range strings.Fields(list) {
		hits, began := filepath.Join(s.dir, name), time.Now()
		if said, bad := s.test(5*time.Minute, []string{"MUTANT_HITS=" + hits}, "-test.run", "^"+name+"$"); bad != nil {
			return nil, fmt.Errorf("%s fails unbroken: %s", name, said)
		}
		s.took[name] = time.Since(began)
		text, _ := os.ReadFile(hits) // none: it passes none
		for _, n := range append(strings.Fields(string(text)), "") {
			passing[n] = append(passing[n], name)
		}
	}
	for _, tests := range passing {
		slices.SortFunc(tests, func(a, b string) int { return int(s.took[a] - s.took[b]) })
	}
	for _, p := range s.points {
		id := strconv.Itoa(p.id)
		out = append(out, mutant{strings.Join([]string{s.name, filepath.Base(p.file), p.how, p.what}, " "), []string{"MUTANT=" + id}, passing[id]})
	}
	for _, file := range s.tables {
		text, bad := os.ReadFile(filepath.Join("policies", file))
		err = errors.Join(err, bad)
		for _, m := range rowsWithout(file, string(text)) {
			out = append(out, mutant{s.name + " " + m.key, m.env, passing[""]})
		}
	}
	return out, err
}
