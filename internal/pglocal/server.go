package pglocal

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"touchstone/internal/errs"
)

// oldest is the first major version whose features the schema uses.
const oldest = 15

// server is a folder with the programs initdb and postgres of one version.
type server struct {
	bin     string
	version int
}

func (s server) program(name string) string { return filepath.Join(s.bin, name) }
func (s server) major() string              { return strconv.Itoa(s.version) }

// findServer picks the installed server: the cluster's own version if it is there, otherwise PATH, then the highest.
func findServer(data string) (server, error) {
	all := installed()
	if len(all) == 0 {
		return server{}, errs.New(errs.Unavailable, "pglocal.no_server", "oldest", oldest)
	}
	if b, err := os.ReadFile(filepath.Join(data, "PG_VERSION")); err == nil {
		for _, s := range all {
			if s.major() == strings.TrimSpace(string(b)) {
				return s, nil
			}
		}
	}
	return all[0], nil
}

// Tool is the path of another program of the same installation (pg_dump, psql), for the cluster in dir.
func Tool(dir, name string) (string, error) {
	s, err := findServer(filepath.Join(dir, "data"))
	if err != nil {
		return "", err
	}
	return s.program(name), nil
}

// Version is the major version of the server that a new cluster would be made with.
func Version() (string, error) {
	s, err := findServer("")
	return s.major(), err
}

func installed() []server {
	var dirs []string
	if p, err := exec.LookPath("postgres"); err == nil {
		if real, err := filepath.EvalSymlinks(p); err == nil { // the other programs lie beside the file, not the link
			p = real
		}
		dirs = append(dirs, filepath.Dir(p))
	}
	packaged, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is constant: no error possible
	var rest []server
	for _, d := range packaged {
		if s, ok := probe(d); ok {
			rest = append(rest, s)
		}
	}
	slices.SortFunc(rest, func(a, b server) int { return cmp.Compare(b.version, a.version) })
	var all []server
	for _, d := range dirs {
		if s, ok := probe(d); ok {
			all = append(all, s)
		}
	}
	return append(all, rest...)
}

func probe(dir string) (server, bool) {
	if _, err := exec.LookPath(filepath.Join(dir, "initdb")); err != nil {
		return server{}, false
	}
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return server{}, false
	}
	fields := strings.Fields(string(out)) // postgres (PostgreSQL) 15.18 (Debian …)
	if len(fields) < 3 {
		return server{}, false
	}
	digits, _, _ := strings.Cut(fields[2], ".")
	n, err := strconv.Atoi(strings.TrimRight(digits, "abcdefghijklmnopqrstuvwxyz"))
	return server{bin: dir, version: n}, err == nil && n >= oldest
}

// checkLocale stops before initdb where C.UTF-8 is missing: with plain C, Chinese search breaks without an error.
func checkLocale() error {
	out, err := exec.Command("locale", "-a").Output()
	if err != nil {
		return nil // no such program: initdb itself will refuse an unknown locale
	}
	for _, name := range strings.Fields(string(out)) {
		if n := strings.ToLower(name); n == "c.utf8" || n == "c.utf-8" {
			return nil
		}
	}
	return errs.New(errs.Unavailable, "pglocal.no_locale")
}
