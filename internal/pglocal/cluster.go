package pglocal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"touchstone/internal/errs"
)

// Superuser is the role that initdb makes. It starts, creates roles and migrates; no pool serves requests with it.
const Superuser = "ts_super"

const (
	socketName  = ".s.PGSQL.5432"
	markerName  = "touchstone.cluster"
	markerText  = "touchstone cluster 1\n"
	maxSocket   = 90 // the kernel allows 107 bytes; stop early, with a sentence
	logLimit    = 16 << 20
	fastStop    = 20 * time.Second
	quickStop   = 5 * time.Second
	startLimit  = 5 * time.Minute // crash recovery of a large cluster takes minutes, a healthy start 50 ms
	pollingStep = 5 * time.Millisecond
)

// Options says where a cluster lives and how it runs.
type Options struct {
	Dir      string            // holds data, run and postgres.log; made when missing
	Settings map[string]string // further postgres settings, name to value
	NoSync   bool              // tests only: initdb without fsync and checksums
	Log      *slog.Logger      // nil: silent
}

// Cluster is one running postgres.
type Cluster struct {
	dir  string // after relocation
	lock *os.File
	cmd  *exec.Cmd
	log  *slog.Logger

	stop sync.Once
	done chan struct{}
	err  error // why postgres ended; read only after done is closed
}

// Start makes the cluster if the folder has none, starts it and returns when it answers.
// Only one program at a time may have a folder; a crash of either side is recovered from.
func Start(ctx context.Context, o Options) (*Cluster, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	owner, err := ownerOf()
	if err != nil {
		return nil, err
	}
	dir, err := place(o.Dir, owner)
	if err != nil {
		return nil, err
	}
	if dir != o.Dir {
		o.Log.Info("the database folder is closed to the database user; the cluster lives elsewhere", "folder", dir)
	}
	lock, err := lockDir(dir)
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, lock: lock, log: o.Log, done: make(chan struct{})}
	if err := c.open(ctx, o, owner); err != nil {
		return nil, errors.Join(err, unlock(lock))
	}
	return c, nil
}

func (c *Cluster) open(ctx context.Context, o Options, owner *owner) error {
	bin, err := findServer(c.data())
	if err != nil {
		return err
	}
	if err := c.initialise(ctx, o, owner, bin); err != nil {
		return err
	}
	if err := c.clearOrphan(ctx); err != nil {
		return err
	}
	if err := owner.makeDir(c.run()); err != nil {
		return err
	}
	return c.launch(ctx, o, owner, bin)
}

func (c *Cluster) data() string    { return filepath.Join(c.dir, "data") }
func (c *Cluster) run() string     { return filepath.Join(c.dir, "run") }
func (c *Cluster) logFile() string { return filepath.Join(c.dir, "postgres.log") }
func (c *Cluster) socket() string  { return filepath.Join(c.run(), socketName) }
func (c *Cluster) pidFile() string { return filepath.Join(c.data(), "postmaster.pid") }

