package testkit

import (
	"os"
	"os/exec"
	"strconv"
	"sync"
	"syscall"
)

// Scratch is a folder of this test process that the database user and the browser may enter. It is removed when the
// process is gone, even by kill -9: a small shell holds the other end of a pipe and cleans up when that closes.
var Scratch = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "ts-test")
	if err != nil {
		return "", err
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		return "", err
	}
	r, w, err := os.Pipe()
	if err != nil {
		return "", err
	}
	// After the end of the pipe the server still shuts down: wait for its process, then remove.
	const script = `read x; i=0; while [ $i -lt 200 ]; do p=$(head -n1 "$1/pg/data/postmaster.pid" 2>/dev/null); ` +
		`[ -n "$p" ] && kill -0 "$p" 2>/dev/null || break; sleep 0.1; i=$((i+1)); done; rm -rf "$1"`
	sh := exec.Command("sh", "-c", script, "touchstone-test-"+strconv.Itoa(os.Getpid()), dir)
	sh.Stdin = r
	sh.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // not in the group that a time-out of go test kills
	if err := sh.Start(); err != nil {
		return "", err
	}
	keep(w)
	return dir, r.Close()
})

// keep holds the write end for the life of the process.
func keep(w *os.File) {
	held.Lock()
	defer held.Unlock()
	held.files = append(held.files, w)
}

var held struct {
	sync.Mutex
	files []*os.File
}
