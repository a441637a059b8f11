package cases

import (
	"context"
	"slices"

	"touchstone/internal/audit"
	"touchstone/internal/errs"
	"touchstone/internal/procedure"
)

// Leaver is somebody whose post ends, and by which event.
type Leaver struct {
	UserID int64
	Name   string
	Why    string // account.moved, account.disabled, role.revoked
}

// Left is what ended with a post, as the event of the account names it.
type Left struct {
	Cases, Referrals, Views, Proposals, Requests int
}

// Move ends what a person has on files by the post that he leaves: his places on cases, in teams of referrals, his views, his
// own proposals and requests that wait. He leaves with empty hands: items that are with him are handed over first, because
// a thing has a keeper at every moment (ACL 18). A case that has fewer than two handlers then is owed them by its unit.
func (d Desk) Move(ctx context.Context, tx *audit.Tx, l Leaver) (Left, error) {
	held, err := inHand(ctx, tx, l.UserID)
	if err != nil {
		return Left{}, err
	}
	if len(held) > 0 {
		return Left{}, errs.New(errs.Conflict, "cases.leave.items", "items", held)
	}
	left, err := d.Disable(ctx, tx, l)
	if err != nil {
		return left, err
	}
	if left.Referrals, err = leaveTeams(ctx, tx, l.UserID); err != nil {
		return left, err
	}
	if left.Views, err = dropViews(ctx, tx, l.UserID); err != nil {
		return left, err
	}
	if left.Requests, err = dropRequests(ctx, tx, l.UserID); err != nil {
		return left, err
	}
	left.Proposals, err = procedure.WithdrawAllOf(ctx, tx, l.UserID, l.Why)
	return left, err
}

// Disable ends a person's places on cases. What he proposed was proposed by the agency's officer and is decided as it is.
func (d Desk) Disable(ctx context.Context, tx *audit.Tx, l Leaver) (Left, error) {
	if err := lockCasesOf(ctx, tx, l.UserID); err != nil {
		return Left{}, err
	}
	ended, err := endPlaces(ctx, tx, l.UserID)
	if err != nil {
		return Left{}, err
	}
	for _, p := range ended {
		if err := tx.Record(ctx, p.event(l)); err != nil {
			return Left{}, err
		}
	}
	Project(d.Book)(tx, casesOf(ended))
	return Left{Cases: len(ended)}, nil
}

// Lost looks after the cases that a person handles when a role of his has ended.
func (d Desk) Lost(ctx context.Context, tx *audit.Tx, l Leaver) (Left, error) {
	if err := lockCasesOf(ctx, tx, l.UserID); err != nil {
		return Left{}, err
	}
	ids, err := handledNow(ctx, tx, l.UserID)
	if err != nil {
		return Left{}, err
	}
	Project(d.Book)(tx, ids)
	return Left{}, nil
}

// place is a person's place on a case that has ended.
type place struct {
	CaseID    int64
	Ref, Part string
}

// TableName is that of members: ending a place reads it.
func (place) TableName() string { return "case_members" }

func (p place) event(l Leaver) audit.Event {
	return audit.Event{Stream: audit.CaseStream(p.CaseID), Action: "member.revoked", Kind: "case", TargetID: p.CaseID, TargetRef: p.Ref, CaseID: p.CaseID,
		Details: map[string]any{"user_id": l.UserID, "name": l.Name, "part": p.Part, "because": l.Why}}
}

func casesOf(ended []place) []int64 {
	var out []int64
	for _, p := range ended {
		out = append(out, p.CaseID)
	}
	slices.Sort(out)
	return out
}
