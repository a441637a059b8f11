package audit

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/actor"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

const (
	openStreams = `INSERT INTO audit_heads (stream, n, hash) SELECT s, 0, '' FROM unnest($1::text[]) s ORDER BY s ON CONFLICT DO NOTHING`
	lockHeads   = `SELECT stream, n, hash FROM audit_heads WHERE stream = ANY($1::text[]) ORDER BY stream FOR UPDATE`
	lastTimes   = `SELECT h.stream, e.at FROM audit_heads h JOIN audit_events e ON e.stream = h.stream AND e.n = h.n WHERE h.stream = ANY($1::text[])`
	moveHead    = `WITH moved AS (UPDATE audit_heads SET n = $2, hash = $3 WHERE stream = $1 AND n = $4 RETURNING n)
SELECT 1 / count(*) FROM moved` // divides by zero where somebody locked the wrong head: the commit stands behind it in the same batch

	columns = `stream, n, at, actor_id, actor_name, agency, unit, action, kind, target_id, target_ref, target_name, case_id,
  details, request_key, address, encoding, prev, hash`
	insertEvent = `INSERT INTO audit_events (` + columns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`

	findRequest = `SELECT stream, n, location, content FROM audit_requests WHERE actor_id = $1 AND route = $2 AND target = $3 AND nonce = $4`
	useRequest  = `INSERT INTO audit_requests (actor_id, route, target, nonce, stream, n, location, at, content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
)

// earlier finds the receipt of a key that was used before; with other text it is ErrNotTaken.
func earlier(ctx context.Context, q database.Q, who actor.Actor, key Key) (Receipt, bool, error) {
	r := Receipt{Replayed: true}
	var content []byte
	err := q.QueryRow(ctx, findRequest, who.UserID, key.Route, key.Target, key.Nonce).Scan(&r.Stream, &r.N, &r.Location, &content)
	switch {
	case database.NoRows(err):
		return Receipt{}, false, nil
	case err != nil:
		return r, false, err
	case len(content) > 0 && key.Content != "" && string(content) != key.Content:
		return Receipt{}, false, ErrNotTaken
	}
	return r, true, nil
}

// content is what is kept of what was sent: nothing where nobody made a digest.
func (k Key) content() []byte {
	if k.Content == "" {
		return nil
	}
	return []byte(k.Content)
}

// flush chains the recorded events, sends everything in one batch on the transaction's own connection, and commits with it.
func (tx *Tx) flush(ctx context.Context) (Receipt, error) {
	if len(tx.events) == 0 {
		return Receipt{}, errs.New(errs.Internal, "audit.nothing_recorded")
	}
	var streams []Stream
	for _, e := range tx.events {
		if !slices.Contains(streams, e.Stream) {
			streams = append(streams, e.Stream)
		}
	}
	facts, err := tx.bind(ctx, streams)
	if err != nil {
		return Receipt{}, err
	}
	entries, moved, err := tx.chained(facts)
	if err != nil {
		return Receipt{}, err
	}
	first := Receipt{Stream: Stream(entries[0].stream), N: entries[0].n, Location: tx.location}
	b := &pgx.Batch{}
	for _, e := range entries {
		e.queue(b)
		e.queueWords(b)
	}
	for _, s := range slices.Sorted(maps.Keys(moved)) {
		h := moved[s]
		b.Queue(moveHead, string(s), h.N, h.Hash, tx.heads[s].N)
	}
	if k := tx.key; k.Nonce != "" {
		b.Queue(useRequest, tx.Who.UserID, k.Route, k.Target, k.Nonce, string(first.Stream), first.N, first.Location, tx.Now, k.content())
	}
	return first, tx.ended(tx.raw.CommitWith(ctx, b))
}

// ended reads what the last batch answered.
func (tx *Tx) ended(err error) error {
	switch {
	case err == nil:
		return nil
	case tx.raw.Lost():
		return &commitError{err}
	case database.DividedByZero(err):
		return errs.Wrap(errs.Internal, "audit.head_moved", err)
	}
	return err
}

func (tx *Tx) chained(facts claims) ([]*entry, map[Stream]Head, error) {
	entries := make([]*entry, len(tx.events))
	moved := make(map[Stream]Head, len(tx.heads))
	for i, ev := range tx.events {
		prev, ok := moved[ev.Stream]
		if !ok {
			prev = tx.heads[ev.Stream]
		}
		at, ev := tx.at(prev, ev)
		e, err := newEntry(tx.Who, at, tx.key.Nonce, ev)
		if err != nil {
			return nil, nil, err
		}
		facts.take(&e, tx.yardstick)
		head, err := e.chain(prev)
		if err != nil {
			return nil, nil, errs.Wrap(errs.Internal, "audit.bad_event", err)
		}
		if e.raw, err = e.json(); err != nil {
			return nil, nil, errs.Wrap(errs.Internal, "audit.bad_event", err)
		}
		entries[i], moved[ev.Stream] = &e, head
	}
	return entries, moved, nil
}

// clockStep is how far a clock may lag behind the ledger before the event says so.
const clockStep = 2 * time.Second

// adjusted is the detail that keeps what the clock said where the ledger was further on.
const adjusted = "clock_adjusted"

// at is when an event behind prev happens: time never runs backwards inside a stream. A clock that lags by more than two
// seconds is on record with what it said.
func (tx *Tx) at(prev Head, ev Event) (time.Time, Event) {
	at := tx.Now
	if prev.At.After(at) {
		at = prev.At
	}
	if at.Sub(tx.clock) <= clockStep {
		return at, ev
	}
	details := maps.Clone(ev.Details)
	if details == nil {
		details = map[string]any{}
	}
	details[adjusted] = tx.clock.Format(time.RFC3339Nano)
	ev.Details = details
	return at, ev
}

func (e *entry) queue(b *pgx.Batch) {
	b.Queue(insertEvent, e.stream, e.n, e.at, e.actorID, e.actorName, e.agency, e.unit, e.action, e.kind,
		e.targetID, e.targetRef, e.targetName, e.caseID, e.raw, e.requestKey, e.address, e.encoding, e.prev, e.hash)
}
