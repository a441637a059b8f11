package audit

import (
	"cmp"
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"touchstone/internal/errs"
)

// Checkpoint is what a signed note says: at this size the tree had this root.
type Checkpoint struct {
	size    int64
	note    string
	outside bool // handed in: somebody kept it where no administrator of the database reaches
}

// ReadCheckpoint reads a note that somebody has kept.
func ReadCheckpoint(text string) (*Checkpoint, error) {
	size, _, ok := saying(text)
	if !ok {
		return nil, errs.New(errs.BadRequest, "audit.no_checkpoint")
	}
	return &Checkpoint{size: size, note: text, outside: true}, nil
}

// saying is what stands in a note: "origin, size, root".
func saying(text string) (size int64, root string, ok bool) {
	lines := strings.SplitN(text, "\n", 4)
	if len(lines) < 3 {
		return 0, "", false
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	return size, lines[2], err == nil && size >= 0 && len(lines[2]) == base64.StdEncoding.EncodedLen(tlog.HashSize)
}

// tree recomputes every inner node and the root at every checkpoint in one pass over the stored hashes. The order in
// which the library stores them puts a parent right behind its second child, so that a stack of the complete subtrees
// is all that has to be remembered.
func (v *verifier) tree(ctx context.Context, c Checks) error {
	points, err := v.checkpoints(ctx, c.Checkpoint)
	if err != nil {
		return err
	}
	rows, err := v.q.Query(ctx, `SELECT coalesce(idx, -1), coalesce(hash, '') FROM audit_tree ORDER BY idx`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var peaks []tlog.Hash
	var leaves, next int64
	for ; rows.Next(); next++ {
		idx, hash, whole, err := scanNode(rows)
		if err != nil {
			return err
		}
		if !whole {
			v.tell(Bad{What: "tree", N: idx, Problem: BadEncoding})
		}
		if idx != next { // without the node nothing behind it can be recomputed
			v.tell(Bad{What: "tree", N: next, Problem: Missing})
			return nil
		}
		level, n := tlog.SplitStoredHashIndex(next)
		if level == 0 { // before a new leaf the tree of size n is complete
			points = v.pass(points, n, peaks, c.Verifiers)
			leaves, peaks = n+1, append(peaks, hash)
		} else {
			k := len(peaks) - 2
			if tlog.NodeHash(peaks[k], peaks[k+1]) != hash {
				v.tell(Bad{What: "tree", N: next, Problem: BadNode})
			}
			peaks = append(peaks[:k], hash)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if leaves > 0 && next != tlog.StoredHashCount(leaves) {
		v.tell(Bad{What: "tree", N: next, Problem: Missing})
		return nil
	}
	for _, p := range v.pass(points, leaves, peaks, c.Verifiers) {
		v.tell(p.bad(BadTreeSize))
	}
	return nil
}

func scanNode(rows pgx.Rows) (idx int64, hash tlog.Hash, whole bool, err error) {
	var b []byte
	if err = rows.Scan(&idx, &b); err != nil {
		return 0, hash, false, err
	}
	copy(hash[:], b)
	return idx, hash, len(b) == len(hash), nil
}

func (v *verifier) checkpoints(ctx context.Context, kept *Checkpoint) ([]Checkpoint, error) {
	rows, err := v.q.Query(ctx, `SELECT coalesce(size, -1), coalesce(note, '') FROM audit_checkpoints ORDER BY size`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Checkpoint
	for rows.Next() {
		var c Checkpoint
		if err := rows.Scan(&c.size, &c.note); err != nil {
			return nil, err
		}
		if c.size < 0 {
			v.tell(Bad{What: "checkpoint", N: c.size, Problem: BadEncoding})
			continue
		}
		out = append(out, c)
	}
	if kept != nil {
		out = append(out, *kept)
		slices.SortStableFunc(out, func(a, b Checkpoint) int { return cmp.Compare(a.size, b.size) })
	}
	return out, rows.Err()
}

// pass checks the checkpoints that were made at this size and returns the others.
func (v *verifier) pass(points []Checkpoint, size int64, peaks []tlog.Hash, keys note.Verifiers) []Checkpoint {
	for len(points) > 0 && points[0].size == size {
		if p := points[0].check(root(size, peaks), keys); p != "" {
			v.tell(points[0].bad(p))
		}
		if !points[0].outside {
			v.report.Checkpoints++
		}
		points = points[1:]
	}
	return points
}

func root(size int64, peaks []tlog.Hash) tlog.Hash {
	if size == 0 {
		h, _ := tlog.TreeHash(0, nil) // the root of nothing is a constant; no reader is asked
		return h
	}
	h := peaks[len(peaks)-1]
	for i := len(peaks) - 2; i >= 0; i-- {
		h = tlog.NodeHash(peaks[i], h)
	}
	return h
}

// check compares what a note says with the tree.
func (c Checkpoint) check(want tlog.Hash, keys note.Verifiers) Problem {
	text := c.note
	if keys != nil {
		n, err := note.Open([]byte(c.note), keys)
		if err != nil {
			return BadSignature
		}
		text = n.Text
	}
	size, root, ok := saying(text)
	if !ok || size != c.size || root != base64.StdEncoding.EncodeToString(want[:]) {
		return BadCheckpoint
	}
	return ""
}

func (c Checkpoint) bad(p Problem) Bad {
	b := Bad{What: "checkpoint", N: c.size, Problem: p}
	if c.outside {
		b.What = "kept"
	}
	return b
}
