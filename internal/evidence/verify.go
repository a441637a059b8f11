package evidence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// Desk runs the plain use cases of items.
type Desk struct {
	Log    *audit.Log
	Access *access.Policy
	Blobs  blob.Store
	Read   database.Q
}

// Checked is the result for one file.
type Checked struct {
	FileID      int64
	Ref, Name   string
	Digest      string // of the bytes as stored now; empty where there are none
	OK, Missing bool
}

// Verify reads the stored bytes of an item again and keeps the result. The bytes are read before the transaction: a
// large file must not hold the case's lock. A mismatch is an event of its own name, so that nobody must read results
// to find it.
func (d Desk) Verify(ctx context.Context, who actor.Actor, itemID int64, key audit.Key) ([]Checked, error) {
	if err := d.Access.Require(ctx, d.Read, who, access.Read, access.Target{Kind: access.Evidence, ID: itemID}); err != nil {
		return nil, err
	}
	files, err := FilesOf(ctx, d.Read, itemID)
	if err != nil {
		return nil, err
	}
	out := make([]Checked, 0, len(files))
	for _, f := range files {
		c, err := d.rehash(ctx, f)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	_, err = d.Log.Write(ctx, who, key, func(tx *audit.Tx) error {
		return d.keep(ctx, tx, itemID, files, out)
	})
	return out, err
}

// rehash computes the digest of what is stored. Missing bytes are a result, not an error.
func (d Desk) rehash(ctx context.Context, f File) (Checked, error) {
	c := Checked{FileID: f.ID, Ref: f.Ref, Name: f.Name}
	r, err := d.Blobs.Open(ctx, f.address())
	if errs.Is(err, errs.NotFound) {
		c.Missing = true
		return c, nil
	}
	if err != nil {
		return c, err
	}
	h := sha256.New()
	n, err := io.Copy(h, r)
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return c, errs.Wrap(errs.Unavailable, "blob.failed", err)
	}
	c.Digest = "sha256:" + hex.EncodeToString(h.Sum(nil))
	c.OK = c.Digest == f.Digest && n == f.Size
	return c, nil
}

// keep stores results and says in the item's chain whether all is well.
func (d Desk) keep(ctx context.Context, tx *audit.Tx, itemID int64, files []File, results []Checked) error {
	l, err := d.Access.Lock(ctx, tx, tx.Who, access.Act, access.Target{Kind: access.Evidence, ID: itemID})
	if err != nil {
		return err
	}
	tx.Chain(audit.Stream(l.Stream), audit.Head(l.Head))
	for _, c := range results {
		if err := insertCheck(ctx, tx, c); err != nil {
			return err
		}
	}
	say := func(action string, details map[string]any) error {
		return tx.Record(ctx, audit.Event{Stream: audit.Stream(l.Stream), Action: action, Kind: "evidence", TargetID: itemID, TargetRef: l.Target.Ref, CaseID: l.CaseID, Details: details})
	}
	if action, details := thawed(files, results); action != "" {
		if err := say(action, details); err != nil {
			return err
		}
	}
	return say(outcome(results))
}

// thawed names the event of files that were frozen and have been found to be what was recorded; empty where there is none.
func thawed(files []File, results []Checked) (string, map[string]any) {
	var refs []string
	for i, c := range results {
		if c.OK && files[i].Bad {
			refs = append(refs, c.Ref)
		}
	}
	if refs == nil {
		return "", nil
	}
	return "evidence.thawed", map[string]any{"file": refs}
}

// outcome names the event of a verification. Altered and missing are different things: bytes that are not there may be on
// a disk that is not mounted; only other bytes are a finding about the evidence.
func outcome(results []Checked) (string, map[string]any) {
	var bad, missing []string
	for _, c := range results {
		switch {
		case c.Missing:
			missing = append(missing, c.Ref)
		case !c.OK:
			bad = append(bad, c.Ref)
		}
	}
	action, details := "evidence.verified", map[string]any{"files": len(results)}
	if len(missing) > 0 {
		action, details["missing"] = filesMissing, missing
	}
	if len(bad) > 0 {
		action, details["bad"] = "evidence.hash_mismatch", bad
	}
	return action, details
}

// Note sets the handlers' finding about an item: verified or not yet. Exclusion is an act and cannot be taken back here.
func (d Desk) Note(ctx context.Context, who actor.Actor, itemID int64, finding string, key audit.Key) error {
	if finding != Verified && finding != Unverified {
		return errs.Invalid(errs.Field{Name: "finding", Key: "form.choice"})
	}
	_, err := d.Log.Write(ctx, who, key, func(tx *audit.Tx) error {
		l, err := d.Access.Lock(ctx, tx, who, access.Act, access.Target{Kind: access.Evidence, ID: itemID})
		if err != nil {
			return err
		}
		tx.Chain(audit.Stream(l.Stream), audit.Head(l.Head))
		if err := setFinding(ctx, tx, itemID, finding); err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{Stream: audit.Stream(l.Stream), Action: "evidence.finding_noted", Kind: "evidence", TargetID: itemID, TargetRef: l.Target.Ref, CaseID: l.CaseID,
			Details: map[string]any{"finding": finding}})
	})
	return err
}
