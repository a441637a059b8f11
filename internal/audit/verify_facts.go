package audit

import (
	"context"
	"strings"

	"touchstone/internal/database"
)

const sqlBoundFrom = `SELECT coalesce(stream, ''), coalesce(max(n), 0) FROM audit_events WHERE action = 'record.baselined' AND details ? 'facts' GROUP BY stream
	ORDER BY stream`

// noting tells since when writes note what they found: the schema that does so is bound by the first event of its kind.
func noting(ctx context.Context, q database.Q) (at *moment, err error) {
	err = q.QueryRow(ctx, "SELECT min(at) FROM public.audit_events WHERE stream = 'unit:0' AND action = 'schema.bound'").Scan(&at)
	return at, err
}

// facts compares every fact with all that the ledger says of it, in the order of the keys. The two come side by side from
// the database, each sorted, so that nothing is held but the history of one fact.
func (v *verifier) facts(ctx context.Context) error {
	noted, err := noting(ctx, v.q)
	if err != nil {
		return err
	}
	rows, said, err := v.beside(ctx)
	if err != nil {
		return err
	}
	from := len(v.report.Bad)
	defer func() { v.inOrder(from) }()
	for {
		row, history, more, err := together(ctx, rows, said)
		if err != nil || !more {
			return err
		}
		v.fact(row, row.state(), history, noted)
	}
}

// together takes the next fact and its history; either may be missing.
func together(ctx context.Context, rows *standing, said *cursor[claim]) (row *fact, history []claim, more bool, err error) {
	if row, err = rows.peek(ctx); err != nil {
		return nil, nil, false, err
	}
	first, err := said.peek(ctx)
	if err != nil || row == nil && first == nil {
		return nil, nil, false, err
	}
	var key place
	switch {
	case row == nil:
		key = first.place
	case first == nil || row.compare(first.place) <= 0:
		key = row.place
		rows.take()
	default:
		key, row = first.place, nil
	}
	for c := first; c != nil && c.place == key; {
		history = append(history, *c)
		said.take()
		if c, err = said.peek(ctx); err != nil {
			return nil, nil, false, err
		}
	}
	return row, history, true, nil
}

// fact compares one fact with its history: what each write found must be what the one before had left, and what stands
// there now must be what the last one left.
func (v *verifier) fact(row *fact, now string, history []claim, noted *moment) {
	history = inTime(history, now)
	v.covered(history, noted)
	last := claim{}
	if len(history) > 0 {
		last = history[len(history)-1]
	}
	if row == nil && last.digest == gone {
		return
	}
	v.report.Facts++
	switch problem := last.problem(now); {
	case now == unreadable:
		v.tell(claim{place: row.place, stream: row.stream, n: last.n}.bad(BadEncoding))
	case problem == FactAdded && last.digest == "" && v.whole[row.table] == nil && !row.bound:
		v.report.Unbound++
	case problem == FactAdded && last.digest == "":
		v.tell(claim{place: row.place, stream: row.stream}.bad(problem)) // the chain on which an event should stand
	case problem != "":
		v.tell(last.bad(problem))
	}
}

// covered names what a hand did between two writes.
func (v *verifier) covered(history []claim, noted *moment) {
	for i, c := range history {
		before := claim{place: c.place}
		if i > 0 {
			before = history[i-1]
		}
		if p := c.covers(before, v.whole[c.table]); p == FactAdded {
			v.tell(c.bad(p))
		} else if p == "" && c.unnoted(before, noted) {
			v.tell(before.bad(FactCovered))
		} else if p != "" {
			v.tell(before.bad(p))
		}
	}
}

// covers tells what a hand did between two writes, where the later one found something else than the earlier one left. A
// row that nobody had claimed was made by hand if it was changed after all rows of its table were bound.
func (c claim) covers(before claim, whole *moment) Problem {
	there, was := c.found != gone, before.digest != "" && before.digest != gone
	switch {
	case c.found == "" || there && c.found == before.digest || !there && !was:
		return ""
	case !there:
		return FactDeleted
	case was:
		return FactCovered
	case before.digest == gone || whole != nil && c.at.at.After(whole.at):
		return FactAdded
	}
	return ""
}

// unnoted tells a write that changed a row and did not note what it found, although writes do since then: something kept
// it from noting.
func (c claim) unnoted(before claim, since *moment) bool {
	return c.found == "" && c.action != baseline && c.digest != gone && c.digest != before.digest && before.digest != "" && before.digest != gone &&
		since != nil && c.at.at.After(since.at)
}

func (c claim) problem(now string) Problem {
	switch {
	case now == c.digest:
		return ""
	case now == gone:
		return FactDeleted
	case c.digest == "", c.digest == gone:
		return FactAdded
	}
	return FactChanged
}

// unreadable is the state of a row that has no digest.
const unreadable = "unreadable"

// state is the digest of a row as it stands, or that it is gone.
func (f *fact) state() string {
	if f == nil {
		return gone
	}
	digest, err := digestOf(f.key, f.fields)
	if err != nil {
		return unreadable
	}
	return digest
}

func (c claim) bad(p Problem) Bad {
	b := Bad{What: "fact", Stream: c.stream, N: c.n, At: c.at.told(), Action: c.action, Problem: p}
	b.Table, b.Row, _ = strings.Cut(c.key, "/")
	return b
}

// boundFrom tells from which number on the older facts of a chain are bound.
func (v *verifier) boundFrom(ctx context.Context) error {
	rows, err := v.q.Query(ctx, sqlBoundFrom)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var s Stream
		var n int64
		if err := rows.Scan(&s, &n); err != nil {
			return err
		}
		if v.report.BoundChains++; len(v.report.BoundFrom) < listed {
			v.report.BoundFrom[s] = n
		}
	}
	return rows.Err()
}
