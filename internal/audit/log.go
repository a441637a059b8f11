package audit

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// Log begins, records and commits.
type Log struct {
	db       *database.DB
	clock    func() time.Time
	standing Standing

	yardstick atomic.Pointer[string] // the definitions that are bound, as events name them, as far as this program has asked

	mu      sync.Mutex
	refused map[int64]*refusals // by actor, see Refused
}

// New makes the log on the pools of db. The clock is read once for each write.
func New(db *database.DB, clock func() time.Time) *Log {
	return &Log{db: db, clock: clock, refused: map[int64]*refusals{}}
}

// Standing asks, as the first statement of a write, whether the session, the account and the roles with which a request
// was judged still hold, and keeps them as they are until the write has ended. It is handed in: the ledger knows no
// accounts.
type Standing func(ctx context.Context, q database.Q, who actor.Actor, now time.Time) error

// Judge makes every write of a person ask for his standing; it is called before the first write. Who has no session (a
// job, the command line, whoever is signing in) is judged elsewhere.
func (l *Log) Judge(s Standing) { l.standing = s }

// Key makes a write happen once. Nonce is the form's one-time key; an empty Nonce asks for no idempotency. Content is a
// digest of what was sent with it, empty where nobody made one.
type Key struct{ Route, Target, Nonce, Content string }

// Receipt says where a write stands in the ledger. Location is what tx.SetLocation said.
type Receipt struct {
	Stream   Stream
	N        int64
	Location string
	Replayed bool // the key was used before: this is the receipt of the first act
}

// ErrReplayed comes with the receipt of the earlier act. The function was not run, or what it did was rolled back.
// The caller shows the receipt only after a fresh access check (security D9).
var ErrReplayed = errs.New(errs.Conflict, "audit.replayed")

// ErrNotTaken comes where the key was used before with another text: this one was not taken, and whoever sent it must
// not think so.
var ErrNotTaken = errs.New(errs.Conflict, "audit.not_taken")

// Write runs fn in one transaction and records what it told tx.Record. Any error, a panic, and a function that records
// nothing leave nothing behind. Write inside Write is an error: an inner failure that the caller swallows would commit
// the outer half (T1).
func (l *Log) Write(ctx context.Context, who actor.Actor, key Key, fn func(tx *Tx) error) (Receipt, error) {
	if key.Nonce != "" {
		switch r, found, err := earlier(ctx, l.db.Read(), who, key); {
		case err != nil:
			return Receipt{}, err
		case found:
			return r, ErrReplayed
		}
	}
	r, err := l.transact(ctx, who, key, fn)
	if err == nil || key.Nonce == "" {
		return r, err
	}
	return l.settle(ctx, who, key, r, err)
}

// Earlier finds the receipt of a key that this person used before: a repeated POST is answered by it also where the
// state has moved on. A zero key has none.
func (l *Log) Earlier(ctx context.Context, who actor.Actor, key Key) (Receipt, bool, error) {
	if key.Nonce == "" {
		return Receipt{}, false, nil
	}
	return earlier(ctx, l.db.Read(), who, key)
}

// settle looks whether a failed write is in the ledger all the same: the same key won at the same time, or the line
// broke after the commit.
func (l *Log) settle(ctx context.Context, who actor.Actor, key Key, r Receipt, err error) (Receipt, error) {
	var unknown *commitError
	if errors.As(err, &unknown) {
		ctx = context.WithoutCancel(ctx)
	}
	first, found, readErr := earlier(ctx, l.db.Read(), who, key)
	switch {
	case errors.Is(readErr, ErrNotTaken):
		return Receipt{}, readErr
	case !found: // or nobody could look
		return Receipt{}, err
	case unknown != nil && first.Stream == r.Stream && first.N == r.N:
		first.Replayed = false
		return first, nil // it was our own commit whose answer was lost
	default:
		return first, ErrReplayed
	}
}

// commitError marks a commit of which nobody knows whether it was kept.
type commitError struct{ err error }

func (e *commitError) Error() string { return e.err.Error() }
func (e *commitError) Unwrap() error { return e.err }

func (l *Log) transact(ctx context.Context, who actor.Actor, key Key, fn func(tx *Tx) error) (r Receipt, err error) {
	if nested() {
		return Receipt{}, errs.New(errs.Internal, "audit.nested")
	}
	raw, err := l.db.Begin(ctx)
	if err != nil {
		return Receipt{}, err
	}
	defer func() { // after a commit it does nothing; after a panic it is all that happens
		if e := raw.Rollback(); err == nil {
			err = e
		}
	}()
	tx := newTx(raw, who, key, l.clock())
	tx.yardstick = l.yardstick.Load()
	if err := l.judged(ctx, tx); err != nil {
		return Receipt{}, err
	}
	if err := fn(tx); err != nil {
		return Receipt{}, database.Translate(err)
	}
	return tx.flush(ctx)
}

// judged asks for the standing of who acts. It is asked first, before any root or head is locked: whoever takes an
// account out of office takes the account's row before the files that hang on it, and the two must not wait for each
// other. What was found is locked, so that it is what holds when the act commits.
func (l *Log) judged(ctx context.Context, tx *Tx) error {
	if l.standing == nil || tx.Who.SessionID == "" {
		return nil
	}
	return l.standing(ctx, tx.raw, tx.Who, tx.Now)
}

// nested tells whether this goroutine is already inside transact. The call stack is the only witness that can neither
// be forgotten nor be mistaken for another request: a context may be shared by two requests or left behind by a caller.
func nested() bool {
	var pcs [128]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	own, more := frames.Next()
	for more {
		var f runtime.Frame
		if f, more = frames.Next(); f.Function == own.Function {
			return true
		}
	}
	return false
}
