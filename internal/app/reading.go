package app

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"

	"touchstone/internal/blob"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/identity"
	"touchstone/internal/pglocal"
)

// JoinStorage is OpenStorage for a command that reads: it makes no folder and no cluster, and it uses one that a server
// is running.
func JoinStorage(ctx context.Context, c Config, log *slog.Logger) (*Storage, error) {
	if c.DatabaseURL != "" {
		return &Storage{Source: database.URL(c.DatabaseURL)}, nil
	}
	cluster, err := pglocal.Join(ctx, pglocal.Options{Dir: filepath.Join(c.Data, "pg"), Log: log})
	if err != nil {
		return nil, err
	}
	return &Storage{Source: database.Embedded(cluster.DSN, pglocal.Superuser, databaseName), cluster: cluster}, nil
}

// OpenReading is the program for a command that only reads, with the rights of one database role. It migrates nothing and
// makes nothing: a database or a file store that is not there, and a database that is not this program's, are errors.
func OpenReading(ctx context.Context, c Config, h Host, role string) (*App, func() error, error) {
	storage, err := JoinStorage(ctx, c, h.Logger)
	if err != nil {
		return nil, nil, err
	}
	a, err := openReading(ctx, c, h, storage, role)
	if err != nil {
		return nil, nil, errors.Join(err, storage.Close())
	}
	return a, func() error {
		a.DB.Close()
		return storage.Close()
	}, nil
}

func openReading(ctx context.Context, c Config, h Host, s *Storage, role string) (*App, error) {
	c.Keys = "" // what is sealed stays sealed; an auditor has no key, and none is made for him
	db, err := database.Open(ctx, s.Source, database.Options{Conns: 2})
	if err != nil {
		return nil, err
	}
	a, err := assemble(ctx, c, h, db, role)
	if err != nil {
		db.Close()
	}
	return a, err
}

func assemble(ctx context.Context, c Config, h Host, db *database.DB, role string) (*App, error) {
	in, err := db.Installation(ctx, role)
	switch {
	case err != nil:
		return nil, err
	case in.Kind == "":
		return nil, errs.New(errs.NotFound, "database.no_installation")
	case c.Demo && in.Kind != identity.Demo:
		return nil, errs.New(errs.Forbidden, "identity.not_a_demo_database")
	}
	blobs, err := blob.OpenReading(ctx, c.Blob)
	if err != nil {
		return nil, err
	}
	if in.Store != "" { // one that no server has taken yet is read as it is
		if err := blob.Belongs(ctx, blobs, in.Store); err != nil {
			return nil, err
		}
		blobs = blob.OwnedBy(blobs, in.Store)
	}
	return New(Parts{Config: c, DB: db, Blobs: blobs, Clock: c.clock(h.Wall), Wall: h.Wall, Random: h.Random, Logger: h.Logger})
}
