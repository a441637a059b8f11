package cases

import (
	"context"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"touchstone/internal/access"
	"touchstone/internal/actor"
	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/ids"
	"touchstone/internal/job"
	"touchstone/internal/law"
	"touchstone/internal/matter"
)

// RequestInput asks to know a case.
type RequestInput struct {
	CaseRef string
	Purpose string
	Days    int // from 1; as the form of a request bounds it
	Key     audit.Key
}

// Request asks whoever leads a case for access (P27). It keeps the reference as it was typed and does not look whether
// there is such a case, so that neither the answer nor its time tells anything (security K29); the job looks.
func (d Desk) Request(ctx context.Context, who actor.Actor, random io.Reader, in RequestInput) error {
	if bad := d.requestForm(&in, strconv.Itoa(in.Days)); bad != nil {
		return bad
	}
	ref, err := ids.NewRef(ids.Request, random)
	if err != nil {
		return err
	}
	_, err = d.Log.Write(ctx, who, in.Key, func(tx *audit.Tx) error {
		id, err := insertRequest(ctx, tx, ref, in, d.Book().Within(law.AccessUnanswered, tx.Now))
		if err != nil {
			return err
		}
		if err := job.Add(ctx, tx, RequestKind, requestArgs{id}, ""); err != nil {
			return err
		}
		return tx.Record(ctx, audit.Event{Stream: audit.UnitStream(who.UnitID), Action: "access.requested", Kind: "access_request", TargetID: id, TargetRef: ref,
			Details: map[string]any{"case_ref": in.CaseRef, "purpose": in.Purpose, "days": in.Days}})
	})
	return err
}

// typed writes a reference as references are written; what has not their form stays as it was typed.
func typed(s string) string {
	if n, ok := ids.Normal(s); ok {
		return n
	}
	return strings.ToUpper(strings.TrimSpace(s))
}

// requestForm reads the form of a request as its rows have it, and leaves the values the way they are kept.
func (d Desk) requestForm(in *RequestInput, days string) error {
	v, bad := d.Book().Form("access_request").Decode(url.Values{"case": {in.CaseRef}, "purpose": {in.Purpose}, "days": {days}}, time.Time{}, nil, "", "")
	if len(bad) > 0 {
		return errs.Invalid(bad...)
	}
	in.CaseRef, in.Purpose, in.Days = typed(v.Str("case")), v.Str("purpose"), int(v.Int("days"))
	return nil
}

// Answer decides a request.
type Answer struct {
	Grant  bool
	Reason string
	Key    audit.Key
}

// Decide grants or refuses a request for access. Nobody decides his own; a grant makes a reader until the days are
// over, never beyond the reader's clearance, and is told at once. A refusal is told with those that nobody decided.
func (d Desk) Decide(ctx context.Context, who actor.Actor, requestID int64, in Answer) error {
	if bad := d.Book().Form("access_answer").Typed("reason", &in.Reason); bad != nil {
		return bad
	}
	_, err := d.Log.Write(ctx, who, in.Key, func(tx *audit.Tx) error {
		if err := d.lockRequest(ctx, tx, requestID); err != nil {
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

// lockRequest takes who asked and then the request, as whoever moves him does. Nobody waits for him to whom the request is
// not open.
func (d Desk) lockRequest(ctx context.Context, tx *audit.Tx, id int64) error {
	t := access.Target{Kind: access.AccessRequest, ID: id}
	if err := d.Access.Require(ctx, tx, tx.Who, access.Decide, t); err != nil {
		return err
	}
	if err := keepRequester(ctx, tx, id); err != nil {
		return err
	}
	_, err := d.Access.Lock(ctx, tx, tx.Who, access.Decide, t)
	return err
}

func (d Desk) answer(ctx context.Context, tx *audit.Tx, r request, in Answer) error {
	state := "REFUSED"
	if in.Grant {
		state = "GRANTED"
		if r.RequesterGone {
			return errs.New(errs.Conflict, "cases.requester_gone")
		}
		if r.Clearance < r.Marking {
			return errs.New(errs.Conflict, "cases.requester_clearance")
		}
		until := tx.Now.AddDate(0, 0, r.Days)
		if err := putReader(ctx, tx, matter.Membership{CaseID: r.CaseID, UserID: r.RequesterID, Part: "reader", ToAt: until, Basis: r.Ref,
			Marking: int16(r.Marking)}); err != nil {
			return err
		}
		Project(d.Book)(tx, []int64{r.CaseID})
	}
	if err := closeRequest(ctx, tx, r.ID, state, in.Reason); err != nil {
		return err
	}
	if in.Grant {
		if err := tell(ctx, tx, r.ID, "access.granted", r.RequesterID); err != nil {
			return err
		}
	}
	return tx.Record(ctx, audit.Event{Stream: audit.CaseStream(r.CaseID), Action: "access." + map[bool]string{true: "granted", false: "refused"}[in.Grant],
		Kind:     "access_request",
		TargetID: r.ID, TargetRef: r.Ref, TargetName: r.RequesterName, CaseID: r.CaseID, Details: map[string]any{"days": r.Days, "reason": in.Reason}})
}
