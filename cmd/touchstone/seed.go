package main

import (
	"errors"
	"fmt"

	"touchstone/internal/app"
)

type seedCmd struct {
	Cases int    `required:"" help:"How many cases."`
	Seed  uint64 `default:"1" help:"The same seed gives the same data."`
}

// Run is touchstone seed: synthetic volume in a demonstration's database, for tests and benchmarks.
func (s *seedCmd) Run(h *host) (err error) {
	c, err := h.config()
	if err != nil {
		return err
	}
	c.Demo = true // an installation with real people refuses
	a, done, err := app.Open(h.ctx, c, app.Host{Wall: h.wall, Random: h.random, Out: h.out, Logger: h.logger()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	if err := a.Prepare(h.ctx); err != nil {
		return err
	}
	began := h.wall()
	if err := a.Seed(h.ctx, app.Volume{Cases: s.Cases, Seed: s.Seed}); err != nil {
		return err
	}
	fmt.Fprintf(h.out, "%d cases in %.1f s\n", s.Cases, h.wall().Sub(began).Seconds())
	return nil
}
