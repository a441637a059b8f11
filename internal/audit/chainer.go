package audit

import (
	"iter"
	"maps"
	"slices"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
)

// Chainer chains events that are loaded in bulk, with the hashes that Write would give them: for synthetic volume. It
// writes nothing itself, and it must be the only writer of its streams until what it made is stored.
type Chainer struct {
	heads map[Stream]Head
	facts claims
}

// NewChainer opens chains that do not exist yet.
func NewChainer() *Chainer { return &Chainer{heads: map[Stream]Head{}, facts: claims{}} }

// Columns are those of audit_events in the order in which Append gives their values.
const Columns = columns

// Bind makes the next event of the chain carry the digest of a fact ("table/row") that stands in audit_facts.
func (c *Chainer) Bind(s Stream, key string, fields []byte) error {
	digest, err := digestOf(key, fields)
	if err == nil {
		c.facts.add(s, factsKey, key, digest)
	}
	return err
}

// Append puts an event at the end of its chain and returns its row.
func (c *Chainer) Append(who actor.Actor, at time.Time, ev Event) ([]any, error) {
	if ev.Stream == "" {
		ev.Stream = unitOf(who)
	}
	if err := ev.check(); err != nil {
		return nil, err
	}
	at = at.UTC().Truncate(time.Microsecond)
	if last := c.heads[ev.Stream].At; last.After(at) { // as in Write: time never runs backwards inside a stream
		at = last
	}
	e, err := newEntry(who, at, "", ev)
	if err != nil {
		return nil, err
	}
	if len(e.apart) > 0 { // bulk has no words: they would need rows of their own
		return nil, errs.New(errs.Internal, "audit.bad_event")
	}
	c.facts.take(&e, nil)
	head, err := e.chain(c.heads[ev.Stream])
	if err == nil {
		e.raw, err = e.json()
	}
	if err != nil {
		return nil, errs.Wrap(errs.Internal, "audit.bad_event", err)
	}
	c.heads[ev.Stream] = head
	return []any{e.stream, e.n, e.at, e.actorID, e.actorName, e.agency, e.unit, e.action, e.kind, e.targetID, e.targetRef, e.targetName, e.caseID,
		string(e.raw), e.requestKey, e.address, e.encoding, e.prev, e.hash}, nil
}

// Heads are the ends of all chains in the order of their names.
func (c *Chainer) Heads() iter.Seq2[Stream, Head] {
	return func(yield func(Stream, Head) bool) {
		for _, s := range slices.Sorted(maps.Keys(c.heads)) {
			if !yield(s, c.heads[s]) {
				return
			}
		}
	}
}
