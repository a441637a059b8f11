package pglocal

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"touchstone/internal/errs"
)

// joinLimit is how long Join waits for a program that is just starting or stopping the cluster.
const joinLimit = 30 * time.Second

// Join opens a cluster that is there and makes none: one that runs is used beside the program that runs it, one that does
// not is started until Stop. It is for commands that read.
func Join(ctx context.Context, o Options) (*Cluster, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	owner, err := ownerOf()
	if err != nil {
		return nil, err
	}
	dir, err := locate(o.Dir, owner)
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, log: o.Log, done: make(chan struct{})}
	if err := c.mustExist(o.Dir); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, joinLimit)
	defer cancel()
	tick := time.NewTicker(pollingStep)
	defer tick.Stop()
	for {
		if pid, ready := readPidFile(c.pidFile()); ready && isPostmaster(pid, c.data()) && answers(c.socket()) {
			return c, nil
		}
		lock, err := lockDir(dir)
		if err == nil {
			c.lock = lock
			if err := c.open(ctx, o, owner); err != nil {
				return nil, errors.Join(err, unlock(lock))
			}
			return c, nil
		}
		if !errs.Is(err, errs.Conflict) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-tick.C:
		}
	}
}

// mustExist refuses a folder that holds no cluster of ours, by the name under which it was asked for.
func (c *Cluster) mustExist(asked string) error {
	b, err := os.ReadFile(filepath.Join(c.data(), "PG_VERSION"))
	switch {
	case errors.Is(err, os.ErrNotExist):
		return errs.New(errs.NotFound, "pglocal.none", "folder", asked)
	case err != nil:
		return errs.Wrap(errs.Internal, "pglocal.unreadable", err)
	}
	if _, err := os.Stat(filepath.Join(c.data(), markerName)); err != nil || strings.TrimSpace(string(b)) == "" {
		return errs.New(errs.Conflict, "pglocal.foreign", "folder", c.data())
	}
	return nil
}

// joined tells that somebody else runs the cluster.
func (c *Cluster) joined() bool { return c.cmd == nil }
