package audit

import (
	"context"
	"errors"
	"maps"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/errs"
)

// Viewed records a read that is an act (security D13): content of marked records, evidence, unmasked identifiers,
// exports, pages of this ledger. It is committed before the first byte is shown; if it cannot be, nothing is shown.
func (l *Log) Viewed(ctx context.Context, who actor.Actor, e Event) error {
	return l.ViewedOnce(ctx, who, Key{}, e)
}

// ViewedMarked is Viewed for a file whose marking asks for it: "case.viewed", "referral.viewed" and so on, with the
// marking of the time. The reading of another file is not written. It is the one place that knows the
// threshold. Every reading puts its marking into the bars of the page.
func (l *Log) ViewedMarked(ctx context.Context, who actor.Actor, marking actor.Marking, e Event) error {
	actor.Opened(ctx, marking)
	if marking < actor.WorkSecret {
		return nil
	}
	e.Action, e.Details = e.Kind+".viewed", map[string]any{"marking": marking.String()}
	return l.Viewed(ctx, who, e)
}

// ViewedOnce is Viewed for what a form with a one-time key shows: the form that a browser sends again, out of its
// history, is ErrReplayed and shows nothing. The reader asks anew.
func (l *Log) ViewedOnce(ctx context.Context, who actor.Actor, key Key, e Event) error {
	if e.Stream == "" {
		e.Stream = unitOf(who)
	}
	e.Stream = e.Stream.Reading()
	_, err := l.Write(ctx, who, key, func(tx *Tx) error { return tx.Record(ctx, e) })
	switch {
	case err == nil, errors.Is(err, ErrReplayed):
		return err
	case errs.Is(err, errs.Internal), errs.Is(err, errs.Unauthenticated), errs.Is(err, errs.Forbidden):
		return err
	default:
		return errs.Wrap(errs.Unavailable, "audit.unavailable", err)
	}
}

// The pace of refusals that one actor can write into the ledger; the rest is counted and told with the next one.
const (
	refusalWindow = time.Minute
	refusalsKept  = 10
	actorsKept    = 10_000
)

type refusals struct {
	since   time.Time
	written int
	untold  int
}

// Refused records that something was refused, on the reading stream of the actor's unit: never on the stream of what
// was asked for, which may be hidden from the actor. An actor who hammers leaves ten entries a minute and a count.
func (l *Log) Refused(ctx context.Context, who actor.Actor, e Event) error {
	untold, keep := l.admit(who.UserID)
	if !keep {
		return nil
	}
	e.Stream = unitOf(who).Reading()
	if untold > 0 {
		details := maps.Clone(e.Details)
		if details == nil {
			details = map[string]any{}
		}
		details["not_recorded_before"] = untold
		e.Details = details
	}
	who.SessionID = "" // a refusal is recorded also of somebody who has lost his standing: it may be the reason
	_, err := l.transact(ctx, who, Key{}, func(tx *Tx) error { return tx.Record(ctx, e) })
	return err
}

func (l *Log) admit(actorID int64) (untold int, keep bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock()
	r := l.refused[actorID]
	if r == nil {
		l.forget(now)
		r = &refusals{since: now}
		l.refused[actorID] = r
	}
	if now.Sub(r.since) >= refusalWindow || now.Before(r.since) {
		*r = refusals{since: now, untold: r.untold}
	}
	if r.written >= refusalsKept {
		r.untold++
		return 0, false
	}
	untold, r.untold = r.untold, 0
	r.written++
	return untold, true
}

// forget keeps the table small: who was quiet for a window has nothing left to tell.
func (l *Log) forget(now time.Time) {
	if len(l.refused) < actorsKept {
		return
	}
	for id, r := range l.refused {
		if now.Sub(r.since) >= refusalWindow && r.untold == 0 {
			delete(l.refused, id)
		}
	}
}
