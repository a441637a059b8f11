package pglocal

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// attributes: an own process group, so that Ctrl-C reaches us and not postgres; and a fast shutdown by the kernel
// when we die without having said goodbye.
func attributes(o *owner) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: o.credential(), Setpgid: true, Pdeathsig: syscall.SIGINT}
}

// isPostmaster tells whether pid is a live process working in that data folder. A dead postmaster that nobody has
// reaped (process 1 of a container may not) still answers kill(pid, 0), and a number may have been given to another.
func isPostmaster(pid int, data string) bool {
	proc := filepath.Join("/proc", strconv.Itoa(pid))
	stat, err := os.ReadFile(filepath.Join(proc, "stat"))
	if err != nil {
		return false
	}
	if i := bytes.LastIndexByte(stat, ')'); i >= 0 && i+2 < len(stat) && stat[i+2] == 'Z' {
		return false
	}
	cwd, err := os.Readlink(filepath.Join(proc, "cwd"))
	if err != nil {
		return os.IsPermission(err) // cannot look: take it for one rather than start a second server
	}
	return sameFile(cwd, data)
}

func sameFile(a, b string) bool {
	sa, errA := os.Stat(a)
	sb, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(sa, sb)
}
