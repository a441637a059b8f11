package pglocal_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/errs"
	"touchstone/internal/pglocal"
)

const helperVar = "TOUCHSTONE_TEST_PGLOCAL_DIR"

// TestMain doubles as the program that gets killed: with the variable set it starts a cluster, says so, and waits.
func TestMain(m *testing.M) {
	if dir := os.Getenv(helperVar); dir != "" {
		c, err := pglocal.Start(context.Background(), pglocal.Options{Dir: dir, NoSync: true})
		if err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
		fmt.Println("ready", c.PID())
		<-c.Done()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func dir(t *testing.T) string {
	t.Helper()
	d, err := os.MkdirTemp("", "pgl")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(d) })
	if err := os.Chmod(d, 0o711); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(d, "pg")
}

func start(t *testing.T, d string) *pglocal.Cluster {
	t.Helper()
	c, err := pglocal.Start(t.Context(), pglocal.Options{Dir: d, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Stop() })
	return c
}

func connect(t *testing.T, c *pglocal.Cluster, role string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.DSN("postgres")+" user="+role)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func ask(t *testing.T, conn *pgx.Conn, sql string) string {
	t.Helper()
	var s string
	if err := conn.QueryRow(t.Context(), sql).Scan(&s); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return s
}

// helper runs the test program as the one that holds the cluster.
func helper(t *testing.T, d string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), helperVar+"="+d)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "ready ") {
		t.Fatalf("helper: %q %v", line, err)
	}
	return cmd, strings.TrimSpace(strings.TrimPrefix(line, "ready "))
}

func wantRefusal(t *testing.T, err error, key string) {
	t.Helper()
	var e *errs.E
	if !errors.As(err, &e) || e.Key != key {
		t.Fatalf("got %v, want a refusal with %s", err, key)
	}
}

func TestStart_MakesAClusterThatSpeaksChinese(t *testing.T) {
	t.Parallel()
	c := start(t, dir(t))
	conn := connect(t, c, pglocal.Superuser)
	for sql, want := range map[string]string{
		"SHOW listen_addresses": "", "SHOW server_encoding": "UTF8", "SHOW timezone": "UTC",
		"SELECT datctype FROM pg_database WHERE datname='postgres'":   "C.UTF-8",
		"SELECT datcollate FROM pg_database WHERE datname='postgres'": "C",
		"SELECT lower('Ä钨')": "ä钨",
	} {
		if got := ask(t, conn, sql); got != want {
			t.Errorf("%s = %q, want %q", sql, got, want)
		}
	}
	st, err := os.Stat(filepath.Join(c.Dir(), "run"))
	if err != nil || st.Mode().Perm() != 0o700 {
		t.Errorf("socket folder: %v %v, want mode 0700", st.Mode(), err)
	}
}

func TestStart_FindsItsDataAgain(t *testing.T) {
	t.Parallel()
	d := dir(t)
	c := start(t, d)
	if _, err := connect(t, c, pglocal.Superuser).Exec(t.Context(), "CREATE TABLE kept AS SELECT 'yes' AS word"); err != nil {
		t.Fatal(err)
	}
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, connect(t, start(t, d), pglocal.Superuser), "SELECT word FROM kept"); got != "yes" {
		t.Fatalf("got %q", got)
	}
}

func TestStart_RefusesASecondProgram(t *testing.T) {
	t.Parallel()
	d := dir(t)
	start(t, d)
	_, err := pglocal.Start(t.Context(), pglocal.Options{Dir: d, NoSync: true})
	wantRefusal(t, err, "pglocal.in_use")
}

func TestKill_ProgramTakesPostgresWithIt(t *testing.T) {
	t.Parallel()
	d := dir(t)
	program, pid := helper(t, d)
	if err := program.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = program.Wait()
	// At once, while the old server may still be shutting down: the start waits for it and then has the folder.
	c := start(t, d)
	if fmt.Sprint(c.PID()) == pid {
		t.Fatal("the old server is still there")
	}
	if got := ask(t, connect(t, c, pglocal.Superuser), "SELECT 'alive'"); got != "alive" {
		t.Fatal(got)
	}
	b, err := os.ReadFile(filepath.Join(c.Dir(), "postgres.log"))
	if err != nil || !strings.Contains(string(b), "received fast shutdown request") {
		t.Errorf("log has no fast shutdown: %v\n%s", err, b)
	}
}