// DSN is the connection string of a database, without a user: the caller names the role that logs in.
func (c *Cluster) DSN(database string) string {
	quote := strings.NewReplacer(`\`, `\\`, `'`, `\'`)
	return fmt.Sprintf("host='%s' dbname='%s' sslmode=disable", quote.Replace(c.run()), quote.Replace(database))
}

// Dir is the folder in use. It differs from Options.Dir only when that one is closed to the database user.
func (c *Cluster) Dir() string { return c.dir }

// PID is the process id of the postmaster.
func (c *Cluster) PID() int { return c.cmd.Process.Pid }

// Done is closed when postgres has ended, asked or not.
func (c *Cluster) Done() <-chan struct{} { return c.done }

// Err says why postgres ended; nil after a clean stop. Valid once Done is closed.
func (c *Cluster) Err() error { return c.err }

// Stop shuts the cluster down: fast, then at once, then by force. It may be called more than once. A cluster that was
// joined while it ran goes on.
func (c *Cluster) Stop() error {
	if c.joined() {
		return nil
	}
	c.stop.Do(func() {
		for _, step := range []struct {
			signal os.Signal
			wait   time.Duration
		}{{syscall.SIGINT, fastStop}, {syscall.SIGQUIT, quickStop}, {syscall.SIGKILL, quickStop}} {
			_ = c.cmd.Process.Signal(step.signal) // it may have ended already
			if waitFor(c.done, step.wait) {
				return
			}
			c.log.Warn("postgres did not stop", "signal", step.signal.String())
		}
	})
	<-c.done
	return c.err
}

func waitFor(done <-chan struct{}, limit time.Duration) bool {
	t := time.NewTimer(limit)
	defer t.Stop()
	select {
	case <-done:
		return true
	case <-t.C:
		return false
	}
}

// initialise runs initdb into a folder beside the final one and renames it, so that a half-made cluster is never
// taken for a cluster; and it refuses clusters that are not ours or not of this server's version.
func (c *Cluster) initialise(ctx context.Context, o Options, owner *owner, bin server) error {
	have, err := os.ReadFile(filepath.Join(c.data(), "PG_VERSION"))
	switch {
	case err == nil:
		return c.checkOwn(strings.TrimSpace(string(have)), bin)
	case !os.IsNotExist(err):
		return errs.Wrap(errs.Internal, "pglocal.unreadable", err)
	}
	if names, err := os.ReadDir(c.data()); err == nil && len(names) > 0 {
		return errs.New(errs.Conflict, "pglocal.foreign", "folder", c.data())
	}
	if err := checkLocale(); err != nil {
		return err
	}
	return c.initdb(ctx, o, owner, bin)
}

func (c *Cluster) initdb(ctx context.Context, o Options, owner *owner, bin server) error {
	fresh := filepath.Join(c.dir, "data.new")
	if err := os.RemoveAll(fresh); err != nil {
		return errs.Wrap(errs.Internal, "pglocal.unwritable", err)
	}
	if err := owner.makeDir(fresh); err != nil {
		return err
	}
	args := []string{"-D", fresh, "-U", Superuser, "--auth=trust", "--encoding=UTF8",
		"--lc-collate=C", "--lc-ctype=C.UTF-8", "--lc-messages=C", "--no-instructions"}
	if o.NoSync {
		args = append(args, "--no-sync")
	} else {
		args = append(args, "--data-checksums")
	}
	cmd := exec.CommandContext(ctx, bin.program("initdb"), args...)
	cmd.Dir = c.dir
	cmd.Env = append(environment(), owner.initdbEnv(c.dir)...)
	cmd.SysProcAttr = attributes(owner)
	if out, err := onOneThread(cmd.CombinedOutput); err != nil {
		return errs.Wrap(errs.Internal, "pglocal.initdb", fmt.Errorf("%w: %s", err, bytes.TrimSpace(out)))
	}
	if err := os.WriteFile(filepath.Join(fresh, markerName), []byte(markerText), 0o400); err != nil {
		return errs.Wrap(errs.Internal, "pglocal.unwritable", err)
	}
	if err := owner.own(filepath.Join(fresh, markerName)); err != nil {
		return err
	}
	if err := os.RemoveAll(c.data()); err != nil { // at most an empty folder
		return errs.Wrap(errs.Internal, "pglocal.unwritable", err)
	}
	if err := os.Rename(fresh, c.data()); err != nil {
		return errs.Wrap(errs.Internal, "pglocal.unwritable", err)
	}
	return nil
}

// onOneThread keeps the thread that starts a child until the child has ended: a thread taken over by another cluster
// would end with that cluster, and the kernel would send this child its Pdeathsig.
func onOneThread(run func() ([]byte, error)) ([]byte, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	return run()
}

func (c *Cluster) checkOwn(version string, bin server) error {
	if _, err := os.Stat(filepath.Join(c.data(), markerName)); err != nil {
		return errs.New(errs.Conflict, "pglocal.foreign", "folder", c.data())
	}
	if version != bin.major() {
		return errs.New(errs.Conflict, "pglocal.version", "folder", c.data(), "cluster", version, "server", bin.major())
	}
	return nil
}

// launch starts postgres and waits for it. Start and Wait run in one goroutine on one thread that is never given
// back: the kernel sends Pdeathsig when the *thread* that started the child ends, not when the program does.
func (c *Cluster) launch(ctx context.Context, o Options, owner *owner, bin server) error {
	out, err := openLog(c.logFile(), owner)
	if err != nil {
		return err
	}
	c.cmd = exec.Command(bin.program("postgres"), c.arguments(o)...) // not bound to ctx: it outlives the start
	c.cmd.Dir = c.dir
	c.cmd.Env = environment()
	c.cmd.Stdout, c.cmd.Stderr = out, out
	c.cmd.SysProcAttr = attributes(owner)
	offset, _ := out.Seek(0, io.SeekEnd)

	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		defer close(c.done)
		defer func() { _ = errors.Join(out.Close(), unlock(c.lock)) }()
		err := c.cmd.Start()
		started <- err
		if err == nil {
			c.err = c.ended(c.cmd.Wait())
		}
	}()
	if err := <-started; err != nil {
		return errs.Wrap(errs.Internal, "pglocal.start", err)
	}
	if err := c.awaitReady(ctx); err != nil {
		_ = c.Stop()
		return errs.Wrap(errs.Internal, "pglocal.start", fmt.Errorf("%w: %s", err, tail(c.logFile(), offset)))
	}
	return nil
}

