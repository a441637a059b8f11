package main

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	//go:embed switches.go.txt
	switches string
	//go:embed tables.go.txt
	tables string

	atLine = regexp.MustCompile(`(?m)([^\s:/]+\.go):(\d+):`)
	// What pages show is looked at by browsers.
	left = regexp.MustCompile(`_test\.go$|_templ\.go$|/(http|present|store_read)[^/]*$`)
)

type suite struct {
	name, breaks, tests, dir string
	tables                   []string
	sources                  map[string][]byte
	points                   []point
	took                     map[string]time.Duration // each test without a break
}

func (s *suite) test(limit time.Duration, env []string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(s.dir, "tests"), args...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = s.tests, append(os.Environ(), env...), time.Second
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// build compiles the tests with every point in; a line that does not compile with its points is left whole.
func (s *suite) build() (err error) {
	if s.dir, err = os.MkdirTemp("", "mutate"); err != nil {
		return err
	}
	names, err := filepath.Glob(filepath.Join(s.breaks, "*.go"))
	for _, name := range names {
		if s.breaks != "" && !left.MatchString(name) {
			src, bad := os.ReadFile(name)
			ps, worse := pointsOf(name, src)
			s.sources[name], s.points, err = src, append(s.points, ps...), errors.Join(err, bad, worse)
		}
	}
	for i := range s.points {
		s.points[i].id = i + 1
	}
	for err == nil {
		overlay, bad := s.overlay()
		out, failed := exec.Command("go", "test", "-c", "-vet=off", "-gcflags=-e", "-overlay", overlay, "-o", filepath.Join(s.dir, "tests"), "./"+s.tests).CombinedOutput()
		if failed == nil {
			return bad
		}
		before := len(s.points)
		for _, at := range atLine.FindAllStringSubmatch(string(out), -1) {
			s.points = slices.DeleteFunc(s.points, func(p point) bool { return filepath.Base(p.file) == at[1] && strconv.Itoa(p.line) == at[2] })
		}
		if before == len(s.points) {
			return errors.New(string(out))
		}
	}
	return err
}

// overlay writes the broken files of a suite and says what they stand for, as go test takes it.
func (s *suite) overlay() (string, error) {
	replace, files := map[string]string{}, map[string][]byte{}
	for name, src := range s.sources {
		files[name] = broken(src, slices.DeleteFunc(slices.Clone(s.points), func(p point) bool { return p.file != name }))
	}
	if s.breaks != "" {
		files[s.breaks+"/mutant_switches.go"] = []byte(strings.Replace(switches, "PACKAGE", filepath.Base(s.breaks), 1))
	}
	if len(s.tables) > 0 {
		files["policies/policies.go"] = []byte(tables)
	}
	var err error
	for name, text := range files {
		path, bad := filepath.Abs(name)
		replace[path] = filepath.Join(s.dir, strconv.Itoa(len(replace))+".go")
		err = cmp.Or(err, bad, os.WriteFile(replace[path], text, 0o600))
	}
	text, bad := json.Marshal(map[string]any{"Replace": replace})
	name := filepath.Join(s.dir, "overlay.json")
	return name, cmp.Or(err, bad, os.WriteFile(name, text, 0o600))
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
		slices.SortFunc(tests, func(a, b string) int { return cmp.Compare(s.took[a], s.took[b]) })
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