func TestKill_BothAndTheDataAreBack(t *testing.T) {
	t.Parallel()
	d := dir(t)
	program, pid := helper(t, d)
	conn, err := pgx.Connect(t.Context(), "host="+filepath.Join(d, "run")+" dbname=postgres user="+pglocal.Superuser)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), "CREATE TABLE kept AS SELECT 'yes' AS word"); err != nil {
		t.Fatal(err)
	}
	_ = conn.Close(t.Context())
	var n int
	if _, err := fmt.Sscan(pid, &n); err != nil {
		t.Fatal(err)
	}
	// The server is a child of the helper, which is stopped first and so cannot reap it: a zombie.
	for target, sig := range map[int]syscall.Signal{program.Process.Pid: syscall.SIGSTOP} {
		if err := syscall.Kill(target, sig); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(syscall.Kill(n, syscall.SIGKILL), syscall.Kill(program.Process.Pid, syscall.SIGKILL)); err != nil {
		t.Fatal(err)
	}
	_ = program.Wait()
	if got := ask(t, connect(t, start(t, d), pglocal.Superuser), "SELECT word FROM kept"); got != "yes" {
		t.Fatalf("got %q", got)
	}
}

func TestStart_ClearsAStalePidFile(t *testing.T) {
	t.Parallel()
	d := dir(t)
	c := start(t, d)
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	// The number belongs to a process of somebody else by now: this test.
	stale := fmt.Sprintf("%d\n%s\n1\n5432\nrun\n\n1 1\nready\n", os.Getpid(), filepath.Join(d, "data"))
	if err := os.WriteFile(filepath.Join(d, "data", "postmaster.pid"), []byte(stale), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, connect(t, start(t, d), pglocal.Superuser), "SELECT 'alive'"); got != "alive" {
		t.Fatal(got)
	}
}

func TestStart_RefusesForeignAndNewerClusters(t *testing.T) {
	t.Parallel()
	foreign := dir(t)
	if err := os.MkdirAll(filepath.Join(foreign, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(foreign, "data", "PG_VERSION"), []byte("15\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := pglocal.Start(t.Context(), pglocal.Options{Dir: foreign, NoSync: true})
	wantRefusal(t, err, "pglocal.foreign")

	newer := dir(t)
	if err := start(t, newer).Stop(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(newer, "data", "PG_VERSION"), []byte("99\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = pglocal.Start(t.Context(), pglocal.Options{Dir: newer, NoSync: true})
	wantRefusal(t, err, "pglocal.version")
}

func TestStart_RefusesAPathTooLongForASocket(t *testing.T) {
	t.Parallel()
	_, err := pglocal.Start(t.Context(), pglocal.Options{Dir: filepath.Join(dir(t), strings.Repeat("x", 80)), NoSync: true})
	wantRefusal(t, err, "pglocal.path_long")
}

func TestStart_ForgetsAHalfMadeCluster(t *testing.T) {
	t.Parallel()
	d := dir(t)
	if err := os.MkdirAll(filepath.Join(d, "data.new", "base"), 0o700); err != nil {
		t.Fatal(err)
	}
	start(t, d)
	if _, err := os.Stat(filepath.Join(d, "data.new")); !os.IsNotExist(err) {
		t.Errorf("half-made cluster still there: %v", err)
	}
}

func TestStart_SaysWhatPostgresSaid(t *testing.T) {
	t.Parallel()
	_, err := pglocal.Start(t.Context(), pglocal.Options{Dir: dir(t), NoSync: true, Settings: map[string]string{"shared_buffers": "nonsense"}})
	wantRefusal(t, err, "pglocal.start")
	if !strings.Contains(err.Error(), "shared_buffers") {
		t.Errorf("the cause is lost: %v", err)
	}
}

func TestDone_TellsOfACrash(t *testing.T) {
	t.Parallel()
	c := start(t, dir(t))
	if err := syscall.Kill(c.PID(), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	select {
	case <-c.Done():
	case <-time.After(60 * time.Second):
		t.Fatal("nobody noticed")
	}
	if c.Err() == nil {
		t.Error("a crash is reported as a clean stop")
	}
}

func TestStart_InsideAFolderOnlyRootMayEnter(t *testing.T) {
	t.Parallel()
	d := dir(t)
	if err := os.Chmod(filepath.Dir(d), 0o700); err != nil {
		t.Fatal(err)
	}
	c := start(t, d)
	if os.Geteuid() == 0 {
		if c.Dir() == d {
			t.Fatalf("the database user cannot have reached %s", d)
		}
		t.Cleanup(func() { _ = os.RemoveAll(c.Dir()) })
	}
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	if again := start(t, d); again.Dir() != c.Dir() {
		t.Errorf("second start went to %s, the first to %s", again.Dir(), c.Dir())
	}
}
