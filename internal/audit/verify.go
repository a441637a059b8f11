package audit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/mod/sumdb/note"

	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// Report is the result of a verification.
type Report struct {
	OK          bool             `json:"ok"`
	Events      int64            `json:"events"`
	Streams     int64            `json:"streams"`
	Checkpoints int64            `json:"checkpoints"`
	Blobs       int64            `json:"blobs"`
	Schema      Schema           `json:"schema"`       // the definitions by which facts are read and noted
	Facts       int64            `json:"facts"`        // rows that were compared with the ledger
	Unbound     int64            `json:"unbound"`      // rows older than the binding that no event has taken up yet
	BoundChains int64            `json:"bound_chains"` // chains whose older rows were taken up later
	BoundFrom   map[Stream]int64 `json:"bound_from"`   // from which number on, as far as they are listed
	Masked      int64            `json:"masked"`       // words in which a number of a person was masked before they were stored
	MaskedWords []Words          `json:"masked_words"` // which, as far as they are listed
	Differences int64            `json:"differences"`  // everything that does not hold, listed or not
	FirstBad    *Bad             `json:"first_bad,omitempty"`
	Bad         []Bad            `json:"bad"`
}

// Words names a text that belongs to an event.
type Words struct {
	Stream Stream `json:"stream"`
	N      int64  `json:"n"`
	Field  string `json:"field"`
}

// listed is how many entries of a kind a report carries: memory does not grow with what is wrong.
const listed = 10_000

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
	TextAdded     Problem = "text_added"  // words that belong to no event
	FactChanged   Problem = "fact_change" // the row is not as the event that made it says
	FactAdded     Problem = "fact_added"  // no event made the row
	FactDeleted   Problem = "fact_gone"   // the row that an event made is not there
	SchemaChanged Problem = "schema_diff" // the definition is another
	SchemaAdded   Problem = "schema_new"  // a definition that was not bound
	SchemaGone    Problem = "schema_gone" // the definition is not there
	SchemaCut     Problem = "schema_cut"  // rows are bound and no event binds the definitions
	SchemaShadow  Problem = "schema_name" // it bears the name of a definition and is another
	CopyDiffers   Problem = "copy"        // the copy is not what it is copied from
	FactCovered   Problem = "fact_cover"  // the row was not as the event said when a later write changed it
	BlobMissing   Problem = "blob_gone"   // the bytes are not there
	BlobAltered   Problem = "blob_change" // the bytes are others
	BlobUnread    Problem = "blob_unread" // the bytes cannot be read
)

// Kind is what was done to a thing that does not hold.
type Kind string

// The kinds.
const (
	Changed Kind = "changed"
	Added   Kind = "added"
	Deleted Kind = "deleted"
)

func (p Problem) kind() Kind {
	switch p {
	case Missing, NoHead, TextMissing, FactDeleted, SchemaGone, SchemaCut, BlobMissing, BlobUnread, BadTreeSize:
		return Deleted
	case FactAdded, TextAdded, SchemaAdded, SchemaShadow:
		return Added
	}
	return Changed
}

// Bad names what does not hold.
type Bad struct {
	What    string     `json:"what"` // schema, event, head, text, fact, copy, tree, checkpoint, kept, blob
	Stream  Stream     `json:"stream,omitempty"`
	N       int64      `json:"n,omitempty"`
	Table   string     `json:"table,omitempty"`
	Row     string     `json:"row,omitempty"`
	Kind    Kind       `json:"kind"`
	Ref     string     `json:"ref,omitempty"`
	At      *time.Time `json:"at,omitempty"`
	Action  string     `json:"action,omitempty"`
	Problem Problem    `json:"problem"`
}

// Blobs checks stored bytes against their digests, tells of every file that does not hold, and returns how many it
// checked. It is handed in: the ledger does not know where bytes lie.
type Blobs func(ctx context.Context, tell func(Bad)) (checked int64, err error)

// Checks says what to verify besides chains and tree.
type Checks struct {
	Blobs      Blobs          // nil = not checked
	Verifiers  note.Verifiers // keys of checkpoints; nil = signatures are not checked
	Checkpoint *Checkpoint    // one that was kept outside; nil = none
	Chains     bool           // nothing but the chains: for measuring
}

