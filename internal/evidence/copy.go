package evidence

import (
	"context"
	"errors"
	"io"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/blob"
	"touchstone/internal/database"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/job"
	"touchstone/internal/procedure"
)

// CopyKind is the job that copies an accepted item's bytes to the address of the receiving case.
const CopyKind = "evidence.copy"

type copyArgs struct {
	Item int64 `json:"item"`
}

// Queue plans the copy in the act's transaction; app hands it to Deps.Later.
func Queue(ctx context.Context, tx *audit.Tx, itemID int64) error {
	return job.Add(ctx, tx, CopyKind, copyArgs{itemID}, "")
}

// Copier copies bytes between addresses of two cases (security D2): content is never shared, and what arrives is
// hashed anew.
type Copier struct {
	Log    *audit.Log
	Read   database.Q
	Blobs  blob.Store
	Random io.Reader
}

// Handle works off one job of CopyKind.
func (c Copier) Handle(ctx context.Context, j job.Job) error {
	var a copyArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	return c.Copy(ctx, a.Item)
}

// Copy brings every file of an item to the receiving case's address and adds its file row there. Doing it again
// changes nothing. Bytes that no longer are what was recorded are not passed on: the mismatch is recorded instead. Bytes
// that are not there, or cannot be read, may come back: the job fails, when the others have been copied, and is tried again.
func (c Copier) Copy(ctx context.Context, itemID int64) error {
	to, files, err := copyPlan(ctx, c.Read, itemID)
	if err != nil || to.CaseID == 0 {
		return err
	}
	var left error
	for _, f := range files {
		if err := c.bring(ctx, itemID, to, f); ctx.Err() != nil {
			return err
		} else if err != nil {
			left = errors.Join(left, err) // the others are brought all the same
		}
	}
	return left
}

// bring copies one file and keeps that at once: whoever goes on after an interruption goes on behind it.
func (c Copier) bring(ctx context.Context, itemID int64, to destination, f File) error {
	var stored []File
	var bad []Checked
	ref, err := c.carry(ctx, f, to)
	switch {
	case errs.Is(err, errs.Conflict):
		bad = append(bad, Checked{FileID: f.ID, Ref: f.Ref, Name: f.Name})
	case err != nil:
		return err
	default:
		f.AgencyID, f.CaseID = ref.Agency, ref.Case
		stored = append(stored, f)
	}
	_, err = c.Log.Write(ctx, actor.Automatic("evidence"), audit.Key{}, func(tx *audit.Tx) error {
		return c.arrived(ctx, tx, itemID, to, stored, bad)
	})
	return err
}

// carry streams one file from address to address; the reader fails on other bytes than were recorded.
func (c Copier) carry(ctx context.Context, f File, to destination) (blob.Ref, error) {
	r, err := blob.Reader(ctx, c.Blobs, f.Address())
	if err != nil {
		return blob.Ref{}, err
	}
	checked := &blob.Noted{ReadCloser: r}
	ref, err := c.Blobs.Put(ctx, to.AgencyID, to.CaseID, checked)
	if cerr := r.Close(); err == nil {
		err = cerr
	}
	if checked.Err != nil {
		err = checked.Err // a store may wrap what the reader said
	}
	if err == nil && (ref.Digest != f.Digest || ref.Size != f.Size) { // what has arrived is not what was recorded, whatever reader and store say
		err = errs.New(errs.Unavailable, "blob.failed")
	}
	return ref, err
}

func (c Copier) arrived(ctx context.Context, tx *audit.Tx, itemID int64, to destination, stored []File, bad []Checked) error {
	var at []blob.Ref
	for _, f := range stored {
		at = append(at, f.Address())
	}
	if err := procedure.Held(ctx, tx, c.Blobs, at...); err != nil {
		return err
	}
	for _, f := range stored {
		ref, err := ids.NewRef(ids.File, c.Random)
		if err != nil {
			return err
		}
		if err := insertCopy(ctx, tx, ref, itemID, f); err != nil {
			return err
		}
	}
	if err := insertChecks(ctx, tx, bad...); err != nil {
		return err
	}
	action, details := outcome(bad)
	if len(bad) == 0 {
		action = "evidence.bytes_copied"
	}
	details["copied"] = len(stored)
	return tx.Record(ctx, audit.Event{Stream: audit.CaseStream(to.CaseID), Action: action, Kind: "evidence", TargetID: itemID, TargetRef: to.Ref,
		CaseID: to.CaseID, Details: details})
}
