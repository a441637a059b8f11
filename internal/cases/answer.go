package cases

import (
	"context"
	"errors"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/database"
	"touchstone/internal/job"
)

// RequestKind is the job that brings a request for access to whoever may decide it. It runs for every request, for a
// real case, a hidden and an invented one.
const RequestKind = "cases.access_requested"

type requestArgs struct {
	Request int64 `json:"request"`
}

// Bring works off one job of RequestKind.
func (d Desk) Bring(ctx context.Context, j job.Job) error {
	var a requestArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	return d.BringRequest(ctx, a.Request)
}

// BringRequest tells the owners, if there are any. Doing it again tells nobody twice.
func (d Desk) BringRequest(ctx context.Context, request int64) error {
	_, err := d.Log.Write(ctx, actor.Automatic("access"), audit.Key{}, func(tx *audit.Tx) error {
		people, err := owners(ctx, tx, request)
		if err != nil {
			return err
		}
		if err := tell(ctx, tx, request, "access.requested", people...); err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{Action: "access.brought", Kind: "access_request", TargetID: request})
	})
	return err
}

// errNothing: every asker has been told.
var errNothing = errors.New("cases: nothing to answer")

// AnswerOverdue tells everybody whose request was not granted in time that he gets no access: real cases and invented
// ones, refused and undecided, in one act and in the same words. Another process that was quicker leaves nothing to do.
func (d Desk) AnswerOverdue(ctx context.Context, q database.Q, now time.Time) error {
	switch n, err := countOverdue(ctx, q, now); {
	case err != nil || n == 0:
		return err
	}
	_, err := d.Log.Write(ctx, actor.Automatic("access"), audit.Key{}, func(tx *audit.Tx) error {
		all, err := tellRefused(ctx, tx)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return errNothing
		}
		for _, r := range all {
			if err := tell(ctx, tx, r.ID, "access.answered", r.RequesterID); err != nil {
				return err
			}
			if err := tx.Record(ctx, audit.Event{Stream: audit.UnitStream(r.UnitID), Action: "access.answered", Kind: "access_request", TargetID: r.ID,
				TargetRef: r.Ref}); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, errNothing) {
		return nil
	}
	return err
}
