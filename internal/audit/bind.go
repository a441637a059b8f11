package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"touchstone/internal/canon"
)

// The ledger binds the facts. Every row that says who did, may or owns what (audit_facts, migration 00097) has its digest
// in the event of the transaction that wrote it. The database notes the keys of such rows as they are written, so that no
// statement can forget one; before the commit they are read back as they then stand, and the digests go into the hash of
// the event. The latest claim about a row counts.

// factsKey is the detail of an event that holds the digests of its facts, by "table/row".
const factsKey = "facts"

// beforeKey is the detail that holds the digests of what those facts were that the write changed: it must be what the
// latest claim said, or a hand has been there in between.
const beforeKey = "facts_before"

// gone is the claim that a row is not there any more.
const gone = "gone"

// bound is the action of an event that has nothing to tell but digests: an act changed a fact of a chain on which it
// records nothing else.
const bound = "record.bound"

const (
	readTouched = `SELECT t.tab, t.row_id, t.stream, t.fields, n.fields FROM audit_touched() t LEFT JOIN audit_noted() n ON n.key = t.tab || '/' || t.row_id
WHERE current_setting('ts.touched', true) <> ''` // nothing is read where nothing was touched
	setTouched = `SELECT set_config('ts.touched', ',' || array_to_string($1::text[], ',') || ',', true)`
)

// claims are the digests that the events of a transaction carry, by chain and detail.
type claims map[Stream]map[string]map[string]any

// bind reads back the facts that this transaction has written, together with the heads that are still to be locked, and
// says what each chain claims. A chain without an event gets one. Reads on record write no facts and are not asked.
func (tx *Tx) bind(ctx context.Context, streams []Stream) (claims, error) {
	if !slices.ContainsFunc(streams, func(s Stream) bool { return !s.reading() }) {
		return nil, tx.lock(ctx, streams...)
	}
	out := claims{}
	err := tx.lockAnd(ctx, func(b *pgx.Batch) {
		b.Queue(readTouched).Query(func(rows pgx.Rows) error { return out.read(rows, tx.events[0].Stream, !tx.takesUp) })
	}, streams...)
	if err != nil {
		return nil, err
	}
	var more []Stream
	for s := range out {
		if !slices.Contains(streams, s) {
			more = append(more, s)
		}
	}
	slices.Sort(more)
	for _, s := range more {
		tx.events = append(tx.events, Event{Stream: s, Action: bound, Kind: "record"})
	}
	return out, tx.lock(ctx, more...)
}

// read takes what was touched, by writing it or to take it up. A fact without a chain of its own stands in the first event, and so does one that is gone.
func (c claims) read(rows pgx.Rows, first Stream, written bool) error {
	for rows.Next() {
		var table, row string
		var stream *string
		var fields, before []byte
		if err := rows.Scan(&table, &row, &stream, &fields, &before); err != nil {
			return err
		}
		key, claim, on := table+"/"+row, gone, first
		if stream != nil {
			on = Stream(*stream)
		}
		if fields != nil {
			digest, err := digestOf(key, fields)
			if err != nil {
				return err
			}
			claim = digest
		}
		c.add(on, factsKey, key, claim)
		if err := c.found(on, key, before, written); err != nil {
			return err
		}
	}
	return rows.Err()
}

// found notes what a write came upon. Only where people name a row (its key has two numbers) may one come again that was
// there before: that it found nothing is noted too.
func (c claims) found(on Stream, key string, before []byte, written bool) error {
	switch {
	case before != nil:
		was, err := digestOf(key, before)
		if err != nil {
			return err
		}
		c.add(on, beforeKey, key, was)
	case written && strings.Contains(key, "."):
		c.add(on, beforeKey, key, gone)
	}
	return nil
}

func (c claims) add(s Stream, detail, key, claim string) {
	if c[s] == nil {
		c[s] = map[string]map[string]any{}
	}
	if c[s][detail] == nil {
		c[s][detail] = map[string]any{}
	}
	c[s][detail][key] = claim
}

// take moves the claims of a chain into the first event on it, with the name of the definitions by which they were read.
func (c claims) take(e *entry, yardstick *string) {
	for detail, digests := range c[Stream(e.stream)] {
		e.details[detail] = digests
	}
	if e.details[factsKey] != nil && yardstick != nil {
		e.details[schemaKey] = *yardstick
	}
	delete(c, Stream(e.stream))
}

// digestOf is the digest of a fact: its key and its fields in canonical form.
func digestOf(key string, fields []byte) (string, error) {
	dec := json.NewDecoder(bytes.NewReader(fields))
	dec.UseNumber()
	var m map[string]any
	if err := dec.Decode(&m); err != nil {
		return "", fmt.Errorf("audit: fields of %s: %w", key, err)
	}
	w := canon.New("audit.fact").Str(key).Map(m)
	if w.Err() != nil {
		return "", fmt.Errorf("audit: fields of %s: %w", key, w.Err())
	}
	return w.Sum(), nil
}

// takeUp makes this transaction bind rows that it did not write: nobody knows what they were before.
func (tx *Tx) takeUp(ctx context.Context, keys []string) error {
	tx.takesUp = true
	_, err := tx.Exec(ctx, setTouched, keys)
	return err
}

func (s Stream) reading() bool { return strings.HasSuffix(string(s), readingSuffix) }
