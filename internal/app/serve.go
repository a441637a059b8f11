package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/identity"
	"touchstone/internal/pglocal"
)

// Host is what main gives: the machine's clock, randomness, where to write.
type Host struct {
	Wall   func() time.Time
	Random io.Reader
	Out    io.Writer // what people read: the ready line
	Logger *slog.Logger
}

const (
	stopLimit    = 30 * time.Second
	databaseName = "touchstone"
)

// Storage is an open database, embedded or foreign.
type Storage struct {
	Source  database.Source
	cluster *pglocal.Cluster
}

// OpenStorage starts the program's own cluster unless there is a DATABASE_URL.
func OpenStorage(ctx context.Context, c Config, log *slog.Logger) (*Storage, error) {
	if c.DatabaseURL != "" {
		return &Storage{Source: database.URL(c.DatabaseURL)}, nil
	}
	if err := os.MkdirAll(c.Data, 0o755); err != nil {
		return nil, errs.Wrap(errs.Unavailable, "app.data_folder", err)
	}
	cluster, err := pglocal.Start(ctx, pglocal.Options{Dir: filepath.Join(c.Data, "pg"), Log: log})
	if err != nil {
		return nil, err
	}
	return &Storage{Source: database.Embedded(cluster.DSN, pglocal.Superuser, databaseName), cluster: cluster}, nil
}

// Close stops the own cluster; a foreign one is left alone.
func (s *Storage) Close() error {
	if s.cluster == nil {
		return nil
	}
	return s.cluster.Stop()
}

// ended is closed when the own cluster died; never for a foreign one.
func (s *Storage) ended() <-chan struct{} {
	if s.cluster == nil {
		return nil
	}
	return s.cluster.Done()
}

// Open is the program for one operator's command: migrated, assembled, serving nothing. The function it returns ends
// it. While a server runs on the embedded default, its cluster is locked and Open refuses.
func Open(ctx context.Context, c Config, h Host) (*App, func() error, error) {
	storage, err := OpenStorage(ctx, c, h.Logger)
	if err != nil {
		return nil, nil, err
	}
	a, err := open(ctx, c, h, storage)
	if err != nil {
		return nil, nil, errors.Join(err, storage.Close())
	}
	return a, func() error {
		a.DB.Close()
		return storage.Close()
	}, nil
}

// Serve runs the web server until ctx ends.
func Serve(ctx context.Context, c Config, h Host) (err error) {
	if err := c.Check(); err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return errs.Wrap(errs.Unavailable, "app.address", err)
	}
	defer func() { _ = listener.Close() }()
	storage, err := OpenStorage(ctx, c, h.Logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, storage.Close()) }()
	a, err := open(ctx, c, h, storage)
	if err != nil {
		return err
	}
	defer a.DB.Close()
	if err := a.Access().Prove(); err != nil {
		return err
	}
	if err := a.Prepare(ctx); err != nil {
		return err
	}
	if c.Demo {
		if err := a.LoadDemo(ctx); err != nil {
			return err
		}
	}
	return a.run(ctx, h, storage, listener)
}

// Migrate brings the schema up and binds to the ledger what it is now.
func Migrate(ctx context.Context, c Config, h Host, s *Storage) error {
	db, err := migrated(ctx, c, h, s)
	if err == nil {
		db.Close()
	}
	return err
}

func migrated(ctx context.Context, c Config, h Host, s *Storage) (*database.DB, error) {
	if err := database.Migrate(ctx, s.Source); err != nil {
		return nil, err
	}
	db, err := database.Open(ctx, s.Source, database.Options{})
	if err != nil {
		return nil, err
	}
	if err := audit.New(db, c.clock(h.Wall)).BindSchema(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

func open(ctx context.Context, c Config, h Host, s *Storage) (*App, error) {
	db, err := migrated(ctx, c, h, s)
	if err != nil {
		return nil, err
	}
	blobs, err := openBlobs(ctx, c, h, db)
	if err != nil {
		db.Close()
		return nil, err
	}
	a, err := New(Parts{Config: c, DB: db, Blobs: blobs, Clock: c.clock(h.Wall), Wall: h.Wall, Random: h.Random, Logger: h.Logger})
	if err != nil {
		db.Close()
	}
	return a, err
}

// clock is the machine's clock, or in a demonstration one that starts where it was told and runs on.
func (c Config) clock(wall func() time.Time) func() time.Time {
	if c.Clock.IsZero() {
		return wall
	}
	started := wall()
	return func() time.Time { return c.Clock.Add(wall().Sub(started)) }
}

// run serves until the context ends, the server fails, or the own cluster dies; then it lets requests finish.
func (a *App) run(ctx context.Context, h Host, s *Storage, l net.Listener) error {
	jobs, err := a.Jobs(ctx)
	if err != nil {
		return err
	}
	if err := jobs.Start(ctx); err != nil {
		return err
	}
	server := a.Web.HTTP(context.WithoutCancel(ctx))
	failed := make(chan error, 1)
	go func() { failed <- a.listen(server, l) }()
	a.announce(h.Out, l)
	select {
	case <-ctx.Done():
	case err = <-failed:
	case <-s.ended():
		err = errs.New(errs.Unavailable, "app.cluster_ended")
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopLimit)
	defer cancel()
	return errors.Join(err, server.Shutdown(stop), jobs.Stop(stop))
}

func (a *App) listen(server *http.Server, l net.Listener) error {
	var err error
	if a.Config.TLSCert != "" {
		server.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		err = server.ServeTLS(l, a.Config.TLSCert, a.Config.TLSKey)
	} else {
		err = server.Serve(l)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return errs.Wrap(errs.Unavailable, "app.address", err)
}

// announce prints the one line that scripts wait for, and in a demonstration who can sign in.
func (a *App) announce(w io.Writer, l net.Listener) {
	scheme := "http"
	if a.Config.TLSCert != "" {
		scheme = "https"
	}
	fmt.Fprintf(w, "ready %s://%s\n", scheme, l.Addr())
	if !a.Config.Demo {
		return
	}
	agency := ""
	for _, d := range identity.DemoAccounts() {
		if d.Agency != agency {
			agency = d.Agency
			fmt.Fprintf(w, "%s:\n", agency)
		}
		fmt.Fprintf(w, "  %-14s %-20s %s\n", d.Username, d.Role, identity.DemoPassword)
	}
}
