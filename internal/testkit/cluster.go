package testkit

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"touchstone/internal/database"
	"touchstone/internal/pglocal"
	"touchstone/migrations"
)

const template = "tpl"

// cluster is the one server of this test process.
type cluster struct {
	pg     *pglocal.Cluster
	admin  *pgxpool.Pool // as superuser, on "postgres"
	serial int
	mu     sync.Mutex
	filled map[string]func() error // by name: fills the database that clones are made of, once
}

// theCluster is the test process's server: the only state that outlives a test.
var theCluster = sync.OnceValues(startCluster)

// unsafeAndFast: nothing of a test database must survive a power cut.
func unsafeAndFast() map[string]string {
	return map[string]string{
		"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off", "jit": "off",
		"max_wal_size": "4GB", "shared_buffers": "256MB", "max_connections": "400",
		"log_error_verbosity": "default", "log_min_error_statement": "error", "log_min_messages": "warning",
	}
}

// HeldServer names, in the environment, the folder of a server that many short test processes use one after the other.
const HeldServer = "TOUCHSTONE_TEST_SERVER"

// Hold runs such a server until this process ends, and says where.
func Hold() (string, error) {
	c, err := startCluster()
	if err != nil {
		return "", err
	}
	return c.pg.Dir(), nil
}

// startCluster copies the prepared data directory into a scratch folder and starts a server on it. The folder goes
// away with the process, however that ends.
func startCluster() (*cluster, error) {
	if home := os.Getenv(HeldServer); home != "" {
		c, err := connect(pglocal.Join(context.Background(), pglocal.Options{Dir: home}))
		if err == nil {
			err = c.sweep()
		}
		return c, err
	}
	dir, err := Scratch()
	if err != nil {
		return nil, err
	}
	home := filepath.Join(dir, "pg")
	if err := os.Mkdir(home, 0o711); err != nil {
		return nil, err
	}
	if err := prepare(filepath.Join(home, "data")); err != nil {
		return nil, err
	}
	return connect(pglocal.Start(context.Background(), pglocal.Options{Dir: home, NoSync: true, Settings: unsafeAndFast()}))
}

func connect(pg *pglocal.Cluster, err error) (*cluster, error) {
	if err != nil {
		return nil, err
	}
	admin, err := pgxpool.New(context.Background(), pg.DSN("postgres")+" user="+pglocal.Superuser)
	if err != nil {
		return nil, err
	}
	return &cluster{pg: pg, admin: admin, filled: map[string]func() error{}}, nil
}

// prepare copies the migrated data directory to data. It is made once per PostgreSQL version and content of the
// migrations and kept in the user's cache; the other test processes wait for it.
func prepare(data string) error {
	cache, err := os.UserCacheDir()
	if err != nil {
		return err
	}
	version, err := pglocal.Version()
	if err != nil {
		return err
	}
	hash, err := migrations.Hash()
	if err != nil {
		return err
	}
	root := filepath.Join(cache, "touchstone-test")
	if err := os.MkdirAll(root, 0o755); err != nil {
		return err
	}
	lock, err := os.OpenFile(filepath.Join(root, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = lock.Close() }()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	kept := filepath.Join(root, "pg"+version+"-"+strconv.Itoa(os.Geteuid())+"-"+hash[:16])
	if _, err := os.Stat(kept); err != nil {
		forget(root)
		if err := build(kept); err != nil {
			return err
		}
	}
	return copyDir(kept, data)
}

func copyDir(from, to string) error {
	if out, err := exec.Command("cp", "-a", from, to).CombinedOutput(); err != nil {
		return fmt.Errorf("copy of the prepared database: %w: %s", err, out)
	}
	return nil
}

// forget removes the directories of earlier migrations.
func forget(root string) {
	old, _ := filepath.Glob(filepath.Join(root, "pg*")) // constant pattern under a plain path
	for _, name := range old {
		_ = os.RemoveAll(name)
	}
}

func build(final string) error {
	home, err := os.MkdirTemp("", "ts-build")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(home) }()
	if err := os.Chmod(home, 0o711); err != nil {
		return err
	}
	ctx := context.Background()
	pg, err := pglocal.Start(ctx, pglocal.Options{Dir: filepath.Join(home, "pg"), NoSync: true, Settings: unsafeAndFast()})
	if err != nil {
		return err
	}
	source := database.Embedded(pg.DSN, pglocal.Superuser, template)
	err = database.Migrate(ctx, source)
	if err == nil {
		err = closeTemplate(ctx, pg)
	}
	if err := errors.Join(err, pg.Stop()); err != nil {
		return err
	}
	half := final + ".half"
	_ = os.RemoveAll(half)
	if err := copyDir(filepath.Join(pg.Dir(), "data"), half); err != nil {
		return err
	}
	return os.Rename(half, final)
}

// closeTemplate lets nobody in any more: a single session on the template would stop every clone.
func closeTemplate(ctx context.Context, pg *pglocal.Cluster) error {
	conn, err := pgx.Connect(ctx, pg.DSN("postgres")+" user="+pglocal.Superuser)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "ALTER DATABASE "+template+" ALLOW_CONNECTIONS false")
	return errors.Join(err, conn.Close(ctx))
}

