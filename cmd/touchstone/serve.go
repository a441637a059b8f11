package main

import "touchstone/internal/app"

type serveCmd struct {
	Demo bool   `help:"Demonstration: invented agencies, people and cases, on a database of its own."`
	Addr string `help:"Address to listen on." placeholder:"HOST:PORT"`
}

// Run is touchstone serve.
func (s *serveCmd) Run(h *host) error {
	c, err := h.config()
	if err != nil {
		return err
	}
	c.Demo = c.Demo || s.Demo
	if s.Addr != "" {
		c.Addr = s.Addr
	}
	return app.Serve(h.ctx, c, app.Host{Wall: h.wall, Random: h.random, Out: h.out, Logger: h.logger()})
}