func (c *Cluster) ended(err error) error {
	if err == nil {
		return nil
	}
	return errs.Wrap(errs.Unavailable, "pglocal.ended", err)
}

func (c *Cluster) arguments(o Options) []string {
	set := map[string]string{
		"listen_addresses":        "",
		"unix_socket_permissions": "0700",
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"shared_buffers":          "256MB",
		"log_error_verbosity":     "terse", // DETAIL lines quote values: names and ID numbers
		"log_min_error_statement": "panic",
		"cluster_name":            "touchstone",
	}
	for k, v := range o.Settings {
		set[k] = v
	}
	args := []string{"-D", c.data(), "-k", c.run()}
	for _, k := range sortedKeys(set) {
		args = append(args, "-c", k+"="+set[k])
	}
	return args
}

func (c *Cluster) awaitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	tick := time.NewTicker(pollingStep)
	defer tick.Stop()
	for {
		if pid, ready := readPidFile(c.pidFile()); ready && pid == c.PID() && answers(c.socket()) {
			return nil
		}
		select {
		case <-c.done:
			return errors.New("postgres ended")
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// clearOrphan deals with what a killed program left. We hold the folder's lock, so no other program is alive: a
// postmaster that still runs is shutting down or was left over, and one that is dead may have left its files.
func (c *Cluster) clearOrphan(ctx context.Context) error {
	pid, _ := readPidFile(c.pidFile())
	if pid == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, fastStop+quickStop)
	defer cancel()
	tick := time.NewTicker(pollingStep)
	defer tick.Stop()
	for asked := false; isPostmaster(pid, c.data()); {
		if !asked {
			asked = true
			_ = syscall.Kill(pid, syscall.SIGINT) // it may have ended between the look and the signal
		}
		select {
		case <-ctx.Done():
			return errs.New(errs.Conflict, "pglocal.in_use", "folder", c.dir)
		case <-tick.C:
		}
	}
	for _, name := range []string{c.pidFile(), c.socket(), c.socket() + ".lock"} {
		if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
			return errs.Wrap(errs.Internal, "pglocal.unwritable", err)
		}
	}
	return nil
}
