package pglocal

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"

	"touchstone/internal/errs"
)

// away is where root keeps the cluster when the wished folder lies inside one that only root may enter.
const away = "/var/lib/touchstone"

// owner is the user that postgres runs as: ourselves, or for root (whom postgres refuses) a user without power.
type owner struct {
	uid, gid int
	drop     bool // set the credential
	nameless bool // the uid has no passwd entry
}

func ownerOf() (*owner, error) {
	if os.Geteuid() != 0 {
		_, err := user.LookupId(strconv.Itoa(os.Geteuid()))
		return &owner{uid: os.Geteuid(), gid: os.Getegid(), nameless: err != nil}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errU := strconv.Atoi(u.Uid)
		gid, errG := strconv.Atoi(u.Gid)
		if err := errors.Join(errU, errG); err != nil {
			return nil, errs.Wrap(errs.Internal, "pglocal.no_user", err)
		}
		return &owner{uid: uid, gid: gid, drop: true}, nil
	}
	return nil, errs.New(errs.Unavailable, "pglocal.no_user")
}

func (o *owner) credential() *syscall.Credential {
	if !o.drop {
		return nil
	}
	return &syscall.Credential{Uid: uint32(o.uid), Gid: uint32(o.gid), Groups: []uint32{}}
}

func (o *owner) own(name string) error {
	if !o.drop {
		return nil
	}
	if err := os.Lchown(name, o.uid, o.gid); err != nil {
		return errs.Wrap(errs.Internal, "pglocal.unwritable", err)
	}
	return nil
}

// makeDir makes a folder that only the database user may enter.
func (o *owner) makeDir(name string) error {
	if err := os.MkdirAll(name, 0o700); err != nil {
		return errs.Wrap(errs.Internal, "pglocal.unwritable", err)
	}
	if err := os.Chmod(name, 0o700); err != nil {
		return errs.Wrap(errs.Internal, "pglocal.unwritable", err)
	}
	return o.own(name)
}

// initdbEnv gives initdb a name for a uid that has none, as in containers; postgres itself does not ask.
func (o *owner) initdbEnv(dir string) []string {
	if !o.nameless {
		return nil
	}
	libs, _ := filepath.Glob("/usr/lib/*/libnss_wrapper.so") // constant pattern
	if len(libs) == 0 {
		return nil
	}
	passwd, group := filepath.Join(dir, "passwd"), filepath.Join(dir, "group")
	err := errors.Join(
		os.WriteFile(passwd, fmt.Appendf(nil, "touchstone:x:%d:%d::/:/bin/false\n", o.uid, o.gid), 0o600),
		os.WriteFile(group, fmt.Appendf(nil, "touchstone:x:%d:\n", o.gid), 0o600))
	if err != nil {
		return nil // initdb will say what it misses
	}
	return []string{"LD_PRELOAD=" + libs[0], "NSS_WRAPPER_PASSWD=" + passwd, "NSS_WRAPPER_GROUP=" + group}
}

// locate is where the cluster of a folder lies: another one for root where the database user could not reach the folder.
func locate(dir string, o *owner) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", errs.Wrap(errs.Internal, "pglocal.unwritable", err)
	}
	if o.drop {
		if closed := closedParent(dir, o); closed != "" {
			sum := sha256.Sum256([]byte(dir))
			dir = filepath.Join(away, hex.EncodeToString(sum[:6]))
		}
	}
	if n := len(filepath.Join(dir, "run", socketName)); n > maxSocket {
		return "", errs.New(errs.Unavailable, "pglocal.path_long", "folder", dir, "over", n-maxSocket)
	}
	return dir, nil
}

// place makes the folder.
func place(dir string, o *owner) (string, error) {
	dir, err := locate(dir, o)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o711); err != nil {
		return "", errs.Wrap(errs.Internal, "pglocal.unwritable", err)
	}
	if o.drop { // an existing folder may be 0700; passing through is all that is given away
		if err := os.Chmod(dir, 0o711); err != nil {
			return "", errs.Wrap(errs.Internal, "pglocal.unwritable", err)
		}
	}
	return dir, nil
}

// closedParent is the first existing folder above dir that the user cannot pass through.
func closedParent(dir string, o *owner) string {
	for p := filepath.Dir(dir); ; p = filepath.Dir(p) {
		if st, err := os.Stat(p); err == nil && !passable(st, o) {
			return p
		}
		if p == filepath.Dir(p) {
			return ""
		}
	}
}

func passable(st os.FileInfo, o *owner) bool {
	sys, ok := st.Sys().(*syscall.Stat_t)
	if !ok {
		return true
	}
	switch mode := st.Mode().Perm(); {
	case int(sys.Uid) == o.uid:
		return mode&0o100 != 0
	case int(sys.Gid) == o.gid:
		return mode&0o010 != 0
	default:
		return mode&0o001 != 0
	}
}
