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
	"touchstone/internal/procedure"
)

// Desk runs the plain use cases of items.
type Desk struct {
	Log    *audit.Log
	Access *access.Policy
	Blobs  blob.Store
	Read   database.Q
}

// AtOnce is how large an item may be that its button reads at once: a slow disk gives so much in the time of a page.
const AtOnce = 256 << 20

// SizeOf is how many bytes files have together.
func SizeOf(files []File) (n int64) {
	for _, f := range files {
		n += f.Size
	}
	return n
}

// Checked is the result for one file.
type Checked struct {
	FileID      int64
	Ref, Name   string
	Digest      string // of the bytes as stored now; empty where they were not read to their end
	OK, Missing bool   // Missing: there were no bytes, or they could not be read
	Unread      bool   // something is there, and it cannot be read
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

// Found puts on record what a reading has shown of a file by failing, in the program's own name: whoever happened to open it
// need not have the right to write about it. What the reading says of the store, or of the reader, is the error.
func (d Desk) Found(ctx context.Context, f File, reading error) (Checked, error) {
	c, err := d.finding(ctx, f, reading)
	if err != nil || c.Missing && f.Missing { // that nobody finds it is on record
		return c, err
	}
	_, err = d.Log.Write(ctx, actor.Automatic("evidence"), audit.Key{}, func(tx *audit.Tx) error {
		return d.keep(ctx, tx, f.ItemID, []File{f}, []Checked{c})
	})
	return c, err
}

// finding is what an error of reading says of the one file. Other bytes, and what is no file at all, are altered; no bytes,
// and bytes that a store does not give which answers otherwise, are missing.
func (d Desk) finding(ctx context.Context, f File, reading error) (Checked, error) {
	c := Checked{FileID: f.ID, Ref: f.Ref, Name: f.Name}
	switch {
	case errs.Is(reading, errs.Conflict):
		return c, nil
	case errs.Is(reading, errs.NotFound):
		c.Missing = true
		return c, nil
	case ctx.Err() != nil || blob.Answers(ctx, d.Blobs) != nil:
		return c, reading
	}
	c.Missing, c.Unread = true, true
	return c, nil
}

// rehash computes the digest of what is stored. That there is none, or that it cannot be read, is a result and no error: one
// file never keeps others from being read.
func (d Desk) rehash(ctx context.Context, f File) (Checked, error) {
	sum, n, err := d.digest(ctx, f)
	if err != nil && !errs.Is(err, errs.NotFound) && !errs.Is(err, errs.Conflict) {
		sum, n, err = d.digest(ctx, f) // a line may break off once
	}
	if err != nil {
		return d.finding(ctx, f, err)
	}
	return Checked{FileID: f.ID, Ref: f.Ref, Name: f.Name, Digest: sum, OK: sum == f.Digest && n == f.Size}, nil
}

func (d Desk) digest(ctx context.Context, f File) (string, int64, error) {
	r, err := d.Blobs.Open(ctx, f.Address())
	if err != nil {
		return "", 0, err
	}
	h := sha256.New()
	n, err := io.Copy(h, r)
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	if err != nil && !errs.Is(err, errs.NotFound) {
		err = errs.Wrap(errs.Unavailable, "blob.failed", err)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil)), n, err
}

// keep stores results and says in the item's chain whether all is well.
func (d Desk) keep(ctx context.Context, tx *audit.Tx, itemID int64, files []File, results []Checked) error {
	l, err := d.Access.Lock(ctx, tx, tx.Who, access.Act, access.Target{Kind: access.Evidence, ID: itemID})
	if err != nil {
		return err
	}
	tx.Chain(audit.Stream(l.Stream), audit.Head(l.Head))
	if err := insertChecks(ctx, tx, results...); err != nil {
		return err
	}
	if err := d.tellMissing(ctx, tx, missing(results)); err != nil {
		return err
	}
	say := func(action string, details map[string]any) error {
		return tx.Record(ctx, audit.Event{Stream: audit.Stream(l.Stream), Action: action, Kind: "evidence", TargetID: itemID, TargetRef: l.Target.Ref,
			CaseID: l.CaseID, Details: details})
	}
	if action, details := thawed(files, results); action != "" {
		if err := say(action, details); err != nil {
			return err
		}
	}
	return say(outcome(results))
}

// tellMissing tells those who keep the installation where so many files are missing, whoever found each, that it is no
// accident of one.
func (d Desk) tellMissing(ctx context.Context, tx *audit.Tx, found int) error {
	if found == 0 {
		return nil
	}
	return procedure.TellMissing(ctx, tx, d.Access)
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
	var bad, missing, unread []string
	for _, c := range results {
		if c.Unread {
			unread = append(unread, c.Ref)
		}
		switch {
		case c.Missing:
			missing = append(missing, c.Ref)
		case !c.OK:
			bad = append(bad, c.Ref)
		}
	}
	action, details := "evidence.verified", map[string]any{"files": len(results)}
	if len(missing) > 0 {
		action, details["missing"] = procedure.FilesMissing, missing
	}
	if len(unread) > 0 {
		details["unreadable"] = unread
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
		return tx.Record(ctx, audit.Event{Stream: audit.Stream(l.Stream), Action: "evidence.finding_noted", Kind: "evidence", TargetID: itemID,
			TargetRef: l.Target.Ref, CaseID: l.CaseID, Details: map[string]any{"finding": finding}})
	})
	return err
}
