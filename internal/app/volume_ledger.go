package app

import (
	"context"
	"strconv"
	"strings"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
)

const (
	factsOfChains = `DECLARE loaded CURSOR FOR SELECT f.stream, f.tab || '/' || f.row, f.fields FROM audit_facts f
WHERE f.stream IS NOT NULL AND NOT EXISTS (SELECT FROM audit_heads h WHERE h.stream = f.stream) ORDER BY f.stream`
	nextFacts = `FETCH 20000 FROM loaded`
)

// rowsRead are the rows of a statement on the connection that loads.
type rowsRead interface {
	Next() bool
	Scan(into ...any) error
	Err() error
	Close()
}

// ledger chains what would have been recorded about each case, and binds the rows that were loaded on the chains that
// begin with them. The rows come in the order of their chains, a part at a time.
func (w *volumeWorld) ledger(ctx context.Context) error {
	if w.plain {
		streams := make([]audit.Stream, 0, len(w.cases))
		for _, c := range w.cases {
			streams = append(streams, audit.CaseStream(c.id))
		}
		return w.chains(ctx, streams)
	}
	rows, err := w.query(factsOfChains)
	if err != nil {
		return err
	}
	rows.Close()
	var open audit.Stream
	for more := true; more; {
		var done []audit.Stream
		if done, open, more, err = w.bindNext(open); err != nil {
			return err
		}
		if err := w.chains(ctx, done); err != nil {
			return err
		}
	}
	return nil
}

// bindNext binds the next rows and tells which chains are complete with them.
func (w *volumeWorld) bindNext(open audit.Stream) (done []audit.Stream, next audit.Stream, more bool, err error) {
	rows, err := w.query(nextFacts)
	if err != nil {
		return nil, open, false, err
	}
	defer rows.Close()
	for ; rows.Next(); more = true {
		var stream, key string
		var fields []byte
		if err := rows.Scan(&stream, &key, &fields); err != nil {
			return nil, open, more, err
		}
		if s := audit.Stream(stream); s != open {
			if open != "" {
				done = append(done, open)
			}
			open = s
		}
		if err := w.chain.Bind(open, key, fields); err != nil {
			return nil, open, more, err
		}
	}
	if !more && open != "" {
		done = append(done, open)
	}
	return done, open, more, rows.Err()
}

// chains writes the events of chains whose rows are bound.
func (w *volumeWorld) chains(ctx context.Context, streams []audit.Stream) error {
	return copyRows(ctx, w.to, "audit_events", audit.Columns, func(put func(...any) error) error {
		for _, s := range streams {
			kind, number, _ := strings.Cut(string(s), ":")
			id, err := strconv.ParseInt(number, 10, 64)
			if err != nil {
				return err
			}
			if kind == "case" {
				err = w.chainOfCase(put, &w.cases[id-w.first["cases"]])
			} else {
				err = w.event(put, actor.Automatic("touchstone"), w.now, audit.Event{Stream: s, Action: "volume.loaded", Kind: "volume", TargetID: id})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *volumeWorld) chainOfCase(put func(...any) error, c *volumeCase) error {
	for n, action := range []string{"admin_lead.registered", "admin_lead.assigned", "volume.loaded"}[:chainPerCase] {
		err := w.event(put, c.people[n], c.registered.Add(time.Duration(n)*time.Hour),
			audit.Event{Stream: audit.CaseStream(c.id), Action: action, Kind: "case", TargetID: c.id, TargetRef: c.ref,
				CaseID: c.id, Details: map[string]any{"synthetic": true, "state": c.state}})
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *volumeWorld) event(put func(...any) error, who actor.Actor, at time.Time, ev audit.Event) error {
	row, err := w.chain.Append(who, at, ev)
	if err != nil {
		return err
	}
	return put(row...)
}
