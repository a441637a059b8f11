package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/note"

	"touchstone/internal/database"
)

// Report is the result of a verification.
type Report struct {
	OK          bool  `json:"ok"`
	Events      int64 `json:"events"`
	Streams     int64 `json:"streams"`
	Checkpoints int64 `json:"checkpoints"`
	Blobs       int64 `json:"blobs"`
	FirstBad    *Bad  `json:"first_bad,omitempty"`
}

// Problem is what is wrong with an entry. The texts stand in the catalogue as audit.problem.<code>.
type Problem string

// The problems. An entry that was taken out shows as the gap it left, one that was moved as a wrong predecessor.
const (
	BadHash       Problem = "hash"        // the fields do not give the stored hash
	BadPrev       Problem = "prev"        // it does not follow the entry before
	Missing       Problem = "missing"     // the number that should be here is not
	BadHead       Problem = "head"        // the head is not the last entry
	NoHead        Problem = "no_head"     // a chain without a head
	BadEncoding   Problem = "encoding"    // cannot be read
	BadNode       Problem = "node"        // a node of the tree is not made of its children
	BadTreeSize   Problem = "tree_size"   // the tree is shorter than a checkpoint says
	BadCheckpoint Problem = "checkpoint"  // a checkpoint names another root
	BadSignature  Problem = "signature"   // a checkpoint is signed by somebody else
	BadText       Problem = "text"        // the words are not those whose digest the ledger holds
	TextMissing   Problem = "text_gone"   // the words are not there
	BlobMissing   Problem = "blob_gone"   // the bytes are not there
	BlobAltered   Problem = "blob_change" // the bytes are others
)

// Bad names the first entry that does not hold.
type Bad struct {
	What    string     `json:"what"` // event, head, text, tree, checkpoint, blob
	Stream  Stream     `json:"stream,omitempty"`
	N       int64      `json:"n,omitempty"`
	Ref     string     `json:"ref,omitempty"`
	At      *time.Time `json:"at,omitempty"`
	Action  string     `json:"action,omitempty"`
	Problem Problem    `json:"problem"`
}

// Blobs checks stored bytes against their digests and returns how many it checked and the first bad one. It is
// handed in: the ledger does not know where bytes lie.
type Blobs func(ctx context.Context) (checked int64, bad *Bad, err error)

// Checks says what to verify besides chains and tree.
type Checks struct {
	Blobs     Blobs          // nil = not checked
	Verifiers note.Verifiers // keys of checkpoints; nil = signatures are not checked
}

// Verify recomputes every chain and the tree. It reads while others write: heads only grow, so a chain that has grown
// since it was read is read to its end.
func Verify(ctx context.Context, q database.Q, c Checks) (Report, error) {
	v := verifier{q: q, last: map[Stream]Head{}}
	for _, step := range []func(context.Context) error{v.chains, v.heads, v.tails, v.words} {
		if err := step(ctx); err != nil {
			return v.report, err
		}
		if v.report.FirstBad != nil {
			return v.report, nil
		}
	}
	v.report.Streams = int64(len(v.last))
	if err := v.tree(ctx, c.Verifiers); err != nil || v.report.FirstBad != nil {
		return v.report, err
	}
	if c.Blobs != nil {
		var err error
		if v.report.Blobs, v.report.FirstBad, err = c.Blobs(ctx); err != nil {
			return v.report, err
		}
	}
	v.report.OK = v.report.FirstBad == nil
	return v.report, nil
}

type verifier struct {
	q      database.Q
	report Report
	last   map[Stream]Head // where each chain was left
	grown  []grown
}

// grown is a chain that has more entries than were read in the first pass.
type grown struct {
	stream Stream
	head   Head
}

func (v *verifier) chains(ctx context.Context) error {
	rows, err := v.q.Query(ctx, `SELECT `+columns+` FROM audit_events ORDER BY stream, n`)
	if err != nil {
		return err
	}
	return v.follow(rows)
}

