package app_test

import (
	"bytes"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgproto3"

	"touchstone/internal/database"
	"touchstone/internal/pglocal"
)

// asked is a statement as the program sent it.
type asked struct {
	sql              string
	values           [][]byte
	formats, results []int16
}

// trip is what was sent before the program waited for an answer.
type trip []asked

// recorder stands on the way from the program to its database and writes down what the program reads: a baseline runs
// the statements of a page itself, and not what somebody once copied from it.
type recorder struct {
	server string // socket of the database
	folder string // of the own socket

	mu    sync.Mutex
	trips []trip
}

const postgresSocket = ".s.PGSQL.5432"

func newRecorder(b *testing.B, h *house) *recorder {
	b.Helper()
	folder, err := os.MkdirTemp("", "ts")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = os.RemoveAll(folder) })
	r := &recorder{server: filepath.Join(h.super.Config().Host, postgresSocket), folder: folder}
	l, err := (&net.ListenConfig{}).Listen(b.Context(), "unix", filepath.Join(folder, postgresSocket))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go r.relay(c)
		}
	}()
	return r
}

// source is the database behind the recorder.
func (r *recorder) source(h *house) database.Source {
	return database.Embedded(func(name string) string { return "host='" + r.folder + "' dbname='" + name + "' sslmode=disable" }, pglocal.Superuser,
		h.super.Config().Database)
}

// relay passes one connection on until either side ends it.
func (r *recorder) relay(client net.Conn) {
	defer func() { _ = client.Close() }()
	server, err := net.Dial("unix", r.server)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	go func() { _, _ = io.Copy(client, server) }() // ends with either of them
	backend := pgproto3.NewBackend(client, client)
	first, err := backend.ReceiveStartupMessage()
	if err == nil {
		err = forward(server, first)
	}
	start, _ := first.(*pgproto3.StartupMessage)
	reads := start != nil && start.Parameters["default_transaction_read_only"] == "on"
	known, now := map[string]string{}, trip{}
	for err == nil {
		var m pgproto3.FrontendMessage
		if m, err = backend.Receive(); err != nil {
			return
		}
		switch m := m.(type) {
		case *pgproto3.Parse:
			known[m.Name] = m.Query
		case *pgproto3.Bind:
			now = append(now, asked{sql: known[m.PreparedStatement], values: copied(m.Parameters),
				formats: slices.Clone(m.ParameterFormatCodes), results: slices.Clone(m.ResultFormatCodes)})
		case *pgproto3.Sync:
			if reads {
				r.keep(now)
			}
			now = nil
		}
		err = forward(server, m)
	}
}

func forward(to io.Writer, m pgproto3.FrontendMessage) error {
	text, err := m.Encode(nil)
	if err != nil {
		return err
	}
	_, err = to.Write(text)
	return err
}

func copied(values [][]byte) [][]byte {
	out := make([][]byte, len(values))
	for i, v := range values {
		out[i] = bytes.Clone(v) // nil, which is NULL, stays nil
	}
	return out
}

func (r *recorder) keep(t trip) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(t) > 0 {
		r.trips = append(r.trips, t)
	}
}

// taken hands over what was kept since the last time.
func (r *recorder) taken() []trip {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := r.trips
	r.trips = nil
	return out
}
