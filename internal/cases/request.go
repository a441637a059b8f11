package cases

import (
	"context"
	"io"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/law"
	"touchstone/internal/procedure"
)

// RequestInput asks to know a case.
type RequestInput struct {
	CaseRef string
	Purpose string
	Days    int
	Key     audit.Key
}

// Request asks the agency that leads a case for access (P27). The answer is the same whether or not the reference names
// a case that exists, so that asking tells nothing: only a case that the asker already sees, or knows to exist (P39),
// gets a row.
func (d Desk) Request(ctx context.Context, who actor.Actor, random io.Reader, in RequestInput) error {
	if bad := requestFields(in); bad != nil {
		return bad
	}
	_, err := d.Log.Write(ctx, who, in.Key, func(tx *audit.Tx) error {
		ref, _ := ids.Normal(in.CaseRef)
		asked := audit.Event{Stream: audit.UnitStream(who.UnitID), Action: "access.requested", Kind: "access_request", TargetRef: ref,
			Details: map[string]any{"purpose": in.Purpose, "days": in.Days}}
		c, err := knownCase(ctx, tx, ref, who)
		if err != nil {
			return err
		}
		if c.ID != 0 {
			own, err := ids.NewRef(ids.Request, random)
			if err != nil {
				return err
			}
			if asked.TargetID, err = insertRequest(ctx, tx, own, c, in.Purpose, in.Days); err != nil {
				return err
			}
			asked.TargetRef = own
		}
		return tx.Record(ctx, asked)
	})
	return err
}

func requestFields(in RequestInput) error {
	var bad []errs.Field
	if e, ok := procedure.Explainable(law.CheckReason("purpose", in.Purpose)); ok {
		bad = append(bad, e.Fields...)
	}
	if in.Days < 1 || in.Days > 180 {
		bad = append(bad, errs.Field{Name: "days", Key: "cases.field.days"})
	}
	if len(bad) > 0 {
		return errs.Invalid(bad...)
	}
	return nil
}

// Answer decides a request.
type Answer struct {
	Grant  bool
	Reason string
	Key    audit.Key
}

// Decide grants or refuses a request for access. Nobody decides his own; a grant makes a reader until the days are
// over, never beyond the reader's clearance.
func (d Desk) Decide(ctx context.Context, who actor.Actor, requestID int64, in Answer) error {
	if bad := law.CheckReason("reason", in.Reason); bad != nil {
		return bad
	}
	_, err := d.Log.Write(ctx, who, in.Key, func(tx *audit.Tx) error {
		if _, err := d.Access.Lock(ctx, tx, who, access.Decide, access.Target{Kind: access.AccessRequest, ID: requestID}); err != nil {
			return err
		}
		r, err := requestByID(ctx, tx, requestID)
		if err != nil {
			return err
		}
		switch {
		case r.RequesterID == who.UserID:
			return errs.New(errs.Forbidden, "cases.own_request")
		case r.State != "OPEN":
			return errs.New(errs.Conflict, "cases.request_decided")
		}
		return d.answer(ctx, tx, r, in)
	})
	return err
}

func (d Desk) answer(ctx context.Context, tx *audit.Tx, r request, in Answer) error {
	state := "REFUSED"
	if in.Grant {
		state = "GRANTED"
		if r.Clearance < r.Marking {
			return errs.New(errs.Conflict, "cases.requester_clearance")
		}
		until := tx.Now.AddDate(0, 0, r.Days)
		if err := putReader(ctx, tx, membership{CaseID: r.CaseID, UserID: r.RequesterID, Part: "reader", To: &until, Basis: r.Ref, Marking: int16(r.Marking)}); err != nil {
			return err
		}
		if err := Project(d.Book)(ctx, tx, []int64{r.CaseID}); err != nil {
			return err
		}
	}
	if err := closeRequest(ctx, tx, r.ID, state, in.Reason); err != nil {
		return err
	}
	return tx.Record(ctx, audit.Event{Stream: audit.CaseStream(r.CaseID), Action: "access." + map[bool]string{true: "granted", false: "refused"}[in.Grant], Kind: "access_request",
		TargetID: r.ID, TargetRef: r.Ref, TargetName: r.RequesterName, CaseID: r.CaseID, Details: map[string]any{"days": r.Days, "reason": in.Reason}})
}
