package audit

import (
	"encoding/json"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/canon"
)

// Behind is the row of an event behind another one, at any time: what Write would not do.
func Behind(prev Head, who actor.Actor, at time.Time, ev Event) ([]any, Head) {
	c := Chainer{heads: map[Stream]Head{ev.Stream: {N: prev.N, Hash: prev.Hash}}}
	row, err := c.Append(who, at, Event{Stream: ev.Stream, Action: ev.Action, Kind: ev.Kind, TargetID: ev.TargetID, CaseID: ev.CaseID})
	if err != nil {
		panic(err)
	}
	return row, c.heads[ev.Stream]
}

// OldEntry is the row of an event as the ledger was written before words were kept beside it: the first of its chain.
func OldEntry(who actor.Actor, at time.Time, ev Event) ([]any, Head) {
	e := entry{stream: string(ev.Stream), at: at.UTC().Truncate(time.Microsecond), actorID: who.UserID, actorName: who.Name, agency: who.AgencyCode,
		unit: who.UnitName, action: ev.Action, kind: ev.Kind, targetID: ev.TargetID, targetRef: ev.TargetRef, targetName: ev.TargetName, caseID: ev.CaseID,
		details: ev.Details, address: who.Address, encoding: canon.Version}
	head, err := e.chain(Head{})
	if err != nil {
		panic(err)
	}
	raw, err := json.Marshal(e.details)
	if err != nil {
		panic(err)
	}
	return []any{e.stream, e.n, e.at, e.actorID, e.actorName, e.agency, e.unit, e.action, e.kind, e.targetID, e.targetRef, e.targetName, e.caseID,
		string(raw), e.requestKey, e.address, e.encoding, e.prev, e.hash}, head
}

// Said is a claim as a test tells it.
type Said struct {
	Stream        Stream
	N             int64
	At            time.Time
	Found, Digest string
}

// InTime is the order in which the claims of one fact, given by chain and number, are taken to have happened.
func InTime(said []Said, now string) (out []Said) {
	var history []claim
	for _, s := range said {
		history = append(history, claim{stream: s.Stream, n: s.N, at: moment{at: s.At, good: true}, found: s.Found, digest: s.Digest})
	}
	for _, c := range inTime(history, now) {
		out = append(out, Said{c.stream, c.n, c.at.at, c.found, c.digest})
	}
	return out
}

// ActorsKept is how many who were refused something are remembered.
const ActorsKept = actorsKept

// Admit tells whether a refusal is recorded, and how many were not before it.
func (l *Log) Admit(actorID int64) (untold int, keep bool) { return l.admit(actorID) }

// Remembered is of how many actors refusals are counted.
func (l *Log) Remembered() int { return len(l.refused) }
