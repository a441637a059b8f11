package audit

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// Tx is a write under way. It belongs to the function that Write runs and dies with it.
type Tx struct {
	database.Q
	Now time.Time   // the one timestamp of the act: UTC, in the precision that the database keeps
	Who actor.Actor // who acts

	raw       *database.Tx
	key       Key
	clock     time.Time       // what the clock said when the write began; Now is never before what stands on the root's chain
	heads     map[Stream]Head // locked
	events    []Event
	location  string
	takesUp   bool    // binds rows that it did not write
	yardstick *string // the definitions that are bound, as events name them
}

func newTx(raw *database.Tx, who actor.Actor, key Key, now time.Time) *Tx {
	now = now.UTC().Truncate(time.Microsecond)
	return &Tx{Q: raw, raw: raw, Who: who, key: key, clock: now, Now: now, heads: map[Stream]Head{}}
}

// Gorm is a gorm handle on this transaction, for the commands in store.go.
func (tx *Tx) Gorm() *gorm.DB { return tx.raw.Gorm() }

// Dry is a gorm handle that builds statements and sends none.
func (tx *Tx) Dry() *gorm.DB { return tx.raw.Dry() }

// SQL is the database/sql transaction, for the job queue's insert.
func (tx *Tx) SQL() *sql.Tx { return tx.raw.SQL() }

// Later queues a statement of which nobody waits for an answer: it travels with the next one, at the latest with the events.
// check judges how many rows it touched; nil judges nothing.
func (tx *Tx) Later(check func(rows int64) error, sql string, args ...any) {
	tx.raw.Later(check, sql, args...)
}

// SetLocation says where the receipt of this write is shown.
func (tx *Tx) SetLocation(url string) { tx.location = url }

// Chain hands over a head that access.Lock has locked together with its root. What is recorded on that stream costs no
// further look-up. The act happens after what stands there already, whatever the clock says: it is called before anybody
// asks for Now.
func (tx *Tx) Chain(stream Stream, head Head) {
	if _, known := tx.heads[stream]; known { // a second lock of the same root sees the same head
		return
	}
	tx.heads[stream] = head
	if head.At.After(tx.Now) {
		tx.Now = head.At
	}
}

// Record says what happened. It is written with the heads of its chains in one batch before the commit.
func (tx *Tx) Record(_ context.Context, e Event) error {
	if e.Stream == "" {
		e.Stream = unitOf(tx.Who)
	}
	if err := e.check(); err != nil {
		return err
	}
	tx.events = append(tx.events, e)
	return nil
}

// Next is the number that the next event recorded on the stream will get: rows that point at their event need it
// before the event is written. It locks the head if nobody has done so.
func (tx *Tx) Next(ctx context.Context, stream Stream) (int64, error) {
	if err := tx.lock(ctx, stream); err != nil {
		return 0, err
	}
	n := tx.heads[stream].N + 1
	for _, e := range tx.events {
		if e.Stream == stream {
			n++
		}
	}
	return n, nil
}

// lock takes the heads of those streams that are not locked yet, in the order of their names (lockHeads), and opens new streams.
func (tx *Tx) lock(ctx context.Context, streams ...Stream) error {
	return tx.lockAnd(ctx, nil, streams...)
}

// lockAnd is lock with statements that follow in the same round trip.
func (tx *Tx) lockAnd(ctx context.Context, also func(*pgx.Batch), streams ...Stream) error {
	var missing []string
	for _, s := range streams {
		if _, known := tx.heads[s]; !known && !slices.Contains(missing, string(s)) {
			if !s.Valid() {
				return errs.Wrap(errs.Internal, "audit.bad_event", fmt.Errorf("audit: stream %q", s))
			}
			missing = append(missing, string(s))
		}
	}
	if len(missing) == 0 && also == nil {
		return nil
	}
	return database.Batch(ctx, tx.Q, func(b *pgx.Batch) {
		if also != nil {
			defer also(b)
		}
		if len(missing) == 0 {
			return
		}
		b.Queue(openStreams, missing)
		b.Queue(lockHeads, missing).Query(func(rows pgx.Rows) error {
			for rows.Next() {
				var s string
				var h Head
				if err := rows.Scan(&s, &h.N, &h.Hash); err != nil {
					return err
				}
				tx.heads[Stream(s)] = h
			}
			return rows.Err()
		})
		b.Queue(lastTimes, missing).Query(tx.times) // a statement of its own: that of the lock may have waited, and sees nothing newer
	})
}

// times notes when the last entry of each head was made.
func (tx *Tx) times(rows pgx.Rows) error {
	for rows.Next() {
		var s Stream
		var at time.Time
		if err := rows.Scan(&s, &at); err != nil {
			return err
		}
		h := tx.heads[s]
		h.At = at
		tx.heads[s] = h
	}
	return rows.Err()
}
