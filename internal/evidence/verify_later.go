package evidence

import (
	"context"
	"slices"
	"strconv"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/job"
)

// ItemKind is the job that reads an item again which is too large for the time of a page.
const ItemKind = "evidence.verify_item"

type itemArgs struct {
	Item  int64 `json:"item"`
	After int64 `json:"after,omitempty"` // the file that was read last
}

// key keeps a second reading of the same part of an item away while the first has not ended.
func (a itemArgs) key() string {
	return "item:" + strconv.FormatInt(a.Item, 10) + ":" + strconv.FormatInt(a.After, 10)
}

// VerifyLater plans the reading of an item. Who asked for it is on record now; what it finds, when it has ended.
func (d Desk) VerifyLater(ctx context.Context, who actor.Actor, itemID int64, key audit.Key) error {
	if err := d.Access.Require(ctx, d.Read, who, access.Read, access.Target{Kind: access.Evidence, ID: itemID}); err != nil {
		return err
	}
	_, err := d.Log.Write(ctx, who, key, func(tx *audit.Tx) error {
		l, err := d.Access.Lock(ctx, tx, who, access.Act, access.Target{Kind: access.Evidence, ID: itemID})
		if err != nil {
			return err
		}
		tx.Chain(audit.Stream(l.Stream), audit.Head(l.Head))
		if err := d.plan(ctx, tx, itemArgs{Item: itemID}); err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{Stream: audit.Stream(l.Stream), Action: "evidence.verification_asked", Kind: "evidence", TargetID: itemID,
			TargetRef: l.Target.Ref, CaseID: l.CaseID})
	})
	return err
}

func (d Desk) plan(ctx context.Context, tx *audit.Tx, a itemArgs) error {
	return job.Add(ctx, tx, ItemKind, a, a.key())
}

// HandleItem works off one job of ItemKind: as many files as one round bears, and the next round is planned with what they were
// found to be.
func (r Reverifier) HandleItem(ctx context.Context, j job.Job) error {
	var a itemArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	files, err := FilesOf(ctx, r.Read, a.Item)
	if err != nil {
		return err
	}
	files = slices.DeleteFunc(files, func(f File) bool { return f.ID <= a.After })
	results, read, err := r.read(ctx, files)
	if err != nil || len(read) == 0 {
		return err
	}
	_, err = r.Log.Write(ctx, actor.Automatic("evidence"), audit.Key{}, func(tx *audit.Tx) error {
		if len(read) < len(files) {
			if err := r.plan(ctx, tx, itemArgs{a.Item, read[len(read)-1].ID}); err != nil {
				return err
			}
		}
		return r.keep(ctx, tx, a.Item, read, results)
	})
	return err
}
