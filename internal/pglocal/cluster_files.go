package pglocal

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"touchstone/internal/errs"
)

// readPidFile reads process id and readiness; id 0 means that there is no usable file.
func readPidFile(name string) (pid int, ready bool) {
	b, err := os.ReadFile(name)
	if err != nil {
		return 0, false
	}
	lines := strings.Split(string(b), "\n")
	pid, err = strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil {
		return 0, false
	}
	return pid, len(lines) >= 8 && strings.TrimSpace(lines[7]) == "ready"
}

func answers(socket string) bool {
	conn, err := net.DialTimeout("unix", socket, time.Second)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}

func lockDir(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "pglocal.unwritable", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(errs.New(errs.Conflict, "pglocal.in_use", "folder", dir), f.Close())
	}
	return f, nil
}

// unlock gives the folder back at once. Closing alone would not: a child that has been forked and has not yet become its
// own program still holds a copy of the descriptor, and with it the lock.
func unlock(f *os.File) error {
	return errors.Join(syscall.Flock(int(f.Fd()), syscall.LOCK_UN), f.Close())
}

func openLog(name string, owner *owner) (*os.File, error) {
	if st, err := os.Stat(name); err == nil && st.Size() > logLimit {
		if err := os.Rename(name, name+".1"); err != nil {
			return nil, errs.Wrap(errs.Internal, "pglocal.unwritable", err)
		}
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "pglocal.unwritable", err)
	}
	return f, owner.own(name)
}

// tail is what postgres said since offset, at most the last 2 KB of it.
func tail(name string, offset int64) string {
	b, err := os.ReadFile(name)
	if err != nil || int64(len(b)) < offset {
		return ""
	}
	b = b[offset:]
	return strings.TrimSpace(string(b[max(0, len(b)-2048):]))
}

// environment passes on what the server programs need and nothing that would change them (PGDATA, PGHOST, LC_ALL).
func environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