// Verify recomputes every chain, the digests of words and facts, and the tree, and names every difference. q must see one
// state throughout (database.DB.Snapshot): others may write meanwhile. It remembers the entry before, not the chains.
func Verify(ctx context.Context, q database.Q, c Checks) (Report, error) {
	v := verifier{q: q, report: Report{BoundFrom: map[Stream]int64{}, MaskedWords: []Words{}, Bad: []Bad{}}}
	steps := []step{{"event", v.chains}, {"head", v.heads}}
	if !c.Chains {
		steps = append(steps, step{"text", v.words}, step{"text", v.masked}, step{"fact", v.facts}, step{"fact", v.boundFrom}, step{"copy", v.copies},
			step{"schema", v.schema})
	}
	steps = append(steps, step{"tree", func(ctx context.Context) error { return v.tree(ctx, c) }})
	if err := v.ownNames(ctx); err != nil {
		return v.report, err
	}
	for _, s := range steps {
		if err := v.through(ctx, s); err != nil {
			return v.report, err
		}
	}
	if c.Blobs != nil {
		var err error
		if v.report.Blobs, err = c.Blobs(ctx, v.tell); err != nil {
			return v.report, err
		}
	}
	v.report.OK = v.report.Differences == 0
	if len(v.report.Bad) > 0 {
		v.report.FirstBad = &v.report.Bad[0]
	}
	return v.report, nil
}

// ownNames keeps tables of other schemas from standing in for those of the ledger.
func (v *verifier) ownNames(ctx context.Context) error {
	_, err := v.q.Exec(ctx, sqlNamed)
	return err
}

const sqlNamed = `SELECT set_config('search_path', 'pg_catalog, public, pg_temp', true)`

type verifier struct {
	q      database.Q
	report Report
	whole  map[string]*moment // since when each table of facts is bound as a whole
}

// step is one part of a verification.
type step struct {
	what string
	do   func(context.Context) error
}

// through runs a step. Where the database cannot read what it asks for (a column of another type, a view that is gone), that
// is a difference, and the other steps follow. A connection that is lost, a full disk and an interrupt are none.
func (v *verifier) through(ctx context.Context, s step) error {
	if _, err := v.q.Exec(ctx, `SAVEPOINT step`); err != nil {
		return err
	}
	err := database.Translate(s.do(ctx))
	if err == nil || ctx.Err() != nil || errs.Is(err, errs.Unavailable) || errs.Is(err, errs.Busy) {
		return err
	}
	if _, lost := v.q.Exec(context.WithoutCancel(ctx), `ROLLBACK TO step`); lost != nil {
		return err
	}
	v.tell(Bad{What: s.what, Row: cause(err), Problem: BadEncoding})
	return v.ownNames(ctx)
}

// cause is what the database says against reading, with no more of it than its message.
func cause(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Message
	}
	return err.Error()
}

// tell names a difference.
func (v *verifier) tell(b Bad) {
	v.report.Differences++
	if len(v.report.Bad) < listed {
		b.Kind = b.Problem.kind()
		v.report.Bad = append(v.report.Bad, b)
	}
}

// Every column, whatever a hand has left in it.
const sqlEvents = `SELECT coalesce(stream, ''), coalesce(n, 0), at, coalesce(actor_id, 0), coalesce(actor_name, ''), coalesce(agency, ''), coalesce(unit, ''),
	coalesce(action, ''),
  coalesce(kind, ''), coalesce(target_id, 0), coalesce(target_ref, ''), coalesce(target_name, ''), coalesce(case_id, 0), coalesce(details, 'null'),
    coalesce(request_key, ''),
  coalesce(address, ''), coalesce(encoding, ''), coalesce(prev, ''), coalesce(hash, ''), num_nulls(` + columns + `) > 0 FROM audit_events ORDER BY stream, n`

func (v *verifier) chains(ctx context.Context) error {
	rows, err := v.q.Query(ctx, sqlEvents)
	if err != nil {
		return err
	}
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
			watch.leave(v)
			stream, head, watch = s, Head{}, hours{}
		}
		v.report.Events++
		v.follow(&e, head)
		watch.see(&e)
		head = Head{N: e.n, Hash: e.hash, At: e.at}
	}
	watch.leave(v)
	return rows.Err()
}

