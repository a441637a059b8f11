package database

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

type counterKey struct{}

// Counter counts what was sent to the database under one context.
type Counter struct {
	trips, writing, statements atomic.Int64

	mu    sync.Mutex
	texts []string
}

// Count returns a context under which statements are counted: budgets of pages are tests.
func Count(ctx context.Context) (context.Context, *Counter) {
	c := &Counter{}
	return context.WithValue(ctx, counterKey{}, c), c
}

// RoundTrips is how often the program waited for the database: a batch counts once.
func (c *Counter) RoundTrips() int { return int(c.trips.Load()) }

// Writing is how many of the round trips went over a session that may write: what a read on record costs.
func (c *Counter) Writing() int { return int(c.writing.Load()) }

// Statements is how many statements ran, those of batches included, begin and commit too.
func (c *Counter) Statements() int { return int(c.statements.Load()) }

// Texts are the statements that ran, in their order, as they were sent and without their values.
func (c *Counter) Texts() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.texts)
}

type faultKey struct{}

// Fault makes the n-th statement under a context fail before it is sent, whichever way it goes: pgx, gorm, the job
// queue, a batch, begin or commit. It exists for fault sweeps; without it in the context it costs one map look-up.
type Fault struct {
	at     int64
	answer bool
	seen   atomic.Int64
	fired  atomic.Bool
}

// ErrInjected is the cause of a failure that a Fault made.
var ErrInjected = errors.New("injected fault")

// FailAt fails the n-th statement, counted from 1.
func FailAt(n int) *Fault { return &Fault{at: int64(n)} }

// LoseAnswer lets the commit happen and then reports a failure: the line broke before the answer came.
func LoseAnswer() *Fault { return &Fault{answer: true} }

// WithFault returns a context under which f strikes.
func WithFault(ctx context.Context, f *Fault) context.Context {
	return context.WithValue(ctx, faultKey{}, f)
}

// Fired tells whether the fault has struck; a sweep ends when it has not.
func (f *Fault) Fired() bool { return f.fired.Load() }

// Seen is how many statements have passed.
func (f *Fault) Seen() int { return int(f.seen.Load()) }

func faultOf(ctx context.Context) *Fault {
	f, _ := ctx.Value(faultKey{}).(*Fault)
	return f
}

// strikes counts n statements and tells whether the one to fail is among them.
func (f *Fault) strikes(n int) bool {
	after := f.seen.Add(int64(n))
	if f.at == 0 || f.at > after || f.at <= after-int64(n) {
		return false
	}
	f.fired.Store(true)
	return true
}

func (f *Fault) loseAnswer() error {
	if !f.answer {
		return nil
	}
	f.fired.Store(true)
	return ErrInjected
}

// tracer sees every statement of our pools, whichever layer sends it. It cannot return an error, but the context it
// returns is the one that pgx goes on with: a cancelled one fails the statement before anything is sent.
type tracer struct{}

func (tracer) TraceQueryStart(ctx context.Context, conn *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	if strings.EqualFold(d.SQL, "rollback") { // cleaning up is neither budgeted nor swept
		return ctx
	}
	return pass(ctx, conn, d.SQL)
}

func (tracer) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (tracer) TraceBatchStart(ctx context.Context, conn *pgx.Conn, d pgx.TraceBatchStartData) context.Context {
	texts := make([]string, len(d.Batch.QueuedQueries))
	for i, q := range d.Batch.QueuedQueries {
		texts[i] = q.SQL
	}
	return pass(ctx, conn, texts...)
}

func (tracer) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}
func (tracer) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData)     {}

func pass(ctx context.Context, conn *pgx.Conn, texts ...string) context.Context {
	n := len(texts)
	if c, ok := ctx.Value(counterKey{}).(*Counter); ok {
		c.trips.Add(1)
		if conn.Config().RuntimeParams["default_transaction_read_only"] != "on" {
			c.writing.Add(1)
		}
		c.statements.Add(int64(n))
		c.mu.Lock()
		c.texts = append(c.texts, texts...)
		c.mu.Unlock()
	}
	if f := faultOf(ctx); f != nil && f.strikes(n) {
		broken, cancel := context.WithCancelCause(ctx)
		cancel(ErrInjected)
		return broken
	}
	return ctx
}