// sweep drops the databases of processes that are gone: who is ended in a test leaves his behind.
func (c *cluster) sweep() error {
	rows, err := c.admin.Query(context.Background(), `SELECT datname, substring(datname FROM '^t([0-9]+)x')::int FROM pg_database WHERE datname ~ '^t[0-9]+x'`)
	if err != nil {
		return err
	}
	var name string
	var pid int
	var gone []string
	_, err = pgx.ForEachRow(rows, []any{&name, &pid}, func() error {
		if syscall.Kill(pid, 0) != nil {
			gone = append(gone, name)
		}
		return nil
	})
	for _, name := range gone {
		_, bad := c.admin.Exec(context.Background(), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
		err = errors.Join(err, bad)
	}
	return err
}

func (c *cluster) name() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.serial++
	return "t" + strconv.Itoa(os.Getpid()) + "x" + strconv.Itoa(c.serial)
}

// Source clones the migrated template for this test and says how to reach it.
func Source(t testing.TB) database.Source {
	t.Helper()
	return clone(t, template)
}

// Filled is a clone of a database that fill has filled once for all tests of this process, and a copy of the folder that
// it filled beside it. fill leaves no connection open.
func Filled(t testing.TB, name string, fill func(database.Source, string) error) (database.Source, string) {
	t.Helper()
	c, err := theCluster()
	if err != nil {
		t.Fatalf("test cluster: %v", err)
	}
	home := filepath.Join(filepath.Dir(c.pg.Dir()), name)
	if err := c.once(name, home, fill)(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	dir := filepath.Join(t.TempDir(), name)
	if err := copyDir(home, dir); err != nil {
		t.Fatal(err)
	}
	return clone(t, name), dir
}

// once is how the database of that name and its folder are filled: by whoever asks first.
func (c *cluster) once(name, home string, fill func(database.Source, string) error) func() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.filled[name] == nil {
		c.filled[name] = sync.OnceValue(func() error {
			if err := os.Mkdir(home, 0o755); err != nil {
				return err
			}
			if _, err := c.admin.Exec(context.Background(), "CREATE DATABASE "+name+" TEMPLATE "+template+" STRATEGY FILE_COPY"); err != nil {
				return err
			}
			return fill(database.Embedded(c.pg.DSN, pglocal.Superuser, name), home)
		})
	}
	return c.filled[name]
}

// Shared is a migrated database with its pools that all tests of this process have in common, until it ends: for packages whose
// tests each keep to rows of their own, and whose time is short.
func Shared(t testing.TB) *database.DB {
	t.Helper()
	db, err := theShared()
	if err != nil {
		t.Fatalf("shared database: %v", err)
	}
	return db
}

// theShared is that database.
var theShared = sync.OnceValues(func() (*database.DB, error) {
	c, err := theCluster()
	if err != nil {
		return nil, err
	}
	name := c.name()
	if _, err := c.admin.Exec(context.Background(), "CREATE DATABASE "+name+" TEMPLATE "+template+" STRATEGY FILE_COPY"); err != nil {
		return nil, err
	}
	return database.Open(context.Background(), database.Embedded(c.pg.DSN, pglocal.Superuser, name), database.Options{Conns: 16})
})

// EmptySource is a database without any schema, in the same cluster: for tests of the migrations themselves.
func EmptySource(t testing.TB) database.Source {
	t.Helper()
	return clone(t, "template0")
}

func clone(t testing.TB, from string) database.Source {
	t.Helper()
	c, err := theCluster()
	if err != nil {
		t.Fatalf("test cluster: %v", err)
	}
	name := c.name()
	if _, err := c.admin.Exec(t.Context(), "CREATE DATABASE "+name+" TEMPLATE "+from+" STRATEGY FILE_COPY"); err != nil {
		t.Fatalf("clone: %v", err)
	}
	t.Cleanup(func() {
		if _, err := c.admin.Exec(context.Background(), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop of the test database: %v", err)
		}
		if t.Failed() {
			t.Logf("server log, all tests of this process: %s", filepath.Join(c.pg.Dir(), "postgres.log"))
		}
	})
	return database.Embedded(c.pg.DSN, pglocal.Superuser, name)
}

// DB is a migrated database for this test alone, with its pools. Everything is gone when the test ends.
func DB(t testing.TB) *database.DB {
	t.Helper()
	db, err := database.Open(t.Context(), Source(t), database.Options{Conns: 6})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

// Super is a connection as superuser to the same database: to doctor what no role of the program may touch.
func Super(t testing.TB, db *database.DB) *pgx.Conn {
	t.Helper()
	conn, err := db.Source().Connect(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// ServerTool is the path of a program of the PostgreSQL installation in use, for example pg_dump.
func ServerTool(t testing.TB, name string) string {
	t.Helper()
	c, err := theCluster()
	if err != nil {
		t.Fatalf("test cluster: %v", err)
	}
	p, err := pglocal.Tool(c.pg.Dir(), name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
