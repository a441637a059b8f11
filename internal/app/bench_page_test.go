package app_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"touchstone/internal/app"
	"touchstone/internal/database"
	"touchstone/internal/testkit"
)

const perVisitor = 2 // requests of one visitor in one call of a contest

// benchListPage: the whole list page, with session, counts and HTML, is served at 0.60 times the rate, at least, of a
// handler that does nothing but drain the query of the list (goal 2). Against a handler that drains every statement of
// the page it is measured for the record: what is left then is the program itself.
func (h *house) benchListPage(b *testing.B) {
	const path = "/cases?view=all"
	for _, name := range []string{"officer", "head"} {
		browser := h.as(b, name)
		trips := h.statements(b, browser, path)
		page := h.visitors(b, h.origin+path, browser.Cookies("/"))
		own := tripWith(b, trips, "JOIN (SELECT DISTINCT due, id FROM (") // the list and its counts
		bare := h.visitors(b, listen(b, h.bare(b, own[:1])), nil)
		all := h.visitors(b, listen(b, h.bare(b, trips...)), nil)
		c := contest{atLeast: true, unit: "req", calls: 1, weight: atOnce * perVisitor, ours: page.burst}
		c.goal, c.baseline = 0.6, bare.burst
		b.Run(name+"_to_bare_list_query", c.run)
		c.goal, c.baseline = 0, all.burst
		b.Run(name+"_to_bare_all_its_queries", c.run)
	}
}

// benchCasePage: what the case page asks in its one round trip takes at most twice the case's row alone, and is at
// least 1.4 times as fast as the same statements one after the other (goal 3).
func (h *house) benchCasePage(b *testing.B) {
	who := h.actorOf(b, "officer")
	ref := column[string](b, h, `SELECT c.ref FROM cases c WHERE c.org_unit_id = $1 AND NOT c.compartmented AND c.marking < 2 AND c.state = 'INVESTIGATING'
		ORDER BY c.id LIMIT 1`, who.UnitID)[0]
	page := tripWith(b, h.statements(b, h.as(b, "officer"), "/cases/"+ref), "WITH f AS")
	row := trip{{sql: "SELECT * FROM cases WHERE ref = $1", values: [][]byte{[]byte(ref)}, results: []int16{1}}}
	whole, alone := h.resent(b, page), h.resent(b, row)
	b.Run("batch_to_row_alone", contest{goal: 2, calls: 20, ours: whole.pipelined, baseline: alone.sequential}.run)
	b.Run("batch_to_sequential", contest{goal: 1.4, atLeast: true, unit: "page", calls: 20, ours: whole.pipelined, baseline: whole.sequential}.run)
}

// tripWith finds the trip whose first statement has that text.
func tripWith(b *testing.B, trips []trip, text string) trip {
	b.Helper()
	for _, t := range trips {
		if strings.Contains(t[0].sql, text) {
			return t
		}
	}
	b.Fatalf("none of the page's %d trips begins with %s", len(trips), text)
	return nil
}

// statements are the trips of one page, opened over a recorded connection by somebody who is signed in.
func (h *house) statements(b *testing.B, browser *testkit.Client, path string) []trip {
	b.Helper()
	r := newRecorder(b, h)
	pages := h.recorded(b, r)
	for range 2 { // the first time statements are prepared too
		r.taken()
		q := browser.Request(http.MethodGet, path, nil)
		for _, k := range browser.Cookies("/") {
			q.AddCookie(k)
		}
		w := &discard{header: http.Header{}}
		pages.ServeHTTP(w, q)
		if w.status != http.StatusOK {
			b.Fatalf("%s: status %d", path, w.status)
		}
	}
	return r.taken()
}

// recorded is the same program on the same database, whose every statement passes the recorder.
func (h *house) recorded(b *testing.B, r *recorder) http.Handler {
	b.Helper()
	db, err := database.Open(b.Context(), r.source(h), database.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(db.Close)
	parts := h.app.Parts
	parts.DB, parts.Logger = db, slog.New(slog.DiscardHandler)
	a, err := app.New(parts)
	if err != nil {
		b.Fatal(err)
	}
	return a.Handler()
}

// bare is a server that sends statements to the database, reads the answers and says so. Each trip is waited for.
func (h *house) bare(b *testing.B, trips ...trip) *http.Server {
	b.Helper()
	pool := h.pool(b)
	return &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, t := range trips {
			if err := once(r.Context(), pool, t); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
		}
		_, _ = io.WriteString(w, "ok")
	})}
}

func once(ctx context.Context, pool *pgxpool.Pool, t trip) error {
	c, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer c.Release()
	r, err := prepare(ctx, c.Conn(), t)
	if err != nil {
		return err
	}
	return r.pipelined(0)
}
