package audit

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/canon"
	"touchstone/internal/errs"
)

// Event is what happened, as the use case tells it. Who, where from and when come from the transaction.
type Event struct {
	Stream     Stream // empty = the actor's unit
	Action     string // the event of the procedure tables, or a plain verb
	Kind       string // what the target is: case, evidence, referral …
	TargetID   int64
	TargetRef  string
	TargetName string         // an officer or a code; the name of anything else is kept beside the ledger
	CaseID     int64          // the file on whose history it stands; 0 = none
	objects    map[string]any // digests of definitions, which only the ledger itself records
	Details    map[string]any // changed fields old → new; numbers of persons are masked in the ledger, words are kept beside it as they were written (words.go)
}

// Head is the last entry of a chain and when it was made. The zero Head is an empty chain.
type Head struct {
	N    int64
	Hash []byte
	At   time.Time
}

// entry is one row of audit_events.
type entry struct {
	stream                        string
	n                             int64
	at                            time.Time
	actorID                       int64
	actorName, agency, unit       string
	action, kind                  string
	targetID                      int64
	targetRef, targetName         string
	caseID                        int64
	details                       map[string]any
	requestKey, address, encoding string
	prev, hash                    []byte
	raw                           []byte // details as they are sent
	unreadable                    bool   // a cell holds what no write puts there
	apart                         []words
}

func newEntry(who actor.Actor, at time.Time, requestKey string, e Event) (entry, error) {
	details, name, apart, err := split(e.Details, e.Kind, e.TargetName)
	if err != nil {
		return entry{}, errs.Wrap(errs.Internal, "audit.bad_event", err)
	}
	details, name = maskMap(details), MaskNumbers(name) // in the record; the words beside it are kept as they were written
	if e.objects != nil {
		details[objectsKey] = e.objects
	}
	return entry{
		stream: string(e.Stream), at: at, actorID: who.UserID, actorName: who.Name, agency: who.AgencyCode, unit: who.UnitName,
		action: e.Action, kind: e.Kind, targetID: e.TargetID, targetRef: e.TargetRef, targetName: name,
		caseID: e.CaseID, details: details, requestKey: requestKey, address: who.Address, encoding: canon.Version,
		apart: apart,
	}, nil
}

// chain puts the entry behind prev and gives it its hash.
func (e *entry) chain(prev Head) (Head, error) {
	e.n, e.prev = prev.N+1, prev.Hash
	if e.prev == nil {
		e.prev = []byte{}
	}
	hash, err := e.sum()
	if err != nil {
		return prev, err
	}
	e.hash = hash
	return Head{N: e.n, Hash: hash, At: e.at}, nil
}

// sum is SHA-256(canon.v1(fields) ‖ prev). Every column but the hash itself is a field.
func (e *entry) sum() ([]byte, error) {
	if e.encoding != canon.Version {
		return nil, fmt.Errorf("audit: unknown encoding %q", e.encoding)
	}
	w := canon.New("audit.event").Str(e.stream).Int(e.n).Time(e.at).
		Int(e.actorID).Str(e.actorName).Str(e.agency).Str(e.unit).
		Str(e.action).Str(e.kind).Int(e.targetID).Str(e.targetRef).Str(e.targetName).Int(e.caseID).
		Map(e.details).Str(e.requestKey).Str(e.address)
	if w.Err() != nil {
		return nil, w.Err()
	}
	sum := sha256.Sum256(append(w.Encoded(), e.prev...))
	return sum[:], nil
}

func (e *entry) json() ([]byte, error) { return json.Marshal(e.details) }

func (e Event) check() error {
	switch {
	case !e.Stream.Valid():
		return errs.Wrap(errs.Internal, "audit.bad_event", fmt.Errorf("audit: stream %q", e.Stream))
	case e.Action == "" || e.Kind == "":
		return errs.Wrap(errs.Internal, "audit.bad_event", fmt.Errorf("audit: event without action or kind in %s", e.Stream))
	}
	return nil
}