// follow names what is wrong with e as the entry after head: what is missing in between, and what it is itself.
func (v *verifier) follow(e *entry, head Head) {
	v.gap(Stream(e.stream), head.N, e.n-1)
	if p := e.problem(head); p != "" {
		v.tell(Bad{What: "event", Stream: Stream(e.stream), N: e.n, Ref: e.targetRef, At: e.told(), Action: e.action, Problem: p})
	}
}

// mostOfGap is how many events of one gap are named: a number that a hand has made large must not crowd out the rest.
const mostOfGap = 100

// gap names the events behind one number, to another, that are not there: they have no time and no action. The rest of a
// large gap is counted.
func (v *verifier) gap(s Stream, from, to int64) {
	from = max(from, 0)
	for n := from + 1; n <= to && n <= from+mostOfGap; n++ {
		v.tell(Bad{What: "event", Stream: s, N: n, Problem: Missing})
	}
	if to > from+mostOfGap {
		v.report.Differences += min(to-from-mostOfGap, math.MaxInt32)
	}
}

func (e *entry) scan(rows pgx.Rows) error {
	var at moment
	var missing bool
	err := rows.Scan(&e.stream, &e.n, &at, &e.actorID, &e.actorName, &e.agency, &e.unit, &e.action, &e.kind, &e.targetID,
		&e.targetRef, &e.targetName, &e.caseID, &e.raw, &e.requestKey, &e.address, &e.encoding, &e.prev, &e.hash, &missing)
	if err != nil {
		return err
	}
	e.at = at.at
	dec := json.NewDecoder(bytes.NewReader(e.raw))
	dec.UseNumber()
	e.unreadable = missing || !at.good || dec.Decode(&e.details) != nil || e.details == nil // details that are no object, too
	return nil
}

// told is the time of the entry as a report carries it.
func (e *entry) told() *time.Time {
	if e.unreadable {
		return nil
	}
	at := e.at
	return &at
}

// problem tells what is wrong with e itself. Behind a gap nobody knows what it should follow.
func (e *entry) problem(head Head) Problem {
	if e.unreadable {
		return BadEncoding
	}
	if e.n == head.N+1 && !bytes.Equal(e.prev, head.Hash) || e.n <= head.N {
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

// The head of each chain beside its last entry, and chains whose head is gone.
const sqlHeads = `SELECT coalesce(h.stream, ''), coalesce(h.n, 0), coalesce(l.n, 0), coalesce(l.hash, '') = h.hash AND h.n IS NOT NULL, true
FROM audit_heads h LEFT JOIN LATERAL (SELECT n, hash FROM audit_events e WHERE e.stream = h.stream ORDER BY n DESC LIMIT 1) l ON true
UNION ALL SELECT coalesce(e.stream, ''), 0, coalesce(max(e.n), 0), false, false FROM audit_events e
  WHERE NOT EXISTS (SELECT FROM audit_heads h WHERE h.stream = e.stream) GROUP BY e.stream
ORDER BY 1`

func (v *verifier) heads(ctx context.Context) error {
	rows, err := v.q.Query(ctx, sqlHeads)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var s Stream
		var n, last int64
		var same *bool
		var there bool
		if err := rows.Scan(&s, &n, &last, &same, &there); err != nil {
			return err
		}
		v.report.Streams++
		switch {
		case !there:
			v.tell(Bad{What: "head", Stream: s, N: last, Problem: NoHead})
		case same == nil: // a cell is empty
			v.tell(Bad{What: "head", Stream: s, N: n, Problem: BadEncoding})
		case n > last: // what a head counts and is not there
			v.gap(s, last, n)
		case n < last || !*same:
			v.tell(Bad{What: "head", Stream: s, N: n, Problem: BadHead})
		}
	}
	return rows.Err()
}

// inOrder puts what a step has found into the order of chains and numbers: the database gives it in any.
func (v *verifier) inOrder(from int) {
	slices.SortFunc(v.report.Bad[min(from, len(v.report.Bad)):], func(a, b Bad) int {
		return strings.Compare(fmt.Sprintf("%s %019d %s %s", a.Stream, a.N, a.Table, a.Row), fmt.Sprintf("%s %019d %s %s", b.Stream, b.N, b.Table, b.Row))
	})
}
