// Command mutate breaks the program in many small ways, one at a time, and prints those that no test of their suite (suites.csv) notices. All
// breaks are compiled into one binary of each package, off until the environment chooses one; equivalent.csv names what changes nothing.
package main

import (
	"cmp"
	"context"
	"embed"
	"encoding/csv"
	"flag"
	"fmt"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"touchstone/internal/testkit"
)

//go:embed *.txt
var parts embed.FS

var left = regexp.MustCompile(`_test\.go$|_templ\.go$|/(http|present|store_read)[^/]*$`) // what pages show is looked at by browsers

// suite is a copy of the program that has all the breaks, and the packages whose tests must notice.
type suite struct {
	dir             string
	packages, flags []string
	mutants         []mutant
	tests           []*test
}

// mutant is a break, and how it is chosen.
type mutant struct {
	key      string
	env      []string
	survived bool
}

// test is one test, which breaks it passes, what it takes without one, and how many of those that it was asked about it noticed.
type test struct {
	pkg, name, passes string
	took              time.Duration
	asked, noticed    atomic.Int64
}

func main() {
	some, only := flag.Int("some", 0, "try so many in all, up to 100 in the quick suites alone; 0: every one"), flag.String("suite", "", "one suite")
	flag.Parse()
	if killed, tried, same := trial(*some, *only); killed*100 < 95*tried || *some+len(*only) == 0 && same*100 > 2*tried {
		os.Exit(1)
	}
}

// trial breaks what the suites say, and tells how much of it was noticed.
func trial(some int, only string) (killed, tried, same int) {
	must("", os.Setenv(testkit.HeldServer, must(testkit.Hold())))
	few, equal := some > 0 && some <= 100, table("tools/mutate/equivalent.csv")[1:]
	suites := slices.DeleteFunc(table("tools/mutate/suites.csv")[1:], func(r []string) bool { return only != "" && r[0] != only || few && r[5] == "-" })
	for _, r := range suites {
		began, flags := time.Now(), r[4]+map[bool]string{true: " " + r[5]}[few]
		s := plant(strings.Fields(r[1]), strings.Fields(r[2]), strings.Fields(r[3]), strings.Fields(flags))
		s.choose((some+len(suites)-1)/len(suites), equal)
		s.learn()
		each(s.mutants, s.try)
		must("", os.RemoveAll(s.dir))
		dead := slices.DeleteFunc(slices.Clone(s.mutants), func(m mutant) bool { return m.survived })
		fmt.Printf("%s: %d of %d killed in %s\n", r[0], len(dead), len(s.mutants), time.Since(began).Round(time.Second))
		killed, tried = killed+len(dead), tried+len(s.mutants)
	}
	fmt.Printf("%d of %d killed, %d change nothing\n", killed, tried, len(equal))
	return killed, tried, len(equal)
}

// plant makes the copy, and compiles the tests in it.
func plant(breaks, packages, policies, flags []string) *suite {
	s := &suite{dir: must(os.MkdirTemp("", "mutate")), packages: packages, flags: flags}
	must(exec.Command("cp", "-r", "go.mod", "go.sum", "cmd", "internal", "migrations", "policies", "static", "tools", "views", s.dir).CombinedOutput())
	for _, pattern := range breaks {
		for _, name := range slices.DeleteFunc(must(filepath.Glob(pattern)), left.MatchString) {
			text, keys := broken(name, must(os.ReadFile(name)), len(s.mutants))
			pkg := filepath.Base(filepath.Dir(name))
			s.write(name, text)
			s.write(filepath.Dir(name)+"/mutant_switches.go", slices.Concat([]byte("package "+pkg+"\n"), must(parts.ReadFile("switches.go.txt"))))
			for _, key := range keys {
				s.mutants = append(s.mutants, mutant{key: pkg + " " + filepath.Base(name) + " " + key, env: []string{fmt.Sprintf("MUTANT=%d", len(s.mutants))}})
			}
		}
	}
	for _, name := range policies {
		s.mutants = append(s.mutants, without(name, table("policies/"+name))...)
	}
	s.write("policies/policies.go", must(parts.ReadFile("tables.go.txt")))
	must(exec.Command("go", append([]string{"test", "-C", s.dir, "-c", "-trimpath", "-vet=off", "-o", "."}, packages...)...).CombinedOutput())
	return s
}

