//go:build unix && !linux

package pglocal

import "syscall"

func attributes(o *owner) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: o.credential(), Setpgid: true}
}

// isPostmaster can only ask whether the number is alive here.
func isPostmaster(pid int, _ string) bool { return syscall.Kill(pid, 0) == nil }