// follow walks over entries in chain order and stops at the first bad one.
func (v *verifier) follow(rows pgx.Rows) error {
	defer rows.Close()
	var stream Stream
	var head Head
	var watch hours
	for rows.Next() {
		var e entry
		if err := e.scan(rows); err != nil {
			return err
		}
		if s := Stream(e.stream); s != stream {
			if v.leave(stream, head); watch.bad != nil {
				break
			}
			stream, head = s, v.last[s]
			watch = hours{last: head.At}
		}
		v.report.Events++
		if p := e.follows(head); p != "" {
			v.report.FirstBad = e.bad(p, head)
			return nil
		}
		watch.see(&e)
		head = Head{N: e.n, Hash: e.hash, At: e.at}
	}
	v.leave(stream, head)
	v.report.FirstBad = watch.bad
	return rows.Err()
}

func (v *verifier) leave(s Stream, h Head) {
	if s != "" {
		v.last[s] = h
	}
}

func (e *entry) scan(rows pgx.Rows) error {
	err := rows.Scan(&e.stream, &e.n, &e.at, &e.actorID, &e.actorName, &e.agency, &e.unit, &e.action, &e.kind, &e.targetID,
		&e.targetRef, &e.targetName, &e.caseID, &e.raw, &e.requestKey, &e.address, &e.encoding, &e.prev, &e.hash)
	if err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(e.raw))
	dec.UseNumber()
	if err := dec.Decode(&e.details); err != nil {
		return fmt.Errorf("audit: details of %s %d: %w", e.stream, e.n, err)
	}
	return nil
}

// follows tells what is wrong with e as the entry after head.
func (e *entry) follows(head Head) Problem {
	switch {
	case e.n != head.N+1:
		return Missing
	case !bytes.Equal(e.prev, head.Hash):
		return BadPrev
	}
	sum, err := e.sum()
	switch {
	case err != nil:
		return BadEncoding
	case !bytes.Equal(sum, e.hash):
		return BadHash
	}
	return ""
}

func (e *entry) bad(p Problem, head Head) *Bad {
	if p == Missing { // the one that is not there has no time and no action
		return &Bad{What: "event", Stream: Stream(e.stream), N: head.N + 1, Problem: p}
	}
	at := e.at
	return &Bad{What: "event", Stream: Stream(e.stream), N: e.n, Ref: e.targetRef, At: &at, Action: e.action, Problem: p}
}

func (v *verifier) heads(ctx context.Context) error {
	rows, err := v.q.Query(ctx, `SELECT stream, n, hash FROM audit_heads ORDER BY stream`)
	if err != nil {
		return err
	}
	defer rows.Close()
	unseen := make(map[Stream]bool, len(v.last))
	for s := range v.last {
		unseen[s] = true
	}
	for rows.Next() {
		var s Stream
		var h Head
		if err := rows.Scan(&s, &h.N, &h.Hash); err != nil {
			return err
		}
		delete(unseen, s)
		last := v.last[s]
		switch {
		case h.N > last.N:
			v.grown = append(v.grown, grown{s, h})
		case h.N < last.N || !bytes.Equal(h.Hash, last.Hash):
			v.report.FirstBad = &Bad{What: "head", Stream: s, N: h.N, Problem: BadHead}
			return nil
		default:
			v.last[s] = last // an opened stream without entries counts as a stream
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for s := range unseen {
		if b := v.report.FirstBad; b == nil || s < b.Stream {
			v.report.FirstBad = &Bad{What: "head", Stream: s, N: v.last[s].N, Problem: NoHead}
		}
	}
	return nil
}

// tails reads to the end what has grown since. An entry that a head counts and that is not there is missing.
func (v *verifier) tails(ctx context.Context) error {
	for _, g := range v.grown {
		rows, err := v.q.Query(ctx, `SELECT `+columns+` FROM audit_events WHERE stream = $1 AND n > $2 AND n <= $3 ORDER BY n`,
			string(g.stream), v.last[g.stream].N, g.head.N)
		if err != nil {
			return err
		}
		if err := v.follow(rows); err != nil || v.report.FirstBad != nil {
			return err
		}
		switch last := v.last[g.stream]; {
		case last.N < g.head.N:
			v.report.FirstBad = &Bad{What: "event", Stream: g.stream, N: last.N + 1, Problem: Missing}
		case !bytes.Equal(last.Hash, g.head.Hash):
			v.report.FirstBad = &Bad{What: "head", Stream: g.stream, N: g.head.N, Problem: BadHead}
		default:
			continue
		}
		return nil
	}
	return nil
}