func (s *suite) write(name string, text []byte) {
	must("", os.WriteFile(filepath.Join(s.dir, name), text, 0o600))
}

// choose leaves out what changes nothing, and takes the same ones each time, spread over the files by a sum of their names.
func (s *suite) choose(some int, same [][]string) {
	sum := func(m mutant) uint32 { return crc32.ChecksumIEEE([]byte(m.key)) }
	slices.SortStableFunc(s.mutants, func(a, b mutant) int { return cmp.Compare(sum(a), sum(b)) })
	s.mutants = slices.DeleteFunc(s.mutants, func(m mutant) bool { return slices.ContainsFunc(same, func(r []string) bool { return r[0] == m.key }) })
	s.mutants = s.mutants[:min(cmp.Or(some, len(s.mutants)), len(s.mutants))]
}

// learn runs each test once unbroken.
func (s *suite) learn() {
	for _, pkg := range s.packages {
		for _, name := range strings.Fields(string(must(s.run(time.Minute, pkg, nil, "-test.list", "^Test")))) {
			s.tests = append(s.tests, &test{pkg: pkg, name: name})
		}
	}
	each(s.tests, func(at **test) {
		x, hits, began := *at, filepath.Join(s.dir, (*at).name), time.Now()
		must(s.run(5*time.Minute, x.pkg, []string{"MUTANT_HITS=" + hits}, "-test.run", "^"+x.name+"$"))
		text, _ := os.ReadFile(hits) // none: it passes none
		x.took, x.passes = time.Since(began), string(text)
	})
}

// price is what a test is likely to take until it notices something.
func (x *test) price() int64 { return int64(x.took) * (x.asked.Load() + 1) / (x.noticed.Load() + 1) }

// try runs the tests that pass a break, the cheapest first, until one notices or does not end.
func (s *suite) try(m *mutant) {
	pass := slices.DeleteFunc(slices.Clone(s.tests), func(x *test) bool { return !strings.Contains(x.passes, m.env[0]+"\n") })
	slices.SortFunc(pass, func(a, b *test) int { return cmp.Compare(a.price(), b.price()) })
	for _, x := range pass {
		x.asked.Add(1)
		if _, err := s.run(10*time.Second+5*x.took, x.pkg, m.env, "-test.failfast", "-test.run", "^"+x.name+"$"); err != nil {
			x.noticed.Add(1)
			return
		}
	}
	m.survived = true
	fmt.Println("survived:", m.key)
}

func (s *suite) run(limit time.Duration, pkg string, env []string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(s.dir, filepath.Base(pkg)+".test"), append(args, s.flags...)...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = filepath.Join(s.dir, pkg), append(os.Environ(), env...), time.Second
	return cmd.CombinedOutput()
}

// table reads rows; scopes stand one a line, beside remarks.
func table(name string) [][]string {
	r := csv.NewReader(strings.NewReader(string(must(os.ReadFile(name)))))
	if filepath.Ext(name) == ".sql" {
		r.Comma, r.Comment, r.LazyQuotes = '\t', '-', true
		return append([][]string{{"scope"}}, must(r.ReadAll())...)
	}
	return must(r.ReadAll())
}

// each does something with all, two at a time.
func each[T any](all []T, do func(*T)) {
	var g errgroup.Group
	g.SetLimit(2)
	for i := range all {
		g.Go(func() error { do(&all[i]); return nil })
	}
	_ = g.Wait() // nothing fails
}

// must ends the program with what went wrong: nothing can be said of the tests then.
func must[T any](x T, err error) T {
	if err != nil {
		panic(fmt.Sprintf("mutate: %s %v", any(x), err))
	}
	return x
}
