package main

import (
	"errors"
	"fmt"
	"time"

	"touchstone/internal/app"
	"touchstone/migrations"
)

type migrateCmd struct {
	Status bool `help:"Only tell which migrations the database has."`
}

// Run is touchstone migrate.
func (m *migrateCmd) Run(h *host) (err error) {
	c, err := h.config()
	if err != nil {
		return err
	}
	open := app.OpenStorage
	if m.Status {
		open = app.JoinStorage
	}
	storage, err := open(h.ctx, c, h.logger())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, storage.Close()) }()
	if !m.Status {
		if err := app.Migrate(h.ctx, c, app.Host{Wall: h.wall}, storage); err != nil {
			return err
		}
	}
	steps, err := migrations.Status(h.ctx, storage.Source.SQL)
	if err != nil {
		return err
	}
	for _, s := range steps {
		applied := "-"
		if !s.Applied.IsZero() {
			applied = s.Applied.UTC().Format(time.RFC3339)
		}
		fmt.Fprintf(h.out, "%5d  %-32s %s\n", s.Version, s.File, applied)
	}
	return nil
}
