package app_test

import (
	"crypto/rand"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"touchstone/internal/actor"
	"touchstone/internal/app"
	"touchstone/internal/database"
	"touchstone/internal/identity"
	"touchstone/internal/testkit"
)

const (
	volumeOfBench = 100_000
	atOnce        = 8 // people who open pages, or act, at the same time
)

// house is a large installation as an operator would run it: the program's own database with its own settings, the
// pools of their usual size, the server on a loopback port.
type house struct {
	app    *app.App
	super  *pgx.Conn
	origin string
}

func newHouse(b *testing.B) *house {
	b.Helper()
	n := volumeOfBench
	if s := os.Getenv("VOLUME"); s != "" { // a smaller one while working on a benchmark
		n, _ = strconv.Atoi(s)
	}
	scratch, err := testkit.Scratch()
	if err != nil {
		b.Fatal(err)
	}
	clock, err := time.Parse(time.RFC3339, noonOfPages)
	if err != nil {
		b.Fatal(err)
	}
	data := filepath.Join(scratch, "house")
	a, end, err := app.Open(b.Context(), app.Config{Demo: true, Addr: "127.0.0.1:0", Lang: "zh", Data: data, Blob: "file://" + b.TempDir(), Clock: clock},
		app.Host{Wall: time.Now, Random: rand.Reader, Out: io.Discard, Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := end(); err != nil {
			b.Error(err)
		}
	})
	if err := a.Prepare(b.Context()); err != nil {
		b.Fatal(err)
	}
	if err := a.Seed(b.Context(), app.Volume{Cases: n, Seed: 1}); err != nil {
		b.Fatal(err)
	}
	return &house{app: a, super: testkit.Super(b, a.DB), origin: listen(b, a.Web.HTTP(b.Context()))}
}

// listen serves until the benchmark ends and tells where.
func listen(b *testing.B, server *http.Server) string {
	b.Helper()
	l, err := (&net.ListenConfig{}).Listen(b.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	go func() { _ = server.Serve(l) }() // ends with Close
	b.Cleanup(func() { _ = server.Close() })
	return "http://" + l.Addr().String()
}

// as is a browser in which that account of the demonstration is signed in.
func (h *house) as(b *testing.B, username string) *testkit.Client {
	b.Helper()
	c := testkit.Visit(b, h.origin)
	f := c.Get("/login").Want(http.StatusOK).Form("form[action='/login']")
	f.Set("username", username).Set("password", identity.DemoPassword)
	f.Submit().Want(http.StatusOK)
	return c
}

// actorOf is that account as its session would give it.
func (h *house) actorOf(b *testing.B, username string) actor.Actor {
	b.Helper()
	a := actor.Actor{Username: username, Demo: true}
	err := h.super.QueryRow(b.Context(),
		`SELECT u.id, u.name_zh, u.agency_id, ga.code, ga.kind, u.unit_id, o.name_zh, u.clearance, array_agg(g.role), bool_or(g.presiding)
FROM users u JOIN agencies ga ON ga.id = u.agency_id JOIN org_units o ON o.id = u.unit_id JOIN role_grants g ON g.user_id = u.id WHERE u.username = $1
  GROUP BY u.id, ga.id, o.id`, username).
		Scan(&a.UserID, &a.Name, &a.AgencyID, &a.AgencyCode, &a.AgencyKind, &a.UnitID, &a.UnitName, &a.Clearance, &a.Roles, &a.Principal)
	if err != nil {
		b.Fatal(err)
	}
	return a
}

// column is the first column of what a statement gives.
func column[T any](b *testing.B, h *house, sql string, args ...any) []T {
	b.Helper()
	rows, err := h.super.Query(b.Context(), sql, args...)
	if err != nil {
		b.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[T])
	if err != nil || len(out) == 0 {
		b.Fatalf("%d rows, %v: %s", len(out), err, sql)
	}
	return out
}

// session is how the pool of pages connects, for baselines that go past it.
func (h *house) session() *pgx.ConnConfig {
	c := h.super.Config()
	c.User = database.RoleApp
	c.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	c.RuntimeParams["default_transaction_read_only"] = "on"
	return c
}

// pool is one like that of pages.
func (h *house) pool(b *testing.B) *pgxpool.Pool {
	b.Helper()
	c, err := pgxpool.ParseConfig(h.super.Config().ConnString())
	if err != nil {
		b.Fatal(err)
	}
	c.ConnConfig, c.MaxConns = h.session(), 10
	p, err := pgxpool.NewWithConfig(b.Context(), c)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(p.Close)
	return p
}
